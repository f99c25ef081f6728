//! Which path leads where.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::routing::{any, on};

use crate::answer::Answer;
use crate::api::ENDPOINTS;
use crate::world::World;
use crate::{control, messages, pipeline};

/// Every path, each also with a slash at its end.
pub(crate) fn router(world: &Arc<World>) -> Router {
    let mut router = Router::new();
    for endpoint in ENDPOINTS {
        for path in [endpoint.path.to_owned(), format!("{}/", endpoint.path)] {
            let world = Arc::clone(world);
            let handler = move |request: Request| pipeline::take(Arc::clone(&world), endpoint, request);
            router = router.route(&path, on(endpoint.method, handler));
        }
    }
    let refuse = |status, message| {
        let world = Arc::clone(world);
        move |request: Request| {
            let world = Arc::clone(&world);
            async move {
                let (parts, _) = request.into_parts();
                pipeline::refuse_unread(&world, &parts, Answer::status(status, message))
            }
        }
    };
    router
        .fallback(refuse(StatusCode::NOT_FOUND, messages::NO_SUCH_PATH))
        .method_not_allowed_fallback(refuse(StatusCode::METHOD_NOT_ALLOWED, messages::WRONG_METHOD))
        .nest("/_sandbox", control::router(world))
        // What is nested does not include its own root with a slash.
        .route("/_sandbox/", any(control::not_found))
}
