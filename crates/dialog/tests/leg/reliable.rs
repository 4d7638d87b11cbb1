//! Reliable provisional responses of ours (RFC 3262), early media, late offers.

use dialog::{LegInput, Reliable};

use crate::ladder::{Ladder, media, sdp, setup};

/// The PRACK of the last provisional response.
fn prack(ladder: &mut Ladder, cseq: u32, body: &str) {
    let rseq = ladder.last_response().headers.value("RSeq").unwrap().to_owned();
    ladder.peer(&format!("PRACK {cseq}"), &format!("RAck: {rseq} 1 INVITE\n"), body);
}

#[test]
fn a_required_reliable_response_is_sent_again_until_its_prack() {
    let mut ladder = Ladder::called("Require: 100rel\n", &sdp(1, ""));
    ladder.order(LegInput::Ring).seconds(2);
    prack(&mut ladder, 2, "");
    ladder.order(LegInput::Answer(media())).peer("ACK 1", "", "");
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- INVITE 1 Require: 100rel sdp 1 sendrecv
    0.000 order Ring
    0.000 -> 180 (INVITE 1) Require: 100rel RSeq: 941867225
    0.500 again -> 180 (INVITE 1) Require: 100rel RSeq: 941867225
    1.500 again -> 180 (INVITE 1) Require: 100rel RSeq: 941867225
    2.000 <- PRACK 2 RAck: 941867225 1 INVITE
    2.000 -> 200 (PRACK 2)
    2.000 order Answer
    2.000 -> 200 (INVITE 1) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
    2.000 media 198.51.100.7:4000 PCMA sendrecv
    2.000 <- ACK 1
    2.000 record
    2.000 Established
    ");
}

#[test]
fn an_answer_waits_for_the_prack_of_early_media() {
    let mut setup = setup();
    setup.policy.reliable = Reliable::WhenSupported;
    let mut ladder = Ladder::called_with(setup, "Supported: 100rel\n", &sdp(1, ""));
    ladder.order(LegInput::Ring).order(LegInput::Progress(media())).order(LegInput::Answer(media()));
    prack(&mut ladder, 2, "");
    prack(&mut ladder, 3, "");
    ladder.peer("ACK 1", "", "");
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- INVITE 1 sdp 1 sendrecv
    0.000 order Ring
    0.000 -> 180 (INVITE 1) Require: 100rel RSeq: 941867225
    0.000 order Progress
    0.000 media 198.51.100.7:4000 PCMA sendrecv
    0.000 order Answer
    0.000 <- PRACK 2 RAck: 941867225 1 INVITE
    0.000 -> 200 (PRACK 2)
    0.000 -> 183 (INVITE 1) Require: 100rel RSeq: 941867226 sdp 1 sendrecv
    0.000 <- PRACK 3 RAck: 941867226 1 INVITE
    0.000 -> 200 (PRACK 3)
    0.000 -> 200 (INVITE 1) Session-Expires: 1800;refresher=uas
    0.000 <- ACK 1
    0.000 record
    0.000 Established
    ");
}

#[test]
fn an_answer_does_not_wait_for_the_prack_of_ringing() {
    let mut ladder = Ladder::called("Require: 100rel\n", &sdp(1, ""));
    ladder.order(LegInput::Ring).order(LegInput::Answer(media())).seconds(1);
    let rseq = "RAck: 1 1 INVITE\n";
    ladder.peer("PRACK 2", rseq, "").peer("ACK 1", "", "");
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- INVITE 1 Require: 100rel sdp 1 sendrecv
    0.000 order Ring
    0.000 -> 180 (INVITE 1) Require: 100rel RSeq: 941867225
    0.000 order Answer
    0.000 -> 200 (INVITE 1) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
    0.000 media 198.51.100.7:4000 PCMA sendrecv
    0.500 again -> 200 (INVITE 1) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
    1.000 <- PRACK 2 RAck: 1 1 INVITE
    1.000 -> 481 (PRACK 2)
    1.000 <- ACK 1
    1.000 record
    1.000 Established
    ");
}

