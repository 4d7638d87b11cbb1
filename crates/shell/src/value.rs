//! Values: what a variable holds and a pipeline carries.
//!
//! Scalars are copied; arrays, lists, tables and objects are shared by reference, as the originals are. The
//! shell runs on one thread, so sharing is `Rc` with interior mutability and nothing here is `Send`.

mod array;
mod bytes;
mod dismantle;
mod elements;
mod enumeration;
mod error_record;
mod fault;
mod hashtable;
pub mod limits;
mod list;
mod moment;
mod object;
mod place;
mod script_block;
pub mod span;
mod type_names;
mod type_of;
mod uri;
mod variant;
mod version;

pub use array::Array;
pub use bytes::Bytes;
pub use elements::Elements;
pub use enumeration::{EnumType, EnumValue};
pub(crate) use error_record::exception_chain;
pub use error_record::{ErrorRecord, Reporter, Said};
pub use fault::{Category, Fault, Outcome};
pub use hashtable::{Hashtable, Key};
pub use list::{List, ListKind};
pub use moment::{DateTime, Kind};
pub use object::{CUSTOM_OBJECT, Object, Property, Role};
pub use place::Place;
pub use script_block::ScriptBlock;
pub use span::TimeSpan;
pub use type_of::{IntegerRange, Type};
pub use uri::{Uri, UriPart};
pub use variant::Value;
pub use version::Version;
