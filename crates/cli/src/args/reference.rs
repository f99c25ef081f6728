//! The pages `docs/command-line.md` and `docs/command-line.ko.md`, made of the command line itself so that they cannot
//! tell another one. `cargo xtask docs` writes them; without it the test says where they differ.

use std::path::Path;

use clap::{Arg, Command, CommandFactory};

use super::{Cli, in_korean};

/// What a page says in its own words.
struct Wording {
    file: &'static str,
    opening: &'static str,
    settings: &'static str,
    columns: &'static str,
    required: &'static str,
    default: &'static str,
}

const ENGLISH: Wording = Wording {
    file: "command-line.md",
    opening: "# Command line\n\n\
        Every command and what it takes, as `--help` tells it. [한국어](command-line.ko.md)\n\n\
        This page is made of the program by `cargo xtask docs`; a test fails when the two differ. What the commands are for \
        is told in [payments.md](payments.md), [batches.md](batches.md), [schedules.md](schedules.md), \
        [reconciliation.md](reconciliation.md) and [sandbox.md](sandbox.md), what an exit status means \
        [there, too](payments.md#exit-statuses).\n",
    settings: "\n## Settings\n\n\
        Every command takes these. [settings.md](settings.md) lists what else can be set, and where.\n",
    columns: "argument | what it is",
    required: "Required",
    default: "Default",
};

const KOREAN: Wording = Wording {
    file: "command-line.ko.md",
    opening: "# 명령줄\n\n\
        모든 명령과 인자를 `--help`가 알려 주는 그대로 적었습니다. [English](command-line.md)\n\n\
        이 문서는 `cargo xtask docs`가 프로그램에서 만들며, 둘이 다르면 테스트가 실패합니다. 명령의 쓰임새는 \
        [payments.ko.md](payments.ko.md), [batches.ko.md](batches.ko.md), [schedules.ko.md](schedules.ko.md), \
        [reconciliation.ko.md](reconciliation.ko.md), [sandbox.ko.md](sandbox.ko.md)에, 종료 코드의 뜻은 \
        [payments.ko.md](payments.ko.md#종료-코드)에 있습니다.\n",
    settings: "\n## 설정\n\n\
        모든 명령에 쓸 수 있습니다. 그 밖의 설정과 설정하는 곳은 [settings.ko.md](settings.ko.md)에 있습니다.\n",
    columns: "인자 | 설명",
    required: "필수",
    default: "기본값",
};

fn page(mut command: Command, wording: &Wording) -> String {
    command.build();
    let top: Vec<&Command> = shown(&command).collect();
    let mut text = wording.opening.to_owned() + "\n";
    for each in &top {
        text += &format!("- {}\n", entry(each));
        for inner in shown(each) {
            text += &format!("  - {}\n", entry(inner));
        }
    }
    text += wording.settings;
    text += &table(command.get_arguments().filter(|argument| argument.is_global_set()), wording);
    for each in top {
        text += &section(each, "##", wording);
        for inner in shown(each) {
            text += &section(inner, "###", wording);
        }
    }
    text
}

fn shown(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|inner| !inner.is_hide_set())
}

/// A line of the list at the top, with its link.
fn entry(command: &Command) -> String {
    let name = full_name(command);
    format!("[`{name}`](#{}): {}", name.replace(' ', "-"), about(command))
}

fn section(command: &Command, level: &str, wording: &Wording) -> String {
    let mut text = format!("\n{level} `{}`\n\n{}.\n", full_name(command), about(command));
    if !command.has_subcommands() {
        let usage = command.clone().render_usage().to_string();
        text += &format!("\n```text\n{}\n```\n", usage.trim_start_matches("Usage: "));
        text += &table(command.get_arguments().filter(|argument| !argument.is_global_set()), wording);
    }
    text
}

fn full_name(command: &Command) -> &str {
    command.get_bin_name().unwrap_or_else(|| command.get_name())
}

fn about(command: &Command) -> String {
    command.get_about().map(ToString::to_string).unwrap_or_default()
}

/// A row for each argument that `--help` shows; nothing if there is none but `--help` itself.
fn table<'a>(arguments: impl Iterator<Item = &'a Arg>, wording: &Wording) -> String {
    let told =
        arguments.filter(|one| !one.is_hide_set() && !matches!(one.get_id().as_str(), "help" | "version"));
    let rows: String = told.map(|argument| row(argument, wording)).collect();
    if rows.is_empty() { rows } else { format!("\n| {} |\n|---|---|\n{rows}", wording.columns) }
}

fn row(argument: &Arg, wording: &Wording) -> String {
    let taken = if argument.get_action().takes_values() { argument.get_default_values() } else { &[] };
    let defaults = taken.iter().map(|value| value.to_string_lossy());
    let mut notes: Vec<String> = argument.get_help().map(ToString::to_string).into_iter().collect();
    if argument.is_required_set() {
        notes.push(wording.required.to_owned());
    }
    notes.extend(defaults.map(|value| format!("{} `{value}`", wording.default)));
    format!("| `{}` | {} |\n", argument.to_string().replace('|', "\\|"), notes.join(". ").replace('|', "\\|"))
}

#[test]
fn the_pages_are_what_the_program_says() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    for (command, wording) in [(Cli::command(), ENGLISH), (in_korean(Cli::command()), KOREAN)] {
        let (file, made) = (docs.join(wording.file), page(command, &wording));
        if std::env::var_os("KEYIN_WRITE_DOCS").is_some() {
            std::fs::write(&file, &made).unwrap();
        }
        let stands = std::fs::read_to_string(&file).unwrap_or_default();
        let differs = stands.lines().zip(made.lines()).position(|(stands, made)| stands != made);
        assert!(
            stands == made,
            "{} differs from line {}: run cargo xtask docs",
            wording.file,
            differs.unwrap_or_else(|| stands.lines().count().min(made.lines().count())) + 1
        );
    }
}