#[test]
fn without_a_prack_the_call_is_refused() {
    let mut ladder = Ladder::called("Require: 100rel\n", &sdp(1, ""));
    ladder.order(LegInput::Ring).seconds(40);
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 <- INVITE 1 Require: 100rel sdp 1 sendrecv
       0.000 order Ring
       0.000 -> 180 (INVITE 1) Require: 100rel RSeq: 941867225
       0.500 again -> 180 (INVITE 1) Require: 100rel RSeq: 941867225
       1.500 again -> 180 (INVITE 1) Require: 100rel RSeq: 941867225
       3.500 again -> 180 (INVITE 1) Require: 100rel RSeq: 941867225
       7.500 again -> 180 (INVITE 1) Require: 100rel RSeq: 941867225
      15.500 again -> 180 (INVITE 1) Require: 100rel RSeq: 941867225
      31.500 again -> 180 (INVITE 1) Require: 100rel RSeq: 941867225
      32.000 -> 504 (INVITE 1)
      32.000 Ended(NotAcknowledged)
    over
    ");
}

#[test]
fn a_late_offer_is_made_in_a_reliable_response_and_answered_in_its_prack() {
    let mut ladder = Ladder::called("Require: 100rel\n", "");
    ladder.order(LegInput::Progress(media()));
    prack(&mut ladder, 2, &sdp(1, ""));
    ladder.order(LegInput::Answer(media())).peer("ACK 1", "", "");
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- INVITE 1 Require: 100rel
    0.000 order Progress
    0.000 -> 183 (INVITE 1) Require: 100rel RSeq: 941867225 sdp 1 sendrecv
    0.000 <- PRACK 2 RAck: 941867225 1 INVITE sdp 1 sendrecv
    0.000 -> 200 (PRACK 2)
    0.000 media 198.51.100.7:4000 PCMA sendrecv
    0.000 order Answer
    0.000 -> 200 (INVITE 1) Session-Expires: 1800;refresher=uas
    0.000 <- ACK 1
    0.000 record
    0.000 Established
    ");
}

#[test]
fn a_late_offer_is_made_in_our_200_and_answered_in_the_ack() {
    let mut ladder = Ladder::called("", "");
    ladder.order(LegInput::Progress(media())).order(LegInput::Answer(media())).peer("ACK 1", "", &sdp(1, ""));
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- INVITE 1
    0.000 order Progress
    0.000 -> 183 (INVITE 1)
    0.000 order Answer
    0.000 -> 200 (INVITE 1) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
    0.000 <- ACK 1 sdp 1 sendrecv
    0.000 record
    0.000 media 198.51.100.7:4000 PCMA sendrecv
    0.000 record
    0.000 Established
    ");
}

#[test]
fn an_ack_without_the_answer_to_our_offer_ends_the_call() {
    for body in ["", "v=0\no=- 1 1 IN IP4 a\nc=IN IP4 198.51.100.7\nm=audio 4000 RTP/AVP 9\n", "v=1\n"] {
        let mut ladder = Ladder::called("", "");
        ladder.order(LegInput::Answer(media())).clear().peer("ACK 1", "", body);
        assert!(ladder.shown().contains("Ended(UnusableMedia)\n   0.000 -> BYE 1"), "{}", ladder.shown());
    }
}

