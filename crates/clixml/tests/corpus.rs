//! Replays the corpus of the reader.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

#[path = "../../../fuzz/src/clixml.rs"]
mod harness;
#[path = "../../../fuzz/src/replay.rs"]
mod replay;

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

#[test]
fn the_clixml_reader_survives_its_corpus_and_mutations_of_it() {
    replay::replay("clixml_reader", &clixml_seeds(), WORDS, harness::clixml_reader);
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
    "-9223372036854775808",
    "99999999999999999999",
    "PT24H",
    "P1D",
    "9999-12-31T23:59:59.9999999Z",
    "NaN",
];
