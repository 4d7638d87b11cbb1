use std::{collections::BTreeSet, sync::Arc};

use domain::{AudioContent, AudioFile, AudioFormat, Change, Configuration, ContentHash, FileName};
use jiff::Timestamp;

use crate::{Context, Decision, Refusal, Reply};

/// Takes audio in. Audio that is held already only counts as brought again, so that it is not collected before a
/// prompt uses it.
pub(crate) fn import(
    configuration: &Configuration,
    context: Context<'_>,
    file_name: FileName,
    content: Arc<[u8]>,
) -> Result<Decision, Refusal> {
    AudioFormat::recognise(&content)?;
    let hash = ContentHash::of(&content);
    let size = content.len() as u64;
    let held = configuration.audio(&hash).is_some();
    let total: u64 = configuration.all_audio().map(|audio| audio.size).sum();
    if !held && total + size > AUDIO_TOTAL_MAX {
        return Err(Refusal::AudioFull(total));
    }
    let added = Change::AudioAdded(AudioContent { hash, size, added: context.stamp(configuration) });
    Ok(Decision {
        request: format!("Import audio \"{file_name}\""),
        changes: vec![added],
        audio: if held { Vec::new() } else { vec![(hash, content)] },
        reply: Reply::Audio(AudioFile::new(file_name, hash)),
        warnings: Vec::new(),
    })
}

/// Drops what nothing refers to and nobody brought lately.
pub(crate) fn collect(configuration: &Configuration, before: Timestamp) -> Decision {
    let music = configuration.settings().default_music_on_hold_file.iter().map(|file| file.content_hash);
    let played = configuration.objects().flat_map(|entry| entry.object.audio_files());
    let used: BTreeSet<ContentHash> = played.map(|file| file.content_hash).chain(music).collect();
    let unused =
        configuration.all_audio().filter(|audio| !used.contains(&audio.hash) && audio.added.at < before);
    let changes: Vec<_> = unused.map(|audio| Change::AudioRemoved(audio.hash)).collect();
    Decision {
        request: "Collect unreferenced audio".to_owned(),
        reply: Reply::AudioCollected(changes.len()),
        changes,
        audio: Vec::new(),
        warnings: Vec::new(),
    }
}

/// Most bytes of audio in a pool (ours): what an archive can carry home with room to spare.
const AUDIO_TOTAL_MAX: u64 = 2 << 30;
