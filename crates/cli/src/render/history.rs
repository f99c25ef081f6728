//! What happened to a charge.

use keyin_domain::{ImpUid, Language};
use keyin_ports::ChargeEvent;
use serde_json::{Value, json};

use super::charge_row::in_korea;

/// The documents of the events, in order.
pub(crate) fn history_json(events: &[ChargeEvent]) -> Value {
    let event = |event: &ChargeEvent| {
        json!({
            "number": event.number,
            "at": event.at.as_second(),
            "epoch": event.epoch.get(),
            "what": event.what,
            "from": event.from.map(|state| state.as_str()),
            "to": event.to.as_str(),
            "imp_uid": event.imp_uid.as_ref().map(ImpUid::as_str),
        })
    };
    json!(events.iter().map(event).collect::<Vec<_>>())
}

/// The events, a line each.
pub(crate) fn history_text(events: &[ChargeEvent], language: Language) -> String {
    let heading = match language {
        Language::English => "  history (KST):",
        Language::Korean => "  이력(한국 시간):",
    };
    let line = |event: &ChargeEvent| {
        let from = event.from.map_or("", |state| state.as_str());
        let arrow = if from.is_empty() { "" } else { " → " };
        let imp_uid = event.imp_uid.as_ref().map_or("", ImpUid::as_str);
        let line = format!(
            "  {}  #{}  send {}  {:<10}  {from}{arrow}{}  {imp_uid}",
            in_korea(event.at),
            event.number,
            event.epoch,
            event.what,
            event.to
        );
        line.trim_end().to_owned()
    };
    let lines: Vec<String> = std::iter::once(heading.to_owned()).chain(events.iter().map(line)).collect();
    lines.join("\n")
}
