//! The memory of a `keyin` process a second after its charge was sent, while it waits for something else.

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::FileExt;
use std::process::{Command, Stdio};
use std::time::Duration;

use keyin_sandbox::{Fault, FaultKind, Operation};
use keyin_tests::{TOO_SLOW_MS, Till, TypedCard, traces_in_memory, until};

use crate::Findings;
use crate::cards::CARDS;

/// The argument that makes this program hold a card in its memory.
pub(crate) const HOLD: &str = "--hold-a-card";

/// Read at once; the pieces overlap by more than any spelling is long.
const PIECE: usize = 4 * 1024 * 1024;
const OVERLAP: usize = 4 * 1024;

/// What keeps the process waiting once the charge is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WaitsFor {
    /// The answer was lost in this way, and look-ups bring nothing.
    Outcome(FaultKind),
    /// The payment is made, and its billing key is read.
    BillingKey,
}

const CASES: [(WaitsFor, bool); 7] = [
    (WaitsFor::Outcome(FaultKind::DropAfter), false),
    (WaitsFor::Outcome(FaultKind::Malformed), false),
    (WaitsFor::Outcome(FaultKind::Truncate), false),
    (WaitsFor::Outcome(FaultKind::Delay), false),
    (WaitsFor::Outcome(FaultKind::DropAfter), true),
    (WaitsFor::Outcome(FaultKind::Malformed), true),
    (WaitsFor::BillingKey, true),
];

impl WaitsFor {
    fn faults(self) -> Vec<Fault> {
        match self {
            Self::Outcome(kind) => vec![
                Fault::new(Operation::Onetime, kind).delay_ms(TOO_SLOW_MS).times(1),
                Fault { status: Some(503), ..Fault::new(Operation::Find, FaultKind::Status) },
            ],
            Self::BillingKey => {
                vec![Fault::new(Operation::Customer, FaultKind::Delay).delay_ms(TOO_SLOW_MS * 10)]
            }
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Outcome(_) => "/payments/find",
            Self::BillingKey => "/subscribe/customers",
        }
    }
}

pub(crate) async fn search(findings: &mut Findings) {
    must_find_what_is_held();
    for (place, (waits_for, registering)) in CASES.into_iter().enumerate() {
        look_into(CARDS[place % CARDS.len()], waits_for, registering, findings).await;
    }
}

async fn look_into(card: TypedCard, waits_for: WaitsFor, registering: bool, findings: &mut Findings) {
    let till = Till::open().await;
    till.fail(waits_for.faults());
    let line =
        ["pay", "card", "--merchant-uid", "order-1", "--amount", "3000", "--name", "주문", "--card-stdin"];
    // With the last flag the key is not read before the charge.
    let more: &[&str] =
        if registering { &["--customer-uid", "customer-1", "--replace-billing-key"] } else { &[] };
    let mut running = till.keyin.start(&[&line, more].concat(), &card.to_json()).await;
    let waits = || till.calls().iter().any(|call| call.path.starts_with(waits_for.path()));
    until("the charge is over", waits).await;
    assert_eq!(till.calls_to("/subscribe/payments/onetime"), 1);
    tokio::time::sleep(Duration::from_secs(1)).await;
    let place = format!("in memory, waiting for {waits_for:?}, registering: {registering}");
    let ended = running.try_wait().unwrap();
    assert!(ended.is_none(), "{place}: it did not wait: {ended:?}");
    let (searched, traces) = search_process(card, running.id().unwrap());
    findings.take(&place, searched, traces);
    running.kill().await.unwrap();
}

fn must_find_what_is_held() {
    let card = CARDS[0];
    let mut holder = Command::new(std::env::current_exe().unwrap())
        .arg(HOLD)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    holder.stdin.take().unwrap().write_all(&card.to_json()).unwrap();
    holder.stdout.as_mut().unwrap().read_exact(&mut [0; 8]).unwrap();
    let (_, traces) = search_process(card, holder.id());
    holder.kill().unwrap();
    holder.wait().unwrap();
    assert!(traces.len() > 3, "the search of a process's memory is blind: {traces:?}");
}

/// Reads a card and keeps it, as a process does that takes no care.
pub(crate) fn hold_a_card() -> ! {
    let mut card = String::new();
    std::io::stdin().read_to_string(&mut card).unwrap();
    std::io::stdout().write_all(b"holding\n").unwrap();
    std::io::stdout().flush().unwrap();
    loop {
        std::thread::park();
        std::hint::black_box(&card);
    }
}

/// Every readable page of the process: how many bytes, and what was found in them.
pub(crate) fn search_process(card: TypedCard, process: u32) -> (usize, Vec<String>) {
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps"));
    let memory = File::open(format!("/proc/{process}/mem"));
    let (maps, memory) = match (maps, memory) {
        (Ok(maps), Ok(memory)) => (maps, memory),
        (Err(error), _) | (_, Err(error)) if error.kind() == ErrorKind::PermissionDenied => panic!(
            "keyin keeps others from looking into its memory; run this as root (sudo) to search it all the same"
        ),
        (Err(error), _) | (_, Err(error)) => panic!("the process's memory cannot be read: {error}"),
    };
    let (mut searched, mut traces) = (0, Vec::new());
    let mut piece = vec![0; PIECE];
    for (from, to) in maps.lines().filter_map(readable) {
        let mut at = from;
        while at < to {
            let length = usize::try_from(to - at).unwrap_or(PIECE).min(PIECE);
            // A page that went away in the meantime holds nothing any more.
            let Ok(read) = memory.read_at(&mut piece[..length], at) else { break };
            searched += read;
            traces.extend(traces_in_memory(card, &piece[..read]));
            if read == 0 || read < PIECE {
                break;
            }
            at += (read - OVERLAP) as u64;
        }
    }
    traces.sort();
    traces.dedup();
    (searched, traces)
}

/// The range of a line of `maps`, if it can be read and is the process's own.
fn readable(line: &str) -> Option<(u64, u64)> {
    let mut parts = line.split_ascii_whitespace();
    let (from, to) = parts.next()?.split_once('-')?;
    let is_kernels = parts.clone().nth(4).is_some_and(|name| name.starts_with("[v"));
    (parts.next()?.starts_with('r') && !is_kernels)
        .then(|| Some((u64::from_str_radix(from, 16).ok()?, u64::from_str_radix(to, 16).ok()?)))?
}
