//! The card: asked for on the terminal, or one JSON object on standard input. Never a flag.

use std::fmt::{self, Formatter};
use std::io::{IsTerminal, Read};

use keyin_domain::{Card, CardNumber, Cvc, Expiry, Field, HolderId, InvalidValue, Language, PasswordDigits};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use zeroize::{Zeroize, Zeroizing};

use crate::hidden_answers;
use crate::output::Output;
use crate::problem::Problem;

/// More than any card needs; the rest is not even read.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// The keys of the JSON object.
const KEYS: [&str; 5] = ["card_number", "expiry", "birth", "pwd_2digit", "cvc"];

/// Reads the card from where the user keeps it, and wipes what reading it has left on the stack.
pub(crate) fn read(from_stdin: bool, output: Output) -> Result<Card, Problem> {
    let card = ask(from_stdin, output);
    wipe_the_stack_below();
    card
}

/// Far deeper than anything here goes.
const DEEP: usize = 128 * 1024;

/// Overwrites the stack that functions called before have left behind: digits were in their frames before they
/// came to the card's own place.
#[inline(never)]
fn wipe_the_stack_below() {
    std::hint::black_box(&mut [0_u8; DEEP]).zeroize();
}

#[inline(never)]
fn ask(from_stdin: bool, output: Output) -> Result<Card, Problem> {
    if from_stdin {
        return from_json(&read_stdin(output)?, output.language);
    }
    if !std::io::stdin().is_terminal() {
        let message = output.pick(
            "The card is asked for on a terminal; without one give it as JSON on standard input with --card-stdin.",
            "카드는 터미널에서 입력받습니다. 터미널이 없으면 --card-stdin으로 표준 입력에 JSON을 주세요.",
        );
        return Err(Problem::usage("card.no_terminal", message.into(), Some("card_stdin".into())));
    }
    from_terminal(output)
}

/// Past the standard library's own buffer, which would keep what it has read.
fn read_stdin(output: Output) -> Result<Zeroizing<String>, Problem> {
    let mut text = Zeroizing::new(String::new());
    match unbuffered_stdin().and_then(|stdin| stdin.take(MOST_BYTES).read_to_string(&mut text)) {
        Ok(_) => Ok(text),
        Err(_) => Err(malformed(output.language)),
    }
}

#[cfg(unix)]
fn unbuffered_stdin() -> std::io::Result<std::fs::File> {
    use std::os::fd::AsFd;
    std::io::stdin().as_fd().try_clone_to_owned().map(std::fs::File::from)
}

#[cfg(windows)]
fn unbuffered_stdin() -> std::io::Result<std::fs::File> {
    use std::os::windows::io::AsHandle;
    std::io::stdin().as_handle().try_clone_to_owned().map(std::fs::File::from)
}

fn malformed(language: Language) -> Problem {
    let message = match language {
        Language::English => {
            "Standard input must be one JSON object of texts: card_number, expiry, and where the contract asks \
             for them birth, pwd_2digit, cvc."
        }
        Language::Korean => {
            "표준 입력은 문자열 값의 JSON 객체 하나여야 합니다: card_number, expiry, 계약에 따라 birth, pwd_2digit, cvc."
        }
    };
    Problem::usage("card.json", message.into(), Some("card_stdin".into()))
}

/// The JSON object with nothing in it but what belongs there, and nothing twice.
#[derive(Deserialize)]
#[serde(transparent)]
struct Members(#[serde(deserialize_with = "members")] Map<String, Value>);

fn members<'de, D: Deserializer<'de>>(json: D) -> Result<Map<String, Value>, D::Error> {
    struct EachOnce;
    impl<'de> Visitor<'de> for EachOnce {
        type Value = Map<String, Value>;

        fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
            formatter.write_str("a card")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
            let mut members = Map::new();
            while let Some((key, value)) = access.next_entry::<String, Value>()? {
                if !KEYS.contains(&key.as_str()) || members.insert(key, value).is_some() {
                    return Err(A::Error::custom("a key that does not belong there"));
                }
            }
            Ok(members)
        }
    }
    json.deserialize_map(EachOnce)
}

pub(crate) fn from_json(text: &str, language: Language) -> Result<Card, Problem> {
    let Members(object) = serde_json::from_str(text).map_err(|_| malformed(language))?;
    if let Some(key) = KEYS.into_iter().find(|&key| object.get(key).is_some_and(|value| !value.is_string())) {
        let message = match language {
            Language::English => format!("{key}: must be a text in quotes"),
            Language::Korean => format!("{key}: 따옴표로 묶은 문자열이어야 합니다"),
        };
        return Err(Problem::usage(&format!("invalid.{key}.text"), message, Some(key.to_owned())));
    }
    let part = |key: &str| object.get(key).and_then(Value::as_str);
    card(part).map_err(|invalid| Problem::invalid(&invalid, language))
}

