//! Secrets: from the environment, the settings file, or a file that one of them names. Never a flag.

use keyin_domain::Language;
use keyin_sandbox::ControlToken;
use zeroize::Zeroizing;

use super::{Credentials, Given, Lookup};
use crate::problem::Problem;

/// Key and secret; none if neither is set.
pub(super) fn read_credentials(lookup: &Lookup<'_>) -> Result<Option<Credentials>, Problem> {
    let key = read(lookup, "KEYIN_IAMPORT_KEY", "iamport.key")?;
    let secret = read(lookup, "KEYIN_IAMPORT_SECRET", "iamport.secret")?;
    match (key, secret) {
        (None, None) => Ok(None),
        (Some(key), Some(secret)) => Ok(Some(Credentials { key, secret })),
        (key, _) => {
            let missing = if key.is_some() { "KEYIN_IAMPORT_SECRET" } else { "KEYIN_IAMPORT_KEY" };
            let message = match lookup.language {
                Language::English => format!("{missing} is not set, only its counterpart is"),
                Language::Korean => format!("{missing}이(가) 설정되지 않았습니다"),
            };
            Err(Problem::usage("settings.credentials", message, Some(missing.to_owned())))
        }
    }
}

/// What opens the controls of a sandbox to other machines.
pub(super) fn read_control_token(lookup: &Lookup<'_>) -> Result<Option<ControlToken>, Problem> {
    let token = read(lookup, "KEYIN_SANDBOX_CONTROL_TOKEN", "sandbox.control_token")?;
    Ok(token.and_then(|token| ControlToken::new(token.as_str())))
}

fn read(lookup: &Lookup<'_>, variable: &str, key: &str) -> Result<Option<Zeroizing<String>>, Problem> {
    let Some((secret, given)) = find(lookup, variable, key)? else { return Ok(None) };
    let usable = !secret.is_empty() && secret.len() <= 1_024 && secret.chars().all(|c| c.is_ascii_graphic());
    if usable {
        Ok(Some(secret))
    } else {
        Err(lookup.invalid(
            &given,
            "must be 1 to 1024 visible ASCII characters",
            "1~1024자의 보이는 ASCII 문자여야 합니다",
        ))
    }
}

/// What the variable, the file that `…_FILE` names, the key of the settings file, or the file that its `…_file` names
/// holds, in this order; and where it was.
pub(super) fn find(
    lookup: &Lookup<'_>,
    variable: &str,
    key: &str,
) -> Result<Option<(Zeroizing<String>, Given)>, Problem> {
    if let Some(given) = lookup.environment(variable) {
        return Ok(Some((Zeroizing::new(given.text.clone()), given)));
    }
    if let Some(given) = lookup.environment(&format!("{variable}_FILE")) {
        return Ok(Some((read_file(lookup, &given)?, given)));
    }
    if let Some(given) = lookup.file(key) {
        return Ok(Some((Zeroizing::new(given.text.clone()), given)));
    }
    match lookup.file(&format!("{key}_file")) {
        Some(given) => Ok(Some((read_file(lookup, &given)?, given))),
        None => Ok(None),
    }
}

fn read_file(lookup: &Lookup<'_>, given: &Given) -> Result<Zeroizing<String>, Problem> {
    let text = std::fs::read_to_string(&given.text)
        .map_err(|_| lookup.invalid(given, "the file cannot be read", "파일을 읽을 수 없습니다"))?;
    let text = Zeroizing::new(text);
    Ok(Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned()))
}
