//! The parameters of a call, from a JSON or a form body.
//!
//! I'mport takes both on every POST, numbers as text too, and reads a body that does not match its content type as
//! a call without parameters. So nothing here fails: what cannot be read is absent.

mod fields;
mod form;
mod mask;

use std::borrow::Cow;

use serde_json::Value;

use fields::Fields;

/// Named parameters, nested ones included.
#[derive(Default)]
pub(crate) struct Params {
    fields: Fields,
}

/// A numeric parameter as it arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whole {
    /// Not there, null or empty.
    Absent,
    /// There, but no whole number.
    Unreadable,
    /// There.
    Is(i64),
}

impl Params {
    /// Reads a request body.
    pub(crate) fn from_body(content_type: Option<&str>, body: &[u8]) -> Self {
        let essence = content_type.and_then(|value| value.split(';').next()).unwrap_or("").trim();
        let fields = if essence.eq_ignore_ascii_case("application/json") {
            // A refusal by serde_json would quote the text, so only its absence is passed on.
            serde_json::from_slice(body).unwrap_or_default()
        } else if essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            form::read(body).into()
        } else {
            Fields::default()
        };
        Self { fields }
    }

    /// Reads the part of a URL behind the question mark.
    pub(crate) fn from_query(query: Option<&str>) -> Self {
        Self { fields: query.map(|query| form::read(query.as_bytes()).into()).unwrap_or_default() }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// All parameters as JSON text, with what must not be kept replaced.
    pub(crate) fn masked(&self) -> Box<str> {
        mask::masked(&self.fields)
    }

    /// A parameter as text. Blank ones count as absent, and so does what is neither text nor a number.
    pub(crate) fn text(&self, name: &str) -> Option<Cow<'_, str>> {
        match self.fields.get(name)? {
            Value::String(text) if text.trim().is_empty() => None,
            Value::String(text) => Some(Cow::Borrowed(text)),
            Value::Number(number) => Some(Cow::Owned(number.to_string())),
            _ => None,
        }
    }

    /// Those of the names that are absent.
    pub(crate) fn missing<'n>(&self, names: &[&'n str]) -> Vec<&'n str> {
        names.iter().copied().filter(|name| self.text(name).is_none()).collect()
    }

    /// A parameter as a whole number; `3000`, `3000.0` and `"3000"` are the same.
    pub(crate) fn whole(&self, name: &str) -> Whole {
        match self.fields.get(name) {
            None | Some(Value::Null) => Whole::Absent,
            Some(Value::String(text)) if text.trim().is_empty() => Whole::Absent,
            Some(Value::String(text)) => whole_text(text.trim()),
            Some(Value::Number(number)) => {
                number.as_i64().map_or_else(|| whole_text(&number.to_string()), Whole::Is)
            }
            Some(_) => Whole::Unreadable,
        }
    }

    /// Free data the API gives back as text: an object comes back as its JSON text.
    pub(crate) fn free_text(&self, name: &str) -> Option<String> {
        match self.fields.get(name)? {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }

    /// A parameter that names one thing or several: a text, or a list of texts, without blank ones.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        let one = |value: &Value| match value {
            Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        match self.fields.get(name) {
            Some(single @ (Value::String(_) | Value::Number(_))) => one(single).into_iter().collect(),
            Some(several) => items(several).into_iter().filter_map(one).collect(),
            None => Vec::new(),
        }
    }

    /// A list of objects. An item that is none counts as one without parameters.
    pub(crate) fn list(&self, name: &str) -> Vec<Self> {
        let of = |value: &Value| Self { fields: value.as_object().cloned().unwrap_or_default().into() };
        self.fields.get(name).map(items).unwrap_or_default().into_iter().map(of).collect()
    }

    /// A yes-or-no parameter; `true`, `"true"` and `"1"` are yes, everything else is no.
    pub(crate) fn flag(&self, name: &str) -> bool {
        match self.fields.get(name) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => text.eq_ignore_ascii_case("true") || text == "1",
            Some(Value::Number(number)) => number.as_i64() == Some(1),
            _ => false,
        }
    }
}

/// The items of a list. A form numbers them: `a[0]=x&a[1]=y` arrives as an object with numbers for names.
fn items(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(fields) => {
            let numbered = fields.iter().map(|(name, value)| Some((name.parse::<u32>().ok()?, value)));
            let mut numbered: Vec<_> = numbered.collect::<Option<_>>().unwrap_or_default();
            numbered.sort_by_key(|(number, _)| *number);
            numbered.into_iter().map(|(_, value)| value).collect()
        }
        _ => Vec::new(),
    }
}

/// The largest whole number that a float of JSON holds exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

fn whole_text(text: &str) -> Whole {
    if let Ok(number) = text.parse() {
        return Whole::Is(number);
    }
    // `3000.00` and `1e4` are whole numbers too; `inf`, `NaN` and what no float holds exactly are not.
    match text.parse::<f64>() {
        #[allow(clippy::cast_possible_truncation, reason = "whole and within the exact range")]
        Ok(number) if number.fract() == 0.0 && number.abs() < EXACT => Whole::Is(number as i64),
        _ => Whole::Unreadable,
    }
}

/// Shows what the request log shows: parameters can be card data.
impl std::fmt::Debug for Params {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.masked())
    }
}

#[cfg(test)]
mod tests;
