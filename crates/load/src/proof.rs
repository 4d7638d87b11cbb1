//! What a telephone that knows its password answers to a challenge (RFC 7616, in MD5).

use md5::Md5;
use sha2::{Digest as _, Sha256};

/// What the topology keeps of a password: MD5 and SHA-256.
pub(crate) fn kept(user: &str, realm: &str) -> (String, String) {
    let text = format!("{user}:{realm}:{PASSWORD}");
    (hexadecimal(&Md5::digest(&text)), hexadecimal(&Sha256::digest(&text)))
}

/// The value of Authorization for the challenge of a REGISTER; nothing where it is of another kind.
pub(crate) fn answer(challenge: &str, user: &str, uri: &str) -> Option<String> {
    let value = |name: &str| {
        let (_, rest) = challenge.split_once(&format!("{name}=\""))?;
        rest.split('"').next()
    };
    let (realm, nonce) = (value("realm")?, value("nonce")?);
    let (secret, _) = kept(user, realm);
    let action = hexadecimal(&Md5::digest(format!("REGISTER:{uri}")));
    let response = hexadecimal(&Md5::digest(format!("{secret}:{nonce}:00000001:{CNONCE}:auth:{action}")));
    Some(format!(
        "Digest username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", algorithm=MD5, \
         response=\"{response}\", qop=auth, nc=00000001, cnonce=\"{CNONCE}\""
    ))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Of every telephone of the load.
const PASSWORD: &str = "load";
const CNONCE: &str = "0a4f113b";
