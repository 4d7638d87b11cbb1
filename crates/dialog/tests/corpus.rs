//! Replays the corpora of the fuzz targets, each file as it is and with seeded mutations, and tries any bytes.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

#[path = "../../../fuzz/src/dialog_info.rs"]
mod dialog_info;
#[path = "../../../fuzz/src/replay.rs"]
mod replay;
#[path = "../../../fuzz/src/sdp_reader.rs"]
mod sdp_reader;
#[path = "../../../fuzz/src/sip_leg.rs"]
mod sip_leg;
#[path = "../../../fuzz/src/sip_message.rs"]
mod sip_message;

use std::fs;

use proptest::{
    collection::vec,
    prelude::{ProptestConfig, any},
    proptest,
};
use stdx::Rng;

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn a_leg_ends_and_tells_one_end_whatever_its_owner_and_its_peer_do(steps in vec(any::<u8>(), 0..160)) {
        sip_leg::sip_leg(&steps);
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in vec(any::<u8>(), 0..300)) {
        sip_message::sip_message(&bytes);
        sdp_reader::sdp_reader(&bytes);
        dialog_info::dialog_info(&bytes);
    }

    #[test]
    fn no_address_makes_a_reader_panic(text in "[ <>\"\\\\;:@?=,.a-c0-2\\[\\]é%]{0,40}") {
        sip_message::sip_message(text.as_bytes());
        sip_message::sip_message(format!("sip:{text}").as_bytes());
        sip_message::sip_message(format!("\"{text}\" <sip:a@b>;{text}").as_bytes());
    }
}

/// Files with the line ends of the wire.
fn files(texts: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    texts.iter().map(|(name, text)| ((*name).to_owned(), text.replace('\n', "\r\n").into_bytes())).collect()
}

#[test]
fn the_reader_of_messages_survives_its_corpus_and_mutations_of_it() {
    replay::replay("sip_message", &files(MESSAGES), WORDS, sip_message::sip_message);
}

#[test]
fn the_reader_of_messages_survives_mutations_of_the_torture_messages() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../edge/tests/wire/torture");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let messages: Vec<_> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    replay::mutations(&messages, WORDS, sip_message::sip_message);
}

#[test]
fn the_reader_of_descriptions_survives_its_corpus_and_mutations_of_it() {
    replay::replay("sdp_reader", &files(DESCRIPTIONS), SDP_WORDS, sdp_reader::sdp_reader);
}

#[test]
fn the_reader_of_dialogs_survives_its_corpus_and_mutations_of_it() {
    replay::replay("dialog_info", &files(DIALOGS), DIALOG_WORDS, dialog_info::dialog_info);
}

#[test]
fn a_leg_survives_its_corpus_and_mutations_of_it() {
    let mut rng = Rng::new(0x1E6);
    let seeds: Vec<_> = (0..8)
        .map(|number| (format!("steps-{number}"), (0..40 + 8 * number).map(|_| rng.next() as u8).collect()))
        .collect();
    replay::replay("sip_leg", &seeds, &["\x0B\x01\0\x01", "\x04\0\0\x03", "\x08\x40"], sip_leg::sip_leg);
}

const MESSAGES: &[(&str, &str)] = &[
    (
        "invite",
        "INVITE sip:desk@example.com;user=phone SIP/2.0\nVia: SIP/2.0/UDP 198.51.100.7:5062;branch=z9hG4bK1;rport, SIP/2.0/TCP a.b\n\
         f: \"A \\\"B\\\"\" <sip:+33123@example.com>;tag=1\nt: <sip:desk@example.com>\ni: a@b\nCSeq: 1 INVITE\n\
         m: <sip:a@198.51.100.7;transport=tcp>;expires=60, <sips:[2001:db8::1]:5061>\nMax-Forwards: 70\nk: 100rel,\n timer\n\
         Record-Route: <sip:p1;lr>,<sip:p2;lr>\nl: 4\n\nbody",
    ),
    (
        "response",
        "SIP/2.0 200 OK\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\nFrom: sip:a@b;tag=1\nTo: A <tel:+33123;ext=5>;tag=2\nCall-ID: 1\nCSeq: 2147483647 BYE\n\n",
    ),
    ("keepalive", "\n\n"),
];

