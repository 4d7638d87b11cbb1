//! The real world, as the shell sees it.

mod environment;
mod files;
mod input;
mod place;
mod screen;

use std::{
    cell::{OnceCell, RefCell},
    io,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use jiff::{Timestamp, tz::TimeZone};
use shell::{
    host::{Colours, Echo, Entry, Host, HostError, Progress, Stream, WriteMode},
    value::{DateTime, TimeSpan},
};

use super::interrupts::Interrupts;
use crate::clock;
use environment::Environment;
use input::{Input, Typed};
pub(super) use place::is_drive_name;
use place::{Place, Places};
use screen::Screen;

/// The machine that the shell runs on.
pub(super) struct OsHost {
    places: RefCell<Places>,
    environment: RefCell<Environment>,
    screen: Screen,
    input: Input,
    interrupts: Interrupts,
    zone: OnceCell<TimeZone>,
    started: Instant,
}

impl OsHost {
    /// The host of a shell that listens for `interrupts` and has these drives besides `C:`.
    pub(super) fn new(interrupts: Interrupts, drives: &[(String, PathBuf)]) -> Self {
        let environment = Environment::of_process();
        let current = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("/"));
        let home = environment.home();
        let mut places = Places::new(&current, home.clone());
        if let Some(root) = first_drive(&environment, home.as_deref()) {
            places.add_made(FIRST_DRIVE, root);
        }
        for (name, root) in drives {
            places.add(name, current.join(root));
        }
        Self {
            places: RefCell::new(places),
            environment: RefCell::new(environment),
            screen: Screen::of_process(),
            input: Input::of_process(),
            interrupts,
            zone: OnceCell::new(),
            started: clock::monotonic(),
        }
    }

    /// The wish to stop what runs.
    pub(super) const fn interrupts(&self) -> &Interrupts {
        &self.interrupts
    }

    /// Sends on what was printed, before something is waited for.
    pub(super) fn flush(&self) {
        self.screen.flush();
    }

    /// Sends on what was printed; why it could not be, unless the reader has simply gone away.
    pub(super) fn output_failure(&self) -> Option<io::Error> {
        self.screen.failure()
    }

    /// Where a path lies, and how the shell writes it.
    fn find(&self, path: &str) -> Result<(PathBuf, Place), HostError> {
        let places = self.places.borrow();
        let mut place = places.place(path)?;
        let found = places.find(&mut place)?;
        Ok((found, place))
    }
}

/// The folder of `C:` where no configuration names one.
fn first_drive(environment: &Environment, home: Option<&Path>) -> Option<PathBuf> {
    let data = environment.variable("XDG_DATA_HOME").map(PathBuf::from).filter(|data| data.is_absolute());
    let data = data.or_else(|| Some(home?.join(".local/share")))?;
    Some(data.join("switchback/drives").join(FIRST_DRIVE))
}

const FIRST_DRIVE: &str = "C";

impl Host for OsHost {
    fn read_file(&self, path: &str) -> Result<Vec<u8>, HostError> {
        files::read(&self.find(path)?.0, path)
    }

    fn write_file(&self, path: &str, content: &[u8], how: WriteMode) -> Result<(), HostError> {
        files::write(&self.find(path)?.0, path, content, how)
    }

    fn entry(&self, path: &str) -> Result<Option<Entry>, HostError> {
        let (found, place) = self.find(path)?;
        files::entry(&found, &place)
    }

    fn list_folder(&self, path: &str) -> Result<Vec<Entry>, HostError> {
        let (found, place) = self.find(path)?;
        files::list(&found, &place, path)
    }

    fn create_folder(&self, path: &str) -> Result<(), HostError> {
        files::create_folder(&self.find(path)?.0, path)
    }

    fn remove(&self, path: &str) -> Result<(), HostError> {
        let (found, place) = self.find(path)?;
        if place.is_root() {
            return Err(HostError::Denied { path: path.to_owned() });
        }
        files::remove(&found, path)
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), HostError> {
        let (found, place) = self.find(from)?;
        if place.is_root() {
            return Err(HostError::Denied { path: from.to_owned() });
        }
        let places = self.places.borrow();
        let mut target = places.place(to)?;
        let as_written = places.find_as_written(&target)?;
        let whatever_case = places.find(&mut target)?;
        let target = if whatever_case == found { as_written } else { whatever_case };
        files::rename(&found, &target, [from, to])
    }

