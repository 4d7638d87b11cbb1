//! The forms in which the context of a call goes beside the offer of an INVITE.

use dialog::{NameAddr, message::Headers};

/// A form of call context. A telephone gets it only where it names the media type: several answer 415 to a body of more
/// than one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ContextForm {
    /// The document of Lync's clients ([MS-SIPRE] section 2.2.20).
    Conversation,
    /// A page to show.
    Html,
}

impl ContextForm {
    /// The best first.
    const ALL: [Self; 2] = [Self::Conversation, Self::Html];

    /// The media type, in lower case.
    pub(crate) const fn content_type(self) -> &'static str {
        match self {
            Self::Conversation => "application/ms-conversation-context+xml",
            Self::Html => "text/html",
        }
    }

    /// The form of a media type.
    pub(crate) fn of_type(kind: &str) -> Option<Self> {
        let kind = kind.split(';').next().unwrap_or_default().trim();
        Self::ALL.into_iter().find(|form| kind.eq_ignore_ascii_case(form.content_type()))
    }

    /// The best form that Accept names. A wildcard names none.
    pub(crate) fn accepted(headers: &Headers) -> Option<Self> {
        headers.elements("Accept").filter_map(Self::of_type).min()
    }

    /// The best form that a Contact names, in the feature tag of media types (RFC 2913, written as RFC 3840 section 9
    /// says).
    pub(crate) fn of_contact(contact: &NameAddr) -> Option<Self> {
        let types = contact.params.value("type")?.trim_matches('"').to_owned();
        types.split(',').filter_map(Self::of_type).min()
    }
}
