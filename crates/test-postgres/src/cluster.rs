//! A cluster of this process's own.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::account::{Account, command_as};
use crate::binaries;
use crate::watchdog::Watchdog;

/// Who may do everything in a cluster of our own.
pub const USER: &str = "keyin_test";

/// The password of [`USER`]: a word that nothing else holds, so that tests can look for it.
pub const PASSWORD: &str = "Pa55-of-the-test-cluster";

/// How often another port is tried: between looking and listening somebody else may take one.
const PORTS: usize = 5;

/// How a cluster is set up.
#[derive(Clone, Debug)]
pub struct ClusterOptions {
    /// Whether commits are synced to the disk. Without it a crash of the server loses nothing, one of the machine
    /// does; for tests that are not about durability, and many times faster.
    pub synced: bool,
    /// Certificate and key, both in PEM, with which the server speaks TLS.
    pub tls: Option<(String, String)>,
    /// More lines of `postgresql.conf`.
    pub settings: Vec<String>,
}

impl Default for ClusterOptions {
    /// Synced, without TLS.
    fn default() -> Self {
        Self { synced: true, tls: None, settings: Vec::new() }
    }
}

#[derive(Debug)]
pub(crate) struct Cluster {
    binaries: PathBuf,
    folder: PathBuf,
    account: Option<Account>,
    port: u16,
    _watchdog: Watchdog,
}

impl Cluster {
    /// Makes one and starts it.
    pub(crate) fn start(options: &ClusterOptions) -> Self {
        let binaries = binaries::find().unwrap_or_else(|missing| panic!("{missing}"));
        let account = Account::for_server();
        let folder = tempfile::Builder::new().prefix("keyin-postgres-").tempdir().unwrap().keep();
        if let Some(account) = account {
            account.own(&folder);
        }
        let stop = stop_command(&binaries, account, &folder);
        let watchdog = Watchdog::over(&folder, &stop);
        let mut cluster = Self { binaries, folder, account, port: 0, _watchdog: watchdog };
        cluster.initialise(options);
        for _ in 0..PORTS {
            cluster.port = free_port();
            cluster.write("keyin-port.conf", &format!("port = {}\n", cluster.port));
            if cluster.try_to_start() {
                return cluster;
            }
        }
        panic!("PostgreSQL does not start: {}", cluster.log());
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://{USER}:{PASSWORD}@127.0.0.1:{}/postgres", self.port)
    }

    /// Ends every connection in the midst of what it does, as a crash of the server would.
    pub(crate) fn stop_immediately(&self) {
        run(&mut stop_command(&self.binaries, self.account, &self.folder));
    }

    pub(crate) fn start_again(&self) {
        assert!(self.try_to_start(), "PostgreSQL does not start again: {}", self.log());
    }

    pub(crate) fn everything_kept(&self) -> Vec<u8> {
        let (mut folders, mut kept) = (vec![self.folder.clone()], Vec::new());
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    // The server may have taken away a file that it no longer needs.
                    kept.extend(std::fs::read(path).unwrap_or_default());
                }
            }
        }
        kept
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn initialise(&self, options: &ClusterOptions) {
        let password = self.folder.join("password");
        self.write_to(&password, PASSWORD);
        let mut initdb = command_as(self.account, &self.binaries.join("initdb"));
        initdb.arg("--pgdata").arg(self.data()).arg("--pwfile").arg(&password);
        initdb.args([
            "--username",
            USER,
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ]);
        run(initdb.current_dir(&self.folder));
        let mut settings = vec![
            "listen_addresses = '127.0.0.1'".to_owned(),
            "unix_socket_directories = ''".to_owned(),
            "max_connections = 200".to_owned(),
            format!("fsync = {}", if options.synced { "on" } else { "off" }),
            "include = 'keyin-port.conf'".to_owned(),
        ];
        if let Some((certificate, key)) = &options.tls {
            self.write("server.crt", certificate);
            self.write("server.key", key);
            settings.push("ssl = on".to_owned());
        }
        settings.extend(options.settings.iter().cloned());
        let path = self.data().join("postgresql.conf");
        let usual = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, format!("{usual}\n{}\n", settings.join("\n"))).unwrap();
    }

    fn write(&self, name: &str, text: &str) {
        self.write_to(&self.data().join(name), text);
    }

    /// Only the server's account may read it, which the server asks of a key.
    fn write_to(&self, path: &Path, text: &str) {
        use std::os::unix::fs::PermissionsExt;

        std::fs::write(path, text).unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
        if let Some(account) = self.account {
            account.own(path);
        }
    }

    fn try_to_start(&self) -> bool {
        let mut start = command_as(self.account, &self.binaries.join("pg_ctl"));
        start.arg("--pgdata").arg(self.data()).arg("--log").arg(self.folder.join("log"));
        start.args(["--wait", "--silent", "start"]).current_dir(&self.folder);
        start.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        start.status().expect("`pg_ctl` can be started").success()
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }
}

fn stop_command(binaries: &Path, account: Option<Account>, folder: &Path) -> Command {
    let mut stop = command_as(account, &binaries.join("pg_ctl"));
    stop.arg("--pgdata").arg(folder.join("data")).args(["--wait", "--silent", "--mode=immediate", "stop"]);
    stop.current_dir("/");
    stop
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn run(command: &mut Command) {
    let output = command.stdin(Stdio::null()).output().unwrap_or_else(|error| {
        panic!("`{}` cannot be started ({error}). To get it: apt-get install util-linux postgresql", {
            command.get_program().display()
        })
    });
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed: {told}");
}
