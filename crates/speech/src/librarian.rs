//! One thread that owns what is in memory and in work, and a few that make sounds for it.
//!
//! Orders come over a bounded channel, and what was made comes back over the same. Sounds that somebody waits for go
//! before those that are only prepared, and one maker is kept for them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::{io, thread};

use domain::ContentHash;
use tokio::sync::watch;

use crate::cache::Cache;
use crate::shelf::Shelf;
use crate::{AudioSource, Fault, Pcm, Programs, Report, SoundError, SoundKey, Source, Wanted};

/// What the librarian is told.
pub(crate) enum Order {
    /// Somebody waits for a sound.
    Need(Source),
    /// A configuration is to be prepared; what an earlier one lacks is dropped.
    Prepare(Vec<Wanted>, SyncSender<Report>),
    /// A maker is through.
    Made { maker: usize, made: Made },
    /// Everything ends.
    Close,
}

/// What became of a source.
pub(crate) struct Made {
    key: SoundKey,
    /// The name on disk.
    name: ContentHash,
    sound: Result<Pcm, SoundError>,
}

/// How much may be kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    pub(crate) memory_bytes: usize,
    pub(crate) disk_bytes: u64,
}

/// The thread's state.
pub(crate) struct Librarian {
    room: Room,
    cache: Cache,
    shelf: Shelf,
    published: watch::Sender<Shelf>,
    /// Counts the uses of sounds.
    uses: Arc<AtomicU64>,
    urgent: VecDeque<Source>,
    waiting: VecDeque<Source>,
    /// Whether somebody waits for it.
    in_work: BTreeMap<SoundKey, bool>,
    /// Under which names the sounds of the configuration lie on disk, as far as they were made or loaded.
    names: BTreeMap<SoundKey, ContentHash>,
    makers: Vec<SyncSender<Source>>,
    idle: BTreeSet<usize>,
    preparation: Option<Preparing>,
}

/// A configuration that is being prepared.
struct Preparing {
    places: BTreeMap<SoundKey, Wanted>,
    open: BTreeSet<SoundKey>,
    report: Report,
    asked_by: SyncSender<Report>,
}

/// What a maker works with.
pub(crate) struct Workshop {
    pub(crate) programs: Programs,
    pub(crate) audio: AudioSource,
    pub(crate) cache: Cache,
}

/// Starts the threads; the sender reaches the librarian, the receiver sees the shelf.
pub(crate) fn start(
    room: Room,
    workshop: Workshop,
    uses: Arc<AtomicU64>,
) -> io::Result<(SyncSender<Order>, watch::Receiver<Shelf>)> {
    let (orders, inbox) = sync_channel(ORDERS_MAX);
    let (published, shelf) = watch::channel(Shelf::default());
    let workshop = Arc::new(workshop);
    let mut makers = Vec::new();
    for maker in 0..MAKERS {
        let (jobs, sources) = sync_channel::<Source>(1);
        let (workshop, done) = (Arc::clone(&workshop), orders.clone());
        let work = move || work(maker, &sources, &workshop, &done);
        thread::Builder::new().name(format!("sounds-{maker}")).spawn(work)?;
        makers.push(jobs);
    }
    let librarian = Librarian {
        room,
        cache: workshop.cache.clone(),
        shelf: Shelf::default(),
        published,
        uses,
        urgent: VecDeque::new(),
        waiting: VecDeque::new(),
        in_work: BTreeMap::new(),
        names: BTreeMap::new(),
        makers,
        idle: (0..MAKERS).collect(),
        preparation: None,
    };
    thread::Builder::new().name("sounds".to_owned()).spawn(move || librarian.run(&inbox))?;
    Ok((orders, shelf))
}

impl Librarian {
    fn run(mut self, inbox: &Receiver<Order>) {
        while let Ok(order) = inbox.recv() {
            match order {
                Order::Need(source) => self.need(source),
                Order::Prepare(wanted, asked_by) => self.prepare(wanted, asked_by),
                Order::Made { maker, made } => {
                    self.idle.insert(maker);
                    self.take(made);
                }
                Order::Close => return,
            }
            self.hand_out();
        }
    }

    fn need(&mut self, source: Source) {
        let key = source.key();
        if let Some(urgent) = self.in_work.get_mut(&key) {
            *urgent = true;
        } else if self.shelf.find(key, self.use_number()).is_none()
            && self.urgent.len() < URGENT_MAX
            && self.urgent.iter().all(|other| other.key() != key)
        {
            self.urgent.push_back(source);
        }
    }

    fn prepare(&mut self, wanted: Vec<Wanted>, asked_by: SyncSender<Report>) {
        if let Some(earlier) = self.preparation.take() {
            earlier.answer(true);
        }
        self.shelf.forget_failures();
        self.publish();
        let places: BTreeMap<_, _> = wanted.into_iter().map(|wanted| (wanted.source.key(), wanted)).collect();
        let lacking = places.iter().filter(|(key, _)| !self.shelf.is_ready(**key));
        let open: BTreeSet<SoundKey> = lacking.clone().map(|(key, _)| *key).collect();
        self.waiting = lacking.map(|(_, wanted)| wanted.source.clone()).collect();
        let report = Report { ready: places.len() - open.len(), ..Report::default() };
        self.names.retain(|key, _| places.contains_key(key));
        self.preparation = Some(Preparing { places, open, report, asked_by });
        self.conclude();
    }

