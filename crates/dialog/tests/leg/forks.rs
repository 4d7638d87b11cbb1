//! A proxy sends our INVITE to several phones.

use dialog::{Closing, LegInput};

use crate::ladder::{Ladder, sdp};

#[test]
fn a_second_answer_is_acknowledged_and_ended() {
    let mut ladder = Ladder::calling();
    ladder.reply_as("desk", "INVITE", 180, "", "").reply_as("mobile", "INVITE", 180, "", "");
    ladder.reply_as("desk", "INVITE", 200, "", &sdp(1, "")).clear();
    ladder.reply_as("mobile", "INVITE", 200, "", &sdp(1, "")).seconds(1);
    ladder.reply_as("mobile", "INVITE", 200, "", &sdp(1, ""));
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- 200 (INVITE 1) to mobile sdp 1 sendrecv
    0.000 => ACK 1 to mobile
    0.000 -> BYE 2 to mobile
    1.000 <- 200 (INVITE 1) to mobile sdp 1 sendrecv
    1.000 => ACK 1 to mobile
    ");
}

#[test]
fn a_second_answer_after_the_end_is_ended_too() {
    let mut ladder = Ladder::calling();
    ladder.reply_as("desk", "INVITE", 200, "", &sdp(1, "")).order(LegInput::End(Closing::Plain));
    ladder.reply_as("desk", "BYE", 200, "", "").clear();
    ladder.reply_as("mobile", "INVITE", 200, "", &sdp(1, "")).seconds(40);
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 <- 200 (INVITE 1) to mobile sdp 1 sendrecv
       0.000 => ACK 1 to mobile
       0.000 -> BYE 3 to mobile
    over
    ");
}

#[test]
fn reliable_responses_of_each_branch_get_their_prack() {
    let mut ladder = Ladder::calling();
    let reliable = |rseq: u32| format!("Require: 100rel\nRSeq: {rseq}\n");
    ladder.reply_as("desk", "INVITE", 183, &reliable(5), &sdp(1, ""));
    ladder.reply_as("mobile", "INVITE", 180, &reliable(9), "");
    // A copy, and one before which another is missing.
    ladder.reply_as("desk", "INVITE", 183, &reliable(5), &sdp(1, ""));
    ladder.reply_as("desk", "INVITE", 180, &reliable(7), "");
    ladder.reply_as("desk", "INVITE", 180, &reliable(6), "");
    ladder.reply_as("desk", "INVITE", 200, "", "");
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 -> INVITE 1 Session-Expires: 1800;refresher=uac sdp 1 sendrecv
    0.000 <- 183 (INVITE 1) Require: 100rel RSeq: 5 to desk sdp 1 sendrecv
    0.000 media 198.51.100.7:4000 PCMA sendrecv
    0.000 -> PRACK 2 RAck: 5 1048577 INVITE to desk
    0.000 Ringing { status: 183 }
    0.000 <- 180 (INVITE 1) Require: 100rel RSeq: 9 to mobile
    0.000 -> PRACK 2 RAck: 9 1048577 INVITE to mobile
    0.000 Ringing { status: 180 }
    0.000 <- 183 (INVITE 1) Require: 100rel RSeq: 5 to desk sdp 1 sendrecv
    0.000 <- 180 (INVITE 1) Require: 100rel RSeq: 7 to desk
    0.000 <- 180 (INVITE 1) Require: 100rel RSeq: 6 to desk
    0.000 -> PRACK 3 RAck: 6 1048577 INVITE to desk
    0.000 Ringing { status: 180 }
    0.000 <- 200 (INVITE 1) to desk
    0.000 => ACK 1 to desk
    0.000 record
    0.000 Established
    ");
}

#[test]
fn early_media_is_told_and_the_answer_counts() {
    let mut ladder = Ladder::calling();
    ladder.reply("INVITE", 183, "", &sdp(1, "")).reply("INVITE", 183, "", &sdp(1, ""));
    ladder.reply("INVITE", 200, "", &sdp(2, "").replace("4000", "4100"));
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 -> INVITE 1 Session-Expires: 1800;refresher=uac sdp 1 sendrecv
    0.000 <- 183 (INVITE 1) sdp 1 sendrecv
    0.000 media 198.51.100.7:4000 PCMA sendrecv
    0.000 Ringing { status: 183 }
    0.000 <- 183 (INVITE 1) sdp 1 sendrecv
    0.000 Ringing { status: 183 }
    0.000 <- 200 (INVITE 1) sdp 2 sendrecv
    0.000 => ACK 1
    0.000 record
    0.000 Established
    0.000 media 198.51.100.7:4100 PCMA sendrecv
    ");
}

#[test]
fn a_gateway_that_describes_its_early_media_alone_is_understood() {
    let mut ladder = Ladder::calling();
    ladder.reply("INVITE", 183, "", &sdp(1, "")).clear().reply("INVITE", 200, "", "");
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- 200 (INVITE 1)
    0.000 => ACK 1
    0.000 record
    0.000 Established
    ");
    assert!(ladder.leg.dialog().media.agreed().is_some());
}
