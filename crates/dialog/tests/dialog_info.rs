//! What telephones tell of their dialogs: documents in, dialogs out.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

use dialog::dialog_info::{DIALOGS_MAX, DialogInfo, DialogTable, InvalidDialogInfo, ReportedDialog, Taken};

fn parse(document: &str) -> Result<DialogInfo, InvalidDialogInfo> {
    DialogInfo::parse(document.as_bytes())
}

/// A document with these dialogs.
fn document(version: u32, state: &str, dialogs: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" version=\"{version}\" \
         state=\"{state}\" entity=\"sip:alex@contoso.com\">{dialogs}</dialog-info>"
    )
}

/// A dialog with a Call-ID that is its id.
fn row(id: &str, state: &str) -> String {
    format!(
        "<dialog id=\"{id}\" call-id=\"{id}\" local-tag=\"l\" remote-tag=\"r\"><state>{state}</state></dialog>"
    )
}

#[test]
fn the_dialogs_of_the_example_of_rfc_4235_are_read() {
    let info = parse(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<!-- a phone -->\r\n\
         <d:dialog-info xmlns:d=\"urn:ietf:params:xml:ns:dialog-info\" version=\"1\" state=\"full\" entity=\"sip:alice@example.com\">\r\n\
         <d:dialog id=\"as7d900as8\" call-id=\"a84b4c76e66710\" local-tag=\"1928301774\" direction=\"initiator\">\
         <d:state event=\"replaced\" code=\"200\"> con<!-- -->firmed </d:state><d:duration>274</d:duration>\
         <d:local><d:identity display=\"Alice\">sip:alice@example.com</d:identity><d:target uri=\"sip:alice@pc33\">\
         <d:param pname=\"+sip.rendering\" pval=\"yes\"/></d:target></d:local>\
         <d:remote><d:state>terminated</d:state></d:remote></d:dialog>\
         <d:dialog id=\"&lt;2&gt;\" call-id=\"\"><d:state><![CDATA[terminated]]></d:state></d:dialog>\
         <x:other xmlns:x=\"urn:x\"><x:dialog/></x:other></d:dialog-info>\r\n",
    )
    .unwrap();
    assert_eq!((info.version, info.is_full), (1, true));
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        info.dialogs,
        [
            ReportedDialog {
                id: "as7d900as8".to_owned(),
                call_id: text("a84b4c76e66710"),
                local_tag: text("1928301774"),
                remote_tag: None,
                is_over: false,
            },
            ReportedDialog {
                id: "<2>".to_owned(),
                call_id: None,
                local_tag: None,
                remote_tag: None,
                is_over: true,
            },
        ]
    );
}

#[test]
fn every_state_but_terminated_is_a_call() {
    for (state, is_over) in [
        ("trying", Ok(false)),
        ("proceeding", Ok(false)),
        ("early", Ok(false)),
        ("confirmed", Ok(false)),
        ("terminated", Ok(true)),
        ("held", Err(InvalidDialogInfo::State)),
        ("", Err(InvalidDialogInfo::State)),
    ] {
        let info = parse(&document(0, "full", &row("1", state)));
        assert_eq!(info.map(|info| info.dialogs[0].is_over), is_over, "{state}");
    }
}

#[test]
fn what_is_no_document_or_wants_too_much_is_refused() {
    use InvalidDialogInfo::{Attribute, Declaration, Root, State, TooComplex, TooLong, TooMany};
    let many: String = (0..=DIALOGS_MAX).map(|number| row(&number.to_string(), "early")).collect();
    let deep = format!("{}{}", "<a>".repeat(30), "</a>".repeat(30));
    let wide: String = (0..5_000).map(|number| format!("a{number}=\"\" ")).collect();
    for (document, fault) in [
        (String::new(), Root),
        ("hello".to_owned(), Root),
        ("<presence/>".to_owned(), Root),
        (format!("{}<dialog-info/>", document(0, "full", "")), Root),
        (document(0, "full", "").replace("version=\"0\"", "version=\"-1\""), Attribute("version")),
        (document(0, "full", "").replace("version=\"0\"", ""), Attribute("version")),
        (document(0, "whole", ""), Attribute("state")),
        (document(0, "full", "<dialog><state>early</state></dialog>"), Attribute("id")),
        (document(0, "full", &format!("<dialog id=\"{}\"/>", "x".repeat(300))), Attribute("id")),
        (document(0, "full", "<dialog id=\"1\"/>"), State),
        (document(0, "full", &many), TooMany),
        (document(0, "full", &deep), TooComplex),
        (document(0, "full", &format!("<dialog {wide}/>")), TooComplex),
        (document(0, "full", &" ".repeat(70_000)), TooLong),
        (document(0, "full", &row("1", "&own;")), Declaration),
        (document(0, "full", "<dialog id=\"&own;\"/>"), Declaration),
        (
            document(0, "full", "").replace(
                "<dialog-info",
                "<!DOCTYPE d [<!ENTITY own SYSTEM \"file:///etc/passwd\">]><dialog-info",
            ),
            Declaration,
        ),
    ] {
        assert_eq!(parse(&document), Err(fault), "{}", &document[..document.len().min(200)]);
    }
    let whole = document(0, "full", &row("1", "early"));
    for length in 0..whole.len() {
        assert!(parse(&whole[..length]).is_err(), "cut at {length}");
    }
    assert_eq!(DialogInfo::parse(b"<dialog-info \xFF/>"), Err(InvalidDialogInfo::Encoding));
}

