//! Where it is measured.

use std::fs;
use std::process::Command;

/// Cores, processor, memory.
pub(crate) fn told() -> String {
    let about = fs::read_to_string("/proc/cpuinfo").unwrap();
    // All of them, not those that this process was left with.
    let cores = about.lines().filter(|line| line.starts_with("processor")).count();
    let processor = value(&about, "model name").unwrap_or("a processor without a name");
    let memory = fs::read_to_string("/proc/meminfo").unwrap();
    let kibibytes: u64 = value(&memory, "MemTotal").unwrap().trim_end_matches(" kB").parse().unwrap();
    format!("{cores} cores of {processor}, {} GiB", kibibytes.div_ceil(1024 * 1024))
}

/// The version of Rust that built this.
pub(crate) fn rust() -> String {
    let told = Command::new("rustc").arg("--version").output().unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    format!("Rust {}", told.split(' ').nth(1).unwrap())
}

/// What stands after the name and a colon.
fn value<'a>(lines: &'a str, name: &str) -> Option<&'a str> {
    let named = lines.lines().filter_map(|line| line.split_once(':'));
    named.filter(|(found, _)| found.trim() == name).map(|(_, value)| value.trim()).next()
}
