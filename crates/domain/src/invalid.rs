use std::fmt;

use crate::identity::InvalidIdentity;

/// Why a value may not be a property of a response-group object: one variant for each rule.
///
/// The numbers and rules are those of the documented cmdlets; limits that the documents leave open are ours
/// and named where the type is defined.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// A name is required.
    #[error("a name may not be empty")]
    NameEmpty,
    /// A text is longer than its property allows.
    #[error("the text has {length} characters; at most {max} are allowed")]
    TextTooLong {
        /// Characters found.
        length: usize,
        /// Characters allowed.
        max: usize,
    },
    /// Control characters cannot be shown or spoken.
    #[error("the text contains the control character U+{0:04X}; remove it")]
    ControlCharacter(u32),
    /// `<` and `>` break the display name of a workflow.
    #[error("the name of a workflow is also its display name and may not contain '<' or '>'")]
    WorkflowNameBrackets,
    /// Two display names belong to the system itself.
    #[error("the name \"{0}\" is reserved; choose another name for the workflow")]
    WorkflowNameReserved(String),
    /// A SIP address does not parse.
    #[error("\"{0}\" is not a SIP address; write sip:user@domain")]
    SipUri(String),
    /// A transfer to the telephone network needs a number.
    #[error(
        "\"{0}\" is not a telephone number for TransferToPstn; write sip:+number@domain, such as sip:+14255551298@contoso.com"
    )]
    PstnUri(String),
    /// A telephone number does not parse.
    #[error("\"{0}\" is not a line URI; write TEL:+ and then digits only, such as TEL:+14255551234")]
    LineUri(String),
    /// A mail address does not parse.
    #[error("\"{0}\" is not the mail address of a distribution group; write name@domain")]
    DistributionGroupAddress(String),
    /// A number lies outside its documented range.
    #[error("{value} is outside {min}..{max} {unit}")]
    OutOfRange {
        /// The number found.
        value: i64,
        /// Smallest allowed.
        min: i64,
        /// Largest allowed.
        max: i64,
        /// What is counted.
        unit: &'static str,
    },
    /// A list is longer than its limit.
    #[error("the list of {what} has {length} entries; at most {max} are allowed")]
    ListTooLong {
        /// What is listed.
        what: &'static str,
        /// Entries found.
        length: usize,
        /// Entries allowed.
        max: usize,
    },
    /// A word is none of the enumeration's.
    #[error("\"{value}\" is not {what}; the possible values are {}", Words(.allowed))]
    UnknownWord {
        /// The enumeration.
        what: &'static str,
        /// The word found.
        value: String,
        /// The words allowed.
        allowed: &'static [&'static str],
    },
    /// A time of day does not parse.
    #[error("\"{0}\" is not a time of day; write hours and minutes such as 8:00 or 17:30, at most 24:00")]
    TimeOfDay(String),
    /// A range that ends before it begins.
    #[error(
        "a time range must close after it opens, but opens at {open} and closes at {close}; \
             write a night shift as two ranges on two days"
    )]
    TimeRangeOrder {
        /// Opening time.
        open: String,
        /// Closing time.
        close: String,
    },
    /// The two ranges of one day overlap.
    #[error("the two ranges of {day} overlap ({first} and {second})")]
    TimeRangesOverlap {
        /// Day of the week.
        day: &'static str,
        /// First range.
        first: String,
        /// Second range.
        second: String,
    },
    /// A date does not parse.
    #[error(
        "\"{0}\" is not a date and time of the years 1 to 9999; write it with whole seconds as 2026-12-25T00:00:00"
    )]
    Date(String),
    /// A holiday that ends before it begins.
    #[error(
        "a holiday must end after it starts, but starts at {start} and ends at {end}; \
             the end is exclusive: one whole day ends at 00:00 of the next"
    )]
    HolidayOrder {
        /// First moment of the holiday.
        start: String,
        /// First moment after it.
        end: String,
    },
    /// A text to speak contains HTML.
    #[error("the text to speak contains the HTML tag {0}; write plain text")]
    PromptHtml(String),
    /// An action lacks what it needs.
    #[error("the action {action} needs {property}")]
    ActionNeeds {
        /// The action.
        action: &'static str,
        /// The missing property.
        property: &'static str,
    },
    /// An action carries what it does not use.
    #[error("the action {action} takes no {property}")]
    ActionTakesNo {
        /// The action.
        action: &'static str,
        /// The superfluous property.
        property: &'static str,
    },
    /// A queue may not lead into a question.
    #[error("the {property} of a queue may not be TransferToQuestion")]
    QueueActionQuestion {
        /// `TimeoutAction` or `OverflowAction`.
        property: &'static str,
    },
    /// An answer that nobody can give.
    #[error("an answer needs a DtmfResponse or at least one VoiceResponse")]
    AnswerUnreachable,
    /// More than one key, or none of the telephone's.
    #[error("\"{0}\" is not a key of the telephone; a DtmfResponse is one of 0-9, * and #")]
    DtmfResponse(String),
    /// Quotation marks break the speech engine.
    #[error(
        "the voice response \"{0}\" is empty or contains a double quotation mark; write the plain words to be spoken"
    )]
    VoiceResponse(String),
    /// A question without answers leads nowhere.
    #[error("a question needs at least one answer")]
    QuestionWithoutAnswers,
    /// Questions nested too deeply.
    #[error("questions are nested more than {0} deep")]
    QuestionDepth(usize),
    /// No such time zone.
    #[error(
        "\"{0}\" is not a time zone; write a Windows name such as \"Pacific Standard Time\" \
             or an IANA name such as Europe/Paris"
    )]
    TimeZone(String),
    /// Not a language that can be spoken.
    #[error("\"{0}\" is not one of the 26 languages; write a code such as en-US or fr-FR")]
    Language(String),
    /// Not an identity.
    #[error(transparent)]
    Identity(#[from] InvalidIdentity),
    /// Not a digest.
    #[error("\"{0}\" is not a SHA-256 digest of 64 hexadecimal digits")]
    Digest(String),
}

/// Words joined for a sentence.
struct Words<'a>(&'a [&'a str]);

impl fmt::Display for Words<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(", "))
    }
}
