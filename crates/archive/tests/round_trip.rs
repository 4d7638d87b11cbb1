//! What is exported is imported equal, and exporting twice gives the same bytes.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

mod sample;

use std::io::Read;

use archive::{Archive, Warning, WriteError, read};
use domain::{Export, ObjectKind};
use proptest::prelude::*;
use sample::{Sample, contoso, random};

fn assert_reads_back(sample: &Sample, archive: Archive<'_>) {
    let mut read = archive.export;
    for hash in archive.audio.hashes() {
        read.audio.insert(hash, archive.audio.read(&hash).unwrap().unwrap().into());
    }
    let mut expected = sample.0.clone();
    expected.objects.sort_by_key(|object| (file_of(object.object.kind()), object.id));
    assert_eq!(read, expected);
    assert_eq!(archive.warnings, []);
}

fn file_of(kind: ObjectKind) -> usize {
    use ObjectKind::{AgentGroup, HolidaySet, HoursOfBusiness, Queue, Workflow};
    let files = [AgentGroup, HolidaySet, HoursOfBusiness, Queue, Workflow];
    files.iter().position(|own| *own == kind).unwrap()
}

/// Path and content of every entry, by another reader than ours.
fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            (file.name().unwrap().into_owned(), content)
        })
        .collect()
}

#[test]
fn every_property_of_the_help_desk_survives() {
    assert_reads_back(&contoso(), read(&contoso().write()).unwrap());
}

