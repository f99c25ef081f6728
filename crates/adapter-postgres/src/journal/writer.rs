//! The task that writes.

use std::collections::{HashSet, VecDeque};
use std::num::NonZeroUsize;

use tokio::sync::{mpsc, oneshot};

use super::batch;
use super::op::{Done, Op};
use crate::link::Link;
use crate::trouble::{PostgresTrouble, Trouble};

type Told = Result<Done, Trouble>;

struct Waiting {
    op: Op,
    told: oneshot::Sender<Told>,
}

/// Hands ops to the task. It ends when the last of these is gone.
#[derive(Clone)]
pub(super) struct Writer {
    ops: mpsc::UnboundedSender<Waiting>,
}

impl Writer {
    pub(super) fn start(link: Link, jobs_per_commit: NonZeroUsize) -> Self {
        let (ops, waiting) = mpsc::unbounded_channel();
        tokio::spawn(serve(link, waiting, jobs_per_commit.get()));
        Self { ops }
    }

    /// Does it in a transaction, with whatever else waits for one; returns when it is durable.
    ///
    /// An op whose caller has gone before its turn is not begun.
    pub(super) async fn run(&self, op: Op) -> Told {
        let (told, done) = oneshot::channel();
        self.ops.send(Waiting { op, told }).map_err(|_| PostgresTrouble::Ended)?;
        done.await.map_err(|_| PostgresTrouble::Ended)?
    }
}

/// Whatever waits when the connection is free shares a transaction. Nothing is waited for.
async fn serve(link: Link, mut waiting: mpsc::UnboundedReceiver<Waiting>, most: usize) {
    let mut queue = VecDeque::new();
    loop {
        if queue.is_empty() {
            match waiting.recv().await {
                Some(first) => queue.push_back(first),
                None => return,
            }
        }
        while queue.len() < most {
            match waiting.try_recv() {
                Ok(next) => queue.push_back(next),
                Err(_) => break,
            }
        }
        let batch = take_batch(&mut queue);
        write(&link, batch).await;
    }
}

/// The ops that wait, but of those about one charge only the first: the others come after it.
fn take_batch(queue: &mut VecDeque<Waiting>) -> Vec<Waiting> {
    let mut charges = HashSet::new();
    let mut batch = Vec::new();
    for waiting in std::mem::take(queue) {
        if waiting.told.is_closed() {
            continue;
        }
        if charges.insert(waiting.op.uid().clone()) {
            batch.push(waiting);
        } else {
            queue.push_back(waiting);
        }
    }
    batch
}

async fn write(link: &Link, batch: Vec<Waiting>) {
    if batch.is_empty() {
        return;
    }
    match attempt(link, &batch).await {
        Ok(all) => batch.into_iter().zip(all).for_each(|(waiting, told)| tell(waiting, told)),
        // The server refused a statement for the sake of one of them: each for itself, then.
        Err(trouble) if trouble.is_of_one() && batch.len() > 1 => {
            for waiting in batch {
                let alone = std::slice::from_ref(&waiting);
                let told = attempt(link, alone)
                    .await
                    .and_then(|mut all| all.pop().unwrap_or(Err(PostgresTrouble::Ended.into())));
                tell(waiting, told);
            }
        }
        Err(trouble) => batch.into_iter().for_each(|waiting| tell(waiting, Err(trouble.clone()))),
    }
}

async fn attempt(link: &Link, batch: &[Waiting]) -> Result<Vec<Told>, Trouble> {
    let ops: Vec<&Op> = batch.iter().map(|waiting| &waiting.op).collect();
    let ops = &ops;
    link.patiently(|session| async move { batch::attempt(&session, link.clock(), ops).await }).await
}

/// If the caller went meanwhile, it is done all the same.
fn tell(waiting: Waiting, told: Told) {
    drop(waiting.told.send(told));
}
