use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rpds::RedBlackTreeMapSync;

use crate::{Pcm, SoundError, SoundKey};

/// The sounds in memory, an immutable value that is published as a whole: who looks for one waits for nobody.
#[derive(Clone, Default)]
pub(crate) struct Shelf {
    places: RedBlackTreeMapSync<SoundKey, Place>,
    /// Of all samples.
    bytes: usize,
}

/// What is known of a sound.
#[derive(Clone)]
enum Place {
    Ready(Arc<Shelved>),
    Failed(Arc<SoundError>),
}

struct Shelved {
    sound: Pcm,
    /// Grows with every use; the smallest was used longest ago.
    used: AtomicU64,
}

impl Shelf {
    /// The sound, or why there is none; `None` where nothing is known. `use_number` grows from call to call.
    pub(crate) fn find(&self, key: SoundKey, use_number: u64) -> Option<Result<Pcm, Arc<SoundError>>> {
        Some(match self.places.get(&key)? {
            Place::Ready(shelved) => {
                shelved.used.store(use_number, Ordering::Relaxed);
                Ok(Arc::clone(&shelved.sound))
            }
            Place::Failed(error) => Err(Arc::clone(error)),
        })
    }

    pub(crate) fn is_ready(&self, key: SoundKey) -> bool {
        matches!(self.places.get(&key), Some(Place::Ready(_)))
    }

    /// Whether a sound of so many samples fits without another's leaving.
    pub(crate) fn has_room(&self, samples: usize, bytes_max: usize) -> bool {
        self.bytes + bytes_of(samples) <= bytes_max
    }

    /// Puts a sound in; those that were used longest ago leave until all take no more than `bytes_max`. The one that
    /// was put in stays in any case.
    pub(crate) fn put(&mut self, key: SoundKey, sound: Pcm, use_number: u64, bytes_max: usize) {
        self.remove(key);
        self.bytes += bytes_of(sound.len());
        while self.bytes > bytes_max {
            let Some(oldest) = self.oldest() else { break };
            self.remove(oldest);
        }
        let shelved = Shelved { sound, used: AtomicU64::new(use_number) };
        self.places.insert_mut(key, Place::Ready(Arc::new(shelved)));
    }

    /// Notes why a sound could not be made.
    pub(crate) fn fail(&mut self, key: SoundKey, error: Arc<SoundError>) {
        self.remove(key);
        self.places.insert_mut(key, Place::Failed(error));
    }

    /// Forgets what could not be made, so that it is tried again.
    pub(crate) fn forget_failures(&mut self) {
        let failed: Vec<SoundKey> = self
            .places
            .iter()
            .filter(|(_, place)| matches!(place, Place::Failed(_)))
            .map(|(key, _)| *key)
            .collect();
        for key in failed {
            self.places.remove_mut(&key);
        }
    }

    fn oldest(&self) -> Option<SoundKey> {
        let ready = self.places.iter().filter_map(|(key, place)| match place {
            Place::Ready(shelved) => Some((shelved.used.load(Ordering::Relaxed), *key)),
            Place::Failed(_) => None,
        });
        ready.min().map(|(_, key)| key)
    }

    fn remove(&mut self, key: SoundKey) {
        if let Some(Place::Ready(shelved)) = self.places.get(&key) {
            self.bytes -= bytes_of(shelved.sound.len());
        }
        self.places.remove_mut(&key);
    }
}

const fn bytes_of(samples: usize) -> usize {
    samples * size_of::<i16>()
}

#[cfg(test)]
mod tests {
    use domain::{ContentHash, FileName};

    use super::*;
    use crate::Source;

    fn key(name: &str) -> SoundKey {
        let hash = ContentHash::of(name.as_bytes());
        Source::File { hash, name: FileName::new("a.wav").unwrap().to_string() }.key()
    }

    #[test]
    fn the_sound_that_was_used_longest_ago_leaves_first() {
        let mut shelf = Shelf::default();
        let ten = || Pcm::from([0; 10]);
        for (number, name) in ["a", "b", "c"].into_iter().enumerate() {
            shelf.put(key(name), ten(), number as u64, 60);
        }
        assert!(shelf.find(key("a"), 9).unwrap().is_ok());
        assert!(!shelf.has_room(1, 60));
        shelf.put(key("d"), ten(), 10, 60);
        assert_eq!(["a", "b", "c", "d"].map(|name| shelf.is_ready(key(name))), [true, false, true, true]);
        shelf.put(key("e"), Pcm::from([0; 100]), 11, 60);
        assert_eq!(["a", "c", "d", "e"].map(|name| shelf.is_ready(key(name))), [false, false, false, true]);
        assert_eq!(shelf.bytes, 200);
    }

    #[test]
    fn a_failure_is_known_until_it_is_forgotten() {
        let mut shelf = Shelf::default();
        shelf.fail(key("a"), Arc::new(SoundError::NotHeld));
        assert!(shelf.find(key("a"), 1).unwrap().is_err());
        shelf.forget_failures();
        assert!(shelf.find(key("a"), 1).is_none());
    }
}
