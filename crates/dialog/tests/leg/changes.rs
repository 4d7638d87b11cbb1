//! Changes of an established session: hold, resume, addresses, refreshes.

use dialog::{
    LegInput,
    sdp::{Direction, LocalMedia},
};

use crate::ladder::{Ladder, media, sdp};

#[test]
fn the_peer_holds_and_resumes() {
    let mut ladder = Ladder::answered();
    ladder.clear().peer("INVITE 2", "", &sdp(2, "a=sendonly\n")).peer("ACK 2", "", "");
    ladder.peer("INVITE 3", "", &sdp(3, "a=inactive\n")).peer("ACK 3", "", "");
    ladder.peer("INVITE 4", "", &sdp(4, "").replace("c=IN IP4 198.51.100.7", "c=IN IP4 0.0.0.0"));
    ladder.peer("ACK 4", "", "").peer("UPDATE 5", "", &sdp(5, ""));
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- INVITE 2 sdp 2 sendonly
    0.000 record
    0.000 -> 200 (INVITE 2) Session-Expires: 1800;refresher=uas sdp 2 recvonly
    0.000 media 198.51.100.7:4000 PCMA recvonly
    0.000 Held(true)
    0.000 <- ACK 2
    0.000 <- INVITE 3 sdp 3 inactive
    0.000 record
    0.000 -> 200 (INVITE 3) Session-Expires: 1800;refresher=uas sdp 3 inactive
    0.000 media 198.51.100.7:4000 PCMA inactive
    0.000 <- ACK 3
    0.000 <- INVITE 4 sdp 4 sendrecv
    0.000 record
    0.000 -> 200 (INVITE 4) Session-Expires: 1800;refresher=uas sdp 4 recvonly
    0.000 media 0.0.0.0:4000 PCMA recvonly
    0.000 <- ACK 4
    0.000 <- UPDATE 5 sdp 5 sendrecv
    0.000 record
    0.000 -> 200 (UPDATE 5) Session-Expires: 1800;refresher=uas sdp 5 sendrecv
    0.000 media 198.51.100.7:4000 PCMA sendrecv
    0.000 Held(false)
    ");
}

#[test]
fn the_peer_moves_to_another_address_and_our_requests_follow() {
    let mut ladder = Ladder::answered();
    let moved = sdp(2, "").replace("198.51.100.7", "203.0.113.9");
    ladder.clear().peer("INVITE 2", "Contact: <sip:phone@203.0.113.9>\n", &moved).peer("ACK 2", "", "");
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- INVITE 2 sdp 2 sendrecv
    0.000 record
    0.000 -> 200 (INVITE 2) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
    0.000 media 203.0.113.9:4000 PCMA sendrecv
    0.000 <- ACK 2
    ");
    ladder.order(LegInput::End(dialog::Closing::Plain));
    assert_eq!(ladder.last_request().uri.to_string(), "sip:phone@203.0.113.9");
}

#[test]
fn a_refresh_that_changes_nothing_tells_the_owner_nothing() {
    let mut ladder = Ladder::answered();
    ladder.clear().peer("INVITE 2", "", &sdp(1, "")).peer("ACK 2", "", "").peer("UPDATE 3", "", "");
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- INVITE 2 sdp 1 sendrecv
    0.000 -> 200 (INVITE 2) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
    0.000 <- ACK 2
    0.000 <- UPDATE 3
    0.000 -> 200 (UPDATE 3) Session-Expires: 1800;refresher=uas
    ");
}

#[test]
fn a_re_invite_without_an_offer_gets_ours() {
    let mut ladder = Ladder::answered();
    ladder.clear().peer("INVITE 2", "", "").peer("UPDATE 3", "", &sdp(2, "")).peer(
        "INVITE 4",
        "",
        &sdp(2, ""),
    );
    ladder.peer("ACK 2", "", &sdp(3, "a=sendonly\n"));
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- INVITE 2
    0.000 record
    0.000 -> 200 (INVITE 2) Session-Expires: 1800;refresher=uas sdp 2 sendrecv
    0.000 <- UPDATE 3 sdp 2 sendrecv
    0.000 -> 491 (UPDATE 3)
    0.000 <- INVITE 4 sdp 2 sendrecv
    0.000 -> 491 (INVITE 4)
    0.000 <- ACK 2 sdp 3 sendonly
    0.000 record
    0.000 media 198.51.100.7:4000 PCMA recvonly
    0.000 Held(true)
    ");
}

