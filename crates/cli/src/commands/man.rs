//! `keyin man`

use std::path::{Path, PathBuf};

use clap::CommandFactory;
use keyin_domain::Language;
use serde_json::json;

use super::Context;
use crate::args::{Cli, in_korean};
use crate::exit::Exit;
use crate::problem::Problem;

/// Prints the page of `keyin`, or writes every page to a folder.
pub(super) fn run(out: Option<PathBuf>, context: &Context) -> Result<Exit, Problem> {
    let mut command = Cli::command();
    if context.output.language == Language::Korean {
        command = in_korean(command);
    }
    let failed = |error: std::io::Error| Problem::unavailable("man.write", error.to_string());
    match out {
        Some(folder) => {
            std::fs::create_dir_all(&folder).map_err(failed)?;
            command.build();
            let mut pages = Vec::new();
            write_pages(&command, "keyin", &folder, &mut pages).map_err(failed)?;
            context.output.result(&json!({ "pages": pages }), &pages.join("\n"));
        }
        None => {
            let page = page_of(command).map_err(failed)?;
            context.output.result(&json!({ "page": page }), page.trim_end());
        }
    }
    Ok(Exit::Done)
}

fn page_of(command: clap::Command) -> std::io::Result<String> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

fn write_pages(
    command: &clap::Command,
    name: &str,
    folder: &Path,
    pages: &mut Vec<String>,
) -> std::io::Result<()> {
    let file = format!("{name}.1");
    std::fs::write(folder.join(&file), page_of(command.clone())?)?;
    pages.push(file);
    for inner in command.get_subcommands().filter(|inner| !inner.is_hide_set()) {
        write_pages(inner, &format!("{name}-{}", inner.get_name()), folder, pages)?;
    }
    Ok(())
}
