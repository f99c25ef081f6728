//! PG channels.

use keyin_domain::{Channel, ChannelKind, Language};
use serde_json::{Value, json};

fn kind(channel: &Channel) -> &str {
    match &channel.kind {
        ChannelKind::Payment => "payment",
        ChannelKind::ApiPayment => "api_payment",
        ChannelKind::Certification => "certification",
        ChannelKind::Other(word) => word,
    }
}

/// The document of the channels.
pub(crate) fn channels_json(channels: &[Channel]) -> Value {
    let rows = channels.iter().map(|channel| {
        json!({
            "pg": channel.pg.to_string(),
            "type": kind(channel),
            "sandbox": channel.sandbox,
            "channel_name": channel.name,
            "channel_key": channel.channel_key,
        })
    });
    json!({ "channels": rows.collect::<Vec<_>>() })
}

/// The channels, a line each.
pub(crate) fn channels_text(channels: &[Channel], language: Language) -> String {
    if channels.is_empty() {
        return match language {
            Language::English => "no channel".into(),
            Language::Korean => "설정된 채널이 없습니다".into(),
        };
    }
    let row = |channel: &Channel| {
        let test = match (channel.sandbox, language) {
            (true, Language::English) => "test",
            (true, Language::Korean) => "테스트",
            (false, Language::English) => "live",
            (false, Language::Korean) => "실연동",
        };
        format!(
            "{:<24} {:<14} {test}  {}",
            channel.pg.to_string(),
            kind(channel),
            channel.name.as_deref().unwrap_or("")
        )
    };
    channels.iter().map(row).collect::<Vec<_>>().join("\n")
}
