//! The calls that the sandbox is measured with, and a sandbox full of payments.

use std::process::Command;

use serde_json::Value;

use crate::connection::Connection;
use crate::one_core::{Cores, Server};
use crate::raw_calls::Callers;

/// As many calls are under way at once where their rate is measured.
pub(crate) const IN_FLIGHT: usize = 32;
/// Of the payments that are stored, so many are looked up.
const LOOKED_UP: usize = 1_000;

/// The sandbox as people start it, on a port of its own.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keyin-measured"));
    command.args(["sandbox", "--listen", "127.0.0.1:0", "--json", "--seed", "1"]);
    command
}

/// A sandbox with a token, and the payments made in it.
pub(crate) struct Sandbox {
    pub(crate) server: Server,
    token: String,
    made: usize,
    imp_uids: Vec<String>,
}

impl Sandbox {
    pub(crate) fn start(cores: &Cores) -> Self {
        let server = cores.start(&mut command());
        let granted = Connection::open(server.address()).unwrap().call(&get_token()).to_vec();
        let granted: Value = serde_json::from_slice(&granted).unwrap();
        let token = granted["response"]["access_token"].as_str().unwrap().to_owned();
        Self { server, token, made: 0, imp_uids: Vec::new() }
    }

    /// How many payments were made.
    pub(crate) fn made(&self) -> usize {
        self.made
    }

    pub(crate) fn callers(&self, count: usize) -> Callers {
        Callers::open(self.server.address(), count)
    }

    /// Makes payments until there are so many.
    pub(crate) fn fill(&mut self, payments: usize) {
        let (more, each) = (payments - self.made, (payments / LOOKED_UP).max(1));
        let (mut answers, mut imp_uids) = (0, Vec::new());
        let mut callers = self.callers(IN_FLIGHT);
        let answered = |body: &[u8]| {
            if answers % each == 0 {
                imp_uids.push(imp_uid_in(body));
            }
            answers += 1;
        };
        let first = self.made;
        callers.calls(u32::try_from(more).unwrap(), |number| self.onetime(first + number), answered);
        self.made = payments;
        self.imp_uids = imp_uids;
    }

    /// Makes so many payments.
    pub(crate) fn pay(&mut self, callers: &mut Callers, count: u32) {
        let first = self.made;
        callers.calls(count, |number| self.onetime(first + number), |_| {});
        self.made += count as usize;
    }

    /// Looks so many payments up.
    pub(crate) fn look_up(&self, callers: &mut Callers, count: u32) {
        callers.calls(count, |number| self.payment(number), |_| {});
    }

    /// A key-in payment with all that a shop usually says, under a merchant_uid of its own.
    pub(crate) fn onetime(&self, number: usize) -> Vec<u8> {
        let order = format!(
            r#"{{"merchant_uid":"{}","amount":11000,"name":"월간 이용권","card_number":"4000-0000-0000-0002","expiry":"2089-11","birth":"900101","pwd_2digit":"12","buyer_name":"홍길동","buyer_tel":"010-1234-5678"}}"#,
            merchant_uid(number)
        );
        let (token, length) = (&self.token, order.len());
        format!(
            "POST /subscribe/payments/onetime HTTP/1.1\r\nhost: localhost\r\nauthorization: {token}\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n{order}"
        )
        .into_bytes()
    }

    /// One of the stored payments, each time another.
    pub(crate) fn payment(&self, number: usize) -> Vec<u8> {
        self.get(&format!("/payments/{}", self.imp_uids[number * 7 % self.imp_uids.len()]))
    }

    /// All payments of a merchant_uid, each time of another.
    pub(crate) fn find_all(&self, number: usize) -> Vec<u8> {
        self.get(&format!("/payments/findAll/{}", merchant_uid(number * 7_919 % self.made)))
    }

    /// A page of the paid ones, the newest on the first.
    pub(crate) fn status_page(&self, number: usize) -> Vec<u8> {
        self.get(&format!("/payments/status/paid?limit=20&page={number}"))
    }

    fn get(&self, path: &str) -> Vec<u8> {
        let token = &self.token;
        format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: {token}\r\n\r\n").into_bytes()
    }
}

pub(crate) fn get_token() -> Vec<u8> {
    let keys = r#"{"imp_key":"imp_apikey","imp_secret":"imp_secret"}"#;
    let length = keys.len();
    format!(
        "POST /users/getToken HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\n\r\n{keys}"
    )
    .into_bytes()
}

fn merchant_uid(number: usize) -> String {
    format!("order-20260101-{number:08}")
}

fn imp_uid_in(body: &[u8]) -> String {
    let paid: Value = serde_json::from_slice(body).unwrap();
    assert_eq!(paid["response"]["status"], "paid", "{paid}");
    paid["response"]["imp_uid"].as_str().unwrap().to_owned()
}
