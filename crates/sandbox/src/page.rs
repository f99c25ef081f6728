//! The page at `/`, for people: its files, as they stand beside this one.
//!
//! The page only shows what the controls under `/_sandbox` tell, and does what they do; it holds nothing itself. It is
//! plain HTML, CSS and JavaScript modules, which need no building.

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::IntoResponse;
use axum::routing::get;

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

struct File {
    path: &'static str,
    kind: &'static str,
    text: &'static str,
}

macro_rules! file {
    ($kind:expr, $name:literal) => {
        File {
            path: concat!("/_sandbox/page/", $name),
            kind: $kind,
            text: include_str!(concat!("page/", $name)),
        }
    };
}

static FILES: &[File] = &[
    File { path: "/", kind: HTML, text: include_str!("page/index.html") },
    file!(CSS, "style.css"),
    file!(SCRIPT, "page.js"),
    file!(SCRIPT, "api.js"),
    file!(SCRIPT, "dom.js"),
    file!(SCRIPT, "text.js"),
    file!(SCRIPT, "english.js"),
    file!(SCRIPT, "korean.js"),
    file!(SCRIPT, "sections/cards.js"),
    file!(SCRIPT, "sections/channels.js"),
    file!(SCRIPT, "sections/faults.js"),
    file!(SCRIPT, "sections/keys.js"),
    file!(SCRIPT, "sections/pay.js"),
    file!(SCRIPT, "sections/payments.js"),
    file!(SCRIPT, "sections/requests.js"),
    file!(SCRIPT, "sections/schedules.js"),
    file!(SCRIPT, "sections/webhooks.js"),
];

/// The page itself, and what it is made of.
pub(crate) fn router() -> Router {
    FILES.iter().fold(Router::new(), |router, file| router.route(file.path, get(|| async { file.answer() })))
}

impl File {
    fn answer(&self) -> impl IntoResponse + use<> {
        // Nothing but the page's own files is ever loaded, and nobody frames it.
        const POLICY: HeaderValue = HeaderValue::from_static(
            "default-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        );
        const NOSNIFF: HeaderName = header::X_CONTENT_TYPE_OPTIONS;
        let kind = HeaderValue::from_static(self.kind);
        let headers = [
            (header::CONTENT_TYPE, kind),
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (NOSNIFF, HeaderValue::from_static("nosniff")),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        ];
        (headers, self.text)
    }
}
