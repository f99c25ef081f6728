//! The wish to end: nothing new is begun, what is out is awaited.

use std::sync::Arc;

use tokio::sync::watch;

/// Somebody's wish that the work comes to an end. Clones share it; the default is never asked for unless one
/// of its clones is.
///
/// A use case that is asked to stop begins nothing new: it claims no further charge, waits for no pace and
/// looks nothing further up. A send that is out is awaited and its answer is written down.
#[derive(Clone, Debug)]
pub struct Stop(Arc<watch::Sender<bool>>);

impl Default for Stop {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Stop {
    /// Asks for it. There is no way back.
    pub fn ask(&self) {
        self.0.send_replace(true);
    }

    /// Whether it was asked for.
    pub fn is_asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns once it is asked for. Dropping the future has no effect.
    pub async fn asked(&self) {
        // The sender lives in `self`, which is borrowed: waiting cannot end for want of one.
        let _ = self.0.subscribe().wait_for(|asked| *asked).await;
    }

    /// What the future comes to, unless the stop is asked for before.
    pub(crate) async fn unless_asked<T>(&self, future: impl Future<Output = T>) -> Option<T> {
        if self.is_asked() {
            return None;
        }
        tokio::select! {
            biased;
            output = future => Some(output),
            () = self.asked() => None,
        }
    }
}
