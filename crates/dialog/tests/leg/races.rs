//! Messages that cross.

use dialog::{Closing, Failure, LegInput};

use crate::ladder::{Ladder, media, sdp};

#[test]
fn a_cancel_that_comes_after_our_200_changes_nothing() {
    let mut ladder = Ladder::called("", &sdp(1, ""));
    ladder.order(LegInput::Answer(media())).clear();
    ladder.peer("CANCEL 1", "", "").peer("ACK 1", "", "");
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- CANCEL 1
    0.000 -> 200 (CANCEL 1)
    0.000 <- ACK 1
    0.000 record
    0.000 Established
    ");
}

#[test]
fn a_cancel_before_our_answer_ends_the_call_and_the_answer_comes_too_late() {
    let mut ladder = Ladder::called("", &sdp(1, ""));
    ladder.order(LegInput::Ring).peer("CANCEL 1", "Reason: SIP;cause=200\n", "");
    ladder.order(LegInput::Answer(media()));
    insta::assert_snapshot!(ladder.shown(), @r#"
       0.000 <- INVITE 1 sdp 1 sendrecv
       0.000 order Ring
       0.000 -> 180 (INVITE 1)
       0.000 <- CANCEL 1 Reason: SIP;cause=200
       0.000 -> 200 (CANCEL 1)
       0.000 -> 487 (INVITE 1)
       0.000 Ended(Cancelled { reason: Some("SIP;cause=200") })
       0.000 order Answer
    over
    "#);
}

#[test]
fn a_200_that_crosses_our_cancel_is_kept_where_the_owner_wants_it() {
    let mut ladder = Ladder::calling();
    ladder.reply("INVITE", 180, "", "").order(LegInput::End(Closing::Plain)).clear();
    ladder.reply("INVITE", 200, "", &sdp(1, "")).reply("CANCEL", 200, "", "").order(LegInput::Keep);
    ladder.seconds(60);
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- 200 (INVITE 1) sdp 1 sendrecv
    0.000 => ACK 1
    0.000 Crossed
    0.000 <- 200 (CANCEL 1)
    0.000 order Keep
    0.000 record
    0.000 Established
    0.000 media 198.51.100.7:4000 PCMA sendrecv
    ");
}

#[test]
fn a_200_that_crosses_our_cancel_is_ended_with_its_reason_where_nobody_wants_it() {
    let mut ladder = Ladder::calling();
    ladder.reply("INVITE", 180, "", "").order(LegInput::End(Closing::CompletedElsewhere)).clear();
    ladder.reply("INVITE", 200, "", &sdp(1, "")).seconds(3).reply("BYE", 200, "", "").seconds(30);
    insta::assert_snapshot!(ladder.shown(), @r#"
       0.000 <- 200 (INVITE 1) sdp 1 sendrecv
       0.000 => ACK 1
       0.000 Crossed
       2.000 Ended(We)
       2.000 -> BYE 2 Reason: SIP;cause=200;text="Call completed elsewhere"
       3.000 <- 200 (BYE 2)
    over
    "#);
}

#[test]
fn a_200_before_any_provisional_response_crosses_a_cancel_that_was_not_sent() {
    let mut ladder = Ladder::calling();
    ladder.order(LegInput::End(Closing::Plain)).clear();
    ladder.reply("INVITE", 200, "", &sdp(1, "")).order(LegInput::End(Closing::Plain));
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- 200 (INVITE 1) sdp 1 sendrecv
    0.000 => ACK 1
    0.000 Crossed
    0.000 order End
    0.000 Ended(We)
    0.000 -> BYE 2
    ");
}

#[test]
fn both_hang_up_at_once() {
    let mut ladder = Ladder::answered();
    ladder.clear().order(LegInput::End(Closing::Plain));
    ladder.peer("BYE 2", "", "").reply("BYE", 481, "", "");
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 order End
       0.000 Ended(We)
       0.000 -> BYE 1
       0.000 <- BYE 2
       0.000 -> 200 (BYE 2)
       0.000 <- 481 (BYE 1)
    over
    ");
}

#[test]
fn a_bye_waits_for_the_ack_of_our_200() {
    let mut ladder = Ladder::called("", &sdp(1, ""));
    ladder.order(LegInput::Answer(media())).clear().order(LegInput::End(Closing::Plain));
    ladder.seconds(1).peer("ACK 1", "", "").reply("BYE", 200, "", "");
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 order End
       0.000 Ended(We)
       0.500 again -> 200 (INVITE 1) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
       1.000 <- ACK 1
       1.000 -> BYE 1
       1.000 <- 200 (BYE 1)
    over
    ");
}

#[test]
fn a_200_is_sent_again_until_it_was_enough_and_then_the_call_ends() {
    let mut ladder = Ladder::called("", &sdp(1, ""));
    ladder.order(LegInput::Answer(media())).clear().seconds(64);
    insta::assert_snapshot!(ladder.shown(), @"
       0.500 again -> 200 (INVITE 1) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
       1.500 again -> 200 (INVITE 1) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
       3.500 again -> 200 (INVITE 1) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
       7.500 again -> 200 (INVITE 1) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
      11.500 again -> 200 (INVITE 1) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
      15.500 again -> 200 (INVITE 1) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
      19.500 again -> 200 (INVITE 1) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
      23.500 again -> 200 (INVITE 1) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
      27.500 again -> 200 (INVITE 1) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
      31.500 again -> 200 (INVITE 1) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
      32.000 Ended(NotAcknowledged)
      32.000 -> BYE 1
    over
    ");
}

#[test]
fn a_bye_that_nobody_answers_is_given_up() {
    let mut ladder = Ladder::answered();
    ladder.clear().order(LegInput::End(Closing::Plain)).seconds(40);
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 order End
       0.000 Ended(We)
       0.000 -> BYE 1
    over
    ");
    let mut ladder = Ladder::answered();
    ladder.clear().order(LegInput::End(Closing::Plain));
    let transaction = ladder.last_request().transaction().unwrap();
    ladder.input(LegInput::TransactionFailed { transaction, failure: Failure::Transport });
    assert!(ladder.leg.is_over());
}

#[test]
fn two_offers_that_cross_are_both_refused_and_tried_again_after_a_wait() {
    let mut ladder = Ladder::answered();
    ladder.clear().order(LegInput::Reoffer(media()));
    ladder.peer("INVITE 2", "", &sdp(2, "")).peer("UPDATE 3", "", &sdp(3, ""));
    ladder.reply("INVITE", 491, "", "").seconds(3).reply("INVITE", 200, "", &sdp(1, "")).seconds(1);
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 order Reoffer
    0.000 record
    0.000 -> INVITE 1 Session-Expires: 1800;refresher=uac sdp 2 sendrecv
    0.000 <- INVITE 2 sdp 2 sendrecv
    0.000 -> 491 (INVITE 2)
    0.000 <- UPDATE 3 sdp 3 sendrecv
    0.000 -> 491 (UPDATE 3)
    0.000 <- 491 (INVITE 1)
    0.430 record
    0.430 -> INVITE 2 Session-Expires: 1800;refresher=uac sdp 2 sendrecv
    3.000 <- 200 (INVITE 2) sdp 1 sendrecv
    3.000 => ACK 2
    3.000 record
    ");
}

#[test]
fn the_owner_of_the_call_id_waits_longer_after_a_glare() {
    let mut ladder = Ladder::connected();
    ladder.clear().order(LegInput::Reoffer(media()));
    ladder.reply("INVITE", 491, "", "").seconds(5);
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 order Reoffer
    0.000 record
    0.000 -> INVITE 2 Session-Expires: 1800;refresher=uac sdp 1 sendrecv
    0.000 <- 491 (INVITE 2)
    2.410 record
    2.410 -> INVITE 3 Session-Expires: 1800;refresher=uac sdp 1 sendrecv
    ");
}

#[test]
fn a_re_invite_stands_for_an_ack_that_was_lost() {
    let mut ladder = Ladder::called("", &sdp(1, ""));
    ladder.order(LegInput::Answer(media())).clear().peer("INVITE 2", "", &sdp(2, "")).peer("ACK 2", "", "");
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- INVITE 2 sdp 2 sendrecv
    0.000 record
    0.000 -> 200 (INVITE 2) Session-Expires: 1800;refresher=uas sdp 1 sendrecv
    0.000 record
    0.000 Established
    0.000 <- ACK 2
    ");
}

#[test]
fn a_200_that_comes_again_is_acknowledged_again() {
    let mut ladder = Ladder::connected();
    ladder.clear().reply("INVITE", 200, "", &sdp(1, "")).order(LegInput::End(Closing::Plain));
    ladder.reply("INVITE", 200, "", &sdp(1, ""));
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 <- 200 (INVITE 1) sdp 1 sendrecv
    0.000 => ACK 1
    0.000 order End
    0.000 Ended(We)
    0.000 -> BYE 2
    0.000 <- 200 (INVITE 1) sdp 1 sendrecv
    0.000 => ACK 1
    ");
}

#[test]
fn a_bye_ends_a_call_whose_re_invite_is_under_way() {
    let mut ladder = Ladder::answered();
    ladder.clear().order(LegInput::Reoffer(media())).peer("BYE 2", "", "");
    ladder.reply("INVITE", 487, "", "");
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 order Reoffer
       0.000 record
       0.000 -> INVITE 1 Session-Expires: 1800;refresher=uac sdp 2 sendrecv
       0.000 <- BYE 2
       0.000 -> 200 (BYE 2)
       0.000 Ended(Peer { reason: None })
       0.000 <- 487 (INVITE 1)
    over
    ");
}

#[test]
fn the_200_of_a_re_invite_is_acknowledged_although_we_hung_up() {
    let mut ladder = Ladder::answered();
    ladder.clear().order(LegInput::Reoffer(media())).order(LegInput::End(Closing::Plain));
    ladder.reply("INVITE", 200, "", &sdp(1, "")).reply("BYE", 200, "", "");
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 order Reoffer
       0.000 record
       0.000 -> INVITE 1 Session-Expires: 1800;refresher=uac sdp 2 sendrecv
       0.000 order End
       0.000 Ended(We)
       0.000 -> BYE 2
       0.000 <- 200 (INVITE 1) sdp 1 sendrecv
       0.000 => ACK 1
       0.000 <- 200 (BYE 2)
    over
    ");
}
