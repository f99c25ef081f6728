//! Card numbers never touch the heap: what is not there cannot be left behind there.

#![allow(clippy::unwrap_used, reason = "a test says by panicking that it failed")]

use keyin_domain::CardNumber;

#[global_allocator]
static ALLOCATOR: dhat::Alloc = dhat::Alloc;

/// The only test of this binary: another one running beside it would allocate, too.
#[test]
fn parsing_and_judging_a_card_number_allocates_nothing() {
    let _profiler = dhat::Profiler::builder().testing().build();
    let before = dhat::HeapStats::get().total_blocks;
    let mut passes = 0;
    for text in ["4242424242424242", "1234-1234-1234-1234", "3782 822463 10005"] {
        let number = CardNumber::parse(text).unwrap();
        passes += u32::from(number.passes_luhn());
        assert!(number.len() > 12 && (number.brand().is_some() || !number.passes_luhn()));
    }
    for text in ["", "4242", "4242x4242", "１２３４123412341234"] {
        assert!(CardNumber::parse(text).is_err());
    }
    let after = dhat::HeapStats::get().total_blocks;
    assert_eq!((passes, after - before), (2, 0));
}
