//! A gateway adapter in front of a server that answers one call with what the input says.

use std::cell::OnceCell;
use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use keyin_adapter_iamport::{IamportConfig, IamportGateway};
use keyin_adapter_memory::ManualClock;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

const TOKEN: &[u8] = br#"{"code":0,"message":null,"response":{"access_token":"abc","now":1767225600,"expired_at":1767227400}}"#;

/// An input: which call is made, and how it is answered.
///
/// The first line is a letter that chooses the call and three digits of the status; the rest is the body. What does not
/// begin so is the whole answer byte by byte, after which the connection is closed.
pub(crate) struct Input<'a> {
    pub(crate) choice: u8,
    /// None: the answer is not even HTTP, or only by chance.
    pub(crate) status: Option<u16>,
    pub(crate) body: &'a [u8],
}

impl<'a> Input<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Self {
        let choice = bytes.first().copied().unwrap_or_default();
        let status = bytes.get(1..4).filter(|digits| digits.iter().all(u8::is_ascii_digit));
        let status = status.and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
        // An answer with one of the others has no body, whatever its head says.
        let status =
            status.filter(|status| (200..=599).contains(status) && ![204, 205, 304].contains(status));
        match bytes.get(4) {
            Some(b'\n') if status.is_some() => Self { choice, status, body: &bytes[5..] },
            _ => Self { choice, status: None, body: bytes.get(1..).unwrap_or_default() },
        }
    }

    /// The body as another reader of JSON takes it, with bytes that are no UTF-8 replaced.
    pub(crate) fn json(&self) -> Option<Value> {
        serde_json::from_str(&String::from_utf8_lossy(self.body)).ok()
    }

    /// Whether the answer may say 401, after which a call is made once more. Empty lines and answers that only announce
    /// another may stand before it.
    pub(crate) fn may_be_unauthorized(&self) -> bool {
        match self.status {
            Some(status) => status == 401,
            None => self.body.windows(4).any(|word| word == b" 401"),
        }
    }

    fn answer(&self) -> Answer {
        let Some(status) = self.status else { return Answer { bytes: self.body.to_vec(), close: true } };
        Answer { bytes: whole(status, self.body), close: false }
    }
}

struct Answer {
    bytes: Vec<u8>,
    close: bool,
}

#[derive(Default)]
struct Script {
    answer: Mutex<Option<Arc<Answer>>>,
    /// How many calls beside those for a token had come.
    seen: AtomicUsize,
}

/// The adapter, and a clock that stands still.
pub(crate) struct Exchange {
    runtime: Runtime,
    pub(crate) gateway: IamportGateway,
    pub(crate) clock: Arc<ManualClock>,
    script: Arc<Script>,
}

thread_local! {
    static EXCHANGE: OnceCell<Exchange> = const { OnceCell::new() };
}

/// Lets `call` use the adapter while the server answers as the input says. Also how many calls reached the server.
pub(crate) fn with<T, F: Future<Output = T>>(
    input: &Input<'_>,
    call: impl FnOnce(IamportGateway, Arc<ManualClock>) -> F,
) -> (T, usize) {
    EXCHANGE.with(|exchange| {
        let exchange = exchange.get_or_init(Exchange::start);
        *exchange.script.answer.lock().unwrap() = Some(Arc::new(input.answer()));
        exchange.script.seen.store(0, Ordering::SeqCst);
        let answered = exchange.runtime.block_on(async {
            let answered = call(exchange.gateway.clone(), Arc::clone(&exchange.clock)).await;
            // Lets the client find out that a connection was closed, so that it does not send the next call into it.
            for _ in 0..3 {
                tokio::task::yield_now().await;
            }
            answered
        });
        (answered, exchange.script.seen.load(Ordering::SeqCst))
    })
}

impl Exchange {
    fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let script = Arc::new(Script::default());
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let serving = Arc::clone(&script);
        runtime.spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&serving)));
            }
        });
        let clock = Arc::new(ManualClock::default());
        let gateway = IamportGateway::new(IamportConfig::new(url, "key", "secret"), clock.clone()).unwrap();
        Self { runtime, gateway, clock, script }
    }
}

/// Answers calls on one connection until it is closed.
async fn serve(mut stream: TcpStream, script: Arc<Script>) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    let mut buffer = Vec::new();
    loop {
        let head = loop {
            if let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
            if stream.read_buf(&mut buffer).await.ok()? == 0 {
                return None;
            }
        };
        let text = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
        let length = text.lines().find_map(|line| line.strip_prefix("content-length:"));
        let end = head + length.map_or(0, |length| length.trim().parse().unwrap());
        while buffer.len() < end {
            if stream.read_buf(&mut buffer).await.ok()? == 0 {
                return None;
            }
        }
        buffer.drain(..end);
        if text.starts_with("post /users/gettoken ") {
            stream.write_all(&whole(200, TOKEN)).await.ok()?;
            continue;
        }
        script.seen.fetch_add(1, Ordering::SeqCst);
        let answer = script.answer.lock().unwrap().clone()?;
        stream.write_all(&answer.bytes).await.ok()?;
        if answer.close {
            return None;
        }
    }
}

fn whole(status: u16, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}
