//! ConvertTo-Html.

use std::rc::Rc;
use std::sync::Arc;

use super::wanted::{LABELLED, Wanted};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::serial::csv::written;
use crate::session::Session;
use crate::value::Value;

pub(super) fn register(session: &mut Session) {
    session.register(&CONVERT, Rc::new(|| Box::new(Convert::default())));
}

const CONVERT: Declaration = Declaration {
    name: "ConvertTo-Html",
    aliases: &[],
    synopsis: "Turns objects into a page of HTML with a table.",
    description: "The columns are those of -Property, or the properties of the first object. -Fragment leaves \
                  everything out but the table. What -Head, -Body, -PreContent and -PostContent give is written as it \
                  is.",
    parameters: &[
        Declared::new("InputObject", "psobject", "What is shown; usually it is piped in.").from_pipeline(),
        Declared::new(
            "Property",
            "object[]",
            "The columns: names, wildcards, blocks, or tables such as @{Name='Agents'; Expression={...}}.",
        )
        .at(0),
        Declared::new("Body", "string[]", "What stands before the table, behind <body>.")
            .at(3)
            .within(&["Page"]),
        Declared::new("Head", "string[]", "What stands in <head>, in place of the title.")
            .at(1)
            .within(&["Page"]),
        Declared::new("Title", "string", "The title of the page.").at(2).within(&["Page"]),
        Declared::new("As", "string", "A table with a row for each object, or a list of its properties.")
            .values(&["Table", "List"]),
        Declared::new("CssUri", "uri", "The address of a style sheet.")
            .aliases(&["cu", "uri"])
            .within(&["Page"]),
        Declared::switch("Fragment", "The table alone, without a page around it.").within(&["Fragment"]),
        Declared::new("PostContent", "string[]", "What stands behind the table."),
        Declared::new("PreContent", "string[]", "What stands before the table."),
    ],
    default_set: "Page",
    should_process: false,
    input: "Any objects.",
    output: "Lines of HTML.",
    examples: &[Example {
        code: "[pscustomobject]@{ Name = 'Help Desk'; Agents = 3 } |\n  ConvertTo-Html -Title 'Queues' -PreContent '<h1>Queues</h1>' |\n  Out-File C:\\Reports\\queues.html",
        about: "Writes a report.",
    }],
};

#[derive(Default)]
struct Convert {
    is_list: bool,
    wanted: Vec<Wanted>,
    columns: Option<Vec<Column>>,
}

/// A column, or a line of each object.
struct Column {
    title: Arc<str>,
    wanted: Wanted,
}

impl Cmdlet for Convert {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        self.wanted = Wanted::all(call, "Property", LABELLED)?;
        self.is_list = call.text("As")?.is_some_and(|shape| shape.eq_ignore_ascii_case("List"));
        if !call.switch("Fragment") {
            head(call)?;
        }
        lines("PreContent", call)?;
        call.write(Value::text("<table>"))
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let object = call.value("InputObject").filter(|object| !object.is_null());
        let Some(object) = object else { return Ok(()) };
        let object = call.session.settled(object)?;
        let columns = match self.columns.take() {
            Some(columns) => {
                if self.is_list {
                    call.write(Value::text("<tr><td><hr></td></tr>"))?;
                }
                columns
            }
            None => {
                let columns = self.columns_of(&object, call)?;
                if !self.is_list {
                    header(&columns, call)?;
                }
                columns
            }
        };
        let flow = self.row(&columns, &object, call);
        self.columns = Some(columns);
        flow
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        call.write(Value::text("</table>"))?;
        lines("PostContent", call)?;
        if call.switch("Fragment") { Ok(()) } else { call.write(Value::text("</body></html>")) }
    }
}

impl Convert {
    /// The columns as the first object gives them.
    fn columns_of(&mut self, first: &Value, call: &mut Call<'_>) -> Flow<Vec<Column>> {
        if self.wanted.is_empty() {
            self.wanted.push(Wanted::read(&Value::text("*"), LABELLED)?);
        }
        let mut columns = Vec::new();
        for wanted in self.wanted.drain(..) {
            if !wanted.is_pattern() {
                columns.push(Column { title: Arc::clone(wanted.title()), wanted });
                continue;
            }
            for found in wanted.find(first, call)? {
                let wanted = Wanted::read(&Value::String(Arc::clone(&found.name)), LABELLED)?;
                columns.push(Column { title: found.name, wanted });
            }
        }
        Ok(columns)
    }

    fn row(&self, columns: &[Column], object: &Value, call: &mut Call<'_>) -> Flow {
        let mut line = String::new();
        for column in columns {
            let value = column.wanted.value(object, call)?.filter(|value| !value.is_null());
            let text = value.map(|value| written(&value, call.setting())).transpose();
            let text = escaped(&text.map_err(|fault| call.fail(fault))?.unwrap_or_default());
            if self.is_list {
                let title = escaped(&column.title);
                call.write(Value::from(format!("<tr><td>{title}:</td><td>{text}</td></tr>")))?;
            } else {
                line += &format!("<td>{text}</td>");
            }
        }
        if self.is_list { Ok(()) } else { call.write(Value::from(format!("<tr>{line}</tr>"))) }
    }
}

fn head(call: &mut Call<'_>) -> Flow {
    for line in DOCUMENT {
        call.write(Value::text(line))?;
    }
    if call.bound.value("Head").is_some() {
        lines("Head", call)?;
    } else {
        let title = call.text("Title")?;
        let title = title.as_deref().unwrap_or("HTML TABLE");
        call.write(Value::from(format!("<title>{title}</title>")))?;
    }
    if let Some(address) = call.text("CssUri")? {
        call.write(Value::from(format!("<link rel=\"stylesheet\" type=\"text/css\" href=\"{address}\" />")))?;
    }
    call.write(Value::text("</head><body>"))?;
    lines("Body", call)
}

fn lines(parameter: &str, call: &mut Call<'_>) -> Flow {
    call.texts(parameter)?.into_iter().try_for_each(|line| call.write(Value::String(line)))
}

fn header(columns: &[Column], call: &mut Call<'_>) -> Flow {
    call.write(Value::from(format!("<colgroup>{}</colgroup>", "<col/>".repeat(columns.len()))))?;
    let titles =
        columns.iter().fold(String::new(), |line, column| line + "<th>" + &escaped(&column.title) + "</th>");
    call.write(Value::from(format!("<tr>{titles}</tr>")))
}

/// Text as HTML has it.
fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            '\u{a0}'..='\u{ff}' | '\u{10000}'.. => {
                html += &format!("&#{};", u32::from(sign));
            }
            other => html.push(other),
        }
    }
    html
}

const DOCUMENT: [&str; 3] = [
    "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\"  \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">",
    "<html xmlns=\"http://www.w3.org/1999/xhtml\">",
    "<head>",
];