#[test]
fn the_files_lie_where_other_readers_look_for_them() {
    let paths: Vec<String> = unpacked(&contoso().write()).into_iter().map(|(path, _)| path).collect();
    insta::assert_snapshot!(paths.join("\n"), @r#"
    RgsImportExport/AgentGroups.xml
    RgsImportExport/HolidaySets.xml
    RgsImportExport/HoursOfBusiness.xml
    RgsImportExport/Queues.xml
    RgsImportExport/RGS/Instances/00000000-0000-0000-0000-000000000041/b3af47bb-68b3-8d3f-b516-2ac95ed04cf2.wav
    RgsImportExport/RGS/Instances/00000000-0000-0000-0000-000000000051/a199992c-3d9d-8f1c-8eab-a515dd6b523c.wma
    RgsImportExport/RGS/Instances/00000000-0000-0000-0000-000000000051/b3af47bb-68b3-8d3f-b516-2ac95ed04cf2.wav
    RgsImportExport/RGS/Instances/ServiceSettings/23b8902a-4d24-8452-9b9c-ceca60bac3f5.wav
    RgsImportExport/ServiceSettings.xml
    RgsImportExport/Workflows.xml
    RgsImportExport/manifest.json
    "#);
}

#[test]
#[expect(clippy::too_many_lines, reason = "most of them are what is expected")]
fn a_queue_is_written_with_its_types_enumerations_and_identities() {
    let mut sample = contoso();
    sample.0.objects.retain(|object| object.object.name().as_str() == "Last Resort");
    let files = unpacked(&sample.write());
    let (_, queues) = files.iter().find(|(path, _)| path == "RgsImportExport/Queues.xml").unwrap();
    insta::assert_snapshot!(std::str::from_utf8(queues).unwrap(), @r#"
    <Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">
      <Obj RefId="0">
        <TN RefId="0">
          <T>Microsoft.Rtc.Rgs.Management.WritableSettings.Queue</T>
          <T>System.Object</T>
        </TN>
        <Props>
          <Obj N="Identity" RefId="1">
            <TN RefId="1">
              <T>Microsoft.Rtc.Rgs.Management.RgsIdentity</T>
              <T>System.Object</T>
            </TN>
            <ToString>service:ApplicationServer:primary.contoso.com/00000000-0000-0000-0000-000000000042</ToString>
            <Props>
              <S N="ServiceId">service:ApplicationServer:primary.contoso.com</S>
              <G N="InstanceId">00000000-0000-0000-0000-000000000042</G>
            </Props>
          </Obj>
          <Obj N="OwnerPool" RefId="2">
            <TNRef RefId="1" />
            <ToString>service:ApplicationServer:primary.contoso.com</ToString>
            <Props>
              <S N="ServiceId">service:ApplicationServer:primary.contoso.com</S>
            </Props>
          </Obj>
          <S N="Name">Last Resort</S>
          <Nil N="Description" />
          <Obj N="AgentGroupIDList" RefId="3">
            <TN RefId="2">
              <T>System.Collections.ArrayList</T>
              <T>System.Object</T>
            </TN>
            <LST />
          </Obj>
          <Nil N="TimeoutThreshold" />
          <Nil N="TimeoutAction" />
          <I16 N="OverflowThreshold">0</I16>
          <Obj N="OverflowCandidate" RefId="4">
            <TN RefId="3">
              <T>Microsoft.Rtc.Rgs.Management.WritableSettings.OverflowCandidate</T>
              <T>System.Enum</T>
              <T>System.ValueType</T>
              <T>System.Object</T>
            </TN>
            <ToString>NewestCall</ToString>
            <I32>0</I32>
          </Obj>
          <Obj N="OverflowAction" RefId="5">
            <TN RefId="4">
              <T>Microsoft.Rtc.Rgs.Management.WritableSettings.CallAction</T>
              <T>System.Object</T>
            </TN>
            <Props>
              <Obj N="Action" RefId="6">
                <TN RefId="5">
                  <T>Microsoft.Rtc.Rgs.Management.WritableSettings.CallActionType</T>
                  <T>System.Enum</T>
                  <T>System.ValueType</T>
                  <T>System.Object</T>
                </TN>
                <ToString>TransferToPstn</ToString>
                <I32>5</I32>
              </Obj>
              <Nil N="Prompt" />
              <Nil N="Question" />
              <Nil N="QueueID" />
              <URI N="Uri">sip:+14255550100@contoso.com</URI>
            </Props>
          </Obj>
        </Props>
      </Obj>
    </Objs>
    "#);
}

#[test]
fn the_manifest_says_what_the_other_files_cannot() {
    let mut sample = contoso();
    sample.0.objects.truncate(1);
    sample.0.settings = None;
    let files = unpacked(&sample.write());
    insta::assert_snapshot!(std::str::from_utf8(&files.last().unwrap().1).unwrap(), @r#"
    {
      "Format": 1,
      "Source": "primary.contoso.com",
      "Owner": "primary.contoso.com",
      "Time": "2026-01-05T08:30:00Z",
      "Sequence": 1,
      "Digest": "1c845be061c479ca27f209a6bcc6b147aef0e37cfdae149a1dead467d4ce07f6",
      "Objects": [
        {
          "Id": "00000000-0000-0000-0000-000000000011",
          "Digest": "9edc21c10f5459ee96da50c6355599d0105060d135b2db8d314154d4a7fccafb",
          "Base": "0c0cb190b2609156f6fa6f4531bb2a37acb561280e736f86dfe7d2787a3a3beb"
        }
      ],
      "Tombstones": [
        {
          "Id": "00000000-0000-0000-0000-000000000013",
          "Kind": "AgentGroup",
          "Name": "Former Agents",
          "Owner": "primary.contoso.com",
          "Digest": "3c45491634b181ee1cbf651fe11f330c4810d7f24d5f1f9aa01695d10927e67f",
          "RemovedAt": "2026-01-05T08:30:00Z",
          "RemovedBy": "sip:admin@contoso.com"
        }
      ],
      "Entries": [
        {
          "Path": "RgsImportExport/AgentGroups.xml",
          "SHA256": "1d575d89bae3be464750a180ebd4483f52918728812de96bdc9ee4c610d57548"
        },
        {
          "Path": "RgsImportExport/HolidaySets.xml",
          "SHA256": "650c14838b1263e1fe7062c495344b2c662ae3fe6403ac6e2c0087eca3ad9aa5"
        },
        {
          "Path": "RgsImportExport/HoursOfBusiness.xml",
          "SHA256": "650c14838b1263e1fe7062c495344b2c662ae3fe6403ac6e2c0087eca3ad9aa5"
        },
        {
          "Path": "RgsImportExport/Queues.xml",
          "SHA256": "650c14838b1263e1fe7062c495344b2c662ae3fe6403ac6e2c0087eca3ad9aa5"
        },
        {
          "Path": "RgsImportExport/Workflows.xml",
          "SHA256": "650c14838b1263e1fe7062c495344b2c662ae3fe6403ac6e2c0087eca3ad9aa5"
        }
      ]
    }
    "#);
}

#[test]
fn exporting_again_changes_the_manifest_only() {
    let first = unpacked(&contoso().write());
    let mut later = contoso();
    later.0.origin.as_mut().unwrap().sequence = 99;
    later.0.objects.reverse();
    let second = unpacked(&later.write());
    let differing: Vec<&str> = first
        .iter()
        .zip(&second)
        .filter(|(one, other)| one != other)
        .map(|((path, _), _)| path.as_str())
        .collect();
    assert_eq!(differing, ["RgsImportExport/manifest.json"]);
    assert_eq!(first.len(), second.len());
    assert_eq!(contoso().write(), contoso().write());
}

#[test]
fn an_empty_pool_is_exported_and_imported() {
    let sample = Sample::new("empty.contoso.com");
    assert_reads_back(&sample, read(&sample.write()).unwrap());
}

#[test]
fn two_audio_files_of_one_unique_name_stay_apart() {
    let mut sample = Sample::new("pool.contoso.com");
    let mut first = sample.audio("One.wav", sample::wav(&[1; 40]));
    let second = sample.audio("Two.wav", sample::wav(&[2; 40]));
    first["UniqueName"] = second["UniqueName"].clone();
    sample.add(
        1,
        domain::ObjectKind::Queue,
        serde_json::json!({"Name": "Q", "TimeoutAction": {"Action": "Terminate", "Prompt": {"AudioFilePrompt": first}},
            "OverflowAction": {"Action": "Terminate", "Prompt": {"AudioFilePrompt": second}}}),
    );
    assert_reads_back(&sample, read(&sample.write()).unwrap());
}

#[test]
fn audio_that_the_pool_lost_stops_the_export_and_is_named() {
    let mut sample = contoso();
    let music = sample.0.audio.clone();
    sample.0.audio.clear();
    let given = archive::write(&sample.0, &mut |hash| music.get(hash).map(|bytes| bytes.to_vec()));
    assert_eq!(given.unwrap(), contoso().write());
    let error = sample.try_write().unwrap_err().to_string();
    assert!(
        error.starts_with("the audio file Sorry.wav of the queue \"Help Desk\" cannot be exported"),
        "{error}"
    );
}

#[test]
fn an_archive_without_a_manifest_is_read_with_a_warning() {
    let bytes = repacked(&contoso().write(), |path, content| {
        (!path.ends_with("manifest.json")).then_some((path, content))
    });
    let archive = read(&bytes).unwrap();
    assert_eq!(archive.warnings, [Warning::NoManifest]);
    assert_eq!(archive.export.origin, None);
    assert_eq!(archive.export.objects.len(), contoso().0.objects.len());
    let owner = contoso().0.origin.unwrap().source;
    assert!(archive.export.objects.iter().all(|object| object.owner == owner && object.base.is_none()));
}

#[test]
fn an_export_that_comes_from_nowhere_is_refused() {
    assert_eq!(archive::write(&Export::default(), &mut |_| None), Err(WriteError::NoOrigin));
}

/// The same archive with other entries, packed by another writer than ours.
fn repacked(bytes: &[u8], change: impl Fn(String, Vec<u8>) -> Option<(String, Vec<u8>)>) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, content) in unpacked(bytes).into_iter().filter_map(|(path, content)| change(path, content)) {
        zip.start_file(path, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_configuration_reads_back_equal_and_exports_again_to_the_same_bytes(seed: u64) {
        let sample = random(seed, 6);
        let bytes = sample.write();
        prop_assert_eq!(&sample.write(), &bytes);
        assert_reads_back(&sample, read(&bytes).unwrap());
    }
}
