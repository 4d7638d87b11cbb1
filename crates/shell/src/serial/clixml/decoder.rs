//! Values of CLIXML as those of the shell.

use std::rc::Rc;
use std::sync::Arc;

use clixml::{Content, IntKind, Object as XmlObject, Value as Xml};

use super::{DESERIALIZED, moment};
use crate::convert::cast;
use crate::setting::Setting;
use crate::value::{
    Bytes, EnumType, EnumValue, Hashtable, List, Object, Outcome, Property, TimeSpan, Type, Uri, Value,
};

/// The value that was read. Objects are what is left of them: properties and the names of their types, each behind
/// `Deserialized.`; an enumeration that `known` finds is one again.
pub fn decode(value: &Xml, known: &dyn Fn(&str) -> Option<Type>, setting: &Setting) -> Outcome {
    Decoder { known, setting }.value(value)
}

struct Decoder<'a> {
    known: &'a dyn Fn(&str) -> Option<Type>,
    setting: &'a Setting,
}

impl Decoder<'_> {
    fn value(&self, value: &Xml) -> Outcome {
        Ok(match value {
            // What a reference leads back to encloses it, and no value here holds itself.
            Xml::Nil | Xml::Dangling(_) => Value::Null,
            Xml::Bool(value) => Value::Bool(*value),
            Xml::Char(unit) => {
                Value::Char(char::from_u32((*unit).into()).unwrap_or(char::REPLACEMENT_CHARACTER))
            }
            Xml::Int(kind, number) => integer(*kind, *number),
            Xml::Double(value) => Value::Double(*value),
            Xml::Decimal(digits) => cast(&Value::text(digits), &Type::Double, self.setting)?,
            Xml::String(text) => Value::text(text),
            Xml::DateTime(date) => moment::decode(*date, self.setting).map_or(Value::Null, Value::DateTime),
            Xml::TimeSpan(span) => Value::TimeSpan(TimeSpan::from_ticks(span.0)),
            Xml::Guid(guid) => Value::Guid(*guid),
            Xml::Uri(text) => Value::Uri(Rc::new(Uri::parse(text))),
            Xml::Version(text) => {
                let text = Value::text(text);
                cast(&text, &Type::Version, self.setting).unwrap_or(text)
            }
            Xml::Bytes(bytes) => Value::Bytes(Bytes::new(bytes.clone())),
            Xml::Object(object) => self.object(object)?,
        })
    }

    fn object(&self, object: &XmlObject) -> Outcome {
        let base = match &object.content {
            Content::None => return self.properties(object).map(|own| whole(object, own)),
            Content::Value(value) if object.type_names.contain("System.Enum") => {
                return self.enumeration(object, value);
            }
            Content::Value(value) => self.value(value)?,
            Content::List(items) => {
                let items = items.iter().map(|item| self.value(item)).collect::<Outcome<_>>()?;
                Value::List(List::new(items))
            }
            Content::Dictionary(entries) => {
                let table = Hashtable::new();
                for (key, value) in entries {
                    table.set(self.value(key)?, self.value(value)?);
                }
                Value::Hashtable(table)
            }
        };
        let added = self.properties(object)?;
        Ok(if added.is_empty() { base } else { Value::Object(Object::around(&base, added)) })
    }

    fn properties(&self, object: &XmlObject) -> Outcome<Vec<Property>> {
        let mut properties: Vec<Property> = Vec::new();
        // Where a name was given twice, the one that was added hides the one of the type.
        for own in object.props.iter().chain(&object.members) {
            let value = self.value(&own.value)?;
            match properties.iter_mut().find(|known| known.name.eq_ignore_ascii_case(&own.name)) {
                Some(known) => known.value = value,
                None => properties.push(Property::new(&*own.name, value)),
            }
        }
        Ok(properties)
    }

    fn enumeration(&self, object: &XmlObject, value: &Xml) -> Outcome {
        let name = object.type_names.first().unwrap_or_default();
        let of: Option<Rc<EnumType>> = match (self.known)(name) {
            Some(Type::Enum(of)) => Some(of),
            _ => None,
        };
        if let (Some(of), Xml::Int(_, number)) = (of, value)
            && let Ok(number) = i64::try_from(*number)
        {
            return Ok(Value::Enum(EnumValue::new(&of, number)));
        }
        let text = object.to_string.clone().unwrap_or_default();
        Ok(whole(object, vec![Property::read_only("Value", Value::from(text))]))
    }
}

/// An object of what is left of it.
fn whole(object: &XmlObject, properties: Vec<Property>) -> Value {
    let names: Rc<[Arc<str>]> = object.type_names.iter().map(deserialized).collect();
    Value::Object(match &object.to_string {
        _ if names.is_empty() => Object::custom_of(properties),
        Some(text) => Object::with_text(names, properties, text),
        None => Object::of_type(names, properties),
    })
}

fn deserialized(name: &str) -> Arc<str> {
    if name.starts_with(DESERIALIZED) { Arc::from(name) } else { Arc::from(format!("{DESERIALIZED}{name}")) }
}

fn integer(kind: IntKind, number: i128) -> Value {
    let long = || i64::try_from(number).map_or(Value::Double(number as f64), Value::Long);
    match kind {
        IntKind::U8 => u8::try_from(number).map_or_else(|_| long(), Value::Byte),
        IntKind::I8 | IntKind::U16 | IntKind::I16 | IntKind::I32 => {
            i32::try_from(number).map_or_else(|_| long(), Value::Int)
        }
        IntKind::U32 | IntKind::U64 | IntKind::I64 => long(),
    }
}
