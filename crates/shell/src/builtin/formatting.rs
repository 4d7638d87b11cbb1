//! Format-Table, Format-List, Format-Wide and Format-Custom.
//!
//! They yield directives that the end of the pipeline prints; see `format`.

mod declared;

use std::rc::Rc;
use std::sync::Arc;

use super::given::input_object;
use crate::command::{Call, Cmdlet, Common};
use crate::convert::to_bool;
use crate::flow::{Flow, Interrupt, gathered};
use crate::format::{Directives, Field, FieldKeys, Request, Shape, field};
use crate::host::Stream;
use crate::session::Session;
use crate::session::frame::Sink;
use crate::value::{Category, Fault, ScriptBlock, Value};

pub(super) fn register(session: &mut Session) {
    for (declaration, shape) in [
        (&declared::TABLE, Shape::Table),
        (&declared::LIST, Shape::List),
        (&declared::WIDE, Shape::Wide),
        (&declared::CUSTOM, Shape::Custom),
    ] {
        session.register(declaration, Rc::new(move || Box::new(Formatting { shape, directives: None })));
    }
}

struct Formatting {
    shape: Shape,
    /// Made when the command begins.
    directives: Option<Directives>,
}

impl Cmdlet for Formatting {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        let request = request(self.shape, call).map_err(|fault| call.fail(fault))?;
        self.directives = Some(Directives::new(request));
        Ok(())
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(directives) = &mut self.directives else { return Ok(()) };
        let item = call.session.settled(input_object(call))?;
        let setting = call.session.shared_setting();
        let mut run = |block: &ScriptBlock, item: &Value| evaluate(call, block, item);
        let yielded = directives.put(&item, &setting, &mut run)?;
        yielded.into_iter().try_for_each(|directive| call.write(directive))
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        let yielded = self.directives.as_mut().map(Directives::finish).unwrap_or_default();
        yielded.into_iter().try_for_each(|directive| call.write(directive))
    }
}

/// What a block yields for an object. Where it fails the cell stays empty, as in 5.1.
fn evaluate(call: &mut Call<'_>, block: &ScriptBlock, item: &Value) -> Flow<Value> {
    let name = Arc::clone(call.session.context().frame.command());
    let silent = vec![(Stream::Error, Sink::Nowhere)];
    let run = |session: &mut Session| session.run_block_values(block, item.clone());
    match call.session.framed(&name, Common::default(), silent, run) {
        Ok(values) => Ok(gathered(values).unwrap_or_default()),
        Err(interrupt) if matches!(*interrupt, Interrupt::Error { .. }) => Ok(Value::Null),
        Err(interrupt) => Err(interrupt),
    }
}

fn request(shape: Shape, call: &Call<'_>) -> Result<Request, Box<Fault>> {
    let keys = match shape {
        Shape::Table => FieldKeys::Table,
        Shape::List | Shape::Custom => FieldKeys::List,
        Shape::Wide => FieldKeys::Wide,
    };
    let given = call.value("Property").filter(|given| !given.is_null());
    let given = given.map(|given| given.unroll()).unwrap_or_default();
    let fields = given.iter().map(|one| field(one, keys)).collect::<Result<Vec<Field>, _>>()?;
    let group = call.value("GroupBy").filter(|by| !by.is_null());
    let group = group.map(|by| field(&by, FieldKeys::List)).transpose()?;
    let switch = |name| call.value(name).map(|value| to_bool(&value));
    let columns = call.value("Column").map(|value| crate::convert::to_int(&value)).transpose()?;
    let auto_size = switch("AutoSize");
    if auto_size == Some(true) && columns.is_some() {
        return Err(Fault::new(
            "Cmdlet parameters AutoSize and Column are mutually exclusive.",
            "FormatCannotSpecifyAutosizeAndColumns",
            Category::InvalidArgument,
        )
        .with_exception("System.IO.InvalidDataException"));
    }
    Ok(Request {
        shape: Some(shape),
        fields,
        group,
        auto_size,
        wrap: switch("Wrap"),
        hide_headers: switch("HideTableHeaders"),
        columns: columns.and_then(|columns| usize::try_from(columns).ok()),
        force: call.switch("Force"),
    })
}
