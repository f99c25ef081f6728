//! The flags and arguments that carry values.

use keyin_tests::{Till, TypedCard, each};

use super::{LANGUAGES, LONGEST_ARGUMENT, nothing_happened, refused};

/// A command with every flag that it must have, and how a field is given to it.
#[derive(Clone, Copy, Debug)]
struct Command {
    words: &'static [&'static str],
    required: &'static [(&'static str, &'static str)],
    needs_card: bool,
}

const ORDER: [(&str, &str); 3] = [("--merchant-uid", "order-1"), ("--amount", "3000"), ("--name", "주문")];
const CARD_PAYMENT: Command =
    Command { words: &["pay", "card", "--card-stdin"], required: &ORDER, needs_card: true };
const BILLING_KEY_PAYMENT: Command = Command {
    words: &["pay", "billing-key"],
    required: &[("--customer-uid", "customer-1"), ORDER[0], ORDER[1], ORDER[2]],
    needs_card: false,
};
const SHOW: Command = Command { words: &["pay", "show"], required: &[("", "order-1")], needs_card: false };
const CANCEL: Command =
    Command { words: &["pay", "cancel"], required: &[("", "order-1")], needs_card: false };
const DECIDE: Command = Command {
    words: &["pay", "decide"],
    required: &[("", "order-1"), ("--adopt", "imps_123456789012")],
    needs_card: false,
};
const LIST: Command = Command { words: &["pay", "list"], required: &[], needs_card: false };
const RECONCILE: Command = Command { words: &["reconcile"], required: &[], needs_card: false };
const SHOW_KEY: Command =
    Command { words: &["billing-key", "show"], required: &[("", "customer-1")], needs_card: false };
const ISSUE_KEY: Command = Command {
    words: &["billing-key", "issue", "--card-stdin"],
    required: &[("", "customer-1")],
    needs_card: true,
};
const REVOKE_KEY: Command =
    Command { words: &["billing-key", "revoke"], required: &[("", "customer-1")], needs_card: false };
const SANDBOX: Command = Command { words: &["sandbox"], required: &[], needs_card: false };

/// A flag, the field that its error names, and what it must refuse beside the empty and the endless.
type Row = (&'static str, &'static str, &'static [&'static str]);

