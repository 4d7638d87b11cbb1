//! Import-CsRgsAudioFile: brings audio to a pool.

use std::rc::Rc;

use domain::{AUDIO_BYTES_MAX, PoolFqdn};
use shell::command::{Call, Cmdlet, Declaration, Declared, Example};
use shell::flow::Flow;
use shell::session::Session;
use shell::value::{Category, Fault, Value};

use crate::noun::{AUDIO_FILE, Reader};
use crate::object::{service, wants_plan};
use crate::pools::{Pools, encoded};
use crate::transport::{Method, Request};

/// Makes the cmdlet known.
pub(crate) fn register(session: &mut Session, pools: &Rc<Pools>) {
    let pools = Rc::clone(pools);
    let start =
        move || -> Box<dyn Cmdlet> { Box::new(ImportAudio { pools: Rc::clone(&pools), piped: None }) };
    session.register(&IMPORT, Rc::new(start));
}

static IMPORT: Declaration = Declaration {
    name: "Import-CsRgsAudioFile",
    aliases: &[],
    synopsis: "Brings an audio file to a pool.",
    description: "The answer becomes part of a prompt, or the music of a workflow or pool. Waveform files of 8 or 16 bits \
                  and Windows Media files are taken, up to 4 MB. Audio that nothing uses is dropped after a while.",
    parameters: &[
        Declared::new("Identity", "RgsIdentity", "The pool, as service:ApplicationServer:FQDN.")
            .mandatory()
            .at(0),
        Declared::new("FileName", "string", "The name to keep, ending in .wav or .wma.").mandatory(),
        Declared::new("Content", "byte[]", "The bytes of the file; they may be piped in.")
            .mandatory()
            .from_pipeline(),
        Declared::switch("Force", "Leaves warnings out."),
    ],
    default_set: "",
    should_process: true,
    input: "System.Byte[], or its bytes one by one.",
    output: "Microsoft.Rtc.Rgs.Management.WritableSettings.AudioFile",
    examples: &[Example {
        code: "$bytes = [System.IO.File]::ReadAllBytes(\"C:\\Media\\Welcome.wav\")\n\
               $audio = Import-CsRgsAudioFile -Identity pool.contoso.com -FileName \"Welcome.wav\" -Content $bytes\n\
               $prompt = New-CsRgsPrompt -AudioFilePrompt $audio -TextToSpeechPrompt \"Welcome.\"",
        about: "Makes a prompt of a file, with the text for when the audio is not there.",
    }],
};

struct ImportAudio {
    pools: Rc<Pools>,
    /// What was piped in, in pieces of any size.
    piped: Option<Vec<u8>>,
}

impl ImportAudio {
    fn import(&self, call: &mut Call<'_>, pool: PoolFqdn, content: &[u8]) -> Flow {
        let name = call.text("FileName")?.unwrap_or_default();
        let plan = wants_plan(call);
        if !plan && !call.should_process(&format!("the audio file \"{name}\""), IMPORT.name)? {
            return Ok(());
        }
        let path = format!("/api/v1/audio-files?fileName={}&whatIf={plan}", encoded(&name));
        let request = Request::new(Method::Post, path).bytes("application/octet-stream", content);
        let answer = self.pools.send(call, &pool, &request, Some("Importing audio"));
        let reply = answer.map_err(Into::into).and_then(|answer| Pools::reply(&pool, answer));
        let reply = reply.map_err(|failure| self.pools.fail(call, failure))?;
        if !call.switch("Force") {
            reply.warn(call)?;
        }
        if plan {
            return reply.show_plan(call);
        }
        let reader = Reader::new(pool);
        let read = match reply.json.as_object() {
            Some(properties) => reader.object(&AUDIO_FILE, properties),
            None => Err(reader.wrong("AudioFile")),
        };
        match read {
            Ok(audio) => call.write(Value::Object(audio)),
            Err(wrong) => Err(self.pools.fail(call, wrong.into())),
        }
    }
}

impl Cmdlet for ImportAudio {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(Value::Bytes(content)) = call.value("Content") else { return Ok(()) };
        let Some(pool) = service(call, "Identity")? else { return Ok(()) };
        if call.input().is_none() {
            let content = content.borrow().clone();
            return self.import(call, pool, &content);
        }
        // A pipeline takes an array of bytes apart.
        let piped = self.piped.get_or_insert_default();
        if piped.len() + content.borrow().len() > PIPED_BYTES_MAX {
            return Err(call.fail(Fault::new(
                format!(
                    "More than {PIPED_BYTES_MAX} bytes were piped in; audio has at most {AUDIO_BYTES_MAX}."
                ),
                "TooLarge",
                Category::LimitsExceeded,
            )));
        }
        piped.extend_from_slice(&content.borrow());
        Ok(())
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(content) = self.piped.take() else { return Ok(()) };
        match service(call, "Identity")? {
            Some(pool) => self.import(call, pool, &content),
            None => Ok(()),
        }
    }
}

/// What is gathered before the rest is not even looked at.
const PIPED_BYTES_MAX: usize = AUDIO_BYTES_MAX + (64 << 10);
