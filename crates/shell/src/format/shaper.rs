//! From objects to directives: which view, which columns, which group.
//!
//! The first object decides the shape of a document. What a document with a view cannot show is printed as a
//! list between its entries; a document without a view shows the same columns of whatever comes.

use std::sync::Arc;

use super::active::Active;
use super::error_text::error_text;
use super::packet::{Apart, Entry, Heading, Packet};
use super::reading::{Sight, declared_name, property_names, type_names};
use super::view::{Body, Field, Grouping, Run, Shape, Source};
use super::written::{field_text, value_text, whole};
use crate::operator::equals;
use crate::text::Case;
use crate::value::Value;

/// What a formatting command was asked for; the default asks for nothing.
#[derive(Clone, Default)]
pub struct Request {
    /// The shape; none where the first object decides.
    pub shape: Option<Shape>,
    /// The properties to show; empty for those of the view or of the object.
    pub fields: Vec<Field>,
    /// The property whose changes start a new group.
    pub group: Option<Field>,
    /// Whether columns are as wide as what is in them.
    pub auto_size: Option<bool>,
    /// Whether cells wrap instead of being cut.
    pub wrap: Option<bool>,
    /// Whether a table has no head.
    pub hide_headers: Option<bool>,
    /// The number of columns of the wide shape.
    pub columns: Option<usize>,
    /// Whether strings, numbers and errors are laid out as objects.
    pub force: bool,
}

/// Makes directives of objects.
pub(crate) struct Shaper {
    request: Request,
    document: Option<Document>,
}

struct Document {
    active: Active,
    group: Option<Grouping>,
    /// The value that the current group is for, if there is one; none before the first object.
    key: Option<Option<Value>>,
}

impl Shaper {
    pub(crate) fn new(request: Request) -> Self {
        Self { request, document: None }
    }

    /// Whether a document is begun.
    pub(super) fn is_open(&self) -> bool {
        self.document.is_some()
    }

    /// Adds the directives for a value, or for the elements of a collection. `run` runs the blocks of the
    /// request; its errors end the command.
    pub(super) fn put<E>(
        &mut self,
        value: &Value,
        sight: Sight<'_>,
        run: Run<'_, E>,
        out: &mut Vec<Packet>,
    ) -> Result<(), E> {
        match value.bare() {
            Value::Null => Ok(()),
            Value::Hashtable(table) => table
                .entries()
                .into_iter()
                .try_for_each(|(key, value)| self.one(&crate::member::entry(key, value), sight, run, out)),
            bare => match bare.elements() {
                Some(elements) => elements.iter().try_for_each(|element| self.one(element, sight, run, out)),
                None => self.one(value, sight, run, out),
            },
        }
    }

    /// Ends the document.
    pub(super) fn close(&mut self, out: &mut Vec<Packet>) {
        if self.document.take().is_some() {
            out.extend([Packet::GroupEnd, Packet::End]);
        }
    }

    fn one<E>(
        &mut self,
        value: &Value,
        sight: Sight<'_>,
        run: Run<'_, E>,
        out: &mut Vec<Packet>,
    ) -> Result<(), E> {
        if let Some(packet) = Packet::of(value) {
            out.push((*packet).clone());
            return Ok(());
        }
        let forced = self.request.shape.is_some() && self.request.force;
        if !forced && is_plain_scalar(value) {
            out.push(Packet::Entry(Entry::Apart(Apart::Raw(whole(value, sight.setting)))));
            return Ok(());
        }
        let types = type_names(value);
        if !forced && let Some(apart) = self.apart(value, &types, sight) {
            out.push(Packet::Entry(Entry::Apart(apart)));
            return Ok(());
        }
        let mut document = match self.document.take() {
            Some(document) => document,
            None => {
                let document = self.open(value, &types, sight, run)?;
                let (header, auto_size) = (document.active.header(), document.active.auto_size());
                out.push(Packet::Start { header, auto_size });
                document
            }
        };
        let shown = if !forced && !document.active.shows(sight, &types) {
            out.push(Packet::Entry(Entry::Apart(self.as_list(value, &types, sight))));
            Ok(())
        } else {
            document.show(value, sight, run, out)
        };
        self.document = Some(document);
        shown
    }

    fn open<E>(
        &self,
        value: &Value,
        types: &[Arc<str>],
        sight: Sight<'_>,
        run: Run<'_, E>,
    ) -> Result<Document, E> {
        let active = Active::choose(&self.request, value, types, sight, run)?;
        let asked = self.request.group.clone().map(|by| Grouping { by, heading: None });
        let group = asked.or_else(|| active.view().and_then(|view| view.group.clone()));
        Ok(Document { active, group, key: None })
    }

