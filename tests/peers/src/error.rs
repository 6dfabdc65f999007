//! Why a server for a test could not be had.

use std::path::PathBuf;

/// Only [`PeerError::Missing`] is a reason to skip a test; everything else is a failure.
#[derive(Debug, thiserror::Error)]
pub enum PeerError {
    /// A program is not installed, or this machine does not let us run it.
    #[error("{program} cannot run here: {reason}")]
    Missing {
        /// Its name as on the command line.
        program: &'static str,
        /// What the machine said.
        reason: String,
    },
    /// It was started and never answered; `log` is the end of what it said.
    #[error("{program} did not come up on port {port}; it said:\n{log}")]
    Silent {
        /// Its name as on the command line.
        program: &'static str,
        /// Where it should have answered.
        port: u16,
        /// The last lines that it printed or logged.
        log: String,
    },
    /// It answered, but not what was expected of it.
    #[error("{asked}: {answer}")]
    Refused {
        /// What we said or wanted.
        asked: String,
        /// What came back.
        answer: String,
    },
    /// What should have happened did not within the time a test waits.
    #[error("waited {seconds} s in vain for {awaited}")]
    Late {
        /// What should have happened.
        awaited: String,
        /// How long we waited.
        seconds: u64,
    },
    /// A file of the scratch folder could not be read, written or handed over.
    #[error("{path}: {source}")]
    File {
        /// Which one.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// A socket, a process or a scratch folder failed us.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}
