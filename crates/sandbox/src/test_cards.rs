//! The cards that do something other than pay, as data.
//!
//! Every other card of 13 to 19 digits is approved, the guide's `1234-1234-1234-1234` among them: neither the check
//! digit nor the expiry date is looked at, because the guide's own card would fail both.
//!
//! The numbers can be read: `4000-000F-CCCC-000x`, where `F` is the form the refusal takes, `CCCC` the digits of the
//! PG's code (`0031` for `CA31`, `0113` for `F113`) and `x` a check digit, so that all pass the Luhn check.
//!
//! | `F` | what happens |
//! |---|---|
//! | 0 | a failed payment is recorded: HTTP 200, code 0, `status: "failed"`, `fail_reason` |
//! | 1 | only a message: HTTP 200, code −1, no record |
//! | 2 | only a message that the PG is in trouble, and **the card was charged**: a look-up finds the payment |
//! | 3 | the same message, and the card was not charged |
//! | 4 | the card pays and its billing key is kept, but each payment with the key fails with a record |
//! | 5 | the same, but the key's payments are refused with only a message |
//!
//! Code `0000` is approved. `VTIM` is written `0001` in families 2 and 3.

use serde::Serialize;

/// What a merchant can do about a refusal (the classes of keyin's error catalogue).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclineKind {
    /// This card will not work.
    Hard,
    /// The same card may work later.
    Soft,
    /// The request asked for something the card cannot do.
    Invalid,
    /// The merchant is not set up for this card.
    Configuration,
    /// The issuer is down; nothing was carried out.
    GatewayDown,
    /// The PG took it for a repetition: look the payment up.
    Duplicate,
    /// Nobody knows: look the payment up.
    Ambiguous,
}

/// A refusal by the PG.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Decline {
    /// The PG's code, four characters (Hecto's result codes, or NICE's `F…`).
    pub code: &'static str,
    /// The PG's text.
    pub text: &'static str,
    /// What it means for the merchant.
    pub kind: DeclineKind,
    /// Whether the card data themselves are wrong, which a key issue without payment finds too.
    pub card_data: bool,
}

impl Decline {
    /// `[CA31]한도초과`: how the refusal stands in `fail_reason`, and after a prefix in `message`.
    #[must_use]
    pub fn reason(&self) -> String {
        format!("[{}]{}", self.code, self.text)
    }
}

/// What a card does when it is charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "behaviour", content = "decline")]
pub enum CardBehaviour {
    /// Pays.
    Approve,
    /// A failed payment is recorded.
    Record(Decline),
    /// A message and no record.
    Message(Decline),
    /// A message and no answer with the payment, yet the card is charged and the payment can be looked up.
    TroubleCharged(Decline),
    /// The same message, and nothing is charged.
    TroubleNotCharged(Decline),
    /// Pays when the card itself is presented; with its billing key a failed payment is recorded.
    KeyRecord(Decline),
    /// Pays when the card itself is presented; with its billing key there is only a message.
    KeyMessage(Decline),
}

/// A card number with a behaviour of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct TestCard {
    /// Sixteen digits without separators; made up, belongs to nobody.
    pub number: &'static str,
    /// What it does.
    #[serde(flatten)]
    pub behaviour: CardBehaviour,
}

impl TestCard {
    /// `4000-0000-0031-0005`: the number as people and the API's documentation write it.
    #[must_use]
    pub fn number_with_hyphens(&self) -> String {
        let mut written = String::with_capacity(19);
        for (position, digit) in self.number.chars().enumerate() {
            if position > 0 && position % 4 == 0 {
                written.push('-');
            }
            written.push(digit);
        }
        written
    }
}

/// Every card with a behaviour of its own, and one that is approved.
#[must_use]
pub fn test_cards() -> &'static [TestCard] {
    TABLE
}

/// What the card with these digits does; a card that is not in the table is approved.
pub(crate) fn behaviour_of(digits: &str) -> CardBehaviour {
    if !digits.starts_with("40000") {
        return CardBehaviour::Approve;
    }
    TABLE.iter().find(|card| card.number == digits).map_or(CardBehaviour::Approve, |card| card.behaviour)
}

