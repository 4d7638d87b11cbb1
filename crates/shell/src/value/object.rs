//! Objects with named properties: custom objects, records of cmdlets, and scalars that carry added properties.

use std::any::Any;
use std::cell::{Ref, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use super::dismantle::dismantle;
use super::{Type, Value};
use crate::member::Native;

/// The full name of what `[pscustomobject]` makes.
pub const CUSTOM_OBJECT: &str = "System.Management.Automation.PSCustomObject";

/// An object by reference.
#[derive(Clone)]
pub struct Object(Rc<Body>);

struct Body {
    type_names: RefCell<Rc<[Arc<str>]>>,
    properties: RefCell<Vec<Property>>,
    nature: Nature,
}

/// What an object is beside its properties.
#[derive(Clone)]
enum Nature {
    Plain,
    /// A value that properties were added to.
    Around(Value),
    /// What people and comparisons know by a text.
    Text(Arc<str>),
    /// What shows itself by a text that follows from its properties.
    Summary(fn(&Object) -> String),
    /// An object of .NET whose members follow from what it holds.
    Native(Rc<dyn Native>),
    /// The bearer of something that only the part of the shell that made it can read.
    Bearer(Rc<dyn Any>),
}

/// A property: its name as declared, its value, and what may be stored in it.
#[derive(Clone)]
pub struct Property {
    /// The name, compared without case.
    pub name: Arc<str>,
    /// The value; of an alias, the name of the property it stands for.
    pub value: Value,
    /// The type that a new value is converted to.
    pub declared: Option<Rc<Type>>,
    /// What the property allows.
    pub role: Role,
}

/// What a property is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Read and written.
    Plain,
    /// Read only.
    ReadOnly,
    /// Another name of a property: read and written there, and not listed.
    Alias,
    /// A block that makes the value whenever it is asked for; `$this` is the object. Only the session can run it:
    /// see `Session::settled`.
    Computed,
    /// A block that is called as a method; `$this` is the object.
    Method,
    /// What who made the object keeps with it. Scripts neither see nor reach it; a copy carries it along.
    Hidden,
}

impl Property {
    /// A property that takes any value.
    pub fn new(name: impl Into<Arc<str>>, value: Value) -> Self {
        Self { name: name.into(), value, declared: None, role: Role::Plain }
    }

    /// A property that converts what it is given to `declared`.
    pub fn typed(name: impl Into<Arc<str>>, value: Value, declared: Type) -> Self {
        Self { name: name.into(), value, declared: Some(Rc::new(declared)), role: Role::Plain }
    }

    /// A property that cannot be set.
    pub fn read_only(name: impl Into<Arc<str>>, value: Value) -> Self {
        Self { name: name.into(), value, declared: None, role: Role::ReadOnly }
    }

    /// What is kept with the object out of the reach of scripts; see [`Object::kept`].
    pub fn hidden(name: impl Into<Arc<str>>, value: Value) -> Self {
        Self { name: name.into(), value, declared: None, role: Role::Hidden }
    }

    /// A property whose value the block makes.
    pub fn computed(name: impl Into<Arc<str>>, block: Value) -> Self {
        Self { name: name.into(), value: block, declared: None, role: Role::Computed }
    }

    /// A method that runs the block.
    pub fn method(name: impl Into<Arc<str>>, block: Value) -> Self {
        Self { name: name.into(), value: block, declared: None, role: Role::Method }
    }

    /// Whether it is among the properties that are shown.
    pub fn is_listed(&self) -> bool {
        matches!(self.role, Role::Plain | Role::ReadOnly | Role::Computed)
    }

    fn is_within_reach(&self, name: &str) -> bool {
        self.role != Role::Hidden && same_name(&self.name, name)
    }

    /// Another name for the property `of`.
    pub fn alias(name: impl Into<Arc<str>>, of: &str) -> Self {
        Self { name: name.into(), value: Value::text(of), declared: None, role: Role::Alias }
    }
}

impl Object {
    /// An empty custom object.
    pub fn custom() -> Self {
        Self::custom_of(Vec::new())
    }

    /// A custom object with these properties.
    pub fn custom_of(properties: Vec<Property>) -> Self {
        thread_local! {
            static NAMES: Rc<[Arc<str>]> = Rc::from([Arc::from(CUSTOM_OBJECT), Arc::from("System.Object")]);
        }
        Self::build(NAMES.with(Rc::clone), properties, Nature::Plain)
    }

    /// An object of `type_names`, its own first and its bases after it. Share the names between objects.
    pub fn of_type(type_names: Rc<[Arc<str>]>, properties: Vec<Property>) -> Self {
        assert!(!type_names.is_empty(), "an object has a type");
        Self::build(type_names, properties, Nature::Plain)
    }

