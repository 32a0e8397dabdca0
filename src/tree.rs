//! JSON into structures, by way of one tree.
//!
//! `serde_json` compiles its reader once more for every structure, each time with the ways in which a structure may be
//! written that we never use. Here a text becomes a tree once, and structures are taken from the tree: the page is a
//! tenth smaller for it, and what is read so is small.

use serde::de::value::Error;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess};
use serde::de::{VariantAccess, Visitor};
use serde_json::{Map, Value};

/// A structure from a JSON text.
///
/// # Errors
/// When the text is no JSON, or not of this structure.
pub fn from_str<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let tree = serde_json::from_str::<Value>(text).map_err(Error::custom)?;
    from_value(tree)
}

/// A structure from a tree.
///
/// # Errors
/// When the tree is not of this structure.
pub fn from_value<T: DeserializeOwned>(tree: Value) -> Result<T, Error> {
    T::deserialize(Tree(tree))
}

struct Tree(Value);

/// What stands where something else is wanted.
#[cold]
#[inline(never)]
fn wrong(wanted: &str, found: &Value) -> Error {
    let mut found = found.to_string();
    if found.chars().count() > SHOWN {
        found = found.chars().take(SHOWN).chain(['\u{2026}']).collect();
    }
    Error::custom(format_args!("{wanted} was expected, not {found}"))
}

/// Letters of a wrong value that are shown.
const SHOWN: usize = 80;

fn text(tree: Value) -> Result<String, Error> {
    match tree {
        Value::String(text) => Ok(text),
        other => Err(wrong("a text", &other)),
    }
}

fn object(tree: Value) -> Result<Map<String, Value>, Error> {
    match tree {
        Value::Object(map) => Ok(map),
        other => Err(wrong("an object", &other)),
    }
}

fn array(tree: Value) -> Result<Vec<Value>, Error> {
    match tree {
        Value::Array(list) => Ok(list),
        other => Err(wrong("a list", &other)),
    }
}

fn unsigned(tree: &Value) -> Result<u64, Error> {
    tree.as_u64().ok_or_else(|| wrong("a whole number", tree))
}

fn signed(tree: &Value) -> Result<i64, Error> {
    tree.as_i64().ok_or_else(|| wrong("a whole number", tree))
}

macro_rules! number {
    ($($name:ident => $read:ident, $visit:ident;)*) => {
        $(fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.$visit($read(&self.0)?)
        })*
    };
}

macro_rules! texts {
    ($($name:ident)*) => {
        $(fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_string(text(self.0)?)
        })*
    };
}

impl<'de> Deserializer<'de> for Tree {
    type Error = Error;

    number! {
        deserialize_u8 => unsigned, visit_u64;
        deserialize_u16 => unsigned, visit_u64;
        deserialize_u32 => unsigned, visit_u64;
        deserialize_u64 => unsigned, visit_u64;
        deserialize_i8 => signed, visit_i64;
        deserialize_i16 => signed, visit_i64;
        deserialize_i32 => signed, visit_i64;
        deserialize_i64 => signed, visit_i64;
    }
    texts! { deserialize_char deserialize_str deserialize_string deserialize_identifier }
    serde::forward_to_deserialize_any! { f32 f64 bytes byte_buf unit unit_struct ignored_any }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(yes) => visitor.visit_bool(yes),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => visitor.visit_u64(number),
                (None, Some(number)) => visitor.visit_i64(number),
                (None, None) => visitor.visit_f64(number.as_f64().unwrap_or_default()),
            },
            Value::String(text) => visitor.visit_string(text),
            Value::Array(list) => visitor.visit_seq(List(list.into_iter())),
            Value::Object(map) => visitor.visit_map(Fields(map.into_iter(), None)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_bool(self.0.as_bool().ok_or_else(|| wrong("true or false", &self.0))?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(List(array(self.0)?.into_iter()))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(Fields(object(self.0)?.into_iter(), None))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(match self.0 {
            Value::Object(map) => {
                let (name, content) = map.into_iter().next().ok_or_else(|| Error::custom("an empty choice"))?;
                Choice(name, content)
            }
            name => Choice(text(name)?, Value::Null),
        })
    }
}

/// A list's elements.
struct List(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for List {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.0.next().map(|tree| seed.deserialize(Tree(tree))).transpose()
    }
}

/// An object's fields, and the value of the one whose name was read last.
struct Fields(serde_json::map::IntoIter, Option<Value>);

impl<'de> MapAccess<'de> for Fields {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((name, value)) = self.0.next() else { return Ok(None) };
        self.1 = Some(value);
        seed.deserialize(Tree(Value::String(name))).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(Tree(self.1.take().unwrap_or_default()))
    }
}

/// A variant's name, and what it holds.
struct Choice(String, Value);

impl<'de> EnumAccess<'de> for Choice {
    type Error = Error;
    type Variant = Tree;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<(T::Value, Tree), Error> {
        Ok((seed.deserialize(Tree(Value::String(self.0)))?, Tree(self.1)))
    }
}

impl<'de> VariantAccess<'de> for Tree {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        if self.0.is_null() { Ok(()) } else { Err(wrong("nothing", &self.0)) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }
}
