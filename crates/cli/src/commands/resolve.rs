//! `keyin resolve`

use keyin_app::{Patience, ResolveUnknown};
use serde_json::json;

use super::Context;
use crate::args::Resolve;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::render::{charge_json, charge_text};
use crate::wiring;

/// Settles what is unknown: a line for each charge that was looked at, then a summary.
pub(super) async fn run(args: Resolve, context: &Context) -> Result<Exit, Problem> {
    let Context { settings, decorators, output } = context;
    let language = output.language;
    let gateway = wiring::gateway(settings, *decorators)?;
    let journal = wiring::journal(settings, *decorators).await?;
    let resolve = ResolveUnknown::new(wiring::charging(settings, &gateway, journal));
    let patience = if args.wait { Patience::UntilSettled } else { Patience::Once };
    let told = |charge: &keyin_domain::Charge| {
        output.result(&charge_json(charge, language), &charge_text(charge, language));
    };
    let resolution = resolve.run(patience, told).await.map_err(|error| Problem::of(&error, language))?;
    let document = json!({ "summary": {
        "settled": resolution.settled,
        "abandoned": resolution.abandoned,
        "review": resolution.review,
        "open": resolution.open,
    } });
    let text = match language {
        keyin_domain::Language::English => format!(
            "{} settled, {} abandoned, {} for a person, {} still unknown",
            resolution.settled, resolution.abandoned, resolution.review, resolution.open
        ),
        keyin_domain::Language::Korean => format!(
            "확정 {}건, 폐기 {}건, 담당자 확인 {}건, 미확인 {}건",
            resolution.settled, resolution.abandoned, resolution.review, resolution.open
        ),
    };
    output.result(&document, &text);
    Ok(if resolution.open + resolution.review > 0 { Exit::Unknown } else { Exit::Done })
}
