//! Rows of operand, operator, operand and result. Every row names the topic of PowerShell's documentation, or of
//! .NET's where PowerShell leaves it to that, which says so.
//!
//! A row is `topic  left  operator  right  result`, with two blanks or more between the columns. The operator is
//! one of the language, `->` for a cast, `[]` for an index, `.Name` for a property or a method and `::Name` for a
//! static member, whose arguments stand in `@(...)`; `_` is an operand that is not there. A result that starts
//! with `!` is an error: its id and the beginning of its message.

use shell::convert::cast;
use shell::member;
use shell::operator::{apply, unary};
use shell::setting::Setting;
use shell::syntax::operator::{BinaryOperator, UnaryOperator};
use shell::value::{Fault, Outcome, Type, Value};

use crate::literal::{named, read, show};
use crate::world;

const TABLES: [(&str, &str); 7] = [
    ("arithmetic", include_str!("rows/arithmetic.txt")),
    ("comparison", include_str!("rows/comparison.txt")),
    ("conversion", include_str!("rows/conversion.txt")),
    ("matching", include_str!("rows/matching.txt")),
    ("formatting", include_str!("rows/formatting.txt")),
    ("collections", include_str!("rows/collections.txt")),
    ("members", include_str!("rows/members.txt")),
];

#[test]
fn every_row_gives_its_documented_result() {
    let mut wrong = Vec::new();
    for (name, table) in TABLES {
        for (number, row) in table.lines().enumerate().filter(|(_, row)| is_row(row)) {
            let columns = columns(row);
            let [topic, left, operator, right, expected] = columns.as_slice() else {
                panic!("{name} line {}: {} columns in {row:?}", number + 1, columns.len());
            };
            assert!(topic.starts_with("about_") || topic.starts_with(".NET_"), "{name}: no topic in {row:?}");
            let setting = world::setting();
            let got = match evaluate(left, operator, right, &setting) {
                Ok(value) => show(&value),
                Err(fault) => shown_fault(&fault),
            };
            let fits = if expected.starts_with('!') { got.starts_with(expected) } else { got == *expected };
            if !fits {
                wrong.push(format!(
                    "{name} line {}: {left} {operator} {right}\n  expected {expected}\n  got      {got}",
                    number + 1
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} rows differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn there_are_at_least_250_rows() {
    let count: usize = TABLES.iter().map(|(_, table)| table.lines().filter(|row| is_row(row)).count()).sum();
    assert!(count >= 250, "{count} rows");
}

fn is_row(line: &str) -> bool {
    !line.trim().is_empty() && !line.starts_with('#')
}

fn evaluate(left: &str, operator: &str, right: &str, setting: &Setting) -> Outcome {
    if let Some(member) = operator.strip_prefix("::") {
        let Value::Type(of) = read(left, setting) else { panic!("{left} is no type") };
        return match right {
            "_" => member::static_property(&of, member, setting),
            arguments => {
                let arguments = read(arguments, setting).elements().expect("arguments are an array");
                member::call_static(&of, member, &arguments, setting).map(Option::unwrap_or_default)
            }
        };
    }
    if left == "_" {
        let value = read(right, setting);
        let name = operator.trim_start_matches('-');
        let known = match operator {
            "-" => Some(UnaryOperator::Minus),
            "+" => Some(UnaryOperator::Plus),
            "++" => Some(UnaryOperator::Increment),
            "--" => Some(UnaryOperator::Decrement),
            _ => UnaryOperator::from_name(name),
        };
        return unary(known.unwrap_or_else(|| panic!("no operator {operator}")), &value, setting);
    }
    let value = read(left, setting);
    if operator == "->" {
        return cast(&value, &type_operand(right), setting);
    }
    if let Some(member) = operator.strip_prefix('.').filter(|member| !member.starts_with('.')) {
        return match right {
            "_" => member::property(&value, member, setting).map(Option::unwrap_or_default),
            arguments => {
                let arguments = read(arguments, setting).elements().expect("arguments are an array");
                member::call(&value, member, &arguments, setting).map(Option::unwrap_or_default)
            }
        };
    }
    if operator == "[]" {
        return member::index(&value, &read(right, setting));
    }
    apply(binary(operator), &value, &read(right, setting), setting)
}

fn type_operand(text: &str) -> Type {
    named(text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).expect("a cast names a type"))
}

fn binary(operator: &str) -> BinaryOperator {
    use shell::syntax::operator::BinaryKind;
    let kind = match operator {
        "+" => BinaryKind::Add,
        "-" => BinaryKind::Subtract,
        "*" => BinaryKind::Multiply,
        "/" => BinaryKind::Divide,
        "%" => BinaryKind::Remainder,
        ".." => BinaryKind::Range,
        named => {
            let known = BinaryOperator::from_name(named.trim_start_matches('-'));
            return known.unwrap_or_else(|| panic!("no operator {named}"));
        }
    };
    BinaryOperator { kind, case_sensitive: false }
}

fn shown_fault(fault: &Fault) -> String {
    format!("! {} {}", fault.id, fault.message.replace('\n', "`n"))
}

/// The columns of a row; blanks inside quotes separate nothing.
fn columns(row: &str) -> Vec<String> {
    let mut columns = vec![String::new()];
    let mut quoted = false;
    let mut blanks = 0;
    for sign in row.trim().chars() {
        // Behind the mark of an error all is its message.
        let in_message = columns.len() == 5 && columns[4].starts_with('!');
        if sign == '\'' && !in_message {
            quoted = !quoted;
        }
        if sign == ' ' && !quoted && !in_message {
            blanks += 1;
            continue;
        }
        match blanks {
            0 => {}
            1 => columns.last_mut().expect("there is a first column").push(' '),
            _ => columns.push(String::new()),
        }
        blanks = 0;
        columns.last_mut().expect("there is a first column").push(sign);
    }
    columns
}
