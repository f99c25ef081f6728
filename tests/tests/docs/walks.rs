//! The pages that lead step by step do what they say: their commands are run, one after the other, by a shell, against a
//! sandbox, and tell what the page shows.

use std::process::Command;

use keyin_sandbox::{Sandbox, SandboxOptions};
use keyin_tests::program;
use tempfile::TempDir;

use crate::page::{Block, Page};

/// Where the sandbox is in the pages.
const SHOWN: &str = "http://127.0.0.1:8585";

/// Somebody who follows a page in a folder of his own.
pub(crate) struct Reader {
    folder: TempDir,
    url: String,
    /// What was exported so far.
    exported: String,
}

impl Reader {
    pub(crate) fn new(url: &str) -> Self {
        Self { folder: TempDir::new().unwrap(), url: url.to_owned(), exported: String::new() }
    }

    /// What the commands told, on either output.
    pub(crate) fn run(&mut self, script: &str) -> String {
        let script = script.replace(SHOWN, &self.url);
        let programs = format!("{}:/usr/bin:/bin", program().parent().unwrap().display());
        let mut shell = Command::new("sh");
        shell.env_clear().env("PATH", programs).current_dir(self.folder.path());
        let output =
            shell.arg("-c").arg(format!("{}\n{{ {script}\n}} 2>&1", self.exported)).output().unwrap();
        self.exported
            .extend(script.lines().filter(|line| line.starts_with("export ")).flat_map(|line| [line, "\n"]));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The lines that the page shows and that were not told, in this order.
    fn missing(&self, shown: &str, told: &str) -> Vec<String> {
        let mut told = told.lines().map(unlike);
        let shown = shown.replace(SHOWN, &self.url);
        let missing = shown.lines().map(unlike).filter(|line| !told.any(|told| told == *line));
        missing.collect()
    }
}

/// Without what differs from run to run: numbers of the gateway, times, the seconds between two clocks.
fn unlike(line: &str) -> String {
    let is_time = |word: &str| {
        word.len() >= 8 && word.bytes().all(|byte| byte.is_ascii_digit() || b"-:".contains(&byte))
    };
    let words = line.split(' ').map(|word| match word {
        time if is_time(time) => "#".to_owned(),
        signed if signed.starts_with(['+', '-']) => without_count(signed),
        word => without_long_numbers(word),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A sign, without the digits right behind it.
fn without_count(signed: &str) -> String {
    let (sign, rest) = signed.split_at(1);
    match rest.trim_start_matches(|c: char| c.is_ascii_digit()) {
        unit if unit.len() < rest.len() => format!("±#{unit}"),
        _ => format!("{sign}{rest}"),
    }
}

fn without_long_numbers(word: &str) -> String {
    let digits: Vec<&str> = word.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() > 9).collect();
    digits.into_iter().fold(word.to_owned(), |word, run| word.replacen(run, "#", 1))
}

/// Whether a step is left to the reader: it builds, installs, or does not end.
fn is_left_out(block: &Block) -> bool {
    block.text.contains("cargo ") || block.text.starts_with("keyin sandbox")
}

/// A day that is still ahead today is not so for ever: what rests on one is not tried here.
fn rests_on_a_day(block: &Block) -> bool {
    block.text.contains(" --at ")
}

async fn follow(path: &str, at_least: usize) {
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let mut reader = Reader::new(&sandbox.url());
    let blocks: Vec<Block> =
        Page::open(path).blocks().into_iter().take_while(|one| !rests_on_a_day(one)).collect();
    let mut compared = 0;
    for (at, step) in
        blocks.iter().enumerate().filter(|(_, block)| block.language == "sh" && !is_left_out(block))
    {
        let told = reader.run(&step.text);
        if let Some(shown) = blocks.get(at + 1).filter(|next| next.language == "text") {
            compared += 1;
            let missing = reader.missing(&shown.text, &told);
            assert!(missing.is_empty(), "{path}:\n{}\nlacks {missing:#?}\nin {told}", step.text);
        }
    }
    assert!(compared >= at_least, "{path}: only {compared} answers were compared");
    sandbox.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn from_nothing_to_the_first_payment() {
    follow("docs/start.md", 5).await;
    follow("docs/start.ko.md", 5).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guide_section_by_section() {
    follow("docs/guide.md", 9).await;
    follow("docs/guide.ko.md", 9).await;
}

#[test]
fn what_differs_from_run_to_run_is_left_out() {
    for (line, expected) in [
        ("imps_652948975208  11000 KRW  paid", "imps_#  11000 KRW  paid"),
        ("2026-11-26 21:41:10  succeeded", "# #  succeeded"),
        (r#"{"amount":11000,"at":1795696870}"#, r#"{"amount":11000,"at":#}"#),
        ("order_monthly_0001  paid", "order_monthly_0001  paid"),
        ("✓ clock        +1 s against the gateway", "✓ clock        ±# s against the gateway"),
        ("✓ clock        게이트웨이와 -1초 차이", "✓ clock        게이트웨이와 ±#초 차이"),
        ("keyin pay key-in --amount 1000 - +a", "keyin pay key-in --amount 1000 - +a"),
    ] {
        assert_eq!(unlike(line), expected);
    }
}
