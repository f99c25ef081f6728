//! Settings: a flag beats an environment variable, which beats the settings file, which beats the default.

mod duration;
pub(crate) mod environment;
mod file;
mod secret;
mod store;

use std::time::Duration;

use keyin_domain::{AbsenceWindow, Language, Pg};
use keyin_sandbox::ControlToken;
use zeroize::Zeroizing;

pub(crate) use duration::parse_duration;
pub(crate) use environment::Environment;
use file::FileSettings;
pub(crate) use store::Store;

use crate::args::Global;
use crate::problem::Problem;

/// Everything a command may need to know.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) language: Language,
    pub(crate) log: Option<String>,
    pub(crate) iamport_url: String,
    pub(crate) credentials: Option<Credentials>,
    pub(crate) pg: Option<Pg>,
    pub(crate) standalone_billing_key: bool,
    pub(crate) store: Store,
    pub(crate) window: AbsenceWindow,
    pub(crate) rate: Rate,
    pub(crate) sandbox_control_token: Option<ControlToken>,
}

/// The most charges a second that are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rate {
    /// So many.
    PerSecond(u32),
    /// As many as come.
    Unlimited,
}

impl Default for Rate {
    fn default() -> Self {
        Self::PerSecond(5)
    }
}

/// The merchant's REST API key and secret.
pub(crate) struct Credentials {
    pub(crate) key: Zeroizing<String>,
    pub(crate) secret: Zeroizing<String>,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Credentials")
    }
}

/// Where a value came from, for messages.
struct Given {
    text: String,
    source: String,
}

/// Looks a setting up in the order of precedence.
struct Lookup<'a> {
    environment: &'a Environment,
    file: &'a FileSettings,
    language: Language,
}

impl Lookup<'_> {
    fn get(&self, flag: Option<&String>, flag_name: &str, variable: &str, key: &str) -> Option<Given> {
        let flag = flag.map(|text| Given { text: text.clone(), source: flag_name.to_owned() });
        flag.or_else(|| self.environment(variable)).or_else(|| self.file(key))
    }

    fn environment(&self, variable: &str) -> Option<Given> {
        let text = self.environment.get(variable)?.clone();
        Some(Given { text, source: variable.to_owned() })
    }

    fn file(&self, key: &str) -> Option<Given> {
        let text = self.file.get(key)?;
        Some(Given { text, source: format!("{}: {key}", self.file.path().display()) })
    }

    fn invalid(&self, given: &Given, english: &str, korean: &str) -> Problem {
        let message = match self.language {
            Language::English => format!("{}: {english}", given.source),
            Language::Korean => format!("{}: {korean}", given.source),
        };
        Problem::usage("settings.invalid", message, Some(given.source.clone()))
    }

    fn duration(&self, flag: Option<&String>, name: &str, default: Duration) -> Result<Duration, Problem> {
        let flag_name = format!("--{}", name.replace('_', "-"));
        let variable = format!("KEYIN_{}", name.to_ascii_uppercase());
        match self.get(flag, &flag_name, &variable, name) {
            None => Ok(default),
            Some(given) => parse_duration(&given.text).ok_or_else(|| {
                self.invalid(&given, "must be a time such as 5s or 20m", "5s, 20m 같은 시간이어야 합니다")
            }),
        }
    }
}

/// The language alone, so that even a problem with the settings is told in it.
pub(crate) fn language(global: &Global, environment: &Environment) -> Language {
    let named = global.lang.as_ref().or_else(|| environment.get("KEYIN_LANG"));
    let from_locale = || {
        let set = |name: &&str| environment.get(*name).filter(|locale| !locale.is_empty());
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set);
        if locale.is_some_and(|locale| locale.starts_with("ko")) {
            Language::Korean
        } else {
            Language::English
        }
    };
    named.and_then(|name| name.parse().ok()).unwrap_or_else(from_locale)
}

