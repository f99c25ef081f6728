//! `keyin pg list`

use super::Context;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::render::{channels_json, channels_text};
use crate::wiring;

/// Lists the merchant's PG channels.
pub(super) async fn run(context: &Context) -> Result<Exit, Problem> {
    let language = context.output.language;
    let gateway = wiring::gateway(&context.settings, context.decorators)?;
    let channels = gateway.channels.list().await.map_err(|error| Problem::of(&error, language))?;
    context.output.result(&channels_json(&channels), &channels_text(&channels, language));
    Ok(Exit::Done)
}