const fn refusal(code: &'static str, text: &'static str, kind: DeclineKind) -> Decline {
    Decline { code, text, kind, card_data: false }
}

const fn wrong_data(code: &'static str, text: &'static str) -> Decline {
    Decline { code, text, kind: DeclineKind::Hard, card_data: true }
}

use CardBehaviour::{Approve, KeyMessage, KeyRecord, Message, Record, TroubleCharged, TroubleNotCharged};
use DeclineKind::{Ambiguous, Configuration, Duplicate, GatewayDown, Hard, Invalid, Soft};

const LIMIT: Decline = refusal("CA31", "한도초과", Soft);
const BALANCE: Decline = refusal("CA32", "잔액부족", Soft);
const USES: Decline = refusal("CA26", "사용횟수 초과", Soft);
const POINTS: Decline = refusal("CA38", "포인트한도 미달", Soft);
pub(crate) const EXPIRY: Decline = wrong_data("CA20", "유효기간 오류");
pub(crate) const PASSWORD: Decline = wrong_data("CA27", "비밀번호 오류");
pub(crate) const HOLDER: Decline = wrong_data("CA30", "식별번호 오류");
const HOLDER_OR_PASSWORD: Decline = wrong_data("CA70", "식별번호 또는 비밀번호 오류");
const LOST: Decline = refusal("CA50", "분실카드", Hard);
const STOLEN: Decline = refusal("CA51", "도난카드", Hard);
const STOPPED: Decline = refusal("CA52", "정지카드", Hard);
const UNREGISTERED: Decline = wrong_data("CA58", "미등록 카드");
const COMPANY: Decline = refusal("CA59", "법인카드 사용 불가", Hard);
const ASK_ISSUER: Decline = refusal("CA82", "카드사 전화 요망", Hard);
pub(crate) const NO_SUCH_BIN: Decline =
    wrong_data("F112", "유효하지않은 카드번호를 입력하셨습니다. (card_bin 없음)");
const WRONG_NUMBER: Decline = wrong_data("F113", "거래거절 카드번호틀림");
pub(crate) const INSTALMENTS: Decline = refusal("CA21", "할부 불가", Invalid);
const NOT_SET_UP: Decline = refusal("CA60", "카드사 미등록 가맹점", Configuration);
const ISSUER_DOWN: Decline = refusal("CA01", "원천사 점검", GatewayDown);
const TWICE: Decline = refusal("CA86", "이중 거래", Duplicate);
const TIMED_OUT: Decline = refusal("VTIM", "원천사 응답 시간 초과", Ambiguous);
const SYSTEM: Decline = refusal("9999", "시스템 오류", Ambiguous);
/// Not a card's doing: the amount lies outside what card companies take.
pub(crate) const AMOUNT_LIMITS: Decline =
    refusal("CA42", "1000원 미만 또는 99,999,999원 이상은 결제할 수 없습니다.", Invalid);

const fn card(number: &'static str, behaviour: CardBehaviour) -> TestCard {
    TestCard { number, behaviour }
}

