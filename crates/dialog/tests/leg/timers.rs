//! Session timers (RFC 4028).

use dialog::{Failure, Leg, LegInput, Policy, message::Method};
use stdx::Instant;

use crate::ladder::{Ladder, invite, media, sdp, setup};

#[test]
fn we_refresh_by_update_where_the_peer_takes_it() {
    let mut ladder = Ladder::answered();
    ladder
        .clear()
        .seconds(901)
        .reply("UPDATE", 200, "Session-Expires: 1200;refresher=uac\n", "")
        .seconds(600);
    insta::assert_snapshot!(ladder.shown(), @"
     900.000 -> UPDATE 1 Session-Expires: 1800;refresher=uac
     901.000 <- 200 (UPDATE 1) Session-Expires: 1200;refresher=uac
     901.000 record
    1501.000 -> UPDATE 2 Session-Expires: 1200;refresher=uac
    ");
}

#[test]
fn we_refresh_by_re_invite_of_the_same_version_where_the_peer_has_no_update() {
    let mut ladder = Ladder::answered_with("Allow: INVITE\n", &sdp(1, ""));
    ladder.clear().seconds(900).reply("INVITE", 200, "", &sdp(1, ""));
    insta::assert_snapshot!(ladder.shown(), @"
    900.000 record
    900.000 -> INVITE 1 Session-Expires: 1800;refresher=uac sdp 1 sendrecv
    900.000 <- 200 (INVITE 1) sdp 1 sendrecv
    900.000 => ACK 1
    900.000 record
    ");
}

#[test]
fn an_update_that_is_not_allowed_is_followed_by_a_re_invite() {
    let mut ladder = Ladder::connected();
    ladder.clear().seconds(900).reply("UPDATE", 405, "", "").reply("INVITE", 422, "Min-SE: 3600\n", "");
    ladder.reply("INVITE", 200, "Session-Expires: 3600;refresher=uas\n", &sdp(1, "")).seconds(3600);
    insta::assert_snapshot!(ladder.shown(), @"
     900.000 -> UPDATE 2 Session-Expires: 1800;refresher=uac
     900.000 <- 405 (UPDATE 2)
     900.000 record
     900.000 -> INVITE 3 Session-Expires: 1800;refresher=uac sdp 1 sendrecv
     900.000 <- 422 (INVITE 3) Min-SE: 3600
     900.000 record
     900.000 -> INVITE 4 Session-Expires: 3600;refresher=uac sdp 1 sendrecv
     900.000 <- 200 (INVITE 4) Session-Expires: 3600;refresher=uas sdp 1 sendrecv
     900.000 => ACK 4
     900.000 record
    4468.000 Ended(SessionExpired)
    4468.000 -> BYE 5
    over
    ");
}

#[test]
fn a_refresh_that_fails_ends_the_call() {
    let mut ladder = Ladder::answered();
    ladder.clear().seconds(900).reply("UPDATE", 481, "", "");
    insta::assert_snapshot!(ladder.shown(), @"
    900.000 -> UPDATE 1 Session-Expires: 1800;refresher=uac
    900.000 <- 481 (UPDATE 1)
    900.000 Ended(Lost { status: 481 })
    900.000 -> BYE 2
    ");
    let mut ladder = Ladder::answered();
    ladder.clear().seconds(900);
    let transaction = ladder.last_request().transaction().unwrap();
    ladder.input(LegInput::TransactionFailed { transaction, failure: Failure::Timeout });
    insta::assert_snapshot!(ladder.shown(), @"
    900.000 -> UPDATE 1 Session-Expires: 1800;refresher=uac
    900.000 Ended(Lost { status: 408 })
    900.000 -> BYE 2
    ");
}

#[test]
fn a_refresh_that_is_refused_is_tried_until_the_session_expires() {
    let mut ladder = Ladder::answered();
    ladder.clear().seconds(900);
    let mut refused = 0;
    while !ladder.leg.is_over() {
        if ladder.last_request().method == Method::Update && ladder.sent.len() > refused {
            ladder.reply("UPDATE", 500, "", "");
            refused = ladder.sent.len();
        }
        ladder.seconds(1);
    }
    insta::assert_snapshot!(ladder.shown(), @"
     900.000 -> UPDATE 1 Session-Expires: 1800;refresher=uac
     900.000 <- 500 (UPDATE 1)
    1350.000 -> UPDATE 2 Session-Expires: 1800;refresher=uac
    1350.000 <- 500 (UPDATE 2)
    1575.000 -> UPDATE 3 Session-Expires: 1800;refresher=uac
    1575.000 <- 500 (UPDATE 3)
    1687.500 -> UPDATE 4 Session-Expires: 1800;refresher=uac
    1688.000 <- 500 (UPDATE 4)
    1744.000 -> UPDATE 5 Session-Expires: 1800;refresher=uac
    1744.000 <- 500 (UPDATE 5)
    1772.000 -> UPDATE 6 Session-Expires: 1800;refresher=uac
    1772.000 <- 500 (UPDATE 6)
    1786.000 -> UPDATE 7 Session-Expires: 1800;refresher=uac
    1786.000 <- 500 (UPDATE 7)
    1793.000 -> UPDATE 8 Session-Expires: 1800;refresher=uac
    1793.000 <- 500 (UPDATE 8)
    1800.000 Ended(SessionExpired)
    1800.000 -> BYE 9
    over
    ");
}

#[test]
fn a_peer_that_wants_to_refresh_must_do_so() {
    let asked = "Supported: timer\nSession-Expires: 600;refresher=uac\n";
    let mut ladder = Ladder::answered_with(asked, &sdp(1, ""));
    ladder.seconds(300).peer("UPDATE 2", asked, "").seconds(600);
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 <- INVITE 1 Session-Expires: 600;refresher=uac sdp 1 sendrecv
       0.000 order Answer
       0.000 -> 200 (INVITE 1) Require: timer Session-Expires: 600;refresher=uac sdp 1 sendrecv
       0.000 media 198.51.100.7:4000 PCMA sendrecv
       0.000 <- ACK 1
       0.000 record
       0.000 Established
     300.000 <- UPDATE 2 Session-Expires: 600;refresher=uac
     300.000 -> 200 (UPDATE 2) Require: timer Session-Expires: 600;refresher=uac
     868.000 Ended(SessionExpired)
     868.000 -> BYE 1
    over
    ");
}

#[test]
fn a_session_interval_that_is_too_small_is_refused() {
    let asked = "Supported: timer\nSession-Expires: 60\n";
    let refusal = Leg::incoming(Instant(0), invite(asked, &sdp(1, "")), setup()).unwrap_err();
    assert_eq!((refusal.status, refusal.headers.value("Min-SE")), (422, Some("90")));
    let mut ladder = Ladder::answered();
    ladder.clear().peer("INVITE 2", asked, &sdp(1, "")).peer("UPDATE 3", asked, "");
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- INVITE 2 Session-Expires: 60 sdp 1 sendrecv
    0.000 -> 422 (INVITE 2) Min-SE: 90
    0.000 <- UPDATE 3 Session-Expires: 60
    0.000 -> 422 (UPDATE 3) Min-SE: 90
    ");
}

#[test]
fn what_the_caller_asks_is_met() {
    for (asked, said) in [
        ("", "1800;refresher=uas"),
        ("Supported: timer\n", "1800;refresher=uas"),
        ("Supported: timer\nMin-SE: 3600\n", "3600;refresher=uas"),
        ("Supported: timer\nx: 600\n", "600;refresher=uas"),
        ("Supported: timer\nSession-Expires: 600;refresher=uas\n", "600;refresher=uas"),
        ("Supported: timer\nSession-Expires: 600;refresher=UAC\n", "600;refresher=uac"),
        ("Session-Expires: 600;refresher=uac\n", "600;refresher=uas"),
        ("Session-Expires: 60\n", "90;refresher=uas"),
        ("Supported: timer\nSession-Expires: 7200\n", "1800;refresher=uas"),
        ("Supported: timer\nSession-Expires: 7200\nMin-SE: 3600\n", "3600;refresher=uas"),
    ] {
        let mut ladder = Ladder::called(asked, &sdp(1, ""));
        ladder.order(LegInput::Answer(media()));
        assert_eq!(ladder.last_response().headers.value("Session-Expires"), Some(said), "{asked}");
    }
}

#[test]
fn without_a_timer_of_ours_a_call_lasts() {
    let mut setup = setup();
    setup.policy = Policy { session_expires: None, ..setup.policy };
    let mut ladder = Ladder::called_with(setup, "", &sdp(1, ""));
    ladder.order(LegInput::Answer(media())).peer("ACK 1", "", "");
    assert_eq!(ladder.leg.next_timeout(), None);
}

#[test]
fn a_call_whose_peer_vanished_ends_by_itself() {
    for headers in ["", "Allow: UPDATE\n", "Supported: timer\nSession-Expires: 1800;refresher=uac\n"] {
        let mut ladder = Ladder::answered_with(headers, &sdp(1, ""));
        ladder.seconds(1900);
        assert!(ladder.leg.is_over(), "{headers}{}", ladder.shown());
    }
}

#[test]
fn a_probe_shows_whether_the_peer_is_there() {
    let mut ladder = Ladder::answered();
    ladder.clear().seconds(10).order(LegInput::Probe).order(LegInput::Probe).reply("UPDATE", 200, "", "");
    ladder.seconds(10).order(LegInput::Probe).reply("UPDATE", 481, "", "");
    insta::assert_snapshot!(ladder.shown(), @"
    10.000 order Probe
    10.000 -> UPDATE 1 Session-Expires: 1800;refresher=uac
    10.000 order Probe
    10.000 <- 200 (UPDATE 1)
    20.000 order Probe
    20.000 -> UPDATE 2 Session-Expires: 1800;refresher=uac
    20.000 <- 481 (UPDATE 2)
    20.000 Ended(Lost { status: 481 })
    20.000 -> BYE 3
    ");
}

#[test]
fn a_probe_that_nobody_answers_ends_the_call_and_any_answer_keeps_it() {
    let mut ladder = Ladder::answered_with("Allow: INVITE\n", &sdp(1, ""));
    ladder.clear().order(LegInput::Probe).seconds(33);
    let silent = ladder.shown();
    assert!(silent.contains("-> INVITE 1 ") && silent.contains("sdp 1 sendrecv"), "{silent}");
    assert!(silent.contains("32.000 Ended(Lost { status: 408 })"), "{silent}");
    let mut ladder = Ladder::answered();
    ladder.clear().order(LegInput::Probe).reply("UPDATE", 500, "", "").seconds(60);
    assert!(!ladder.shown().contains("Ended"));
}
