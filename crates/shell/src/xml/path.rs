//! The nodes that a path finds.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::document::exceeded;
use super::path_parser::parse;
use super::{Document, Id, Kind};
use crate::value::{Fault, Outcome};

/// Nodes that one path may look at.
const LOOKS_MAX: usize = 10_000_000;

/// Bytes of text that are as much work as a look.
const TEXT_PER_LOOK: usize = 64;

/// What a path says.
pub(super) enum Expr {
    Path(Path),
    Text(String),
    Number(f64),
    Call(String, Vec<Self>),
    Binary(Operator, Box<Self>, Box<Self>),
    Union(Vec<Self>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Below,
    Above,
    AtMost,
    AtLeast,
}

pub(super) struct Path {
    pub(super) is_absolute: bool,
    pub(super) steps: Vec<Step>,
}

pub(super) struct Step {
    pub(super) axis: Axis,
    pub(super) test: Test,
    pub(super) predicates: Vec<Expr>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Axis {
    Child,
    Below,
    BelowOrItself,
    Itself,
    Parent,
    Above,
    AboveOrItself,
    Following,
    Preceding,
    Attribute,
}

pub(super) enum Test {
    Name(String),
    Any,
    Node,
    Text,
    Comment,
}

/// The nodes below `context` that `path` means, in the order of the document.
pub(crate) fn select(document: &Document, context: Id, path: &str) -> Outcome<Vec<Id>> {
    let expr = parse(path)?;
    let search = Search { document, looks: Cell::new(0) };
    match search.value(&expr, Place { node: context, position: 1, last: 1 })? {
        Found::Nodes(nodes) => Ok(nodes),
        _ => Err(Fault::exception(
            "Expression must evaluate to a node-set.",
            "System.Xml.XPath.XPathException",
        )),
    }
}

struct Search<'a> {
    document: &'a Document,
    looks: Cell<usize>,
}

/// The node that an expression is about, and where it stands among those found with it.
#[derive(Clone, Copy)]
struct Place {
    node: Id,
    position: usize,
    last: usize,
}

enum Found {
    Nodes(Vec<Id>),
    Text(String),
    Number(f64),
    Truth(bool),
}

impl Search<'_> {
    fn look(&self, count: usize) -> Outcome<()> {
        self.looks.set(self.looks.get().saturating_add(count));
        if self.looks.get() > LOOKS_MAX {
            return Err(exceeded(format!("The path looks at more than {LOOKS_MAX} nodes")));
        }
        Ok(())
    }