    /// The same as [`Object::of_type`], for an object that people and comparisons know by `text`.
    pub fn with_text(type_names: Rc<[Arc<str>]>, properties: Vec<Property>, text: &str) -> Self {
        assert!(!type_names.is_empty(), "an object has a type");
        Self::build(type_names, properties, Nature::Text(Arc::from(text)))
    }

    /// The same as [`Object::of_type`], for an object whose text follows from its properties, as ToString makes it.
    pub fn with_summary(
        type_names: Rc<[Arc<str>]>,
        properties: Vec<Property>,
        summary: fn(&Self) -> String,
    ) -> Self {
        assert!(!type_names.is_empty(), "an object has a type");
        Self::build(type_names, properties, Nature::Summary(summary))
    }

    /// An object without properties that carries `payload` for whoever knows its type.
    pub fn bearing(type_names: Rc<[Arc<str>]>, payload: Rc<dyn Any>) -> Self {
        assert!(!type_names.is_empty(), "an object has a type");
        Self::build(type_names, Vec::new(), Nature::Bearer(payload))
    }

    /// An object of .NET whose members follow from what `native` holds.
    pub(crate) fn native_of(type_names: Rc<[Arc<str>]>, native: Rc<dyn Native>) -> Self {
        assert!(!type_names.is_empty(), "an object has a type");
        Self::build(type_names, Vec::new(), Nature::Native(native))
    }

    /// `base` with added properties: it keeps its type and its behaviour.
    pub fn around(base: &Value, properties: Vec<Property>) -> Self {
        let base = base.bare().clone();
        let names = base.type_of().map_or_else(|| "System.Object".to_owned(), |t| t.full_name().into_owned());
        Self::build(Rc::from([Arc::from(names)]), properties, Nature::Around(base))
    }

    fn build(type_names: Rc<[Arc<str>]>, properties: Vec<Property>, nature: Nature) -> Self {
        Self(Rc::new(Body {
            type_names: RefCell::new(type_names),
            properties: RefCell::new(properties),
            nature,
        }))
    }

    /// The value that the properties were added to.
    pub fn base(&self) -> Option<&Value> {
        match &self.0.nature {
            Nature::Around(base) => Some(base),
            _ => None,
        }
    }

