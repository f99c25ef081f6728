//! The card companies (PortOne V1 card codes).

use super::{Company, company};

pub(super) static CARDS: &[Company] = &[
    company("002", "KDB산업은행카드"),
    company("041", "우리카드"),
    company("045", "새마을금고카드"),
    company("048", "신협카드"),
    company("071", "우체국카드"),
    company("089", "K뱅크카드"),
    company("090", "카카오뱅크카드"),
    company("361", "BC카드"),
    company("364", "광주카드"),
    company("365", "삼성카드"),
    company("366", "신한카드"),
    company("367", "현대카드"),
    company("368", "롯데카드"),
    company("369", "수협카드"),
    company("370", "씨티카드"),
    company("371", "NH카드"),
    company("372", "전북카드"),
    company("373", "제주카드"),
    company("374", "하나SK카드"),
    company("381", "KB국민카드"),
];