#[rustfmt::skip]
const TABLE: &[TestCard] = &[
    card("4000000000000002", Approve),
    // A failed payment is recorded.
    card("4000000000310005", Record(LIMIT)),
    card("4000000000320004", Record(BALANCE)),
    card("4000000000260002", Record(USES)),
    card("4000000000380008", Record(POINTS)),
    card("4000000000200008", Record(EXPIRY)),
    card("4000000000270001", Record(PASSWORD)),
    card("4000000000300006", Record(HOLDER)),
    card("4000000000700007", Record(HOLDER_OR_PASSWORD)),
    card("4000000000500001", Record(LOST)),
    card("4000000000510000", Record(STOLEN)),
    card("4000000000520009", Record(STOPPED)),
    card("4000000000580003", Record(UNREGISTERED)),
    card("4000000000590002", Record(COMPANY)),
    card("4000000000820003", Record(ASK_ISSUER)),
    card("4000000001120007", Record(NO_SUCH_BIN)),
    card("4000000001130006", Record(WRONG_NUMBER)),
    card("4000000000210007", Record(INSTALMENTS)),
    card("4000000000600009", Record(NOT_SET_UP)),
    card("4000000000010001", Record(ISSUER_DOWN)),
    card("4000000000860009", Record(TWICE)),
    // Only a message.
    card("4000000100310004", Message(LIMIT)),
    card("4000000100320003", Message(BALANCE)),
    card("4000000100260001", Message(USES)),
    card("4000000100380007", Message(POINTS)),
    card("4000000100200007", Message(EXPIRY)),
    card("4000000100270000", Message(PASSWORD)),
    card("4000000100300005", Message(HOLDER)),
    card("4000000100700006", Message(HOLDER_OR_PASSWORD)),
    card("4000000100500000", Message(LOST)),
    card("4000000100510009", Message(STOLEN)),
    card("4000000100520008", Message(STOPPED)),
    card("4000000100580002", Message(UNREGISTERED)),
    card("4000000100590001", Message(COMPANY)),
    card("4000000100820002", Message(ASK_ISSUER)),
    card("4000000101120006", Message(NO_SUCH_BIN)),
    card("4000000101130005", Message(WRONG_NUMBER)),
    card("4000000100210006", Message(INSTALMENTS)),
    card("4000000100600008", Message(NOT_SET_UP)),
    card("4000000100010000", Message(ISSUER_DOWN)),
    card("4000000100860008", Message(TWICE)),
    // Nobody can tell from the answer.
    card("4000000200010009", TroubleCharged(TIMED_OUT)),
    card("4000000299990004", TroubleCharged(SYSTEM)),
    card("4000000300010008", TroubleNotCharged(TIMED_OUT)),
    card("4000000399990003", TroubleNotCharged(SYSTEM)),
    // Good at registration, bad afterwards.
    card("4000000400310001", KeyRecord(LIMIT)),
    card("4000000400500007", KeyRecord(LOST)),
    card("4000000400200004", KeyRecord(EXPIRY)),
    card("4000000500310000", KeyMessage(LIMIT)),
    card("4000000500500006", KeyMessage(LOST)),
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn passes_luhn(digits: &str) -> bool {
        let sum: u32 = digits
            .bytes()
            .rev()
            .enumerate()
            .map(|(position, byte)| {
                let digit = u32::from(byte - b'0');
                match position % 2 {
                    0 => digit,
                    _ if digit > 4 => digit * 2 - 9,
                    _ => digit * 2,
                }
            })
            .sum();
        sum.is_multiple_of(10)
    }

    #[test]
    fn every_number_passes_luhn_and_stands_once() {
        let mut seen = HashSet::new();
        for card in test_cards() {
            assert_eq!(card.number.len(), 16);
            assert!(passes_luhn(card.number), "{}", card.number_with_hyphens());
            assert!(seen.insert(card.number), "{} stands twice", card.number_with_hyphens());
            assert_eq!(behaviour_of(card.number), card.behaviour);
        }
    }

    #[test]
    fn every_recorded_decline_has_a_card_that_only_gives_the_message() {
        let of = |wanted: fn(&CardBehaviour) -> Option<Decline>| -> Vec<Decline> {
            test_cards().iter().filter_map(|card| wanted(&card.behaviour)).collect()
        };
        let records = of(|b| if let Record(decline) = b { Some(*decline) } else { None });
        let messages = of(|b| if let Message(decline) = b { Some(*decline) } else { None });
        assert_eq!(records, messages);
        assert_eq!(records.len(), 20);
    }

    #[test]
    fn the_digits_of_the_code_stand_in_the_number() {
        for card in test_cards() {
            if let Record(decline) | Message(decline) | KeyRecord(decline) | KeyMessage(decline) =
                card.behaviour
            {
                let digits: String = decline.code.chars().filter(char::is_ascii_digit).collect();
                assert_eq!(&card.number[8..12], format!("{digits:0>4}"), "{}", card.number_with_hyphens());
            }
        }
    }

    #[test]
    fn other_cards_are_approved() {
        for digits in ["1234123412341234", "4000000000310004", "9410000000000000"] {
            assert_eq!(behaviour_of(digits), CardBehaviour::Approve);
        }
    }
}
