//! Who makes a charge.

/// Who makes a charge: fixed at birth, so that never both do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Executor {
    /// keyin sends it.
    Keyin,
    /// The gateway's own scheduler makes it at its time.
    Scheduler,
}
