//! The types that a session knows beyond those of the language: enumerations and objects of the product.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use crate::value::{EnumType, Type};

/// The product's types, by full and by short name. What makes their values is with [`crate::setting::Setting`].
#[derive(Default)]
pub struct Types {
    by_name: BTreeMap<String, Type>,
}

impl Types {
    /// Adds an enumeration; it is found by its full name and by the last part of it.
    pub fn add_enumeration(&mut self, added: &Rc<EnumType>) {
        self.add_as(added.full_name(), &Type::Enum(Rc::clone(added)));
    }

    /// Adds a type of objects; it is found by its full name and by the last part of it.
    pub fn add(&mut self, full_name: &str) {
        self.add_as(full_name, &Type::Named(Arc::from(full_name)));
    }

    fn add_as(&mut self, full_name: &str, found: &Type) {
        let lower = full_name.to_ascii_lowercase();
        if let Some((_, short)) = lower.rsplit_once('.') {
            self.by_name.insert(short.to_owned(), found.clone());
        }
        self.by_name.insert(lower, found.clone());
    }

    /// The type that `name` means, as it stands between brackets.
    pub fn resolve(&self, name: &str) -> Option<Type> {
        let name = name.trim();
        if let Some(known) = Type::resolve(name) {
            return Some(known);
        }
        match name.strip_suffix("[]") {
            Some(element) => Some(Type::Array(Rc::new(self.resolve(element)?))),
            None => self.by_name.get(&name.to_ascii_lowercase()).cloned(),
        }
    }

    /// The names under which the product's types are found, for completion.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }
}
