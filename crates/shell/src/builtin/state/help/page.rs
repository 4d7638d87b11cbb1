//! Help as lines that fit the terminal.

use crate::help::{About, Topic};

/// How much is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    Brief,
    Detailed,
    Full,
    Examples,
}

/// Lines that fit a width.
pub(super) struct Page {
    pub(super) lines: Vec<String>,
    width: usize,
}

impl Page {
    pub(super) fn new(width: usize) -> Self {
        Self { lines: Vec::new(), width: width.clamp(WIDTH_MIN, WIDTH_MAX) }
    }

    /// The lines as one text.
    pub(super) fn text(self) -> String {
        self.lines.join("\n").trim_end().to_owned()
    }

    /// The help of a command.
    pub(super) fn topic(&mut self, topic: &Topic, extent: Extent) {
        self.section("NAME", &topic.name);
        self.section("SYNOPSIS", &topic.synopsis);
        if extent != Extent::Examples {
            self.head("SYNTAX");
            for line in &topic.syntax {
                self.hanging(line, INDENT);
                self.lines.push(String::new());
            }
            self.section("DESCRIPTION", &topic.description);
            self.section("ALIASES", &topic.aliases.join(", "));
        }
        if matches!(extent, Extent::Detailed | Extent::Full) {
            self.parameters(topic, extent == Extent::Full);
        }
        if extent == Extent::Full {
            self.section("INPUTS", &topic.input);
            self.section("OUTPUTS", &topic.output);
            self.section("NOTES", &topic.notes);
        }
        if extent != Extent::Brief {
            self.examples(topic);
        }
        if extent != Extent::Examples {
            self.section("RELATED LINKS", &topic.links.join("\n"));
        }
        if matches!(extent, Extent::Brief | Extent::Detailed) {
            self.remarks(topic);
        }
    }

    fn parameters(&mut self, topic: &Topic, with_details: bool) {
        if topic.parameters.is_empty() && !topic.takes_common {
            return;
        }
        self.head("PARAMETERS");
        topic.parameters.iter().for_each(|about| self.parameter(about, with_details));
        if topic.takes_common {
            self.hanging("<CommonParameters>", INDENT);
            self.paragraph(COMMON, 2 * INDENT);
            self.lines.push(String::new());
        }
    }

    /// The help of a parameter.
    pub(super) fn parameter(&mut self, about: &About, with_details: bool) {
        let head = if about.is_switch() {
            format!("-{}", about.name)
        } else {
            format!("-{} <{}>", about.name, about.of)
        };
        self.hanging(&head, INDENT);
        self.paragraph(&about.help, 2 * INDENT);
        if with_details {
            if !about.help.is_empty() {
                self.lines.push(String::new());
            }
            let piped = match about.piped.join(", ") {
                none if none.is_empty() => "false".to_owned(),
                how => format!("true ({how})"),
            };
            let position = about.position.map_or_else(|| "named".to_owned(), |place| place.to_string());
            let rows = [
                ("Required?", about.is_mandatory.to_string()),
                ("Position?", position),
                ("Accept pipeline input?", piped),
                ("Accepted values", about.values.clone()),
                ("Aliases", about.aliases.join(", ")),
            ];
            for (label, value) in rows.into_iter().filter(|(_, value)| !value.is_empty()) {
                self.wrapped(&format!("{label:<LABEL$}{value}"), 2 * INDENT, 2 * INDENT + LABEL);
            }
        }
        self.lines.push(String::new());
    }

    fn examples(&mut self, topic: &Topic) {
        for (number, sample) in (1..).zip(&topic.examples) {
            let head = format!(" EXAMPLE {number} ");
            let rule = "-".repeat((self.width.saturating_sub(INDENT + head.len()) / 2).min(RULE_MAX));
            self.lines.push(format!("{}{rule}{head}{rule}", " ".repeat(INDENT)));
            self.lines.push(String::new());
            sample.code.lines().for_each(|line| self.hanging(line, INDENT));
            self.lines.push(String::new());
            if !sample.about.is_empty() {
                self.paragraph(&sample.about, INDENT);
                self.lines.push(String::new());
            }
        }
    }

    fn remarks(&mut self, topic: &Topic) {
        let name = &topic.name;
        let name = if name.contains(' ') { format!("'{name}'") } else { name.clone() };
        self.head("REMARKS");
        let rows = [
            ("To see the examples", "Examples", !topic.examples.is_empty()),
            ("For more information", "Detailed", true),
            ("For technical information", "Full", true),
        ];
        for (purpose, switch, _) in rows.into_iter().filter(|(.., is_there)| *is_there) {
            self.hanging(&format!("{purpose}, type: \"Get-Help {name} -{switch}\"."), INDENT);
        }
        self.lines.push(String::new());
    }

    /// A heading with text below it; nothing where there is no text.
    pub(super) fn section(&mut self, head: &str, text: &str) {
        if !text.is_empty() {
            self.head(head);
            self.paragraph(text, INDENT);
            self.lines.push(String::new());
        }
    }

    pub(super) fn head(&mut self, head: &str) {
        self.lines.push(head.to_owned());
    }

    /// Text that starts so many columns in, each of its lines wrapped.
    fn paragraph(&mut self, text: &str, indent: usize) {
        text.lines().for_each(|line| self.wrapped(line, indent, indent));
    }

    /// A line whose continuation starts further in.
    fn hanging(&mut self, text: &str, indent: usize) {
        self.wrapped(text, indent, indent + INDENT);
    }

    /// A row of a list: what it is about, and what is said of it.
    pub(super) fn row(&mut self, name: &str, name_width: usize, text: &str) {
        self.wrapped(&format!("{name:<name_width$} {text}"), INDENT, INDENT + name_width + 1);
    }

    fn wrapped(&mut self, text: &str, first: usize, next: usize) {
        let mut line = " ".repeat(first);
        let mut is_empty = true;
        for (at, word) in text.split(' ').enumerate() {
            let length = word.chars().count();
            if !is_empty && line.chars().count() + 1 + length > self.width {
                self.lines.push(line.trim_end().to_owned());
                line = " ".repeat(next);
                is_empty = true;
            } else if at > 0 {
                line.push(' ');
            }
            line.push_str(word);
            is_empty &= word.is_empty();
        }
        self.lines.push(line.trim_end().to_owned());
    }
}

const COMMON: &str = "This command has the common parameters: Verbose, Debug, ErrorAction, ErrorVariable, \
                      WarningAction, WarningVariable, InformationAction, InformationVariable, OutVariable, \
                      OutBuffer and PipelineVariable.";
/// Columns that text stands in.
const INDENT: usize = 4;
/// Columns of what a detail of a parameter is called.
const LABEL: usize = 29;
/// Columns of the rule on each side of an example's number.
const RULE_MAX: usize = 26;
/// Columns that help takes at least, however narrow the terminal is.
const WIDTH_MIN: usize = 40;
/// Columns that help takes at most: longer lines are hard to read, in a file as on a wide screen.
const WIDTH_MAX: usize = 110;
