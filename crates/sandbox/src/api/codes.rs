//! `GET /cards`, `/banks` and one of each: the codes of card companies and banks.

mod banks;
mod cards;

use axum::http::StatusCode;
use serde::Serialize;

use super::Call;
use crate::http::answer::Answer;
use crate::messages;
use crate::world::World;

/// A company and its standard code (KFTC).
#[derive(Debug, Serialize)]
struct Company {
    code: &'static str,
    name: &'static str,
}

const fn company(code: &'static str, name: &'static str) -> Company {
    Company { code, name }
}

pub(super) fn cards(_: &World, _: &Call) -> Answer {
    Answer::ok(&cards::CARDS)
}

pub(super) fn card(_: &World, call: &Call) -> Answer {
    one_of(cards::CARDS, call.in_path("code"))
}

pub(super) fn banks(_: &World, _: &Call) -> Answer {
    Answer::ok(&banks::BANKS)
}

pub(super) fn bank(_: &World, call: &Call) -> Answer {
    one_of(banks::BANKS, call.in_path("code"))
}

fn one_of(all: &[Company], code: &str) -> Answer {
    match all.iter().find(|company| company.code == code) {
        Some(company) => Answer::ok(company),
        None => Answer::status(StatusCode::NOT_FOUND, messages::NO_SUCH_CODE),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::card::ISSUERS;

    #[test]
    fn codes_have_three_digits_and_stand_once() {
        for all in [cards::CARDS, banks::BANKS] {
            let codes: HashSet<_> = all.iter().map(|company| company.code).collect();
            assert_eq!(codes.len(), all.len());
            assert!(codes.iter().all(|code| code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit())));
        }
    }

    #[test]
    fn every_company_a_payment_can_name_is_among_them() {
        for (_, issuer) in &ISSUERS {
            assert!(cards::CARDS.iter().any(|company| company.code == issuer.code), "{}", issuer.code);
        }
    }
}
