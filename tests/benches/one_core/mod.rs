//! Servers that are processes of their own, each bound to the first core; whoever calls them has another.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use rustix::thread::{CpuSet, Pid, sched_getaffinity, sched_setaffinity};
use serde_json::Value;

/// The cores of the machine, one of them for servers only.
pub(crate) struct Cores {
    servers: CpuSet,
    callers: CpuSet,
}

impl Cores {
    /// Binds this thread to the cores that are not for servers.
    pub(crate) fn divide() -> Self {
        let all = sched_getaffinity(None::<Pid>).unwrap();
        let mut cores = (0..CpuSet::MAX_CPU).filter(|core| all.is_set(*core));
        let (mut servers, mut callers) = (CpuSet::new(), CpuSet::new());
        servers.set(cores.next().unwrap());
        cores.for_each(|core| callers.set(core));
        assert!(callers.count() > 0, "a server needs a core for itself, and there is only one");
        sched_setaffinity(None::<Pid>, &callers).unwrap();
        Self { servers, callers }
    }

    /// Starts a server; its first line says where it listens, as that of `keyin sandbox --json` does.
    pub(crate) fn start(&self, command: &mut Command) -> Server {
        // The process inherits the cores of the thread that starts it, so none of its threads ever has others.
        sched_setaffinity(None::<Pid>, &self.servers).unwrap();
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        sched_setaffinity(None::<Pid>, &self.callers).unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let told: Value = serde_json::from_str(&line).unwrap();
        let address = told["listening"].as_str().unwrap().trim_start_matches("http://").to_owned();
        Server { process, address }
    }
}

/// A server, ended when this is dropped.
pub(crate) struct Server {
    process: Child,
    address: String,
}

impl Server {
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// Which part of its core it uses while the work goes on, 0 to 1.
    pub(crate) fn load(&self, work: impl FnOnce()) -> f64 {
        let (begun, before) = (Instant::now(), cpu_seconds(self.id()));
        work();
        (cpu_seconds(self.id()) - before) / begun.elapsed().as_secs_f64()
    }
}

/// The CPU time that a process has used, its own and the kernel's for it, in seconds, to a hundredth.
pub(crate) fn cpu_seconds(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let (_, fields) = stat.rsplit_once(") ").unwrap();
    let ticks: u32 = fields.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<u32>().unwrap()).sum();
    f64::from(ticks) / 100.0
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