    fn value(&self, expr: &Expr, at: Place) -> Outcome<Found> {
        Ok(match expr {
            Expr::Text(text) => Found::Text(text.clone()),
            Expr::Number(number) => Found::Number(*number),
            Expr::Path(path) => Found::Nodes(self.path(path, at.node)?),
            Expr::Union(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    if let Found::Nodes(nodes) = self.value(part, at)? {
                        all.extend(nodes);
                    }
                }
                Found::Nodes(self.ordered(all)?)
            }
            Expr::Binary(Operator::Or, left, right) => {
                Found::Truth(self.holds(left, at)? || self.holds(right, at)?)
            }
            Expr::Binary(Operator::And, left, right) => {
                Found::Truth(self.holds(left, at)? && self.holds(right, at)?)
            }
            Expr::Binary(operator, left, right) => {
                let (left, right) = (self.value(left, at)?, self.value(right, at)?);
                self.look(size(&left).saturating_mul(size(&right)))?;
                Found::Truth(self.compare(*operator, &left, &right))
            }
            Expr::Call(name, arguments) => self.call(name, arguments, at)?,
        })
    }

    fn holds(&self, expr: &Expr, at: Place) -> Outcome<bool> {
        Ok(truth(&self.value(expr, at)?))
    }

    fn path(&self, path: &Path, context: Id) -> Outcome<Vec<Id>> {
        let start = if path.is_absolute { self.root(context) } else { context };
        let mut nodes = vec![start];
        for step in &path.steps {
            let mut found = Vec::new();
            for node in &nodes {
                found.extend(self.step(step, *node)?);
            }
            nodes = if nodes.len() > 1 { self.ordered(found)? } else { found };
        }
        Ok(nodes)
    }

    fn root(&self, mut node: Id) -> Id {
        while let Some(parent) = self.document.parent(node) {
            node = parent;
        }
        node
    }

    fn step(&self, step: &Step, node: Id) -> Outcome<Vec<Id>> {
        let mut nodes = self.along(step.axis, node)?;
        self.look(nodes.len() + 1)?;
        nodes.retain(|one| self.fits(&step.test, step.axis, *one));
        for predicate in &step.predicates {
            let last = nodes.len();
            let mut kept = Vec::new();
            for (at, node) in nodes.into_iter().enumerate() {
                let is_wanted = match self.value(predicate, Place { node, position: at + 1, last })? {
                    Found::Number(number) => number == (at + 1) as f64,
                    other => truth(&other),
                };
                if is_wanted {
                    kept.push(node);
                }
            }
            nodes = kept;
        }
        Ok(if matches!(step.axis, Axis::Above | Axis::AboveOrItself | Axis::Preceding) {
            nodes.into_iter().rev().collect()
        } else {
            nodes
        })
    }

    /// The nodes along an axis, the nearest first.
    fn along(&self, axis: Axis, node: Id) -> Outcome<Vec<Id>> {
        let document = self.document;
        let siblings = || {
            let all = document.parent(node).map(|parent| document.children(parent)).unwrap_or_default();
            let at = all.iter().position(|one| *one == node);
            (all, at)
        };
        Ok(match axis {
            Axis::Child => document.children(node),
            Axis::Attribute => document.attributes(node),
            Axis::Itself => vec![node],
            Axis::Parent => document.parent(node).into_iter().collect(),
            Axis::Below => self.below(node)?,
            Axis::BelowOrItself => {
                let mut all = vec![node];
                all.extend(self.below(node)?);
                all
            }
            Axis::Above | Axis::AboveOrItself => {
                let first = if axis == Axis::AboveOrItself { Some(node) } else { document.parent(node) };
                std::iter::successors(first, |one| document.parent(*one)).collect()
            }
            Axis::Following => match siblings() {
                (all, Some(at)) => all[at + 1..].to_vec(),
                _ => Vec::new(),
            },
            Axis::Preceding => match siblings() {
                (all, Some(at)) => all[..at].iter().rev().copied().collect(),
                _ => Vec::new(),
            },
        })
    }

    fn below(&self, node: Id) -> Outcome<Vec<Id>> {
        let mut all = Vec::new();
        let mut waiting: Vec<Id> = self.document.children(node).into_iter().rev().collect();
        while let Some(one) = waiting.pop() {
            self.look(1)?;
            all.push(one);
            waiting.extend(self.document.children(one).into_iter().rev());
        }
        Ok(all)
    }

    fn fits(&self, test: &Test, axis: Axis, node: Id) -> bool {
        let kind = self.document.kind(node);
        match test {
            Test::Node => true,
            Test::Text => matches!(kind, Kind::Text | Kind::CData),
            Test::Comment => kind == Kind::Comment,
            Test::Any if axis == Axis::Attribute => true,
            Test::Any => matches!(kind, Kind::Element(_)),
            Test::Name(name) => match kind {
                Kind::Element(own) | Kind::Attribute(own) => is_name(&own, name),
                _ => false,
            },
        }
    }

    /// Each once, in the order of the document.
    fn ordered(&self, nodes: Vec<Id>) -> Outcome<Vec<Id>> {
        if nodes.len() < 2 {
            return Ok(nodes);
        }
        let mut places = BTreeMap::new();
        let mut roots: Vec<Id> = nodes.iter().map(|node| self.root(*node)).collect();
        roots.sort_unstable();
        roots.dedup();
        for root in roots {
            for node in std::iter::once(root).chain(self.below(root)?) {
                places.insert(node, places.len());
                for attribute in self.document.attributes(node) {
                    places.insert(attribute, places.len());
                }
            }
        }
        let mut nodes = nodes;
        nodes.sort_by_key(|node| places.get(node).copied());
        nodes.dedup();
        Ok(nodes)
    }

    fn compare(&self, operator: Operator, left: &Found, right: &Found) -> bool {
        let fits = |left: &Found, right: &Found| match operator {
            Operator::Equal | Operator::NotEqual => {
                let equal = match (left, right) {
                    (Found::Truth(_), _) | (_, Found::Truth(_)) => truth(left) == truth(right),
                    (Found::Number(_), _) | (_, Found::Number(_)) => self.number(left) == self.number(right),
                    _ => self.text(left) == self.text(right),
                };
                equal == (operator == Operator::Equal)
            }
            Operator::Below => self.number(left) < self.number(right),
            Operator::Above => self.number(left) > self.number(right),
            Operator::AtMost => self.number(left) <= self.number(right),
            _ => self.number(left) >= self.number(right),
        };
        // A set of nodes fits where one of its nodes does.
        match (left, right) {
            (Found::Nodes(_), Found::Truth(_)) | (Found::Truth(_), Found::Nodes(_)) => fits(left, right),
            (Found::Nodes(nodes), other) => {
                nodes.iter().any(|node| self.compare(operator, &self.words(*node), other))
            }
            (other, Found::Nodes(nodes)) => {
                nodes.iter().any(|node| self.compare(operator, other, &self.words(*node)))
            }
            _ => fits(left, right),
        }
    }

    /// The text of a node. A long one counts as many looks; the next look says whether it was too many.
    fn inner_text(&self, node: Id) -> String {
        let text = self.document.inner_text(node);
        self.looks.set(self.looks.get().saturating_add(text.len() / TEXT_PER_LOOK));
        text
    }

    fn words(&self, node: Id) -> Found {
        Found::Text(self.inner_text(node))
    }

    fn text(&self, found: &Found) -> String {
        match found {
            Found::Nodes(nodes) => nodes.first().map(|node| self.inner_text(*node)).unwrap_or_default(),
            Found::Text(text) => text.clone(),
            Found::Number(number) => crate::text::general(*number),
            Found::Truth(truth) => truth.to_string(),
        }
    }

    fn number(&self, found: &Found) -> f64 {
        match found {
            Found::Number(number) => *number,
            Found::Truth(truth) => f64::from(u8::from(*truth)),
            other => self.text(other).trim().parse().unwrap_or(f64::NAN),
        }
    }

    fn call(&self, name: &str, arguments: &[Expr], at: Place) -> Outcome<Found> {
        let given = arguments.iter().map(|one| self.value(one, at)).collect::<Outcome<Vec<_>>>()?;
        let text = |place: usize| match given.get(place) {
            Some(found) => self.text(found),
            None => self.inner_text(at.node),
        };
        let node = || match given.first() {
            Some(Found::Nodes(nodes)) => nodes.first().copied(),
            _ => Some(at.node),
        };
        Ok(match (name, given.len()) {
            ("position", 0) => Found::Number(at.position as f64),
            ("last", 0) => Found::Number(at.last as f64),
            ("true", 0) => Found::Truth(true),
            ("false", 0) => Found::Truth(false),
            ("not", 1) => Found::Truth(!truth(&given[0])),
            ("boolean", 1) => Found::Truth(truth(&given[0])),
            ("count", 1) => match &given[0] {
                Found::Nodes(nodes) => Found::Number(nodes.len() as f64),
                _ => return Err(no_function(name)),
            },
            ("contains", 2) => Found::Truth(text(0).contains(&text(1))),
            ("starts-with", 2) => Found::Truth(text(0).starts_with(&text(1))),
            ("string", 0 | 1) => Found::Text(text(0)),
            ("number", 0 | 1) => Found::Number(self.number(given.first().unwrap_or(&Found::Text(text(0))))),
            ("string-length", 0 | 1) => Found::Number(text(0).chars().count() as f64),
            ("normalize-space", 0 | 1) => {
                Found::Text(text(0).split_whitespace().collect::<Vec<_>>().join(" "))
            }
            ("concat", 2..) => Found::Text((0..given.len()).map(text).collect()),
            ("translate", 3) => {
                let (from, to): (Vec<char>, Vec<char>) =
                    (text(1).chars().collect(), text(2).chars().collect());
                let place = |sign: char| from.iter().position(|one| *one == sign);
                let whole = text(0);
                let translated = whole.chars().filter_map(|sign| match place(sign) {
                    Some(at) => to.get(at).copied(),
                    None => Some(sign),
                });
                Found::Text(translated.collect())
            }
            ("name", 0 | 1) => {
                Found::Text(node().map(|node| self.document.name(node).to_string()).unwrap_or_default())
            }
            ("local-name", 0 | 1) => {
                Found::Text(node().map(|node| self.document.local_name(node).to_string()).unwrap_or_default())
            }
            _ => return Err(no_function(name)),
        })
    }
}

/// Whether a name of the document is the one that a path says; a prefix in the path has to be there, too, or the
/// name stands alone.
fn is_name(own: &str, wanted: &str) -> bool {
    own == wanted || wanted.rsplit_once(':').is_some_and(|(_, local)| local == own)
}

fn size(found: &Found) -> usize {
    match found {
        Found::Nodes(nodes) => nodes.len(),
        _ => 1,
    }
}

fn truth(found: &Found) -> bool {
    match found {
        Found::Nodes(nodes) => !nodes.is_empty(),
        Found::Text(text) => !text.is_empty(),
        Found::Number(number) => *number != 0.0 && !number.is_nan(),
        Found::Truth(truth) => *truth,
    }
}

fn no_function(name: &str) -> Box<Fault> {
    Fault::exception(
        format!("XPath function '{name}' is not known here, or takes other arguments."),
        "System.Xml.XPath.XPathException",
    )
}
