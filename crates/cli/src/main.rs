//! The `keyin` binary.

use std::process::ExitCode;

use zeroizing_alloc::ZeroAlloc;

/// Wipes memory when it is given back, so that no card number stays behind in it.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

fn main() -> ExitCode {
    leave_no_core();
    keyin_cli::run(keyin_cli::Decorators::default())
}

/// A core file would hold whatever card is on its way: no crash of this process leaves one, whatever the machine's
/// settings, and no other user's process may look into its memory.
fn leave_no_core() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        // Asking for less is never refused.
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        // A core that is piped to a program is not held by the limit.
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}
