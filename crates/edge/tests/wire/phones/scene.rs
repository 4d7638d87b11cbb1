//! The pool, the caller and the sounds of the tests with phones.

use std::{
    io::{BufRead as _, BufReader, Read},
    path::Path,
    process::Child,
    sync::mpsc,
    time::Duration,
};

use domain::SipUri;
use edge::{Algorithm, Codes, SignIn};
use media::{ear::Ear, tone::sine};

use crate::{
    own_network::HERE,
    party::Party,
    phone::user,
    running::{Running, Start},
    site::Site,
};

/// What callers say, and what phones say.
pub(super) const CALLER_TONE: f64 = testcall::CALLER_TONE;
const PHONE_TONE: f64 = testcall::PHONE_TONE;

/// A pool whose help desk is Alex and then Kim, who sign in by codes.
pub(super) struct Scene {
    pub(super) running: Running,
    /// Who asked to be signed in or out.
    pub(super) asked: mpsc::Receiver<(String, bool)>,
}

impl Scene {
    pub(super) fn new(digests: Vec<Algorithm>) -> Self {
        let (seen, asked) = mpsc::channel();
        let sign_in: SignIn = std::sync::Arc::new(move |agent, signed_in| {
            seen.send((agent.to_string(), signed_in)).unwrap();
            Box::pin(async { true })
        });
        let codes = Codes { sign_in: Some(SipUri::new("sip:signin@contoso.com").unwrap()), sign_out: None };
        let listener = format!("udp:{HERE}:0");
        let running = Running::with(Start {
            listeners: &[&listener],
            users: vec![user("sip:alex@contoso.com"), user("sip:kim@contoso.com")],
            site: Site::help_desk("Serial", &["alex", "kim"]),
            digests,
            codes,
            sign_in,
            ..Start::default()
        });
        Self { running, asked }
    }

    /// Somebody who calls the help desk, and is answered by the queue.
    pub(super) fn caller(&self, name: &'static str) -> Party {
        let mut caller = Party::new(self.running.udp(), name);
        caller.call("sip:helpdesk@contoso.com");
        caller
    }
}

/// Whether a tone sounds for a good while in what was heard.
pub(super) fn sounds(heard: &[i16], tone: f64) -> bool {
    Ear::new(heard).tone(tone) >= Duration::from_millis(500)
}

/// Whether a caller who talks hears the phone, which may take a moment to begin.
pub(super) fn hears_phone(caller: &Party) -> bool {
    (0..5).any(|_| sounds(&caller.voice.converses(CALLER_TONE), PHONE_TONE))
}

/// Whether a caller hears music, and the phone no more.
pub(super) fn hears_music_alone(caller: &Party) -> bool {
    (0..5).any(|_| {
        let heard = caller.voice.converses(CALLER_TONE);
        let loud = heard.iter().filter(|sample| sample.unsigned_abs() > 300).count();
        loud > 4_000 && Ear::new(&heard).tone(PHONE_TONE).is_zero()
    })
}

/// What a phone says, line by line.
pub(super) fn lines(child: &mut Child) -> mpsc::Receiver<String> {
    let (line, lines) = mpsc::channel();
    let outputs: [Option<Box<dyn Read + Send>>; 2] = [
        child.stdout.take().map(|output| Box::new(output) as _),
        child.stderr.take().map(|output| Box::new(output) as _),
    ];
    for output in outputs.into_iter().flatten() {
        let line = line.clone();
        std::thread::spawn(move || {
            for text in BufReader::new(output).lines() {
                // Nobody listens any more when the test is over.
                let Ok(text) = text else { return };
                if line.send(text).is_err() {
                    return;
                }
            }
        });
    }
    lines
}

/// Waits for a line that has one of some words; gives which.
pub(super) fn wait_for(lines: &mpsc::Receiver<String>, words: &[&str]) -> usize {
    let mut others = String::new();
    loop {
        match lines.recv_timeout(BOUND) {
            Ok(line) => match words.iter().position(|words| line.contains(words)) {
                Some(at) => return at,
                None => others += &format!("{line}\n"),
            },
            Err(_) => panic!("the phone says nothing of {words:?}, but: {others}"),
        }
    }
}

/// How long a phone may take to say something.
pub(super) const BOUND: Duration = Duration::from_secs(20);

/// A file of the tone of a phone, for a minute.
pub(super) fn write_tone(path: &Path) {
    let samples: Vec<i16> = sine(PHONE_TONE, 8_000, 0, 60 * 8_000).collect();
    let length = u32::try_from(2 * samples.len()).unwrap();
    let mut file = b"RIFF".to_vec();
    file.extend((36 + length).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    // Linear, one channel, 8,000 samples of 2 bytes a second.
    file.extend([1_u16, 1].map(u16::to_le_bytes).concat());
    file.extend([8_000_u32, 16_000].map(u32::to_le_bytes).concat());
    file.extend([2_u16, 16].map(u16::to_le_bytes).concat());
    file.extend(b"data");
    file.extend(length.to_le_bytes());
    file.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    std::fs::write(path, file).unwrap();
}

/// The samples of a recording of one channel; its head may not say yet how long it is.
pub(super) fn read_recording(path: &Path) -> Vec<i16> {
    let bytes = std::fs::read(path).unwrap_or_default();
    let samples = bytes.get(44..).unwrap_or_default();
    samples.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect()
}
