//! A process that pays with one client, told line by line how.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::time::Instant;

use crate::contestants::Contestant;
use crate::one_core::cpu_seconds;

pub(crate) struct Payer {
    name: &'static str,
    process: Child,
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    version: String,
}

/// What it did, seen from outside.
pub(crate) struct Paid {
    calls: f64,
    seconds: f64,
    cpu_seconds: f64,
}

impl Payer {
    /// Starts it and waits until it is ready.
    pub(crate) fn start(contestant: &Contestant, url: &str) -> Self {
        let mut command = contestant.command(url);
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let orders = process.stdin.take().unwrap();
        let answers = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut payer = Self { name: contestant.name, process, orders, answers, version: String::new() };
        payer.version = payer.answer();
        payer
    }

    /// Its own version, and the language's.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// So many callers each pay, and pay again until the seconds are over.
    pub(crate) fn pay(&mut self, callers: u32, seconds: f64) -> Paid {
        let (begun, before) = (Instant::now(), cpu_seconds(self.process.id()));
        writeln!(self.orders, "{callers} {seconds}").unwrap();
        let calls = self.answer().parse().unwrap();
        let seconds = begun.elapsed().as_secs_f64();
        Paid { calls, seconds, cpu_seconds: cpu_seconds(self.process.id()) - before }
    }

    fn answer(&mut self) -> String {
        match self.answers.next() {
            Some(line) => line.unwrap(),
            None => panic!("{} has ended; what it wrote stands above", self.name),
        }
    }
}

impl Drop for Payer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Paid {
    /// Calls a second.
    pub(crate) fn rate(&self) -> f64 {
        self.calls / self.seconds
    }

    /// CPU time for each call, in microseconds.
    pub(crate) fn cpu(&self) -> f64 {
        self.cpu_seconds * 1e6 / self.calls
    }
}
