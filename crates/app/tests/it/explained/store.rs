use keyin_app::Consequence::Unavailable;
use keyin_app::Explain;
use keyin_domain::Language;
use keyin_ports::{JournalError, StoreFault, StoreTrouble};

use super::{store_fails, told};

#[test]
fn a_store_that_fails_is_told_as_one() {
    told(&JournalError::Missing, "store.missing", Unavailable, &[]);
    told(&store_fails(), "store.unavailable", Unavailable, &["row 7"]);
    told(&JournalError::Damaged("row 8".into()), "store.damaged", Unavailable, &["row 8"]);
    told(&JournalError::Newer { found: 12, known: 9 }, "store.newer", Unavailable, &["12", "9"]);
}

#[test]
fn what_is_wrong_is_told_in_the_language_asked_for_with_what_the_database_said() {
    let trouble = StoreTrouble { fault: StoreFault::Full, cause: "53100".into() };
    let problem = JournalError::Unavailable(Box::new(trouble));
    told(&problem, "store.unavailable", Unavailable, &["(53100)"]);
    assert!(problem.message(Language::English).contains("its disk is full"));
    assert!(problem.message(Language::Korean).contains("디스크가 가득 찼습니다"));
}
