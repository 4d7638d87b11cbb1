//! Views: how objects of a type are laid out where nothing else is asked for.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::cells::Alignment;
use super::reading::{Sight, property};
use crate::setting::Setting;
use crate::value::{ScriptBlock, Value};

/// A column of a table or a line of a list.
#[derive(Clone)]
pub struct Field {
    /// The name above or before it; none for that of the property.
    pub(super) label: Option<Arc<str>>,
    /// Where the value comes from.
    pub(super) source: Source,
    /// The columns it takes in a table; none where that is found out.
    pub(super) width: Option<usize>,
    /// Where it stands in its column; none where the value decides.
    pub(super) alignment: Option<Alignment>,
    /// The format of the value, as `-f` takes it.
    pub(super) format: Option<Arc<str>>,
}

/// Where the value of a field comes from.
#[derive(Clone)]
pub(super) enum Source {
    Property(Arc<str>),
    Computed(fn(&Value, &Setting) -> Value),
    /// What the command runs for each object.
    Block(ScriptBlock),
}

impl Field {
    /// The property `name`; in the fields of a command it may be a wildcard.
    pub fn property(name: impl Into<Arc<str>>) -> Self {
        Self::of(None, Source::Property(name.into()))
    }

    /// A value made of the object, under `label`.
    pub fn computed(label: &str, make: fn(&Value, &Setting) -> Value) -> Self {
        Self::of(Some(Arc::from(label)), Source::Computed(make))
    }

    /// What `block` yields for the object; the label is its text.
    pub fn block(block: ScriptBlock) -> Self {
        Self::of(None, Source::Block(block))
    }

    fn of(label: Option<Arc<str>>, source: Source) -> Self {
        Self { label, source, width: None, alignment: None, format: None }
    }

    /// The same field under another name.
    #[must_use]
    pub fn labelled(mut self, label: impl Into<Arc<str>>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// The same field in so many columns of the terminal.
    #[must_use]
    pub fn width(mut self, columns: usize) -> Self {
        self.width = Some(columns);
        self
    }

    /// The same field at another place in its column.
    #[must_use]
    pub fn aligned(mut self, alignment: Alignment) -> Self {
        self.alignment = Some(alignment);
        self
    }

    /// The same field by a format of `-f`.
    #[must_use]
    pub fn formatted(mut self, format: impl Into<Arc<str>>) -> Self {
        self.format = Some(format.into());
        self
    }

    /// What stands above or before the values.
    pub(super) fn title(&self) -> Arc<str> {
        match (&self.label, &self.source) {
            (Some(label), _) => Arc::clone(label),
            (None, Source::Property(name)) => Arc::clone(name),
            (None, Source::Block(block)) => Arc::clone(block.text()),
            (None, Source::Computed(_)) => Arc::from(""),
        }
    }

    /// The value for an object, by way of `run` where a block makes it.
    pub(super) fn value<E>(&self, object: &Value, sight: Sight<'_>, run: Run<'_, E>) -> Result<Value, E> {
        match &self.source {
            Source::Property(name) => Ok(property(object, name, sight.setting).unwrap_or_default()),
            Source::Computed(make) => Ok(make(object, sight.setting)),
            Source::Block(block) => run(block, object),
        }
    }
}

/// Runs a block of a command for an object.
pub(super) type Run<'a, E> = &'a mut dyn FnMut(&ScriptBlock, &Value) -> Result<Value, E>;

/// How objects of a type are laid out.
pub struct View {
    pub(super) body: Body,
    pub(super) group: Option<Grouping>,
    pub(super) auto_size: bool,
    pub(super) apart: bool,
}

pub(super) enum Body {
    Table {
        columns: Vec<Field>,
        wrap: bool,
    },
    List(Vec<Field>),
    Wide(Field),
    /// A text for each object.
    Text(Field),
}

/// A property whose changes start a new group with a heading.
#[derive(Clone)]
pub(super) struct Grouping {
    pub(super) by: Field,
    /// The heading, made of the first object; none for the property's name and value.
    pub(super) heading: Option<fn(&Value, &Setting) -> String>,
}

impl View {
    /// A table with these columns.
    pub fn table(columns: Vec<Field>) -> Self {
        Self::of(Body::Table { columns, wrap: false })
    }

    /// A list of these properties.
    pub fn list(properties: Vec<Field>) -> Self {
        Self::of(Body::List(properties))
    }

