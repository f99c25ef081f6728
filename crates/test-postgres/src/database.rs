//! A database for one user of the crate.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use tokio_postgres::{Config, NoTls};

/// A database that nobody else uses.
#[derive(Debug)]
pub struct Database {
    url: String,
    /// How to reach the server to drop it at the end; none if the server ends anyway.
    dropped_through: Option<String>,
    name: String,
}

static MADE: AtomicUsize = AtomicUsize::new(0);

impl Database {
    /// Makes one in the server of that URL. With `of_a_guest` it is dropped at the end.
    pub(crate) fn make(server: &str, of_a_guest: bool) -> Self {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_nanos();
        let turn = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("keyin_test_{}_{since}_{turn}", std::process::id());
        execute(server, &format!("CREATE DATABASE {name} TEMPLATE template0"));
        let dropped_through = of_a_guest.then(|| server.to_owned());
        Self { url: with_database(server, &name), dropped_through, name }
    }

    /// `postgres://USER:PASSWORD@HOST:PORT/NAME`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its name in the server.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Carries statements out, separated by semicolons.
    ///
    /// # Panics
    /// If the server refuses one.
    pub fn execute(&self, sql: &str) {
        execute(&self.url, sql);
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(server) = &self.dropped_through {
            execute(server, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        }
    }
}

/// The URL with another path: parameters stay.
fn with_database(server: &str, name: &str) -> String {
    let (address, parameters) = server.split_once('?').map_or((server, None), |(a, p)| (a, Some(p)));
    let (scheme, rest) =
        address.split_once("://").unwrap_or_else(|| panic!("the test server's URL has no scheme"));
    let host = rest.split('/').next().unwrap_or_default();
    let parameters = parameters.map(|parameters| format!("?{parameters}")).unwrap_or_default();
    format!("{scheme}://{host}/{name}{parameters}")
}

/// In a thread of its own, since the caller may be a task that must not block on another runtime.
fn execute(url: &str, sql: &str) {
    std::thread::scope(|scope| {
        let work = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let config: Config = url.parse().expect("the test server's URL is one");
                let (client, connection) = config.connect(NoTls).await.expect("the test server answers");
                let connection = tokio::spawn(connection);
                client.batch_execute(sql).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"));
                drop(client);
                let _ = connection.await;
            });
        });
        work.join().unwrap();
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_name_of_the_database_changes() {
        assert_eq!(with_database("postgres://u:p@h:1", "n"), "postgres://u:p@h:1/n");
        assert_eq!(
            with_database("postgresql://u@h/old?sslmode=disable", "n"),
            "postgresql://u@h/n?sslmode=disable"
        );
    }
}
