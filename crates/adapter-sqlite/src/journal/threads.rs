//! Threads that work for a journal, and their end.

use std::sync::mpsc;
use std::thread::{self, JoinHandle};

/// Work is handed over here. Where the last of the journal's clones goes, the threads are waited for.
///
/// Without that a process could end before SQLite has closed the file: what was told would be on disk, but in the
/// write-ahead log beside it, and a copy of the file alone would be a journal that has nothing of it. Only the last
/// connection that closes copies the log into the file and takes it away.
///
/// It holds up whoever drops the last clone, which may be a thread of an async runtime, for as long as the work that
/// is under way and one copy of the log take. That is short, it happens once, and the threads never wait for a task
/// of the runtime, so that it cannot hold itself up.
pub(super) struct Threads<J> {
    /// None once the end has begun: the threads then do what waits, and end.
    jobs: Option<mpsc::Sender<J>>,
    threads: Vec<JoinHandle<()>>,
}

impl<J> Threads<J> {
    pub(super) fn new(jobs: mpsc::Sender<J>, threads: Vec<JoinHandle<()>>) -> Self {
        Self { jobs: Some(jobs), threads }
    }

    /// False if the threads have ended.
    pub(super) fn hand_over(&self, job: J) -> bool {
        self.jobs.as_ref().is_some_and(|jobs| jobs.send(job).is_ok())
    }
}

impl<J> Drop for Threads<J> {
    fn drop(&mut self) {
        drop(self.jobs.take());
        for one in self.threads.drain(..) {
            // Work may own the last clone: nobody can wait for the thread that he is on, and that one ends by itself.
            if one.thread().id() != thread::current().id() {
                // One that has fallen has closed its connection, too.
                drop(one.join());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    type Job = Box<dyn FnOnce() + Send>;

    fn one_thread() -> Threads<Job> {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let serve = move || waiting.iter().for_each(|job| job());
        Threads::new(jobs, vec![thread::spawn(serve)])
    }

    #[test]
    fn what_was_handed_over_is_done_before_the_end() {
        let done = Arc::new(AtomicUsize::new(0));
        let threads = one_thread();
        for _ in 0..5 {
            let done = Arc::clone(&done);
            assert!(threads.hand_over(Box::new(move || {
                thread::sleep(Duration::from_millis(5));
                done.fetch_add(1, Ordering::SeqCst);
            })));
        }
        drop(threads);
        assert_eq!(done.load(Ordering::SeqCst), 5);
    }

    #[test]
    fn work_that_owns_the_last_clone_does_not_wait_for_itself() {
        let (told, end) = mpsc::channel();
        let threads = Arc::new(one_thread());
        let last = Arc::clone(&threads);
        threads.hand_over(Box::new(move || {
            while Arc::strong_count(&last) > 1 {
                thread::yield_now();
            }
            drop(last);
            told.send(()).unwrap();
        }));
        drop(threads);
        assert_eq!(end.recv_timeout(Duration::from_secs(30)), Ok(()));
    }

    #[test]
    fn a_thread_that_has_fallen_holds_nobody_up() {
        let threads = one_thread();
        threads.hand_over(Box::new(|| panic!("the thread falls")));
        while threads.hand_over(Box::new(|| {})) {
            thread::yield_now();
        }
        drop(threads);
    }
}
