//! The official field table of the API, and what differs from it.

use std::sync::LazyLock;

use serde_json::{Map, Value};

static TABLE: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../facts/iamport_v1.json")).unwrap());

/// The table in `facts/iamport_v1.json`.
#[derive(Clone, Copy, Debug)]
pub struct Facts(&'static Value);

/// One method of one path.
#[derive(Debug)]
pub struct Endpoint {
    facts: Facts,
    entry: &'static Value,
}

/// One parameter of an endpoint, or of what is written in one.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    name: &'static str,
    place: &'static str,
    is_required: bool,
    entry: &'static Value,
}

impl Facts {
    /// Reads the table that stands in this repository.
    ///
    /// # Panics
    /// If it cannot be read.
    pub fn load() -> Self {
        Self(&TABLE)
    }

    /// The endpoint with that method (lower case) and path, as the table writes it.
    ///
    /// # Panics
    /// If the table has none.
    pub fn endpoint(self, method: &str, path: &str) -> Endpoint {
        let entry = &self.0["paths"][path][method];
        assert!(entry.is_object(), "the table has no {method} {path}");
        Endpoint { facts: self, entry }
    }

    /// Every method, in lower case, with its path.
    ///
    /// # Panics
    /// If the table has no paths.
    pub fn endpoints(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let paths = self.0["paths"].as_object().unwrap().iter();
        paths.flat_map(|(path, methods)| {
            methods.as_object().unwrap().keys().map(move |method| (method.as_str(), path.as_str()))
        })
    }

    /// The fields of a definition that is written into a body, as its parameters.
    ///
    /// # Panics
    /// If the table has no such definition.
    pub fn parameters_of(self, definition: &str) -> Vec<Parameter> {
        let definition = self.definition(definition);
        let required = definition["required"].as_array().unwrap();
        let parameter = |(name, entry): (&'static String, &'static Value)| Parameter {
            name,
            place: "formData",
            is_required: required.iter().any(|it| it == name),
            entry,
        };
        definition["fields"].as_object().unwrap().iter().map(parameter).collect()
    }

    fn definition(&self, name: &str) -> &'static Value {
        let definition = &self.0["definitions"][name];
        assert!(definition.is_object(), "the table has no definition {name}");
        definition
    }

    /// What differs between an object and a definition. Every field of the definition must be there.
    fn compare_object(
        &self,
        object: &Map<String, Value>,
        definition: &Value,
        at: &str,
        found: &mut Vec<String>,
    ) {
        let fields = definition["fields"].as_object().unwrap();
        for (name, value) in object {
            match fields.get(name) {
                Some(field) => self.compare(value, field, &format!("{at}.{name}"), found),
                None => found.push(format!("{at}.{name} is not in the table")),
            }
        }
        let absent = fields.keys().filter(|name| !object.contains_key(*name));
        found.extend(absent.map(|name| format!("{at}.{name} is absent")));
        for name in definition["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if object.get(name).is_some_and(Value::is_null) {
                found.push(format!("{at}.{name} is required and null"));
            }
        }
    }

    fn compare(&self, value: &Value, field: &Value, at: &str, found: &mut Vec<String>) {
        if value.is_null() {
            if field["nullable"] != true {
                found.push(format!("{at} is null"));
            }
            return;
        }
        if let Some(name) = field["ref"].as_str() {
            return self.compare_typed(value, "object", self.definition(name), at, found);
        }
        let Some(kind) = field["type"].as_str() else {
            return found.push(format!("{at} has no type in the table"));
        };
        self.compare_typed(value, kind, field, at, found);
        self.compare_limits(value, field, at, found);
    }

    fn compare_typed(&self, value: &Value, kind: &str, field: &Value, at: &str, found: &mut Vec<String>) {
        match (kind, value) {
            ("string", Value::String(_)) | ("boolean", Value::Bool(_)) | ("number", Value::Number(_)) => {}
            ("integer", Value::Number(number)) if number.is_i64() => {}
            ("array", Value::Array(items)) => {
                for (place, item) in items.iter().enumerate() {
                    self.compare(item, &field["items"], &format!("{at}[{place}]"), found);
                }
            }
            ("object", Value::Object(object)) => self.compare_object(object, field, at, found),
            _ => found.push(format!("{at} is not of type {kind}: {value}")),
        }
    }

    fn compare_limits(&self, value: &Value, field: &Value, at: &str, found: &mut Vec<String>) {
        if let Some(words) = field["enum"].as_array()
            && !words.contains(value)
        {
            found.push(format!("{at} is none of the words allowed: {value}"));
        }
        if let (Some(max), Some(text)) = (field["max_length"].as_u64(), value.as_str())
            && text.chars().count() as u64 > max
        {
            found.push(format!("{at} is longer than {max}"));
        }
    }
}

