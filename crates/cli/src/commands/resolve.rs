//! `keyin resolve`

use keyin_app::{Charging, Patience, Resolution, ResolveUnknown};
use keyin_domain::{Charge, Language};
use serde_json::{Value, json};

use super::Context;
use crate::args::Resolve;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::render::{charge_json, charge_text};
use crate::stop_signal::ask_on_signal;
use crate::wiring;

/// Settles what is unknown: a line for each charge that was looked at, then a summary.
pub(super) async fn run(args: Resolve, context: &Context) -> Result<Exit, Problem> {
    let Context { settings, decorators, output } = context;
    let language = output.language;
    let gateway = wiring::gateway(settings, *decorators)?;
    let store = wiring::store(settings, *decorators).await?;
    let stop = ask_on_signal(*output);
    let charging = Charging { stop, ..wiring::charging(settings, &gateway, &store) };
    let patience = if args.wait { Patience::UntilSettled } else { Patience::Once };
    let told = |charge: &Charge| {
        output.result(&charge_json(charge, language), &charge_text(charge, language));
    };
    let resolution = ResolveUnknown::new(charging).run(patience, told).await;
    let resolution = resolution.map_err(|error| Problem::of(&error, language))?;
    output.result(&document(&resolution), &text(&resolution, language));
    Ok(exit(&resolution))
}

fn document(resolution: &Resolution) -> Value {
    let mut document = json!({ "summary": {
        "settled": resolution.settled,
        "abandoned": resolution.abandoned,
        "review": resolution.review,
        "late_paid": resolution.late_paid,
        "swept": resolution.swept,
        "open": resolution.open,
    } });
    if resolution.stopped {
        document["summary"]["stopped"] = json!(true);
    }
    document
}

fn text(resolution: &Resolution, language: Language) -> String {
    let Resolution { settled, abandoned, review, late_paid, swept, open, stopped } = resolution;
    let (mut text, stop) = match language {
        Language::English => (
            format!(
                "{settled} settled, {abandoned} abandoned, {review} for a person, {late_paid} paid late, \
                 {swept} looked up again, {open} still unknown"
            ),
            "stopped before everything was looked at; keyin resolve goes on",
        ),
        Language::Korean => (
            format!(
                "확정 {settled}건, 폐기 {abandoned}건, 담당자 확인 {review}건, 뒤늦은 결제 {late_paid}건, \
                 재조회 {swept}건, 미확인 {open}건"
            ),
            "전부 조회하기 전에 중단되었습니다. keyin resolve로 계속하세요",
        ),
    };
    if *stopped {
        text = format!("{text}\n{stop}");
    }
    text
}

/// A payment found late is a difference between the books and the money.
fn exit(resolution: &Resolution) -> Exit {
    if resolution.open + resolution.review > 0 || resolution.stopped {
        Exit::Unknown
    } else if resolution.late_paid > 0 {
        Exit::NotFound
    } else {
        Exit::Done
    }
}
