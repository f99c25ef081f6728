//! The parts of an array or an object, one after the other.

use serde::ser::{
    Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant,
};
use serde_json::Error;

use super::Writer;

/// What has been begun and ends with those bytes.
pub(super) struct Parts<'w> {
    writer: &'w mut Writer,
    end: &'static [u8],
    is_first: bool,
}

impl<'w> Parts<'w> {
    pub(super) fn new(writer: &'w mut Writer, end: &'static [u8]) -> Self {
        Self { writer, end, is_first: true }
    }

    fn comma(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.writer.put(b",");
        }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.comma();
        value.serialize(&mut *self.writer)
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        self.comma();
        self.writer.put_name(name);
        self.writer.put(b":");
        value.serialize(&mut *self.writer)
    }

    fn done(self) {
        self.writer.put(self.end);
    }
}

macro_rules! arrays {
    ($($kind:ident::$method:ident),*) => {
        $(impl $kind for Parts<'_> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
                self.item(value)
            }

            fn end(self) -> Result<(), Error> {
                self.done();
                Ok(())
            }
        })*
    };
}

arrays! {
    SerializeSeq::serialize_element, SerializeTuple::serialize_element, SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
}

macro_rules! objects {
    ($($kind:ident),*) => {
        $(impl $kind for Parts<'_> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
                self.field(name, value)
            }

            fn end(self) -> Result<(), Error> {
                self.done();
                Ok(())
            }
        })*
    };
}

objects! { SerializeStruct, SerializeStructVariant }

impl SerializeMap for Parts<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), Error> {
        self.comma();
        let place = self.writer.0.len();
        name.serialize(&mut *self.writer)?;
        match self.writer.0.get(place) {
            Some(b'"') => Ok(()),
            _ => Err(Error::custom("a name that is no text")),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.writer.put(b":");
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Error> {
        self.done();
        Ok(())
    }
}
