//! As many open files as there are calls under way: each has a connection of its own.

use crate::output::Output;
use crate::problem::Problem;

/// What the process has open beside the connections: the journal, the file, its results, temporary files.
#[cfg(unix)]
const OTHERS: u64 = 64;

/// Makes sure that so many connections may be open, up to what the system lets a process ask for.
#[cfg(unix)]
pub(super) fn allow(connections: usize, output: Output) -> Result<(), Problem> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let needed = connections as u64 + OTHERS;
    // A connection that is being made is made even if another got free first: for a moment a call may have two.
    let wanted = needed + connections as u64;
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_none_or(|limit| limit >= wanted) {
        return Ok(());
    }
    let most = maximum.map_or(wanted, |limit| limit.min(wanted));
    let raised = setrlimit(Resource::Nofile, Rlimit { current: Some(most), maximum });
    if most >= needed && (raised.is_ok() || current.is_some_and(|limit| limit >= needed)) {
        return Ok(());
    }
    let most = maximum.or(current).unwrap_or(OTHERS).saturating_sub(OTHERS);
    let message = match output.language {
        keyin_domain::Language::English => {
            format!(
                "--concurrency: this system allows a process files for {most} connections (ulimit -n). Nothing was sent."
            )
        }
        keyin_domain::Language::Korean => {
            format!(
                "--concurrency: 이 시스템은 한 프로세스에 연결 {most}개까지만 허용합니다(ulimit -n). 요청을 보내지 않았습니다."
            )
        }
    };
    Err(Problem::usage("invalid.concurrency", message, Some("concurrency".into())))
}

#[cfg(not(unix))]
pub(super) fn allow(_: usize, _: Output) -> Result<(), Problem> {
    Ok(())
}
