//! What a table says of a noun.

/// An object with properties.
#[derive(Debug)]
pub(crate) struct Shape {
    /// The last part of the name of its type.
    pub(crate) name: &'static str,
    /// The properties in the order in which they are shown.
    pub(crate) properties: &'static [PropertyShape],
    /// Other names of properties, each with the one that it stands for.
    pub(crate) aliases: &'static [(&'static str, &'static str)],
}

/// A property.
#[derive(Debug)]
pub(crate) struct PropertyShape {
    /// The name, in the shell as on the wire.
    pub(crate) name: &'static str,
    /// What it holds.
    pub(crate) kind: Kind,
    /// Whether scripts may not set it.
    pub(crate) is_read_only: bool,
}

/// What a property or an element of a list holds.
#[derive(Debug)]
pub(crate) enum Kind {
    /// The name of an object that a pool keeps; it is always there.
    Name,
    /// Text; a blank one means nothing.
    Text,
    /// An address, as System.Uri.
    Uri,
    /// True or false.
    Bool,
    /// A number that is always there.
    Number(&'static Whole),
    /// A number or nothing.
    NumberOrNull(&'static Whole),
    /// A word that has a number.
    Enumeration(&'static Words),
    /// The identity of an object of the same pool, or of a pool.
    Identity,
    /// A time of day, as System.TimeSpan.
    TimeOfDay,
    /// A local date and time.
    Date,
    /// Another object, or nothing.
    Object(&'static Shape),
    /// Several values.
    List(&'static Self),
}

/// A whole number by its type in .NET.
#[derive(Debug)]
pub(crate) struct Whole {
    /// The type as the language names it.
    pub(crate) type_name: &'static str,
    /// The full name of the type that also takes nothing, a Nullable.
    pub(crate) or_null: &'static str,
}

/// System.Int16.
pub(crate) static INT16: Whole = Whole { type_name: "int16", or_null: "Microsoft.Rtc.Rgs.Management.Int16" };
/// System.Int32.
pub(crate) static INT32: Whole = Whole { type_name: "int32", or_null: "Microsoft.Rtc.Rgs.Management.Int32" };

/// An enumeration.
#[derive(Debug)]
pub(crate) struct Words {
    /// The last part of the name of its type.
    pub(crate) name: &'static str,
    /// The words, each at the place of its number.
    pub(crate) words: &'static [&'static str],
}

impl Shape {
    /// The full name of the type.
    pub(crate) fn full_name(&self) -> String {
        full_name(self.name)
    }
}

/// A property.
pub(crate) const fn property(name: &'static str, kind: Kind) -> PropertyShape {
    PropertyShape { name, kind, is_read_only: false }
}

/// A property that scripts only read.
pub(crate) const fn read_only(name: &'static str, kind: Kind) -> PropertyShape {
    PropertyShape { name, kind, is_read_only: true }
}

/// The full name of a type among the settings of Response Group.
pub(crate) fn full_name(name: &str) -> String {
    format!("{NAMESPACE}.{name}")
}

/// Where the types of Response Group live.
const NAMESPACE: &str = "Microsoft.Rtc.Rgs.Management.WritableSettings";
