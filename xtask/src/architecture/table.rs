//! The architecture as data: for each crate what it may use of ours, and what it must never reach.
//!
//! A row comes and goes with its crate. `docs/ARCHITECTURE.md` says the same in words.

/// What one crate may depend on.
pub(crate) struct Row {
    /// The folder, from the workspace's root.
    pub(crate) folder: &'static str,
    /// The package in that folder.
    pub(crate) package: &'static str,
    /// Our packages it may use, in normal and build dependencies.
    pub(crate) may_use: Ours,
    /// Our packages that its tests may use beside those.
    pub(crate) tests_may_use: &'static [&'static str],
    /// Foreign packages that it must not reach, directly or through others, with all features on.
    pub(crate) never: &'static [&'static [&'static str]],
    /// If given: the only foreign packages it may name as dependencies.
    pub(crate) at_most: Option<&'static [&'static str]>,
}

/// Which of our packages a crate may use.
pub(crate) enum Ours {
    /// All of them: the composition root and the stories over everything.
    All,
    /// These and no others.
    Only(&'static [&'static str]),
}

const RUNTIMES: &[&str] = &["tokio", "async-std", "smol"];
const CLIENTS: &[&str] = &["reqwest", "ureq", "isahc"];
const SERVERS: &[&str] = &["axum", "actix-web", "warp"];
const HTTP: &[&str] = &["hyper", "http"];
const DATABASES: &[&str] = &["rusqlite", "libsqlite3-sys", "sqlx", "tokio-postgres", "postgres", "refinery"];