/// Version, state, and the ids of dialogs with their states.
type Told<'a> = (u32, &'a str, &'a [(&'a str, &'a str)]);

/// Takes documents one after the other; gives what became of each and how many dialogs are not ours then.
fn take(documents: &[Told<'_>]) -> Vec<(Taken, usize)> {
    let mut table = DialogTable::default();
    let mut taken = Vec::new();
    for (version, state, rows) in documents {
        let rows: String = rows.iter().map(|(id, state)| row(id, state)).collect();
        let info = parse(&document(*version, state, &rows)).unwrap();
        let is_ours = |dialog: &ReportedDialog| dialog.call_id.as_deref() == Some("ours");
        taken.push((table.take(info, is_ours), table.others()));
    }
    taken
}

#[test]
fn a_table_follows_full_and_partial_documents() {
    use Taken::{Stale, Whole, WithGap};
    let taken = take(&[
        (5, "full", &[("a", "confirmed"), ("ours", "early"), ("old", "terminated")]),
        (6, "partial", &[("b", "trying")]),
        (7, "partial", &[("a", "terminated"), ("gone", "terminated")]),
        // Told before, and told again.
        (6, "partial", &[("c", "early")]),
        (7, "partial", &[("c", "early")]),
        // 8 is missing.
        (9, "partial", &[("d", "early")]),
        (10, "full", &[("d", "confirmed")]),
        // Whoever tells everything has told what was missed.
        (20, "full", &[]),
        // Some telephones count nothing.
        (20, "full", &[("e", "early")]),
        (19, "full", &[]),
    ]);
    assert_eq!(
        taken,
        [
            (Whole, 1),
            (Whole, 2),
            (Whole, 1),
            (Stale, 1),
            (Stale, 1),
            (WithGap, 2),
            (Whole, 1),
            (Whole, 0),
            (Whole, 1),
            (Stale, 1),
        ]
    );
    assert_eq!(take(&[(0, "partial", &[("a", "early")])]), [(WithGap, 1)], "the beginning is missing");
}

#[test]
fn a_dialog_of_ours_stays_ours_until_the_telephone_tells_its_end() {
    let mut table = DialogTable::default();
    let told = |version, state, call: &str| {
        let row = row("1", "confirmed").replace("call-id=\"1\"", &format!("call-id=\"{call}\""));
        parse(&document(version, state, &row)).unwrap()
    };
    table.take(told(0, "full", "x"), |_| true);
    assert_eq!((table.others(), table.ours(), table.unnamed()), (0, 1, 0));
    for (version, state) in [(1, "partial"), (2, "full")] {
        table.take(told(version, state, "x"), |_| false);
        assert_eq!((table.others(), table.ours()), (0, 1), "it is not known here any more");
    }
    table.take(told(3, "full", "y"), |_| false);
    assert_eq!((table.others(), table.ours()), (1, 0), "another dialog has the same id");
    table.take(told(4, "full", ""), |_| false);
    assert_eq!((table.others(), table.unnamed()), (0, 1));
}

#[test]
fn a_table_has_room_for_some_dialogs_only() {
    let mut table = DialogTable::default();
    for number in 0..3 * DIALOGS_MAX {
        let row = row(&number.to_string(), "early");
        table.take(parse(&document(number as u32, "partial", &row)).unwrap(), |_| false);
    }
    assert_eq!(table.others(), DIALOGS_MAX);
}