#[test]
fn an_offer_that_cannot_be_answered_is_refused_and_the_call_goes_on() {
    let mut ladder = Ladder::answered();
    ladder.clear().peer("INVITE 2", "", &sdp(2, "").replace("8 0 101", "9 101"));
    ladder.peer("INVITE 3", "", "v=0\nnonsense\n").peer("UPDATE 4", "Content-Type: text/plain\n", "hello");
    ladder.peer("BYE 5", "", "");
    insta::assert_snapshot!(ladder.shown(), @r#"
       0.000 <- INVITE 2 sdp 2 sendrecv
       0.000 -> 488 (INVITE 2) Warning: 305 switchback "no stream has a codec that we speak"
       0.000 <- INVITE 3 v=0 nonsense
       0.000 -> 400 (INVITE 3) Warning: 399 switchback "line 2 is not of the form x="
       0.000 <- UPDATE 4 hello
       0.000 -> 415 (UPDATE 4)
       0.000 <- BYE 5
       0.000 -> 200 (BYE 5)
       0.000 Ended(Peer { reason: None })
    over
    "#);
}

#[test]
fn we_hold_and_resume_and_each_offer_has_the_next_version() {
    let mut ladder = Ladder::answered();
    ladder.clear().order(LegInput::Reoffer(LocalMedia { direction: Direction::SendOnly, ..media() }));
    ladder.reply("INVITE", 200, "", &sdp(1, "a=recvonly\n"));
    ladder.order(LegInput::Reoffer(media())).reply("INVITE", 488, "", "");
    ladder.order(LegInput::Reoffer(media())).reply("INVITE", 200, "", &sdp(1, ""));
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 order Reoffer
    0.000 record
    0.000 -> INVITE 1 Session-Expires: 1800;refresher=uac sdp 2 sendonly
    0.000 <- 200 (INVITE 1) sdp 1 recvonly
    0.000 => ACK 1
    0.000 record
    0.000 media 198.51.100.7:4000 PCMA sendonly
    0.000 order Reoffer
    0.000 record
    0.000 -> INVITE 2 Session-Expires: 1800;refresher=uac sdp 3 sendrecv
    0.000 <- 488 (INVITE 2)
    0.000 ReofferRefused { status: Some(488) }
    0.000 order Reoffer
    0.000 record
    0.000 -> INVITE 3 Session-Expires: 1800;refresher=uac sdp 3 sendrecv
    0.000 <- 200 (INVITE 3) sdp 1 sendrecv
    0.000 => ACK 3
    0.000 record
    0.000 media 198.51.100.7:4000 PCMA sendrecv
    ");
}

#[test]
fn the_last_of_several_orders_counts() {
    let mut ladder = Ladder::called("", &sdp(1, ""));
    ladder.order(LegInput::Answer(media())).clear();
    for port in [20002, 20004] {
        ladder.order(LegInput::Reoffer(LocalMedia { port, ..media() }));
    }
    ladder.peer("ACK 1", "", "").order(LegInput::Reoffer(LocalMedia { port: 20006, ..media() }));
    ladder.reply("INVITE", 200, "", &sdp(1, ""));
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 order Reoffer
    0.000 order Reoffer
    0.000 <- ACK 1
    0.000 record
    0.000 Established
    0.000 record
    0.000 -> INVITE 1 Session-Expires: 1800;refresher=uac sdp 2 sendrecv
    0.000 order Reoffer
    0.000 <- 200 (INVITE 1) sdp 1 sendrecv
    0.000 => ACK 1
    0.000 record
    0.000 record
    0.000 -> INVITE 2 Session-Expires: 1800;refresher=uac sdp 3 sendrecv
    ");
    assert!(String::from_utf8_lossy(&ladder.last_request().body).contains("m=audio 20006 "));
}

#[test]
fn a_peer_that_lost_the_dialog_ends_the_call() {
    for status in [408, 481] {
        let mut ladder = Ladder::answered();
        ladder.clear().order(LegInput::Reoffer(media())).reply("INVITE", status, "", "");
        let end = format!("Ended(Lost {{ status: {status} }})\n   0.000 -> BYE 2");
        assert!(ladder.shown().contains(&end), "{}", ladder.shown());
    }
}
