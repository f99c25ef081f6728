//! What no caller waited for is settled in the background.

use std::io::{self, Write};
use std::time::Duration;

use keyin_app::{Charging, Patience, ResolveUnknown};

const PAUSE: Duration = Duration::from_secs(15);

/// Looks at what is not settled, again and again until the stop is asked for. Sends nothing.
pub(crate) async fn settle_now_and_then(charging: Charging) {
    let resolve = ResolveUnknown::new(charging.clone());
    while !charging.stop.is_asked() {
        if let Err(error) = resolve.run(Patience::Once, |_| {}).await {
            // The next pass may fare better; that the log cannot be written ends nothing.
            let _ = writeln!(io::stderr(), "the journal cannot be read: {error}");
        }
        let next = charging.clock.monotonic().after(PAUSE);
        tokio::select! {
            () = charging.clock.sleep_until(next) => {}
            () = charging.stop.asked() => {}
        }
    }
}
