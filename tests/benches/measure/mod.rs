//! Two ways of doing the same work, measured in turn within one run. Only their ratio is quoted: it holds
//! when the machine's speed drifts.

use std::time::{Duration, Instant};

use keyin_tests::Spread;

/// What a comparison must come to.
#[derive(Clone, Copy)]
pub(crate) struct Goal {
    pub(crate) name: &'static str,
    pub(crate) ours: &'static str,
    pub(crate) theirs: &'static str,
    /// The least ratio of our speed to theirs.
    pub(crate) at_least: f64,
}

/// Runs both in turn and prints the median of the ratios. True if the goal is met.
pub(crate) fn compare(
    goal: Goal,
    rounds: usize,
    mut ours: impl FnMut() -> f64,
    mut theirs: impl FnMut() -> f64,
) -> bool {
    ours();
    theirs();
    let pairs: Vec<(f64, f64)> = (0..rounds).map(|_| (ours(), theirs())).collect();
    let column = |pick: fn(&(f64, f64)) -> f64| Spread::of(pairs.iter().map(pick).collect());
    let (fast, slow, ratio) = (column(|p| p.0), column(|p| p.1), column(|p| p.0 / p.1));
    let met = ratio.median >= goal.at_least;
    println!("{}", goal.name);
    println!("  {:<28} {:>14.0} /s", goal.ours, fast.median);
    println!("  {:<28} {:>14.0} /s", goal.theirs, slow.median);
    println!(
        "  ratio {:.3} (from {:.3} to {:.3} in {rounds} rounds), goal at least {:.2}: {}",
        ratio.median,
        ratio.least,
        ratio.most,
        goal.at_least,
        if met { "met" } else { "MISSED" }
    );
    met
}

/// Operations a second of `operations` done by `work`.
pub(crate) fn rate(operations: u32, work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    f64::from(operations) / begun.elapsed().max(Duration::from_nanos(1)).as_secs_f64()
}
