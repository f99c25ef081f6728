//! What a subscriber at level TRACE hears.

use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::Once;

thread_local! {
    static HEARD: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// What this thread tells, from its making on. It hears the whole process: of a subscriber that comes and goes with a
/// thread, tracing may remember too long that nobody hears.
pub(crate) struct Captured;

impl Captured {
    pub(crate) fn listen() -> Self {
        static LISTENING: Once = Once::new();
        LISTENING.call_once(|| {
            let subscriber = tracing_subscriber::fmt()
                .with_max_level(tracing::Level::TRACE)
                .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
                .without_time()
                .with_ansi(false)
                .with_writer(|| Ear)
                .finish();
            tracing::subscriber::set_global_default(subscriber).unwrap();
        });
        HEARD.take();
        Self
    }

    pub(crate) fn text(&self) -> String {
        HEARD.with_borrow(|heard| String::from_utf8(heard.clone()).unwrap())
    }

    /// The events that tell how calls ended.
    pub(crate) fn endings(&self) -> Vec<String> {
        self.text().lines().filter(|line| line.contains("a gateway call ended")).map(str::to_owned).collect()
    }
}

struct Ear;

impl Write for Ear {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        HEARD.with_borrow_mut(|heard| heard.extend_from_slice(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