    /// What is printed at once: scalars, what has no properties, errors and their like.
    fn apart(&self, value: &Value, types: &[Arc<str>], sight: Sight<'_>) -> Option<Apart> {
        if let Value::Error(record) = value.bare() {
            return Some(Apart::Text(error_text(record, sight.setting.host().width())));
        }
        if let Some(view) = sight.views.find(types, |view| view.apart) {
            let text = match &view.body {
                Body::Text(field) => {
                    let Ok(read) = field.value(value, sight, &mut never);
                    field_text(&read, field, sight)
                }
                _ => whole(value, sight.setting),
            };
            return Some(Apart::Text(text));
        }
        let known = sight.views.find(types, |_| true).is_some();
        if is_scalar(value, types) || (!known && property_names(value, sight.setting).is_empty()) {
            return Some(Apart::Raw(whole(value, sight.setting)));
        }
        None
    }

    /// An object as a list between the entries of a document of another kind.
    fn as_list(&self, value: &Value, types: &[Arc<str>], sight: Sight<'_>) -> Apart {
        let fields = super::active::default_fields(value, types, sight);
        Apart::Properties(
            fields
                .iter()
                .map(|field| {
                    let Ok(read) = field.value(value, sight, &mut never);
                    (field.title(), value_text(&read, sight))
                })
                .collect(),
        )
    }
}

/// The default layouts run nothing.
pub(super) fn never(_: &crate::value::ScriptBlock, _: &Value) -> Result<Value, std::convert::Infallible> {
    Ok(Value::Null)
}

impl Document {
    fn show<E>(
        &mut self,
        value: &Value,
        sight: Sight<'_>,
        run: Run<'_, E>,
        out: &mut Vec<Packet>,
    ) -> Result<(), E> {
        let key = match &self.group {
            Some(group) if group.is_found(value, sight) => Some(group.by.value(value, sight, run)?),
            _ => None,
        };
        let stays = match (&self.key, &key) {
            (Some(Some(known)), Some(key)) => same(known, key, sight),
            (Some(_), None) => true,
            (Some(None), Some(_)) | (None, _) => false,
        };
        if !stays {
            if self.key.is_some() {
                out.push(Packet::GroupEnd);
            }
            let heading = self.group.as_ref().zip(key.as_ref());
            out.push(Packet::GroupStart(heading.map(|(group, key)| heading_of(group, value, key, sight))));
            self.key = Some(key);
        }
        out.push(Packet::Entry(self.active.entry(value, sight, run)?));
        Ok(())
    }
}

impl Grouping {
    /// Whether the object has what groups are made by.
    fn is_found(&self, value: &Value, sight: Sight<'_>) -> bool {
        match &self.by.source {
            Source::Property(name) => declared_name(value, name, sight.setting).is_some(),
            _ => true,
        }
    }
}

fn heading_of(group: &Grouping, value: &Value, key: &Value, sight: Sight<'_>) -> Heading {
    if let Some(make) = group.heading {
        return Heading { indent: 4, text: make(value, sight.setting) };
    }
    let declared = match (&group.by.label, &group.by.source) {
        (None, Source::Property(name)) => declared_name(value, name, sight.setting),
        _ => None,
    };
    let label = declared.unwrap_or_else(|| group.by.title());
    Heading { indent: 0, text: format!("   {label}: {}", value_text(key, sight)) }
}

/// Whether two objects belong to one group.
fn same(a: &Value, b: &Value, sight: Sight<'_>) -> bool {
    let equal = |a: &Value, b: &Value| equals(a, b, Case::Ignored, sight.setting).unwrap_or(false);
    equal(a, b)
        || equal(b, a)
        || whole(a, sight.setting).to_lowercase() == whole(b, sight.setting).to_lowercase()
}

/// Whether values of this type are a line of text each.
fn is_scalar(value: &Value, types: &[Arc<str>]) -> bool {
    let bare = value.bare();
    // A value that was given another type name is looked up by that.
    is_plain_scalar(bare) && types.first().is_none_or(|name| **name == *bare.type_name())
}

fn is_plain_scalar(value: &Value) -> bool {
    matches!(
        value,
        Value::Null
            | Value::String(_)
            | Value::Byte(_)
            | Value::Int(_)
            | Value::Long(_)
            | Value::Double(_)
            | Value::Char(_)
            | Value::Bool(_)
            | Value::Enum(_)
    )
}

/// Whether the values of this type stand at the right of a table's column.
pub(super) fn is_right_aligned(value: &Value) -> bool {
    let bare = value.bare();
    !matches!(bare, Value::Null | Value::String(_)) && is_scalar(bare, &[])
}
