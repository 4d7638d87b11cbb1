//! What the formatting cmdlets say of themselves.

use crate::command::{Declaration, Declared, Example};

const GROUP_BY: Declared = Declared::new(
    "GroupBy",
    "object",
    "The property, or block, whose value starts a new group when it changes. Sort by it first.",
);
const FORCE: Declared =
    Declared::switch("Force", "Lays strings, numbers and errors out as objects too, by their properties.");
const INPUT: Declared =
    Declared::new("InputObject", "psobject", "What is laid out; usually it is piped in.").from_pipeline();
const ANY: &str = "Any object.";
const DIRECTIVES: &str = "Formatting directives, for the end of the pipeline, Out-String or Out-File.";

pub(super) const TABLE: Declaration = Declaration {
    name: "Format-Table",
    aliases: &["ft"],
    synopsis: "Shows objects as a table.",
    description: "The columns are the properties that are named, or those that the type of the objects is known for. \
                  A column may also be a table with the keys Label, Expression, Width, Alignment and FormatString. \
                  What is too wide for the terminal is cut, and columns that do not fit at all are left out from the \
                  right.",
    parameters: &[
        Declared::new("Property", "object[]", "The columns: names of properties, with wildcards, or tables.")
            .at(0),
        Declared::switch("AutoSize", "Makes the columns as wide as what is in them, all rows considered."),
        Declared::switch("Wrap", "Breaks what is too long instead of cutting it."),
        Declared::switch("HideTableHeaders", "Leaves the names of the columns out."),
        GROUP_BY,
        FORCE,
        INPUT,
    ],
    default_set: "",
    should_process: false,
    input: ANY,
    output: DIRECTIVES,
    examples: &[
        Example {
            code: "[pscustomobject]@{ Name = 'Help Desk'; Waiting = 3 }, [pscustomobject]@{ Name = 'Sales'; Waiting = \
                   0 } | Format-Table Name, Waiting",
            about: "Shows two properties of each queue.",
        },
        Example {
            code: "[pscustomobject]@{ Name = 'Help Desk' } | Format-Table Name, @{ Label = 'Signs'; Expression = { \
                   $_.Name.Length }; Width = 8 }",
            about: "Gives a column a name and a width of its own.",
        },
        Example {
            code: "[pscustomobject]@{ Pool = 'one.contoso.com'; Name = 'Help Desk' }, [pscustomobject]@{ Pool = \
                   'two.contoso.com'; Name = 'Spares' } | Format-Table Name -GroupBy Pool",
            about: "Makes a table for each pool.",
        },
    ],
};

pub(super) const LIST: Declaration = Declaration {
    name: "Format-List",
    aliases: &["fl"],
    synopsis: "Shows objects as lists of their properties.",
    description: "Each property has a line of its own and is shown whole; what is too long goes on in the next line. \
                  A property may also be a table with the keys Label, Expression and FormatString.",
    parameters: &[
        Declared::new(
            "Property",
            "object[]",
            "The properties: names, with wildcards, or tables. `*` means all.",
        )
        .at(0),
        GROUP_BY,
        FORCE,
        INPUT,
    ],
    default_set: "",
    should_process: false,
    input: ANY,
    output: DIRECTIVES,
    examples: &[
        Example {
            code: "[pscustomobject]@{ Name = 'Help Desk'; Description = 'Answers questions of all kinds' } | Format-List",
            about: "Shows all properties, one to a line.",
        },
        Example {
            code: "[pscustomobject]@{ Name = 'Help Desk'; OpenTime = [timespan]'08:00' } | Format-List Name, @{ Label = \
                   'Opens at'; Expression = 'OpenTime'; FormatString = '{0:hh\\:mm}' }",
            about: "Gives a property another name and a format.",
        },
    ],
};

pub(super) const WIDE: Declaration = Declaration {
    name: "Format-Wide",
    aliases: &["fw"],
    synopsis: "Shows one property of each object, several objects to a line.",
    description: "The property is the one that is named, or the name of the object.",
    parameters: &[
        Declared::new(
            "Property",
            "object",
            "The property: a name, or a table with Expression and FormatString.",
        )
        .at(0),
        Declared::switch("AutoSize", "Puts as many to a line as fit."),
        Declared::new("Column", "int", "How many stand on a line; two where nothing is said.")
            .range(1, i32::MAX as i64),
        GROUP_BY,
        FORCE,
        INPUT,
    ],
    default_set: "",
    should_process: false,
    input: ANY,
    output: DIRECTIVES,
    examples: &[Example {
        code: "'Help Desk', 'Sales', 'Spares' | ForEach-Object { [pscustomobject]@{ Name = $_ } } | Format-Wide -Column 3",
        about: "Shows the names of three groups on one line.",
    }],
};

pub(super) const CUSTOM: Declaration = Declaration {
    name: "Format-Custom",
    aliases: &["fc"],
    synopsis: "Shows objects as lists of their properties.",
    description: "This shell has no custom views: the objects are shown as Format-List shows them.",
    parameters: &[
        Declared::new("Property", "object[]", "The properties: names, with wildcards, or tables.").at(0),
        Declared::new("Depth", "int", "Taken for scripts that give it; it changes nothing.")
            .range(1, i32::MAX as i64),
        GROUP_BY,
        FORCE,
        INPUT,
    ],
    default_set: "",
    should_process: false,
    input: ANY,
    output: DIRECTIVES,
    examples: &[Example {
        code: "[pscustomobject]@{ Name = 'Help Desk'; Waiting = 3 } | Format-Custom",
        about: "Shows the properties of a queue.",
    }],
};
