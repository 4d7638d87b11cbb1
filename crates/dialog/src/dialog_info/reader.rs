//! A document from its bytes. Prefixes of name spaces are passed over, and so are elements that are not of RFC 4235.

use quick_xml::{
    Reader,
    escape::{resolve_predefined_entity, unescape},
    events::{BytesStart, Event},
};

use super::{DIALOGS_MAX, DOCUMENT_BYTES_MAX, DialogInfo, InvalidDialogInfo, ReportedDialog};

impl DialogInfo {
    /// Reads a document.
    ///
    /// # Errors
    /// When it is none, or exceeds a limit.
    pub fn parse(bytes: &[u8]) -> Result<Self, InvalidDialogInfo> {
        if bytes.len() > DOCUMENT_BYTES_MAX {
            return Err(InvalidDialogInfo::TooLong);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| InvalidDialogInfo::Encoding)?;
        Reading::default().run(text.trim_start_matches('\u{feff}'))
    }
}

/// What has been read so far.
#[derive(Default)]
struct Reading {
    info: Option<DialogInfo>,
    /// The dialog whose element is open, without its state.
    dialog: Option<ReportedDialog>,
    /// The state of that dialog.
    state: Option<String>,
    /// Whether the text that comes is that state.
    in_state: bool,
    /// How many elements are open.
    depth: usize,
}

impl Reading {
    fn run(mut self, text: &str) -> Result<DialogInfo, InvalidDialogInfo> {
        let mut reader = Reader::from_str(text);
        loop {
            match reader.read_event().map_err(syntax)? {
                Event::Start(start) => self.opens(&start)?,
                Event::Empty(start) => {
                    self.opens(&start)?;
                    self.closes()?;
                }
                Event::End(_) => self.closes()?,
                Event::Text(text) => self.says(&text.xml10_content()),
                Event::CData(text) => self.says(&text.xml10_content()),
                Event::GeneralRef(entity) => {
                    let sign = entity.resolve_char_ref().map_err(syntax)?.map(String::from);
                    let known = sign.or_else(|| resolve_predefined_entity(&entity).map(str::to_owned));
                    self.says(&known.ok_or(InvalidDialogInfo::Declaration)?);
                }
                Event::DocType(_) => return Err(InvalidDialogInfo::Declaration),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
                Event::Eof if self.depth > 0 => {
                    return Err(InvalidDialogInfo::Syntax("an element is not closed".to_owned()));
                }
                Event::Eof => return self.info.ok_or(InvalidDialogInfo::Root),
            }
        }
    }

    fn opens(&mut self, start: &BytesStart<'_>) -> Result<(), InvalidDialogInfo> {
        let name = start.local_name();
        match (self.depth, name.as_ref()) {
            (0, "dialog-info") if self.info.is_none() => self.info = Some(info(start)?),
            (0, _) => return Err(InvalidDialogInfo::Root),
            (1, "dialog") => (self.dialog, self.state) = (Some(dialog(start)?), None),
            (2, "state") if self.dialog.is_some() => {
                (self.state, self.in_state) = (Some(String::new()), true);
            }
            (DEPTH_MAX.., _) => return Err(InvalidDialogInfo::TooComplex),
            _ => {}
        }
        self.depth += 1;
        Ok(())
    }

    fn closes(&mut self) -> Result<(), InvalidDialogInfo> {
        self.depth = self.depth.saturating_sub(1);
        self.in_state &= self.depth > 2;
        if self.depth == 1
            && let Some(dialog) = self.dialog.take()
        {
            let is_over = match self.state.take().as_deref().map(str::trim) {
                Some("trying" | "proceeding" | "early" | "confirmed") => false,
                Some("terminated") => true,
                _ => return Err(InvalidDialogInfo::State),
            };
            let info = self.info.as_mut().ok_or(InvalidDialogInfo::Root)?;
            if info.dialogs.len() >= DIALOGS_MAX {
                return Err(InvalidDialogInfo::TooMany);
            }
            info.dialogs.push(ReportedDialog { is_over, ..dialog });
        }
        Ok(())
    }

    fn says(&mut self, text: &str) {
        if let Some(state) = self.state.as_mut().filter(|_| self.in_state) {
            state.push_str(text);
        }
    }
}

fn info(start: &BytesStart<'_>) -> Result<DialogInfo, InvalidDialogInfo> {
    let [version, state] = attributes(start, ["version", "state"])?;
    let version = version.and_then(|text| text.trim().parse().ok());
    let is_full = match state.as_deref() {
        Some("full") => true,
        Some("partial") => false,
        _ => return Err(InvalidDialogInfo::Attribute("state")),
    };
    let version = version.ok_or(InvalidDialogInfo::Attribute("version"))?;
    Ok(DialogInfo { version, is_full, dialogs: Vec::new() })
}

fn dialog(start: &BytesStart<'_>) -> Result<ReportedDialog, InvalidDialogInfo> {
    let [id, call_id, local_tag, remote_tag] =
        attributes(start, ["id", "call-id", "local-tag", "remote-tag"])?;
    let id = id.filter(|id| id.len() <= ID_LENGTH_MAX).ok_or(InvalidDialogInfo::Attribute("id"))?;
    Ok(ReportedDialog { id, call_id, local_tag, remote_tag, is_over: false })
}

/// The values of some attributes; an empty one says nothing.
fn attributes<const N: usize>(
    start: &BytesStart<'_>,
    names: [&str; N],
) -> Result<[Option<String>; N], InvalidDialogInfo> {
    let mut values = [const { None }; N];
    for (number, attribute) in start.attributes().enumerate() {
        if number >= ATTRIBUTES_MAX {
            return Err(InvalidDialogInfo::TooComplex);
        }
        let attribute = attribute.map_err(syntax)?;
        if let Some(at) = names.iter().position(|name| *name == attribute.key.as_ref()) {
            let value = unescape(&attribute.value).map_err(|_| InvalidDialogInfo::Declaration)?;
            values[at] = Some(value.into_owned()).filter(|value| !value.is_empty());
        }
    }
    Ok(values)
}

fn syntax(error: impl std::fmt::Display) -> InvalidDialogInfo {
    InvalidDialogInfo::Syntax(error.to_string())
}

/// Elements within elements.
const DEPTH_MAX: usize = 16;
/// Attributes of one element: each is compared with those before.
const ATTRIBUTES_MAX: usize = 32;
/// Bytes of what a telephone calls a dialog.
const ID_LENGTH_MAX: usize = 256;
