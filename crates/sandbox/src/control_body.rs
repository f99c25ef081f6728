//! JSON objects of controls, field by field: unknown names and wrong values are refused by name, never quoted.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::control_error::ControlError;

/// The fields of one object, all of whose names are known.
pub(crate) struct Fields<'a> {
    at: String,
    object: &'a Map<String, Value>,
}

impl<'a> Fields<'a> {
    /// Opens the object at a place (empty for the body itself).
    pub(crate) fn open(value: &'a Value, at: String, known: &[&str]) -> Result<Self, ControlError> {
        let Value::Object(object) = value else {
            return Err(if at.is_empty() {
                ControlError::not_json()
            } else {
                ControlError::value(at, "an object")
            });
        };
        if object.keys().any(|name| !known.contains(&name.as_str())) {
            return Err(ControlError::unknown_field(&at, known));
        }
        Ok(Self { at, object })
    }

    /// A field's value, `None` when it is not there.
    pub(crate) fn get<T: DeserializeOwned>(
        &self,
        name: &str,
        expects: &str,
    ) -> Result<Option<T>, ControlError> {
        let value = self.object.get(name);
        value
            .map(|value| T::deserialize(value).map_err(|_| ControlError::value(self.place(name), expects)))
            .transpose()
    }

    /// A field that must be there.
    pub(crate) fn need<T: DeserializeOwned>(&self, name: &str, expects: &str) -> Result<T, ControlError> {
        self.get(name, expects)?.ok_or_else(|| ControlError::value(self.place(name), expects))
    }

    /// A list, each item read by `read` with its place; `None` when it is not there.
    pub(crate) fn list<T>(
        &self,
        name: &str,
        read: impl Fn(&Value, String) -> Result<T, ControlError>,
    ) -> Result<Option<Vec<T>>, ControlError> {
        let Some(value) = self.object.get(name) else {
            return Ok(None);
        };
        let Value::Array(items) = value else {
            return Err(ControlError::value(self.place(name), "a list"));
        };
        let read_at = |(position, item)| read(item, format!("{}[{position}]", self.place(name)));
        items.iter().enumerate().map(read_at).collect::<Result<_, _>>().map(Some)
    }

    fn place(&self, name: &str) -> String {
        if self.at.is_empty() { name.to_owned() } else { format!("{}.{name}", self.at) }
    }
}
