//! Session descriptions: what is read, what is answered, what is refused.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

use dialog::sdp::{Codec, Description, Direction, InvalidSdp, LocalMedia, Negotiation, Unanswerable};

fn local() -> LocalMedia {
    LocalMedia {
        address: "192.0.2.1".parse().unwrap(),
        port: 20000,
        codecs: vec![Codec::Pcma, Codec::Pcmu],
        direction: Direction::SendReceive,
        rtcp_mux: true,
    }
}

fn session() -> Negotiation {
    Negotiation::new("7".into(), "pair.example.com".into())
}

/// A description with these lines after its head.
fn offer(lines: &str) -> String {
    format!("v=0\no=- 5 1 IN IP4 198.51.100.7\ns=-\nc=IN IP4 198.51.100.7\nt=0 0\n{lines}")
}

/// The answer to an offer without its head, and what was agreed.
fn answered(lines: &str) -> String {
    let mut session = session();
    match session.answer(Description::parse(&offer(lines)).unwrap(), &local()) {
        Ok(answer) => {
            let text = answer.to_string().replace("\r\n", "\n");
            let media = session.agreed().unwrap();
            let events = media.telephone_event.map(|events| (events.sent, events.received));
            format!(
                "{}{} rtcp {} {:?} {} {} events {events:?} {:?}",
                &text[text.find("m=").unwrap()..],
                media.address,
                media.rtcp,
                media.codec,
                media.payload_type,
                media.direction.name(),
                media.packet_time
            )
        }
        Err(fault) => fault.to_string(),
    }
}

