//! A process that is ended by a fatal signal while its charge is out leaves no core file behind.

use std::fs;
use std::path::Path;
use std::time::Duration;

use keyin_sandbox::{Fault, FaultKind, Operation};
use keyin_tests::{Keyin, Till, until};

use crate::Findings;
use crate::cards::CARDS;

pub(crate) async fn search(findings: &mut Findings) {
    let card = CARDS[3];
    let till = Till::open().await;
    till.fail(vec![Fault::new(Operation::Onetime, FaultKind::Delay).delay_ms(20_000)]);
    let shell = till.keyin.clone().running("/bin/sh");
    let keyin = keyin_tests::program().display().to_string();
    let order = "pay card --merchant-uid order-1 --amount 3000 --name order --card-stdin";
    // The shell allows core files of any size, and becomes keyin.
    let line = ["-c".to_owned(), format!("ulimit -c unlimited && exec {keyin} {order}")];
    let mut running = shell.start(&line, &card.to_json()).await;
    until("the charge is sent", || till.calls_to("/subscribe/payments/onetime") == 1).await;
    let process = running.id().unwrap();
    let limits = fs::read_to_string(format!("/proc/{process}/limits"));
    let limits = limits.expect("this has to run as root: keyin keeps others from looking into it");
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert!(core.split_ascii_whitespace().rev().nth(1) == Some("0"), "core files are allowed: {core}");
    signal(process, "ABRT");
    tokio::time::timeout(Duration::from_secs(30), running.wait()).await.expect("it does not end").unwrap();
    if leaves_cores_in_its_folder().await {
        let left: Vec<_> = cores(till.keyin.folder());
        assert!(left.is_empty(), "a core file was left: {left:?}");
    } else {
        println!("this machine writes core files elsewhere: looked at the process's own limit alone");
    }
    findings.look_for(card, "kept by a process that was aborted", &till.keyin.everything_kept());
}

/// Whether any other program does, on this machine: else their absence would say nothing.
async fn leaves_cores_in_its_folder() -> bool {
    let careless = Keyin::bare().running("/bin/sh");
    careless.run(&["-c", "ulimit -c unlimited && kill -ABRT $$"]).await;
    !cores(careless.folder()).is_empty()
}

fn cores(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with("core")).collect()
}

/// The shell's own `kill`, so that no program has to be installed for it.
fn signal(process: u32, name: &str) {
    let kill = format!("kill -{name} {process}");
    assert!(std::process::Command::new("sh").args(["-c", &kill]).status().unwrap().success());
}