#[test]
fn early_media_without_reliable_responses_is_repeated_in_the_200() {
    let mut ladder = Ladder::called("", &sdp(1, ""));
    ladder.order(LegInput::Progress(media())).seconds(125).order(LegInput::Answer(media()));
    insta::assert_snapshot!(ladder.shown(), @"
      0.000 <- INVITE 1 sdp 1 sendrecv
      0.000 order Progress
      0.000 -> 183 (INVITE 1) sdp 1 sendrecv
      0.000 media 198.51.100.7:4000 PCMA sendrecv
     60.000 -> 183 (INVITE 1)
    120.000 -> 183 (INVITE 1)
    125.000 order Answer
    125.000 -> 200 (INVITE 1) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
    ");
}

#[test]
fn an_update_of_an_early_dialog_is_answered() {
    let mut ladder = Ladder::called("Require: 100rel\n", &sdp(1, ""));
    ladder.peer("UPDATE 2", "", &sdp(2, "")).order(LegInput::Progress(media()));
    prack(&mut ladder, 3, "");
    ladder.peer("UPDATE 4", "", &sdp(2, "a=sendonly\n")).peer("INVITE 5", "", &sdp(3, ""));
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- INVITE 1 Require: 100rel sdp 1 sendrecv
    0.000 <- UPDATE 2 sdp 2 sendrecv
    0.000 -> 500 (UPDATE 2) Retry-After: 0
    0.000 order Progress
    0.000 -> 183 (INVITE 1) Require: 100rel RSeq: 941867225 sdp 1 sendrecv
    0.000 media 198.51.100.7:4000 PCMA sendrecv
    0.000 <- PRACK 3 RAck: 941867225 1 INVITE
    0.000 -> 200 (PRACK 3)
    0.000 <- UPDATE 4 sdp 2 sendonly
    0.000 -> 200 (UPDATE 4) sdp 2 recvonly
    0.000 media 198.51.100.7:4000 PCMA recvonly
    0.000 Held(true)
    0.000 <- INVITE 5 sdp 3 sendrecv
    0.000 -> 500 (INVITE 5) Retry-After: 7
    ");
}

#[test]
fn an_update_must_wait_for_an_answer_that_waits_itself() {
    let mut ladder = Ladder::called("Require: 100rel\n", &sdp(1, ""));
    ladder.order(LegInput::Ring).order(LegInput::Progress(media())).peer(
        "UPDATE 2",
        "",
        &sdp(2, "a=sendonly\n"),
    );
    ladder.peer("PRACK 3", "RAck: 941867225 1 INVITE\n", "").peer("UPDATE 4", "", &sdp(2, "a=sendonly\n"));
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- INVITE 1 Require: 100rel sdp 1 sendrecv
    0.000 order Ring
    0.000 -> 180 (INVITE 1) Require: 100rel RSeq: 941867225
    0.000 order Progress
    0.000 media 198.51.100.7:4000 PCMA sendrecv
    0.000 <- UPDATE 2 sdp 2 sendonly
    0.000 -> 500 (UPDATE 2) Retry-After: 0
    0.000 <- PRACK 3 RAck: 941867225 1 INVITE
    0.000 -> 200 (PRACK 3)
    0.000 -> 183 (INVITE 1) Require: 100rel RSeq: 941867226 sdp 1 sendrecv
    0.000 <- UPDATE 4 sdp 2 sendonly
    0.000 -> 200 (UPDATE 4) sdp 2 recvonly
    0.000 media 198.51.100.7:4000 PCMA recvonly
    0.000 Held(true)
    ");
}

#[test]
fn the_first_reliable_response_to_an_invite_without_an_offer_makes_it() {
    let mut ladder = Ladder::called("Require: 100rel\n", "");
    ladder.order(LegInput::Ring).seconds(1).order(LegInput::Progress(media()));
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- INVITE 1 Require: 100rel
    0.000 order Ring
    1.000 order Progress
    1.000 -> 183 (INVITE 1) Require: 100rel RSeq: 941867225 sdp 1 sendrecv
    ");
    let mut setup = setup();
    setup.policy.reliable = Reliable::WhenSupported;
    let mut ladder = Ladder::called_with(setup, "Supported: 100rel\n", "");
    ladder.order(LegInput::Ring).seconds(1).order(LegInput::Progress(media()));
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- INVITE 1
    0.000 order Ring
    0.000 -> 180 (INVITE 1)
    1.000 order Progress
    1.000 -> 183 (INVITE 1) Require: 100rel RSeq: 941867225 sdp 1 sendrecv
    ");
}