    /// Puts what was made on the shelf. What was only prepared displaces nothing: it is on disk.
    fn take(&mut self, made: Made) {
        let Made { key, name, sound } = made;
        let urgent = self.in_work.remove(&key).unwrap_or(false);
        self.names.insert(key, name);
        let sound = sound.map_err(Arc::new);
        match &sound {
            Ok(pcm) if urgent || self.shelf.has_room(pcm.len(), self.room.memory_bytes) => {
                let (use_number, room) = (self.use_number(), self.room.memory_bytes);
                self.shelf.put(key, Arc::clone(pcm), use_number, room);
            }
            Ok(_) => {}
            Err(error) => self.shelf.fail(key, Arc::clone(error)),
        }
        self.publish();
        if let Some(preparing) = &mut self.preparation {
            preparing.made(key, sound.err());
        }
        self.conclude();
    }

    /// Ends the preparation when nothing of it is left to make.
    fn conclude(&mut self) {
        let Some(done) = self.preparation.take_if(|preparing| preparing.open.is_empty()) else { return };
        let keep: BTreeSet<_> = done.places.keys().filter_map(|key| self.names.get(key).copied()).collect();
        // While a name is not known, what lies on disk cannot be judged.
        if keep.len() == done.places.len()
            && let Err(error) = self.cache.trim(&keep, self.room.disk_bytes)
        {
            tracing::warn!("the folder of sounds could not be tidied: {error}");
        }
        done.answer(false);
    }

    /// Gives work to who has none.
    fn hand_out(&mut self) {
        while let Some(&maker) = self.idle.last() {
            let prepares = maker != URGENT_MAKER;
            let (source, urgent) = match self.urgent.pop_front() {
                Some(source) => (source, true),
                None if prepares => match self.next_waiting() {
                    Some(source) => (source, false),
                    None => return,
                },
                None => return,
            };
            self.in_work.insert(source.key(), urgent);
            self.idle.remove(&maker);
            if self.makers[maker].send(source).is_err() {
                tracing::error!("a thread that makes sounds has ended");
            }
        }
    }

    /// The next sound to prepare that did not become urgent meanwhile.
    fn next_waiting(&mut self) -> Option<Source> {
        loop {
            let source = self.waiting.pop_front()?;
            let key = source.key();
            if !self.in_work.contains_key(&key) && !self.shelf.is_ready(key) {
                return Some(source);
            }
        }
    }

    fn publish(&self) {
        self.published.send_replace(self.shelf.clone());
    }

    fn use_number(&self) -> u64 {
        self.uses.fetch_add(1, Ordering::Relaxed)
    }
}

impl Preparing {
    fn made(&mut self, key: SoundKey, error: Option<Arc<SoundError>>) {
        if !self.open.remove(&key) {
            return;
        }
        match (error, self.places.get(&key)) {
            (Some(error), Some(Wanted { source, place })) => {
                let (sound, place) = (source.clone(), place.clone());
                self.report.failed.push(Fault { sound, place, error });
            }
            _ => self.report.ready += 1,
        }
    }

    /// Whoever asked may have gone; then nobody wants to know.
    fn answer(self, superseded: bool) {
        drop(self.asked_by.try_send(Report { superseded, ..self.report }));
    }
}

/// The life of a maker.
fn work(maker: usize, sources: &Receiver<Source>, workshop: &Workshop, done: &SyncSender<Order>) {
    let mut engine = None;
    while let Ok(source) = sources.recv() {
        let made = workshop.make(&source, &mut engine);
        if done.send(Order::Made { maker, made }).is_err() {
            return;
        }
    }
}

impl Workshop {
    /// Loads a sound, or makes and keeps it. `engine` is what espeak-ng calls itself, once it was asked.
    fn make(&self, source: &Source, engine: &mut Option<String>) -> Made {
        if engine.is_none() && matches!(source, Source::Text(..)) {
            *engine = self.programs.espeak.version().ok();
        }
        let name = source.made_by(engine.as_deref().unwrap_or_default());
        let sound = self.load_or_make(source, &name).map(Pcm::from);
        Made { key: source.key(), name, sound }
    }

    fn load_or_make(&self, source: &Source, name: &ContentHash) -> Result<Vec<i16>, SoundError> {
        match self.cache.load(name) {
            Ok(Some(samples)) => return Ok(samples),
            Ok(None) => {}
            Err(error) => tracing::warn!("{source} could not be read from disk and is made anew: {error}"),
        }
        let samples = self.programs.make(source, &self.audio)?;
        if let Err(error) = self.cache.save(name, &samples) {
            tracing::warn!("{source} could not be kept on disk and is made anew at the next start: {error}");
        }
        Ok(samples)
    }
}

/// Orders on their way.
const ORDERS_MAX: usize = 1_024;
/// Sounds that somebody waits for.
const URGENT_MAX: usize = 256;
/// Threads that make sounds, and so foreign programs at once.
const MAKERS: usize = 3;
/// The one that makes only what somebody waits for.
const URGENT_MAKER: usize = 0;
