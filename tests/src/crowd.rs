//! Many cases of one story at a time.

use std::fmt::Debug;
use std::future::Future;
use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// So many cases run at once: they mostly wait for windows to pass, and each is a process or two.
const AT_ONCE: usize = 12;

/// Runs the story for every case and names those that failed.
///
/// # Panics
/// If a case failed.
pub async fn each<C, F>(cases: impl IntoIterator<Item = C>, story: fn(C) -> F)
where
    C: Clone + Debug + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    each_of(AT_ONCE, cases, story).await;
}

/// The same with so many cases at once.
///
/// # Panics
/// If a case failed.
pub async fn each_of<C, F>(at_once: usize, cases: impl IntoIterator<Item = C>, story: fn(C) -> F)
where
    C: Clone + Debug + Send + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let places = Arc::new(Semaphore::new(at_once));
    let mut running = JoinSet::new();
    let mut names = Vec::new();
    for case in cases {
        let places = Arc::clone(&places);
        let told = case.clone();
        let started = running.spawn(async move {
            let _place = places.acquire_owned().await;
            story(case).await;
        });
        names.push((started.id(), told));
    }
    assert!(!names.is_empty(), "a story without a case proves nothing");
    let mut failed = Vec::new();
    while let Some(ended) = running.join_next().await {
        if let Err(error) = ended {
            let case = names.iter().find(|(id, _)| *id == error.id()).map(|(_, case)| case);
            failed.push(format!("{case:?}: {error}"));
        }
    }
    assert!(failed.is_empty(), "{} of {} failed:\n{}", failed.len(), names.len(), failed.join("\n"));
}
