//! The registrations on disk, so that phones ring again right after a restart and not when they next register.
//!
//! A line for each phone that is reached by datagrams, between a first line that names the format and a last one that
//! proves that the file is whole. A connection does not outlive the process, and neither does the phone behind it.

use std::{
    fmt::Write as _,
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    net::SocketAddr,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path as FilePath, PathBuf},
    time::Duration,
};

use dialog::{NameAddr, Uri};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use stdx::Instant;
use tokio::task::JoinHandle;

use super::{Binding, Registrar, bindings::EXPIRES_MAX};
use crate::{
    context_form::ContextForm,
    transport::{Path, Transport},
};

/// Where the registrations are kept, and when they are written next.
#[derive(Debug)]
pub(crate) struct Book {
    path: PathBuf,
    clock: fn() -> Timestamp,
    /// When what has changed is written.
    due: Option<Instant>,
    /// Not before this.
    next: Instant,
    writing: Option<JoinHandle<()>>,
}

impl Book {
    pub(crate) const fn new(path: PathBuf, clock: fn() -> Timestamp) -> Self {
        Self { path, clock, due: None, next: Instant::START, writing: None }
    }

    /// The phones of a process before this one that are still registered. A file that is not whole counts for nothing.
    pub(crate) fn read(&self, now: Instant, transport: &Transport) -> Vec<(String, Binding)> {
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Vec::new(),
            Err(error) => {
                tracing::warn!(path = %self.path.display(), %error, "registrations are not read; phones register anew");
                return Vec::new();
            }
        };
        let Some(lines) = lines(&text) else {
            let (path, fault) = (self.path.display(), fault(&text));
            tracing::warn!(%path, "the file of registrations {fault}, and is ignored; phones register anew");
            return Vec::new();
        };
        let today = (self.clock)();
        lines.filter_map(|line| entry(line, (now, today), transport)).collect()
    }

    /// When [`Book::write`] is due.
    pub(crate) const fn next_timeout(&self) -> Option<Instant> {
        self.due
    }

    /// Notes that something changed.
    pub(crate) fn changed(&mut self, now: Instant) {
        self.due = self.due.or_else(|| Some(now.max(self.next)));
    }

    /// Writes what is due, beside the loop.
    pub(crate) fn write(&mut self, now: Instant, registrar: &Registrar, transport: &Transport) {
        if self.due.is_none_or(|due| due > now) {
            return;
        }
        self.next = now.after(WRITE_EVERY);
        if self.writing.as_ref().is_some_and(|writing| !writing.is_finished()) {
            self.due = Some(self.next);
            return;
        }
        self.due = None;
        let (path, text) = (self.path.clone(), text(registrar, (now, (self.clock)()), transport));
        self.writing = Some(tokio::task::spawn_blocking(move || save(&path, &text)));
    }

    /// Writes what was not written yet; the process ends.
    pub(crate) async fn close(&mut self, now: Instant, registrar: &Registrar, transport: &Transport) {
        if let Some(writing) = self.writing.take()
            && writing.await.is_err()
        {
            tracing::warn!("the registrations were not written");
        }
        if self.due.take().is_some() {
            save(&self.path, &text(registrar, (now, (self.clock)()), transport));
        }
    }
}

fn text(registrar: &Registrar, (now, today): (Instant, Timestamp), transport: &Transport) -> String {
    let mut text = format!("{HEAD}\n");
    for (user, binding) in registrar.kept(now) {
        let Path::Datagram(..) = binding.flow else { continue };
        let Some((local, peer)) = transport.ends(binding.flow) else { continue };
        let (instance, number) = binding.instance.clone().unwrap_or_default();
        let expires = today.saturating_add(binding.expires.since(now)).unwrap_or(today);
        let mut fields = vec![user.to_owned(), expires.to_string(), local.to_string(), peer.to_string()];
        fields.extend([binding.call_id.clone(), binding.sequence.to_string(), instance, number]);
        fields.push(binding.context.map(ContextForm::content_type).unwrap_or_default().to_owned());
        fields.push(if binding.offers_dialogs { OFFERS_DIALOGS } else { "" }.to_owned());
        fields.push(binding.contact.to_string());
        fields.extend(binding.path.iter().map(ToString::to_string));
        if !fields.iter().any(|field| field.contains(['\t', '\n', '\r'])) {
            text.push_str(&fields.join("\t"));
            text.push('\n');
        }
    }
    let proof = proof(&text);
    text.push_str(&proof);
    text
}

