//! The tables of test cards in the documentation are whole.

use keyin_sandbox::{CardBehaviour, test_cards};

use crate::page::Page;

#[test]
fn both_pages_list_every_test_card_with_its_code() {
    for path in ["docs/sandbox.md", "docs/sandbox.ko.md"] {
        let page = Page::open(path);
        for card in test_cards() {
            let number = card.number_with_hyphens();
            let row =
                page.row_with(&format!("`{number}`")).unwrap_or_else(|| panic!("{path} lacks {number}"));
            if let Some(code) = code(&card.behaviour) {
                assert!(row.contains(&format!("`{code}`")), "{path}: the row of {number} lacks {code}");
            }
        }
    }
}

#[test]
fn no_page_lists_a_card_that_is_none() {
    for path in ["docs/sandbox.md", "docs/sandbox.ko.md"] {
        for number in Page::open(path).card_numbers() {
            let known = test_cards().iter().any(|card| card.number_with_hyphens() == number);
            assert!(known || number == "1234-1234-1234-1234", "{path}: {number} is no test card");
        }
    }
}

fn code(behaviour: &CardBehaviour) -> Option<&'static str> {
    match behaviour {
        CardBehaviour::Approve => None,
        CardBehaviour::Record(decline)
        | CardBehaviour::Message(decline)
        | CardBehaviour::TroubleCharged(decline)
        | CardBehaviour::TroubleNotCharged(decline)
        | CardBehaviour::KeyRecord(decline)
        | CardBehaviour::KeyMessage(decline)
        | CardBehaviour::CancelRefused(decline) => Some(decline.code),
    }
}
