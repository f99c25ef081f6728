//! The sudden end.

use std::fmt::Debug;
use std::future::Future;
use std::io::Write;
use std::process::Command;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// The steps so far.
static STEPS: AtomicU32 = AtomicU32::new(0);
/// The step at which to crash, and the one at which to panic; never, if none is set.
static CRASH_AT: LazyLock<Option<u32>> = LazyLock::new(|| number("KEYIN_CRASH_AT"));
static PANIC_AT: LazyLock<Option<u32>> = LazyLock::new(|| number("KEYIN_PANIC_AT"));

fn number(variable: &str) -> Option<u32> {
    std::env::var(variable).ok().and_then(|text| text.parse().ok())
}

/// Runs the operation, with a step before and a step after it.
pub(crate) async fn around<T>(operation: impl Future<Output = T>) -> T {
    step(&"");
    let outcome = operation.await;
    step(&"");
    outcome
}

/// A step of somebody who has this in hand: a panic shows it.
pub(crate) fn step(in_hand: &dyn Debug) {
    let number = Some(STEPS.fetch_add(1, Ordering::SeqCst) + 1);
    assert!(number != *PANIC_AT, "with {in_hand:?} in hand");
    if number != *CRASH_AT {
        return;
    }
    // The shell's own `kill`, so that no program has to be installed for it.
    let _ = Command::new("sh").args(["-c", "kill -KILL \"$0\"", &std::process::id().to_string()]).status();
    loop {
        std::thread::park();
    }
}

/// How many steps the run had.
pub(crate) fn tell_steps() {
    let _ = writeln!(std::io::stderr(), "steps: {}", STEPS.load(Ordering::SeqCst));
}
