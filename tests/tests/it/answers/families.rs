//! Several at once, prepared sums, codes, and what the sandbox has no channel for.

use serde_json::json;

use super::audit::{Audit, BAD, DONE, NO_BUSINESS, NOT_FOUND, REFUSED};
use super::endpoints::{
    ASK_OTP, BALANCE, BANKS, CARDS, CERTIFICATION, CHANGE_VBANK, CONFIRM_OTP, END_OTHER_RECEIPT, END_RECEIPT,
    END_VBANK, FORGET_CERTIFICATION, ISSUE_OTHER_RECEIPT, ISSUE_RECEIPT, ONE_BANK, ONE_CARD, ONETIME,
    OTHER_RECEIPT, PAYMENTS_OF_KEY, PREPARE, PREPARE_ANEW, PREPARED, RECEIPT, SEVERAL_KEYS, SEVERAL_PAYMENTS,
    VBANK,
};
use super::stories::{PAYS, order};

const NO_SUCH_CUSTOMER: (u16, i64) = (404, 1);

pub(super) async fn several(audit: &mut Audit) {
    let mut uids = Vec::new();
    for uid in ["several-1", "several-2"] {
        let mut order = order(uid, PAYS);
        order["customer_uid"] = json!(uid);
        uids.push(audit.post(ONETIME, order, DONE).await["imp_uid"].as_str().unwrap().to_owned());
    }
    let both = format!("/payments?imp_uid[]={}&merchant_uid[]=several-2", uids[0]);
    assert_eq!(audit.get(SEVERAL_PAYMENTS, &both, DONE).await.as_array().map(Vec::len), Some(2));
    audit.get(SEVERAL_PAYMENTS, &format!("{both}&imp_uid[]=imps_000000000000"), (207, 0)).await;
    audit.get(SEVERAL_PAYMENTS, "/payments?imp_uid[]=imps_000000000000", NOT_FOUND).await;
    audit.get(SEVERAL_PAYMENTS, "/payments", BAD).await;

    let both = "/subscribe/customers?customer_uid[]=several-1&customer_uid[]=several-2";
    assert_eq!(audit.get(SEVERAL_KEYS, both, DONE).await.as_array().map(Vec::len), Some(2));
    audit.get(SEVERAL_KEYS, &format!("{both}&customer_uid[]=nobody"), (207, 0)).await;
    audit.get(SEVERAL_KEYS, "/subscribe/customers?customer_uid[]=nobody", NO_SUCH_CUSTOMER).await;
    audit.get(SEVERAL_KEYS, "/subscribe/customers", BAD).await;

    let page = audit.get(PAYMENTS_OF_KEY, "/subscribe/customers/several-1/payments", DONE).await;
    assert_eq!(page["list"][0]["imp_uid"], uids[0]);
    audit.get(PAYMENTS_OF_KEY, "/subscribe/customers/nobody/payments", NO_BUSINESS).await;
}

pub(super) async fn prepared(audit: &mut Audit) {
    let sum = |amount: i64| json!({"merchant_uid": "prepared", "amount": amount});
    audit.post(PREPARE, sum(3000), DONE).await;
    audit.post(PREPARE, sum(3000), NO_BUSINESS).await;
    audit.post(PREPARE_ANEW, sum(4000), DONE).await;
    audit.post(PREPARE_ANEW, json!({"merchant_uid": "nobody", "amount": 1}), NOT_FOUND).await;
    audit.post(PREPARE, json!({}), REFUSED).await;
    assert_eq!(audit.get(PREPARED, "/payments/prepare/prepared", DONE).await["amount"], 4000);
    audit.get(PREPARED, "/payments/prepare/nobody", NOT_FOUND).await;
}

pub(super) async fn codes(audit: &mut Audit) {
    for (all, one) in [(CARDS, ONE_CARD), (BANKS, ONE_BANK)] {
        let list = audit.get(all, all.1, DONE).await;
        let first = list[0]["code"].as_str().unwrap();
        assert_eq!(audit.get(one, &format!("{}/{first}", all.1), DONE).await, list[0]);
        audit.get(one, &format!("{}/999", all.1), NOT_FOUND).await;
    }
}

pub(super) async fn elsewhere(audit: &mut Audit) {
    let paid = audit.post(ONETIME, order("elsewhere", PAYS), DONE).await;
    let uid = paid["imp_uid"].as_str().unwrap();
    audit.get(BALANCE, &format!("/payments/{uid}/balance"), REFUSED).await;
    audit.get(BALANCE, "/payments/nobody/balance", NOT_FOUND).await;
    let wrong_method = audit.shop.request(reqwest::Method::POST, &format!("/payments/{uid}/balance"));
    audit.ask(BALANCE, wrong_method, (405, -1)).await;

    audit.get(CERTIFICATION, "/certifications/nobody", NOT_FOUND).await;
    audit.get(FORGET_CERTIFICATION, "/certifications/nobody", NOT_FOUND).await;
    let person = json!({"name": "n", "phone": "p", "birth": "b", "gender_digit": "1", "carrier": "SKT"});
    audit.post(ASK_OTP, person, REFUSED).await;
    audit.call(CONFIRM_OTP, "/certifications/otp/confirm/nobody", &json!({"otp": "1"}), NOT_FOUND).await;

    let account = json!({"merchant_uid": "v", "amount": 1000, "vbank_code": "004", "vbank_due": 1});
    audit.post(VBANK, account, REFUSED).await;
    for endpoint in [CHANGE_VBANK, END_VBANK] {
        audit.call(endpoint, &format!("/vbanks/{uid}"), &json!({}), BAD).await;
        audit.call(endpoint, "/vbanks/nobody", &json!({}), NOT_FOUND).await;
    }

    audit.get(RECEIPT, &format!("/receipts/{uid}"), NOT_FOUND).await;
    audit.get(END_RECEIPT, &format!("/receipts/{uid}"), BAD).await;
    audit.call(ISSUE_RECEIPT, &format!("/receipts/{uid}"), &json!({"identifier": "0"}), BAD).await;
    let other = "/receipts/external/nobody";
    audit.get(OTHER_RECEIPT, other, NOT_FOUND).await;
    audit.get(END_OTHER_RECEIPT, other, NOT_FOUND).await;
    audit.call(ISSUE_OTHER_RECEIPT, other, &json!({}), BAD).await;
    let receipt = json!({"identifier": "0", "name": "n", "amount": 1});
    audit.call(ISSUE_OTHER_RECEIPT, other, &receipt, (501, -1)).await;
}
