//! What single characters mean. Word processors replace quotes and dashes; their replacements mean the same.

/// `-` and its typographic forms: en dash, em dash, horizontal bar.
pub(super) fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2013}' | '\u{2014}' | '\u{2015}')
}

/// `'` and its typographic forms.
pub(super) fn is_single_quote(character: char) -> bool {
    matches!(character, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}')
}

/// `"` and its typographic forms.
pub(super) fn is_double_quote(character: char) -> bool {
    matches!(character, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}')
}

/// Ends a line.
pub(super) fn is_newline(character: char) -> bool {
    matches!(character, '\n' | '\r')
}

/// Separates words of a line. A byte order mark at the beginning of a text is one.
pub(super) fn is_blank(character: char) -> bool {
    (character.is_whitespace() && !is_newline(character)) || character == '\u{feff}'
}

/// Ends a word wherever it stands.
pub(super) fn ends_word(character: char) -> bool {
    character.is_whitespace() || matches!(character, '&' | '(' | ')' | ',' | ';' | '{' | '|' | '}')
}

/// Ends a number in an expression, where `7+` is two tokens.
pub(super) fn ends_number(character: char) -> bool {
    ends_word(character)
        || is_dash(character)
        || matches!(character, '!' | '#' | '%' | '*' | '+' | '.' | '/' | '<' | '=' | '>' | ']')
}

/// May begin the name of a command, a member or a label.
pub(super) fn begins_identifier(character: char) -> bool {
    character.is_alphabetic() || character == '_'
}

/// May stand in the name of a member or a label.
pub(super) fn continues_identifier(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// May begin the name of a variable without braces.
pub(super) fn begins_variable(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$' | '?' | '^' | ':')
}

/// May stand in the name of a type.
pub(super) fn continues_type(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '.' | '_' | '+' | '`')
}

/// What a character after a backtick stands for.
pub(super) fn unescape(character: char) -> char {
    match character {
        '0' => '\0',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        other => other,
    }
}
