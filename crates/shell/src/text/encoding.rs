//! Bytes of a file as text, by the byte order mark, and text as such bytes.

use crate::value::{Category, Fault, Outcome};

/// How text is written as bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-16, the low byte first.
    Utf16,
    /// UTF-16, the high byte first.
    Utf16BigEndian,
    /// UTF-32, the low byte first.
    Utf32,
    /// Seven bits; other signs become question marks.
    Ascii,
}

impl Encoding {
    /// The encoding that `-Encoding` means by a name. What depends on the system in 5.1 is UTF-8 here.
    pub fn named(name: &str) -> Outcome<Self> {
        Ok(match name.to_ascii_lowercase().as_str() {
            "utf8" | "utf-8" | "default" | "oem" | "utf7" => Self::Utf8,
            "unicode" | "string" | "unknown" | "utf16" | "utf-16" => Self::Utf16,
            "bigendianunicode" => Self::Utf16BigEndian,
            "utf32" | "utf-32" => Self::Utf32,
            "ascii" => Self::Ascii,
            _ => {
                return Err(Fault::new(
                    format!("\"{name}\" is no encoding. Use one of: {}.", Self::NAMES.join(", ")),
                    "FileWriterEncodingNotSupported",
                    Category::InvalidArgument,
                )
                .with_exception("System.ArgumentException"));
            }
        })
    }

    /// The names that `-Encoding` is completed with.
    pub const NAMES: &[&str] = &[
        "Unknown",
        "String",
        "Unicode",
        "BigEndianUnicode",
        "UTF8",
        "UTF7",
        "UTF32",
        "ASCII",
        "Default",
        "OEM",
    ];

    /// The encoding that the mark at the start of a file tells; none without a mark.
    pub fn marked(bytes: &[u8]) -> Option<Self> {
        let marks = [Self::Utf8, Self::Utf32, Self::Utf16, Self::Utf16BigEndian];
        marks.into_iter().find(|known| bytes.starts_with(known.mark()))
    }

    /// What a file in this encoding begins with.
    pub fn mark(self) -> &'static [u8] {
        match self {
            Self::Utf8 => b"\xef\xbb\xbf",
            Self::Utf16 => b"\xff\xfe",
            Self::Utf16BigEndian => b"\xfe\xff",
            Self::Utf32 => b"\xff\xfe\0\0",
            Self::Ascii => b"",
        }
    }

    /// The bytes of a text, without a mark.
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Utf16 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::Utf16BigEndian => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Self::Utf32 => text.chars().flat_map(|sign| u32::from(sign).to_le_bytes()).collect(),
            Self::Ascii => text
                .chars()
                .map(|sign| u8::try_from(sign).ok().filter(u8::is_ascii).unwrap_or(b'?'))
                .collect(),
        }
    }
}

/// The text in `bytes`: UTF-8 unless a mark says UTF-16 or UTF-32. What is no text becomes the replacement character.
pub fn decode(bytes: &[u8]) -> String {
    match bytes {
        [0xff, 0xfe, 0, 0, rest @ ..] => rest
            .chunks_exact(4)
            .map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
            .map(|sign| char::from_u32(sign).unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect(),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        [0xff, 0xfe, rest @ ..] => decode_wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => decode_wide(rest, u16::from_be_bytes),
        plain => String::from_utf8_lossy(plain).into_owned(),
    }
}

/// UTF-16 without a mark.
pub fn decode_wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    String::from_utf16_lossy(&units)
}

/// The lines of a text, whatever ends them; a last line end starts no further line.
pub fn lines(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
    if lines.last() == Some(&"") {
        lines.pop();
    }
    lines
}

/// Base64 with padding.
pub fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().fold(0_u32, |all, byte| all << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let sign = if place <= chunk.len() {
                char::from(ALPHABET[(group >> (18 - 6 * place)) as usize & 63])
            } else {
                '='
            };
            text.push(sign);
        }
    }
    text
}

/// The bytes that Base64 stands for, blanks ignored, or none.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    let signs: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let padding = signs.iter().rev().take_while(|byte| **byte == b'=').count();
    if !signs.len().is_multiple_of(4) || padding > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(signs.len() / 4 * 3);
    let digits = &signs[..signs.len() - padding];
    for chunk in digits.chunks(4) {
        let mut group = 0_u32;
        for sign in chunk {
            group = group << 6 | ALPHABET.iter().position(|known| known == sign)? as u32;
        }
        group <<= 6 * (4 - chunk.len());
        bytes.extend(&group.to_be_bytes()[1..chunk.len()]);
    }
    Some(bytes)
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
