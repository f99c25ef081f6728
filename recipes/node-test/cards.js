'use strict';

const CARD = { card_number: '4000-0000-0000-0002', expiry: '2031-12', birth: '900101', pwd_2digit: '12' };
const OVER_THE_LIMIT = { ...CARD, card_number: '4000-0000-0031-0005' };

module.exports = { CARD, OVER_THE_LIMIT };