    /// One property of each object, several objects to a line.
    pub fn wide(property: Field) -> Self {
        Self::of(Body::Wide(property))
    }

    /// A text for each object.
    pub fn text(line: Field) -> Self {
        Self::of(Body::Text(line))
    }

    fn of(body: Body) -> Self {
        Self { body, group: None, auto_size: false, apart: false }
    }

    /// The same view with a new group wherever the value of `by` changes.
    #[must_use]
    pub fn grouped(mut self, by: Field) -> Self {
        self.group = Some(Grouping { by, heading: None });
        self
    }

    /// The same view with groups under a heading of its own.
    #[must_use]
    pub fn grouped_under(mut self, by: Field, heading: fn(&Value, &Setting) -> String) -> Self {
        self.group = Some(Grouping { by, heading: Some(heading) });
        self
    }

    /// The same table with columns as wide as what is in them.
    #[must_use]
    pub fn auto_sized(mut self) -> Self {
        self.auto_size = true;
        self
    }

    /// The same table with cells that wrap instead of being cut.
    #[must_use]
    pub fn wrapping(mut self) -> Self {
        if let Body::Table { wrap, .. } = &mut self.body {
            *wrap = true;
        }
        self
    }

    /// The same view for objects that are printed at once between others, as error records are.
    #[must_use]
    pub fn apart(mut self) -> Self {
        self.apart = true;
        self
    }

    pub(super) fn shape(&self) -> Shape {
        match self.body {
            Body::Table { .. } => Shape::Table,
            Body::List(_) => Shape::List,
            Body::Wide(_) => Shape::Wide,
            Body::Text(_) => Shape::Custom,
        }
    }
}

/// The shapes that output has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A row for each object.
    Table,
    /// A line for each property.
    List,
    /// One property of each object, several to a line.
    Wide,
    /// Text.
    Custom,
}

/// The views of all types.
#[derive(Clone, Default)]
pub struct Views {
    by_type: BTreeMap<String, Vec<Rc<View>>>,
    shapes: BTreeMap<String, Shape>,
    properties: BTreeMap<String, Rc<[Arc<str>]>>,
}

impl Views {
    /// The views that PowerShell itself has.
    pub fn new() -> Self {
        let mut views = Self::default();
        super::known::register(&mut views);
        views
    }

    /// Adds a view for the types of these full names. Of several views for a type the first is the one that is
    /// used where no shape is asked for.
    pub fn add(&mut self, type_names: &[&str], view: View) {
        let view = Rc::new(view);
        for name in type_names {
            self.by_type.entry(name.to_ascii_lowercase()).or_default().push(Rc::clone(&view));
        }
    }

    /// Lays objects of a type without a view out in `shape`, whatever the number of their properties.
    pub fn prefer(&mut self, type_name: &str, shape: Shape) {
        self.shapes.insert(type_name.to_ascii_lowercase(), shape);
    }

    /// Shows only these properties of objects of a type without a view.
    pub fn show(&mut self, type_name: &str, properties: &[&str]) {
        let properties = properties.iter().map(|name| Arc::from(*name)).collect();
        self.properties.insert(type_name.to_ascii_lowercase(), properties);
    }

    /// The first view of the nearest of the types that fits.
    pub(super) fn find(&self, types: &[Arc<str>], fits: impl Fn(&View) -> bool) -> Option<&Rc<View>> {
        types
            .iter()
            .find_map(|name| self.by_type.get(&name.to_ascii_lowercase())?.iter().find(|view| fits(view)))
    }

    /// Whether `view` is for one of the types.
    pub(super) fn applies(&self, view: &Rc<View>, types: &[Arc<str>]) -> bool {
        types.iter().any(|name| {
            let views = self.by_type.get(&name.to_ascii_lowercase());
            views.is_some_and(|views| views.iter().any(|known| Rc::ptr_eq(known, view)))
        })
    }

    pub(super) fn preferred_shape(&self, types: &[Arc<str>]) -> Option<Shape> {
        types.iter().find_map(|name| self.shapes.get(&name.to_ascii_lowercase()).copied())
    }

    pub(super) fn shown(&self, types: &[Arc<str>]) -> Option<&Rc<[Arc<str>]>> {
        types.iter().find_map(|name| self.properties.get(&name.to_ascii_lowercase()))
    }
}