/// The lines of a whole file.
fn lines(text: &str) -> Option<impl Iterator<Item = &str>> {
    let (body, _) = text.rsplit_once("end ")?;
    let body = body.strip_prefix(HEAD).filter(|_| text[body.len()..] == proof(body))?;
    Some(body.lines().filter(|line| !line.is_empty()))
}

/// Why a file has no lines.
fn fault(text: &str) -> &'static str {
    let is_other = text.starts_with(NAME) && !text.starts_with(HEAD) && text.contains("\nend ");
    if is_other { "was written by another version of Switchback" } else { "is damaged or not ours" }
}

/// The last line, from all before it.
fn proof(body: &str) -> String {
    let hash = Sha256::digest(body).iter().fold(String::new(), |mut text, byte| {
        // A String takes everything.
        _ = write!(text, "{byte:02x}");
        text
    });
    format!("end {hash}\n")
}

/// A phone that is still registered, and on a socket that is still ours.
fn entry(line: &str, (now, today): (Instant, Timestamp), transport: &Transport) -> Option<(String, Binding)> {
    let mut fields = line.split('\t');
    let mut next = || fields.next();
    let user = next()?.to_owned();
    let left = next()?.parse::<Timestamp>().ok()?.duration_since(today);
    let left = Duration::try_from(left).ok().filter(|left| !left.is_zero())?.min(EXPIRES_MAX);
    let (local, peer): (SocketAddr, SocketAddr) = (next()?.parse().ok()?, next()?.parse().ok()?);
    let flow = transport.datagram_from(local, peer)?;
    let (call_id, sequence) = (next()?.to_owned(), next()?.parse().ok()?);
    let (instance, number) = (next()?.to_owned(), next()?.to_owned());
    let context = ContextForm::of_type(next()?);
    let offers_dialogs = next()? == OFFERS_DIALOGS;
    let contact = Uri::parse(next()?).ok()?;
    let path = fields.map(NameAddr::parse).collect::<Result<_, _>>().ok()?;
    let instance = (!instance.is_empty()).then_some((instance, number));
    let expires = now.after(left);
    let binding =
        Binding { contact, flow, path, expires, instance, call_id, sequence, context, offers_dialogs };
    Some((user, binding))
}

fn save(path: &FilePath, text: &str) {
    if let Err(error) = replace(path, text) {
        tracing::warn!(path = %path.display(), %error, "the registrations were not written");
    }
}

/// Writes beside the file, and gives the new one its name once it is on the disk.
fn replace(path: &FilePath, text: &str) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// How often the file is written at most.
const WRITE_EVERY: Duration = Duration::from_secs(1);
const NAME: &str = "switchback registrations ";
const HEAD: &str = "switchback registrations 3";
/// Stands for a phone that offers to tell of its dialogs.
const OFFERS_DIALOGS: &str = "dialog";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_file_of_ours_is_read() {
        let body = format!("{HEAD}\none\ttwo\n");
        let whole = format!("{body}{}", proof(&body));
        assert_eq!(lines(&whole).unwrap().collect::<Vec<_>>(), ["one\ttwo"]);
        for length in 0..whole.len() {
            assert!(lines(&whole[..length]).is_none(), "cut at {length}");
        }
        assert!(lines(&whole.replace("two", "six")).is_none());
        assert!(lines(&format!("{whole}more")).is_none());
        let foreign = "another file\n";
        assert!(lines(&format!("{foreign}{}", proof(foreign))).is_none());
    }

    #[test]
    fn a_file_of_another_version_is_not_called_damaged() {
        let told = |text: &str| {
            assert!(lines(text).is_none());
            fault(text)
        };
        let before = "switchback registrations 2\none\ttwo\n".to_owned();
        assert_eq!(
            told(&format!("{before}{}", proof(&before))),
            "was written by another version of Switchback"
        );
        let ours = format!("{HEAD}\none\ttwo\n{}", proof("another text"));
        assert_eq!([told(&before), told(&ours), told("another file")], ["is damaged or not ours"; 3]);
    }
}