#[test]
fn the_order_of_the_peer_chooses_the_codec() {
    insta::assert_snapshot!(answered("m=audio 4000 RTP/AVP 9 0 8 101\na=rtpmap:101 telephone-event/8000\n"), @"
    m=audio 20000 RTP/AVP 0 101
    a=rtpmap:0 PCMU/8000
    a=rtpmap:101 telephone-event/8000
    a=fmtp:101 0-15
    a=ptime:20
    a=sendrecv
    198.51.100.7:4000 rtcp 198.51.100.7:4001 Pcmu 0 sendrecv events Some((101, 101)) None
    ");
    insta::assert_snapshot!(answered("m=audio 4000 RTP/AVP 8 0\na=ptime:30\n"), @"
    m=audio 20000 RTP/AVP 8
    a=rtpmap:8 PCMA/8000
    a=ptime:20
    a=sendrecv
    198.51.100.7:4000 rtcp 198.51.100.7:4001 Pcma 8 sendrecv events None Some(30)
    ");
}

#[test]
fn payload_types_are_those_of_the_peer() {
    let lines = "m=audio 4000 RTP/AVP 97 0 96\na=rtpmap:97 pcma/8000/1\na=rtpmap:96 Telephone-Event/8000\n";
    insta::assert_snapshot!(answered(lines), @"
    m=audio 20000 RTP/AVP 97 96
    a=rtpmap:97 PCMA/8000
    a=rtpmap:96 telephone-event/8000
    a=fmtp:96 0-15
    a=ptime:20
    a=sendrecv
    198.51.100.7:4000 rtcp 198.51.100.7:4001 Pcma 97 sendrecv events Some((96, 96)) None
    ");
}

#[test]
fn digits_at_another_clock_rate_are_not_taken() {
    insta::assert_snapshot!(answered("m=audio 4000 RTP/AVP 0 101\na=rtpmap:101 telephone-event/48000\n"), @"
    m=audio 20000 RTP/AVP 0
    a=rtpmap:0 PCMU/8000
    a=ptime:20
    a=sendrecv
    198.51.100.7:4000 rtcp 198.51.100.7:4001 Pcmu 0 sendrecv events None None
    ");
}

#[test]
fn other_streams_are_refused_in_their_places() {
    let lines = "m=video 4002 RTP/AVP 96 97\na=rtpmap:96 H264/90000\nm=audio 0 RTP/AVP 0\nm=audio 4006 RTP/SAVP 0\n\
                 m=audio 4008 RTP/AVP 18\nm=audio 4000 RTP/AVP 0\nm=image 4004 udptl t38\nm=audio 4010 RTP/AVP 0\n";
    insta::assert_snapshot!(answered(lines), @"
    m=video 0 RTP/AVP 96
    m=audio 0 RTP/AVP 0
    m=audio 0 RTP/SAVP 0
    m=audio 0 RTP/AVP 18
    m=audio 20000 RTP/AVP 0
    a=rtpmap:0 PCMU/8000
    a=ptime:20
    a=sendrecv
    m=image 0 udptl t38
    m=audio 0 RTP/AVP 0
    198.51.100.7:4000 rtcp 198.51.100.7:4001 Pcmu 0 sendrecv events None None
    ");
}

#[test]
fn every_form_of_hold_is_answered() {
    for (lines, allowed) in [
        ("m=audio 4000 RTP/AVP 0\na=sendonly\n", "recvonly"),
        ("a=sendonly\nm=audio 4000 RTP/AVP 0\n", "recvonly"),
        ("a=sendonly\nm=audio 4000 RTP/AVP 0\na=sendrecv\n", "sendrecv"),
        ("m=audio 4000 RTP/AVP 0\na=inactive\n", "inactive"),
        ("m=audio 4000 RTP/AVP 0\na=recvonly\n", "sendonly"),
        ("m=audio 4000 RTP/AVP 0\nc=IN IP4 0.0.0.0\n", "recvonly"),
        ("m=audio 4000 RTP/AVP 0\nc=IN IP4 0.0.0.0\na=inactive\n", "inactive"),
        ("m=audio 4000 RTP/AVP 0\nc=IN IP6 ::\n", "recvonly"),
    ] {
        let mut session = session();
        session.answer(Description::parse(&offer(lines)).unwrap(), &local()).unwrap();
        assert_eq!(session.agreed().unwrap().direction.name(), allowed, "{lines}");
        assert_eq!(session.ours().unwrap().media[0].direction.unwrap().name(), allowed, "{lines}");
        assert_eq!(session.is_held(), !["sendonly", "sendrecv"].contains(&allowed), "{lines}");
    }
}

#[test]
fn rtcp_goes_where_the_peer_says() {
    insta::assert_snapshot!(answered("m=audio 4000 RTP/AVP 0\na=rtcp:4009\n"), @"
    m=audio 20000 RTP/AVP 0
    a=rtpmap:0 PCMU/8000
    a=ptime:20
    a=sendrecv
    198.51.100.7:4000 rtcp 198.51.100.7:4009 Pcmu 0 sendrecv events None None
    ");
    insta::assert_snapshot!(answered("m=audio 4000 RTP/AVP 0\na=rtcp:4009 IN IP6 2001:db8::9\n"), @"
    m=audio 20000 RTP/AVP 0
    a=rtpmap:0 PCMU/8000
    a=ptime:20
    a=sendrecv
    198.51.100.7:4000 rtcp [2001:db8::9]:4009 Pcmu 0 sendrecv events None None
    ");
    insta::assert_snapshot!(answered("m=audio 4000 RTP/AVPF 0\na=rtcp-mux\na=rtcp:4009\n"), @"
    m=audio 20000 RTP/AVPF 0
    a=rtpmap:0 PCMU/8000
    a=ptime:20
    a=rtcp-mux
    a=sendrecv
    198.51.100.7:4000 rtcp 198.51.100.7:4000 Pcmu 0 sendrecv events None None
    ");
}

#[test]
fn a_call_is_not_refused_for_the_name_of_the_host_of_rtcp() {
    let rtcp = |lines| answered(lines).lines().last().unwrap().to_owned();
    assert_eq!(
        rtcp("m=audio 4000 RTP/AVP 0\na=rtcp:4009 IN IP4 phone.example.com\n"),
        rtcp("m=audio 4000 RTP/AVP 0\na=rtcp:4009\n")
    );
}

#[test]
fn addresses_may_be_of_version_6() {
    let text = "v=0\r\no=- 5 1 IN IP6 2001:db8::7\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\nc=IN IP6 2001:db8::7\r\n";
    let mut session = Negotiation::new("7".into(), "[2001:db8::1]".into());
    let here = LocalMedia { address: "2001:db8::1".parse().unwrap(), ..local() };
    let answer = session.answer(Description::parse(text).unwrap(), &here).unwrap();
    insta::assert_snapshot!(answer.to_string().replace('\r', ""), @"
    v=0
    o=- 7 1 IN IP6 2001:db8::1
    s=-
    c=IN IP6 2001:db8::1
    t=0 0
    m=audio 20000 RTP/AVP 0
    a=rtpmap:0 PCMU/8000
    a=ptime:20
    a=sendrecv
    ");
    assert_eq!(session.agreed().unwrap().address.to_string(), "[2001:db8::7]:4000");
}

#[test]
fn of_two_streams_that_differ_in_the_family_of_addresses_the_one_of_our_family_is_taken() {
    let lines = "m=audio 4000 RTP/AVP 0\nc=IN IP6 2001:db8::7\nm=audio 4002 RTP/AVP 0\n";
    let mut session = session();
    session.answer(Description::parse(&offer(lines)).unwrap(), &local()).unwrap();
    assert_eq!(session.agreed().unwrap().address.to_string(), "198.51.100.7:4002");
    let here = LocalMedia { address: "2001:db8::1".parse().unwrap(), ..local() };
    session.answer(Description::parse(&offer(lines)).unwrap(), &here).unwrap();
    assert_eq!(session.agreed().unwrap().address.to_string(), "[2001:db8::7]:4000");
}

#[test]
fn phones_are_read_whatever_their_line_ends_and_order() {
    for text in [
        "v=0\ro=- 5 1 IN IP4 a\rc=IN IP4 198.51.100.7\rm=audio 4000 RTP/AVP 0\r",
        "v=0\r\n\r\no=- 5 1 IN IP4 a\nm=audio 4000 rtp/avp 0\nc=IN IP4 198.51.100.7/127\n\n",
        "v=0\no=Jane Doe 5 1 in ip4 a\nc=in ip4 198.51.100.7\nt=0 0\ns=\nm=AUDIO 4000/2 RTP/AVP 0",
        "v=0 \no=- 5 123456789012345678901234567890 IN IP4 a\nm=audio 4000 RTP/AVP 0 \na=\na=x\nc= IN IP4 198.51.100.7 \n",
    ] {
        let mut session = session();
        session.answer(Description::parse(text).expect(text), &local()).expect(text);
        assert_eq!(session.agreed().unwrap().address.to_string(), "198.51.100.7:4000");
    }
}

#[test]
fn nonsense_is_refused_with_its_place() {
    let line = |text: &str| Description::parse(text).map(|_| ()).unwrap_err();
    let many = |text: &str, count| line(&format!("{}{}", offer(""), text.repeat(count)));
    assert_eq!(line(""), InvalidSdp::NoOrigin);
    assert_eq!(line("v=1\n"), InvalidSdp::Version);
    assert_eq!(line("o=- 5 1 IN IP4 a\nv=0\n"), InvalidSdp::Version);
    assert_eq!(line("v=0\n"), InvalidSdp::NoOrigin);
    assert_eq!(line("v=0\no=- x 1 IN IP4 a\n"), InvalidSdp::Origin(2));
    assert_eq!(line("v=0\no=5 1 IN IP4 a\n"), InvalidSdp::Origin(2));
    assert_eq!(line("v=0\nhello\n"), InvalidSdp::Line(2));
    assert_eq!(line("v=0\nhello=1\n"), InvalidSdp::Line(2));
    assert_eq!(line(&offer("c=IN IP4 example.com\n")), InvalidSdp::Connection(6));
    assert_eq!(line(&offer("c=IN IP6 192.0.2.1\n")), InvalidSdp::Connection(6));
    assert_eq!(line(&offer("m=audio 65536 RTP/AVP 0\n")), InvalidSdp::Media(6));
    assert_eq!(line(&offer("m=audio -1 RTP/AVP 0\n")), InvalidSdp::Media(6));
    assert_eq!(line(&offer("m=audio 4000 RTP/AVP\n")), InvalidSdp::Media(6));
    assert_eq!(line(&offer("m=audio 4000 RTP/AVP 0\na=rtpmap:0\n")), InvalidSdp::Attribute(7));
    assert_eq!(line(&offer("m=audio 4000 RTP/AVP 0\na=rtpmap:999 x/1\n")), InvalidSdp::Attribute(7));
    assert_eq!(line(&offer("m=audio 4000 RTP/AVP 0\na=rtcp:x\n")), InvalidSdp::Attribute(7));
    assert_eq!(line("v=0\no=- 5 1 IN IP4 a\nm=audio 4000 RTP/AVP 0\n"), InvalidSdp::NoConnection);
    assert_eq!(many("m=audio 4000 RTP/AVP 0\n", 17), InvalidSdp::TooManyMedia);
    assert_eq!(many("a=x\n", 600), InvalidSdp::TooLong);
    assert_eq!(many("a=0123456789012345678901234567890123456789\n", 400), InvalidSdp::TooLong);
}

#[test]
fn without_a_common_codec_nothing_changes() {
    for lines in [
        "",
        "m=audio 4000 RTP/AVP 9 101\n",
        "m=audio 0 RTP/AVP 0\n",
        "m=audio 4000 RTP/AVP 0\na=rtpmap:0 G729/8000\n",
    ] {
        let mut session = session();
        let fault = session.answer(Description::parse(&offer(lines)).unwrap(), &local()).unwrap_err();
        assert_eq!((fault, fault.status()), (Unanswerable::NoCommonCodec, 488), "{lines}");
        assert_eq!(session, self::session());
    }
}

#[test]
fn an_answer_may_leave_out_what_it_refuses_but_not_add_streams() {
    let first = offer("m=video 4002 RTP/AVP 96\nm=audio 4000 RTP/AVP 8\n");
    let mut session = session();
    session.answer(Description::parse(&first).unwrap(), &local()).unwrap();
    session.offer(&LocalMedia { port: 20002, ..local() });
    let more = offer("m=video 0 RTP/AVP 96\nm=audio 4000 RTP/AVP 8\nm=audio 4002 RTP/AVP 8\n");
    let fault = session.read_answer(Description::parse(&more).unwrap());
    assert_eq!(fault, Err(Unanswerable::DoesNotFit));
    session.read_answer(Description::parse(&first).unwrap()).unwrap();
    assert_eq!(session.read_answer(Description::parse(&first).unwrap()), Err(Unanswerable::DoesNotFit));
    let mut fresh = self::session();
    fresh.offer(&local());
    fresh.read_answer(Description::parse(&offer("m=audio 4000 RTP/AVP 0 8\n")).unwrap()).unwrap();
    assert_eq!(fresh.agreed().unwrap().codec, Codec::Pcmu);
}

#[test]
fn the_version_rises_by_one_with_each_change_and_by_none_without() {
    let mut session = session();
    let theirs = || {
        Description::parse(&offer("m=audio 4000 RTP/AVP 8 101\na=rtpmap:101 telephone-event/8000\n")).unwrap()
    };
    let version = |description: &Description| description.origin.version;
    assert_eq!(version(&session.answer(theirs(), &local()).unwrap()), 1);
    assert_eq!(version(&session.answer(theirs(), &local()).unwrap()), 1);
    let moved = LocalMedia { port: 20002, ..local() };
    assert_eq!(version(&session.offer(&moved)), 2);
    session.withdraw();
    assert_eq!(version(&session.offer(&moved)), 2);
    session.withdraw();
    assert_eq!(version(&session.answer(theirs(), &local()).unwrap()), 3);
    assert_eq!(version(&session.offer_again().unwrap()), 3);
    session.read_answer(theirs()).unwrap();
    let written = serde_json::to_string(&session).unwrap();
    let mut elsewhere: Negotiation = serde_json::from_str(&written).unwrap();
    assert_eq!(version(&elsewhere.offer(&moved)), 4);
}

#[test]
fn an_origin_reads_back_equal_whatever_brackets_its_host_had() {
    let read = |host: &str| Description::parse(&format!("v=0\no=- 5 1 IN IP6 {host}\ns=-\nt=0 0\n"));
    for host in ["[2001:db8::1]", "2001:db8::1]", "[[2001:db8::1", "pool.contoso.com]"] {
        let description = read(host).unwrap();
        assert_eq!(Description::parse(&description.to_string()).as_ref(), Ok(&description), "{host}");
    }
    assert_eq!(read("[2001:db8::1]").unwrap().origin.host, "2001:db8::1");
    assert!(read("[]").is_err());
}
