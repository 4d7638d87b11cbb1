//! Between an export and the bytes of its archive. Takes long for a large pool: it belongs on a thread of its own.

use archive::WriteError;
use domain::Export;

use crate::{
    Pool,
    problem::{Problem, ProblemType},
};

/// The archive of an export. Audio is asked of the pool file by file, so that never all of it is in memory.
pub(crate) fn pack(export: &Export, pool: &Pool) -> Result<Vec<u8>, Problem> {
    let runtime = tokio::runtime::Handle::current();
    let mut failed = None;
    let mut audio = |hash: &_| match runtime.block_on(pool.audio(*hash)) {
        Ok(found) => found,
        Err(error) => {
            failed = Some(error);
            None
        }
    };
    let written = archive::write(export, &mut audio);
    match (written, failed) {
        (Ok(bytes), _) => Ok(bytes),
        (Err(_), Some(error)) => Err(error.into()),
        // The pool drops audio that nothing uses any more, perhaps since the objects were gathered.
        (Err(error @ WriteError::AudioMissing { .. }), None) => {
            Err(Problem::new(ProblemType::BUSY, format!("nothing was exported: {error}; try again"))
                .retry_after(1))
        }
        (Err(error), None) => {
            Err(Problem::new(ProblemType::INTERNAL, format!("nothing was exported: {error}")))
        }
    }
}

/// What an archive holds, with what is to be said about it.
pub(crate) fn unpack(bytes: &[u8]) -> Result<(Export, Vec<String>), Problem> {
    let archive::Archive { mut export, audio, warnings } = archive::read(bytes)?;
    for hash in audio.hashes() {
        let bytes = audio.read(&hash).map_err(archive::InvalidArchive::from)?;
        export.audio.extend(bytes.map(|bytes| (hash, bytes.into())));
    }
    Ok((export, warnings.iter().map(ToString::to_string).collect()))
}
