//! How nouns look in CLIXML: one table for each, from which both directions follow.
//!
//! A property's value stands between the two as JSON, the wire form that `domain` reads and checks.

use serde_json::Map;

use clixml::IntKind;

/// An object with properties.
pub(crate) struct ObjectShape {
    /// The noun in messages.
    pub(crate) name: &'static str,
    /// The type names, the most derived first.
    pub(crate) type_names: &'static [&'static str],
    /// The properties in the order in which they are written.
    pub(crate) properties: &'static [PropertyShape],
    /// Takes properties away that contradict others, and names them.
    pub(crate) prune: Option<Prune>,
}

/// See [`ObjectShape::prune`].
pub(crate) type Prune = fn(&mut Map<String, serde_json::Value>) -> Vec<&'static str>;

/// A property.
pub(crate) struct PropertyShape {
    /// The name, in CLIXML as on the wire.
    pub(crate) name: &'static str,
    /// Names that older documents use for it.
    pub(crate) aliases: &'static [&'static str],
    /// The type.
    pub(crate) shape: Shape,
    /// Whether it is ours alone, and written only where it says something: other readers do not know it.
    pub(crate) is_ours: bool,
}

/// The type of a value.
pub(crate) enum Shape {
    /// Text as it is.
    Text,
    /// Text of which a blank one means nothing.
    Word,
    /// An address, written as System.Uri.
    Uri,
    /// True or false.
    Bool,
    /// A number.
    Int(IntKind),
    /// A word that has a number.
    Enumeration(&'static EnumerationShape),
    /// Another object of the same pool.
    Reference,
    /// A time of day, written as TimeSpan.
    TimeOfDay,
    /// A local date and time.
    Date,
    /// Audio that lies in the archive.
    Audio(&'static ObjectShape),
    /// Several values.
    List(&'static Self),
    /// An object.
    Object(&'static ObjectShape),
}

/// An enumeration.
pub(crate) struct EnumerationShape {
    /// The type names, the most derived first.
    pub(crate) type_names: &'static [&'static str],
    /// The words, each at the place of its number.
    pub(crate) words: &'static [&'static str],
}

/// A property without other names.
pub(crate) const fn property(name: &'static str, shape: Shape) -> PropertyShape {
    PropertyShape { name, aliases: &[], shape, is_ours: false }
}

/// A property of ours.
pub(crate) const fn ours(name: &'static str, shape: Shape) -> PropertyShape {
    PropertyShape { name, aliases: &[], shape, is_ours: true }
}

/// A property with other names.
pub(crate) const fn aliased(
    name: &'static str,
    aliases: &'static [&'static str],
    shape: Shape,
) -> PropertyShape {
    PropertyShape { name, aliases, shape, is_ours: false }
}

/// The type names of a class or an enumeration among the settings of Response Group.
macro_rules! type_names {
    (class $name:literal) => {
        &[concat!("Microsoft.Rtc.Rgs.Management.WritableSettings.", $name), "System.Object"]
    };
    (enumeration $name:literal) => {
        &[
            concat!("Microsoft.Rtc.Rgs.Management.WritableSettings.", $name),
            "System.Enum",
            "System.ValueType",
            "System.Object",
        ]
    };
}
pub(crate) use type_names;

/// The type names of every list.
pub(crate) const LIST_TYPE_NAMES: &[&str] = &["System.Collections.ArrayList", "System.Object"];

/// The type names of an identity.
pub(crate) const IDENTITY_TYPE_NAMES: &[&str] =
    &["Microsoft.Rtc.Rgs.Management.RgsIdentity", "System.Object"];

/// The property with the object's own identity.
pub(crate) const IDENTITY: &str = "Identity";
/// The property with the pool that the object belongs to.
pub(crate) const OWNER_POOL: &str = "OwnerPool";
/// Of an identity: the pool.
pub(crate) const SERVICE_ID: &str = "ServiceId";
/// Of an identity: the GUID.
pub(crate) const INSTANCE_ID: &str = "InstanceId";
