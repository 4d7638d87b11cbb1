//! The layout of a document once its first object is known.

use std::rc::Rc;
use std::sync::Arc;

use super::cells::Alignment;
use super::packet::{ColumnHead, Entry, Header};
use super::reading::{Sight, declared_name, property_names};
use super::shaper::{Request, is_right_aligned};
use super::view::{Body, Field, Run, Shape, Source, View};
use super::written::{field_text, name_of};
use crate::text::{Case, Wildcard};
use crate::value::Value;

/// A layout: that of a view, or fields taken from the request or the first object.
pub(super) struct Active {
    layout: Layout,
    auto_size: bool,
    hidden: bool,
    wrap: Option<bool>,
    columns: Option<usize>,
}

enum Layout {
    View(Rc<View>),
    /// The columns, found in the first object.
    Table(Vec<Field>),
    /// The fields of the request; each object has its own where there are none.
    List(Vec<Field>),
    Wide(Vec<Field>),
}

impl Active {
    /// The layout for documents that begin with this object.
    pub(super) fn choose<E>(
        request: &Request,
        value: &Value,
        types: &[Arc<str>],
        sight: Sight<'_>,
        run: Run<'_, E>,
    ) -> Result<Self, E> {
        let view = if request.fields.is_empty() {
            sight.views.find(types, |view| request.shape.is_none_or(|shape| shape == view.shape()))
        } else {
            None
        };
        let layout = match view {
            Some(view) => Layout::View(Rc::clone(view)),
            None => {
                let shape = request.shape.unwrap_or_else(|| default_shape(value, types, sight));
                let mut layout = Self::of_object(request, (value, types), shape, sight);
                if let Layout::Table(fields) = &mut layout {
                    align(fields, value, sight, run)?;
                }
                layout
            }
        };
        let auto_size = request.auto_size.or(view.map(|view| view.auto_size)).unwrap_or(false);
        Ok(Self {
            layout,
            auto_size,
            hidden: request.hide_headers.unwrap_or(false),
            wrap: request.wrap,
            columns: request.columns,
        })
    }

    fn of_object(
        request: &Request,
        (value, types): (&Value, &[Arc<str>]),
        shape: Shape,
        sight: Sight<'_>,
    ) -> Layout {
        match shape {
            Shape::Table if request.fields.is_empty() => {
                let mut fields = default_fields(value, types, sight);
                if sight.views.shown(types).is_none() {
                    fields.truncate(TABLE_PROPERTIES_MAX);
                }
                Layout::Table(fields)
            }
            Shape::Table => {
                let keep_missing = true;
                Layout::Table(resolve(&request.fields, value, keep_missing, sight))
            }
            Shape::List | Shape::Custom => Layout::List(request.fields.clone()),
            Shape::Wide => Layout::Wide(request.fields.clone()),
        }
    }

    pub(super) fn view(&self) -> Option<&Rc<View>> {
        match &self.layout {
            Layout::View(view) => Some(view),
            _ => None,
        }
    }

    /// Whether objects of these types are shown in this document; without a view all are.
    pub(super) fn shows(&self, sight: Sight<'_>, types: &[Arc<str>]) -> bool {
        self.view().is_none_or(|view| sight.views.applies(view, types))
    }

    pub(super) fn auto_size(&self) -> bool {
        self.auto_size
    }

    pub(super) fn header(&self) -> Header {
        let table = |fields: &[Field]| Header::Table {
            columns: fields.iter().map(column_head).collect(),
            hidden: self.hidden,
        };
        let wide = if self.auto_size { None } else { self.columns };
        match &self.layout {
            Layout::View(view) => match &view.body {
                Body::Table { columns, .. } => table(columns),
                Body::List(_) => Header::List,
                Body::Wide(_) => Header::Wide(wide),
                Body::Text(_) => Header::Text,
            },
            Layout::Table(fields) => table(fields),
            Layout::List(_) => Header::List,
            Layout::Wide(_) => Header::Wide(wide),
        }
    }

