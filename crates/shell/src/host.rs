//! The only door to the outside: files, clock, randomness, environment, terminal and the wish to stop.
//!
//! The language itself does no input or output. The binary gives it a host that does, tests give it
//! [`testing::MemoryHost`]. Paths are passed as the script wrote them: what `C:\` means is the host's to say.

mod colour;
pub mod testing;

pub use colour::{Colour, Colours};

use crate::value::{DateTime, TimeSpan};

/// What the shell asks of the world around it. All methods take `&self`; a host keeps its state in cells.
pub trait Host {
    /// The whole content of a file.
    fn read_file(&self, path: &str) -> Result<Vec<u8>, HostError>;
    /// Writes a file as `how` says. A file that is replaced is whole or untouched at any moment.
    fn write_file(&self, path: &str, content: &[u8], how: WriteMode) -> Result<(), HostError>;
    /// What is at `path`.
    fn entry(&self, path: &str) -> Result<Option<Entry>, HostError>;
    /// What is in the folder at `path`, by name.
    fn list_folder(&self, path: &str) -> Result<Vec<Entry>, HostError>;
    /// Makes a folder and those above it.
    fn create_folder(&self, path: &str) -> Result<(), HostError>;
    /// Removes a file, or a folder with all that is in it.
    fn remove(&self, path: &str) -> Result<(), HostError>;
    /// Moves a file to another name.
    fn rename(&self, from: &str, to: &str) -> Result<(), HostError>;
    /// The folder that relative paths start from.
    fn current_folder(&self) -> String;
    /// Goes to another folder.
    fn enter_folder(&self, path: &str) -> Result<(), HostError>;
    /// Makes `name:` a drive that starts at the folder `root`.
    fn add_drive(&self, name: &str, root: &str) -> Result<(), HostError>;
    /// Takes away the drive `name:`; the folder that it started at stays.
    fn remove_drive(&self, name: &str) -> Result<(), HostError>;

    /// The time now, in universal time.
    fn now(&self) -> DateTime;
    /// Time since some fixed moment, for measuring; never goes back.
    fn elapsed(&self) -> TimeSpan;
    /// What local time is ahead of universal time, at a moment of universal time.
    fn offset_at(&self, universal: DateTime) -> TimeSpan;
    /// Waits, and returns early when the user wants to stop.
    fn sleep(&self, length: TimeSpan);
    /// Fills `bytes` with randomness.
    fn fill_random(&self, bytes: &mut [u8]);

    /// A variable of the environment.
    fn variable(&self, name: &str) -> Option<String>;
    /// Sets a variable of the environment for this shell, or removes it.
    fn set_variable(&self, name: &str, value: Option<&str>);
    /// All variables of the environment, by name.
    fn variables(&self) -> Vec<(String, String)>;
    /// The name of this machine.
    fn machine_name(&self) -> String;
    /// The name of the user.
    fn user_name(&self) -> String;
    /// What scripts hear that ask whether they run as an administrator. What a pool lets the user do is the pool's
    /// to say, so a host has a reason to deny it only where its own machine is to be administered.
    fn is_administrator(&self) -> bool {
        true
    }

    /// Writes text to one of the streams that people see. The text carries its own line ends.
    fn print(&self, stream: Stream, text: &str);
    /// Writes text of Write-Host in colours; a host without colours leaves them out.
    fn print_coloured(&self, text: &str, _colours: Colours) {
        self.print(Stream::Information, text);
    }
    /// Asks for a line. None at the end of input.
    fn read_line(&self, prompt: &str, echo: Echo) -> Result<Option<String>, HostError>;
    /// Whether a person can be asked.
    fn is_interactive(&self) -> bool;
    /// The columns of the terminal, or what a file gets.
    fn width(&self) -> usize;
    /// Shows how far a long command is; None takes the display away.
    fn show_progress(&self, progress: Option<&Progress>);

    /// Whether the user wants the running command to stop.
    fn is_cancelled(&self) -> bool;
    /// The bytes that the program holds; 0 where nobody counts them.
    fn memory_used(&self) -> u64 {
        0
    }
}

/// How [`Host::write_file`] treats a file that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteMode {
    /// It must not exist.
    Create,
    /// It is replaced at once.
    Replace,
    /// It is replaced at once, and what was there is kept as `NAME.1`.
    KeepOld,
    /// The content is added to it.
    Append,
}

/// A file or folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The last part of the path.
    pub name: String,
    /// The full path as the shell writes it.
    pub path: String,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// The size in bytes; 0 for a folder.
    pub length: u64,
    /// When it was last written, in universal time.
    pub written: DateTime,
}

/// The streams that people see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stream {
    /// What commands yield.
    Output,
    /// Errors.
    Error,
    /// Warnings.
    Warning,
    /// What -Verbose shows.
    Verbose,
    /// What -Debug shows.
    Debug,
    /// Write-Host and Write-Information.
    Information,
}

/// Whether what the user types is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Echo {
    /// It is.
    Shown,
    /// It is not: a secret.
    Hidden,
}

/// How far a long command is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub activity: String,
    /// What of it is being done now.
    pub status: String,
    /// How much is done, 0 to 100; none where that is unknown.
    pub percent: Option<u8>,
}

/// Why the world outside did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HostError {
    /// There is nothing at the path.
    #[error("Could not find file '{path}'.")]
    NotFound {
        /// The path as asked.
        path: String,
    },
    /// The file is there already.
    #[error("The file '{path}' already exists.")]
    Exists {
        /// The path as asked.
        path: String,
    },
    /// The user of the shell may not do that.
    #[error("Access to the path '{path}' is denied.")]
    Denied {
        /// The path as asked.
        path: String,
    },
    /// There is no such drive.
    #[error("Cannot find drive. A drive with the name '{name}' does not exist.")]
    NoDrive {
        /// The drive, without its colon.
        name: String,
    },
    /// There is nobody to ask.
    #[error("There is no terminal to ask. Give the value as a parameter.")]
    NobodyToAsk,
    /// The user wanted to stop.
    #[error("The command was stopped.")]
    Cancelled,
    /// Anything else the system said.
    #[error("{path}: {message}")]
    Failed {
        /// The path as asked.
        path: String,
        /// The system's words.
        message: String,
    },
}
