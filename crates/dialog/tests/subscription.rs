//! A subscription between its owner and a telephone: what goes in and what comes out.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

use std::time::Duration;

use dialog::{
    Local, NameAddr, Policy, Seed, Setup, Subscribing, Subscription, SubscriptionEnd, SubscriptionInput,
    SubscriptionOutput, Uri,
    message::{Headers, Message, Request, Response},
    wire::{self, Bounds},
};
use stdx::Instant;

/// A subscription and its telephone.
struct Pair {
    subscription: Subscription,
    now: Instant,
    /// The last SUBSCRIBE.
    asked: Option<Request>,
    sequence: u32,
}

impl Pair {
    fn begin() -> Self {
        let setup = Setup {
            local: Local {
                contact: Uri::parse("sip:w1@192.0.2.1:5060").unwrap(),
                transport: "UDP".into(),
                sent_by: "192.0.2.1:5060".into(),
                origin: "192.0.2.1".into(),
                product: "Switchback".into(),
            },
            seed: Seed([7; 16]),
            epoch: 1,
            policy: Policy::USUAL,
        };
        let whom = Subscribing {
            target: Uri::parse("sip:alex@198.51.100.7").unwrap(),
            from: NameAddr::parse("<sip:192.0.2.1>").unwrap(),
            to: NameAddr::parse("<sip:alex@contoso.com>").unwrap(),
            route: Vec::new(),
        };
        let subscription = Subscription::begin(Instant(0), whom, setup);
        Self { subscription, now: Instant(0), asked: None, sequence: 1 }
    }

    /// A subscription that has told once.
    fn told() -> Self {
        let mut pair = Self::begin();
        pair.outputs();
        pair.answer(200, "Contact: <sip:alex@198.51.100.8>\r\nExpires: 600\r\n");
        pair.notify("active;expires=600", &full(0));
        pair
    }

    /// What comes out, in words.
    fn outputs(&mut self) -> Vec<String> {
        let mut words = Vec::new();
        while let Some(output) = self.subscription.poll() {
            words.push(match output {
                SubscriptionOutput::Send(request) => {
                    let expires = request.headers.value("Expires").unwrap().to_owned();
                    let word = format!("{} {} for {expires}", request.method, request.uri);
                    self.asked = Some(request);
                    word
                }
                SubscriptionOutput::Respond(response) => response.status.to_string(),
                SubscriptionOutput::Challenged { response, .. } => format!("challenged {}", response.status),
                SubscriptionOutput::Told(info) => format!("told {}", info.version),
                SubscriptionOutput::Ended(SubscriptionEnd::Refused { status }) => format!("refused {status}"),
                SubscriptionOutput::Ended(SubscriptionEnd::Lost { after: None }) => "lost".to_owned(),
                SubscriptionOutput::Ended(SubscriptionEnd::Lost { after: Some(after) }) => {
                    format!("lost for {}", after.as_secs())
                }
            });
        }
        words
    }

    fn give(&mut self, input: SubscriptionInput) -> Vec<String> {
        self.subscription.handle(self.now, input);
        self.outputs()
    }

    /// The telephone answers the last SUBSCRIBE.
    fn answer(&mut self, status: u16, headers: &str) -> Vec<String> {
        let response = Response::to(self.asked.as_ref().unwrap(), status, Some("phone"));
        let text = String::from_utf8(response.to_bytes()).unwrap();
        let text = text.replacen("\r\n\r\n", &format!("\r\n{headers}\r\n"), 1);
        let Message::Response(response) = read(&text) else { panic!("a response is read as one") };
        self.give(SubscriptionInput::Response(response))
    }

    fn notify(&mut self, state: &str, body: &str) -> Vec<String> {
        self.sequence += 1;
        let notify = self.notice(state, body);
        self.give(SubscriptionInput::Notify(notify))
    }

    fn notice(&self, state: &str, body: &str) -> Request {
        request(&self.notice_text(state, body))
    }

    /// A NOTIFY as text.
    fn notice_text(&self, state: &str, body: &str) -> String {
        let (call, tag) = self.subscription.dialog();
        format!(
            "NOTIFY sip:w1@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 198.51.100.7;branch=z9hG4bK{n}\r\n\
             From: <sip:alex@contoso.com>;tag=phone\r\nTo: <sip:192.0.2.1>;tag={tag}\r\nCall-ID: {call}\r\n\
             CSeq: {n} NOTIFY\r\nMax-Forwards: 70\r\nEvent: dialog\r\nSubscription-State: {state}\r\n\
             Content-Type: application/dialog-info+xml\r\nContent-Length: {}\r\n\r\n{body}",
            body.len(),
            n = self.sequence,
        )
    }

    fn seconds(&mut self, seconds: u64) -> Vec<String> {
        self.now = self.now.after(Duration::from_secs(seconds));
        if self.subscription.next_timeout().is_some_and(|due| due <= self.now) {
            return self.give(SubscriptionInput::TimePassed);
        }
        self.outputs()
    }
}

fn read(text: &str) -> Message {
    wire::read(text.as_bytes(), Bounds { message_bytes: 65_535 }).unwrap()
}

