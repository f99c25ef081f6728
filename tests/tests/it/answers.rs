//! Every answer of the sandbox, outcome by outcome, held against the official field table.

mod audit;
mod differences;
mod endpoints;
mod families;
mod schedules;
mod stories;

use keyin_sandbox::{Fault, FaultKind, Operation, SettingsPatch};
use keyin_tests::{Encoding, Facts, Shop};
use serde_json::{Value, json};

use audit::{Audit, filled, method};
use differences::is_served;
use endpoints::{ONETIME, TOKEN};
use stories::{PAYS, order};

#[tokio::test]
async fn every_answer_fits_the_official_table() {
    let mut audit = Audit::begin().await;
    stories::tokens(&mut audit).await;
    stories::payments(&mut audit).await;
    families::several(&mut audit).await;
    families::prepared(&mut audit).await;
    families::codes(&mut audit).await;
    families::elsewhere(&mut audit).await;
    schedules::schedules(&mut audit).await;
    stories::billing_keys(&mut audit).await;
    stories::look_ups(&mut audit).await;
    stories::cancels(&mut audit).await;
    stories::status_pages(&mut audit).await;
    stories::sparse(&mut audit).await;
    turned_away(&mut audit).await;
    audit.end();
}

async fn turned_away(audit: &mut Audit) {
    for endpoint in audit.served().filter(|endpoint| *endpoint != TOKEN) {
        let request = audit.shop.without_token(method(endpoint), &filled(endpoint));
        audit.ask(endpoint, request, (401, -1)).await;
    }
    let huge = json!({"custom_data": "1".repeat(64 * 1024)});
    audit.post(ONETIME, huge, (413, -1)).await;
    for (kind, status) in [(FaultKind::RateLimit, 429), (FaultKind::Status, 500)] {
        audit.shop.sandbox.set_faults(vec![Fault::new(Operation::Onetime, kind).times(1)]).unwrap();
        audit.post(ONETIME, order("fault", PAYS), (status, -1)).await;
    }
    let outside_allow_list = Some(true);
    let patch = SettingsPatch { outside_allow_list, ..SettingsPatch::default() };
    audit.shop.sandbox.update_settings(patch).unwrap();
    audit.post(ONETIME, order("outside", PAYS), (403, -1)).await;
}

#[tokio::test]
async fn what_the_sandbox_leaves_out_is_no_path_of_it() {
    let (shop, facts) = (Shop::open().await, Facts::load());
    let mut left_out = 0;
    for endpoint in facts.endpoints().filter(|endpoint| !is_served(*endpoint)) {
        let answer = shop.send(shop.request(method(endpoint), &filled(endpoint))).await;
        let no_such_path = "존재하지 않는 API 경로입니다.";
        assert_eq!((answer.status, &answer.body["message"]), (404, &json!(no_such_path)), "{endpoint:?}");
        left_out += 1;
    }
    assert!(left_out > 0);
}

/// The envelope itself is the same for a form as for JSON.
#[tokio::test]
async fn a_form_gets_the_same_answer_as_json() {
    let facts = Facts::load();
    let entry = facts.endpoint(ONETIME.0, ONETIME.1);
    let mut told = Vec::new();
    for encoding in [Encoding::Json, Encoding::Form] {
        let shop = Shop::open().await;
        let mut body = order("same", PAYS);
        body["custom_data"] = json!("{\"order\":1}");
        let answer = shop.post_as(encoding, ONETIME.1, &body).await;
        assert_eq!(entry.differences(answer.status, &answer.body), Vec::<String>::new(), "{encoding:?}");
        let mut payment = answer.ok();
        for drawn in ["imp_uid", "pg_tid", "apply_num", "receipt_url", "started_at", "paid_at"] {
            payment[drawn] = Value::Null;
        }
        told.push(payment);
    }
    assert_eq!(told[0], told[1]);
}
