//! JSON as serde_json writes it, for answers and the request log: most of the sandbox's work is to write them.
//!
//! serde_json looks at every byte of every string by itself, also of field names, which never need it. Here those are
//! copied, and other strings are looked at as a whole; those that have to be escaped are left to serde_json, and so are
//! numbers. Only its own `RawValue` is not known here.

mod parts;

use serde::ser::{Serialize, Serializer};
use serde_json::Error;

use parts::Parts;

/// The value as JSON text; the room is made beforehand, in bytes.
///
/// # Errors
/// If a map has other names than text, or the value itself does not want to be written.
pub(crate) fn to_vec<T: Serialize + ?Sized>(value: &T, room: usize) -> Result<Vec<u8>, Error> {
    let mut writer = Writer(Vec::with_capacity(room));
    value.serialize(&mut writer)?;
    Ok(writer.0)
}

struct Writer(Vec<u8>);

impl Writer {
    fn put(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn put_text(&mut self, text: &str) -> Result<(), Error> {
        // Without a way out in between, so that many bytes are looked at in one step.
        if text.bytes().fold(false, |found, byte| found | must_be_escaped(byte)) {
            return self.put_any(text);
        }
        self.put_name(text);
        Ok(())
    }

    /// A text that is known to need no escapes.
    fn put_name(&mut self, name: &str) {
        self.0.push(b'"');
        self.put(name.as_bytes());
        self.0.push(b'"');
    }

    fn put_any<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        serde_json::to_writer(&mut self.0, value)
    }

    fn begin(&mut self, begin: &'static [u8], end: &'static [u8]) -> Parts<'_> {
        self.put(begin);
        Parts::new(self, end)
    }

    /// The variant of an enum that holds something: an object with one field.
    fn put_variant(&mut self, name: &str) {
        self.0.push(b'{');
        self.put_name(name);
        self.0.push(b':');
    }
}

fn must_be_escaped(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

macro_rules! left_to_serde_json {
    ($($method:ident: $kind:ty),*) => {
        $(fn $method(self, value: $kind) -> Result<(), Error> {
            self.put_any(&value)
        })*
    };
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Parts<'w>;
    type SerializeTuple = Parts<'w>;
    type SerializeTupleStruct = Parts<'w>;
    type SerializeTupleVariant = Parts<'w>;
    type SerializeMap = Parts<'w>;
    type SerializeStruct = Parts<'w>;
    type SerializeStructVariant = Parts<'w>;

    left_to_serde_json! {
        serialize_bool: bool, serialize_char: char, serialize_bytes: &[u8],
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
        serialize_f32: f32, serialize_f64: f64
    }

    fn collect_str<T: std::fmt::Display + ?Sized>(self, value: &T) -> Result<(), Error> {
        self.put_any(&format_args!("{value}"))
    }

    fn serialize_str(self, text: &str) -> Result<(), Error> {
        self.put_text(text)
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.put(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.put_text(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.put_variant(variant);
        value.serialize(&mut *self)?;
        self.put(b"}");
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'w>, Error> {
        Ok(self.begin(b"[", b"]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'w>, Error> {
        Ok(self.begin(b"[", b"]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'w>, Error> {
        Ok(self.begin(b"[", b"]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'w>, Error> {
        self.put_variant(variant);
        Ok(self.begin(b"[", b"]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'w>, Error> {
        Ok(self.begin(b"{", b"}"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'w>, Error> {
        Ok(self.begin(b"{", b"}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'w>, Error> {
        self.put_variant(variant);
        Ok(self.begin(b"{", b"}}"))
    }
}

#[cfg(test)]
mod tests;
