//! A desk at which somebody keys cards in: is what was typed a card and an amount, and what does a refusal mean?
//!
//! The domain alone, with nothing of async: `card-desk DATE` reads a card number, an expiry and an amount in won from
//! standard input, a line each, and, if there is one, a fourth line with what the PG answered.

#![forbid(unsafe_code)]

mod slip;

use std::io::{self, BufRead, Write};
use std::process::ExitCode;

use keyin_domain::decline::{DeclineForm, Verdict, classify};
use keyin_domain::jiff::civil::Date;
use keyin_domain::{Decline, Language};

use slip::Slip;

fn main() -> ExitCode {
    // The domain has no clock: today is an argument, here as everywhere.
    let Some(today) = std::env::args().nth(1).and_then(|text| text.parse::<Date>().ok()) else {
        let _ = writeln!(io::stderr(), "usage: card-desk YYYY-MM-DD < SLIP");
        return ExitCode::from(2);
    };
    match serve(today) {
        Ok(exit) => exit,
        Err(error) => {
            let _ = writeln!(io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

/// Reads a slip and tells what it holds; exit status 2 if it is no slip.
fn serve(today: Date) -> io::Result<ExitCode> {
    let mut lines = io::stdin().lock().lines();
    let mut line = || lines.next().unwrap_or_else(|| Ok(String::new()));
    let slip = Slip::parse(&line()?, &line()?, &line()?);
    let answer = line()?;

    let mut told = io::stdout().lock();
    match slip {
        Ok(slip) => slip.tell(today, &mut told)?,
        // The field and the rule; what was typed is in neither.
        Err(refused) => {
            writeln!(told, "{}\t{refused}", refused.code())?;
            return Ok(ExitCode::from(2));
        }
    }
    if !answer.is_empty() {
        tell_answer(&answer, &mut told)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What the words of a PG in an answer without a record prove.
fn tell_answer(answer: &str, told: &mut impl Write) -> io::Result<()> {
    match classify(answer, DeclineForm::Message) {
        Verdict::Declined(decline) => tell_decline(&decline, told),
        Verdict::Duplicate => writeln!(told, "answer\tpaid before, perhaps: look the payment up"),
        Verdict::Ambiguous | Verdict::NotFound => {
            writeln!(told, "answer\tproves nothing: look the payment up, send nothing")
        }
    }
}

fn tell_decline(decline: &Decline, told: &mut impl Write) -> io::Result<()> {
    writeln!(told, "answer\t{} ({})", decline.code(), decline.kind())?;
    writeln!(told, "tell\t{}", decline.customer_message(Language::English))?;
    writeln!(told, "안내\t{}", decline.customer_message(Language::Korean))
}
