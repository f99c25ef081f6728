//! The commands that the documentation shows are commands of the binary, with flags that they take.

use std::collections::{BTreeSet, HashMap};
use std::process::Command;

use keyin_tests::program;

use crate::page::Page;

/// What `--help` of a command says.
struct Help {
    subcommands: BTreeSet<String>,
    flags: BTreeSet<String>,
}

/// The binary, asked once for each command.
#[derive(Default)]
struct Binary {
    known: HashMap<String, Help>,
}

impl Binary {
    fn help(&mut self, command: &[&str]) -> &Help {
        self.known.entry(command.join(" ")).or_insert_with(|| {
            let mut asked = Command::new(program());
            asked.env_clear().args(command).arg("--help");
            let output = asked.output().unwrap();
            assert!(output.status.success(), "keyin {} has no help", command.join(" "));
            read_help(&String::from_utf8(output.stdout).unwrap())
        })
    }

    /// What is wrong with the words behind `keyin`.
    fn check(&mut self, words: &[String]) -> Result<(), String> {
        let mut command: Vec<&str> = Vec::new();
        for word in words {
            if let Some(flag) = word.strip_prefix("--").map(|flag| flag.split('=').next().unwrap_or(flag)) {
                if !self.help(&command).flags.contains(flag) {
                    return Err(format!("keyin {} takes no --{flag}", command.join(" ")));
                }
            } else if self.help(&command).subcommands.contains(word) {
                command.push(word);
            } else if !self.help(&command).subcommands.is_empty() {
                return Err(format!("keyin {} has no command {word}", command.join(" ")));
            }
        }
        match self.help(&command).subcommands.is_empty() {
            true => Ok(()),
            false => Err(format!("keyin {} is no whole command", command.join(" "))),
        }
    }
}

fn read_help(text: &str) -> Help {
    let mut help = Help { subcommands: BTreeSet::new(), flags: BTreeSet::new() };
    let mut in_commands = false;
    for line in text.lines() {
        if !line.starts_with(' ') {
            in_commands = line == "Commands:";
            continue;
        }
        let first = line.split_whitespace().next().unwrap_or_default();
        if in_commands {
            // Two spaces begin a command; more go on with its description.
            if !line.starts_with("   ") {
                help.subcommands.insert(first.to_owned());
            }
        } else if first.starts_with('-') {
            let flags = line.split([' ', ',', '=']).filter_map(|word| word.strip_prefix("--"));
            help.flags.extend(flags.map(str::to_owned));
        }
    }
    help
}

/// The words behind each call of keyin in a shell script.
fn calls(script: &str) -> Vec<Vec<String>> {
    let joined = script.replace("\\\n", " ").replace("|\n", "| ");
    let mut calls = Vec::new();
    for line in joined.lines() {
        for words in pipeline(line) {
            let assigned = words.iter().take_while(|word| is_assignment(word)).count();
            let called = &words[assigned..];
            match called.iter().position(|word| word == "--") {
                Some(end) if called.starts_with(&["cargo".into(), "run".into()]) => {
                    calls.push(called[end + 1..].to_vec());
                }
                _ if called.first().is_some_and(|word| word == "keyin") => calls.push(called[1..].to_vec()),
                _ => {}
            }
        }
    }
    calls
}

fn is_assignment(word: &str) -> bool {
    let name = word.split_once('=').map(|(name, _)| name).unwrap_or_default();
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

/// One line: its commands between the pipes, each as words without quotes; a comment or a redirection ends it.
fn pipeline(line: &str) -> Vec<Vec<String>> {
    let mut commands = vec![Vec::new()];
    let mut word: Option<String> = None;
    let mut quote = None;
    for character in line.chars().chain(" ".chars()) {
        match (quote, character) {
            (Some(open), _) if character == open => quote = None,
            (None, '\'' | '"') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None, ' ') => commands.last_mut().unwrap().extend(word.take()),
            (None, '#' | '>') if word.is_none() => break,
            (None, '|') if word.is_none() => commands.push(Vec::new()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    commands
}

#[test]
fn every_command_shown_exists_and_takes_its_flags() {
    let mut binary = Binary::default();
    let mut problems = Vec::new();
    let mut checked = 0;
    for page in Page::all() {
        for block in page.blocks().iter().filter(|block| block.language == "sh") {
            for call in calls(&block.text) {
                checked += 1;
                if let Err(problem) = binary.check(&call) {
                    problems.push(format!("{}: {problem}", page.path.display()));
                }
            }
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
    assert!(checked > 40, "only {checked} commands were found: the reading of scripts is broken");
}

#[test]
fn a_wrong_command_is_found() {
    let mut binary = Binary::default();
    for (line, problem) in [
        ("keyin pay card --merchant-uid a --amount 1 --name 'b c' --card-stdin --json", None),
        ("X=1 keyin pay show order-1 | less", None),
        ("cargo run --quiet -- sandbox --listen 127.0.0.1:0", None),
        ("keyin pay crad --json", Some("keyin pay has no command crad")),
        ("echo | keyin pay card --card-file x", Some("keyin pay card takes no --card-file")),
        ("keyin --json pay", Some("keyin pay is no whole command")),
        ("cargo run -- serve", Some("keyin  has no command serve")),
    ] {
        let found = calls(line);
        assert_eq!(found.len(), 1, "{line}");
        assert_eq!(binary.check(&found[0]).err().as_deref(), problem, "{line}");
    }
}
