//! What PowerShell writes is read, what is written reads back equal, and hostile documents are refused.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

use clixml::{
    Content, DEPTH_MAX, DateTime, IntKind, NODES_MAX, Object, Property, Reader, References, TEXT_MAX,
    TimeSpan, TypeNames, Value, Writer, Zone, read_all,
};
use proptest::prelude::*;

fn document(body: &str) -> String {
    format!(
        r#"<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">{body}</Objs>"#
    )
}

fn read_one(body: &str) -> Value {
    let mut values = read_all(document(body).as_bytes()).unwrap();
    assert_eq!(values.len(), 1, "{body}");
    values.remove(0)
}

fn error(bytes: &[u8]) -> String {
    read_all(bytes).unwrap_err().to_string()
}

fn written(values: &[Value]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new());
    for value in values {
        writer.write(value).unwrap();
    }
    writer.finish().unwrap()
}

#[test]
fn every_primitive_type_is_read() {
    let guid = "792e5b37-4505-47ef-b7d2-8711bb7affa8";
    for (xml, expected) in [
        ("<S>some text</S>", Value::string("some text")),
        ("<S />", Value::string("")),
        ("<S>a_x000A_b &amp; &#x263A;&lt;<![CDATA[<raw>]]></S>", Value::string("a\nb & \u{263A}<<raw>")),
        ("<C>97</C>", Value::Char(97)),
        ("<B>true</B>", Value::Bool(true)),
        ("<By>254</By>", Value::Int(IntKind::U8, 254)),
        ("<SB>-127</SB>", Value::Int(IntKind::I8, -127)),
        ("<U16>65535</U16>", Value::Int(IntKind::U16, 65_535)),
        ("<I16>-32767</I16>", Value::Int(IntKind::I16, -32_767)),
        ("<U32>4294967295</U32>", Value::Int(IntKind::U32, 4_294_967_295)),
        ("<I32>-2147483648</I32>", Value::Int(IntKind::I32, -2_147_483_648)),
        ("<U64>18446744073709551615</U64>", Value::Int(IntKind::U64, u64::MAX.into())),
        ("<I64>-9223372036854775808</I64>", Value::Int(IntKind::I64, i64::MIN.into())),
        ("<Sg>12.5</Sg>", Value::Double(12.5)),
        ("<Db>17.25E+3</Db>", Value::Double(17_250.0)),
        ("<D>1.10</D>", Value::Decimal("1.10".into())),
        ("<TS>PT9.0269026S</TS>", Value::TimeSpan(TimeSpan(90_269_026))),
        ("<BA>AQIDBA==</BA>", Value::Bytes(vec![1, 2, 3, 4])),
        ("<URI>sip:ken@contoso.com</URI>", Value::Uri("sip:ken@contoso.com".into())),
        ("<Version>6.2.1.3</Version>", Value::Version("6.2.1.3".into())),
        ("<XD>&lt;name&gt;Content&lt;/name&gt;</XD>", Value::string("<name>Content</name>")),
        ("<SBK>get-command -type cmdlet</SBK>", Value::string("get-command -type cmdlet")),
        ("<Nil />", Value::Nil),
        ("<G>792e5b37-4505-47ef-b7d2-8711bb7affa8</G>", Value::Guid(guid.parse().unwrap())),
    ] {
        assert_eq!(read_one(xml), expected, "{xml}");
    }
}

#[test]
fn an_enumeration_has_a_name_and_a_number() {
    let value = read_one(
        "<Obj RefId=\"0\"><TN RefId=\"0\"><T>System.ConsoleColor</T><T>System.Enum</T><T>System.ValueType</T>\
         <T>System.Object</T></TN><ToString>Blue</ToString><I32>9</I32></Obj>",
    );
    let object = value.as_object().unwrap();
    assert_eq!(object.to_string.as_deref(), Some("Blue"));
    assert_eq!(object.content, Content::Value(Box::new(Value::Int(IntKind::I32, 9))));
    assert!(object.type_names.contain("System.Enum"));
}