/// Number and expiry must be there; of the rest what is missing is left out.
fn card<'a>(part: impl Fn(&str) -> Option<&'a str>) -> Result<Card, InvalidValue> {
    let mandatory = |field: Field| part(field.as_str()).unwrap_or("");
    let number = CardNumber::parse(mandatory(Field::CardNumber))?;
    let mut card = Card::new(number, Expiry::parse(mandatory(Field::Expiry))?);
    if let Some(text) = part(Field::Birth.as_str()) {
        card = card.with_holder_id(HolderId::parse(text)?);
    }
    if let Some(text) = part(Field::Pwd2Digit.as_str()) {
        card = card.with_password(PasswordDigits::parse(text)?);
    }
    if let Some(text) = part(Field::Cvc.as_str()) {
        card = card.with_cvc(Cvc::parse(text)?);
    }
    Ok(card)
}

fn from_terminal(output: Output) -> Result<Card, Problem> {
    let questions = [
        (Field::CardNumber, ""),
        (Field::Expiry, " (YYYY-MM, MM/YY)"),
        (Field::Birth, output.pick(" (Enter if not asked for)", " (필요 없으면 Enter)")),
        (Field::Pwd2Digit, output.pick(" (Enter if not asked for)", " (필요 없으면 Enter)")),
    ];
    let prompts = questions.map(|(field, hint)| format!("{}{hint}: ", field.label(output.language)));
    let answers = hidden_answers::ask(&prompts).map_err(|_| {
        let message = output.pick("The terminal could not be read.", "터미널에서 읽지 못했습니다.");
        Problem::usage("card.no_terminal", message.into(), Some("card_stdin".into()))
    })?;
    let part = |key: &str| {
        let asked = questions.iter().position(|(field, _)| field.as_str() == key)?;
        let text = answers.get(asked)?.trim();
        (!text.is_empty()).then_some(text)
    };
    card(part).map_err(|invalid| Problem::invalid(&invalid, output.language))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(json: &str) -> Value {
        from_json(json, Language::English).unwrap_err().to_json()
    }

    #[test]
    fn takes_the_guides_card() {
        let json = r#"{"card_number":"1234-1234-1234-1234","expiry":"2019-01","birth":"123456"}"#;
        assert_eq!(
            from_json(json, Language::English).unwrap().number().masked().as_str(),
            "123412******1234"
        );
    }

    #[test]
    fn names_the_field_and_never_the_text() {
        for (json, field) in [
            (r#"{"expiry":"2031-01"}"#, "card_number"),
            (r#"{"card_number":"4242424242424242"}"#, "expiry"),
            (r#"{"card_number":4242424242424242,"expiry":"2031-01"}"#, "card_number"),
            (r#"{"card_number":"4242424242424242","expiry":"2031-13"}"#, "expiry"),
            (r#"{"card_number":"4242424242424242","expiry":"2031-12","pwd_2digit":"123"}"#, "pwd_2digit"),
            (r#"{"card_number":"4242424242424242","expiry":"2031-12","birth":"-1"}"#, "birth"),
            (r#"{"card_number":"4242424242424242","expiry":"2031-12","9410000011112222":"x"}"#, "card_stdin"),
            (
                r#"{"card_number":"4242424242424242","expiry":"2031-12","card_number":"9410000011112222"}"#,
                "card_stdin",
            ),
            (r#"{"card_number":"4242424242424242","expiry":"2031-12","birth":null}"#, "birth"),
            ("4242424242424242", "card_stdin"),
            ("", "card_stdin"),
        ] {
            let error = refused(json);
            assert_eq!(error["error"]["field"], field, "{json}");
            assert!(
                !error.to_string().contains("42424242") && !error.to_string().contains("9410"),
                "{error}"
            );
        }
    }

    #[test]
    fn a_megabyte_of_digits_is_only_too_long() {
        let json = format!(r#"{{"card_number":"{}","expiry":"2031-01"}}"#, "4".repeat(1_000_000));
        let error = refused(&json);
        assert_eq!(error["error"]["code"], "invalid.card_number.length");
        assert!(error.to_string().len() < 300);
    }
}
