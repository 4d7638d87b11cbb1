//! Messages and addresses: what is read, what is written, what is refused.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

use dialog::{
    InvalidUri, NameAddr, Uri,
    message::{Headers, Message, Request, Response},
    wire::{self, Bounds, Unreadable},
};

/// A request with these lines in place of the usual ones of the same name.
fn text(first: &str, lines: &str) -> String {
    let mut text = format!("{first}\r\n");
    for usual in [
        "Via: SIP/2.0/UDP a;branch=z9hG4bK1",
        "From: <sip:a@b>;tag=1",
        "To: <sip:c@d>",
        "Call-ID: 1",
        "CSeq: 1 BYE",
    ] {
        let name = usual.split(':').next().unwrap();
        if !lines.contains(&format!("{name}:")) {
            text += &format!("{usual}\r\n");
        }
    }
    text + &lines.replace('\n', "\r\n") + "\r\n"
}

/// The status and the words with which a request is refused, or why nothing is said.
fn refused(text: &str) -> String {
    match wire::read(text.as_bytes(), BOUNDS).expect_err(text) {
        Unreadable::Refused(refused) => format!("{} {}", refused.status, refused.reason),
        Unreadable::Silence(reason) => reason.to_owned(),
        Unreadable::KeepAlive => "keep-alive".to_owned(),
    }
}

fn request(lines: &str) -> Request {
    match wire::read(text("BYE sip:c@d SIP/2.0", lines).as_bytes(), BOUNDS).unwrap() {
        Message::Request(request) => request,
        Message::Response(_) => panic!("a response"),
    }
}

