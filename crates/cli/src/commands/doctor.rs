//! `keyin doctor`: checks settings, credentials, clock, store and channels; says what to mend.

use keyin_app::Explain;
use keyin_domain::{ChannelKind, Language};
use serde_json::json;

use super::Context;
use crate::exit::Exit;
use crate::problem::Problem;
use crate::wiring::{self, Gateway};

/// A clock that is off by more than this misleads whoever reads the times.
const SKEW_SECONDS: i64 = 60;

struct Check {
    name: &'static str,
    ok: bool,
    detail: String,
}

/// Runs every check that can be run; a failed one does not keep the others from running.
pub(super) async fn run(context: &Context) -> Result<Exit, Problem> {
    let mut checks = vec![settings(context)];
    checks.extend(store(context).await);
    match wiring::gateway(&context.settings, context.decorators) {
        Err(problem) => {
            checks.push(Check { name: "credentials", ok: false, detail: problem.message().into() });
        }
        Ok(gateway) => checks.extend(gateway_checks(&gateway, context).await),
    }
    let sound = checks.iter().all(|check| check.ok);
    let rows =
        checks.iter().map(|check| json!({ "check": check.name, "ok": check.ok, "detail": check.detail }));
    let document = json!({ "ok": sound, "checks": rows.collect::<Vec<_>>() });
    let line =
        |check: &Check| format!("{} {:<12} {}", if check.ok { "✓" } else { "✗" }, check.name, check.detail);
    let text = checks.iter().map(line).collect::<Vec<_>>().join("\n");
    context.output.result(&document, &text);
    Ok(if sound { Exit::Done } else { Exit::NotFound })
}

fn settings(context: &Context) -> Check {
    let settings = &context.settings;
    let pg = settings
        .pg
        .as_ref()
        .map_or_else(|| context.output.pick("default channel", "기본 채널").into(), ToString::to_string);
    let window = settings.window.total().as_secs();
    let detail = match context.output.language {
        Language::English => format!("gateway {}, PG {pg}, absence window {window} s", settings.iamport_url),
        Language::Korean => {
            format!("게이트웨이 {}, PG {pg}, 부재 확인 시간 {window}초", settings.iamport_url)
        }
    };
    Check { name: "settings", ok: true, detail }
}

/// The store, and how far this machine's clock is from the database's, if it has one.
async fn store(context: &Context) -> Vec<Check> {
    let place = context.settings.store.to_string();
    let store = match wiring::store(&context.settings, context.decorators).await {
        Ok(store) => store,
        Err(problem) => {
            let detail = format!("{place}: {}", problem.message());
            return vec![Check { name: "store", ok: false, detail }];
        }
    };
    let skew = store.skew.map(|skew| {
        let skew = skew.as_secs();
        let detail = match context.output.language {
            Language::English => {
                format!("{skew:+} s against the database, whose clock keyin goes by for what is stored")
            }
            Language::Korean => {
                format!("데이터베이스와 {skew:+}초 차이(저장된 시각은 데이터베이스 시계를 따릅니다)")
            }
        };
        Check { name: "store clock", ok: skew.abs() <= SKEW_SECONDS, detail }
    });
    [Check { name: "store", ok: true, detail: place }].into_iter().chain(skew).collect()
}

async fn gateway_checks(gateway: &Gateway, context: &Context) -> Vec<Check> {
    let language = context.output.language;
    let time = match gateway.iamport.check_credentials().await {
        Ok(time) => time,
        Err(error) => {
            return vec![Check { name: "credentials", ok: false, detail: error.message(language) }];
        }
    };
    let skew = time.local_now.as_second() - time.server_now.as_second();
    let clock = match language {
        Language::English => format!("{skew:+} s against the gateway"),
        Language::Korean => format!("게이트웨이와 {skew:+}초 차이"),
    };
    vec![
        Check { name: "credentials", ok: true, detail: context.output.pick("accepted", "확인됨").into() },
        Check { name: "clock", ok: skew.abs() <= SKEW_SECONDS, detail: clock },
        channels(gateway, context).await,
    ]
}

async fn channels(gateway: &Gateway, context: &Context) -> Check {
    let channels = match gateway.channels.list().await {
        Ok(channels) => channels,
        Err(error) => {
            return Check { name: "channels", ok: false, detail: error.message(context.output.language) };
        }
    };
    let usable = channels.iter().filter(|channel| channel.kind == ChannelKind::ApiPayment);
    let wanted = |pg: &keyin_domain::Pg| match &context.settings.pg {
        None => true,
        Some(set) => set.code() == pg.code() && (set.mid().is_none() || set.mid() == pg.mid()),
    };
    let names: Vec<String> =
        usable.filter(|channel| wanted(&channel.pg)).map(|channel| channel.pg.to_string()).collect();
    let detail = if names.is_empty() {
        context
            .output
            .pick(
                "no API channel that fits; set one up in the gateway's console (or choose another PG)",
                "맞는 API 결제 채널이 없습니다. 관리자 콘솔에서 설정하거나 다른 PG를 지정하세요",
            )
            .into()
    } else {
        names.join(", ")
    };
    Check { name: "channels", ok: !names.is_empty(), detail }
}
