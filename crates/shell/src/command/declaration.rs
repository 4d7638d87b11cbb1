//! What a cmdlet says of itself, as data.

/// A cmdlet: one declaration gives binding, help, completion and a page of documentation.
#[derive(Debug)]
pub struct Declaration {
    /// `Verb-Noun`.
    pub name: &'static str,
    /// Other names that a session starts with.
    pub aliases: &'static [&'static str],
    /// What it does, in one sentence.
    pub synopsis: &'static str,
    /// What it does, in full.
    pub description: &'static str,
    /// Its own parameters; the common ones come by themselves.
    pub parameters: &'static [Declared],
    /// The parameter set that is taken where the arguments fit several; empty where there is one set only.
    pub default_set: &'static str,
    /// Whether it has -WhatIf and -Confirm.
    pub should_process: bool,
    /// What may be piped into it.
    pub input: &'static str,
    /// What it yields.
    pub output: &'static str,
    /// How it is used; each runs as a test.
    pub examples: &'static [Example],
}

/// An example of a cmdlet's use.
#[derive(Debug)]
pub struct Example {
    /// What is typed.
    pub code: &'static str,
    /// What it does.
    pub about: &'static str,
}

/// How a parameter takes its value from what is piped in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piped {
    /// The piped object itself.
    pub by_value: bool,
    /// The property of the piped object that has the parameter's name.
    pub by_property: bool,
}

/// A parameter as it is declared.
#[derive(Debug)]
pub struct Declared {
    /// Its name, without the dash.
    pub name: &'static str,
    /// The name of its type, as PowerShell writes it: `string[]`, `switch`, `RgsIdentity`.
    pub type_name: &'static str,
    /// What it is for.
    pub help: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// Its place among the arguments without a name, from 0.
    pub position: Option<u8>,
    /// Whether it must be given.
    pub mandatory: bool,
    /// Whether it takes what is piped in.
    pub piped: Piped,
    /// Whether it takes all arguments that nothing else takes.
    pub remaining: bool,
    /// The parameter sets that it belongs to; none means all.
    pub sets: &'static [&'static str],
    /// The only values it takes, if they are few.
    pub values: &'static [&'static str],
    /// The least and greatest number it takes.
    pub range: Option<(i64, i64)>,
    /// Whether `$null` and empty values are taken where the parameter is mandatory.
    pub takes_empty: bool,
}

impl Declared {
    /// A parameter of a type.
    pub const fn new(name: &'static str, type_name: &'static str, help: &'static str) -> Self {
        Self {
            name,
            type_name,
            help,
            aliases: &[],
            position: None,
            mandatory: false,
            piped: Piped { by_value: false, by_property: false },
            remaining: false,
            sets: &[],
            values: &[],
            range: None,
            takes_empty: false,
        }
    }

    /// A switch.
    pub const fn switch(name: &'static str, help: &'static str) -> Self {
        Self::new(name, "switch", help)
    }

    /// The same, and it must be given.
    #[must_use]
    pub const fn mandatory(mut self) -> Self {
        self.mandatory = true;
        self
    }

    /// The same, at a place among the arguments without a name, from 0.
    #[must_use]
    pub const fn at(mut self, position: u8) -> Self {
        self.position = Some(position);
        self
    }

    /// The same, and it takes the piped object.
    #[must_use]
    pub const fn from_pipeline(mut self) -> Self {
        self.piped.by_value = true;
        self
    }

    /// The same, and it takes the property of its name of the piped object.
    #[must_use]
    pub const fn from_property(mut self) -> Self {
        self.piped.by_property = true;
        self
    }

    /// The same, and it takes all arguments that are left.
    #[must_use]
    pub const fn remaining(mut self) -> Self {
        self.remaining = true;
        self
    }

    /// The same with other names.
    #[must_use]
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// The same, in some parameter sets only.
    #[must_use]
    pub const fn within(mut self, sets: &'static [&'static str]) -> Self {
        self.sets = sets;
        self
    }

    /// The same, with the only values that it takes.
    #[must_use]
    pub const fn values(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    /// The same, with the least and greatest number that it takes.
    #[must_use]
    pub const fn range(mut self, least: i64, most: i64) -> Self {
        self.range = Some((least, most));
        self
    }

    /// The same, and `$null` and empty values are taken although it is mandatory.
    #[must_use]
    pub const fn allow_empty(mut self) -> Self {
        self.takes_empty = true;
        self
    }
}
