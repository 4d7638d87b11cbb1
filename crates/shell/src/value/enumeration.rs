//! Enumerations: names for numbers.

use std::rc::Rc;
use std::sync::Arc;

/// An enumeration type. Two are the same when their full names are.
#[derive(Debug)]
pub struct EnumType {
    full_name: Arc<str>,
    members: Vec<(Arc<str>, i64)>,
    flags: bool,
}

impl EnumType {
    /// An enumeration of one value at a time, `members` in the order they are listed to people.
    pub fn new(full_name: &str, members: &[(&str, i64)]) -> Rc<Self> {
        Rc::new(Self::build(full_name, members, false))
    }

    /// An enumeration whose values combine.
    pub fn flags(full_name: &str, members: &[(&str, i64)]) -> Rc<Self> {
        Rc::new(Self::build(full_name, members, true))
    }

    /// An enumeration of `names` numbered from 0.
    pub fn numbered(full_name: &str, names: &[&str]) -> Rc<Self> {
        let members = names.iter().zip(0..).map(|(name, number)| (Arc::from(*name), number)).collect();
        Rc::new(Self { full_name: Arc::from(full_name), members, flags: false })
    }

    fn build(full_name: &str, members: &[(&str, i64)], flags: bool) -> Self {
        let members = members.iter().map(|(name, number)| (Arc::from(*name), *number)).collect();
        Self { full_name: Arc::from(full_name), members, flags }
    }

    /// The name with its namespace.
    pub fn full_name(&self) -> &Arc<str> {
        &self.full_name
    }

    /// Names and numbers in their order.
    pub fn members(&self) -> &[(Arc<str>, i64)] {
        &self.members
    }

    /// Whether values combine.
    pub fn is_flags(&self) -> bool {
        self.flags
    }

    /// The number of the member called `name`, case ignored.
    pub fn number_of(&self, name: &str) -> Option<i64> {
        self.members.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, number)| *number)
    }

    /// The members whose names begin with `prefix`, case ignored.
    pub fn with_prefix(&self, prefix: &str) -> Vec<&(Arc<str>, i64)> {
        let begins = |name: &str| name.get(..prefix.len()).is_some_and(|s| s.eq_ignore_ascii_case(prefix));
        self.members.iter().filter(|(name, _)| begins(name)).collect()
    }

    /// Whether `number` has a name, or consists of flags that have.
    pub fn is_defined(&self, number: i64) -> bool {
        self.members.iter().any(|(_, known)| *known == number)
            || (self.flags && self.combined(number).is_some())
    }

    /// The names of `number`: one, or several with a comma where values combine; the number where none fits.
    pub fn name_of(&self, number: i64) -> String {
        if let Some((name, _)) = self.members.iter().find(|(_, known)| *known == number) {
            return name.to_string();
        }
        if self.flags
            && let Some(names) = self.combined(number)
        {
            return names;
        }
        number.to_string()
    }

    fn combined(&self, number: i64) -> Option<String> {
        let mut rest = number;
        let mut names = Vec::new();
        for (name, bits) in self.members.iter().rev() {
            if *bits != 0 && rest & bits == *bits {
                rest &= !bits;
                names.push(&**name);
            }
        }
        names.reverse();
        (rest == 0 && !names.is_empty()).then(|| names.join(", "))
    }
}

impl PartialEq for EnumType {
    fn eq(&self, other: &Self) -> bool {
        self.full_name == other.full_name
    }
}

impl Eq for EnumType {}

/// A value of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumValue {
    /// The enumeration.
    pub of: Rc<EnumType>,
    /// The number behind the name.
    pub number: i64,
}

impl EnumValue {
    /// The value of `of` with this number.
    pub fn new(of: &Rc<EnumType>, number: i64) -> Self {
        Self { of: Rc::clone(of), number }
    }

    /// The value's name, as ToString gives it.
    pub fn name(&self) -> String {
        self.of.name_of(self.number)
    }
}