impl Endpoint {
    /// Its parameters.
    ///
    /// # Panics
    /// If one has no name or no place.
    pub fn parameters(&self) -> impl Iterator<Item = Parameter> + use<> {
        self.entry["parameters"].as_array().unwrap().iter().map(|entry| Parameter {
            name: entry["name"].as_str().unwrap(),
            place: entry["in"].as_str().unwrap(),
            is_required: entry["required"] == true,
            entry,
        })
    }

    /// Whether the table names the HTTP status among its responses.
    pub fn documents(&self, status: u16) -> bool {
        self.entry["responses"].get(status.to_string()).is_some()
    }

    /// The HTTP statuses that the table names.
    ///
    /// # Panics
    /// If one is no number.
    pub fn statuses(&self) -> Vec<u16> {
        self.entry["responses"].as_object().unwrap().keys().map(|status| status.parse().unwrap()).collect()
    }

    /// What differs between an answer's body and the table. A status without a body in the table must bring the
    /// envelope of an error: code, message, and no response.
    pub fn differences(&self, status: u16, body: &Value) -> Vec<String> {
        let Some(object) = body.as_object() else {
            return vec!["the answer is no object".to_owned()];
        };
        let response = &self.entry["responses"][status.to_string()];
        let one = response["ref"].as_str().into_iter();
        let names = one.chain(response["one_of"].as_array().into_iter().flatten().filter_map(Value::as_str));
        let compared = names.map(|name| {
            let mut found = Vec::new();
            self.facts.compare_object(object, self.facts.definition(name), "", &mut found);
            found
        });
        // Of several definitions the answer has to fit one; the one it is nearest to is told.
        compared.min_by_key(Vec::len).unwrap_or_else(|| error_envelope(object))
    }
}

impl Parameter {
    /// Its name.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// Where it stands: `path`, `query` or `formData`.
    pub fn place(self) -> &'static str {
        self.place
    }

    /// Whether every PG insists on it.
    pub fn is_required(self) -> bool {
        self.is_required
    }

    /// Most characters, where the table has a limit.
    pub fn max_length(self) -> Option<usize> {
        self.entry["max_length"].as_u64().and_then(|max| usize::try_from(max).ok())
    }

    /// The words it is one of; none where any will do.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        self.entry["enum"].as_array().into_iter().flatten().filter_map(Value::as_str)
    }

    /// The least and the most that a number may be, where the table says.
    pub fn range(self) -> Option<(i64, i64)> {
        Some((self.entry["minimum"].as_i64()?, self.entry["maximum"].as_i64()?))
    }

    /// The type's name; none for an object of its own definition.
    pub fn kind(self) -> Option<&'static str> {
        self.entry["type"].as_str()
    }
}

fn error_envelope(object: &Map<String, Value>) -> Vec<String> {
    let mut found = Vec::new();
    if object.len() != 3 {
        found.push("the envelope has other fields than code, message and response".to_owned());
    }
    if object.get("code").and_then(Value::as_i64).is_none_or(|code| code == 0) {
        found.push(".code is no number other than 0".to_owned());
    }
    if object.get("message").and_then(Value::as_str).is_none_or(str::is_empty) {
        found.push(".message is no text".to_owned());
    }
    if object.get("response") != Some(&Value::Null) {
        found.push(".response is not null".to_owned());
    }
    found
}

#[cfg(test)]
mod tests;
