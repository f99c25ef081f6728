//! The server.

use std::sync::OnceLock;

use crate::cluster::{Cluster, ClusterOptions};
use crate::database::Database;

/// A running server.
#[derive(Debug)]
pub struct TestPostgres(Place);

#[derive(Debug)]
enum Place {
    Guest(String),
    Own(Cluster),
}

impl TestPostgres {
    /// The one of this process: that of `KEYIN_TEST_POSTGRES_URL`, else a cluster that is started when it is first
    /// asked for and ends with the process. That one is not synced ([`ClusterOptions::synced`]): what only the loss of
    /// the machine's power could take is nothing that a test can show.
    ///
    /// # Panics
    /// If there is none and none can be started; the message says how to get one.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<TestPostgres> = OnceLock::new();
        SHARED.get_or_init(|| match std::env::var("KEYIN_TEST_POSTGRES_URL") {
            Ok(url) if !url.is_empty() => Self(Place::Guest(url)),
            _ => Self::start(&ClusterOptions { synced: false, ..ClusterOptions::default() }),
        })
    }

    /// A cluster of the caller's own, to be stopped and started; it ends with this value.
    ///
    /// # Panics
    /// If none can be started; the message says what is missing and how to get it.
    pub fn start(options: &ClusterOptions) -> Self {
        Self(Place::Own(Cluster::start(options)))
    }

    /// A new, empty database.
    ///
    /// # Panics
    /// If the server does not make one.
    pub fn fresh_database(&self) -> Database {
        match &self.0 {
            Place::Guest(url) => Database::make(url, true),
            Place::Own(cluster) => Database::make(&cluster.url(), false),
        }
    }

    /// Stops it as a crash would: every connection breaks in the midst of what it does.
    ///
    /// # Panics
    /// If it is not a cluster of our own.
    pub fn stop_immediately(&self) {
        self.own().stop_immediately();
    }

    /// Starts it after a stop, on the same port.
    ///
    /// # Panics
    /// If it does not start, or is not a cluster of our own.
    pub fn start_again(&self) {
        self.own().start_again();
    }

    /// `pg_ctl restart -m immediate`: both, one after the other.
    ///
    /// # Panics
    /// As both.
    pub fn restart_immediately(&self) {
        self.stop_immediately();
        self.start_again();
    }

    /// Every byte that it keeps: tables, write-ahead log, its own log.
    ///
    /// # Panics
    /// If a file cannot be read, or it is not a cluster of our own.
    pub fn everything_kept(&self) -> Vec<u8> {
        self.own().everything_kept()
    }

    fn own(&self) -> &Cluster {
        match &self.0 {
            Place::Own(cluster) => cluster,
            Place::Guest(_) => panic!("a server that was given is not stopped: use TestPostgres::start"),
        }
    }
}
