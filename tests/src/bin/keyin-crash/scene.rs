//! A merchant whose journal is in one of the stores.

use std::time::Duration;

use keyin_sandbox::Settings;
use keyin_test_postgres::{Database, TestPostgres};
use keyin_tests::{Keyin, Run, Till, sibling};

/// In milliseconds. Long enough for a machine that is busy with many cases, short enough to be waited for.
const WINDOWS: [(&str, u64); 4] = [
    ("KEYIN_SEND_DEADLINE", 2_000),
    ("KEYIN_GATEWAY_TIMEOUT", 4_000),
    ("KEYIN_STALL", 500),
    ("KEYIN_GATEWAY_LAG", 1_000),
];

/// How long no absence is believed.
pub(crate) fn window() -> Duration {
    Duration::from_millis(WINDOWS.iter().map(|(_, time)| time).sum())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Store {
    Sqlite,
    Postgres,
}

impl Store {
    pub(crate) const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];

    pub(crate) fn of_name(name: &str) -> Option<Self> {
        match name {
            "sqlite" => Some(Self::Sqlite),
            "postgres" => Some(Self::Postgres),
            _ => None,
        }
    }
}

pub(crate) struct Scene {
    pub(crate) till: Till,
    /// Goes with the scene.
    _database: Option<Database>,
}

impl Scene {
    /// With a sandbox that issues standalone billing keys too, and a journal that is not there yet.
    pub(crate) async fn open(store: Store) -> Self {
        let settings = Settings { standalone_billing_key: true, ..Settings::default() };
        let mut till = Till::with(settings).await;
        till.keyin =
            till.keyin.with("KEYIN_RATE", "unlimited").with("KEYIN_PG_STANDALONE_BILLING_KEY", "true");
        // What a killed process has told says nothing here, and a quiet one is quick.
        till.keyin = till.keyin.with("KEYIN_LOG", "warn");
        for (name, time) in WINDOWS {
            till.keyin = till.keyin.with(name, &format!("{time}ms"));
        }
        let database = match store {
            Store::Sqlite => None,
            Store::Postgres => {
                // Making a database waits for the server.
                let fresh = tokio::task::spawn_blocking(|| TestPostgres::shared().fresh_database());
                Some(fresh.await.unwrap())
            }
        };
        if let Some(database) = &database {
            till.keyin = till.keyin.with("KEYIN_STORE", database.url());
        }
        Self { till, _database: database }
    }

    /// The command line that kills itself at that step; 0 for never.
    pub(crate) fn crashing(&self, step: u32) -> Keyin {
        self.till.keyin.clone().running(sibling("keyin-crashing")).with("KEYIN_CRASH_AT", &step.to_string())
    }
}

/// How many steps a run had that came to its end.
pub(crate) fn steps_of(run: &Run) -> u32 {
    let told = run.stderr.lines().find_map(|line| line.strip_prefix("steps: "));
    told.unwrap_or_else(|| panic!("it did not come to its end: {run:?}")).parse().unwrap()
}
