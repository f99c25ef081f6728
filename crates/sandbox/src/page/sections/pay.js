// A payment as a client would make it.

import { api, control } from '../api.js';
import { choice, el, field, form } from '../dom.js';
import { t } from '../text.js';
import { grouped } from './cards.js';

/** The card of the guide, which pays. */
const GUIDES = '1234-1234-1234-1234';

const described = ({ number, behaviour, decline }) =>
  [grouped(number), t(`cards.${behaviour}`), decline?.code, decline?.text].filter(Boolean).join(' ');

export async function pay({ attempt }) {
  const { cards } = await control('GET', '/test-cards');
  const options = [
    [GUIDES, `${GUIDES} ${t('cards.approve')}`],
    ...cards.map((card) => [grouped(card.number), described(card)]),
    ['', t('pay.registered')],
  ];
  const answer = el('pre', { id: 'answer', tabindex: '0', hidden: true });
  const send = async (fields) => {
    const { status, answer: told } = await api('POST', ...request(fields));
    answer.hidden = false;
    answer.textContent = `HTTP ${status}\n${JSON.stringify(told, null, 2)}`;
    // The same order number would be refused the next time.
    document.querySelector('#pay [name=merchant_uid]').value = orderNumber();
  };
  const text = (name, value, more = {}) => el('input', { name, value, ...more });
  const nodes = [
    el('h2', {}, t('pay.title')),
    el('p', { class: 'hint' }, t('pay.hint')),
    form(
      'pay',
      (fields) => attempt(() => send(fields)),
      field('merchant_uid', text('merchant_uid', orderNumber(), { required: true })),
      field(t('amount'), text('amount', '11000', { type: 'number', min: 1, required: true })),
      field(t('pay.name'), text('name', '월간 이용권')),
      field('customer_uid', text('customer_uid', '')),
      field(t('pay.card'), choice('card_number', options, options[0][0])),
      field(t('pay.expiry'), text('expiry', '2031-12', { size: 8 })),
      field(t('pay.birth'), text('birth', '123456', { size: 12 })),
      el('button', { class: 'first' }, t('pay.send')),
    ),
    el('h3', {}, t('pay.answer')),
    answer,
  ];
  return { nodes };
}

const orderNumber = () => `order-${Date.now().toString(36)}`;

/** The path and the body of what was filled in: without a card, the registered one is charged. */
function request({ merchant_uid, amount, name, customer_uid, card_number, expiry, birth }) {
  const order = { merchant_uid, amount: Number(amount), name };
  if (customer_uid) order.customer_uid = customer_uid;
  if (!card_number) return ['/subscribe/payments/again', order];
  return ['/subscribe/payments/onetime', { ...order, card_number, expiry, birth }];
}
