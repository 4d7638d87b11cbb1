//! Sounds in the text of a plan: A-law as on the wire of a call, in base64.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};
use stdx::g711::Codec;

use crate::Sound;

pub(crate) fn serialize<S: Serializer>(sound: &Sound, serializer: S) -> Result<S::Ok, S::Error> {
    let bytes: Vec<u8> = sound.iter().map(|sample| Codec::Alaw.encode(*sample)).collect();
    serializer.serialize_str(&STANDARD.encode(bytes))
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Sound, D::Error> {
    let text = String::deserialize(deserializer)?;
    let bytes = STANDARD.decode(text).map_err(|_| D::Error::custom("a sound is no base64"))?;
    Ok(bytes.into_iter().map(|byte| Codec::Alaw.decode(byte)).collect())
}
