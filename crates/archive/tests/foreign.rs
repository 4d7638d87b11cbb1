//! Archives that PowerShell and other programs write are read, whatever freedom they take.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

mod sample;

use archive::{Archive, read};
use domain::ExportedObject;
use sample::raw_zip::{RawEntry, raw_zip};
use serde_json::Value;

const OBJS: &str = "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">";
const WORKFLOW: &str = "5a1f2c3d-0000-4000-8000-000000000051";
const QUEUE: &str = "5a1f2c3d-0000-4000-8000-000000000041";

/// As Windows PowerShell 5.1 writes files: UTF-16 with its mark and a declaration.
fn utf_16(body: &str) -> Vec<u8> {
    let text = format!("<?xml version=\"1.0\" encoding=\"utf-16\"?>\r\n{OBJS}{body}</Objs>\r\n");
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

fn utf_8(body: &str) -> Vec<u8> {
    format!("\u{FEFF}{OBJS}{body}</Objs>").into_bytes()
}

fn file(name: &str, content: &[u8]) -> RawEntry {
    RawEntry::deflated(&format!("RgsImportExport\\{name}"), content)
}

fn properties(object: &ExportedObject) -> String {
    let shown: serde_json::Map<String, Value> =
        object.object.to_properties().into_iter().filter(|(_, value)| !value.is_null()).collect();
    format!("{} of {}\n{}", object.id, object.owner, serde_json::to_string_pretty(&shown).unwrap())
}

fn warnings(archive: &Archive<'_>) -> String {
    archive.warnings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// One object alone in its file, all members extended, type names deserialized.
fn workflow() -> String {
    let identity = |id: &str, reference: u8| {
        format!(
            "<Obj N=\"Identity\" RefId=\"{reference}\"><TN RefId=\"1\"><T>Deserialized.Microsoft.Rtc.Rgs.Management.RgsIdentity</T></TN>\
             <ToString>service:ApplicationServer:lync.litwareinc.com/{id}</ToString><Props>\
             <Obj N=\"InstanceId\"><ToString>{id}</ToString><MS><S N=\"Guid\">{id}</S></MS></Obj>\
             <S N=\"ServiceId\">1-ApplicationServer-1</S></Props></Obj>"
        )
    };
    format!(
        "<Obj RefId=\"0\"><TN RefId=\"0\"><T>Deserialized.Microsoft.Rtc.Rgs.Management.WritableSettings.Workflow</T></TN>\
         <ToString>Microsoft.Rtc.Rgs.Management.WritableSettings.Workflow</ToString><MS>{own}\
         <S N=\"name\">Reception</S><S N=\"PRIMARYURI\">SIP:reception@litwareinc.com</S><URI N=\"LineUri\">TEL:+14255550177</URI>\
         <S N=\"DisplayNumber\"></S><Nil N=\"Description\" /><B N=\"Active\">true</B><S N=\"Anonymous\">False</S>\
         <S N=\"Language\">en-us</S><S N=\"TimeZone\">Pacific Standard Time</S>\
         <S N=\"OwnerPool\">ApplicationServer:LYNC.litwareinc.com</S><Nil N=\"HolidaySetIDList\" />\
         <Obj N=\"BusinessHoursID\" RefId=\"40\"><Props><G N=\"InstanceID\">00000000-0000-0000-0000-000000000000</G></Props></Obj>\
         <Obj N=\"DefaultAction\" RefId=\"9\"><MS><Obj N=\"Action\" RefId=\"10\"><ToString>transfertoqueue</ToString><I32>77</I32></Obj>\
           <Obj N=\"QueueID\" RefId=\"11\"><Props><G N=\"InstanceId\">{QUEUE}</G></Props></Obj>\
           <Obj N=\"Prompt\" RefId=\"12\"><MS><S N=\"TextToSpeechPrompt\">Welcome_x000D__x000A_here</S>\
             <Obj N=\"AudioFilePrompt\" RefId=\"13\"><MS><S N=\"OriginalFileName\">C:\\Media\\welcome.wma</S>\
             <S N=\"UniqueName\">2D1F0C3B-0000-4000-8000-0000000000AA</S></MS></Obj></MS></Obj>\
           <URI N=\"Uri\">sip:leftover@litwareinc.com</URI></MS></Obj>\
         <Obj N=\"NonBusinessHoursAction\" RefId=\"14\"><MS><I32 N=\"Action\">0</I32><Ref N=\"Prompt\" RefId=\"12\" /></MS></Obj>\
         <URI N=\"ManagersByUri\">sip:boss@litwareinc.com</URI><S N=\"Weather\">fine</S><S N=\"PSComputerName\">lync</S>\
         </MS></Obj>",
        own = identity(WORKFLOW, 1),
    )
}

/// A list of objects, adapted members, old names of properties.
fn queue_list() -> String {
    format!(
        "<Obj RefId=\"0\"><TN RefId=\"0\"><T>Selected.System.Object[]</T></TN><LST>\
         <Obj RefId=\"1\"><Props><S N=\"Identity\">Service:applicationserver: lync.litwareinc.com/{QUEUE}</S>\
         <S N=\"Name\">Desk</S><Obj N=\"OwnerPool\"><ToString>service:ApplicationServer:other.litwareinc.com</ToString></Obj>\
         <S N=\"TimeoutThreshold\">60</S><I32 N=\"OverflowThreshold\">3</I32><I32 N=\"OverflowCandidate\">1</I32>\
         <Obj N=\"AgentGroupIDList\"><IE><Obj><Props><G N=\"InstanceId\">5a1f2c3d-0000-4000-8000-000000000011</G></Props></Obj>\
         <G>5a1f2c3d-0000-4000-8000-000000000012</G><Nil /></IE></Obj>\
         <Obj N=\"OverflowAction\"><Props><S N=\"Target\">TransferToVoicemailUri</S><S N=\"TargetUri\">sip:vm@litwareinc.com</S>\
         <Nil N=\"TargetQueueID\" /></Props></Obj></Props></Obj></LST></Obj>"
    )
}

fn hours_and_holidays() -> [RawEntry; 2] {
    let hours = "<Obj RefId=\"0\"><Props><S N=\"Identity\">lync.litwareinc.com/5a1f2c3d-0000-4000-8000-000000000031</S>\
        <S N=\"Name\">Weekdays</S><B N=\"Custom\">false</B>\
        <Obj N=\"SundayTimeRange1\"><Props><TS N=\"OpenTime\">PT8H30M</TS><TS N=\"CloseTime\">P1D</TS></Props></Obj>\
        <Obj N=\"MondayHours1\"><MS><S N=\"OpenTime\">08:00:00</S><Obj N=\"CloseTime\"><Props><I64 N=\"Ticks\">648000000000</I64></Props></Obj></MS></Obj>\
        </Props></Obj>";
    let holidays = "<Obj RefId=\"0\"><Props><S N=\"Identity\">lync.litwareinc.com/5a1f2c3d-0000-4000-8000-000000000021</S>\
        <S N=\"Name\">Holidays</S><Obj N=\"HolidayList\"><LST>\
        <Obj><Props><S N=\"Name\">Christmas</S><DT N=\"StartDate\">2013-12-25T00:00:00-08:00</DT><DT N=\"EndDate\">2013-12-26T00:00:00.0000000</DT></Props></Obj>\
        </LST></Obj></Props></Obj>";
    [file("HoursOfBusiness.xml", &utf_16(hours)), file("holidaysets.xml", &utf_8(holidays))]
}

fn litware() -> Vec<u8> {
    let audio = sample::wav(&[0x80; 60]);
    let mut entries = vec![
        RawEntry::stored("RgsImportExport\\", b""),
        file("Workflows.xml", &utf_16(&workflow())),
        file("Queues.xml", &utf_8(&queue_list())),
        file("Formats.ps1xml", b"<Configuration/>"),
        file(
            &format!("RGS\\Instances\\{WORKFLOW}\\Prompts\\2d1f0c3b-0000-4000-8000-0000000000aa.wav"),
            &audio,
        ),
        file("RGS\\Instances\\nobody\\unused.wav", b"no audio"),
    ];
    entries.extend(hours_and_holidays());
    raw_zip(&entries)
}

#[test]
#[expect(clippy::too_many_lines, reason = "most of them are what is expected")]
fn objects_of_other_writers_become_ours() {
    let bytes = litware();
    let archive = read(&bytes).unwrap();
    let shown: Vec<String> = archive.export.objects.iter().map(properties).collect();
    insta::assert_snapshot!(shown.join("\n\n"), @r#"
    5a1f2c3d-0000-4000-8000-000000000021 of lync.litwareinc.com
    {
      "HolidayList": [
        {
          "EndDate": "2013-12-26T00:00:00",
          "Name": "Christmas",
          "StartDate": "2013-12-25T00:00:00"
        }
      ],
      "Name": "Holidays"
    }

    5a1f2c3d-0000-4000-8000-000000000031 of lync.litwareinc.com
    {
      "Custom": false,
      "MondayHours1": {
        "CloseTime": "18:00:00",
        "Name": null,
        "OpenTime": "08:00:00"
      },
      "Name": "Weekdays",
      "SundayHours1": {
        "CloseTime": "24:00:00",
        "Name": null,
        "OpenTime": "08:30:00"
      }
    }

    5a1f2c3d-0000-4000-8000-000000000041 of other.litwareinc.com
    {
      "AgentGroupIDList": [
        "5a1f2c3d-0000-4000-8000-000000000011",
        "5a1f2c3d-0000-4000-8000-000000000012"
      ],
      "Name": "Desk",
      "OverflowAction": {
        "Action": "TransferToVoiceMailUri",
        "Prompt": null,
        "Question": null,
        "QueueID": null,
        "Uri": "sip:vm@litwareinc.com"
      },
      "OverflowCandidate": "OldestCall",
      "OverflowThreshold": 3,
      "TimeoutThreshold": 60
    }

    5a1f2c3d-0000-4000-8000-000000000051 of lync.litwareinc.com
    {
      "Active": true,
      "Anonymous": false,
      "DefaultAction": {
        "Action": "TransferToQueue",
        "Prompt": {
          "AudioFilePrompt": {
            "ContentHash": "a4db2e67002387555bc6ccdcfab10cedc7736a991e8e1100f3837d94d01734e1",
            "OriginalFileName": "welcome.wma",
            "UniqueName": "2d1f0c3b-0000-4000-8000-0000000000aa"
          },
          "TextToSpeechPrompt": "Welcome\r\nhere"
        },
        "Question": null,
        "QueueID": "5a1f2c3d-0000-4000-8000-000000000041",
        "Uri": null
      },
      "DisplayNumber": "",
      "EnabledForFederation": false,
      "HolidaySetIDList": [],
      "Language": "en-US",
      "LineUri": "tel:+14255550177",
      "Managed": false,
      "ManagersByUri": [
        "sip:boss@litwareinc.com"
      ],
      "Name": "Reception",
      "NonBusinessHoursAction": {
        "Action": "Terminate",
        "Prompt": {
          "AudioFilePrompt": {
            "ContentHash": "a4db2e67002387555bc6ccdcfab10cedc7736a991e8e1100f3837d94d01734e1",
            "OriginalFileName": "welcome.wma",
            "UniqueName": "2d1f0c3b-0000-4000-8000-0000000000aa"
          },
          "TextToSpeechPrompt": "Welcome\r\nhere"
        },
        "Question": null,
        "QueueID": null,
        "Uri": null
      },
      "PrimaryUri": "sip:reception@litwareinc.com",
      "TimeZone": "Pacific Standard Time"
    }
    "#);
}

#[test]
fn what_is_left_out_is_said_once() {
    let bytes = litware();
    insta::assert_snapshot!(warnings(&read(&bytes).unwrap()), @r#"
    the archive has no manifest.json, so nothing shows whether its files are as they were exported
    "RgsImportExport/Formats.ps1xml" is not part of an export and was left out
    the archive has no AgentGroups.xml; it is read as if the file were empty
    the archive has no ServiceSettings.xml; it is read as if the file were empty
    the property Weather of Workflow is not known and was left out
    the property Uri of a CallAction is not used by its action and was left out
    "RgsImportExport/RGS/Instances/nobody/unused.wav" is used by no object and was left out
    "#);
}

#[test]
fn audio_that_is_missing_without_a_manifest_is_a_warning() {
    let bytes = raw_zip(&[file("Workflows.xml", &utf_16(&workflow()))]);
    let archive = read(&bytes).unwrap();
    assert!(warnings(&archive).contains(
        "the audio file 2D1F0C3B-0000-4000-8000-0000000000AA of the Workflow \"Reception\" is not in the archive; \
         what plays it was left without audio"
    ));
    assert_eq!(archive.audio.hashes().count(), 0);
}

#[test]
fn settings_are_read_with_their_music() {
    let settings = "<Obj RefId=\"0\"><Props><S N=\"Identity\">service:ApplicationServer:lync.litwareinc.com</S>\
        <I16 N=\"AgentRingbackGracePeriod\">45</I16><B N=\"DisableCallContext\">true</B>\
        <Obj N=\"DefaultMusicOnHoldFile\"><Props><S N=\"OriginalFileName\">music.wav</S><S N=\"UniqueName\">tune</S></Props></Obj></Props></Obj>";
    let music = sample::wav(&[0x70; 20]);
    let bytes = raw_zip(&[
        file("ServiceSettings.xml", &utf_8(settings)),
        file("RGS\\Instances\\lync.litwareinc.com\\tune.wav", &music),
    ]);
    let archive = read(&bytes).unwrap();
    let read = archive.export.settings.unwrap();
    assert_eq!(read.agent_ringback_grace_period.value(), 45);
    assert!(read.disable_call_context);
    let file = read.default_music_on_hold_file.unwrap();
    assert_eq!(file.original_file_name.as_str(), "music.wav");
    assert_eq!(archive.audio.read(&file.content_hash).unwrap().unwrap(), music);
}
