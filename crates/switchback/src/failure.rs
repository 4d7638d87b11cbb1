use std::process::ExitCode;

use crate::config::Faults;

/// Why a command ends without success.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The configuration is wrong: exit code 2, as for a wrong command line.
    #[error(transparent)]
    Configuration(#[from] Faults),
    /// Anything else: exit code 1.
    #[error("{0:#}")]
    Other(#[from] anyhow::Error),
}

impl Failure {
    /// What the shell gets to see.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Configuration(_) => ExitCode::from(2),
            Self::Other(_) => ExitCode::FAILURE,
        }
    }
}
