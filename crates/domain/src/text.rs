//! Checks shared by values that are texts.

use crate::{Field, InvalidValue, Rule};

/// A text of `1..=max` characters, all of which `allow` takes.
pub(crate) fn checked(
    field: Field,
    text: &str,
    max: usize,
    allowed: &'static str,
    allow: impl Fn(char) -> bool,
) -> Result<String, InvalidValue> {
    if text.is_empty() {
        return Err(InvalidValue::new(field, Rule::Empty));
    }
    if text.chars().take(max + 1).count() > max {
        return Err(InvalidValue::new(field, Rule::TooLong { max }));
    }
    match text.chars().position(|c| !allow(c)) {
        Some(position) => Err(InvalidValue::new(field, Rule::Character { position, allowed })),
        None => Ok(text.to_owned()),
    }
}

/// A text for people: any script, no control characters, not only white space.
pub(crate) fn readable(field: Field, text: &str, max: usize) -> Result<String, InvalidValue> {
    let text = checked(field, text, max, "any script, no control characters", |c| !is_unreadable(c))?;
    if text.trim().is_empty() { Err(InvalidValue::new(field, Rule::Empty)) } else { Ok(text) }
}

/// Control characters, and those that change the direction of the text around them.
fn is_unreadable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Gives a value its string in JSON. No copy of it is made: a charge is written down for each of its moves.
macro_rules! text_in_json {
    ($name:ident) => {
        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

/// Gives a text value its standard doors: `FromStr`, `Display`, `AsRef<str>`, and with feature `serde` a
/// string in JSON, checked on the way in.
macro_rules! text_value {
    ($name:ident) => {
        $crate::text::text_in_json!($name);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::InvalidValue;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::InvalidValue;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    };
}

pub(crate) use {text_in_json, text_value};
