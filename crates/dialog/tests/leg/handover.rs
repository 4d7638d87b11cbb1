//! A dialog that one process wrote down and another goes on with.

use dialog::{Closing, Dialog, LegInput, Setup, sdp::LocalMedia};

use crate::ladder::{Ladder, media, sdp, setup};

/// The setup of a survivor: a later epoch, another seed.
fn survivor() -> Setup {
    let mut setup = setup();
    setup.epoch = 2;
    setup.seed = dialog::Seed([9; 16]);
    setup.local.contact.host = "192.0.2.2".into();
    setup.local.sent_by = "192.0.2.2:5060".into();
    setup
}

#[test]
fn an_established_leg_goes_on_in_another_process() {
    let first = Ladder::answered();
    let record = serde_json::to_string(first.leg.dialog()).unwrap();
    let mut ladder = Ladder::resumed(serde_json::from_str(&record).unwrap(), survivor()).whole();
    let here = LocalMedia { address: "192.0.2.2".parse().unwrap(), ..media() };
    ladder.order(LegInput::Reoffer(here));
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 order Reoffer
       0.000 record
    -> INVITE sip:phone@198.51.100.7 SIP/2.0
    -> Via: SIP/2.0/UDP 192.0.2.2:5060;branch=z9hG4bK560a40eaa626b4feeb9ba781;rport
    -> Max-Forwards: 70
    -> From: <sip:desk@example.com>;tag=24588dac04aafa95fcaeda7a
    -> To: <sip:phone@example.com>;tag=peer
    -> Call-ID: call-1
    -> CSeq: 2097153 INVITE
    -> Contact: <sip:c4a1@192.0.2.2:5060;transport=udp>
    -> Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK
    -> Supported: 100rel, timer
    -> Session-Expires: 1800;refresher=uac
    -> Content-Type: application/sdp
    -> User-Agent: Switchback
    -> Content-Length: 230
    ->
    -> v=0
    -> o=- 1378872512 2 IN IP4 pair.example.com
    -> s=-
    -> c=IN IP4 192.0.2.2
    -> t=0 0
    -> m=audio 20000 RTP/AVP 8 0 101
    -> a=rtpmap:8 PCMA/8000
    -> a=rtpmap:0 PCMU/8000
    -> a=rtpmap:101 telephone-event/8000
    -> a=fmtp:101 0-15
    -> a=ptime:20
    -> a=sendrecv
    ");
}

#[test]
fn what_goes_on_elsewhere_ends_there() {
    let first = Ladder::answered();
    let mut ladder = Ladder::resumed(first.leg.dialog().clone(), survivor());
    ladder.order(LegInput::Reoffer(media())).reply("INVITE", 200, "", &sdp(1, ""));
    ladder.order(LegInput::End(Closing::Plain)).reply("BYE", 200, "", "");
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 order Reoffer
       0.000 record
       0.000 -> INVITE 1 Session-Expires: 1800;refresher=uac sdp 2 sendrecv
       0.000 <- 200 (INVITE 1) sdp 1 sendrecv
       0.000 => ACK 1
       0.000 record
       0.000 order End
       0.000 Ended(We)
       0.000 -> BYE 2
       0.000 <- 200 (BYE 2)
    over
    ");
}

#[test]
fn a_survivor_takes_the_requests_of_the_peer() {
    for first in [Ladder::answered(), Ladder::connected()] {
        let dialog = first.leg.dialog().clone();
        let mut ladder = Ladder::resumed(dialog, survivor());
        ladder.peer("INVITE 7", "", &sdp(2, "a=sendonly\n")).peer("ACK 7", "", "").peer("BYE 8", "", "");
        insta::allow_duplicates! {
            insta::assert_snapshot!(ladder.shown(), @"
       0.000 <- INVITE 7 sdp 2 sendonly
       0.000 record
       0.000 -> 200 (INVITE 7) Session-Expires: 1800;refresher=uas sdp 2 recvonly
       0.000 media 198.51.100.7:4000 PCMA recvonly
       0.000 Held(true)
       0.000 <- ACK 7
       0.000 <- BYE 8
       0.000 -> 200 (BYE 8)
       0.000 Ended(Peer { reason: None })
    over
    ");
        }
    }
}

#[test]
fn a_record_is_below_two_kilobytes_and_reads_back_equal() {
    let routes = "Record-Route: <sip:p2.example.com;transport=tcp;lr>, <sip:p1.example.com;lr>\n";
    let body = sdp(1, "a=rtpmap:8 PCMA/8000\na=rtpmap:0 PCMU/8000\na=rtcp:4001\nm=video 4002 RTP/AVP 96\n");
    let mut ladder = Ladder::answered_with(routes, &body);
    ladder.order(LegInput::Reoffer(LocalMedia { port: 20002, ..media() }));
    ladder.reply("INVITE", 200, "", &body);
    let dialog = ladder.leg.dialog();
    let record = serde_json::to_string(dialog).unwrap();
    assert!(record.len() < 2048, "{} bytes: {record}", record.len());
    assert_eq!(serde_json::from_str::<Dialog>(&record).unwrap(), *dialog);
}

#[test]
fn the_record_is_plain() {
    let record = serde_json::to_string_pretty(Ladder::connected().leg.dialog()).unwrap();
    insta::assert_snapshot!(record, @r#"
    {
      "call_id": "63d77bda099e4714f860269a",
      "role": "Caller",
      "local": "\"Help Desk\" <sip:desk@example.com>;tag=24588dac04aafa95fcaeda7a",
      "remote": "<sip:phone@example.com>;tag=peer",
      "local_cseq": 1048577,
      "local_target": "sip:c4a1@192.0.2.1:5060;transport=udp",
      "remote_target": "sip:peer@198.51.100.7",
      "media": {
        "origin": {
          "session": "1378872512",
          "version": 1,
          "host": "pair.example.com"
        },
        "ours": "v=0\r\no=- 1378872512 1 IN IP4 pair.example.com\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 20000 RTP/AVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n",
        "theirs": "v=0\r\no=- 5 1 IN IP4 198.51.100.7\r\ns=-\r\nc=IN IP4 198.51.100.7\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\n"
      },
      "local_media": {
        "address": "192.0.2.1",
        "port": 20000,
        "codecs": [
          "Pcma",
          "Pcmu"
        ],
        "direction": "SendReceive",
        "rtcp_mux": false
      },
      "session_timer": {
        "interval": 1800,
        "refresher": "We"
      },
      "peer_takes_update": true,
      "transport": "UDP"
    }
    "#);
}
