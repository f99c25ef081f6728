//! Days in Korean time, and moments.

use keyin_domain::Language;
use keyin_domain::jiff::civil::{Date, Time};
use keyin_domain::jiff::tz::{TimeZone, offset};
use keyin_domain::jiff::{Span, Timestamp};

use crate::problem::Problem;

/// The zone of every date that people type and see.
pub(crate) fn korea() -> TimeZone {
    TimeZone::fixed(offset(9))
}

/// The moment a range begins with: that of the text, or the first of that day.
pub(crate) fn from(flag: &str, text: &str, language: Language) -> Result<Timestamp, Problem> {
    moment(text, 0).ok_or_else(|| wrong(flag, language))
}

/// The moment a range ends before: that of the text, or the first of the day after it.
pub(crate) fn to(flag: &str, text: &str, language: Language) -> Result<Timestamp, Problem> {
    moment(text, 1).ok_or_else(|| wrong(flag, language))
}

fn moment(text: &str, days_later: i64) -> Option<Timestamp> {
    if text.len() > 40 {
        return None;
    }
    if text.len() == "2026-11-01".len() {
        let day = text.parse::<Date>().ok()?.checked_add(Span::new().try_days(days_later).ok()?).ok()?;
        return korea().to_timestamp(day.to_datetime(Time::midnight())).ok();
    }
    text.parse().ok()
}

fn wrong(flag: &str, language: Language) -> Problem {
    let message = match language {
        Language::English => {
            format!(
                "--{flag}: must be a day such as 2026-11-01, or a moment such as 2026-11-01T09:00:00+09:00"
            )
        }
        Language::Korean => {
            format!("--{flag}: 2026-11-01 같은 날짜나 2026-11-01T09:00:00+09:00 같은 시각이어야 합니다")
        }
    };
    Problem::usage(&format!("invalid.{flag}.format"), message, Some(flag.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, days_later: i64) -> Option<String> {
        moment(text, days_later).map(|moment| moment.to_string())
    }

    #[test]
    fn a_day_is_that_of_korea() {
        assert_eq!(read("2026-11-01", 0).as_deref(), Some("2026-10-31T15:00:00Z"));
        assert_eq!(read("2026-11-01", 1).as_deref(), Some("2026-11-01T15:00:00Z"));
        assert_eq!(read("2024-02-29", 1).as_deref(), Some("2024-02-29T15:00:00Z"));
    }

    #[test]
    fn a_moment_is_taken_as_it_is() {
        for days_later in [0, 1] {
            let moment = read("2026-11-01T09:00:00+09:00", days_later);
            assert_eq!(moment.as_deref(), Some("2026-11-01T00:00:00Z"));
        }
        assert_eq!(read("2026-11-01T00:00:00Z", 0).as_deref(), Some("2026-11-01T00:00:00Z"));
    }

    #[test]
    fn what_is_neither_is_refused() {
        for text in ["", "2026-13-01", "2026-11-1", "01-11-2026", "2026-11-01T09:00:00", "내일", "9999-99-99"]
        {
            assert_eq!(moment(text, 0), None, "{text}");
        }
        assert_eq!(moment(&"9".repeat(1_000_000), 0), None);
    }
}