fn request(text: &str) -> Request {
    let Message::Request(request) = read(text) else { panic!("a request is read as one") };
    request
}

fn full(version: u32) -> String {
    format!("<dialog-info version=\"{version}\" state=\"full\"/>")
}

#[test]
fn a_subscription_is_asked_for_told_and_refreshed() {
    let mut pair = Pair::begin();
    assert_eq!(pair.outputs(), ["SUBSCRIBE sip:alex@198.51.100.7 for 1800"]);
    let asked = pair.asked.clone().unwrap();
    for (name, value) in [
        ("Event", "dialog"),
        ("Accept", "application/dialog-info+xml"),
        ("To", "<sip:alex@contoso.com>"),
        ("Contact", "<sip:w1@192.0.2.1:5060>"),
        ("CSeq", "1048577 SUBSCRIBE"),
    ] {
        assert_eq!(asked.headers.value(name), Some(value));
    }
    let others =
        "Record-Route: <sip:p2;lr>, <sip:p1;lr>\r\nContact: <sip:alex@198.51.100.8>\r\nExpires: 600\r\n";
    assert!(pair.answer(200, others).is_empty());
    assert_eq!(pair.notify("active;expires=600", &full(0)), ["200", "told 0"]);
    assert!(pair.seconds(449).is_empty());
    assert_eq!(pair.seconds(1), ["SUBSCRIBE sip:alex@198.51.100.8 for 1800"]);
    let again = pair.asked.clone().unwrap();
    assert_eq!(again.headers.elements("Route").collect::<Vec<_>>(), ["<sip:p1;lr>", "<sip:p2;lr>"]);
    assert_eq!(again.headers.to().unwrap().tag(), Some("phone"));
    assert_ne!(again.headers.value("Via"), asked.headers.value("Via"));
    assert!(pair.answer(202, "Expires: 600\r\n").is_empty());
    assert!(pair.seconds(449).is_empty());
    assert_eq!(pair.notify("active", &full(1)), ["200", "told 1"]);
    // What was missed is asked for, and once only while that is under way.
    assert_eq!(pair.give(SubscriptionInput::Refresh), ["SUBSCRIBE sip:alex@198.51.100.8 for 1800"]);
    assert!(pair.give(SubscriptionInput::Refresh).is_empty());
    assert_eq!(pair.answer(200, ""), ["SUBSCRIBE sip:alex@198.51.100.8 for 1800"]);
    assert!(pair.answer(200, "").is_empty());
}

#[test]
fn a_notify_may_come_before_the_answer_and_makes_the_dialog() {
    let mut pair = Pair::begin();
    pair.outputs();
    let first = pair.notice_text("active;expires=900", &full(3));
    let first =
        first.replace("Event:", "Record-Route: <sip:p1;lr>\r\nContact: <sip:a@198.51.100.9>\r\nEvent:");
    assert_eq!(pair.give(SubscriptionInput::Notify(request(&first))), ["200", "told 3"]);
    assert!(pair.answer(200, "Contact: <sip:a@198.51.100.9>\r\n").is_empty());
    pair.give(SubscriptionInput::Refresh);
    let asked = pair.asked.clone().unwrap();
    assert_eq!(asked.uri.to_string(), "sip:a@198.51.100.9");
    assert_eq!(asked.headers.value("Route"), Some("<sip:p1;lr>"));
}

#[test]
fn a_notify_that_does_not_belong_or_cannot_be_read_is_refused() {
    for (from, to, said) in [
        ("tag=phone", "tag=other", &["481"][..]),
        (";tag=phone", "", &["481"]),
        ("Event: dialog", "Event: presence", &["489"]),
        ("Event: dialog\r\n", "", &["489"]),
        ("Subscription-State: active\r\n", "", &["481"]),
        ("dialog-info+xml", "pidf+xml", &["415"]),
        ("CSeq: 3", "CSeq: 2", &["500"]),
        // Nothing that can be read will come of it.
        ("state=\"full\"", "state=\"half\"", &["400", "refused 0"]),
        ("version=\"1\"", "version='1' x", &["400", "refused 0"]),
        ("Event: dialog", "o: dialog;id=1", &["200", "told 1"]),
    ] {
        let mut pair = Pair::told();
        pair.sequence = 3;
        let text = pair.notice_text("active", &full(1));
        assert!(text.contains(from));
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let (head, body) = (head.replace(from, to), body.replace(from, to));
        let head = head.lines().filter(|line| !line.starts_with("Content-Length")).collect::<Vec<_>>();
        let text = format!("{}\r\nContent-Length: {}\r\n\r\n{body}", head.join("\r\n"), body.len());
        assert_eq!(pair.give(SubscriptionInput::Notify(request(&text))), said, "{to}");
    }
}

#[test]
fn who_does_not_stop_telling_is_not_listened_to() {
    let mut pair = Pair::told();
    let said: Vec<_> = (1..40).map(|number| pair.notify("active", &full(number)).remove(0)).collect();
    assert_eq!(said.iter().filter(|status| *status == "200").count(), 19);
    assert_eq!(said.iter().filter(|status| *status == "503").count(), 20);
    pair.seconds(1);
    assert_eq!(pair.notify("active", &full(50)), ["200", "told 50"]);
}

