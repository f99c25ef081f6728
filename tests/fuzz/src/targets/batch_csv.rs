//! A CSV file of payments: what is taken is counted, adds up and reads the same again, and what is refused is not
//! repeated.

use std::collections::HashSet;

use crate::scratch_file;

/// Takes a whole file.
pub(crate) fn run(bytes: &[u8]) {
    check(bytes, false);
}

/// What must hold of a file in either form.
pub(super) fn check(bytes: &[u8], json_lines: bool) {
    let read = scratch_file::with(bytes, |file| keyin_cli::fuzzing::batch(file, json_lines)).unwrap();
    let batch = match read {
        Ok(batch) => batch,
        Err(told) => {
            assert!(!told.is_empty(), "a file is refused, and nothing is told");
            return;
        }
    };
    let intents = batch.intents.expect("a file that has not changed reads the same again");
    assert_eq!(intents.len() as u64, batch.rows);
    assert!(batch.rows > 0, "a file without a row is refused");
    let total: u128 = intents.iter().map(|intent| u128::from(intent.amount().total().minor())).sum();
    assert_eq!(total, batch.total);
    let uids: HashSet<&str> = intents.iter().map(|intent| intent.merchant_uid().as_str()).collect();
    assert_eq!(uids.len(), intents.len(), "one merchant_uid twice in a file that was taken");
    let lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count();
    // A file may end its lines with a carriage return alone.
    let lines = lines + bytes.iter().filter(|byte| **byte == b'\r').count();
    assert!(intents.len() + usize::from(!json_lines) <= lines, "more rows than lines");
}
