//! Under whose account a server runs.

use std::path::Path;
use std::process::Command;

/// An account without rights, for a process that has all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Account {
    uid: u32,
    gid: u32,
}

impl Account {
    /// None if this process is not root's, and needs no other account.
    pub(crate) fn for_server() -> Option<Self> {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let is_root = effective_uid(&status) == Some(0);
        is_root.then(|| {
            let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
            let named = |name| find(&accounts, name);
            named("postgres").or_else(|| named("nobody")).unwrap_or_else(|| {
                panic!("PostgreSQL refuses to run as root, and there is neither an account `postgres` nor `nobody`")
            })
        })
    }

    /// Gives a file or folder to the account.
    pub(crate) fn own(self, path: &Path) {
        std::os::unix::fs::chown(path, Some(self.uid), Some(self.gid)).unwrap();
    }
}

/// The command, under that account if there is one.
pub(crate) fn command_as(account: Option<Account>, program: &Path) -> Command {
    let Some(Account { uid, gid }) = account else { return Command::new(program) };
    let mut command = Command::new("setpriv");
    command.args([format!("--reuid={uid}"), format!("--regid={gid}")]);
    command.args(["--clear-groups", "--inh-caps=-all", "--"]).arg(program);
    command
}

fn effective_uid(status: &str) -> Option<u32> {
    let line = status.lines().find_map(|line| line.strip_prefix("Uid:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn find(accounts: &str, name: &str) -> Option<Account> {
    let line = accounts.lines().find(|line| line.split(':').next() == Some(name))?;
    let mut parts = line.split(':').skip(2);
    Some(Account { uid: parts.next()?.parse().ok()?, gid: parts.next()?.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_and_rights_are_read() {
        assert_eq!(effective_uid("Name:\tcat\nUid:\t1000\t0\t1000\t1000\n"), Some(0));
        let accounts = "root:x:0:0:root:/root:/bin/sh\npostgres:x:101:104::/var/lib/postgresql:/bin/sh\n";
        assert_eq!(find(accounts, "postgres"), Some(Account { uid: 101, gid: 104 }));
        assert_eq!(find(accounts, "post"), None);
    }
}
