//! Which path leads where.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::routing::{any, on};

use crate::api::ENDPOINTS;
use crate::http::answer::Answer;
use crate::site::Site;
use crate::{control, messages, page, pipeline};

/// Every path, each also with a slash at its end.
pub(crate) fn router(site: &Arc<Site>) -> Router {
    let mut router = Router::new();
    for endpoint in ENDPOINTS {
        for path in [endpoint.path.to_owned(), format!("{}/", endpoint.path)] {
            let site = Arc::clone(site);
            let handler = move |request: Request| pipeline::take(Arc::clone(&site), endpoint, request);
            router = router.route(&path, on(endpoint.method, handler));
        }
    }
    let refuse = |status, message| {
        let site = Arc::clone(site);
        move |request: Request| pipeline::refuse(Arc::clone(&site), request, Answer::status(status, message))
    };
    let root = Arc::clone(site);
    router
        .merge(page::router())
        .fallback(refuse(StatusCode::NOT_FOUND, messages::NO_SUCH_PATH))
        .method_not_allowed_fallback(refuse(StatusCode::METHOD_NOT_ALLOWED, messages::WRONG_METHOD))
        .nest("/_sandbox", control::router(site))
        // What is nested does not include its own root with a slash.
        .route(
            "/_sandbox/",
            any(move |request: Request| std::future::ready(control::not_found(&root, &request))),
        )
}

#[cfg(test)]
mod tests;