impl Settings {
    /// Reads all of them.
    pub(crate) fn read(global: &Global, environment: &Environment) -> Result<Self, Problem> {
        let file = FileSettings::read(global, environment, language(global, environment))?;
        let lookup = Lookup { environment, file: &file, language: language(global, environment) };
        let language = read_language(&lookup, global)?;
        let lookup = Lookup { language, ..lookup };
        Ok(Self {
            language,
            log: lookup.get(global.log.as_ref(), "--log", "KEYIN_LOG", "log").map(|given| given.text),
            iamport_url: read_url(&lookup, global)?,
            credentials: secret::read_credentials(&lookup)?,
            pg: read_pg(&lookup)?,
            standalone_billing_key: read_flag(&lookup)?,
            store: store::read(&lookup, global)?,
            window: read_window(&lookup, global)?,
            rate: read_rate(&lookup, global)?,
            sandbox_control_token: secret::read_control_token(&lookup)?,
        })
    }
}

fn read_language(lookup: &Lookup<'_>, global: &Global) -> Result<Language, Problem> {
    match lookup.get(global.lang.as_ref(), "--lang", "KEYIN_LANG", "lang") {
        None => Ok(lookup.language),
        Some(given) => given
            .text
            .parse()
            .map_err(|_| lookup.invalid(&given, "must be ko or en", "ko 또는 en이어야 합니다")),
    }
}

fn read_url(lookup: &Lookup<'_>, global: &Global) -> Result<String, Problem> {
    let flag = global.iamport_url.as_ref();
    let Some(given) = lookup.get(flag, "--iamport-url", "KEYIN_IAMPORT_URL", "iamport.url") else {
        return Ok("https://api.iamport.kr".to_owned());
    };
    match keyin_adapter_iamport::check_url(&given.text) {
        Ok(()) => Ok(given.text),
        Err(_) => Err(lookup.invalid(
            &given,
            "must be an https:// URL without user, query or fragment (http:// only for this machine)",
            "사용자 정보, 쿼리, 조각이 없는 https:// URL이어야 합니다(http://는 이 컴퓨터만 가능)",
        )),
    }
}

fn read_pg(lookup: &Lookup<'_>) -> Result<Option<Pg>, Problem> {
    let Some(given) = lookup.get(None, "--pg", "KEYIN_PG", "pg") else { return Ok(None) };
    let wrong = |_| {
        lookup.invalid(&given, "must be settle or settle.MID", "settle 또는 settle.MID 형식이어야 합니다")
    };
    Pg::parse(&given.text).map(Some).map_err(wrong)
}

fn read_flag(lookup: &Lookup<'_>) -> Result<bool, Problem> {
    let name = "KEYIN_PG_STANDALONE_BILLING_KEY";
    match lookup.get(None, "", name, "standalone_billing_key") {
        None => Ok(false),
        Some(given) => given
            .text
            .parse()
            .map_err(|_| lookup.invalid(&given, "must be true or false", "true 또는 false여야 합니다")),
    }
}

/// More a second than any gateway takes from one merchant.
const FASTEST: u32 = 100_000;

fn read_rate(lookup: &Lookup<'_>, global: &Global) -> Result<Rate, Problem> {
    let Some(given) = lookup.get(global.rate.as_ref(), "--rate", "KEYIN_RATE", "rate") else {
        return Ok(Rate::default());
    };
    let is_number = given.text.bytes().all(|b| b.is_ascii_digit());
    match given.text.parse() {
        Ok(number) if is_number && (1..=FASTEST).contains(&number) => Ok(Rate::PerSecond(number)),
        _ if given.text == "unlimited" => Ok(Rate::Unlimited),
        _ => Err(lookup.invalid(
            &given,
            "must be a whole number from 1 to 100000, or unlimited",
            "1 이상 100000 이하의 정수 또는 unlimited여야 합니다",
        )),
    }
}

fn read_window(lookup: &Lookup<'_>, global: &Global) -> Result<AbsenceWindow, Problem> {
    let usual = AbsenceWindow::default();
    Ok(AbsenceWindow {
        send_deadline: lookup.duration(
            global.send_deadline.as_ref(),
            "send_deadline",
            usual.send_deadline,
        )?,
        stall: lookup.duration(global.stall.as_ref(), "stall", usual.stall)?,
        gateway_timeout: lookup.duration(
            global.gateway_timeout.as_ref(),
            "gateway_timeout",
            usual.gateway_timeout,
        )?,
        gateway_lag: lookup.duration(global.gateway_lag.as_ref(), "gateway_lag", usual.gateway_lag)?,
    })
}
