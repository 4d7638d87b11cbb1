//! From directives to lines.
//!
//! The widths of a table's columns come from its first rows, so those are kept until the group ends, until they
//! are many, until somebody waits ([`Printer::flush`]), or, where a person looks on, for 300 ms as in 5.1.

use super::cells::{Alignment, width, wrap};
use super::list;
use super::packet::{Apart, ColumnHead, Entry, Header, Heading, Packet};
use super::table::{Columns, items_per_line, widths_of};
use crate::value::{Category, Fault, Outcome, TimeSpan};

/// Takes a line without its end.
pub(super) type Line<'a> = &'a mut dyn FnMut(&str);

/// Rows that are kept to find out how wide the columns are.
const ROWS_KEPT_MAX: usize = 10_000;
/// Bytes of such rows.
const BYTES_KEPT_MAX: usize = 4 << 20;
/// Columns that no terminal has: such lines go to a file or another program.
const UNLIMITED: usize = 1_000;
/// How long rows are kept while a person looks on.
const KEPT_FOR: TimeSpan = TimeSpan::from_ticks(3_000_000);

/// Lays directives out for a width.
pub(super) struct Printer {
    screen: usize,
    document: Option<Document>,
}

struct Document {
    header: Header,
    /// Until when rows are kept.
    keeps: Keeps,
    group: Option<Group>,
}

#[derive(Clone, Copy)]
enum Keeps {
    Nothing,
    /// Until the group ends.
    All,
    /// Until the group ends or a person has waited.
    Some,
}

struct Group {
    body: Body,
    /// What is kept.
    kept: Vec<Entry>,
    bytes: usize,
    since: TimeSpan,
    /// Whether more is to be kept.
    keeps: Keeps,
}

enum Body {
    /// Nothing was printed yet.
    Unknown,
    Table(Columns),
    List,
    Wide {
        columns: Columns,
        per_line: usize,
        names: Vec<String>,
    },
    Text,
}

/// The time on the host's clock, where a person looks on.
pub(super) type Clock = Option<TimeSpan>;

impl Printer {
    pub(super) fn new(screen: usize) -> Self {
        Self { screen, document: None }
    }

    /// Follows a terminal that was resized; a table that is begun keeps its columns.
    pub(super) fn resize(&mut self, screen: usize) {
        self.screen = screen;
    }

    /// Whether no document is open.
    pub(super) fn is_idle(&self) -> bool {
        self.document.is_none()
    }

    /// Takes a directive.
    pub(super) fn put(&mut self, packet: Packet, clock: Clock, line: Line<'_>) -> Outcome<()> {
        let screen = self.screen;
        match (packet, &mut self.document) {
            (Packet::Entry(Entry::Apart(apart)), None) => print_apart(&apart, screen, line),
            (Packet::Start { header, auto_size }, None) => {
                line("");
                self.document = Some(Document::new(header, auto_size, screen));
            }
            (Packet::GroupStart(heading), Some(document)) if document.group.is_none() => {
                if let Some(heading) = heading {
                    print_heading(&heading, screen, line);
                }
                let mut group = Group::new(document.keeps, clock);
                if matches!(group.keeps, Keeps::Nothing) {
                    group.begin(&document.header, screen, line);
                }
                document.group = Some(group);
            }
            (Packet::Entry(entry), Some(Document { header, group: Some(group), .. })) => {
                group.put(entry, screen, line);
                if group.is_due(clock) {
                    group.drain(header, screen, line);
                }
            }
            (Packet::Entry(Entry::Apart(apart)), Some(_)) => print_apart(&apart, screen, line),
            (Packet::GroupEnd, Some(Document { header, group: group @ Some(_), .. })) => {
                if let Some(mut group) = group.take() {
                    group.drain(header, screen, line);
                    group.end(line);
                }
            }
            (Packet::End, Some(document)) if document.group.is_none() => {
                line("");
                self.document = None;
            }
            (packet, document) => {
                *document = None;
                return Err(out_of_sequence(&packet));
            }
        }
        Ok(())
    }

    /// Prints what is kept. The rows that follow get the same columns.
    pub(super) fn flush(&mut self, line: Line<'_>) {
        if let Some(Document { header, group: Some(group), .. }) = &mut self.document {
            group.drain(header, self.screen, line);
        }
    }

    /// Ends what was begun and not ended.
    pub(super) fn finish(&mut self, line: Line<'_>) {
        self.flush(line);
        if let Some(Document { group: Some(mut group), .. }) = self.document.take() {
            group.end_names(line);
        }
    }
}

fn out_of_sequence(packet: &Packet) -> Box<Fault> {
    let command = match packet {
        Packet::Start { header: Header::Table { .. }, .. } => "format-table",
        Packet::Start { header: Header::List, .. } => "format-list",
        Packet::Start { header: Header::Wide(_), .. } => "format-wide",
        Packet::Start { header: Header::Text, .. } => "format-complex",
        _ => "format-*",
    };
    Fault::new(
        format!(
            "The object of type \"{}\" is not valid or not in the correct sequence. This is likely caused by a user-specified \"{command}\" command which is conflicting with the default formatting.",
            packet.type_name()
        ),
        "ConsoleLineOutputOutOfSequencePacket",
        Category::InvalidData,
    )
    .with_exception("System.InvalidOperationException")
}

impl Document {
    fn new(header: Header, auto_size: bool, screen: usize) -> Self {
        let keeps = match &header {
            Header::Table { .. } | Header::Wide(_) if auto_size => Keeps::All,
            // As in 5.1 the first column speaks for all.
            Header::Table { columns, .. } if columns.first().is_some_and(|first| first.width.is_none()) => {
                Keeps::Some
            }
            // Where no terminal limits the lines, a column is not as wide as what is left of them.
            Header::Table { columns, .. }
                if screen >= UNLIMITED && columns.iter().any(|column| column.width.is_none()) =>
            {
                Keeps::Some
            }
            _ => Keeps::Nothing,
        };
        Self { header, keeps, group: None }
    }
}

