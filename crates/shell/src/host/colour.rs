//! The colours of Write-Host.

/// The sixteen colours of a console, by the names and in the order of ConsoleColor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of ConsoleColor speak for themselves")]
pub enum Colour {
    Black,
    DarkBlue,
    DarkGreen,
    DarkCyan,
    DarkRed,
    DarkMagenta,
    DarkYellow,
    Gray,
    DarkGray,
    Blue,
    Green,
    Cyan,
    Red,
    Magenta,
    Yellow,
    White,
}

impl Colour {
    const ALL: [Self; 16] = [
        Self::Black,
        Self::DarkBlue,
        Self::DarkGreen,
        Self::DarkCyan,
        Self::DarkRed,
        Self::DarkMagenta,
        Self::DarkYellow,
        Self::Gray,
        Self::DarkGray,
        Self::Blue,
        Self::Green,
        Self::Cyan,
        Self::Red,
        Self::Magenta,
        Self::Yellow,
        Self::White,
    ];

    /// The colour with a number of ConsoleColor.
    pub fn numbered(number: i64) -> Option<Self> {
        usize::try_from(number).ok().and_then(|number| Self::ALL.get(number).copied())
    }
}

/// The colours of a text; what is none is as the terminal has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Colours {
    /// Of the text.
    pub foreground: Option<Colour>,
    /// Behind the text.
    pub background: Option<Colour>,
}