    /// The object laid out.
    pub(super) fn entry<E>(&self, value: &Value, sight: Sight<'_>, run: Run<'_, E>) -> Result<Entry, E> {
        let mut cell = |field: &Field| {
            let read = field.value(value, sight, run)?;
            Ok(field_text(&read, field, sight))
        };
        let mut pairs = |fields: &[Field]| {
            let shown: Result<_, E> = fields.iter().map(|field| Ok((field.title(), cell(field)?))).collect();
            shown.map(Entry::Properties)
        };
        match &self.layout {
            Layout::View(view) => match &view.body {
                Body::Table { columns, wrap } => {
                    let cells = columns.iter().map(cell).collect::<Result<_, E>>()?;
                    Ok(Entry::Row { cells, wrap: self.wrap.unwrap_or(*wrap) })
                }
                Body::List(fields) => pairs(fields),
                Body::Wide(field) => Ok(Entry::Name(cell(field)?)),
                Body::Text(field) => Ok(Entry::Text(cell(field)?)),
            },
            Layout::Table(fields) => {
                let cells = fields.iter().map(cell).collect::<Result<_, E>>()?;
                Ok(Entry::Row { cells, wrap: self.wrap.unwrap_or(false) })
            }
            Layout::List(fields) => pairs(&own_fields(fields, value, sight)),
            Layout::Wide(fields) => {
                let name = if fields.is_empty() { known_name(value) } else { None };
                let found = name.or_else(|| own_fields(fields, value, sight).into_iter().next());
                Ok(Entry::Name(found.map_or(Ok(String::new()), |field| cell(&field))?))
            }
        }
    }
}

/// Properties that a table shows where nobody said which.
const TABLE_PROPERTIES_MAX: usize = 10;
/// Properties that an object may have to be shown as a table where nobody said how.
const TABLE_PROPERTIES_USUAL: usize = 4;

fn default_shape(value: &Value, types: &[Arc<str>], sight: Sight<'_>) -> Shape {
    sight.views.preferred_shape(types).unwrap_or_else(|| {
        let count = default_fields(value, types, sight).len();
        if count <= TABLE_PROPERTIES_USUAL { Shape::Table } else { Shape::List }
    })
}

/// The fields of an object that has no view: those that its type is known to show, or all.
pub(super) fn default_fields(value: &Value, types: &[Arc<str>], sight: Sight<'_>) -> Vec<Field> {
    let names = match sight.views.shown(types) {
        Some(names) => names.to_vec(),
        None => property_names(value, sight.setting),
    };
    names.into_iter().map(Field::property).collect()
}

fn own_fields(fields: &[Field], value: &Value, sight: Sight<'_>) -> Vec<Field> {
    if fields.is_empty() {
        return default_fields(value, &super::reading::type_names(value), sight);
    }
    resolve(fields, value, false, sight)
}

fn known_name(value: &Value) -> Option<Field> {
    match value.bare() {
        Value::Object(object) => name_of(object).map(Field::property),
        _ => None,
    }
}

/// The fields of a request for an object: wildcards become the properties that they match, names get the case
/// that the object writes them in. A table keeps the columns of properties that its first object lacks.
fn resolve(fields: &[Field], value: &Value, keep_missing: bool, sight: Sight<'_>) -> Vec<Field> {
    let mut resolved = Vec::with_capacity(fields.len());
    for field in fields {
        let Source::Property(name) = &field.source else {
            resolved.push(field.clone());
            continue;
        };
        let named = |name: Arc<str>| Field { source: Source::Property(name), ..field.clone() };
        if Wildcard::is_pattern(name) {
            let Ok(pattern) = Wildcard::new(name, Case::Ignored) else { continue };
            let names = property_names(value, sight.setting);
            resolved.extend(names.into_iter().filter(|name| pattern.matches(name)).map(named));
        } else if let Some(declared) = declared_name(value, name, sight.setting) {
            resolved.push(named(declared));
        } else if keep_missing {
            resolved.push(field.clone());
        }
    }
    resolved
}

/// Puts numbers and their like at the right of their columns, by the first object.
fn align<E>(fields: &mut [Field], value: &Value, sight: Sight<'_>, run: Run<'_, E>) -> Result<(), E> {
    for field in fields.iter_mut().filter(|field| field.alignment.is_none()) {
        let right = is_right_aligned(&field.value(value, sight, run)?);
        field.alignment = Some(if right { Alignment::Right } else { Alignment::Left });
    }
    Ok(())
}

fn column_head(field: &Field) -> ColumnHead {
    ColumnHead {
        label: field.title(),
        width: field.width,
        alignment: field.alignment.unwrap_or(Alignment::Left),
    }
}
