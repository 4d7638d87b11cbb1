//! The types that a session knows beyond those of the language: enumerations and objects of the product.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use crate::convert;
use crate::setting::Setting;
use crate::value::{Array, EnumType, Outcome, Type, Value};

/// Makes a value of a type of any other value, or says why not.
pub type Converter = Rc<dyn Fn(&Value, &Setting) -> Outcome>;

/// The product's types, by full and by short name.
#[derive(Default)]
pub struct Types {
    by_name: BTreeMap<String, Type>,
    converters: BTreeMap<Arc<str>, Converter>,
}

impl Types {
    /// Adds an enumeration; it is found by its full name and by the last part of it.
    pub fn add_enumeration(&mut self, added: &Rc<EnumType>) {
        self.add_name(added.full_name(), &Type::Enum(Rc::clone(added)));
    }

    /// Adds an object type with what converts values to it.
    pub fn add(&mut self, full_name: &str, converter: Converter) {
        let name: Arc<str> = Arc::from(full_name);
        self.add_name(full_name, &Type::Named(Arc::clone(&name)));
        self.converters.insert(name, converter);
    }

    fn add_name(&mut self, full_name: &str, found: &Type) {
        let lower = full_name.to_ascii_lowercase();
        if let Some((_, short)) = lower.rsplit_once('.') {
            self.by_name.insert(short.to_owned(), found.clone());
        }
        self.by_name.insert(lower, found.clone());
    }

    /// The type that `name` means, as it stands between brackets.
    pub fn resolve(&self, name: &str) -> Option<Type> {
        let name = name.trim();
        if let Some(element) = name.strip_suffix("[]")
            && Type::resolve(name).is_none()
        {
            return Some(Type::Array(Rc::new(self.resolve(element)?)));
        }
        Type::resolve(name).or_else(|| self.by_name.get(&name.to_ascii_lowercase()).cloned())
    }

    /// The value as one of type `to`; product types are made by what was added with them.
    pub fn convert(&self, value: &Value, to: &Type, setting: &Setting) -> Outcome {
        match to {
            Type::Named(name) => match self.converters.get(name) {
                Some(_) if to.accepts(value) => Ok(value.clone()),
                Some(converter) => converter(value, setting),
                None => convert::cast(value, to, setting),
            },
            Type::Array(element) if matches!(&**element, Type::Named(_)) && !value.is_null() => {
                let elements = value.unroll();
                let converted = elements.iter().map(|one| self.convert(one, element, setting));
                Ok(Value::Array(Array::typed((**element).clone(), converted.collect::<Outcome<_>>()?)))
            }
            _ => convert::cast(value, to, setting),
        }
    }

    /// The names under which product types are found, for completion.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }
}
