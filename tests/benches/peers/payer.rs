//! A process that pays with one client, told line by line how.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::time::Instant;

use crate::answer::Answer;
use crate::contestants::Contestant;
use crate::one_core::cpu_seconds;

pub(crate) struct Payer {
    name: &'static str,
    process: Child,
    orders: ChildStdin,
    answers: Lines<BufReader<ChildStdout>>,
    version: String,
}

/// What it paid, seen from outside.
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
        payer.version = payer.next_line();
        payer
    }

    /// Its own version, and the language's.
    pub(crate) fn version(&self) -> &str {
        &self.version
    }

    /// So many callers each pay, and pay again until the seconds are over. No call may fail: a client that pays nothing
    /// would be a fast one.
    pub(crate) fn pay(&mut self, callers: u32, seconds: f64) -> Paid {
        let (begun, before) = (Instant::now(), cpu_seconds(self.process.id()));
        let Answer { paid, failed, why } = self.order(callers, seconds);
        let seconds = begun.elapsed().as_secs_f64();
        let why = why.unwrap_or_default();
        assert!(
            failed == 0,
            "{}: {failed} of {} calls failed, the first with: {why}",
            self.name,
            paid + failed
        );
        Paid { calls: f64::from(paid), seconds, cpu_seconds: cpu_seconds(self.process.id()) - before }
    }

    /// So many callers each call once, all at once; how many of these calls failed.
    pub(crate) fn stampede(&mut self, callers: u32) -> u32 {
        let Answer { paid, failed, .. } = self.order(callers, 0.0);
        assert!(paid + failed == callers, "{}: {callers} calls came to {}", self.name, paid + failed);
        failed
    }

    fn order(&mut self, callers: u32, seconds: f64) -> Answer {
        writeln!(self.orders, "{callers} {seconds}").unwrap();
        serde_json::from_str(&self.next_line()).unwrap()
    }

    fn next_line(&mut self) -> String {
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
