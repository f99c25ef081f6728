//! Ctrl-C and the polite signal of a service manager.

use keyin_app::Stop;

use crate::exit::Exit;
use crate::output::Output;

/// From now on the first signal asks for the stop and says so, and the second one ends the process at once.
/// What was out then is of unknown outcome, as after any sudden end, and so is the exit status.
pub(crate) fn ask_on_signal(output: Output) -> Stop {
    let stop = Stop::default();
    let asked = stop.clone();
    let mut signals = Signals::listen();
    tokio::spawn(async move {
        signals.next().await;
        asked.ask();
        output.remark(output.pick(
            "keyin: stopping; what was sent is awaited and recorded, nothing new is sent. A second signal ends at once.",
            "keyin: 중단합니다. 이미 보낸 요청은 결과를 기다려 기록하고, 새로 보내지 않습니다. 한 번 더 신호를 보내면 즉시 종료합니다.",
        ));
        signals.next().await;
        std::process::exit(Exit::Unknown.number().into());
    });
    stop
}

/// Returns at the first signal.
pub(crate) async fn first_signal() {
    Signals::listen().next().await;
}

#[cfg(unix)]
struct Signals(Vec<tokio::signal::unix::Signal>);

#[cfg(unix)]
impl Signals {
    /// A signal that cannot be listened for keeps its usual effect, which is to end the process.
    fn listen() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        let kinds = [SignalKind::interrupt(), SignalKind::terminate()];
        Self(kinds.into_iter().filter_map(|kind| signal(kind).ok()).collect())
    }

    async fn next(&mut self) {
        std::future::poll_fn(|context| {
            // Each of them is asked, so that each wakes this task.
            let polled = self.0.iter_mut().map(|signal| signal.poll_recv(context).is_ready());
            let came = polled.filter(|is_ready| *is_ready).count();
            if came > 0 { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
        })
        .await;
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn listen() -> Self {
        Self
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
