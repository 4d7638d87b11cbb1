//! Get-Unique.

use std::rc::Rc;

use super::likeness::likeness;
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::session::Session;
use crate::text::Case;
use crate::value::Value;

pub(super) fn register(session: &mut Session) {
    session.register(&UNIQUE, Rc::new(|| Box::new(Unique::default())));
}

const UNIQUE: Declaration = Declaration {
    name: "Get-Unique",
    aliases: &["gu"],
    synopsis: "Leaves out objects that are the same as the one before.",
    description: "The input should be sorted: only neighbours are compared, and case counts.",
    parameters: &[
        Declared::new("InputObject", "psobject", "The object; usually it is piped in.").from_pipeline(),
        Declared::switch("AsString", "Objects are compared as text.").within(&["AsString"]),
        Declared::switch("OnType", "Of each type only the first comes.").within(&["OnType"]),
    ],
    default_set: "AsString",
    should_process: false,
    input: "Any object.",
    output: "The objects that differ from the one before.",
    examples: &[Example {
        code: "'Sales', 'Help Desk', 'Sales' | Sort-Object | Get-Unique",
        about: "Names each queue once.",
    }],
};

#[derive(Default)]
struct Unique {
    last: Option<Vec<u8>>,
}

impl Cmdlet for Unique {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(object) = call.value("InputObject").filter(|object| !object.is_null()) else {
            return Ok(());
        };
        let key = if call.switch("OnType") {
            object.type_name().into_bytes()
        } else if call.switch("AsString") {
            let text = Value::String(crate::convert::to_text(&object, call.setting())?);
            likeness(Some(&text), Case::Matters, call.setting())?
        } else {
            likeness(Some(&object), Case::Matters, call.setting())?
        };
        if self.last.as_ref() == Some(&key) {
            return Ok(());
        }
        self.last = Some(key);
        call.write(object)
    }
}
