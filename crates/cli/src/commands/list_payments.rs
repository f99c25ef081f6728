//! `keyin pay list`

use keyin_app::{ChargeList, ListCharges};
use keyin_domain::{Charge, ChargeState, CustomerUid, PaymentStatus};
use keyin_ports::{ChargeFilter, ListedBy};

use super::Context;
use crate::args::ListPay;
use crate::exit::Exit;
use crate::input::{count, date, period};
use crate::output::Lines;
use crate::problem::Problem;
use crate::render::{charge_json, charge_row, charge_rows_heading};
use crate::wiring;

/// Lists what the journal holds, newest first; the gateway is not asked.
pub(super) async fn run(args: ListPay, context: &Context) -> Result<Exit, Problem> {
    let Context { settings, decorators, output } = context;
    let language = output.language;
    let list = list(&args, context)?;
    let store = wiring::store(settings, *decorators).await?;
    let mut lines = Lines::new(std::io::stdout());
    if !output.json {
        lines.line(charge_rows_heading(language));
    }
    let told = |charge: &Charge| {
        if output.json {
            lines.line(&charge_json(charge, language).to_string())
        } else {
            lines.line(&charge_row(charge))
        }
    };
    let listed = ListCharges::new(store.journal).run(&list, told).await;
    lines.flush();
    listed.map_err(|error| Problem::of(&error, language))?;
    Ok(Exit::Done)
}

fn list(args: &ListPay, context: &Context) -> Result<ChargeList, Problem> {
    let language = context.output.language;
    let moment = |flag, text: &Option<String>, read: fn(&str, &str, _) -> _| {
        text.as_deref().map(|text| read(flag, text, language)).transpose()
    };
    let customer_uid = args.customer_uid.as_deref().map(CustomerUid::parse).transpose();
    let (from, to) = (moment("from", &args.from, date::from)?, moment("to", &args.to, date::to)?);
    if from.zip(to).is_some_and(|(from, to)| from >= to) {
        return Err(period::not_after_from(language));
    }
    let filter = ChargeFilter {
        by: ListedBy::Created,
        from,
        to,
        states: args.states.iter().map(|word| state(word, context)).collect::<Result<_, _>>()?,
        customer_uid: customer_uid.map_err(|error| Problem::invalid(&error, language))?,
    };
    let status = args.status.as_deref().map(|word| status(word, context)).transpose()?;
    let limit = args.limit.as_deref().map(|text| count("limit", text, u64::MAX, language)).transpose()?;
    Ok(ChargeList { filter, status, limit })
}

fn state(word: &str, context: &Context) -> Result<ChargeState, Problem> {
    ChargeState::from_word(word)
        .ok_or_else(|| none_of("state", &ChargeState::ALL.map(ChargeState::as_str), context))
}

fn status(word: &str, context: &Context) -> Result<PaymentStatus, Problem> {
    PaymentStatus::from_word(word)
        .ok_or_else(|| none_of("status", &PaymentStatus::ALL.map(PaymentStatus::as_str), context))
}

fn none_of(flag: &str, words: &[&str], context: &Context) -> Problem {
    let text = context.output.pick("must be one of", "다음 중 하나여야 합니다");
    let message = format!("--{flag}: {text}: {}", words.join(", "));
    Problem::usage(&format!("invalid.{flag}"), message, Some(flag.to_owned()))
}
