//! Calls of ours that are refused, challenged or sent again; calls of the peer that we refuse.

use dialog::{Attachment, Closing, Failure, LegInput, LegOutput, Refusal, message::Headers};

use crate::ladder::{Ladder, call, sdp, setup};

fn credentials(value: &str) -> LegInput {
    let mut headers = Headers::new();
    headers.push("Proxy-Authorization", value);
    LegInput::Credentials(headers)
}

#[test]
fn a_challenge_is_answered_with_the_credentials_of_the_owner() {
    let mut ladder = Ladder::calling();
    ladder
        .reply("INVITE", 407, "Proxy-Authenticate: Digest realm=\"a\"\n", "")
        .order(credentials("Digest 1"));
    assert_eq!(ladder.last_request().headers.value("Proxy-Authorization"), Some("Digest 1"));
    ladder.reply("INVITE", 200, "", &sdp(1, ""));
    assert_eq!(ladder.last_request().headers.value("Proxy-Authorization"), Some("Digest 1"));
    ladder.order(LegInput::End(Closing::Plain)).reply("BYE", 407, "", "").order(credentials("Digest 2"));
    ladder.reply("BYE", 200, "", "").seconds(40);
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 -> INVITE 1 Session-Expires: 1800;refresher=uac sdp 1 sendrecv
       0.000 <- 407 (INVITE 1)
       0.000 challenged 1048577 INVITE: 407
       0.000 order Credentials
       0.000 -> INVITE 2 Session-Expires: 1800;refresher=uac sdp 1 sendrecv
       0.000 <- 200 (INVITE 2) sdp 1 sendrecv
       0.000 => ACK 2
       0.000 record
       0.000 Established
       0.000 media 198.51.100.7:4000 PCMA sendrecv
       0.000 order End
       0.000 Ended(We)
       0.000 -> BYE 3
       0.000 <- 407 (BYE 3)
       0.000 challenged 1048579 BYE: 407
       0.000 order Credentials
       0.000 -> BYE 4
       0.000 <- 200 (BYE 4)
    over
    ");
}

#[test]
fn a_challenge_that_nobody_answers_is_a_refusal() {
    let mut ladder = Ladder::calling();
    ladder.reply("INVITE", 401, "", "").seconds(6);
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 -> INVITE 1 Session-Expires: 1800;refresher=uac sdp 1 sendrecv
       0.000 <- 401 (INVITE 1)
       0.000 challenged 1048577 INVITE: 401
       5.000 Refused 401 Unauthorized
    over
    ");
    let mut ladder = Ladder::calling();
    ladder.reply("INVITE", 407, "", "").order(LegInput::Credentials(Headers::new()));
    assert!(
        ladder.shown().ends_with("Refused 407 Proxy Authentication Required\nover"),
        "{}",
        ladder.shown()
    );
    let mut ladder = Ladder::calling();
    for _ in 0..6 {
        ladder.reply("INVITE", 407, "", "").order(credentials("Digest wrong"));
    }
    assert!(ladder.leg.is_over());
    let mut ladder = Ladder::calling();
    ladder.reply("INVITE", 401, "", "").order(LegInput::End(Closing::Plain));
    assert!(ladder.leg.is_over());
}

