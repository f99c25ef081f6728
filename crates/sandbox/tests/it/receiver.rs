//! Somebody who is told of payments.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;

/// What arrived: path, content type and body.
pub(crate) type Told = (String, String, String);

#[derive(Default)]
struct Inner {
    told: Vec<Told>,
    /// What the next calls are answered; 200 when there is nothing more.
    answers: VecDeque<u16>,
}

/// A receiver of webhooks on a port of its own.
pub(crate) struct Receiver {
    inner: Arc<Mutex<Inner>>,
    base: String,
}

impl Receiver {
    pub(crate) async fn listen() -> Self {
        let inner = Arc::new(Mutex::new(Inner::default()));
        let kept = Arc::clone(&inner);
        let take = move |request: Request| {
            let kept = Arc::clone(&kept);
            async move {
                let (parts, body) = request.into_parts();
                let body = axum::body::to_bytes(body, 100_000).await.unwrap();
                let content_type = parts.headers["content-type"].to_str().unwrap().to_owned();
                let mut inner = kept.lock().unwrap();
                inner.told.push((
                    parts.uri.to_string(),
                    content_type,
                    String::from_utf8(body.to_vec()).unwrap(),
                ));
                StatusCode::from_u16(inner.answers.pop_front().unwrap_or(200)).unwrap()
            }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let router: Router = Router::new().fallback(take);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { inner, base }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(crate) fn will_answer(&self, statuses: &[u16]) {
        self.inner.lock().unwrap().answers.extend(statuses);
    }

    pub(crate) fn told(&self) -> Vec<Told> {
        self.inner.lock().unwrap().told.clone()
    }

    /// The bodies, once there are so many.
    pub(crate) async fn bodies(&self, count: usize) -> Vec<String> {
        let there = async {
            while self.told().len() < count {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), there).await.unwrap();
        let told = self.told();
        assert_eq!(told.len(), count, "{told:?}");
        told.into_iter().map(|(_, _, body)| body).collect()
    }
}