#[test]
fn properties_are_found_in_both_places_and_in_any_case() {
    let value = read_one(
        "<Obj RefId=\"0\"><Props><S N=\"Name\">adapted</S><I32 N=\"Only\">1</I32></Props>\
         <MS><S N=\"NAME\">extended</S></MS></Obj>",
    );
    let object = value.as_object().unwrap();
    assert_eq!(object.property("name"), Some(&Value::string("extended")));
    assert_eq!(object.property("ONLY"), Some(&Value::Int(IntKind::I32, 1)));
    assert_eq!(object.property("missing"), None);
}

#[test]
fn type_names_are_shared_and_their_deserialized_prefix_is_ignored() {
    let xml = document(
        "<Obj RefId=\"0\"><TN RefId=\"7\"><T>Deserialized.Contoso.Thing</T><T>Deserialized.System.Object</T></TN></Obj>\
         <Obj RefId=\"1\"><TNRef RefId=\"7\" /></Obj><Obj RefId=\"2\"><TNRef RefId=\"8\" /></Obj>",
    );
    let values = read_all(xml.as_bytes()).unwrap();
    for value in &values[..2] {
        let names = &value.as_object().unwrap().type_names;
        assert_eq!(names.first(), Some("Contoso.Thing"));
        assert!(
            names.contain("contoso.thing") && names.contain("System.Object") && !names.contain("Contoso")
        );
    }
    assert!(values[2].as_object().unwrap().type_names.is_empty());
}

#[test]
fn references_lead_to_earlier_objects_also_of_other_top_level_objects() {
    let xml = document(
        "<Obj RefId=\"0\"><MS><Obj N=\"Inner\" RefId=\"1\"><MS><S N=\"Name\">shared</S></MS></Obj></MS></Obj>\
         <Obj RefId=\"2\"><MS><Ref N=\"Same\" RefId=\"1\" /><Ref N=\"Self\" RefId=\"2\" /><Ref N=\"Gone\" RefId=\"99\" /></MS></Obj>",
    );
    let values = read_all(xml.as_bytes()).unwrap();
    let inner = values[0].as_object().unwrap().property("Inner");
    let second = values[1].as_object().unwrap();
    assert_eq!(second.property("Same"), inner);
    assert_eq!(second.property("Self"), Some(&Value::Dangling(2)));
    assert_eq!(second.property("Gone"), Some(&Value::Dangling(99)));
}

#[test]
fn one_object_several_objects_and_a_list_of_objects_read_alike() {
    let two = [Value::string("a"), Value::string("b")];
    for body in [
        "<S>a</S><S>b</S>",
        "<Obj RefId=\"0\"><TN RefId=\"0\"><T>System.Collections.ArrayList</T></TN><LST><S>a</S><S>b</S></LST></Obj>",
        "<Obj RefId=\"0\"><IE><S>a</S></IE><Props><I32 N=\"Count\">1</I32></Props></Obj><S>b</S>",
        "<LST><S>a</S><S>b</S></LST>",
        "<Obj RefId=\"0\"><QUE><S>a</S></QUE></Obj><Obj RefId=\"1\"><STK><S>b</S></STK></Obj>",
    ] {
        assert_eq!(read_all(document(body).as_bytes()).unwrap(), two, "{body}");
    }
    assert_eq!(read_all(b"<S>a</S>").unwrap(), two[..1]);
    assert_eq!(read_all(b"<Obj RefId=\"0\"><LST><S>a</S><S>b</S></LST></Obj>").unwrap(), two);
    assert_eq!(read_all(document("").as_bytes()).unwrap(), []);
}

#[test]
fn dictionaries_and_lists_within_objects_stay_what_they_are() {
    let value = read_one(
        "<Obj RefId=\"0\"><MS><Obj N=\"D\" RefId=\"1\"><DCT><En><S N=\"Key\">k</S><I32 N=\"Value\">1</I32></En>\
         </DCT></Obj><Obj N=\"L\" RefId=\"2\"><LST><Nil /><S>x</S></LST></Obj></MS></Obj>",
    );
    let object = value.as_object().unwrap();
    let dictionary = object.property("D").and_then(Value::as_object).unwrap();
    let entry = (Value::string("k"), Value::Int(IntKind::I32, 1));
    assert_eq!(dictionary.content, Content::Dictionary(vec![entry]));
    let list = object.property("L").and_then(Value::as_object).unwrap();
    assert_eq!(list.content, Content::List(vec![Value::Nil, Value::string("x")]));
}