const WORDS: &[&str] = &[
    "\r\n",
    "Via: SIP/2.0/UDP a\r\n",
    "Content-Length: 99\r\n",
    "CSeq: 1 INVITE\r\n",
    "To: <sip:a@b>;tag=x\r\n",
    " \r\n\t",
    "<",
    ">",
    "\"",
    "\\",
    ";",
    ",",
    "%00",
    "sip:",
    "tel:",
    "[::1]",
    ":65536",
    "?a=b",
    "@",
    "SIP/2.0 ",
    "\u{e9}",
    "\0",
];

const DESCRIPTIONS: &[(&str, &str)] = &[
    (
        "phone",
        "v=0\no=- 5 1 IN IP4 198.51.100.7\ns=-\nc=IN IP4 198.51.100.7\nb=AS:64\nt=0 0\nm=audio 4000 RTP/AVP 8 0 9 101\n\
         a=rtpmap:8 PCMA/8000\na=rtpmap:101 telephone-event/8000\na=fmtp:101 0-15\na=ptime:20\na=rtcp:4001 IN IP4 198.51.100.8\na=sendrecv\n",
    ),
    (
        "video",
        "v=0\no=a b 5 99999999999999999999 IN IP6 2001:db8::1\ns=-\nc=IN IP6 2001:db8::1\nt=0 0\na=sendonly\nm=video 4002/2 RTP/AVPF 96 97\n\
         m=audio 0 RTP/AVP 0\nm=audio 4000 RTP/AVPF 97 96 0\nc=IN IP4 0.0.0.0\na=rtpmap:97 pcma/8000/1\na=rtpmap:96 telephone-event/8000\na=rtcp-mux\nm=image 4004 udptl t38\n",
    ),
];

const SDP_WORDS: &[&str] = &[
    "\r\n",
    "m=audio 4000 RTP/AVP 0 8\r\n",
    "c=IN IP4 0.0.0.0\r\n",
    "c=IN IP6 ::1\r\n",
    "a=inactive\r\n",
    "a=recvonly\r\n",
    "a=rtcp:0\r\n",
    "a=rtpmap:0 PCMA/8000\r\n",
    "a=rtpmap:128 x\r\n",
    "m=audio 65536 RTP/AVP 0\r\n",
    "v=0\r\n",
    "a=",
    "=",
    "18446744073709551615",
];

const DIALOGS: &[(&str, &str)] = &[
    (
        "full",
        "<?xml version=\"1.0\"?>\n<dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" version=\"0\" state=\"full\" entity=\"sip:a@b\">\n\
         <dialog id=\"1\" call-id=\"x\" local-tag=\"l\" remote-tag=\"r\" direction=\"initiator\"><state event=\"x\">confirmed</state>\n\
         <remote><identity display=\"&lt;&#65;\">sip:c@d</identity></remote></dialog>\n<dialog id=\"2\"><state>early</state></dialog></dialog-info>",
    ),
    (
        "partial",
        "<d:dialog-info xmlns:d=\"urn:ietf:params:xml:ns:dialog-info\" version=\"4294967295\" state=\"partial\" entity=\"\">\
         <d:dialog id=\"1\" call-id=\"\"><d:state><![CDATA[terminated]]></d:state></d:dialog><!-- --></d:dialog-info>",
    ),
];

const DIALOG_WORDS: &[&str] = &[
    "<dialog id=\"1\">",
    "</dialog>",
    "<state>early</state>",
    "<dialog id=\"3\" call-id=\"y\"/>",
    "<!DOCTYPE d>",
    "&amp;",
    "&#x110000;",
    "&own;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "<?x?>",
    "version=\"1\"",
    "='",
    "xmlns:d=\"\"",
    "\u{feff}",
    "/>",
];
