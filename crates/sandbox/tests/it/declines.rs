//! Cards that do not pay: both forms, on cards and on billing keys, and the rules of Settlebank.

use keyin_sandbox::{CardBehaviour, Channel, DeclineForm, Settings, SettingsPatch, test_cards};
use serde_json::{Value, json};

use crate::client::{AGAIN, GUIDE_CARD, ONETIME, Shop, order};

#[tokio::test]
async fn every_test_card_does_what_the_table_says() {
    let shop = Shop::open().await;
    for (number, card) in test_cards().iter().enumerate() {
        let uid = format!("card-{number}");
        let answer = shop.pay(&uid, &card.number_with_hyphens()).await;
        let found = shop.get(&format!("/payments/find/{uid}")).await;
        let (recorded, charged) = match card.behaviour {
            CardBehaviour::Approve
            | CardBehaviour::KeyRecord(_)
            | CardBehaviour::KeyMessage(_)
            | CardBehaviour::CancelRefused(_) => {
                assert_eq!(answer.ok()["status"], "paid");
                (Some("paid"), 1)
            }
            CardBehaviour::Record(decline) => {
                let failed = answer.ok();
                assert_eq!(
                    (&failed["status"], &failed["fail_reason"]),
                    (&json!("failed"), &json!(decline.reason()))
                );
                assert!(failed["failed_at"].as_i64() > Some(0));
                for absent in ["pg_tid", "apply_num", "card_number", "card_code", "receipt_url"] {
                    assert_eq!(failed[absent], Value::Null, "{absent}");
                }
                (Some("failed"), 0)
            }
            CardBehaviour::Message(decline) => {
                let prefix = if decline.card_data {
                    "카드정보 인증에 실패하였습니다. "
                } else {
                    "오류: 결제에 실패하였습니다. "
                };
                answer.is_error(200, -1, &format!("{prefix}{}", decline.reason()));
                (None, 0)
            }
            CardBehaviour::TroubleCharged(decline) => {
                answer.is_error(200, -1, &format!("(PG사 결제 장애) {}", decline.reason()));
                (Some("paid"), 1)
            }
            CardBehaviour::TroubleNotCharged(decline) => {
                answer.is_error(200, -1, &format!("(PG사 결제 장애) {}", decline.reason()));
                (None, 0)
            }
        };
        match recorded {
            Some(status) => assert_eq!(found.ok()["status"], status, "{card:?}"),
            None => found.is_error(404, -1, "존재하지 않는 결제정보입니다."),
        }
        assert_eq!(shop.captured(&uid).len(), charged, "{card:?}");
    }
}

#[tokio::test]
async fn cards_that_turn_bad_after_registration() {
    let shop = Shop::open().await;
    for (number, record, text) in [
        ("4000-0004-0031-0001", true, "[CA31]한도초과"),
        ("4000-0004-0050-0007", true, "[CA50]분실카드"),
        ("4000-0005-0031-0000", false, "[CA31]한도초과"),
        ("4000-0005-0050-0006", false, "[CA50]분실카드"),
    ] {
        let mut first = order(&format!("first-{number}"), number);
        first["customer_uid"] = json!(number.replace('-', "c"));
        assert_eq!(shop.post(ONETIME, &first).await.ok()["status"], "paid", "{number}");
        let uid = format!("again-{number}");
        let again =
            json!({"customer_uid": first["customer_uid"], "merchant_uid": uid, "amount": 3000, "name": "n"});
        let answer = shop.post(AGAIN, &again).await;
        if record {
            let failed = answer.ok();
            assert_eq!((&failed["status"], &failed["fail_reason"]), (&json!("failed"), &json!(text)));
            // The key's card is known, whatever became of the payment.
            assert_eq!((&failed["card_code"], &failed["card_type"]), (&json!("366"), &Value::Null));
        } else {
            answer.is_error(200, -1, &format!("오류: 결제에 실패하였습니다. {text}"));
        }
        assert!(shop.captured(&uid).is_empty());
    }
}

#[tokio::test]
async fn the_form_of_declines_can_be_set() {
    let shop = Shop::open().await;
    let set = |form| shop.set(SettingsPatch { decline_form: Some(form), ..SettingsPatch::default() });
    set(DeclineForm::Message);
    let message = "오류: 결제에 실패하였습니다. [CA31]한도초과";
    shop.pay("form-1", "4000-0000-0031-0005").await.is_error(200, -1, message);
    set(DeclineForm::Record);
    assert_eq!(shop.pay("form-2", "4000-0001-0031-0004").await.ok()["fail_reason"], "[CA31]한도초과");
}

