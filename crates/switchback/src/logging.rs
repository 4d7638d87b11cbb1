//! What the server says on standard error, for people or for programs. Secrets never reach it: libraries that see
//! whole requests are heard only when something is wrong.

use std::io::{self, IsTerminal as _};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::{
    Layer as _, filter::Targets, fmt, layer::SubscriberExt as _, registry, util::SubscriberInitExt as _,
};

use crate::config::Log;

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What is worth a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// What somebody must look at.
    Error,
    /// What somebody should know.
    Warn,
    /// What happened.
    Info,
    /// How it happened.
    Debug,
}

/// Logs from now on, panics included.
pub(crate) fn start(log: Log) {
    let level = log.level.filter();
    let own = OWN_CRATES.iter().map(|name| (*name, level));
    let filter = Targets::new().with_default(level.min(LevelFilter::WARN)).with_targets(own);
    let lines = match log.format {
        LogFormat::Text => fmt::layer().with_writer(io::stderr).with_ansi(io::stderr().is_terminal()).boxed(),
        LogFormat::Json => fmt::layer().with_writer(io::stderr).json().flatten_event(true).boxed(),
    };
    registry().with(lines.with_filter(filter)).init();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place, "{}", panic.payload_as_str().unwrap_or("a thread failed"));
    }));
}

impl LogFormat {
    /// The words of the configuration file.
    pub(crate) const WORDS: [(&str, Self); 2] = [("text", Self::Text), ("json", Self::Json)];

    /// The word of the configuration file.
    pub(crate) fn word(self) -> &'static str {
        word(self, &Self::WORDS)
    }
}

impl Level {
    /// The words of the configuration file.
    pub(crate) const WORDS: [(&str, Self); 4] =
        [("error", Self::Error), ("warn", Self::Warn), ("info", Self::Info), ("debug", Self::Debug)];

    /// The word of the configuration file.
    pub(crate) fn word(self) -> &'static str {
        word(self, &Self::WORDS)
    }

    const fn filter(self) -> LevelFilter {
        match self {
            Self::Error => LevelFilter::ERROR,
            Self::Warn => LevelFilter::WARN,
            Self::Info => LevelFilter::INFO,
            Self::Debug => LevelFilter::DEBUG,
        }
    }
}

fn word<T: PartialEq>(value: T, words: &[(&'static str, T)]) -> &'static str {
    let found = words.iter().find(|(_, known)| *known == value);
    found.expect("every value has a word").0
}

/// The crates whose lines follow the level of the configuration.
const OWN_CRATES: [&str; 8] = ["admin", "api", "archive", "domain", "edge", "speech", "store", "switchback"];
