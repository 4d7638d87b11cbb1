//! The form that both trees are brought into: labels and what is below them.

/// A part of a script. Leaves are labelled with their text, so that trees differ where words end elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) label: String,
    /// The line it begins on, counted from 1.
    pub(crate) line: usize,
    pub(crate) children: Vec<Self>,
}

impl Node {
    pub(crate) fn new(label: impl Into<String>, line: usize, children: Vec<Self>) -> Self {
        Self { label: label.into(), line, children }
    }

    /// The same without lines, on one line of text.
    pub(crate) fn text(&self) -> String {
        let label = self.label.replace("\r\n", "`n").replace('\n', "`n");
        match self.children.is_empty() {
            true => label,
            false => format!("({label} {})", texts(&self.children)),
        }
    }
}

fn texts(nodes: &[Node]) -> String {
    nodes.iter().map(Node::text).collect::<Vec<_>>().join(" ")
}

/// Where two trees say different things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) line: usize,
    pub(crate) ours: String,
    pub(crate) theirs: String,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} <> {}", self.line, self.ours, self.theirs)
    }
}

/// The smallest parts that differ.
pub(crate) fn compare(ours: &Node, theirs: &Node) -> Vec<Difference> {
    let mut found = Vec::new();
    descend(ours, theirs, &mut found);
    found
}

fn descend(ours: &Node, theirs: &Node, found: &mut Vec<Difference>) {
    if ours.label != theirs.label {
        found.push(difference(ours.line, std::slice::from_ref(ours), std::slice::from_ref(theirs)));
        return;
    }
    let (left, right) = (&ours.children, &theirs.children);
    if left.len() == right.len() {
        left.iter().zip(right).for_each(|(left, right)| descend(left, right, found));
        return;
    }
    let alike = |(left, right): &(&Node, &Node)| left.label == right.label;
    let before = left.iter().zip(right).take_while(alike).count();
    let (first, left) = left.split_at(before);
    let (second, right) = right.split_at(before);
    first.iter().zip(second).for_each(|(left, right)| descend(left, right, found));
    let after = left.iter().rev().zip(right.iter().rev()).take_while(alike).count();
    let (left, first) = left.split_at(left.len() - after);
    let (right, second) = right.split_at(right.len() - after);
    let line = left.first().or(right.first()).map_or(ours.line, |node| node.line);
    found.push(difference(line, left, right));
    first.iter().zip(second).for_each(|(left, right)| descend(left, right, found));
}

fn difference(line: usize, ours: &[Node], theirs: &[Node]) -> Difference {
    Difference { line, ours: shortened(&texts(ours)), theirs: shortened(&texts(theirs)) }
}

/// The beginning of a long text: enough to see what it is about.
fn shortened(text: &str) -> String {
    if text.is_empty() {
        return "-".to_owned();
    }
    match text.char_indices().nth(LENGTH_MAX) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

const LENGTH_MAX: usize = 90;
