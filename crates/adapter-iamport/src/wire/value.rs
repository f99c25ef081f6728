//! Single values, read whatever type they come in.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use keyin_domain::jiff::Timestamp;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A value that can be made of any JSON value. What a type cannot use becomes [`nothing`](Self::nothing).
trait Lenient<'de>: Sized {
    fn nothing() -> Self;

    fn text(text: Cow<'de, str>) -> Self;

    fn number(number: i64) -> Self;

    fn truth(truth: bool) -> Self;
}

struct Any<T>(PhantomData<T>);

/// Whole numbers up to here are exact as floating-point numbers.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl<'de, T: Lenient<'de>> Visitor<'de> for Any<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, truth: bool) -> Result<T, E> {
        Ok(T::truth(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<T, E> {
        Ok(T::number(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<T, E> {
        Ok(i64::try_from(number).map_or_else(|_| T::nothing(), T::number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<T, E> {
        let whole = number.fract() == 0.0 && number.abs() <= EXACT;
        Ok(if whole { T::number(number as i64) } else { T::nothing() })
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<T, E> {
        Ok(T::text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok(T::text(Cow::Owned(text.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(T::nothing())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<T, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(T::nothing())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<T, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(T::nothing())
    }
}

/// A text that is not empty; a number is taken for its digits.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Text<'a>(Option<Cow<'a, str>>);

impl Text<'_> {
    pub(crate) fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }

    pub(crate) fn owned(self) -> Option<String> {
        self.0.map(Cow::into_owned)
    }
}

impl<'de> Lenient<'de> for Text<'de> {
    fn nothing() -> Self {
        Self(None)
    }

    fn text(text: Cow<'de, str>) -> Self {
        Self(Some(text).filter(|text| !text.is_empty()))
    }

    fn number(number: i64) -> Self {
        Self(Some(Cow::Owned(number.to_string())))
    }

    fn truth(_: bool) -> Self {
        Self(None)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any::<Text<'de>>(PhantomData))
    }
}

/// A whole number, or a text of its digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Whole(pub(crate) Option<i64>);

impl<'de> Lenient<'de> for Whole {
    fn nothing() -> Self {
        Self(None)
    }

    fn text(text: Cow<'de, str>) -> Self {
        Self(text.parse().ok())
    }

    fn number(number: i64) -> Self {
        Self(Some(number))
    }

    fn truth(_: bool) -> Self {
        Self(None)
    }
}

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any(PhantomData))
    }
}

impl Whole {
    /// As a time in Unix seconds; 0 means none to the gateway.
    pub(crate) fn time(self) -> Option<Timestamp> {
        self.0.filter(|&seconds| seconds > 0).and_then(|seconds| Timestamp::from_second(seconds).ok())
    }
}

/// True or false, also as 1 or 0 or as a word; whatever else is false.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Truth(pub(crate) bool);

impl<'de> Lenient<'de> for Truth {
    fn nothing() -> Self {
        Self(false)
    }

    fn text(text: Cow<'de, str>) -> Self {
        Self(matches!(&*text, "true" | "1"))
    }

    fn number(number: i64) -> Self {
        Self(number == 1)
    }

    fn truth(truth: bool) -> Self {
        Self(truth)
    }
}

impl<'de> Deserialize<'de> for Truth {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any(PhantomData))
    }
}

/// The number of another page, where 0, false and null say that there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum OtherPage {
    /// There is none.
    #[default]
    None,
    /// There is one of this number.
    Number(i64),
    /// There is one: the one beside this.
    Beside,
}

impl<'de> Lenient<'de> for OtherPage {
    fn nothing() -> Self {
        Self::None
    }

    fn text(text: Cow<'de, str>) -> Self {
        text.parse().map_or(Self::None, Self::number)
    }

    fn number(number: i64) -> Self {
        if number == 0 { Self::None } else { Self::Number(number) }
    }

    fn truth(truth: bool) -> Self {
        if truth { Self::Beside } else { Self::None }
    }
}

impl<'de> Deserialize<'de> for OtherPage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any(PhantomData))
    }
}
