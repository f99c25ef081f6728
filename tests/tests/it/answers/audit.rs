//! Making calls and keeping what differs from the table.

use std::collections::BTreeSet;

use keyin_sandbox::Settings;
use keyin_tests::{Answer, Facts, Shop};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use super::differences::{
    FIELDS, NEVER_ANSWERED, NOT_SERVED, PAGED, UNDOCUMENTED, each, is_listed, is_served,
};
use super::endpoints::Endpoint;

pub(super) const DONE: (u16, i64) = (200, 0);
pub(super) const REFUSED: (u16, i64) = (200, -1);
pub(super) const NO_BUSINESS: (u16, i64) = (200, 1);
pub(super) const BAD: (u16, i64) = (400, -1);
pub(super) const NOT_FOUND: (u16, i64) = (404, -1);

/// Makes calls and keeps what differs.
pub(super) struct Audit {
    pub(super) shop: Shop,
    facts: Facts,
    found: Vec<String>,
    seen: BTreeSet<(Endpoint, u16)>,
    paged: BTreeSet<Endpoint>,
    excused: BTreeSet<(Endpoint, &'static str)>,
}

impl Audit {
    pub(super) async fn begin() -> Self {
        let settings = Settings { standalone_billing_key: true, ..Settings::default() };
        let (shop, facts) = (Shop::with(settings).await, Facts::load());
        Self {
            shop,
            facts,
            found: Vec::new(),
            seen: BTreeSet::new(),
            paged: BTreeSet::new(),
            excused: BTreeSet::new(),
        }
    }

    /// Every endpoint of the table that the sandbox has.
    pub(super) fn served(&self) -> impl Iterator<Item = Endpoint> + use<> {
        self.facts.endpoints().filter(|endpoint| is_served(*endpoint))
    }

    /// Holds an answer against the endpoint's entry, and checks that the outcome is the one the story is about.
    pub(super) async fn ask(
        &mut self,
        endpoint: Endpoint,
        request: RequestBuilder,
        outcome: (u16, i64),
    ) -> Value {
        let Answer { status, body } = self.shop.send(request).await;
        assert_eq!((status, body["code"].as_i64()), (outcome.0, Some(outcome.1)), "{endpoint:?}: {body}");
        let entry = self.facts.endpoint(endpoint.0, endpoint.1);
        if !entry.documents(status) && !is_listed(UNDOCUMENTED, endpoint, status) {
            self.found.push(format!("{endpoint:?} answers {status}, which is not documented"));
        }
        let mut differences = Vec::new();
        if PAGED.contains(&endpoint) && body["code"] == 0 {
            self.paged.insert(endpoint);
            differences.extend(page_differences(&body["response"]));
            let bare = json!({"code": 0, "message": null, "response": body["response"]["list"]});
            differences.extend(entry.differences(status, &bare));
        } else {
            differences.extend(entry.differences(status, &body));
        }
        for difference in differences {
            match FIELDS.iter().find(|row| row.0 == endpoint && row.1 == difference) {
                Some(row) => {
                    self.excused.insert((row.0, row.1));
                }
                None => self.found.push(format!("{endpoint:?} {status}: {difference}")),
            }
        }
        self.seen.insert((endpoint, status));
        body["response"].clone()
    }

    /// Calls it at that path, with that body.
    pub(super) async fn call(
        &mut self,
        endpoint: Endpoint,
        path: &str,
        body: &Value,
        outcome: (u16, i64),
    ) -> Value {
        let request = self.shop.request(method(endpoint), path).json(body);
        self.ask(endpoint, request, outcome).await
    }

    /// Calls one whose path has no parameter.
    pub(super) async fn post(&mut self, endpoint: Endpoint, body: Value, outcome: (u16, i64)) -> Value {
        self.call(endpoint, endpoint.1, &body, outcome).await
    }

    /// Calls it at that path, without a body.
    pub(super) async fn get(&mut self, endpoint: Endpoint, path: &str, outcome: (u16, i64)) -> Value {
        let request = self.shop.request(method(endpoint), path);
        self.ask(endpoint, request, outcome).await
    }

    /// Nothing differs, every documented answer was seen, and every reason is needed.
    pub(super) fn end(mut self) {
        let facts = self.facts;
        let documents = |endpoint: Endpoint, status| facts.endpoint(endpoint.0, endpoint.1).documents(status);
        for endpoint in self.served() {
            for status in facts.endpoint(endpoint.0, endpoint.1).statuses() {
                if !self.seen.contains(&(endpoint, status)) && !is_listed(NEVER_ANSWERED, endpoint, status) {
                    self.found.push(format!("{endpoint:?} was never answered with {status}"));
                }
            }
        }
        let idle = each(UNDOCUMENTED).filter(|it| documents(it.0, it.1) || !self.seen.contains(it));
        let idle: Vec<_> = idle
            .chain(each(NEVER_ANSWERED).filter(|it| !documents(it.0, it.1) || self.seen.contains(it)))
            .collect();
        self.found.extend(idle.iter().map(|it| format!("{it:?} needs no reason")));
        for row in FIELDS.iter().filter(|row| !self.excused.contains(&(row.0, row.1))) {
            self.found.push(format!("{row:?} needs no reason"));
        }
        for row in NOT_SERVED.iter().filter(|row| !facts.endpoints().any(|it| it.1.starts_with(row.0))) {
            self.found.push(format!("{row:?} needs no reason"));
        }
        assert_eq!(self.found, Vec::<String>::new());
        assert_eq!(self.paged.len(), PAGED.len(), "some lists came in no pages");
    }
}

pub(super) fn method(endpoint: Endpoint) -> Method {
    endpoint.0.to_ascii_uppercase().parse().unwrap()
}

/// A path of the endpoint, each parameter filled in with what names nothing.
pub(super) fn filled(endpoint: Endpoint) -> String {
    let part = |part: &'static str| if part.starts_with('{') { "nobody" } else { part };
    endpoint.1.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// What differs in a page from the pages of payments, which the table does have.
fn page_differences(page: &Value) -> Vec<String> {
    let wrong = ["total", "previous", "next"].into_iter().filter(|name| !page[name].is_u64());
    let mut found: Vec<String> = wrong.map(|name| format!("{name} of a page is no number")).collect();
    if page.as_object().is_none_or(|fields| fields.len() != 4) {
        found.push("a page has other fields than total, previous, next and list".to_owned());
    }
    found
}
