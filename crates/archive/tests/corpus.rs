//! Replays the corpus of the archive reader.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

#[path = "../../../fuzz/src/archive.rs"]
mod harness;
#[path = "../../../fuzz/src/replay.rs"]
mod replay;
mod sample;

fn utf_16(text: &str) -> Vec<u8> {
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

fn archive_seeds() -> Vec<(String, Vec<u8>)> {
    let mut seeds = vec![
        ("contoso.zip".to_owned(), sample::contoso().write()),
        ("empty.zip".to_owned(), sample::Sample::new("empty.contoso.com").write()),
        ("random.zip".to_owned(), sample::random(7, 3).write()),
    ];
    let whole = seeds[0].1.clone();
    let container = archive::container::Container::open(&whole).unwrap();
    for entry in container.entries().iter().filter(|entry| entry.path.ends_with(".xml")) {
        let content = entry.unpack(&archive::container::Budget::default(), 1 << 20).unwrap();
        let name = entry.path.rsplit('/').next().unwrap();
        let which = harness::FILES.iter().position(|file| *file == name).unwrap();
        let which = u8::try_from(which).unwrap();
        seeds.push((name.to_owned(), [&[which], content.as_slice()].concat()));
        seeds.push((format!("zipped-{name}.zip"), harness::packed(name, &content)));
        let text = String::from_utf8(content).unwrap().replace("Props>", "MS>");
        seeds.push((format!("extended-{name}"), [&[which], utf_16(&text).as_slice()].concat()));
    }
    seeds
}

#[test]
fn the_archive_reader_survives_its_corpus_and_mutations_of_it() {
    replay::replay("archive_reader", &archive_seeds(), WORDS, harness::archive_reader);
}

const WORDS: &[&str] = &[
    "<Obj RefId=\"0\">",
    "</Obj>",
    "<MS>",
    "</MS>",
    "<Props>",
    "</Props>",
    "<LST>",
    "</LST>",
    "<Nil />",
    "<Ref RefId=\"0\" />",
    "<Ref N=\"Name\" RefId=\"1\" />",
    "<TNRef RefId=\"0\" />",
    "<S N=\"Name\">",
    "</S>",
    "<DCT><En>",
    "</En></DCT>",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE a>",
    "<!--",
    "-->",
    "<?pi?>",
    "&amp;",
    "&#0;",
    "&#x10FFFF;",
    "_x0000_",
    "_xD83D_",
    "_x005F_",
    "PK\u{3}\u{4}",
    "PK\u{1}\u{2}",
    "PK\u{5}\u{6}",
    "../",
    "\\",
    "-9223372036854775808",
    "99999999999999999999",
    "PT24H",
    "P1D",
    "9999-12-31T23:59:59.9999999Z",
    "NaN",
];
