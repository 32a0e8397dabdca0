//! JSON into structures, by way of one tree.
//!
//! `serde_json` compiles its reader once more for every structure, each time with the ways in which a structure may be
//! written that we never use. Here a text becomes a tree once, and structures are taken from the tree: the page is a
//! tenth smaller for it, and what is read so is small. A structure is handed its values in the order of its fields, as
//! it would be from a format without names, because reading names is most of what it would compile. What it refuses and
//! what it ignores is the same.

use std::fmt::{self, Display};

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, Expected, MapAccess};
use serde::de::{SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Value};

/// Why a text is not what was to be read. It is one pointer, because everything that is read may be it instead.
#[derive(Debug)]
pub struct Error(Box<Why>);

#[derive(Debug)]
struct Why(String);

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.0)
    }
}

impl std::error::Error for Error {}

impl serde::de::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self(Box::new(Why(message.to_string())))
    }

    /// Not what serde would say: that is a text for every field, and of a structure the missing field is named.
    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self::custom("a list is too short")
    }
}

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
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let mut structure = Structure { object: object(self.0)?, names: names.iter(), missing: None };
        visitor.visit_seq(&mut structure).map_err(|error| structure.missing.map_or(error, Error::missing_field))
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

/// A structure's fields in the order in which it names them.
struct Structure {
    object: Map<String, Value>,
    names: std::slice::Iter<'static, &'static str>,
    /// The field asked for last, where the object has none of this name and nothing cannot stand for it.
    missing: Option<&'static str>,
}

impl<'de> SeqAccess<'de> for Structure {
    type Error = Error;

    /// `None` for a field that is missing makes the structure take its default, or refuse to be without it.
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let (tree, missing) = self.step();
        self.missing = missing;
        let value = seed.deserialize(Tree(tree));
        if missing.is_some() { Ok(value.ok()) } else { value.map(Some) }
    }
}

impl Structure {
    /// The next field's value; or nothing, and its name. Optional fields are read from nothing.
    fn step(&mut self) -> (Value, Option<&'static str>) {
        let name = self.names.next().copied().unwrap_or_default();
        self.object.remove(name).map_or((Value::Null, Some(name)), |value| (value, None))
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

    fn struct_variant<V: Visitor<'de>>(self, names: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        self.deserialize_struct("", names, visitor)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Line {
        title: String,
        remark: Option<String>,
        #[serde(default = "seven")]
        most: u8,
        #[serde(default, rename = "part")]
        parts: Vec<Part>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(default)]
    struct Part {
        from: u8,
        by: By,
    }

    impl Default for Part {
        fn default() -> Self {
            Self { from: 3, by: By::Year }
        }
    }

    #[derive(Debug, PartialEq, Deserialize)]
    enum By {
        Year,
        Term { of: u8, name: Option<String> },
    }

    fn seven() -> u8 {
        7
    }

    fn refusal(text: &str) -> String {
        from_str::<Line>(text).unwrap_err().to_string()
    }

    #[test]
    fn fields_in_any_order_with_their_own_defaults() {
        let line = from_str::<Line>(r#"{"part":[{"by":{"Term":{"of":2}}},{"from":1}],"other":[1],"title":"A"}"#);
        let term = By::Term { of: 2, name: None };
        let parts = vec![Part { from: 3, by: term }, Part { from: 1, by: By::Year }];
        assert_eq!(line.unwrap(), Line { title: "A".into(), remark: None, most: 7, parts });
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(refusal("{}"), "missing field `title`");
        assert_eq!(refusal(r#"{"title":"A","part":[{"by":{"Term":{}}}]}"#), "missing field `of`");
    }

    #[test]
    fn what_is_there_is_never_replaced_by_a_default() {
        assert_eq!(refusal(r#"{"title":null}"#), "a text was expected, not null");
        assert_eq!(refusal(r#"{"title":"A","most":null}"#), "a whole number was expected, not null");
        assert_eq!(
            refusal(r#"{"title":"A","part":[{"by":"Week"}]}"#),
            "unknown variant `Week`, expected `Year` or `Term`"
        );
        assert_eq!(refusal(r#"["A"]"#), r#"an object was expected, not ["A"]"#);
    }
}
