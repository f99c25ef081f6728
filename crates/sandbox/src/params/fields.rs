//! Named values as a call brings them.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

/// A list in the order of the names, each of which is there once: a call has a dozen, and for a dozen a list takes less
/// work than a tree. All names stand in one text, so that none needs memory of its own.
#[derive(Default)]
pub(super) struct Fields {
    names: String,
    list: Vec<(Range<usize>, Value)>,
}

impl Fields {
    fn add(&mut self, name: Range<usize>, value: Value) {
        self.list.push((name, value));
    }

    /// Puts what was added into its order. Of several values under one name the last counts.
    fn in_order(mut self) -> Self {
        let names = &self.names;
        self.list.reverse();
        self.list.sort_by(|(one, _), (other, _)| names[one.clone()].cmp(&names[other.clone()]));
        self.list.dedup_by(|(earlier, _), (last, _)| names[earlier.clone()] == names[last.clone()]);
        self
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Value)> {
        self.list.iter().map(|(name, value)| (&self.names[name.clone()], value))
    }
}

impl From<Map<String, Value>> for Fields {
    fn from(map: Map<String, Value>) -> Self {
        let mut fields = Self::default();
        for (name, value) in map {
            let place = put(&mut fields.names, &name);
            fields.add(place, value);
        }
        fields.in_order()
    }
}

/// Where the name stands now.
fn put(names: &mut String, name: &str) -> Range<usize> {
    let start = names.len();
    names.push_str(name);
    start..names.len()
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        // Room for what a call usually brings.
        let mut fields = Fields { names: String::with_capacity(128), list: Vec::with_capacity(16) };
        while let Some(name) = map.next_key_seed(Name(&mut fields.names))? {
            let value = map.next_value()?;
            fields.add(name, value);
        }
        Ok(fields.in_order())
    }
}

/// Reads a name to the end of the others.
struct Name<'n>(&'n mut String);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Range<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Range<usize>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Range<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Range<usize>, E> {
        Ok(put(self.0, name))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn they_are_what_a_map_of_them_is(
            pairs in prop::collection::vec(("[a-d]{0,2}", any::<i32>().prop_map(Value::from)), 0..20)
        ) {
            let written: Vec<_> = pairs.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
            let text = format!("{{{}}}", written.join(","));
            let fields: Fields = serde_json::from_str(&text).unwrap();
            let map: Map<String, Value> = pairs.into_iter().collect();
            let expected: Vec<_> = map.iter().map(|(name, value)| (name.as_str(), value)).collect();
            prop_assert_eq!(fields.iter().collect::<Vec<_>>(), expected.clone());
            let from_map = Fields::from(map.clone());
            prop_assert_eq!(from_map.iter().collect::<Vec<_>>(), expected);
            for name in ["", "a", "bb", "dd", "e"] {
                prop_assert_eq!(fields.get(name), map.get(name));
            }
        }
    }
}
