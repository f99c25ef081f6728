//! Times such as `5s` and `20m`.

use std::time::Duration;

use keyin_domain::jiff::SignedDuration;

/// The longest time that makes sense anywhere here.
const MOST: Duration = Duration::from_secs(24 * 60 * 60);

/// Reads `500ms`, `5s`, `20m`, `1h30m`; not negative, at most a day.
pub(crate) fn parse_duration(text: &str) -> Option<Duration> {
    let is_plain = text.len() <= 32 && text.is_ascii() && !text.contains("ago");
    let parsed = is_plain.then(|| text.parse::<SignedDuration>().ok()).flatten()?;
    Duration::try_from(parsed).ok().filter(|duration| *duration <= MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_people_write() {
        assert_eq!(parse_duration("500ms"), Some(Duration::from_millis(500)));
        assert_eq!(parse_duration("5s"), Some(Duration::from_secs(5)));
        assert_eq!(parse_duration("20m"), Some(Duration::from_secs(1_200)));
        assert_eq!(parse_duration("0s"), Some(Duration::ZERO));
    }

    #[test]
    fn refuses_what_makes_no_sense() {
        for text in ["", "-5s", "5", "5s ago", "25h", "99999999999999999999s", "오초", &"9".repeat(1_000_000)]
        {
            assert_eq!(parse_duration(text), None, "{}", text.len());
        }
    }
}
