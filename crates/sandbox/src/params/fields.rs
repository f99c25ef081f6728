//! Named values as a call brings them.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

/// A list in the order of the names, each of which is there once: a call has a dozen, and a list of a dozen takes less
/// work than a tree.
#[derive(Default)]
pub(super) struct Fields(Vec<(String, Value)>);

impl Fields {
    /// Of several values under one name the last counts.
    fn of(mut fields: Vec<(String, Value)>) -> Self {
        fields.reverse();
        fields.sort_by(|(one, _), (other, _)| one.cmp(other));
        fields.dedup_by(|(earlier, _), (last, _)| earlier == last);
        Self(fields)
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        let place = self.0.binary_search_by(|(known, _)| known.as_str().cmp(name)).ok()?;
        self.0.get(place).map(|(_, value)| value)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = (&String, &Value)> {
        self.0.iter().map(|(name, value)| (name, value))
    }
}

impl From<Map<String, Value>> for Fields {
    fn from(map: Map<String, Value>) -> Self {
        Self::of(map.into_iter().collect())
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::with_capacity(16);
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields::of(fields))
            }
        }

        deserializer.deserialize_map(Reader)
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
            prop_assert_eq!(fields.iter().collect::<Vec<_>>(), map.iter().collect::<Vec<_>>());
            for name in ["", "a", "bb", "dd", "e"] {
                prop_assert_eq!(fields.get(name), map.get(name));
            }
        }
    }
}