#[tokio::test]
async fn a_number_that_is_no_card_or_a_month_that_is_none_leaves_no_record() {
    let shop = Shop::open().await;
    for (card, expiry, code) in [
        ("1234", "2030-01", "F112"),
        ("1234-1234-1234-12345678", "2030-01", "F112"),
        ("not a card number", "2030-01", "F112"),
        (GUIDE_CARD, "01/30", "CA20"),
        (GUIDE_CARD, "2030-13", "CA20"),
    ] {
        let mut body = order("nocard", card);
        body["expiry"] = json!(expiry);
        let answer = shop.post(ONETIME, &body).await;
        assert_eq!((answer.status, &answer.body["code"]), (200, &json!(-1)));
        let prefix = format!("카드정보 인증에 실패하였습니다. [{code}]");
        assert!(answer.body["message"].as_str().unwrap().starts_with(&prefix), "{}", answer.body);
    }
    assert_eq!(shop.get("/payments/findAll/nocard").await.status, 404);
}

#[tokio::test]
async fn settlebank_takes_amounts_within_limits() {
    let shop = Shop::open().await;
    let pay = async |uid: &str, amount: i64| {
        let mut body = order(uid, GUIDE_CARD);
        body["amount"] = json!(amount);
        shop.post(ONETIME, &body).await.ok()
    };
    for (uid, amount) in [("min-1", 999), ("max-1", 99_999_999)] {
        let failed = pay(uid, amount).await;
        assert_eq!(failed["status"], "failed");
        assert!(failed["fail_reason"].as_str().unwrap().starts_with("[CA42]"));
    }
    for (uid, amount) in [("min-2", 1_000), ("max-2", 99_999_998)] {
        assert_eq!(pay(uid, amount).await["status"], "paid");
    }
    shop.set(SettingsPatch { minimum_amount: Some(0), maximum_amount: Some(0), ..SettingsPatch::default() });
    assert_eq!(pay("min-3", 1).await["status"], "paid");
    assert_eq!(pay("max-3", i64::MAX).await["status"], "paid");
}

#[tokio::test]
async fn instalments_start_at_fifty_thousand_won() {
    let shop = Shop::open().await;
    let pay = async |uid: &str, amount: i64, quota: Value| {
        let mut body = order(uid, GUIDE_CARD);
        (body["amount"], body["card_quota"]) = (json!(amount), quota);
        shop.post(ONETIME, &body).await
    };
    let failed = pay("quota-1", 49_999, json!(2)).await.ok();
    assert_eq!((&failed["status"], &failed["fail_reason"]), (&json!("failed"), &json!("[CA21]할부 불가")));
    assert_eq!(pay("quota-2", 50_000, json!(2)).await.ok()["card_quota"], 2);
    for wrong in [json!(1), json!(-2), json!("x"), json!(1.5), json!(100)] {
        let message = "card_quota는 0 또는 2 이상의 개월 수여야 합니다.";
        pay("quota-3", 50_000, wrong).await.is_error(200, -1, message);
    }
}

#[tokio::test]
async fn a_tax_free_part_needs_a_mixed_tax_account() {
    let shop = Shop::open().await;
    let pay = async |uid: &str, tax_free: Value| {
        let mut body = order(uid, GUIDE_CARD);
        body["tax_free"] = tax_free;
        shop.post(ONETIME, &body).await
    };
    let not_mixed = "복합과세 가맹점이 아니므로 tax_free를 사용할 수 없습니다.";
    pay("tax-1", json!(1)).await.is_error(200, -1, not_mixed);
    pay("tax-1", json!(0)).await.ok();
    let mixed = Channel { mixed_tax: Some(true), ..Channel::development() };
    shop.set(SettingsPatch { channels: Some(vec![mixed]), ..SettingsPatch::default() });
    pay("tax-2", json!(3001)).await.is_error(200, -1, "tax_free는 amount를 초과할 수 없습니다.");
    pay("tax-2", json!(-1)).await.is_error(200, -1, "tax_free은(는) 0 이상의 정수여야 합니다.");
    pay("tax-2", json!(3000)).await.ok();
}

#[tokio::test]
async fn callers_outside_the_allow_list_are_refused() {
    let shop = Shop::with(Settings::default()).await;
    shop.set(SettingsPatch { outside_allow_list: Some(true), ..SettingsPatch::default() });
    shop.pay("ip-1", GUIDE_CARD).await.is_error(403, -1, "허용되지 않은 IP 주소입니다.");
    assert!(shop.sandbox.ledger().is_empty());
}
