//! One target under the engine. `cargo xtask fuzz` builds and starts it; `KEYIN_FUZZ_TARGET` names the target.

#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
static TARGET: std::sync::LazyLock<&keyin_fuzz::Target> =
    std::sync::LazyLock::new(|| keyin_fuzz::named(&std::env::var("KEYIN_FUZZ_TARGET").unwrap_or_default()));

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| (TARGET.run)(data));

/// Without the engine there is nothing to steer by.
#[cfg(not(fuzzing))]
fn main() -> std::process::ExitCode {
    use std::io::Write;

    let _ = writeln!(std::io::stderr(), "This build has no engine. Start it with: cargo xtask fuzz");
    std::process::ExitCode::FAILURE
}
