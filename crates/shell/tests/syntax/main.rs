//! Texts in, trees, errors and tokens out.

#![expect(clippy::too_many_lines, reason = "a table is as long as what it lists")]

mod commands;
mod documented;
mod errors;
mod identities;
mod limits;
mod operators;
mod properties;
mod statements;
mod texts;
mod tokens;
mod values;

/// Each text with its tree below it; errors and warnings too, if there are any.
fn shown(texts: &[&str]) -> String {
    texts.iter().map(|text| shown_one(text)).collect()
}

fn shown_one(text: &str) -> String {
    let parsed = shell::syntax::parse(text);
    let tree = parsed.dump();
    let tree = tree.lines().map(|line| format!("    {line}\n"));
    let errors = parsed.errors.iter().map(|error| format!("    ! {error}\n"));
    let warnings = parsed.warnings.iter().map(|warning| format!("    ? {warning}\n"));
    std::iter::once(format!("{text}\n")).chain(tree).chain(errors).chain(warnings).collect()
}