#[test]
fn unknown_tags_are_passed_over() {
    let value = read_one(
        "<!-- note --><?pi?><Obj RefId=\"0\"><MS><Future N=\"F\"><Deep><S>x</S></Deep></Future>\
         <SS N=\"Secret\">0100</SS><S N=\"Name\">kept<b>left out</b></S><S>nameless</S></MS><Other/></Obj>",
    );
    let object = value.as_object().unwrap();
    assert_eq!(object.members, [Property::new("Name", Value::string("kept"))]);
}

#[test]
fn byte_order_marks_decide_the_encoding() {
    let text =
        format!("<?xml version=\"1.0\" encoding=\"utf-16\"?>\r\n{}", document("<S>é 你 \u{1F600}</S>"));
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let with_mark = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
    for bytes in [
        with_mark(&[], text.as_bytes()),
        with_mark(&[0xEF, 0xBB, 0xBF], text.as_bytes()),
        with_mark(&[0xFF, 0xFE], &little),
        with_mark(&[0xFE, 0xFF], &big),
        little.clone(),
        big.clone(),
    ] {
        assert_eq!(read_all(&bytes).unwrap(), [Value::string("é 你 \u{1F600}")]);
    }
    let mut odd = with_mark(&[0xFF, 0xFE], &little);
    odd.pop();
    assert!(error(&odd).contains("cut off"), "{}", error(&odd));
    let lone = with_mark(&[0xFF, 0xFE], &[b'<', 0, 0x00, 0xD8, b'a', 0]);
    assert!(error(&lone).contains("UTF-16"), "{}", error(&lone));
}

