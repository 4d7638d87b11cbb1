//! The two layers of escapes: XML's own, and `_xHHHH_` for what XML cannot hold (MS-PSRP 2.2.5.3.2).

use std::borrow::Cow;

/// Appends `text` as element content or as an attribute value in double quotes.
pub(crate) fn append(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let mut start = 0;
    let mut at = 0;
    while at < bytes.len() {
        if !SUSPECT[usize::from(bytes[at])] {
            at += 1;
            continue;
        }
        // Every suspect byte begins a character, as continuation bytes are not suspect.
        let Some(character) = text[at..].chars().next() else {
            break;
        };
        let next = at + character.len_utf8();
        if needs_escape(character, &bytes[next..]) {
            out.extend_from_slice(&bytes[start..at]);
            append_escaped(out, character);
            start = next;
        }
        at = next;
    }
    out.extend_from_slice(&bytes[start..]);
}

/// Bytes that begin a character which may need an escape.
const SUSPECT: [bool; 256] = {
    let mut suspect = [false; 256];
    let mut at = 0;
    while at < 0x20 {
        suspect[at] = true;
        at += 1;
    }
    suspect[b'&' as usize] = true;
    suspect[b'<' as usize] = true;
    suspect[b'>' as usize] = true;
    suspect[b'"' as usize] = true;
    suspect[b'_' as usize] = true;
    suspect[0x7F] = true;
    suspect[0xC2] = true; // U+0080 to U+009F are controls.
    suspect[0xEF] = true; // U+FFFE and U+FFFF are not characters of XML.
    suspect
};

fn needs_escape(character: char, rest: &[u8]) -> bool {
    match character {
        '&' | '<' | '>' | '"' | '\u{FFFE}' | '\u{FFFF}' => true,
        // The closing underscore may come from the escape of the next character, so four digits suffice.
        '_' => matches!(rest, [b'x' | b'X', digits @ ..]
            if digits.len() >= 4 && digits[..4].iter().all(u8::is_ascii_hexdigit)),
        _ => character.is_control(),
    }
}

fn append_escaped(out: &mut Vec<u8>, character: char) {
    match character {
        '&' => out.extend_from_slice(b"&amp;"),
        '<' => out.extend_from_slice(b"&lt;"),
        '>' => out.extend_from_slice(b"&gt;"),
        '"' => out.extend_from_slice(b"&quot;"),
        _ => out.extend_from_slice(format!("_x{:04X}_", u32::from(character)).as_bytes()),
    }
}

/// Undoes `_xHHHH_`. Two escapes that are a surrogate pair become one character; a surrogate alone, which
/// no Rust string can hold, becomes U+FFFD.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    if !text.as_bytes().contains(&b'_') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('_') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let (character, used) = match unit(rest) {
            None => ('_', 1),
            Some(high @ 0xD800..=0xDBFF) => match unit(&rest[ESCAPE_LENGTH..]) {
                Some(low @ 0xDC00..=0xDFFF) => (pair(high, low), 2 * ESCAPE_LENGTH),
                _ => (char::REPLACEMENT_CHARACTER, ESCAPE_LENGTH),
            },
            Some(unit) => (char::from_u32(unit.into()).unwrap_or(char::REPLACEMENT_CHARACTER), ESCAPE_LENGTH),
        };
        decoded.push(character);
        rest = &rest[used..];
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// The length of `_xHHHH_`.
const ESCAPE_LENGTH: usize = 7;

/// The code unit that an escape at the start of `text` stands for.
fn unit(text: &str) -> Option<u16> {
    match text.as_bytes() {
        [b'_', b'x' | b'X', digits @ ..] if digits.len() >= 5 && digits[4] == b'_' => {
            let digits = &digits[..4];
            if !digits.iter().all(u8::is_ascii_hexdigit) {
                return None;
            }
            u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
        }
        _ => None,
    }
}

fn pair(high: u16, low: u16) -> char {
    char::decode_utf16([high, low]).next().and_then(Result::ok).unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        append(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn text_is_written_with_both_layers_of_escapes() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a\nb", "a_x000A_b"),
            ("\r\n\t", "_x000D__x000A__x0009_"),
            ("a<b & \"c\" > d", "a&lt;b &amp; &quot;c&quot; &gt; d"),
            ("_x000A_", "_x005F_x000A_"),
            ("_X000a_", "_x005F_X000a_"),
            ("_x0041\n", "_x005F_x0041_x000A_"),
            ("_xylophone_ _x00", "_xylophone_ _x00"),
            ("\u{7F}\u{85}\u{9F}\u{A0}", "_x007F__x0085__x009F_\u{A0}"),
            ("\u{FFFE}\u{FFFF}\u{FFFD}", "_xFFFE__xFFFF_\u{FFFD}"),
            ("été \u{1F600} 你好", "été \u{1F600} 你好"),
            ("", ""),
        ] {
            assert_eq!(written(text), expected, "{text:?}");
        }
    }

    #[test]
    fn escapes_are_read_back() {
        for (text, expected) in [
            ("a_x000A_b", "a\nb"),
            ("_x005F_x000A_", "_x000A_"),
            ("_x000a__X000D_", "\n\r"),
            ("_xD83D__xDE00_", "\u{1F600}"),
            ("_xD83D_x", "\u{FFFD}x"),
            ("_xDE00__xD83D_", "\u{FFFD}\u{FFFD}"),
            ("_x00G0_ _x000A _x_", "_x00G0_ _x000A _x_"),
            ("_x+00A_", "_x+00A_"),
            ("__x0041__", "_A_"),
            ("_xé000_", "_xé000_"),
        ] {
            assert_eq!(decode(text), expected, "{text:?}");
        }
    }
}
