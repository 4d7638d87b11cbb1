//! What the peer sends besides: digits, questions, the unknown, the wrong.

use dialog::{Leg, LegInput, LegOutput};
use stdx::Instant;

use crate::ladder::{Ladder, invite, media, sdp, setup};

#[test]
fn digits_come_by_info() {
    for (kind, body, digit, duration) in [
        ("application/dtmf-relay", "Signal=5\nDuration=160\n", '5', Some(160)),
        ("application/dtmf-relay", "signal = *\n", '*', None),
        ("Application/DTMF-Relay; x=y", "Signal=11\nDuration=abc\n", '#', None),
        ("application/dtmf", "7", '7', None),
        ("application/dtmf", " d\n", 'D', None),
        ("application/dtmf", "10", '*', None),
    ] {
        let mut ladder = Ladder::answered();
        ladder.peer("INFO 2", &format!("Content-Type: {kind}\n"), body);
        assert_eq!(ladder.outputs.iter().rev().nth(1), Some(&LegOutput::Digit { digit, duration }), "{body}");
        assert_eq!(ladder.last_response().status, 200);
    }
}

#[test]
fn an_info_that_is_no_digit_is_refused_and_an_empty_one_is_not() {
    for (kind, body, status) in [
        ("application/dtmf", "", 200),
        ("application/dtmf", "99", 400),
        ("application/dtmf-relay", "Duration=1\n", 400),
        ("application/dtmf-relay", "Signal=\n", 400),
        ("text/plain", "5", 415),
    ] {
        let mut ladder = Ladder::answered();
        ladder.peer("INFO 2", &format!("Content-Type: {kind}\n"), body);
        assert_eq!(ladder.last_response().status, status, "{kind} {body}");
    }
}

#[test]
fn what_is_out_of_order_unknown_or_not_supported_is_refused() {
    let mut ladder = Ladder::answered();
    ladder.clear().peer("OPTIONS 5", "", "").peer("INFO 5", "", "").peer("INVITE 4", "", &sdp(1, ""));
    ladder.peer("PRACK 6", "RAck: 1 1 INVITE\n", "").peer("REFER 7", "", "").peer("DANCE 8", "", "");
    ladder.peer("UPDATE 9", "Require: timer, gruu, precondition\n", "").peer("CANCEL 77", "", "");
    ladder.peer("ACK 66", "", "").peer("BYE 3", "Require: gruu\n", "").peer("INFO 10", "", "");
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 <- OPTIONS 5
       0.000 -> 200 (OPTIONS 5)
       0.000 <- INFO 5
       0.000 -> 500 (INFO 5) Retry-After: 7
       0.000 <- INVITE 4 sdp 1 sendrecv
       0.000 -> 500 (INVITE 4) Retry-After: 7
       0.000 <- PRACK 6 RAck: 1 1 INVITE
       0.000 -> 481 (PRACK 6)
       0.000 <- REFER 7
       0.000 -> 405 (REFER 7)
       0.000 <- DANCE 8
       0.000 -> 405 (DANCE 8)
       0.000 <- UPDATE 9 Require: timer, gruu, precondition
       0.000 -> 420 (UPDATE 9) Unsupported: gruu, precondition
       0.000 <- CANCEL 77
       0.000 -> 200 (CANCEL 77)
       0.000 <- ACK 66
       0.000 <- BYE 3 Require: gruu
       0.000 -> 200 (BYE 3)
       0.000 Ended(Peer { reason: None })
       0.000 <- INFO 10
       0.000 -> 481 (INFO 10)
    over
    ");
}

#[test]
fn an_invite_that_cannot_be_taken_is_refused() {
    let other = &sdp(1, "").replace("8 0 101", "9 101");
    for (headers, body, status) in [
        ("Require: 100rel, gruu\n", "", 420),
        ("Content-Encoding: gzip\n", "x", 415),
        ("Content-Type: text/plain\n", "x", 415),
        ("", other.as_str(), 488),
        ("", "v=0\nx\n", 400),
    ] {
        let refusal = Leg::incoming(Instant(0), invite(headers, body), setup()).unwrap_err();
        assert_eq!(refusal.status, status, "{headers}{body}");
        assert!(refusal.headers.to().unwrap().tag().is_some());
    }
    let mut unreachable = invite("", "");
    unreachable.headers.remove("Contact");
    assert_eq!(Leg::incoming(Instant(0), unreachable, setup()).unwrap_err().status, 400);
    let mut astray = invite("", "");
    astray.headers.push("Record-Route", "<nonsense>");
    assert_eq!(Leg::incoming(Instant(0), astray, setup()).unwrap_err().status, 400);
    let mut of_a_dialog = invite("", "");
    of_a_dialog.headers.set("To", "<sip:desk@example.com>;tag=old");
    assert_eq!(Leg::incoming(Instant(0), of_a_dialog, setup()).unwrap_err().status, 481);
}

#[test]
fn an_attached_body_does_not_hide_the_offer() {
    let kind = "Content-Type: multipart/mixed;boundary=\"b 1\"\n";
    let body = format!(
        "--b 1\nContent-Type: text/plain\n\nhello\n--b 1\nContent-Type: application/sdp\n\n{}\n--b 1--\n",
        sdp(1, "")
    );
    let mut ladder = Ladder::called(kind, &body);
    ladder.order(LegInput::Answer(media()));
    assert!(ladder.shown().contains("media 198.51.100.7:4000 PCMA"), "{}", ladder.shown());
}

#[test]
fn an_offer_is_found_beside_the_signals_of_an_exchange_and_within_an_alternative() {
    let offer = sdp(1, "");
    let isup = b"--b\nContent-Type: application/ISUP;version=itu-t92+\n\n\x01\xff\x00\xfe\n--b--\n";
    let beside = [format!("--b\nContent-Type: application/sdp\n\n{offer}\n").as_bytes(), isup].concat();
    let within = format!(
        "--b\nContent-Type: multipart/alternative;boundary=in\n\n\
         --in\nContent-Type: application/sdp\n\n{offer}\n--in--\n--b--\n"
    );
    for body in [beside, within.into_bytes()] {
        let mut request = invite("Content-Type: multipart/mixed;boundary=b\n", "");
        request.body = body;
        let leg = Leg::incoming(Instant(0), request, setup()).unwrap();
        assert!(leg.peer_description().is_some_and(|offer| offer.media.len() == 1));
    }
}

#[test]
fn an_invite_expires_and_a_caller_may_hang_up_before_the_answer() {
    let mut ladder = Ladder::called("Expires: 20\n", &sdp(1, ""));
    ladder.order(LegInput::Ring).seconds(30);
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 <- INVITE 1 sdp 1 sendrecv
       0.000 order Ring
       0.000 -> 180 (INVITE 1)
      20.000 -> 487 (INVITE 1)
      20.000 Ended(Expired)
    over
    ");
    let mut ladder = Ladder::called("", &sdp(1, ""));
    ladder.order(LegInput::Ring).peer("BYE 2", "", "");
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 <- INVITE 1 sdp 1 sendrecv
       0.000 order Ring
       0.000 -> 180 (INVITE 1)
       0.000 <- BYE 2
       0.000 -> 200 (BYE 2)
       0.000 -> 487 (INVITE 1)
       0.000 Ended(Peer { reason: None })
    over
    ");
}