impl Group {
    fn new(keeps: Keeps, clock: Clock) -> Self {
        let since = clock.unwrap_or(TimeSpan::ZERO);
        Self { body: Body::Unknown, kept: Vec::new(), bytes: 0, since, keeps }
    }

    fn put(&mut self, entry: Entry, screen: usize, line: Line<'_>) {
        if matches!(self.keeps, Keeps::Nothing) {
            self.print(&entry, screen, line);
        } else {
            self.bytes = self.bytes.saturating_add(entry.size());
            self.kept.push(entry);
        }
    }

    fn is_due(&self, clock: Clock) -> bool {
        let waited = |now: TimeSpan| now.checked_sub(self.since).is_some_and(|waited| waited > KEPT_FOR);
        match self.keeps {
            Keeps::Nothing => false,
            _ if self.kept.len() >= ROWS_KEPT_MAX || self.bytes >= BYTES_KEPT_MAX => true,
            Keeps::All => false,
            Keeps::Some => clock.is_some_and(waited),
        }
    }

    /// Finds the columns out and prints what is kept.
    fn drain(&mut self, header: &Header, screen: usize, line: Line<'_>) {
        if matches!(self.keeps, Keeps::Nothing) {
            return;
        }
        self.begin(header, screen, line);
        self.keeps = Keeps::Nothing;
        self.bytes = 0;
        for entry in std::mem::take(&mut self.kept) {
            self.print(&entry, screen, line);
        }
    }

    fn begin(&mut self, header: &Header, screen: usize, line: Line<'_>) {
        self.body = match header {
            Header::Table { columns: heads, hidden } => {
                let rows = self.kept.iter().filter_map(|entry| match entry {
                    Entry::Row { cells, .. } => Some(cells.as_slice()),
                    _ => None,
                });
                let wanted: Vec<_> = if matches!(self.keeps, Keeps::Nothing) {
                    heads.iter().map(|head| (head.width, head.alignment)).collect()
                } else {
                    // Where the first column has a width, only those without one are found out.
                    let keeps_widths = !matches!(self.keeps, Keeps::All) && heads[0].width.is_some();
                    let found = widths_of(heads, rows).into_iter().zip(heads);
                    let width =
                        |found, head: &ColumnHead| head.width.filter(|_| keeps_widths).unwrap_or(found);
                    found.map(|(found, head)| (Some(width(found, head)), head.alignment)).collect()
                };
                let columns = Columns::new(&wanted, screen);
                if !hidden {
                    let labels: Vec<_> = heads.iter().map(|head| head.label.clone()).collect();
                    columns.head(&labels, line);
                }
                Body::Table(columns)
            }
            Header::Wide(asked) => {
                line("");
                let longest = self.kept.iter().filter_map(|entry| match entry {
                    Entry::Name(name) => Some(width(name)),
                    _ => None,
                });
                let per_line = match longest.max().filter(|longest| *longest > 0) {
                    Some(longest) => items_per_line(longest, screen),
                    None => asked.unwrap_or(2),
                };
                // More columns than the screen has are left out anyway.
                let per_line = per_line.clamp(1, screen.max(1));
                let columns = Columns::new(&vec![(None, Alignment::Left); per_line], screen);
                Body::Wide { columns, per_line, names: Vec::new() }
            }
            Header::List => {
                line("");
                Body::List
            }
            Header::Text => Body::Text,
        };
    }

    fn print(&mut self, entry: &Entry, screen: usize, line: Line<'_>) {
        match (entry, &mut self.body) {
            (Entry::Apart(apart), _) => print_apart(apart, screen, line),
            (Entry::Row { cells, wrap }, Body::Table(columns)) => columns.row(cells, *wrap, line),
            (Entry::Properties(pairs), Body::List) => {
                list::properties(pairs, screen, line);
                line("");
            }
            (Entry::Name(name), Body::Wide { columns, per_line, names }) => {
                names.push(name.clone());
                if names.len() == *per_line {
                    columns.row(&std::mem::take(names), false, line);
                }
            }
            (Entry::Text(text), Body::Text) => print_text(text, screen, line),
            // The shaper makes no entry of another shape than its document.
            _ => {}
        }
    }

    fn end(&mut self, line: Line<'_>) {
        self.end_names(line);
        line("");
    }

    /// Prints a line of names that is not full.
    fn end_names(&mut self, line: Line<'_>) {
        if let Body::Wide { columns, names, .. } = &mut self.body
            && !names.is_empty()
        {
            columns.row(&std::mem::take(names), false, line);
        }
    }
}

fn print_heading(heading: &Heading, screen: usize, line: Line<'_>) {
    line("");
    let indent = heading.indent.min(screen);
    for text in wrap(&heading.text, screen - indent) {
        let indent = if text.is_empty() { 0 } else { indent };
        line(&format!("{}{text}", " ".repeat(indent)));
    }
    line("");
}

/// Prints what stands apart.
pub(super) fn print_apart(apart: &Apart, screen: usize, line: Line<'_>) {
    match apart {
        Apart::Raw(text) => line(text),
        Apart::Text(text) => print_text(text, screen, line),
        Apart::Properties(pairs) => {
            line("");
            list::properties(pairs, screen, line);
            line("");
        }
    }
}

fn print_text(text: &str, screen: usize, line: Line<'_>) {
    for part in wrap(text, screen) {
        line(&part);
    }
}
