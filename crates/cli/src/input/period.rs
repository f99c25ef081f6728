//! A period of whole days or moments, all of it past or today.

use keyin_app::Period;
use keyin_domain::Language;
use keyin_domain::jiff::civil::{Date, Time};
use keyin_domain::jiff::{SignedDuration, Timestamp, ToSpan};

use super::date::{self, korea};
use crate::problem::Problem;

/// The gateway has existed for less long: what asks for earlier days is mistyped.
const EARLIEST: Date = Date::constant(2000, 1, 1);

/// What was typed; without an end it is today, without a beginning the day before the end's.
pub(crate) fn period(
    from: Option<&str>,
    to: Option<&str>,
    now: Timestamp,
    language: Language,
) -> Result<Period, Problem> {
    let tomorrow = midnight(korea().to_datetime(now).date().saturating_add(1.day()));
    let end = to.map_or(Ok(tomorrow), |text| date::to("to", text, language))?;
    let two_days = SignedDuration::from_hours(48);
    let usual = end.checked_sub(two_days).unwrap_or(Timestamp::MIN);
    let begin = from.map_or(Ok(usual), |text| date::from("from", text, language))?;
    if end > tomorrow {
        return Err(future("to", language));
    }
    if begin > now {
        return Err(future("from", language));
    }
    if begin < midnight(EARLIEST) {
        let flag = if from.is_some() { "from" } else { "to" };
        return Err(refused(
            flag,
            "too_early",
            "must not be before 2000-01-01",
            "2000-01-01 이후여야 합니다",
            language,
        ));
    }
    Period::new(begin, end).map_err(|_| not_after_from(language))
}

/// The end lies at the beginning or before it.
pub(crate) fn not_after_from(language: Language) -> Problem {
    refused("to", "not_after_from", "must not be before --from", "--from보다 앞설 수 없습니다", language)
}

fn midnight(day: Date) -> Timestamp {
    korea().to_timestamp(day.to_datetime(Time::midnight())).unwrap_or(Timestamp::MAX)
}

fn future(flag: &str, language: Language) -> Problem {
    refused(flag, "future", "must not be in the future", "미래일 수 없습니다", language)
}

fn refused(flag: &str, rule: &str, english: &str, korean: &str, language: Language) -> Problem {
    let text = match language {
        Language::English => english,
        Language::Korean => korean,
    };
    Problem::usage(&format!("invalid.{flag}.{rule}"), format!("--{flag}: {text}"), Some(flag.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three in the afternoon of the third of November in Korea.
    const NOW: &str = "2026-11-03T06:00:00Z";

    fn read(from: Option<&str>, to: Option<&str>) -> Result<(String, String), String> {
        let period = period(from, to, NOW.parse().unwrap(), Language::English);
        let told = |problem: Problem| problem.to_json()["error"]["code"].as_str().unwrap().to_owned();
        period.map(|period| (period.from().to_string(), period.to().to_string())).map_err(told)
    }

    fn days(from: &str, to: &str) -> Result<(String, String), String> {
        Ok((format!("{from}T15:00:00Z"), format!("{to}T15:00:00Z")))
    }

    #[test]
    fn yesterday_and_today_unless_told() {
        assert_eq!(read(None, None), days("2026-11-01", "2026-11-03"));
        assert_eq!(read(Some("2026-10-01"), None), days("2026-09-30", "2026-11-03"));
        assert_eq!(read(None, Some("2026-10-10")), days("2026-10-08", "2026-10-10"));
        assert_eq!(read(Some("2026-10-10"), Some("2026-10-10")), days("2026-10-09", "2026-10-10"));
        let moments = read(Some("2026-11-03T01:00:00+09:00"), Some("2026-11-03T23:00:00+09:00"));
        assert_eq!(moments, Ok(("2026-11-02T16:00:00Z".into(), "2026-11-03T14:00:00Z".into())));
    }

    #[test]
    fn what_cannot_be_compared_is_refused_by_its_flag() {
        for (from, to, code) in [
            (Some("tomorrow"), None, "invalid.from.format"),
            (None, Some("2026-13-01"), "invalid.to.format"),
            (Some("2026-11-04"), None, "invalid.from.future"),
            (Some("2026-11-03T15:00:01+09:00"), None, "invalid.from.future"),
            (None, Some("2026-11-04"), "invalid.to.future"),
            (None, Some("2999-01-01"), "invalid.to.future"),
            (Some("2026-11-02"), Some("2026-11-01"), "invalid.to.not_after_from"),
            (Some("2026-11-01T00:00:00Z"), Some("2026-11-01T00:00:00Z"), "invalid.to.not_after_from"),
            (Some("1999-12-31"), None, "invalid.from.too_early"),
            (None, Some("2000-01-01"), "invalid.to.too_early"),
            (Some("0001-01-01T00:00:00Z"), None, "invalid.from.too_early"),
            (None, Some("+009999-01-01T00:00:00Z"), "invalid.to.future"),
        ] {
            assert_eq!(read(from, to), Err(code.to_owned()), "{from:?} {to:?}");
        }
    }
}
