//! The body of a webhook, as JSON or as a form.

use serde::Serialize;

use crate::events::Event;
use crate::settings::WebhookContentType;

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) content_type: &'static str,
    pub(crate) body: String,
}

#[derive(Serialize)]
struct Fields<'a> {
    imp_uid: &'a str,
    merchant_uid: &'a str,
    status: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cancellation_id: Option<&'a str>,
}

impl Message {
    /// What a merchant is told of an event.
    pub(crate) fn of(event: &Event, content_type: WebhookContentType) -> Self {
        let fields = Fields {
            imp_uid: &event.imp_uid,
            merchant_uid: &event.merchant_uid,
            status: event.status,
            cancellation_id: event.cancellation_id.as_deref(),
        };
        match content_type {
            WebhookContentType::Json => Self {
                content_type: "application/json",
                // Four texts are always written.
                body: serde_json::to_string(&fields).unwrap_or_default(),
            },
            WebhookContentType::Form => {
                Self { content_type: "application/x-www-form-urlencoded", body: fields.form() }
            }
        }
    }
}

impl Fields<'_> {
    fn form(&self) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("imp_uid", self.imp_uid)
            .append_pair("merchant_uid", self.merchant_uid)
            .append_pair("status", self.status);
        if let Some(id) = self.cancellation_id {
            form.append_pair("cancellation_id", id);
        }
        form.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::EventKind;

    #[test]
    fn bodies_are_those_of_the_documentation() {
        let paid = Event {
            at: 1,
            kind: EventKind::Approved,
            imp_uid: "imps_123456789012".to_owned(),
            merchant_uid: "order_id_8237352".to_owned(),
            status: "paid",
            cancellation_id: None,
            notice_url: None,
        };
        let cancelled = Event {
            kind: EventKind::Cancelled,
            merchant_uid: "a&b=c d".to_owned(),
            status: "cancelled",
            cancellation_id: Some("06JC8FVHJTW2WY16FEY0".to_owned()),
            ..paid.clone()
        };
        let body = |event: &Event, kind| Message::of(event, kind).body;
        assert_eq!(
            body(&paid, WebhookContentType::Json),
            r#"{"imp_uid":"imps_123456789012","merchant_uid":"order_id_8237352","status":"paid"}"#
        );
        assert_eq!(
            body(&paid, WebhookContentType::Form),
            "imp_uid=imps_123456789012&merchant_uid=order_id_8237352&status=paid"
        );
        assert_eq!(
            body(&cancelled, WebhookContentType::Form),
            "imp_uid=imps_123456789012&merchant_uid=a%26b%3Dc+d&status=cancelled&cancellation_id=06JC8FVHJTW2WY16FEY0"
        );
    }
}