    /// The text that stands for the object, if it has one.
    pub fn stands_for(&self) -> Option<&Arc<str>> {
        match &self.0.nature {
            Nature::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text that follows from the properties, if the object has one.
    pub fn summary(&self) -> Option<String> {
        match &self.0.nature {
            Nature::Summary(summary) => Some(summary(self)),
            Nature::Native(native) => native.text(),
            _ => None,
        }
    }

    /// What works its members out, if it is an object of .NET of that kind.
    pub(crate) fn native(&self) -> Option<&dyn Native> {
        match &self.0.nature {
            Nature::Native(native) => Some(&**native),
            _ => None,
        }
    }

    /// What the object carries, if it is a `T`.
    pub fn payload<T: Any>(&self) -> Option<Rc<T>> {
        match &self.0.nature {
            Nature::Bearer(payload) => Rc::clone(payload).downcast().ok(),
            _ => None,
        }
    }

    /// The type names, its own first.
    pub fn type_names(&self) -> Rc<[Arc<str>]> {
        Rc::clone(&self.0.type_names.borrow())
    }

    /// The object's own type name.
    pub fn type_name(&self) -> Arc<str> {
        Arc::clone(&self.0.type_names.borrow()[0])
    }

    /// The name of the class: names that a script put before it do not count.
    pub fn class_name(&self) -> Arc<str> {
        let names = self.0.type_names.borrow();
        // One that was read from a file is one all the same.
        let is_custom = |name: &Arc<str>| name.strip_prefix("Deserialized.").unwrap_or(name) == CUSTOM_OBJECT;
        match names.iter().find(|name| is_custom(name)) {
            Some(name) if &**name == CUSTOM_OBJECT => Arc::clone(name),
            Some(_) => Arc::from(CUSTOM_OBJECT),
            None => Arc::clone(&names[0]),
        }
    }

    /// Whether a script made it, of properties alone.
    pub fn is_custom(&self) -> bool {
        &*self.class_name() == CUSTOM_OBJECT
    }

    /// Puts a type name before the others, as `PSTypeNames.Insert(0, ...)` and PSTypeName do.
    pub fn rename_type(&self, name: &str) {
        let mut names = vec![Arc::from(name)];
        names.extend(self.type_names().iter().cloned());
        *self.0.type_names.borrow_mut() = Rc::from(names);
    }

    /// The properties to read while nothing writes them.
    pub fn properties(&self) -> Ref<'_, Vec<Property>> {
        self.0.properties.borrow()
    }

    /// The value of the property called `name`.
    pub fn property(&self, name: &str) -> Option<Value> {
        let properties = self.0.properties.borrow();
        let found = properties.iter().find(|property| property.is_within_reach(name))?;
        if found.role != Role::Alias {
            return Some(found.value.clone());
        }
        let of = found.value.as_str()?;
        let found = properties.iter().find(|p| p.role != Role::Alias && p.is_within_reach(of))?;
        Some(found.value.clone())
    }

    /// What is kept with the object under `name`: see [`Property::hidden`].
    pub fn kept(&self, name: &str) -> Option<Value> {
        let properties = self.0.properties.borrow();
        let found = properties.iter().find(|p| p.role == Role::Hidden && same_name(&p.name, name))?;
        Some(found.value.clone())
    }

    /// The declaration of the property called `name`, aliases followed: its name, type and role.
    pub fn declaration(&self, name: &str) -> Option<(Arc<str>, Option<Rc<Type>>, Role)> {
        let properties = self.0.properties.borrow();
        let mut found = properties.iter().find(|property| property.is_within_reach(name))?;
        if found.role == Role::Alias {
            let of = found.value.as_str()?;
            found = properties.iter().find(|p| p.role != Role::Alias && p.is_within_reach(of))?;
        }
        Some((Arc::clone(&found.name), found.declared.clone(), found.role))
    }

    /// Stores a value as it is; whether the property exists. Conversion is the business of `member`.
    pub fn store(&self, name: &str, value: Value) -> bool {
        let Some((name, _, _)) = self.declaration(name) else { return false };
        let mut properties = self.0.properties.borrow_mut();
        let found = properties.iter_mut().find(|property| property.is_within_reach(&name));
        let Some(slot) = found else { return false };
        let replaced = std::mem::replace(&mut slot.value, value);
        drop(properties);
        drop(replaced);
        true
    }

    /// Adds a property, in place of one of the same name.
    pub fn add(&self, property: Property) {
        let mut properties = self.0.properties.borrow_mut();
        let hides = |known: &Property| (known.role == Role::Hidden) == (property.role == Role::Hidden);
        let same = |known: &&mut Property| hides(known) && same_name(&known.name, &property.name);
        let replaced = match properties.iter_mut().find(same) {
            Some(slot) => Some(std::mem::replace(slot, property)),
            None => {
                properties.push(property);
                None
            }
        };
        drop(properties);
        drop(replaced);
    }

    /// The block that makes the value of the property called `name`, or that is the method of that name.
    pub fn block(&self, name: &str, role: Role) -> Option<super::ScriptBlock> {
        let properties = self.0.properties.borrow();
        let found =
            properties.iter().find(|property| property.role == role && same_name(&property.name, name))?;
        match &found.value {
            Value::ScriptBlock(block) => Some(block.clone()),
            _ => None,
        }
    }

    /// Takes a property out.
    pub fn remove(&self, name: &str) {
        let removed = {
            let mut properties = self.0.properties.borrow_mut();
            let position = properties.iter().position(|property| property.is_within_reach(name));
            position.map(|position| properties.remove(position))
        };
        drop(removed);
    }

    /// A new object of the same type with the same properties, as PSObject.Copy makes it.
    pub fn copy(&self) -> Self {
        let properties = self.0.properties.borrow().clone();
        Self::build(self.type_names(), properties, self.0.nature.clone())
    }

    /// Whether both are one object.
    pub fn same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    pub(super) fn address(&self) -> usize {
        Rc::as_ptr(&self.0).cast::<u8>() as usize
    }

    pub(super) fn into_last_values(self) -> Vec<Value> {
        if Rc::strong_count(&self.0) > 1 {
            return Vec::new();
        }
        let mut values: Vec<Value> =
            self.0.properties.take().into_iter().map(|property| property.value).collect();
        values.extend(self.0.nature.release());
        values
    }
}

impl Nature {
    /// The values that only this object holds, for their drop.
    fn release(&self) -> Vec<Value> {
        match self {
            Self::Native(native) if Rc::strong_count(native) == 1 => native.release(),
            _ => Vec::new(),
        }
    }
}

/// Bounded: the type alone.
impl std::fmt::Debug for Object {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Object({})", self.type_name())
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        dismantle(self.nature.release());
        let properties = self.properties.get_mut();
        if properties.iter().any(|property| property.value.is_container()) {
            dismantle(properties.drain(..).map(|property| property.value).collect());
        }
    }
}

/// Whether two names are one, case ignored.
fn same_name(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || (!(a.is_ascii() && b.is_ascii()) && a.to_lowercase() == b.to_lowercase())
}
