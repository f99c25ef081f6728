//! Forms as PHP reads them: `a=1`, `a[]=1&a[]=2` for lists, `extra[requester]=customer` for nested objects.

use serde_json::{Map, Value};

/// Brackets deeper than this are not the API's; such a pair is dropped.
const DEEPEST: usize = 8;

/// Reads a form; percent signs and invalid UTF-8 never fail, they become replacement characters.
pub(crate) fn read(body: &[u8]) -> Map<String, Value> {
    let mut fields = Map::new();
    for (key, value) in form_urlencoded::parse(body) {
        match path(&key) {
            Some((name, rest)) if rest.len() <= DEEPEST => {
                let slot = fields.entry(name).or_insert(Value::Null);
                put(slot, &rest, value.into_owned());
            }
            Some(_) => {}
            None => {
                fields.insert(key.into_owned(), Value::String(value.into_owned()));
            }
        }
    }
    fields
}

/// Splits `a[b][]` into `a` and `["b", ""]`; a name whose brackets do not add up is a plain name.
fn path(key: &str) -> Option<(String, Vec<&str>)> {
    let open = key.find('[').filter(|open| *open > 0)?;
    let (name, mut rest) = key.split_at(open);
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let (part, after) = rest.strip_prefix('[')?.split_once(']')?;
        parts.push(part);
        rest = after;
    }
    Some((name.to_owned(), parts))
}

/// Puts the text where the path leads; a later value of another shape replaces the earlier one.
fn put(slot: &mut Value, path: &[&str], text: String) {
    let Some((part, deeper)) = path.split_first() else {
        *slot = Value::String(text);
        return;
    };
    if part.is_empty() {
        if !slot.is_array() {
            *slot = Value::Array(Vec::new());
        }
        if let Value::Array(list) = slot {
            let mut item = Value::Null;
            put(&mut item, deeper, text);
            list.push(item);
        }
    } else {
        if !slot.is_object() {
            *slot = Value::Object(Map::new());
        }
        if let Value::Object(object) = slot {
            put(object.entry((*part).to_owned()).or_insert(Value::Null), deeper, text);
        }
    }
}