const AMOUNT: Row = (
    "--amount",
    "amount",
    &[
        "-3000",
        "0",
        "3000.5",
        "3,000",
        "삼천",
        "３０００",
        "٣٠٠٠",
        "3e3",
        "0x10",
        " 3000",
        "+3000",
        "3000\n",
        "3.000",
        "NaN",
        "inf",
        "9223372036854775808",
        "18446744073709551616",
        "99999999999999999999999999",
    ],
);
const TAX_FREE: Row = (
    "--tax-free",
    "tax_free",
    &["-1000", "3001", "1000.5", "1.000", "천", "１０００", "1e3", "99999999999999999999999999"],
);
const VAT: Row = (
    "--vat-amount",
    "vat_amount",
    &["-1000", "3001", "1000.5", "1.000", "천", "１０００", "1e3", "99999999999999999999999999"],
);
const CHECKSUM: Row = (
    "--checksum",
    "checksum",
    &["-1000", "1000.5", "1.000", "천", "１０００", "1e3", "99999999999999999999999999"],
);
const CANCEL_TAX_FREE: Row = (
    "--tax-free",
    "tax_free",
    &["-1000", "1000.5", "1.000", "천", "１０００", "1e3", "99999999999999999999999999"],
);
const INSTALMENTS: Row = (
    "--installments",
    "card_quota",
    &["-2", "1", "61", "300", "2.5", "두달", "２", "x", "3", "99999999999999999999999999"],
);
const MERCHANT_UID: Row = (
    "--merchant-uid",
    "merchant_uid",
    &[
        "주문-0001",
        "order 0001",
        "order/0001",
        "order\n0001",
        "１２３４",
        "order?a=1",
        "..",
        "заказ",
        "🛒🛒🛒🛒",
        "41-characters-xxxxxxxxxxxxxxxxxxxxxxxxxxx",
    ],
);
const CUSTOMER_UID: Row = (
    "--customer-uid",
    "customer_uid",
    &[
        "고객-0001",
        "customer 1",
        "customer\n1",
        "..",
        ".",
        "клиент",
        "81-characters-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    ],
);
const NAME: Row = (
    "--name",
    "name",
    &[
        "     ",
        "bell\u{7}bell",
        "line\nbreak",
        "\u{202e}drawkcab",
        "마흔한자를넘는이름마흔한자를넘는이름마흔한자를넘는이름마흔한자를넘는이름일이삼사오",
    ],
);
const CURRENCY: Row = ("--currency", "currency", &["KR", "KRWW", "원화화폐", "K W", "12$4", "-KRW"]);
const PG: Row = ("--pg", "pg", &["SETTLE", "세틀뱅크", "settle bank", "....", "sett/le"]);
const CUSTOM_DATA: Row = ("--custom-data", "custom_data", &["    ", "bell\u{7}bell", "\u{202e}drawkcab"]);
const WAIT: Row = ("--wait", "wait", &["-5s", "5", "25h", "soon", "오초", "５s", "99999999999999999999s"]);
const REASON: Row = ("--reason", "reason", &["    ", "bell\u{7}bell", "line\nbreak"]);
const BUYER: [Row; 5] = [
    ("--buyer-name", "buyer_name", &["    ", "bell\u{7}bell", "열일곱자를넘는이름열일곱자를넘는다네"]),
    (
        "--buyer-email",
        "buyer_email",
        &["no-at-sign", "nobody@", "@nowhere.kr", "a@b@c", "한글@nowhere.kr", "a b@nowhere.kr"],
    ),
    ("--buyer-tel", "buyer_tel", &["공일공공공", "010-0000-000x", "０１０１２３４", "010-0000-0000-0000"]),
    ("--buyer-addr", "buyer_addr", &["    ", "bell\u{7}bell", "line\nbreak"]),
    ("--buyer-postcode", "buyer_postcode", &["공사오이사", "04524!", "123456789", "０４５２４"]),
];
const PAYMENT_REFERENCE: Row = (
    "",
    "reference",
    &["주문-0001", "order 0001", "order/0001", "imps_0123456789012345678901234567890", "１２３４"],
);
const KEY_REFERENCE: Row = ("", "customer_uid", &["고객-0001", "customer 1", "..", "клиент"]);
const LISTEN: Row =
    ("--listen", "listen", &["nowhere", "127.0.0.9", "127.0.0.9:99999", "로컬호스트:80", "-1:80"]);
const ADOPT: Row =
    ("--adopt", "imp_uid", &["번호-0001", "order-0001", "imps_", "imps_１２３４", "imps 1234"]);
const STATE: Row = ("--state", "state", &["payed", "결제완료", "UNKNOWN", "unknown,review"]);
const STATUS: Row = ("--status", "status", &["succeeded", "결제완료", "PAID", "paid,failed"]);
const FROM: Row =
    ("--from", "from", &["yesterday", "2026-02-30", "01-11-2026", "２０２６-11-01", "1793456789"]);
const TO: Row =
    ("--to", "to", &["tomorrow", "2026-02-30", "01-11-2026", "2026-11-02T09:00:00", "1793456789"]);
const LIMIT: Row =
    ("--limit", "limit", &["0", "-100", "1.50", "백건백건", "１００００", "99999999999999999999999"]);
const SEED: Row = ("--seed", "seed", &["-7", "씨앗씨앗", "1.5", "18446744073709551616", "７７"]);

fn rows() -> Vec<(Command, Row)> {
    let order = [
        AMOUNT,
        TAX_FREE,
        VAT,
        INSTALMENTS,
        MERCHANT_UID,
        CUSTOMER_UID,
        NAME,
        CURRENCY,
        PG,
        CUSTOM_DATA,
        WAIT,
    ];
    let paying = [CARD_PAYMENT, BILLING_KEY_PAYMENT];
    let mut rows: Vec<(Command, Row)> =
        paying.iter().flat_map(|command| order.iter().chain(&BUYER).map(|row| (*command, *row))).collect();
    rows.push((SHOW, PAYMENT_REFERENCE));
    rows.extend([PAYMENT_REFERENCE, ADOPT].map(|row| (DECIDE, row)));
    rows.extend([STATE, STATUS, FROM, TO, CUSTOMER_UID, LIMIT].map(|row| (LIST, row)));
    rows.extend([FROM, TO].map(|row| (RECONCILE, row)));
    let cancel = [PAYMENT_REFERENCE, AMOUNT, CANCEL_TAX_FREE, CHECKSUM, CURRENCY, REASON, WAIT];
    rows.extend(cancel.map(|row| (CANCEL, row)));
    rows.push((SHOW_KEY, KEY_REFERENCE));
    rows.extend([KEY_REFERENCE, PG].iter().chain(&BUYER).map(|row| (ISSUE_KEY, *row)));
    rows.extend([KEY_REFERENCE, REASON].map(|row| (REVOKE_KEY, row)));
    rows.extend([LISTEN, SEED].map(|row| (SANDBOX, row)));
    rows
}

impl Command {
    /// The command line with that value for that flag (or argument, when it has no name), and everything else in order.
    fn with(self, flag: &str, value: &str) -> Vec<String> {
        let written = |name: &str, value: &str| {
            if name.is_empty() { value.to_owned() } else { format!("{name}={value}") }
        };
        let others = self.required.iter().filter(|(name, _)| *name != flag);
        let others = others.map(|(name, usual)| written(name, usual));
        let words = self.words.iter().map(|word| (*word).to_owned());
        words.chain(others).chain([written(flag, value)]).collect()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_field_refuses_what_it_must() {
    each(rows(), |(command, (flag, field, bad))| async move {
        let till = Till::open().await;
        let card = if command.needs_card { TypedCard::GOOD.to_json() } else { Vec::new() };
        let endless_digits = "9".repeat(LONGEST_ARGUMENT);
        let endless_letters = "가".repeat(LONGEST_ARGUMENT / 3);
        let always = ["", &endless_digits, &endless_letters];
        for (place, value) in bad.iter().copied().chain(always).enumerate() {
            let (language, korean) = LANGUAGES[place % LANGUAGES.len()];
            let line = command.with(flag, value);
            let line = [line.iter().map(String::as_str).collect(), vec!["--lang", language]].concat();
            let run = till.run_with_input(&line, &card).await;
            let (code, named) = refused(&run, korean, &[value]);
            let fields: &[&str] = if field == "pg" { &["pg", "mid"] } else { &[field] };
            let right = named.as_deref().is_some_and(|named| fields.contains(&named));
            assert!(right && code.starts_with("invalid."), "{value:.40?}: {code} {named:?}");
        }
        nothing_happened(&till);
    })
    .await;
}

/// What stands just inside the rules is taken, so that the table above is not refused for another reason.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_just_right_is_taken() {
    let till = Till::open().await;
    let uid = "u".repeat(40);
    let email = format!("{}@{}", "a".repeat(31), "b".repeat(32));
    let line = [
        "pay",
        "card",
        "--card-stdin",
        "--merchant-uid",
        &uid,
        "--amount",
        "50000",
        "--name",
        &"이".repeat(40),
        "--customer-uid",
        &"c".repeat(80),
        "--installments",
        "12",
        "--tax-free",
        "0",
        "--currency",
        "KRW",
        "--pg",
        "settle.nxca_jt_bi",
        "--custom-data",
        &"가".repeat(4000),
        "--wait",
        "5s",
        "--buyer-name",
        &"홍".repeat(16),
        "--buyer-email",
        &email,
        "--buyer-tel",
        "+82 (10)-000-000",
        "--buyer-addr",
        &"길".repeat(128),
        "--buyer-postcode",
        "04524-12",
    ];
    let told = till.run_with_input(&line, &TypedCard::GOOD.to_json()).await.ended(0).document();
    assert_eq!((told["merchant_uid"].as_str(), told["card_quota"].as_i64()), (Some(uid.as_str()), Some(12)));
    assert_eq!(till.shop.captured(&uid), [50_000]);
    let cancel =
        ["pay", "cancel", &uid, "--amount", "1", "--checksum", "50000", "--reason", &"사".repeat(100)];
    assert_eq!(till.run(&cancel).await.ended(0).document()["cancel_amount"], 1);
}
