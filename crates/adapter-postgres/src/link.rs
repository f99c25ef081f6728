//! A connection that is made anew when it breaks.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use keyin_ports::Monotonic;
use tokio::sync::Mutex;

use crate::clock::{DatabaseClock, Reading};
use crate::session::{Session, Target};
use crate::trouble::{PostgresTrouble, Trouble};

/// Between two tries: soon enough after a restart, seldom enough for a server that is down.
const PAUSE: Duration = Duration::from_millis(200);

/// One connection at a time.
pub(crate) struct Link {
    target: Arc<Target>,
    clock: DatabaseClock,
    current: Mutex<Option<Arc<Session>>>,
}

impl Link {
    /// The first connection of a journal: what is wrong with the settings shows here, at once.
    pub(crate) async fn first(target: Arc<Target>) -> Result<Self, Trouble> {
        let (session, reading) = open(&target).await?;
        let clock = DatabaseClock::new(Arc::clone(&target.clock), reading);
        Ok(Self { target, clock, current: Mutex::new(Some(Arc::new(session))) })
    }

    /// Another connection of the same journal.
    pub(crate) fn another(&self) -> Self {
        Self { target: Arc::clone(&self.target), clock: self.clock.clone(), current: Mutex::new(None) }
    }

    /// The process of the server that does this connection's work. Connects if need be, and tries once: what is wrong
    /// shows at once.
    pub(crate) async fn backend(&self) -> Result<i32, Trouble> {
        Ok(self.session().await?.backend())
    }

    pub(crate) fn clock(&self) -> &DatabaseClock {
        &self.clock
    }

    /// Makes the attempt, and again for as long as patience allows while there is no connection for it.
    ///
    /// An attempt may have come through although its answer did not: it has to be one that may be made again.
    pub(crate) async fn patiently<T, F>(
        &self,
        mut attempt: impl FnMut(Arc<Session>) -> F,
    ) -> Result<T, Trouble>
    where
        F: Future<Output = Result<T, Trouble>>,
    {
        let until = self.target.clock.monotonic().after(self.target.settings.patience);
        loop {
            let trouble = match self.session().await {
                Ok(session) => match self.answered(attempt(Arc::clone(&session))).await {
                    Ok(done) => return Ok(done),
                    Err(trouble) => {
                        self.let_go(&session, &trouble).await;
                        trouble
                    }
                },
                Err(trouble) => trouble,
            };
            let now = self.target.clock.monotonic();
            if !trouble.may_pass() || now >= until {
                return Err(trouble);
            }
            tracing::warn!(%trouble, "the journal's database is tried again");
            self.target.clock.sleep_until(now.after(PAUSE).min(until)).await;
        }
    }

    async fn session(&self) -> Result<Arc<Session>, Trouble> {
        let mut current = self.current.lock().await;
        if let Some(session) = current.as_ref().filter(|session| !session.is_closed()) {
            return Ok(Arc::clone(session));
        }
        let (session, reading) = open(&self.target).await?;
        self.clock.hear(reading);
        let session = Arc::new(session);
        *current = Some(Arc::clone(&session));
        Ok(session)
    }

    /// Within the time that the server has to answer. It gives statements up by itself a little earlier.
    async fn answered<T>(&self, work: impl Future<Output = Result<T, Trouble>>) -> Result<T, Trouble> {
        let limit = self.target.settings.answer_timeout;
        within(&self.target, limit.saturating_add(limit / 10), work).await
    }

    /// A connection of which it is not known where it stands is not used again.
    async fn let_go(&self, session: &Arc<Session>, trouble: &Trouble) {
        let broke = PostgresTrouble::Broken.to_string();
        let is_usable = !session.is_closed()
            && !matches!(
                trouble,
                Trouble::Database(
                    PostgresTrouble::TimedOut | PostgresTrouble::ReadOnly(_) | PostgresTrouble::Pooled(_)
                )
            )
            && trouble.to_string() != broke;
        if is_usable {
            return;
        }
        session.abandon();
        let mut current = self.current.lock().await;
        if current.as_ref().is_some_and(|current| Arc::ptr_eq(current, session)) {
            *current = None;
        }
    }
}

async fn open(target: &Target) -> Result<(Session, Reading), Trouble> {
    // Each host of the URL has its time; setting up takes a few answers more.
    let limit = target.settings.connect_timeout.saturating_add(target.settings.answer_timeout);
    within(target, limit, Session::open(target)).await
}

async fn within<T>(
    target: &Target,
    limit: Duration,
    work: impl Future<Output = Result<T, Trouble>>,
) -> Result<T, Trouble> {
    let end: Monotonic = target.clock.monotonic().after(limit);
    tokio::select! {
        done = work => done,
        () = target.clock.sleep_until(end) => Err(PostgresTrouble::TimedOut.into()),
    }
}

#[cfg(test)]
mod tests {
    use keyin_test_postgres::TestPostgres;

    use super::*;
    use crate::session::tests::target;

    /// Whoever forgets the statements that were prepared on a connection, as a pooler does, loses no work.
    #[tokio::test]
    async fn a_connection_that_forgot_its_statements_is_made_anew() {
        let database = TestPostgres::shared().fresh_database();
        let link = Link::first(Arc::new(target(database.url()))).await.unwrap();
        let ask =
            |session: Arc<Session>| async move { session.ask("SELECT count(*) FROM charge", &[]).await };
        link.patiently(ask).await.unwrap();
        let before = link.session().await.unwrap();
        before.say("DEALLOCATE ALL").await;
        link.patiently(ask).await.unwrap();
        assert_ne!(link.backend().await.unwrap(), before.backend());
    }
}