#[test]
fn an_end_says_whether_it_is_worth_to_ask_again() {
    for (state, said) in [
        ("terminated", "lost"),
        ("terminated;reason=deactivated", "lost for 0"),
        ("terminated;reason=timeout;retry-after=9", "lost for 0"),
        ("terminated;reason=probation;retry-after=9", "lost for 9"),
        ("terminated;reason=giveup", "lost"),
        ("terminated;reason=noresource", "refused 0"),
        ("Terminated ; reason=rejected", "refused 0"),
    ] {
        let mut pair = Pair::told();
        assert_eq!(pair.notify(state, ""), ["200", said], "{state}");
        assert!(pair.subscription.is_over() && pair.subscription.next_timeout().is_none());
        assert_eq!(pair.notify("active", &full(1)), ["481"]);
    }
}

#[test]
fn a_telephone_that_refuses_is_told_from_one_that_is_not_there() {
    for (status, said) in [
        (489, "refused 489"),
        (481, "refused 481"),
        (405, "refused 405"),
        (501, "refused 501"),
        (403, "refused 403"),
        (404, "lost"),
        (480, "lost"),
        (503, "lost for 7"),
    ] {
        let mut pair = Pair::begin();
        pair.outputs();
        let headers = if status == 503 { "Retry-After: 7 (busy)\r\n" } else { "" };
        assert_eq!(pair.answer(status, headers), [said]);
    }
    let mut pair = Pair::begin();
    pair.outputs();
    assert_eq!(pair.give(SubscriptionInput::Failed), ["lost"]);
    // It has forgotten what it granted.
    let mut pair = Pair::told();
    pair.give(SubscriptionInput::Refresh);
    assert_eq!(pair.answer(481, ""), ["lost for 0"]);
}

#[test]
fn a_challenge_is_answered_and_a_longer_time_is_taken() {
    let mut pair = Pair::begin();
    pair.outputs();
    assert_eq!(
        pair.answer(407, "Proxy-Authenticate: Digest realm=\"a\", nonce=\"b\"\r\n"),
        ["challenged 407"]
    );
    let mut credentials = Headers::new();
    credentials.push("Proxy-Authorization", "Digest x");
    assert_eq!(
        pair.give(SubscriptionInput::Credentials(credentials)),
        ["SUBSCRIBE sip:alex@198.51.100.7 for 1800"]
    );
    let asked = pair.asked.clone().unwrap();
    assert_eq!(asked.headers.value("CSeq"), Some("1048578 SUBSCRIBE"));
    assert_eq!(asked.headers.value("Proxy-Authorization"), Some("Digest x"));
    assert_eq!(pair.answer(423, "Min-Expires: 3600\r\n"), ["SUBSCRIBE sip:alex@198.51.100.7 for 3600"]);
    assert_eq!(pair.asked.clone().unwrap().headers.value("Proxy-Authorization"), Some("Digest x"));
    // Who has no credentials is refused; who is asked again and again gives up.
    let mut pair = Pair::begin();
    pair.outputs();
    pair.answer(401, "");
    assert_eq!(pair.give(SubscriptionInput::Credentials(Headers::new())), ["refused 401"]);
    let mut pair = Pair::begin();
    pair.outputs();
    let asks = |pair: &mut Pair| pair.answer(423, "Min-Expires: 99999999\r\n")[0].starts_with("SUBSCRIBE");
    assert_eq!((0..10).take_while(|_| asks(&mut pair)).count(), 3);
}

#[test]
fn a_subscription_that_nothing_is_heard_of_is_lost() {
    let mut pair = Pair::begin();
    pair.outputs();
    pair.answer(200, "");
    assert!(pair.seconds(31).is_empty());
    assert_eq!(pair.seconds(1), ["lost"], "no NOTIFY came");
    let mut pair = Pair::told();
    assert_eq!(pair.seconds(450).len(), 1, "it is refreshed");
    assert_eq!(pair.seconds(150), ["lost"], "and expires while nobody answers");
}

#[test]
fn an_end_of_ours_is_told_to_the_telephone_and_its_last_word_is_taken() {
    let mut pair = Pair::told();
    assert_eq!(pair.give(SubscriptionInput::End), ["SUBSCRIBE sip:alex@198.51.100.8 for 0"]);
    assert!(pair.answer(200, "Expires: 0\r\n").is_empty());
    assert_eq!(pair.notify("active", &full(4)), ["200"], "it crossed our end");
    assert_eq!(pair.notify("terminated;reason=timeout", ""), ["200"]);
    assert!(pair.subscription.is_over());
    // Nothing was answered yet: the telephone is told once it has answered.
    let mut pair = Pair::begin();
    pair.outputs();
    assert!(pair.give(SubscriptionInput::End).is_empty());
    assert_eq!(pair.answer(200, ""), ["SUBSCRIBE sip:alex@198.51.100.7 for 0"]);
    assert!(!pair.subscription.is_over());
    assert!(pair.seconds(32).is_empty());
    assert!(pair.subscription.is_over());
}
