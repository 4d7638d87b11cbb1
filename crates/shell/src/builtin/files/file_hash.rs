//! Get-FileHash.

use std::rc::Rc;

use sha2::{Digest as _, Sha256, Sha384, Sha512};

use super::target::{LITERAL_PATH, PATH_PIPED, Target, refusal};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::session::Session;
use crate::value::{Object, Property, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&GET_FILE_HASH, Rc::new(|| Box::new(FileHash)));
}

const GET_FILE_HASH: Declaration = Declaration {
    name: "Get-FileHash",
    aliases: &[],
    synopsis: "Gives a hash of the content of files.",
    description: "Two files with the same hash hold the same.",
    parameters: &[
        PATH_PIPED,
        LITERAL_PATH,
        Declared::new("Algorithm", "string", "SHA256, SHA384 or SHA512; SHA256 where nothing is said.")
            .values(&["SHA256", "SHA384", "SHA512"]),
    ],
    default_set: "Path",
    should_process: false,
    input: "Paths.",
    output: "Objects with Algorithm, Hash and Path.",
    examples: &[Example {
        code: "'Help Desk' | Set-Content C:\\Reports\\Rgs.txt\n(Get-FileHash C:\\Reports\\Rgs.txt).Hash",
        about: "Gives the SHA-256 of a file.",
    }],
};

struct FileHash;

impl Cmdlet for FileHash {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let algorithm =
            call.text("Algorithm")?.map_or_else(|| "SHA256".to_owned(), |name| name.to_uppercase());
        for target in Target::all(call)? {
            let entries = match target.find(call.host()) {
                Ok(entries) => entries,
                Err(fault) => {
                    call.error(fault)?;
                    continue;
                }
            };
            for entry in entries.into_iter().filter(|entry| !entry.is_folder) {
                match call.host().read_file(&entry.path) {
                    Ok(content) => {
                        let hash = hash(&content, &algorithm);
                        call.write(Value::Object(Object::custom_of(vec![
                            Property::new("Algorithm", Value::text(&algorithm)),
                            Property::new("Hash", Value::from(hash)),
                            Property::new("Path", Value::from(entry.path)),
                        ])))?;
                    }
                    Err(error) => call.error(refusal(&error, "FileRead"))?,
                }
            }
        }
        Ok(())
    }
}

fn hash(content: &[u8], algorithm: &str) -> String {
    let bytes: Vec<u8> = match algorithm {
        "SHA384" => Sha384::digest(content).to_vec(),
        "SHA512" => Sha512::digest(content).to_vec(),
        _ => Sha256::digest(content).to_vec(),
    };
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}