#[test]
fn utf_16_is_read_across_every_chunk_boundary() {
    for padding in 16_300..16_400 {
        let text = document(&format!("<S>{}\u{1F600}</S>", "x".repeat(padding)));
        let bytes: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let values = read_all(&bytes).unwrap();
        assert!(matches!(&values[0], Value::String(text) if text.ends_with("x\u{1F600}")));
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of cases")]
fn hostile_and_damaged_documents_are_refused_in_plain_words() {
    let deep = document(&"<Obj><MS><Obj N=\"p\">".repeat(3000));
    for (xml, expected) in [
        (String::new(), "line 1: this is not CLIXML: the document begins with neither <Objs> nor an object"),
        (
            "plain text".into(),
            "line 1: this is not CLIXML: the document begins with neither <Objs> nor an object",
        ),
        (
            "<html></html>".into(),
            "line 1: this is not CLIXML: the document begins with neither <Objs> nor an object",
        ),
        (
            "<!DOCTYPE Objs [<!ENTITY a \"b\">]><Objs/>".into(),
            "line 1: a document type declaration (<!DOCTYPE) is not allowed",
        ),
        (document("<S>&bomb;</S>"), "line 1: the entity &bomb; is not one of XML's own"),
        (document("<S>&#xD800;</S>"), "line 1: the entity &#xD800; is not one of XML's own"),
        (
            document("\n\n<I32>x</I32>"),
            "line 3: expected an integer within the range of its type, found \"x\"",
        ),
        (document("<By>256</By>"), "line 1: expected an integer within the range of its type, found \"256\""),
        (
            document("<Obj><MS><Obj N=\"A\"><LST><S>1</S><G>2</G></LST></Obj></MS></Obj>"),
            "line 1, in A > item 2: expected a GUID, found \"2\"",
        ),
        (
            document("<Obj><MS><TS N=\"T\">8h</TS></MS></Obj>"),
            "line 1, in T: expected a time span such as PT8H, found \"8h\"",
        ),
        (document("<Ref />"), "line 1: a reference has no RefId that is a number"),
        (document("<Obj RefId=\"x\"/>"), "line 1: a reference has no RefId that is a number"),
        (
            document("<S>a</B>"),
            "line 1: this is not well-formed XML: ill-formed document: expected `</S>`, but `</B>` was found",
        ),
        (
            document("<S").replace("</Objs>", ""),
            "line 1: the document ends in the middle of an object; the file is probably cut off",
        ),
        (
            "<Objs><Obj><MS><S N=\"a\">te".into(),
            "line 1, in a: the document ends in the middle of an object; the file is probably cut off",
        ),
        (
            "<Objs>".into(),
            "line 1: the document ends in the middle of an object; the file is probably cut off",
        ),
        (
            "<Objs><Unknown><S>".into(),
            "line 1: the document ends in the middle of an object; the file is probably cut off",
        ),
        (
            deep,
            "line 1, in p > p > p > p > p > p > ... > p > p: objects are nested more than 120 levels deep",
        ),
        (
            "<a>".repeat(100_000),
            "line 1: this is not CLIXML: the document begins with neither <Objs> nor an object",
        ),
        (document(&"<a>".repeat(100_000)), "line 1: objects are nested more than 120 levels deep"),
    ] {
        let shown: String = xml.chars().take(200).collect();
        assert_eq!(error(xml.as_bytes()), expected, "{shown}");
    }
    assert!(error(b"<Objs><S>\xFF</S></Objs>").contains("neither UTF-8"));
}

#[test]
fn nesting_is_accepted_up_to_the_limit_and_refused_beyond() {
    let nested = |levels: usize| {
        document(&format!(
            "{}{}",
            "<Obj><MS><Obj N=\"p\">".repeat(levels),
            "</Obj></MS></Obj>".repeat(levels)
        ))
    };
    assert!(read_all(nested(DEPTH_MAX / 2).as_bytes()).is_ok());
    assert!(error(nested(DEPTH_MAX / 2 + 1).as_bytes()).contains("nested more than"));
}

#[test]
fn texts_and_objects_are_limited() {
    let long = document(&format!("<S>{}</S>", "x".repeat(TEXT_MAX + 100_000)));
    assert!(error(long.as_bytes()).contains("a text or tag is longer than"));
    let split = document(&format!("<S>{}</S>", "xxxxxxxxxxxxxxx&amp;".repeat(TEXT_MAX / 16 + 1)));
    assert!(error(split.as_bytes()).contains("a text or tag is longer than"));
    let comment = document(&format!("<!--{}-->", "x".repeat(TEXT_MAX + 100_000)));
    assert!(error(comment.as_bytes()).contains("a text or tag is longer than"));
    let many = document(&format!(
        "<Obj><MS><Obj N=\"L\"><LST>{}</LST></Obj></MS></Obj>",
        "<Nil/>".repeat(NODES_MAX + 1)
    ));
    assert!(error(many.as_bytes()).contains("an object is too large"));
    let top_level = document(&"<Nil/>".repeat(NODES_MAX + 1));
    assert_eq!(read_all(top_level.as_bytes()).unwrap().len(), NODES_MAX + 1);
}

#[test]
fn references_that_multiply_are_refused_before_they_grow() {
    let mut body = "<Obj RefId=\"0\"><MS><S N=\"a\">lol</S></MS></Obj>".to_owned();
    for level in 1..30 {
        let references = format!("<Ref N=\"r\" RefId=\"{}\" />", level - 1).repeat(10);
        body.push_str(&format!("<Obj RefId=\"{level}\"><MS>{references}</MS></Obj>"));
    }
    assert!(error(document(&body).as_bytes()).contains("an object is too large"));
    let mut chain = "<Obj RefId=\"0\" />".to_owned();
    for level in 1..200 {
        chain.push_str(&format!(
            "<Obj RefId=\"{level}\"><MS><Ref N=\"r\" RefId=\"{}\" /></MS></Obj>",
            level - 1
        ));
    }
    assert!(error(document(&chain).as_bytes()).contains("nested more than"));
}

#[test]
fn every_prefix_of_a_document_is_judged_without_panic() {
    let xml = String::from_utf8(written(&[sample()])).unwrap();
    for end in 0..xml.len() - 1 {
        assert!(read_all(&xml.as_bytes()[..end]).is_err(), "{}", &xml[..end]);
    }
}

#[test]
fn references_are_found_however_they_are_written() {
    let found = |xml: &str| References::scan(xml.as_bytes()).unwrap();
    let seven = found("<Ref RefId=\"7\" />");
    assert_ne!(seven, References::default());
    for xml in [
        "<Ref N=\"a\" RefId='7'/>",
        "<Ref\n\tRefId = \" 7 \" N=\"b\"></Ref>",
        "<<Ref RefId=\"7\"/>",
        "<Re<Ref RefId=\"7\">",
    ] {
        assert_eq!(found(xml), seven, "{xml}");
    }
    for xml in ["<RefX RefId=\"7\"/>", "<Obj RefId=\"7\"/>", "<Ref RefId=\"x\"/>", "<Ref RefId=\"7", "<Ref"] {
        assert_eq!(found(xml), References::default(), "{xml}");
    }
}

fn sample() -> Value {
    const ROUTING: &[&str] = &["Contoso.RoutingMethod", "System.Enum", "System.ValueType", "System.Object"];
    const LIST: &[&str] = &["System.Collections.ArrayList", "System.Object"];
    Value::object(Object {
        type_names: TypeNames::known(&["Contoso.Group", "System.Object"]),
        to_string: Some("Help <Desk>".into()),
        props: vec![
            Property::new("Name", Value::string("Help \"Desk\"\r\n_x000A_")),
            Property::new(
                "Routing",
                Value::object(Object::enumeration(TypeNames::known(ROUTING), "Parallel", 3)),
            ),
            Property::new(
                "Agents",
                Value::object(Object::list(
                    TypeNames::known(LIST),
                    vec![
                        Value::Uri("sip:ken@contoso.com".into()),
                        Value::Uri("sip:pilar@contoso.com".into()),
                    ],
                )),
            ),
            Property::new("Empty", Value::object(Object::list(TypeNames::known(LIST), Vec::new()))),
            Property::new(
                "Again",
                Value::object(Object::enumeration(TypeNames::known(ROUTING), "Serial", 2)),
            ),
            Property::new("Opens", Value::TimeSpan(TimeSpan::from_seconds(8 * 3600).unwrap())),
            Property::new(
                "Since",
                Value::DateTime(DateTime {
                    civil: "2013-12-25T00:00:00".parse().unwrap(),
                    zone: Zone::Unspecified,
                }),
            ),
        ],
        members: vec![Property::new("Note_x0041\n", Value::Nil)],
        ..Object::default()
    })
}

#[test]
fn documents_are_written_as_export_clixml_lays_them_out() {
    let xml = String::from_utf8(written(&[sample()])).unwrap();
    insta::assert_snapshot!(xml, @r#"
    <Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">
      <Obj RefId="0">
        <TN RefId="0">
          <T>Contoso.Group</T>
          <T>System.Object</T>
        </TN>
        <ToString>Help &lt;Desk&gt;</ToString>
        <Props>
          <S N="Name">Help &quot;Desk&quot;_x000D__x000A__x005F_x000A_</S>
          <Obj N="Routing" RefId="1">
            <TN RefId="1">
              <T>Contoso.RoutingMethod</T>
              <T>System.Enum</T>
              <T>System.ValueType</T>
              <T>System.Object</T>
            </TN>
            <ToString>Parallel</ToString>
            <I32>3</I32>
          </Obj>
          <Obj N="Agents" RefId="2">
            <TN RefId="2">
              <T>System.Collections.ArrayList</T>
              <T>System.Object</T>
            </TN>
            <LST>
              <URI>sip:ken@contoso.com</URI>
              <URI>sip:pilar@contoso.com</URI>
            </LST>
          </Obj>
          <Obj N="Empty" RefId="3">
            <TNRef RefId="2" />
            <LST />
          </Obj>
          <Obj N="Again" RefId="4">
            <TNRef RefId="1" />
            <ToString>Serial</ToString>
            <I32>2</I32>
          </Obj>
          <TS N="Opens">PT8H</TS>
          <DT N="Since">2013-12-25T00:00:00</DT>
        </Props>
        <MS>
          <Nil N="Note_x005F_x0041_x000A_" />
        </MS>
      </Obj>
    </Objs>
    "#);
}

fn text() -> impl Strategy<Value = String> + Clone {
    prop_oneof![
        ".{0,12}",
        "[_x0-9A-Fa-f\\n\\u{0}\\u{7f}\\u{85}\\u{fffe}&<>\"' ]{0,20}",
        Just("_x000A__x005F_".to_owned()),
    ]
}

fn integer() -> impl Strategy<Value = Value> {
    use IntKind::{I8, I16, I32, I64, U8, U16, U32, U64};
    (prop::sample::select(vec![U8, I8, U16, I16, U32, I32, U64, I64]), any::<i128>()).prop_map(
        |(kind, number)| {
            let (smallest, largest) = kind.range();
            Value::Int(kind, number.clamp(smallest, largest))
        },
    )
}

fn date_time() -> impl Strategy<Value = Value> {
    let zone = prop_oneof![Just(Zone::Unspecified), Just(Zone::Utc), (-840i16..=840).prop_map(Zone::Offset)];
    ((1i16..=9999, 1i8..=12, 1i8..=28), (0i8..24, 0i8..60, 0i8..60), 0i32..10_000_000, zone).prop_map(
        |((year, month, day), (hour, minute, second), ticks, zone)| {
            Value::DateTime(DateTime {
                civil: jiff::civil::date(year, month, day).at(hour, minute, second, ticks * 100),
                zone,
            })
        },
    )
}

fn primitive() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Nil),
        any::<bool>().prop_map(Value::Bool),
        any::<u16>().prop_map(Value::Char),
        integer(),
        any::<f64>().prop_filter("NaN is not equal to itself", |x| !x.is_nan()).prop_map(Value::Double),
        text().prop_map(Value::String),
        text().prop_map(Value::Uri),
        text().prop_map(Value::Version),
        date_time(),
        any::<i64>().prop_map(|ticks| Value::TimeSpan(TimeSpan(ticks))),
        any::<u128>().prop_map(|bits| Value::Guid(uuid::Uuid::from_u128(bits))),
        prop::collection::vec(any::<u8>(), 0..20).prop_map(Value::Bytes),
    ]
}

