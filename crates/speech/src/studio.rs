use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::Duration;
use std::{io, thread};

use domain::{AudioFile, Configuration, Language, Prompt};
use tokio::sync::watch;

use crate::cache::Cache;
use crate::librarian::{self, Order, Room, Workshop};
use crate::shelf::Shelf;
use crate::wanted::sources;
use crate::{AudioSource, Pcm, Programs, SoundError, Source, music, wanted};

/// Where sounds are kept, and how many.
#[derive(Clone, Debug)]
pub struct Config {
    /// The folder of sounds; nothing in it is lost that could not be made again.
    pub directory: PathBuf,
    /// The most memory for sounds, in bytes; a second takes 16,000.
    pub memory_bytes_max: usize,
    /// The most disk for sounds, in bytes; beyond it go the oldest of those that no configuration needs any more.
    pub disk_bytes_max: u64,
}

impl Config {
    /// What suits a pool: nine hours of sound in memory, and twice that on disk.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Self { directory: directory.into(), memory_bytes_max: 512 << 20, disk_bytes_max: 1 << 30 }
    }
}

/// Every sound of a pool. Cheap to clone; the threads behind it end with the last clone.
///
/// Looking for a sound never waits. [`Studio::prepare`] is called with each configuration, so that what a call needs
/// is there before the call.
#[derive(Clone)]
pub struct Studio {
    inner: Arc<Inner>,
}

struct Inner {
    orders: SyncSender<Order>,
    shelf: watch::Receiver<Shelf>,
    uses: Arc<AtomicU64>,
}

/// Why there is no sound now.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Unready {
    /// It is being fetched, since now at the latest: some milliseconds from disk, a second where it must be made.
    #[error("the sound is not ready yet")]
    NotReady,
    /// The prompt has neither a file nor a text.
    #[error("there is nothing to play")]
    Nothing,
    /// It cannot be made.
    #[error(transparent)]
    Failed(Arc<SoundError>),
}

/// What became of a preparation.
#[derive(Debug, Default)]
pub struct Report {
    /// Sounds that can be played.
    pub ready: usize,
    /// Those that cannot.
    pub failed: Vec<Fault>,
    /// A later configuration came first; that one's report counts.
    pub superseded: bool,
}

/// A sound that cannot be played.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {sound} cannot be played: {error}")]
pub struct Fault {
    /// What it was to be made of.
    pub sound: Source,
    /// The first place that plays it.
    pub place: String,
    /// Why.
    pub error: Arc<SoundError>,
}

/// A preparation that goes on in the background.
#[derive(Debug)]
pub struct Preparation(Receiver<Report>);

impl Preparation {
    /// The report, if there is one by now.
    pub fn report(&self) -> Option<Report> {
        self.0.try_recv().ok()
    }

    /// Waits for the report, but no longer than `limit`.
    pub fn wait(&self, limit: Duration) -> Option<Report> {
        self.0.recv_timeout(limit).ok()
    }
}

impl Studio {
    /// Opens the folder and starts the threads, one of which composes the default music.
    ///
    /// # Errors
    /// Where the folder cannot be made or read, or no thread can be started.
    pub fn start(config: &Config, programs: Programs, audio: AudioSource) -> io::Result<Self> {
        let cache = Cache::open(&config.directory)?;
        let uses = Arc::new(AtomicU64::new(0));
        let room = Room { memory_bytes: config.memory_bytes_max, disk_bytes: config.disk_bytes_max };
        let workshop = Workshop { programs, audio, cache };
        let (orders, shelf) = librarian::start(room, workshop, Arc::clone(&uses))?;
        // A pool is to answer at once; the first call that waits comes later than the music is there.
        thread::Builder::new().name("music".to_owned()).spawn(music::composed)?;
        Ok(Self { inner: Arc::new(Inner { orders, shelf, uses }) })
    }

    /// Makes, in the background, whatever a configuration may play and is not ready; what failed before is tried
    /// again. A preparation that is under way ends with the report so far.
    pub fn prepare(&self, configuration: &Configuration) -> Preparation {
        let (report, preparation) = sync_channel(1);
        let order = Order::Prepare(wanted(configuration), report);
        if self.inner.orders.send(order).is_err() {
            tracing::error!("the thread that keeps sounds has ended");
        }
        Preparation(preparation)
    }

    /// Fetches the sounds of one prompt in the background, before those of a configuration.
    pub fn prepare_prompt(&self, prompt: &Prompt, language: Language) {
        for source in sources(prompt, language) {
            self.need(source);
        }
    }

    /// The sound of a prompt: of its file, or of its text where the file cannot be played.
    ///
    /// # Errors
    /// [`Unready`]; never waits.
    pub fn prompt(&self, prompt: &Prompt, language: Language) -> Result<Pcm, Unready> {
        let mut result = Err(Unready::Nothing);
        for source in sources(prompt, language) {
            result = self.sound(&source);
            if !matches!(result, Err(Unready::Failed(_))) {
                break;
            }
        }
        result
    }

    /// The sound of a source.
    ///
    /// # Errors
    /// [`Unready`]; never waits.
    pub fn sound(&self, source: &Source) -> Result<Pcm, Unready> {
        let use_number = self.inner.uses.fetch_add(1, Ordering::Relaxed);
        let found = self.inner.shelf.borrow().find(source.key(), use_number);
        match found {
            Some(sound) => sound.map_err(Unready::Failed),
            None => {
                self.need(source.clone());
                Err(Unready::NotReady)
            }
        }
    }

    /// The music of a file, or the default music where there is no file or it cannot be played now. Waits for it
    /// within the first second of a process only.
    pub fn music(&self, file: Option<&AudioFile>) -> Pcm {
        let music = file.and_then(|file| self.sound(&Source::file(file)).ok());
        music.unwrap_or_else(music::composed)
    }

    /// As [`Studio::music`], but never waits: nothing while the default music is being composed.
    pub fn music_at_once(&self, file: Option<&AudioFile>) -> Option<Pcm> {
        let music = file.and_then(|file| self.sound(&Source::file(file)).ok());
        music.or_else(music::ready)
    }

    /// A wish that finds the desk full is forgotten: who needs the sound looks for it again.
    fn need(&self, source: Source) {
        if let Err(TrySendError::Disconnected(_)) = self.inner.orders.try_send(Order::Need(source)) {
            tracing::error!("the thread that keeps sounds has ended");
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // A thread that has ended already need not be told.
        drop(self.orders.send(Order::Close));
    }
}
