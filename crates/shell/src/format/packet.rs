//! What the formatting commands send down the pipeline: directives that already know what to print, but not yet
//! how wide.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::cells::Alignment;
use crate::value::{Object, Value};

/// One directive. A document is a start, groups of entries between their start and end, and an end; an entry
/// that stands apart may come anywhere.
#[derive(Clone, Debug)]
pub(super) enum Packet {
    Start { header: Header, auto_size: bool },
    GroupStart(Option<Heading>),
    Entry(Entry),
    GroupEnd,
    End,
}

/// The shape of a document.
#[derive(Clone, Debug)]
pub(super) enum Header {
    Table {
        columns: Vec<ColumnHead>,
        hidden: bool,
    },
    List,
    /// The number of columns, where it was asked for.
    Wide(Option<usize>),
    /// Entries of text alone.
    Text,
}

/// The head of a column of a table.
#[derive(Clone, Debug)]
pub(super) struct ColumnHead {
    pub(super) label: Arc<str>,
    /// The columns it takes; none where that is found out.
    pub(super) width: Option<usize>,
    pub(super) alignment: Alignment,
}

/// What stands above a group.
#[derive(Clone, Debug)]
pub(super) struct Heading {
    pub(super) indent: usize,
    pub(super) text: String,
}

/// One object, ready to be laid out.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    Row {
        cells: Vec<String>,
        wrap: bool,
    },
    Properties(Vec<(Arc<str>, String)>),
    Name(String),
    /// Text that wraps between words.
    Text(String),
    /// An entry that is printed at once, whatever the shape of the document around it.
    Apart(Apart),
}

/// What an entry that stands apart shows.
#[derive(Clone, Debug)]
pub(super) enum Apart {
    /// Text as it is.
    Raw(String),
    Text(String),
    Properties(Vec<(Arc<str>, String)>),
}

impl Packet {
    /// The directive that a value of the pipeline carries.
    pub(super) fn of(value: &Value) -> Option<Rc<Self>> {
        match value {
            Value::Object(object) => object.payload(),
            _ => None,
        }
    }

    /// The directive as a value of the pipeline.
    pub(super) fn into_value(self) -> Value {
        thread_local! {
            static NAMES: RefCell<BTreeMap<&'static str, Rc<[Arc<str>]>>> = RefCell::default();
        }
        let name = self.type_name();
        let names = NAMES.with(|known| {
            let mut known = known.borrow_mut();
            let make = || Rc::from([Arc::from(name), Arc::from("System.Object")]);
            Rc::clone(known.entry(name).or_insert_with(make))
        });
        Value::Object(Object::bearing(names, Rc::new(self)))
    }

    /// The name that messages and Get-Member know it by.
    pub(super) fn type_name(&self) -> &'static str {
        match self {
            Self::Start { .. } => "Microsoft.PowerShell.Commands.Internal.Format.FormatStartData",
            Self::GroupStart(_) => "Microsoft.PowerShell.Commands.Internal.Format.GroupStartData",
            Self::Entry(_) => "Microsoft.PowerShell.Commands.Internal.Format.FormatEntryData",
            Self::GroupEnd => "Microsoft.PowerShell.Commands.Internal.Format.GroupEndData",
            Self::End => "Microsoft.PowerShell.Commands.Internal.Format.FormatEndData",
        }
    }
}

impl Entry {
    /// About how many bytes it holds.
    pub(super) fn size(&self) -> usize {
        let pairs = |all: &[(Arc<str>, String)]| all.iter().map(|(_, text)| text.len() + PAIR_BYTES).sum();
        match self {
            Self::Row { cells, .. } => cells.iter().map(|cell| cell.len() + PAIR_BYTES).sum(),
            Self::Properties(all) | Self::Apart(Apart::Properties(all)) => pairs(all),
            Self::Name(text) | Self::Text(text) => text.len(),
            Self::Apart(Apart::Raw(text) | Apart::Text(text)) => text.len(),
        }
    }
}

/// What a text costs beyond its bytes.
const PAIR_BYTES: usize = 24;
