//! We call.

use dialog::{Closing, LegInput};

use crate::ladder::{Ladder, sdp};

#[test]
fn a_phone_rings_answers_and_we_end() {
    let mut ladder = Ladder::calling();
    ladder.reply("INVITE", 100, "", "").reply("INVITE", 180, "", "").seconds(3);
    ladder.reply("INVITE", 200, "", &sdp(1, "")).order(LegInput::End(Closing::Plain));
    ladder.reply("BYE", 200, "", "").seconds(40);
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 -> INVITE 1 Session-Expires: 1800;refresher=uac sdp 1 sendrecv
       0.000 <- 100 (INVITE 1)
       0.000 <- 180 (INVITE 1)
       0.000 Ringing { status: 180 }
       3.000 <- 200 (INVITE 1) sdp 1 sendrecv
       3.000 => ACK 1
       3.000 record
       3.000 Established
       3.000 media 198.51.100.7:4000 PCMA sendrecv
       3.000 order End
       3.000 Ended(We)
       3.000 -> BYE 2
       3.000 <- 200 (BYE 2)
    over
    ");
}

#[test]
fn a_cancel_waits_for_a_provisional_response() {
    let mut ladder = Ladder::calling();
    ladder.order(LegInput::End(Closing::CompletedElsewhere)).seconds(1);
    ladder.reply("INVITE", 180, "", "").reply("CANCEL", 200, "", "").reply("INVITE", 487, "", "");
    insta::assert_snapshot!(ladder.shown(), @r#"
       0.000 -> INVITE 1 Session-Expires: 1800;refresher=uac sdp 1 sendrecv
       0.000 order End
       1.000 <- 180 (INVITE 1)
       1.000 -> CANCEL 1 Reason: SIP;cause=200;text="Call completed elsewhere"
       1.000 <- 200 (CANCEL 1)
       1.000 <- 487 (INVITE 1)
       1.000 Ended(We)
    over
    "#);
}

#[test]
fn what_is_said_on_the_wire() {
    let mut ladder = Ladder::calling().whole();
    ladder.reply("INVITE", 180, "", "").order(LegInput::End(Closing::CompletedElsewhere));
    insta::assert_snapshot!(ladder.shown(), @r#"
    -> INVITE sip:phone@198.51.100.7 SIP/2.0
    -> Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK90801a2b3ed26c77d11cbe8a;rport
    -> Max-Forwards: 70
    -> From: "Help Desk" <sip:desk@example.com>;tag=24588dac04aafa95fcaeda7a
    -> To: <sip:phone@example.com>
    -> Call-ID: 63d77bda099e4714f860269a
    -> CSeq: 1048577 INVITE
    -> Contact: <sip:c4a1@192.0.2.1:5060;transport=udp>
    -> Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK
    -> Supported: 100rel, timer
    -> Session-Expires: 1800;refresher=uac
    -> Content-Type: application/sdp
    -> User-Agent: Switchback
    -> Content-Length: 230
    ->
    -> v=0
    -> o=- 1378872512 1 IN IP4 pair.example.com
    -> s=-
    -> c=IN IP4 192.0.2.1
    -> t=0 0
    -> m=audio 20000 RTP/AVP 8 0 101
    -> a=rtpmap:8 PCMA/8000
    -> a=rtpmap:0 PCMU/8000
    -> a=rtpmap:101 telephone-event/8000
    -> a=fmtp:101 0-15
    -> a=ptime:20
    -> a=sendrecv
    <- SIP/2.0 180 Ringing
    <- Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK90801a2b3ed26c77d11cbe8a;rport
    <- From: "Help Desk" <sip:desk@example.com>;tag=24588dac04aafa95fcaeda7a
    <- To: <sip:phone@example.com>;tag=peer
    <- Call-ID: 63d77bda099e4714f860269a
    <- CSeq: 1048577 INVITE
    <- Contact: <sip:peer@198.51.100.7>
    <- Content-Length: 0
    <-
       0.000 Ringing { status: 180 }
       0.000 order End
    -> CANCEL sip:phone@198.51.100.7 SIP/2.0
    -> Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK90801a2b3ed26c77d11cbe8a;rport
    -> Max-Forwards: 70
    -> From: "Help Desk" <sip:desk@example.com>;tag=24588dac04aafa95fcaeda7a
    -> To: <sip:phone@example.com>
    -> Call-ID: 63d77bda099e4714f860269a
    -> CSeq: 1048577 CANCEL
    -> Reason: SIP;cause=200;text="Call completed elsewhere"
    -> Content-Length: 0
    ->
    "#);
}
