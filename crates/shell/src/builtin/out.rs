//! Out-Default, Out-Host, Out-Null and Out-String.

use std::rc::Rc;

use super::given::{input_object, width};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::format::{Formatter, columns};
use crate::session::{Session, push_line};
use crate::value::Value;
use crate::value::limits::check_text;

pub(super) fn register(session: &mut Session) {
    session.register(&OUT_DEFAULT, Rc::new(|| Box::new(OutHost(None))));
    session.register(&OUT_HOST, Rc::new(|| Box::new(OutHost(None))));
    session.register(&OUT_NULL, Rc::new(|| Box::new(OutNull)));
    session.register(&OUT_STRING, Rc::new(|| Box::new(OutString::default())));
}

const INPUT: Declared =
    Declared::new("InputObject", "psobject", "What is printed; usually it is piped in.").from_pipeline();
const ANY: &str = "Any object, or what a formatting cmdlet yields.";

const OUT_DEFAULT: Declaration = Declaration {
    name: "Out-Default",
    aliases: &[],
    synopsis: "Prints objects as the shell prints what a command yields.",
    description: "The shell does this at the end of every pipeline by itself.",
    parameters: &[INPUT],
    default_set: "",
    should_process: false,
    input: ANY,
    output: "None.",
    examples: &[Example {
        code: "[pscustomobject]@{ Name = 'Help Desk'; Waiting = 3 } | Out-Default",
        about: "Prints a queue as a table.",
    }],
};

const OUT_HOST: Declaration = Declaration {
    name: "Out-Host",
    aliases: &["oh"],
    synopsis: "Prints objects on the terminal, whatever becomes of the output of the script.",
    description: "What is printed this way cannot be piped on or kept in a variable.",
    parameters: &[
        Declared::switch("Paging", "Taken for scripts that give it; the terminal scrolls by itself."),
        INPUT,
    ],
    default_set: "",
    should_process: false,
    input: ANY,
    output: "None.",
    examples: &[Example {
        code: "$names = 'Help Desk', 'Sales' | ForEach-Object { $_ | Out-Host; $_ }",
        about: "Prints names while they are gathered.",
    }],
};

/// Both Out-Default and Out-Host.
struct OutHost(Option<Formatter>);

impl Cmdlet for OutHost {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        call.session.flush_console();
        self.0 = Some(Formatter::new(columns(call.setting())));
        Ok(())
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(formatter) = &mut self.0 else { return Ok(()) };
        let item = input_object(call);
        let mut text = String::new();
        let put = formatter.put(&item, call.setting(), &mut |line| push_line(&mut text, line));
        call.session.print_lines(&text);
        put.map_err(|fault| call.fail(fault))
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        if let Some(formatter) = &mut self.0 {
            let mut text = String::new();
            formatter.finish(call.setting(), &mut |line| push_line(&mut text, line));
            call.session.print_lines(&text);
        }
        Ok(())
    }
}

const OUT_NULL: Declaration = Declaration {
    name: "Out-Null",
    aliases: &[],
    synopsis: "Throws what is piped into it away.",
    description: "",
    parameters: &[INPUT],
    default_set: "",
    should_process: false,
    input: "Any object.",
    output: "None.",
    examples: &[Example {
        code: "[System.Collections.ArrayList]$agents = @(); $agents.Add('sip:bob@contoso.com') | Out-Null",
        about: "Hides the number that Add answers.",
    }],
};

struct OutNull;

impl Cmdlet for OutNull {
    fn process(&mut self, _: &mut Call<'_>) -> Flow {
        Ok(())
    }
}

const OUT_STRING: Declaration = Declaration {
    name: "Out-String",
    aliases: &[],
    synopsis: "Yields what objects print, as text.",
    description: "The text is that of the terminal, blank lines included. With -Stream each line is a string of its own.",
    parameters: &[
        Declared::switch("Stream", "Yields each line by itself instead of one text."),
        Declared::new("Width", "int", "The columns of a line; those of the terminal where nothing is said.")
            .range(2, i32::MAX as i64),
        INPUT,
    ],
    default_set: "",
    should_process: false,
    input: ANY,
    output: "Strings.",
    examples: &[
        Example {
            code: "$text = [pscustomobject]@{ Name = 'Help Desk'; Waiting = 3 } | Format-List | Out-String; $text.Trim()",
            about: "Keeps a list as text.",
        },
        Example {
            code: "[pscustomobject]@{ Name = 'Help Desk' }, [pscustomobject]@{ Name = 'Sales' } | Out-String -Stream | \
                   Where-Object { $_ -match 'Desk' }",
            about: "Searches in what a table shows.",
        },
    ],
};

#[derive(Default)]
struct OutString {
    formatter: Option<Formatter>,
    text: String,
}

impl OutString {
    fn take(&mut self, lines: Vec<String>, call: &mut Call<'_>) -> Flow {
        if call.switch("Stream") {
            return lines.into_iter().try_for_each(|line| call.write(Value::from(line)));
        }
        for line in lines {
            self.text.push_str(&line);
            self.text.push_str(LINE_END);
            check_text(self.text.len())?;
        }
        Ok(())
    }
}

/// As Windows ends lines.
const LINE_END: &str = "\r\n";

impl Cmdlet for OutString {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        self.formatter = Some(Formatter::new(width(call)?));
        Ok(())
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(formatter) = &mut self.formatter else { return Ok(()) };
        let item = input_object(call);
        let mut lines = Vec::new();
        let put = formatter.put(&item, call.setting(), &mut |line| lines.push(line.to_owned()));
        put.map_err(|fault| call.fail(fault))?;
        self.take(lines, call)
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        let mut lines = Vec::new();
        if let Some(formatter) = &mut self.formatter {
            formatter.finish(call.setting(), &mut |line| lines.push(line.to_owned()));
        }
        self.take(lines, call)?;
        if call.switch("Stream") { Ok(()) } else { call.write(Value::from(std::mem::take(&mut self.text))) }
    }
}
