//! Drops audio that nothing refers to, from time to time.

use std::time::Duration;

use admin::{Caller, Reply, Request};
use api::Pool;
use jiff::{SignedDuration, Timestamp};

use crate::clock;

/// Sweeps for as long as the pool runs.
pub(crate) async fn run(pool: Pool, keep: SignedDuration) {
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        ticks.tick().await;
        // A clock that stands before the first day of time has nothing that is older.
        if let Ok(before) = clock::now().checked_sub(keep) {
            sweep(&pool, before).await;
        }
    }
}

/// Drops unreferenced audio that came before a moment.
async fn sweep(pool: &Pool, before: Timestamp) {
    match pool.decide(Caller::Operator, Request::CollectAudio { before }, false).await {
        Ok(answer) => match answer.decision.reply {
            Reply::AudioCollected(files) if files > 0 => {
                tracing::info!(files, "unreferenced audio was dropped")
            }
            _ => {}
        },
        Err(error) => tracing::warn!(%error, "unreferenced audio was not dropped"),
    }
}

/// How often.
const EVERY: Duration = Duration::from_secs(3_600);

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::{Configuration, Defaults, Directory, FileName, Language, PoolFqdn, TimeZoneName};
    use store::Embedded;

    use super::*;
    use crate::writer;

    fn pool(folder: &std::path::Path) -> Pool {
        let fqdn = PoolFqdn::new("primary.contoso.com").unwrap();
        let store = Embedded::open(folder, &fqdn).unwrap();
        let defaults = Defaults {
            language: Language::new("en-US").unwrap(),
            time_zone: TimeZoneName::new("UTC").unwrap(),
        };
        let configuration = Configuration::new(fqdn, defaults);
        writer::start(Box::new(store), configuration, Arc::new(Directory::default()), clock::now).0
    }

    /// The shortest WAV file that is one.
    fn wav() -> Arc<[u8]> {
        let mut bytes = b"RIFF\x2a\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec();
        bytes.extend(8_000_u32.to_le_bytes());
        bytes.extend(b"\x40\x1f\0\0\x01\0\x08\0data\x02\0\0\0\0\0");
        bytes.into()
    }

    #[tokio::test]
    async fn audio_that_nothing_refers_to_is_dropped_when_it_is_old_enough() {
        let folder = tempfile::tempdir().unwrap();
        let pool = pool(folder.path());
        let before_it_came = clock::now() - SignedDuration::from_secs(1);
        let brought =
            Request::ImportAudio { file_name: FileName::new("Welcome.wav").unwrap(), content: wav() };
        pool.decide(Caller::Operator, brought, false).await.unwrap();
        sweep(&pool, before_it_came).await;
        assert_eq!(pool.configuration().all_audio().count(), 1);
        sweep(&pool, clock::now() + SignedDuration::from_secs(1)).await;
        assert_eq!(pool.configuration().all_audio().count(), 0);
    }
}