#[test]
fn a_request_is_read_with_compact_names_folded_lines_and_lists() {
    let request = request(
        "k: timer\nSUPPORTED: 100rel,\n  path\nRoute: <sip:a;lr>, \"x, y\" <sip:b>\nl: 2\n\nbody beyond",
    );
    let headers = &request.headers;
    assert_eq!(headers.elements("supported").collect::<Vec<_>>(), ["timer", "100rel", "path"]);
    assert_eq!(headers.elements("Route").collect::<Vec<_>>(), ["<sip:a;lr>", "\"x, y\" <sip:b>"]);
    assert!(headers.lists("Supported", "PATH") && !headers.lists("Supported", "pat"));
    insta::assert_snapshot!(String::from_utf8(request.to_bytes()).unwrap().replace('\r', ""), @r#"
    BYE sip:c@d SIP/2.0
    Via: SIP/2.0/UDP a;branch=z9hG4bK1
    From: <sip:a@b>;tag=1
    To: <sip:c@d>
    Call-ID: 1
    CSeq: 1 BYE
    Supported: timer
    SUPPORTED: 100rel, path
    Route: <sip:a;lr>, "x, y" <sip:b>
    Content-Length: 2

    bo
    "#);
}

#[test]
fn a_name_that_a_phone_does_not_quote_may_have_any_letters() {
    let request = request("From: Jürgen Müller <sip:a@b>;tag=1\n");
    let from = request.headers.from().unwrap();
    assert_eq!((from.display.as_deref(), from.tag()), (Some("Jürgen Müller"), Some("1")));
}

#[test]
fn a_message_that_is_none_is_refused_with_what_is_wrong() {
    let request = |lines: &str| refused(&text("BYE sip:c@d SIP/2.0", lines));
    let first = |first: &str| refused(&text(first, ""));
    let faults = [
        refused(""),
        refused("BYE sip:c@d SIP/2.0\r\nVia: a\r\n"),
        first("BYE sip:c@d"),
        first("BYE  sip:c@d SIP/2.0"),
        first("B(E sip:c@d SIP/2.0"),
        first("BYE sip:c@d SIP/3.0"),
        first("BYE sip:c@d> SIP/2.0"),
        first("SIP/2.0 99 Low"),
        first("SIP/2.0 700 High"),
        first("SIP/1.0 200 OK"),
        first("OPTIONS sip:c@d SIP/2.0"),
        first("ACK sip:c@d SIP/2.0"),
        request("Subject\n"),
        request("Sub ject: x\n"),
        request("From: <sip:a@b>;tag=1\nf: <sip:a@b>;tag=2\n"),
        request("Content-Length: 1\nContent-Length: 1\n"),
        request("Content-Length: 5\n"),
        request("Content-Length: -5\n"),
        request("Content-Length: 99999999999999999999\n"),
        request("CSeq: 2147483648 BYE\n"),
        request("CSeq: +1 BYE\n"),
        request("From: \"a <sip:a@b>\n"),
        request("Call-ID: a b\n"),
        request("Subject: \u{7}\n"),
        request(&"A: b\n".repeat(300)),
        request(&format!("Subject: {}\n", "x".repeat(70_000))),
        refused("BYE sip:c@d SIP/2.0\r\nVia: SIP/2.0/UDP a\r\n\r\n"),
    ];
    insta::assert_snapshot!(faults.join("\n"), @r#"
    keep-alive
    there is no empty line
    400 Malformed Request-Line
    400 Malformed Request-Line
    400 Malformed Request-Line
    505 Version Not Supported
    400 Malformed Request-URI
    a malformed status line
    a malformed status line
    a malformed status line
    400 CSeq Does Not Match The Method
    a faulty ACK
    400 Malformed Header Field
    400 Malformed Header Field
    400 More Than One From
    400 More Than One Content-Length
    400 Content-Length Exceeds The Message
    400 Bad Content-Length
    400 Bad Content-Length
    400 Malformed CSeq
    400 Malformed CSeq
    400 Malformed From
    400 Malformed Call-ID
    400 Control Character In A Header Field
    400 Too Many Header Fields
    513 Message Too Large
    400 Missing From
    "#);
}

#[test]
fn what_is_too_long_is_refused_with_the_status_for_that() {
    let request = |lines: &str| refused(&text("BYE sip:c@d SIP/2.0", lines));
    assert_eq!(request("Content-Length: 70000\n"), "513 Message Too Large");
    let name = format!("From: \"{}\" <sip:a@b>;tag=1\n", "x".repeat(3_000));
    assert_eq!(request(&name), "400 Malformed From");
    let uri = format!("BYE sip:{}@d SIP/2.0", "c".repeat(2_000));
    assert_eq!(refused(&text(&uri, "")), "414 Request-URI Too Long");
}

#[test]
fn a_header_that_is_set_stands_once_in_its_place() {
    let mut headers: Headers = [("v", "1"), ("To", "2"), ("Via", "3")].into_iter().collect();
    headers.set("VIA", "4");
    headers.push_front("Route", "5");
    assert_eq!(headers.iter().collect::<Vec<_>>(), [("Route", "5"), ("Via", "4"), ("To", "2")]);
    headers.remove("route");
    assert_eq!((headers.len(), headers.value("v")), (2, Some("4")));
}

#[test]
fn a_response_keeps_what_belongs_to_its_request_and_ends_no_line_early() {
    let request = request("Via: SIP/2.0/UDP b;branch=z9hG4bK2\nVia: SIP/2.0/TCP a\nSubject: x\n");
    let mut response = Response::to(&request, 486, Some("t"));
    response.headers.push("Reason", "a\r\nEvil: yes");
    assert_eq!(response.transaction(), request.transaction());
    insta::assert_snapshot!(String::from_utf8(response.to_bytes()).unwrap().replace('\r', ""), @"
    SIP/2.0 486 Busy Here
    From: <sip:a@b>;tag=1
    To: <sip:c@d>;tag=t
    Call-ID: 1
    CSeq: 1 BYE
    Via: SIP/2.0/UDP b;branch=z9hG4bK2
    Via: SIP/2.0/TCP a
    Reason: a  Evil: yes
    Content-Length: 0
    ");
}

#[test]
fn uris_are_read_as_phones_write_them() {
    for (text, user, host, port) in [
        ("sip:alice@example.com", Some("alice"), "example.com", None),
        ("SIP:Alice@Example.COM:5070;transport=tcp;lr", Some("Alice"), "Example.COM", Some(5070)),
        ("sips:[2001:db8::1]:5061", None, "[2001:db8::1]", Some(5061)),
        (
            "sip:+33(1)23-45;phone-context=a@gw.example.com;user=phone",
            Some("+33(1)23-45;phone-context=a"),
            "gw.example.com",
            None,
        ),
        ("sip:a%20b:pass%40word@1.2.3.4?Subject=x&To=y", Some("a%20b:pass%40word"), "1.2.3.4", None),
        ("sip:*72#@host_1", Some("*72#"), "host_1", None),
        ("tel:+33-123;ext=5", Some("+33-123"), "", None),
        ("urn:service:sos", Some("service:sos"), "", None),
    ] {
        let uri = Uri::parse(text).expect(text);
        assert_eq!((uri.user.as_deref(), uri.host.as_str(), uri.port), (user, host, port), "{text}");
        assert_eq!(Uri::parse(&uri.to_string()).unwrap(), uri);
    }
}

#[test]
fn what_is_no_uri_is_refused() {
    for (text, fault) in [
        ("", InvalidUri::Scheme),
        ("alice@example.com", InvalidUri::Scheme),
        ("1sip:a@b", InvalidUri::Scheme),
        ("sip:", InvalidUri::Host),
        ("sip:@host", InvalidUri::User),
        ("sip:a b@host", InvalidUri::User),
        ("sip:a@ho st", InvalidUri::Host),
        ("sip:a@[::1", InvalidUri::Host),
        ("sip:a@[::g]", InvalidUri::Host),
        ("sip:a@host:0", InvalidUri::Port),
        ("sip:a@host:65536", InvalidUri::Port),
        ("sip:a@host:", InvalidUri::Port),
        ("sip:a@host:50x", InvalidUri::Port),
        ("sip:a@host;=x", InvalidUri::Parameter),
        ("sip:a@host;x=\"", InvalidUri::Parameter),
        ("tel:", InvalidUri::User),
    ] {
        assert_eq!(Uri::parse(text), Err(fault), "{text}");
    }
    assert_eq!(Uri::parse(&format!("sip:{}@b", "a".repeat(2000))), Err(InvalidUri::TooLong));
}

#[test]
fn addresses_are_read_with_names_and_parameters() {
    for (text, display, tag) in [
        ("<sip:a@b>;tag=1", None, Some("1")),
        ("sip:a@b;tag=1", None, Some("1")),
        ("\"A \\\"B\\\" \\\\\" <sip:a@b>", Some("A \"B\" \\"), None),
        ("Alice Smith <sip:a@b;transport=tcp> ; tag = x", Some("Alice Smith"), Some("x")),
        ("\"\" <sip:a@b>;tag=", None, None),
        ("\"Zo\u{e9} <sip:x@y>\"<sip:a@b>;;tag=2;", Some("Zo\u{e9} <sip:x@y>"), Some("2")),
    ] {
        let address = NameAddr::parse(text).expect(text);
        assert_eq!((address.display.as_deref(), address.tag()), (display, tag), "{text}");
        assert_eq!(NameAddr::parse(&address.to_string()).unwrap(), address);
    }
    for text in ["\"a <sip:a@b>", "<sip:a@b", "a\" <sip:a@b>", "<sip:a@b> x", "\"a\\\" <sip:a@b>", "*", ""] {
        assert!(NameAddr::parse(text).is_err(), "{text}");
    }
    let list = NameAddr::parse_list("\"a, b\" <sip:a@b>, <sip:c@d;x=\"1,2\">, sip:e@f").unwrap();
    assert_eq!(list.len(), 3);
}

const BOUNDS: Bounds = Bounds { message_bytes: 65_535 };