    fn current_folder(&self) -> String {
        self.places.borrow().current()
    }

    fn enter_folder(&self, path: &str) -> Result<(), HostError> {
        let (found, place) = self.find(path)?;
        if !found.is_dir() {
            return Err(HostError::NotFound { path: path.to_owned() });
        }
        self.places.borrow_mut().enter(place);
        Ok(())
    }

    fn add_drive(&self, name: &str, root: &str) -> Result<(), HostError> {
        let failed = |message: &str| HostError::Failed { path: name.to_owned(), message: message.to_owned() };
        if !is_drive_name(name) {
            return Err(failed("a drive is named by a letter, or by letters and digits"));
        }
        let (found, _) = self.find(root)?;
        if !found.is_dir() {
            return Err(HostError::NotFound { path: root.to_owned() });
        }
        self.places.borrow_mut().add(name, found);
        Ok(())
    }

    fn remove_drive(&self, name: &str) -> Result<(), HostError> {
        let is_there = self.places.borrow_mut().remove(name);
        if is_there { Ok(()) } else { Err(HostError::NoDrive { name: name.to_owned() }) }
    }

    fn now(&self) -> DateTime {
        moment(clock::now())
    }

    fn elapsed(&self) -> TimeSpan {
        let ticks = self.started.elapsed().as_nanos() / 100;
        TimeSpan::from_ticks(i64::try_from(ticks).unwrap_or(i64::MAX))
    }

    fn offset_at(&self, universal: DateTime) -> TimeSpan {
        let zone = self.zone.get_or_init(TimeZone::system);
        let seconds = universal.ticks() / shell::value::span::SECOND - UNIX_EPOCH_SECONDS;
        let moment = Timestamp::from_second(seconds).unwrap_or(if seconds < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        });
        TimeSpan::from_seconds(i64::from(zone.to_offset(moment).seconds()))
    }

    fn sleep(&self, length: TimeSpan) {
        self.screen.flush();
        let ticks = u64::try_from(length.ticks()).unwrap_or(0);
        self.interrupts.wait(Duration::from_nanos(ticks.saturating_mul(100)));
    }

    fn fill_random(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system has randomness");
    }

    fn variable(&self, name: &str) -> Option<String> {
        self.environment.borrow().variable(name)
    }

    fn set_variable(&self, name: &str, value: Option<&str>) {
        self.environment.borrow_mut().set(name, value);
    }

    fn variables(&self) -> Vec<(String, String)> {
        self.environment.borrow().all()
    }

    fn machine_name(&self) -> String {
        environment::machine_name()
    }

    fn user_name(&self) -> String {
        self.environment.borrow().user_name()
    }

    fn print(&self, stream: Stream, text: &str) {
        self.screen.print(stream, text);
    }

    fn print_coloured(&self, text: &str, colours: Colours) {
        self.screen.print_coloured(text, colours);
    }

    fn read_line(&self, prompt: &str, echo: Echo) -> Result<Option<String>, HostError> {
        self.screen.ask(prompt);
        match self.input.line(echo, &self.interrupts) {
            Ok(Typed::Line(line)) => Ok(Some(line)),
            Ok(Typed::End) => Ok(None),
            Ok(Typed::Stopped) => Err(HostError::Cancelled),
            Err(error) => Err(files::refusal("standard input", &error)),
        }
    }

    fn is_interactive(&self) -> bool {
        self.input.is_terminal() && self.screen.can_ask()
    }

    fn width(&self) -> usize {
        self.screen.width(self.environment.borrow().columns())
    }

    fn show_progress(&self, progress: Option<&Progress>) {
        self.screen.show_progress(progress);
    }

    fn is_cancelled(&self) -> bool {
        // Who asks this is busy: nothing else may be printed for a while.
        self.screen.flush_in_time();
        self.interrupts.is_wished() || self.screen.is_closed()
    }

    fn memory_used(&self) -> u64 {
        crate::memory::used()
    }
}

fn moment(time: Timestamp) -> DateTime {
    let ticks = TimeSpan::from_ticks(i64::from(time.subsec_nanosecond()) / 100);
    let whole = DateTime::from_unix_seconds(time.as_second());
    whole.and_then(|whole| whole.checked_add(ticks)).unwrap_or(DateTime::MAX)
}

/// Seconds from the year 1 to 1970.
const UNIX_EPOCH_SECONDS: i64 = 62_135_596_800;

#[cfg(test)]
mod tests;
