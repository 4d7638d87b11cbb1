//! Replays the corpora of the fuzz targets, each file as it is and with seeded mutations.
//!
//! ARCHIVE_CORPUS_WRITE=1 writes the seeds again; files that a fuzzer found stay beside them.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

#[path = "../../../fuzz/src/archive.rs"]
mod harness;
mod sample;

use std::fs;
use std::path::{Path, PathBuf};

use stdx::Rng;

/// How many mutations of each corpus are tried.
const MUTATIONS: usize = 3_000;

fn folder(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target)
}

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder(target)).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

fn replay(target: &str, seeds: &[(String, Vec<u8>)], judge: fn(&[u8])) {
    if std::env::var_os("ARCHIVE_CORPUS_WRITE").is_some() {
        for (name, bytes) in seeds {
            fs::write(folder(target).join(name), bytes).unwrap();
        }
    }
    let corpus = corpus(target);
    assert!(corpus.len() >= seeds.len(), "the seeds of {target} are missing");
    corpus.iter().for_each(|bytes| judge(bytes));
    let mut rng = Rng::new(0x5EED);
    for _ in 0..MUTATIONS {
        let mut bytes = rng.pick(&corpus).clone();
        for _ in 0..=rng.below(4) {
            mutate(&mut rng, &corpus, &mut bytes);
        }
        judge(&bytes);
    }
}

/// Changes the bytes in one of the ways that find the most.
fn mutate(rng: &mut Rng, corpus: &[Vec<u8>], bytes: &mut Vec<u8>) {
    let at = rng.below(bytes.len() + 1);
    let end = (at + rng.below(64)).min(bytes.len());
    match rng.below(8) {
        0 if at < bytes.len() => bytes[at] ^= 1 << rng.below(8),
        1 if at < bytes.len() => {
            bytes[at] = *rng.pick(&[0, 1, 0x7F, 0x80, 0xFF, b'<', b'"', b'_', b'/', b'9'])
        }
        2 => drop(bytes.drain(at..end)),
        3 => bytes.truncate(at),
        4 => {
            let copy = bytes[at..end].to_vec();
            let to = rng.below(bytes.len() + 1);
            bytes.splice(to..to, copy);
        }
        5 => {
            let other = rng.pick(corpus);
            let from = rng.below(other.len() + 1);
            let part = &other[from..(from + rng.below(200)).min(other.len())];
            bytes.splice(at..end, part.iter().copied());
        }
        _ => drop(bytes.splice(at..at, rng.pick(WORDS).bytes())),
    }
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

fn document(body: &str) -> String {
    format!(
        "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">{body}</Objs>"
    )
}

fn utf_16(text: &str) -> Vec<u8> {
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

fn clixml_seeds() -> Vec<(String, Vec<u8>)> {
    let primitives = "<S>a_x000A_b&lt;</S><S /><C>97</C><B>true</B><By>254</By><SB>-127</SB><U16>1</U16><I16>-1</I16>\
        <U32>1</U32><I32>-1</I32><U64>1</U64><I64>-1</I64><Sg>1.5</Sg><Db>-2E+3</Db><D>1.10</D>\
        <DT>2013-12-25T00:00:00.5+01:00</DT><TS>P1DT2H3.5S</TS><G>792e5b37-4505-47ef-b7d2-8711bb7affa8</G>\
        <URI>sip:a@contoso.com</URI><Version>1.2.3.4</Version><BA>AQIDBA==</BA><XD>&lt;a/&gt;</XD><SBK>dir</SBK><Nil />";
    let bodies = [
        ("primitives", primitives),
        (
            "enumeration",
            "<Obj RefId=\"0\"><TN RefId=\"0\"><T>System.ConsoleColor</T><T>System.Enum</T></TN><ToString>Blue</ToString><I32>9</I32></Obj>",
        ),
        (
            "list",
            "<Obj RefId=\"0\"><TN RefId=\"0\"><T>System.Object[]</T></TN><LST><S>a</S><Obj RefId=\"1\"><IE><Nil /></IE></Obj></LST></Obj>",
        ),
        (
            "dictionary",
            "<Obj RefId=\"0\"><MS><Obj N=\"D\" RefId=\"1\"><DCT><En><S N=\"Key\">k</S><I32 N=\"Value\">1</I32></En></DCT></Obj></MS></Obj>",
        ),
        (
            "references",
            "<Obj RefId=\"0\"><MS><Obj N=\"A\" RefId=\"1\"><Props><S N=\"x\">1</S></Props></Obj><Ref N=\"B\" RefId=\"1\" /></MS></Obj><Ref RefId=\"1\" />",
        ),
        ("cycle", "<Obj RefId=\"0\"><MS><Ref N=\"Self\" RefId=\"0\" /></MS></Obj>"),
        ("unknown", "<X><Y a=\"b\">text</Y></X><!-- note --><S>a<![CDATA[<b>]]></S>"),
        (
            "nested",
            "<Obj><MS><Obj N=\"a\"><MS><Obj N=\"b\"><LST><Obj><LST><S>deep</S></LST></Obj></LST></Obj></MS></Obj></MS></Obj>",
        ),
        ("doctype", "<!DOCTYPE a [<!ENTITY b \"c\">]><S>&b;</S>"),
        ("empty", ""),
    ];
    let mut seeds: Vec<(String, Vec<u8>)> =
        bodies.iter().map(|(name, body)| (format!("{name}.xml"), document(body).into_bytes())).collect();
    for (name, body) in &bodies[..4] {
        seeds.push((format!("{name}-utf16.xml"), utf_16(&document(body))));
    }
    seeds.push(("bare.xml".into(), b"\xEF\xBB\xBF<?xml version=\"1.0\"?><S>x</S>".to_vec()));
    seeds
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
fn the_clixml_reader_survives_its_corpus_and_mutations_of_it() {
    replay("clixml_reader", &clixml_seeds(), harness::clixml_reader);
}

#[test]
fn the_archive_reader_survives_its_corpus_and_mutations_of_it() {
    replay("archive_reader", &archive_seeds(), harness::archive_reader);
}
