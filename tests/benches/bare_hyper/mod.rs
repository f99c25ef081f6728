//! A bare hyper server as a process of its own: it reads what it is sent and gives one answer, of a size that it is told.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::Command;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;

/// What this program is called with when it is to be the server.
const SERVE: &str = "--serve-bytes";

/// How to start this program as the server.
pub(crate) fn command(bytes: usize) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([SERVE, &bytes.to_string()]);
    command
}

/// Is the server, if the program was started as one.
pub(crate) fn serve_if_asked() {
    let mut args = std::env::args().skip_while(|arg| arg != SERVE).skip(1);
    if let Some(bytes) = args.next() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(serve(body(bytes.parse().unwrap())));
    }
}

/// As many bytes, which begin and end like every good answer of the API.
fn body(bytes: usize) -> Bytes {
    let (begin, end) = (r#"{"code":0,"message":null,"response":""#, r#""}"#);
    format!("{begin}{:.<1$}{end}", "", bytes - begin.len() - end.len()).into()
}

async fn serve(body: Bytes) {
    let listener = tokio::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await.unwrap();
    println!(r#"{{"listening":"http://{}"}}"#, listener.local_addr().unwrap());
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        let body = body.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| answer(request, body.clone()));
            let connection = hyper::server::conn::http1::Builder::new();
            let _ = connection.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn answer(request: Request<Incoming>, body: Bytes) -> Result<Response<Full<Bytes>>, Infallible> {
    let _ = request.into_body().collect().await;
    let mut response = Response::new(Full::new(body));
    let json = HeaderValue::from_static("application/json; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, json);
    Ok(response)
}
