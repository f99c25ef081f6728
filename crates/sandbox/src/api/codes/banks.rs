//! The banks, by the KFTC's codes.

use super::{Company, company};

pub(super) static BANKS: &[Company] = &[
    company("002", "KDB산업은행"),
    company("003", "IBK기업은행"),
    company("004", "KB국민은행"),
    company("007", "수협은행"),
    company("011", "NH농협은행"),
    company("012", "지역농축협"),
    company("020", "우리은행"),
    company("023", "SC제일은행"),
    company("027", "한국씨티은행"),
    company("031", "대구은행"),
    company("032", "부산은행"),
    company("034", "광주은행"),
    company("035", "제주은행"),
    company("037", "전북은행"),
    company("039", "경남은행"),
    company("045", "새마을금고"),
    company("048", "신협"),
    company("050", "저축은행"),
    company("071", "우체국"),
    company("081", "하나은행"),
    company("088", "신한은행"),
    company("089", "케이뱅크"),
    company("090", "카카오뱅크"),
    company("092", "토스뱅크"),
];
