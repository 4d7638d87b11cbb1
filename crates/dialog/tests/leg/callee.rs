//! The peer calls.

use dialog::{Closing, LegInput};

use crate::ladder::{Ladder, media, sdp};

#[test]
fn a_call_rings_is_answered_and_ends_with_the_peer() {
    let mut ladder = Ladder::called("", &sdp(1, ""));
    ladder.order(LegInput::Ring).order(LegInput::Answer(media()));
    ladder.peer("ACK 1", "", "").seconds(2).peer("BYE 2", "Reason: Q.850;cause=16\n", "");
    insta::assert_snapshot!(ladder.shown(), @r#"
       0.000 <- INVITE 1 sdp 1 sendrecv
       0.000 order Ring
       0.000 -> 180 (INVITE 1)
       0.000 order Answer
       0.000 -> 200 (INVITE 1) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
       0.000 media 198.51.100.7:4000 PCMA sendrecv
       0.000 <- ACK 1
       0.000 record
       0.000 Established
       2.000 <- BYE 2 Reason: Q.850;cause=16
       2.000 -> 200 (BYE 2)
       2.000 Ended(Peer { reason: Some("Q.850;cause=16") })
    over
    "#);
}

#[test]
fn a_call_ends_with_us() {
    let mut ladder = Ladder::answered();
    ladder.seconds(5).order(LegInput::End(Closing::Plain)).reply("BYE", 200, "", "");
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 <- INVITE 1 sdp 1 sendrecv
       0.000 order Answer
       0.000 -> 200 (INVITE 1) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
       0.000 media 198.51.100.7:4000 PCMA sendrecv
       0.000 <- ACK 1
       0.000 record
       0.000 Established
       5.000 order End
       5.000 Ended(We)
       5.000 -> BYE 1
       5.000 <- 200 (BYE 1)
    over
    ");
}

#[test]
fn what_is_said_on_the_wire() {
    let routes = "Record-Route: <sip:p2.example.com;lr>, <sip:p1.example.com;lr>\n";
    let mut ladder = Ladder::called(routes, &sdp(1, "")).whole();
    ladder.order(LegInput::Answer(media())).peer("ACK 1", "", "").order(LegInput::End(Closing::Plain));
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 order Answer
    -> SIP/2.0 200 OK
    -> Via: SIP/2.0/UDP 198.51.100.7;branch=z9hG4bKINVITE1
    -> From: <sip:phone@example.com>;tag=peer
    -> To: <sip:desk@example.com>;tag=24588dac04aafa95fcaeda7a
    -> Call-ID: call-1
    -> CSeq: 1 INVITE
    -> Contact: <sip:c4a1@192.0.2.1:5060;transport=udp>
    -> Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK
    -> Supported: 100rel, timer
    -> Session-Expires: 1800;refresher=uas
    -> Record-Route: <sip:p2.example.com;lr>, <sip:p1.example.com;lr>
    -> Content-Type: application/sdp
    -> Server: Switchback
    -> Content-Length: 206
    ->
    -> v=0
    -> o=- 1378872512 1 IN IP4 pair.example.com
    -> s=-
    -> c=IN IP4 192.0.2.1
    -> t=0 0
    -> m=audio 20000 RTP/AVP 8 101
    -> a=rtpmap:8 PCMA/8000
    -> a=rtpmap:101 telephone-event/8000
    -> a=fmtp:101 0-15
    -> a=ptime:20
    -> a=sendrecv
       0.000 media 198.51.100.7:4000 PCMA sendrecv
    <- ACK sip:c4a1@192.0.2.1 SIP/2.0
    <- Via: SIP/2.0/UDP 198.51.100.7;branch=z9hG4bKACK1
    <- From: <sip:phone@example.com>;tag=peer
    <- To: <sip:desk@example.com>;tag=24588dac04aafa95fcaeda7a
    <- Call-ID: call-1
    <- CSeq: 1 ACK
    <- Content-Length: 0
    <-
       0.000 record
       0.000 Established
       0.000 order End
       0.000 Ended(We)
    -> BYE sip:phone@198.51.100.7 SIP/2.0
    -> Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKe654d82848ceb0bb5c5024fa;rport
    -> Max-Forwards: 70
    -> Route: <sip:p2.example.com;lr>
    -> Route: <sip:p1.example.com;lr>
    -> From: <sip:desk@example.com>;tag=24588dac04aafa95fcaeda7a
    -> To: <sip:phone@example.com>;tag=peer
    -> Call-ID: call-1
    -> CSeq: 1048577 BYE
    -> User-Agent: Switchback
    -> Content-Length: 0
    ->
    ");
}
