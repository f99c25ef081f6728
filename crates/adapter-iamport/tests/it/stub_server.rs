//! A server that does with each request what a test says, and counts every request it saw a byte of.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What to do once the head of a request is there.
pub(crate) enum Then {
    /// Answer, and keep the connection.
    Answer(String),
    /// Answer as if the connection were kept, and close it.
    AnswerAndClose(String),
    /// Close before the body is read.
    CloseAtHead,
    /// Read all of it and close.
    Close,
    /// Read all of it and break the connection off with a reset.
    Reset,
    /// Read all of it and never answer.
    Silence,
}

/// What a server saw, in order: `POST /path`, and the body.
type Seen = Arc<Mutex<Vec<(String, String)>>>;

pub(crate) struct StubServer {
    pub(crate) url: String,
    seen: Seen,
}

impl StubServer {
    /// `script` is asked with `POST /path` and how many requests with it came before.
    pub(crate) async fn start(script: impl Fn(&str, usize) -> Then + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Seen::default();
        let (script, log) = (Arc::new(script), Arc::clone(&seen));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&script), Arc::clone(&log)));
            }
        });
        Self { url, seen }
    }

    /// How many requests with this beginning were seen.
    pub(crate) fn count(&self, beginning: &str) -> usize {
        self.seen.lock().unwrap().iter().filter(|(line, _)| line.starts_with(beginning)).count()
    }

    /// How many requests had this in their body.
    pub(crate) fn count_with_body(&self, part: &str) -> usize {
        self.seen.lock().unwrap().iter().filter(|(_, body)| body.contains(part)).count()
    }

    /// Every request line.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.seen.lock().unwrap().iter().map(|(line, _)| line.clone()).collect()
    }
}

async fn serve<S: Fn(&str, usize) -> Then>(mut stream: TcpStream, script: Arc<S>, seen: Seen) {
    let mut buffer = Vec::new();
    while let Some(end) = until_head(&mut stream, &mut buffer).await {
        let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
        buffer.drain(..end);
        let line = head.lines().next().unwrap_or_default();
        let line = line.rsplit_once(' ').map_or(line, |(line, _)| line).to_owned();
        let (then, place) = {
            let mut seen = seen.lock().unwrap();
            let earlier = seen.iter().filter(|(other, _)| *other == line).count();
            let then = script(&line, earlier);
            seen.push((line, String::new()));
            (then, seen.len() - 1)
        };
        if matches!(then, Then::CloseAtHead) {
            return;
        }
        let Some(body) = body(&mut stream, &mut buffer, &head).await else { return };
        seen.lock().unwrap()[place].1 = body;
        match then {
            Then::Answer(answer) => {
                if stream.write_all(answer.as_bytes()).await.is_err() {
                    return;
                }
            }
            Then::AnswerAndClose(answer) => {
                let _ = stream.write_all(answer.as_bytes()).await;
                return;
            }
            Then::Reset => {
                stream.set_zero_linger().unwrap();
                return;
            }
            Then::Silence => std::future::pending().await,
            Then::CloseAtHead | Then::Close => return,
        }
    }
}

/// Reads until the end of a head and returns where that is; none if the other side closes.
async fn until_head(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<usize> {
    loop {
        if let Some(at) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            return Some(at + 4);
        }
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
}

async fn body(stream: &mut TcpStream, buffer: &mut Vec<u8>, head: &str) -> Option<String> {
    let length = head
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, value)| value.trim().parse().unwrap());
    while buffer.len() < length {
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
    Some(String::from_utf8_lossy(&buffer.drain(..length).collect::<Vec<u8>>()).into_owned())
}

/// A whole HTTP answer.
pub(crate) fn answer(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A token that lives for half an hour.
pub(crate) fn token() -> String {
    let body = r#"{"code":0,"message":null,"response":{"access_token":"abc","now":1767225600,"expired_at":1767227400}}"#;
    answer("200 OK", body)
}

/// The body of a paid answer to the charge of `orders::key_in`.
pub(crate) fn paid_body(merchant_uid: &str) -> String {
    format!(
        r#"{{"code":0,"message":null,"response":{{"imp_uid":"imps_000000000001","merchant_uid":"{merchant_uid}",
        "amount":3000,"currency":"KRW","status":"paid","paid_at":1767225602,"cancel_amount":0}}}}"#
    )
}