/// One row for each package of the workspace.
pub(crate) const ROWS: &[Row] = &[
    Row {
        folder: "crates/domain",
        package: "keyin-domain",
        may_use: Ours::Only(&[]),
        tests_may_use: &[],
        never: &[RUNTIMES, CLIENTS, SERVERS, HTTP, DATABASES],
        at_most: Some(&["serde", "thiserror", "zeroize", "jiff"]),
    },
    Row {
        folder: "crates/ports",
        package: "keyin-ports",
        may_use: Ours::Only(&["keyin-domain"]),
        tests_may_use: &[],
        never: &[RUNTIMES, CLIENTS, SERVERS, HTTP, DATABASES],
        at_most: None,
    },
    Row {
        folder: "crates/port-conformance",
        package: "keyin-port-conformance",
        may_use: Ours::Only(&["keyin-domain", "keyin-ports"]),
        tests_may_use: &[],
        never: &[CLIENTS, SERVERS, DATABASES],
        at_most: None,
    },
    Row {
        folder: "crates/app",
        package: "keyin-app",
        may_use: Ours::Only(&["keyin-domain", "keyin-ports"]),
        tests_may_use: &["keyin-adapter-memory"],
        never: &[CLIENTS, SERVERS, DATABASES],
        at_most: None,
    },
    Row {
        folder: "crates/gateway-layers",
        package: "keyin-gateway-layers",
        may_use: Ours::Only(&["keyin-domain", "keyin-ports"]),
        tests_may_use: &["keyin-port-conformance", "keyin-adapter-memory"],
        never: &[CLIENTS, SERVERS, DATABASES],
        at_most: None,
    },
    Row {
        folder: "crates/adapter-iamport",
        package: "keyin-adapter-iamport",
        may_use: Ours::Only(&["keyin-domain", "keyin-ports"]),
        tests_may_use: &["keyin-port-conformance", "keyin-sandbox", "keyin-adapter-system"],
        never: &[SERVERS, DATABASES],
        at_most: None,
    },
    Row {
        folder: "crates/adapter-memory",
        package: "keyin-adapter-memory",
        may_use: Ours::Only(&["keyin-domain", "keyin-ports"]),
        tests_may_use: &["keyin-port-conformance"],
        never: &[CLIENTS, SERVERS, DATABASES],
        at_most: None,
    },
    Row {
        folder: "crates/adapter-postgres",
        package: "keyin-adapter-postgres",
        may_use: Ours::Only(&["keyin-domain", "keyin-ports"]),
        tests_may_use: &[
            "keyin-port-conformance",
            "keyin-test-postgres",
            "keyin-adapter-memory",
            "keyin-adapter-system",
        ],
        never: &[CLIENTS, SERVERS],
        at_most: None,
    },
    Row {
        folder: "crates/adapter-sqlite",
        package: "keyin-adapter-sqlite",
        may_use: Ours::Only(&["keyin-domain", "keyin-ports"]),
        tests_may_use: &["keyin-port-conformance"],
        never: &[CLIENTS, SERVERS],
        at_most: None,
    },
    Row {
        folder: "crates/adapter-system",
        package: "keyin-adapter-system",
        may_use: Ours::Only(&["keyin-domain", "keyin-ports"]),
        tests_may_use: &[],
        never: &[CLIENTS, SERVERS, DATABASES],
        at_most: None,
    },
    Row {
        folder: "crates/sandbox",
        package: "keyin-sandbox",
        may_use: Ours::Only(&[]),
        tests_may_use: &[],
        never: &[CLIENTS, DATABASES],
        at_most: None,
    },
    Row {
        folder: "crates/test-postgres",
        package: "keyin-test-postgres",
        may_use: Ours::Only(&[]),
        tests_may_use: &[],
        never: &[CLIENTS, SERVERS],
        at_most: None,
    },
    Row {
        folder: "crates/cli",
        package: "keyin",
        may_use: Ours::All,
        tests_may_use: &[],
        never: &[],
        at_most: None,
    },
    Row {
        folder: "examples/card-desk",
        package: "keyin-example-card-desk",
        may_use: Ours::Only(&["keyin-domain"]),
        tests_may_use: &[],
        never: &[RUNTIMES, CLIENTS, SERVERS, HTTP, DATABASES],
        at_most: Some(&[]),
    },
    Row {
        folder: "examples/file-journal",
        package: "keyin-example-file-journal",
        may_use: Ours::Only(&["keyin-domain", "keyin-ports"]),
        tests_may_use: &["keyin-port-conformance"],
        never: &[CLIENTS, SERVERS, HTTP, DATABASES],
        at_most: None,
    },
    Row {
        folder: "examples/lost-reply",
        package: "keyin-example-lost-reply",
        may_use: Ours::Only(&["keyin-domain", "keyin-app", "keyin-adapter-memory"]),
        tests_may_use: &[],
        never: &[CLIENTS, SERVERS, HTTP, DATABASES],
        at_most: None,
    },
    Row {
        folder: "examples/order-service",
        package: "keyin-example-order-service",
        may_use: Ours::Only(&[
            "keyin-domain",
            "keyin-app",
            "keyin-adapter-iamport",
            "keyin-adapter-sqlite",
            "keyin-adapter-system",
        ]),
        tests_may_use: &["keyin-sandbox"],
        never: &[],
        at_most: None,
    },
    Row {
        folder: "examples/own-client",
        package: "keyin-example-own-client",
        may_use: Ours::Only(&[]),
        tests_may_use: &["keyin-sandbox"],
        never: &[SERVERS, DATABASES],
        at_most: None,
    },
    Row {
        folder: "examples/shop-with-mocks",
        package: "keyin-example-shop-with-mocks",
        may_use: Ours::Only(&["keyin-domain", "keyin-ports"]),
        tests_may_use: &[],
        never: &[RUNTIMES, CLIENTS, SERVERS, HTTP, DATABASES],
        at_most: None,
    },
    Row {
        folder: "tests",
        package: "keyin-tests",
        may_use: Ours::All,
        tests_may_use: &[],
        never: &[],
        at_most: None,
    },
    Row {
        folder: "tests/fuzz",
        package: "keyin-fuzz",
        may_use: Ours::All,
        tests_may_use: &[],
        never: &[],
        at_most: None,
    },
    Row {
        folder: "tests/sim",
        package: "keyin-sim",
        may_use: Ours::Only(&["keyin-domain", "keyin-ports", "keyin-app", "keyin-adapter-memory"]),
        tests_may_use: &[],
        never: &[CLIENTS, SERVERS, DATABASES],
        at_most: None,
    },
    Row {
        folder: "xtask",
        package: "xtask",
        may_use: Ours::Only(&[]),
        tests_may_use: &[],
        never: &[RUNTIMES, CLIENTS, SERVERS, DATABASES],
        at_most: None,
    },
];
