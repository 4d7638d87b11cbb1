//! What must hold for every text that the parser reads. The fuzz target, the replay of its corpus and the property
//! tests share it.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "each target uses its own part")]

use shell::syntax::{
    Parsed, Span, TokenClass, is_incomplete, parse,
    walk::{Node, walk},
};

/// Reads bytes as a host reads a script: what is not UTF-8 is replaced.
pub fn shell_parser(bytes: &[u8]) {
    check(&String::from_utf8_lossy(bytes));
}

/// Reads a text and looks at all that comes of it.
pub fn check(text: &str) {
    let parsed = parse(text);
    tokens_cover(&parsed, text);
    spans_nest(&parsed, text);
    for error in &parsed.errors {
        assert!(within(error.span, text), "{error:?}");
        assert_eq!(error.position, parsed.script.source.position(error.span.start));
        assert!(!error.hint().is_empty() && !error.id().is_empty());
    }
    for warning in &parsed.warnings {
        assert!(within(warning.span, text), "{warning:?}");
    }
    let has_unknown = parsed.tokens.iter().any(|token| token.class == TokenClass::Unknown);
    assert!(
        !parsed.errors.is_empty() || !(has_unknown || parsed.dump().contains("<error>")),
        "{}",
        parsed.dump()
    );
    assert!(!is_incomplete(&parsed.errors) || !parsed.errors.is_empty());
}

/// Whether a span lies in the text and between its characters.
fn within(span: Span, text: &str) -> bool {
    text.get(span.start as usize..span.end as usize).is_some()
}

fn tokens_cover(parsed: &Parsed, text: &str) {
    let mut end = 0;
    for token in &parsed.tokens {
        assert_eq!(token.span.start, end, "{:?}", parsed.tokens);
        assert!(!token.span.is_empty() && within(token.span, text), "{token:?}");
        end = token.span.end;
    }
    assert_eq!(end as usize, text.len());
}

fn spans_nest(parsed: &Parsed, text: &str) {
    walk(Node::ScriptBlock(&parsed.script), &mut |node| {
        let span = node.span();
        assert!(within(span, text), "{node:?}");
        let mut last = span.start;
        node.children(&mut |child| {
            assert!(span.contains(child.span()), "{:?} is not in {span:?}: {node:?}", child.span());
            assert!(child.span().start >= last, "{:?} stands before {last}: {node:?}", child.span());
            last = child.span().start;
        });
    });
}