fn value() -> impl Strategy<Value = Value> {
    primitive().prop_recursive(4, 40, 5, |inner| {
        let properties = prop::collection::vec(
            (text(), inner.clone()).prop_map(|(name, value)| Property::new(name, value)),
            0..4,
        );
        let content = prop_oneof![
            Just(Content::None),
            primitive().prop_map(|value| Content::Value(Box::new(value))),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Content::List),
            prop::collection::vec((inner.clone(), inner), 0..3).prop_map(Content::Dictionary),
        ];
        let names = prop::collection::vec(text(), 0..3).prop_map(TypeNames::read);
        (names, prop::option::of(text()), content, properties.clone(), properties).prop_map(
            |(type_names, to_string, content, props, members)| {
                Value::object(Object { type_names, to_string, content, props, members })
            },
        )
    })
}

proptest! {
    #[test]
    fn what_is_written_reads_back_equal(values in prop::collection::vec(value(), 0..4)) {
        // A property keeps lists whole, which a reader takes apart at the top level.
        let wrapped: Vec<Value> = values
            .into_iter()
            .map(|value| Value::object(Object { props: vec![Property::new("It", value)], ..Object::default() }))
            .collect();
        let bytes = written(&wrapped);
        prop_assert_eq!(&written(&wrapped), &bytes);
        let read = read_all(&bytes).unwrap();
        prop_assert_eq!(read, wrapped);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let mut reader = Reader::new(bytes.as_slice(), References::default());
        while let Ok(Some(_)) = reader.next_object() {}
    }
}

#[test]
fn a_top_level_list_is_taken_apart_unless_it_is_asked_for_whole() {
    let text = document("<Obj RefId=\"0\"><LST><I32>1</I32><I32>2</I32></LST></Obj><I32>3</I32>");
    assert_eq!(read_all(text.as_bytes()).unwrap().len(), 3);
    let references = References::scan(text.as_bytes()).unwrap();
    let mut reader = Reader::new(text.as_bytes(), references).with_whole_lists();
    let list = vec![Value::Int(IntKind::I32, 1), Value::Int(IntKind::I32, 2)];
    let whole = Value::object(Object::list(TypeNames::default(), list));
    assert_eq!(reader.next_object().unwrap(), Some(whole));
    assert_eq!(reader.next_object().unwrap(), Some(Value::Int(IntKind::I32, 3)));
    assert_eq!(reader.next_object().unwrap(), None);
}
