//! `keyin sandbox`

use std::net::SocketAddr;

use keyin_sandbox::{Sandbox, SandboxOptions};
use serde_json::json;

use super::Context;
use crate::args::SandboxArgs;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::stop_signal::first_signal;

/// Runs the sandbox until it is told to stop.
pub(super) async fn run(args: SandboxArgs, context: &Context) -> Result<Exit, Problem> {
    let output = context.output;
    let sandbox = Sandbox::start(options(&args, context)?).map_err(|error| {
        let text = output.pick("the sandbox could not be started", "샌드박스를 시작하지 못했습니다");
        let causes = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
        let causes: Vec<String> = causes.map(ToString::to_string).collect();
        Problem::unavailable("sandbox.start", format!("{text}: {}", causes.join(": ")))
    })?;
    let settings = sandbox.settings();
    output.result(
        &json!({ "listening": sandbox.url() }),
        &format!(
            "{} {}\nKEYIN_IAMPORT_KEY={} KEYIN_IAMPORT_SECRET={}\n{}",
            output.pick("I'mport sandbox at", "아임포트 샌드박스:"),
            sandbox.url(),
            settings.api_key,
            settings.api_secret,
            output.pick("Ctrl-C stops it.", "Ctrl-C로 종료합니다."),
        ),
    );
    first_signal().await;
    sandbox.shutdown().await;
    Ok(Exit::Done)
}

fn options(args: &SandboxArgs, context: &Context) -> Result<SandboxOptions, Problem> {
    let wrong = |field: &str, english: &str, korean: &str| {
        let message = format!("--{field}: {}", context.output.pick(english, korean));
        Problem::usage(&format!("invalid.{field}"), message, Some(field.to_owned()))
    };
    let listen: SocketAddr = args.listen.parse().map_err(|_| {
        wrong("listen", "must be an address such as 127.0.0.1:8585", "127.0.0.1:8585 같은 주소여야 합니다")
    })?;
    let seed = args.seed.as_deref().map(str::parse::<u64>).transpose();
    let seed = seed.map_err(|_| wrong("seed", "must be a whole number", "정수여야 합니다"))?;
    let control_token = context.settings.sandbox_control_token.clone();
    let (webhook_hosts, data) = (args.webhook_hosts.clone(), args.data.clone());
    Ok(SandboxOptions { listen, seed, control_token, webhook_hosts, data, ..SandboxOptions::default() })
}
