//! The commands, one a file.

mod bench;
mod check;
mod docs;
mod fuzz;
mod help;
mod proof;
mod release;
mod sim;
mod soak;
mod test;

use anyhow::{Result, bail};

/// Runs the command that the arguments name.
///
/// # Errors
///
/// Fails when the command is unknown, or with the command's own failure.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", [].as_slice()),
    };
    match command {
        "check" => {
            no_arguments("check", rest)?;
            check::run()
        }
        "test" => test::run(rest),
        "bench" => bench::run(rest),
        "release" => release::run(rest),
        "docs" => {
            no_arguments("docs", rest)?;
            docs::run()
        }
        "fuzz" => fuzz::run(rest),
        "sim" => sim::run(rest),
        "soak" => soak::run(rest),
        "crash" | "cluster" | "leakscan" => proof::run(command, rest),
        "help" | "--help" | "-h" => {
            no_arguments("help", rest)?;
            help::run();
            Ok(())
        }
        _ => bail!("there is no such command. To see what there is: cargo xtask help"),
    }
}

fn no_arguments(command: &str, rest: &[String]) -> Result<()> {
    if !rest.is_empty() {
        bail!("`cargo xtask {command}` takes no arguments");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(arguments: &[&str]) -> String {
        let arguments: Vec<String> = arguments.iter().map(|&text| text.to_owned()).collect();
        run(&arguments).unwrap_err().to_string()
    }

    #[test]
    fn an_unknown_command_is_refused_and_points_to_the_help() {
        assert!(refused(&["tset"]).contains("cargo xtask help"));
    }

    #[test]
    fn check_takes_no_arguments() {
        assert!(refused(&["check", "--fast"]).contains("takes no arguments"));
    }

    #[test]
    fn no_command_at_all_explains_itself() {
        run(&[]).unwrap();
    }
}
