use domain::{Change, Configuration, Digest, ServiceSettings};

use crate::{Decision, Refusal, Reply};

/// What an optimistic change of the settings is compared by.
pub fn settings_digest(settings: &ServiceSettings) -> Digest {
    Digest::of(&serde_json::to_vec(settings).expect("settings can be written as JSON"))
}

pub(crate) fn set(
    configuration: &Configuration,
    settings: ServiceSettings,
    expected: Option<Digest>,
) -> Result<Decision, Refusal> {
    if expected.is_some_and(|expected| expected != settings_digest(configuration.settings())) {
        return Err(Refusal::SettingsStale);
    }
    if let Some(music) = &settings.default_music_on_hold_file
        && configuration.audio(&music.content_hash).is_none()
    {
        return Err(Refusal::AudioMissing(music.content_hash));
    }
    let unchanged = settings == *configuration.settings();
    Ok(Decision {
        request: "Set settings of the pool".to_owned(),
        changes: if unchanged { Vec::new() } else { vec![Change::SettingsSaved(settings.clone())] },
        audio: Vec::new(),
        reply: Reply::Settings(settings),
        warnings: Vec::new(),
    })
}
