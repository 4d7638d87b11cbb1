//! Archives that are broken or mean harm are refused, each in words of its own.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

mod sample;

use archive::read;
use sample::raw_zip::{RawEntry, raw_zip};

const OBJS: &str = "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">";

fn refusal(bytes: &[u8]) -> String {
    read(bytes).unwrap_err().to_string()
}

fn queues(content: &[u8]) -> RawEntry {
    RawEntry::deflated("RgsImportExport/Queues.xml", content)
}

fn plain() -> RawEntry {
    RawEntry::stored("RgsImportExport/Queues.xml", format!("{OBJS}</Objs>").as_bytes())
}

/// A file whose entry was changed.
fn with(change: impl Fn(&mut RawEntry)) -> Vec<u8> {
    let mut entry = plain();
    change(&mut entry);
    raw_zip(&[plain_workflows(), entry])
}

fn plain_workflows() -> RawEntry {
    RawEntry { name: b"RgsImportExport/Workflows.xml".to_vec(), ..plain() }
}

fn named(name: &str) -> Vec<u8> {
    with(|entry| entry.name = name.into())
}

#[test]
fn the_archive_that_the_others_are_changed_from_is_accepted() {
    assert!(read(&with(|_| {})).is_ok());
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn containers_that_are_broken_or_dangerous_are_refused() {
    let whole = sample::contoso().write();
    for (case, bytes, expected) in [
        ("nothing", vec![], "the file is not a ZIP archive"),
        ("text", b"service:ApplicationServer".repeat(10), "the file is not a ZIP archive"),
        (
            "the first half",
            whole[..whole.len() / 2].to_vec(),
            "the archive is cut off: its directory at the end is missing or incomplete",
        ),
        (
            "without the last byte",
            whole[..whole.len() - 1].to_vec(),
            "the archive is cut off: its directory at the end is missing or incomplete",
        ),
        (
            "without the first byte",
            whole[1..].to_vec(),
            "the archive is cut off: its directory at the end is missing or incomplete",
        ),
        (
            "encrypted",
            with(|entry| entry.flags |= 1),
            "\"RgsImportExport/Queues.xml\" is encrypted; export the archive without a password",
        ),
        (
            "strongly encrypted",
            with(|entry| entry.flags |= 0x2040),
            "\"RgsImportExport/Queues.xml\" is encrypted; export the archive without a password",
        ),
        (
            "another method",
            with(|entry| entry.method = 14),
            "\"RgsImportExport/Queues.xml\" is compressed by method 14; only deflate is read",
        ),
        (
            "parent folders",
            named("RgsImportExport/../../evil.xml"),
            "the path of \"RgsImportExport/../../evil.xml\" leads out of its folder",
        ),
        (
            "parent folders with backslashes",
            named("RgsImportExport\\..\\evil.xml"),
            "the path of \"RgsImportExport/../evil.xml\" leads out of its folder",
        ),
        (
            "parent folder with blanks",
            named("RgsImportExport/.. /evil.xml"),
            "the path of \"RgsImportExport/.. /evil.xml\" leads out of its folder",
        ),
        (
            "the folder itself",
            named("RgsImportExport/./Queues.xml"),
            "the path of \"RgsImportExport/./Queues.xml\" leads out of its folder",
        ),
        (
            "an empty part",
            named("RgsImportExport//Queues.xml"),
            "the path of \"RgsImportExport//Queues.xml\" leads out of its folder",
        ),
        ("an absolute path", named("/etc/passwd"), "the path of \"/etc/passwd\" is absolute"),
        ("a drive", named("C:\\Windows\\evil.xml"), "the path of \"C:/Windows/evil.xml\" is absolute"),
        ("a share", named("\\\\server\\share"), "the path of \"//server/share\" is absolute"),
        (
            "a stream",
            named("RgsImportExport/a:b"),
            "the name \"RgsImportExport/a:b\" contains a character that a file name cannot have, or is too long",
        ),
        (
            "a control character",
            named("RgsImportExport/a\nb"),
            "the name \"RgsImportExport/ab\" contains a character that a file name cannot have, or is too long",
        ),
        (
            "no name",
            named(""),
            "the name \"\" contains a character that a file name cannot have, or is too long",
        ),
        ("a link", with(|entry| entry.mode = 0o120_777), "\"RgsImportExport/Queues.xml\" is a symbolic link"),
        (
            "the same name",
            named("RgsImportExport/Workflows.xml"),
            "the archive holds \"RgsImportExport/Workflows.xml\" twice",
        ),
        (
            "the same name in another case",
            named("rgsimportexport/WORKFLOWS.xml"),
            "the archive holds \"rgsimportexport/WORKFLOWS.xml\" twice",
        ),
        (
            "the same name with a backslash",
            named("RgsImportExport\\Workflows.xml"),
            "the archive holds \"RgsImportExport/Workflows.xml\" twice",
        ),
        (
            "a wrong checksum",
            with(|entry| entry.crc ^= 1),
            "the content of \"RgsImportExport/Queues.xml\" is damaged: its checksum (CRC-32) does not match",
        ),
        (
            "a wrong size",
            with(|entry| entry.size += 1),
            "the archive is damaged: the size of an entry is not the one announced (\"RgsImportExport/Queues.xml\")",
        ),
        (
            "another file",
            raw_zip(&[RawEntry::stored("readme.txt", b"hello")]),
            "the archive has no folder RgsImportExport at its top; it was not made by Export-CsRgsConfiguration, or was packed again in another way",
        ),
        (
            "packed within a folder",
            raw_zip(&[RawEntry::stored("Rgs/RgsImportExport/Queues.xml", b"x")]),
            "the archive has no folder RgsImportExport at its top; it was not made by Export-CsRgsConfiguration, or was packed again in another way",
        ),
        (
            "no entry",
            raw_zip(&[]),
            "the archive has no folder RgsImportExport at its top; it was not made by Export-CsRgsConfiguration, or was packed again in another way",
        ),
        (
            "none of the files",
            raw_zip(&[RawEntry::stored("RgsImportExport/readme.txt", b"hello")]),
            "the archive holds none of the files that an export has, such as RgsImportExport/Workflows.xml",
        ),
    ] {
        assert_eq!(refusal(&bytes), expected, "{case}");
    }
}

#[test]
fn entries_that_share_bytes_are_refused() {
    let inner = RawEntry::stored("RgsImportExport/Queues.xml", b"0123456789");
    let outer =
        RawEntry::stored("RgsImportExport/Workflows.xml", &[inner.header(), inner.data.clone()].concat());
    let offset = u32::try_from(outer.header().len()).unwrap();
    let bytes = raw_zip(&[outer, RawEntry { offset: Some(offset), ..inner }]);
    assert_eq!(refusal(&bytes), "the archive is damaged: entries overlap");
}

#[test]
fn deflated_data_that_is_damaged_is_refused() {
    for change in [
        (|entry: &mut RawEntry| entry.data[0] = 0xFF) as fn(&mut RawEntry),
        |entry| entry.data.truncate(10),
        |entry| entry.data.extend(b"more"),
    ] {
        let mut entry = queues(format!("{OBJS}<S>{}</S></Objs>", "text ".repeat(100)).as_bytes());
        change(&mut entry);
        let error = refusal(&raw_zip(&[entry]));
        assert!(error.starts_with("the archive is damaged: "), "{error}");
        assert!(error.ends_with("(\"RgsImportExport/Queues.xml\")"), "{error}");
    }
}

#[test]
fn bombs_are_refused_while_they_are_unpacked() {
    let bomb = queues(&vec![b' '; 10 << 20]);
    assert!(bomb.data.len() < 40_000);
    let expected = "\"RgsImportExport/Queues.xml\" is compressed more than 250 times, as only an attack is";
    assert_eq!(refusal(&raw_zip(std::slice::from_ref(&bomb))), expected);
    // A header that lies about the size changes nothing.
    assert_eq!(refusal(&raw_zip(&[RawEntry { size: 10, ..bomb }])), expected);
}

#[test]
fn a_hundred_thousand_entries_are_refused() {
    let entry = |at: usize| RawEntry::stored(&format!("RgsImportExport/{at}.txt"), b"");
    let many: Vec<RawEntry> = (0..100_000).map(entry).collect();
    assert_eq!(refusal(&raw_zip(&many)), "the archive has more than 60000 entries");
    assert_eq!(refusal(&raw_zip(&many[..60_001])), "the archive has more than 60000 entries");
    let mut most = many[..59_999].to_vec();
    most.push(plain());
    assert!(read(&raw_zip(&most)).is_ok());
}

#[test]
fn every_cut_of_an_archive_is_refused_without_panic() {
    let whole = sample::contoso().write();
    for end in 0..whole.len() {
        assert!(read(&whole[..end]).is_err(), "{end}");
    }
}

/// The fixed sample with one of its files changed or left out, sizes and CRC made right again.
fn changed(name: &str, change: impl Fn(Vec<u8>) -> Option<Vec<u8>>) -> Vec<u8> {
    let bytes = sample::contoso().write();
    let container = archive::container::Container::open(&bytes).unwrap();
    let mut entries = Vec::new();
    for entry in container.entries() {
        let content = entry.unpack(&archive::container::Budget::default(), u64::MAX).unwrap();
        let content = if entry.path.ends_with(name) { change(content) } else { Some(content) };
        entries.extend(content.map(|content| RawEntry::deflated(&entry.path, &content)));
    }
    raw_zip(&entries)
}

fn replaced(name: &str, from: &str, to: &str) -> Vec<u8> {
    changed(name, |content| {
        let text = String::from_utf8(content).unwrap();
        assert!(text.contains(from), "{name} holds {from}");
        Some(text.replace(from, to).into_bytes())
    })
}

#[test]
fn the_manifest_shows_every_change_of_a_file() {
    assert_eq!(
        refusal(&replaced("Queues.xml", "Last Resort", "Last resort")),
        "\"RgsImportExport/Queues.xml\" is not as it was exported: its SHA-256 differs from the one in manifest.json"
    );
    let music = "RgsImportExport/RGS/Instances/ServiceSettings/23b8902a-4d24-8452-9b9c-ceca60bac3f5.wav";
    assert_eq!(
        refusal(&changed(music, |_| Some(sample::wav(&[1, 2, 3])))),
        format!("\"{music}\" is not as it was exported: its SHA-256 differs from the one in manifest.json")
    );
    assert_eq!(
        refusal(&changed("Queues.xml", |_| None)),
        "\"RgsImportExport/Queues.xml\" is missing: manifest.json lists it, but the archive does not hold it"
    );
    assert_eq!(
        refusal(&replaced("manifest.json", "RgsImportExport/Queues.xml", "RgsImportExport/Others.xml")),
        "\"RgsImportExport/Queues.xml\" was added after the export: manifest.json does not list it\n\
         \"RgsImportExport/Others.xml\" is missing: manifest.json lists it, but the archive does not hold it"
    );
}

#[test]
fn manifests_of_newer_formats_and_broken_ones_are_refused() {
    assert_eq!(
        refusal(&changed("manifest.json", |_| Some(b"{\"Format\": 2, \"Other\": true}".to_vec()))),
        "the archive has format 2; this version reads format 1: import it with a newer version"
    );
    assert_eq!(
        refusal(&changed("manifest.json", |_| Some(b"{\"Format\": 1}".to_vec()))),
        "RgsImportExport/manifest.json cannot be read: missing field `Source` at line 1 column 13"
    );
    assert_eq!(
        refusal(&changed("manifest.json", |_| Some(b"not JSON".to_vec()))),
        "RgsImportExport/manifest.json cannot be read: expected ident at line 1 column 2"
    );
}

/// An archive without a manifest that holds this audio for the queue of number 1.
fn with_audio(content: &[u8]) -> Vec<u8> {
    let queue = "<Obj RefId=\"0\"><MS><S N=\"Identity\">service:ApplicationServer:pool.contoso.com/00000000-0000-0000-0000-000000000001</S>\
        <S N=\"Name\">Q</S><Obj N=\"TimeoutAction\"><MS><S N=\"Action\">Terminate</S><Obj N=\"Prompt\"><MS>\
        <Obj N=\"AudioFilePrompt\"><MS><S N=\"OriginalFileName\">a.wav</S><S N=\"UniqueName\">one</S></MS></Obj>\
        </MS></Obj></MS></Obj></MS></Obj>";
    raw_zip(&[
        queues(format!("{OBJS}{queue}</Objs>").as_bytes()),
        RawEntry::deflated(
            "RgsImportExport/RGS/Instances/00000000-0000-0000-0000-000000000001/one.wav",
            content,
        ),
    ])
}

#[test]
fn audio_that_is_none_or_too_much_of_it_is_refused() {
    assert!(read(&with_audio(&sample::wav(&[0x80; 100]))).is_ok());
    assert_eq!(
        refusal(&with_audio(b"MZ this is a program")),
        "Queues.xml, object 1 (\"Q\"), TimeoutAction.Prompt.AudioFilePrompt: \"RgsImportExport/RGS/Instances/\
         00000000-0000-0000-0000-000000000001/one.wav\" cannot be used: the file is neither WAV nor WMA audio"
    );
    let large = refusal(&with_audio(&sample::wav(&vec![0x80; 5 << 20])));
    assert!(
        large.starts_with(
            "\"RgsImportExport/RGS/Instances/00000000-0000-0000-0000-000000000001/one.wav\" cannot be used: \
        the audio file has "
        ),
        "{large}"
    );
    assert!(large.contains("at most 4 MB"), "{large}");
}

#[test]
fn silence_of_four_megabytes_is_no_bomb() {
    let silence = sample::wav(&vec![0x80; (4 << 20) - 44]);
    assert!(read(&with_audio(&silence)).is_ok());
}

#[test]
fn documents_that_mean_harm_are_refused_with_their_file() {
    let nested = format!("{OBJS}{}", "<Obj><MS><Obj N=\"a\">".repeat(5_000));
    for (content, expected) in [
        (
            "<!DOCTYPE a [<!ENTITY b \"c\">]><Objs/>".to_owned(),
            "Queues.xml, line 1: a document type declaration (<!DOCTYPE) is not allowed",
        ),
        (
            format!("{OBJS}<S>&lol;</S></Objs>"),
            "Queues.xml, line 1: the entity &lol; is not one of XML's own",
        ),
        (
            nested,
            "Queues.xml, line 1, in a > a > a > a > a > a > ... > a > a: objects are nested more than 120 levels deep",
        ),
        (
            "{}".to_owned(),
            "Queues.xml, line 1: this is not CLIXML: the document begins with neither <Objs> nor an object",
        ),
        (
            OBJS.to_owned(),
            "Queues.xml, line 1: the document ends in the middle of an object; the file is probably cut off",
        ),
    ] {
        assert_eq!(refusal(&raw_zip(&[queues(content.as_bytes())])), expected);
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let object = |id: u8, rest: &str| {
        format!(
            "<Obj RefId=\"{id}\"><Props><Obj N=\"Identity\"><Props><G N=\"InstanceId\">\
             00000000-0000-0000-0000-0000000000{id:02}</G><S N=\"ServiceId\">pool.contoso.com</S></Props></Obj>{rest}</Props></Obj>"
        )
    };
    let queue_file = [
        object(1, "<S N=\"Name\">Good</S>"),
        object(2, ""),
        object(3, "<S N=\"Name\">Slow</S><I32 N=\"TimeoutThreshold\">5</I32>"),
        object(
            4,
            "<S N=\"Name\">Lost</S><Obj N=\"OverflowAction\"><Props><S N=\"Action\">TransferToQueue</S></Props></Obj>",
        ),
        object(5, "<I32 N=\"Name\">7</I32><TS N=\"OverflowCandidate\">PT1S</TS>"),
        object(1, "<S N=\"Name\">Again</S>"),
        "<S>text</S>".to_owned(),
        "<Obj><Props><S N=\"Name\">Nobody</S></Props></Obj>".to_owned(),
        "<Obj><Props><S N=\"Name\">Bad</S><S N=\"Identity\">pool.contoso.com/x</S></Props></Obj>".to_owned(),
    ];
    let hours = object(
        9,
        "<S N=\"Name\">Hours</S><Obj N=\"MondayHours1\"><Props><TS N=\"OpenTime\">PT8H0.5S</TS></Props></Obj>",
    );
    let bytes = raw_zip(&[
        queues(format!("{OBJS}{}</Objs>", queue_file.concat()).as_bytes()),
        RawEntry::deflated("RgsImportExport/HoursOfBusiness.xml", format!("{OBJS}{hours}</Objs>").as_bytes()),
    ]);
    insta::assert_snapshot!(refusal(&bytes), @r#"
    HoursOfBusiness.xml, object 1 ("Hours"), MondayHours1.OpenTime: a time of day has whole seconds, but this one has a fraction
    Queues.xml, object 2: it needs the property Name
    Queues.xml, object 3 ("Slow"), TimeoutThreshold: 5 is outside 10..65535 seconds
    Queues.xml, object 4 ("Lost"), OverflowAction: the action TransferToQueue needs QueueID
    Queues.xml, object 5, OverflowCandidate: expected text, found a time span
    Queues.xml: the object with the GUID 00000000-0000-0000-0000-000000000001 stands in the archive twice
    Queues.xml, object 7: expected an object of type Queue, found a string
    Queues.xml, object 8 ("Nobody"): it has no Identity with a GUID
    Queues.xml, object 9 ("Bad"), Identity: "x" is not a GUID; write 32 hexadecimal digits in groups, such as 1a2b3c4d-0000-4000-8000-000000000000
    "#);
}

#[test]
fn problems_are_collected_up_to_a_limit() {
    let bytes = raw_zip(&[queues(format!("{OBJS}{}</Objs>", "<S>x</S>".repeat(1000)).as_bytes())]);
    let error = read(&bytes).unwrap_err();
    assert_eq!(error.problems().len(), archive::PROBLEMS_MAX);
    assert!(error.to_string().ends_with("\nand 80 more problems"), "{error}");
}