#[test]
fn a_session_interval_that_is_too_small_is_raised() {
    let mut ladder = Ladder::calling();
    ladder.reply("INVITE", 422, "Min-SE: 3600\n", "").reply("INVITE", 200, "", &sdp(1, ""));
    insta::assert_snapshot!(ladder.shown(), @"
    0.000 -> INVITE 1 Session-Expires: 1800;refresher=uac sdp 1 sendrecv
    0.000 <- 422 (INVITE 1) Min-SE: 3600
    0.000 -> INVITE 2 Session-Expires: 3600;refresher=uac sdp 1 sendrecv
    0.000 <- 200 (INVITE 2) sdp 1 sendrecv
    0.000 => ACK 2
    0.000 record
    0.000 Established
    0.000 media 198.51.100.7:4000 PCMA sendrecv
    ");
}

#[test]
fn an_attachment_that_is_not_taken_is_left_out() {
    let attachment = Attachment { content_type: "text/plain".into(), body: b"waited: 12".to_vec() };
    let call = dialog::Outgoing { attachment: Some(attachment), ..call() };
    let mut ladder = Ladder::calling_with(setup(), call).whole();
    ladder.reply("INVITE", 415, "", "");
    let ladder = ladder.shown();
    let body =
        ladder.split_once("Content-Type: multipart").unwrap().1.split_once("<- SIP/2.0 415").unwrap().0;
    insta::assert_snapshot!(body, @"
    /mixed;boundary=e62c3b56f817121de4c2d746
    -> User-Agent: Switchback
    -> Content-Length: 438
    ->
    -> --e62c3b56f817121de4c2d746
    -> Content-Type: application/sdp
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
    ->
    -> --e62c3b56f817121de4c2d746
    -> Content-Type: text/plain
    -> Content-Disposition: render;handling=optional
    ->
    -> waited: 12
    -> --e62c3b56f817121de4c2d746--
    ");
    assert!(ladder.contains("AttachmentRefused\n-> INVITE"));
    assert_eq!(ladder.matches("multipart").count(), 1);
}

#[test]
fn a_refusal_is_told_with_its_status() {
    for status in [302, 404, 480, 486, 503, 603] {
        let mut ladder = Ladder::calling();
        ladder.reply("INVITE", 180, "", "").reply(
            "INVITE",
            status,
            "Retry-After: 5\nContact: <sip:a@b>\n",
            "",
        );
        let Some(LegOutput::Refused(Refusal::Status { status: told, headers, .. })) = ladder.outputs.last()
        else {
            panic!("{}", ladder.shown());
        };
        assert_eq!((*told, headers.number("Retry-After")), (status, Some(5)));
        assert!(ladder.leg.is_over());
    }
}

#[test]
fn a_phone_that_cannot_be_reached_is_told() {
    let mut ladder = Ladder::calling();
    let transaction = ladder.last_request().transaction().unwrap();
    ladder.input(LegInput::TransactionFailed { transaction, failure: Failure::Transport });
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 -> INVITE 1 Session-Expires: 1800;refresher=uac sdp 1 sendrecv
       0.000 Refused(Failed(Transport))
    over
    ");
    let mut ladder = Ladder::calling();
    ladder.seconds(100);
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 -> INVITE 1 Session-Expires: 1800;refresher=uac sdp 1 sendrecv
      36.000 Refused(Failed(Timeout))
    over
    ");
}

#[test]
fn a_phone_that_rings_for_ever_is_cancelled() {
    let mut ladder = Ladder::calling();
    ladder.reply("INVITE", 180, "", "").seconds(700);
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 -> INVITE 1 Session-Expires: 1800;refresher=uac sdp 1 sendrecv
       0.000 <- 180 (INVITE 1)
       0.000 Ringing { status: 180 }
     600.000 -> CANCEL 1
     632.000 Refused(Failed(Timeout))
    over
    ");
}

#[test]
fn a_cancel_without_a_final_response_ends_after_a_while() {
    let mut ladder = Ladder::calling();
    ladder.reply("INVITE", 180, "", "").order(LegInput::End(Closing::Plain)).reply("CANCEL", 481, "", "");
    ladder.seconds(33).clear().reply("INVITE", 200, "", &sdp(1, "")).seconds(33);
    insta::assert_snapshot!(ladder.shown(), @"
      33.000 <- 200 (INVITE 1) sdp 1 sendrecv
      33.000 => ACK 1
      33.000 -> BYE 2
    over
    ");
}

#[test]
fn an_answer_with_media_that_we_cannot_use_is_ended() {
    for body in
        [String::new(), "v=0\n".into(), sdp(1, "").replace("8 0 101", "9"), sdp(1, "m=audio 1 RTP/AVP 0\n")]
    {
        let mut ladder = Ladder::calling();
        ladder.reply("INVITE", 200, "", &body);
        assert!(ladder.outputs.contains(&LegOutput::Refused(Refusal::UnusableMedia)), "{body}");
        assert_eq!(ladder.last_request().method.name(), "BYE");
    }
}

#[test]
fn we_refuse_with_the_status_of_the_owner() {
    let mut ladder = Ladder::called("", &sdp(1, ""));
    let headers = [("Retry-After", "10")].into_iter().collect();
    ladder.order(LegInput::Refuse { status: 480, reason: Some("Closed".into()), headers });
    assert_eq!(ladder.last_response().reason, "Closed");
    insta::assert_snapshot!(ladder.shown(), @"
       0.000 <- INVITE 1 sdp 1 sendrecv
       0.000 order Refuse
       0.000 -> 480 (INVITE 1) Retry-After: 10
       0.000 Ended(We)
    over
    ");
    let mut ladder = Ladder::called("", &sdp(1, ""));
    ladder.order(LegInput::End(Closing::Plain));
    assert_eq!(ladder.last_response().status, 480);
}
