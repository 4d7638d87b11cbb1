use std::{fmt::Write as _, net::SocketAddr, time::Duration};

use dialog::{
    message::{Message, Request, Response},
    wire::{self, Bounds},
};
use stdx::Instant;

use super::RoundTrip;
use super::{ClientId, Output, ServerId, Transactions};
use crate::{reply, transport::Path};

/// Transactions, a clock, and what came out so far with the time at which it did.
struct Bench {
    transactions: Transactions,
    now: Instant,
    path: Path,
    log: String,
}

impl Bench {
    fn new(path: Path) -> Self {
        Self {
            transactions: Transactions::new(10, RoundTrip::USUAL),
            now: Instant::START,
            path,
            log: String::new(),
        }
    }

    fn datagram() -> Self {
        let peer: SocketAddr = "192.0.2.1:5060".parse().unwrap();
        Self::new(Path::datagram_of_test(peer))
    }

    fn stream() -> Self {
        Self::new(Path::stream_of_test())
    }

    fn receive(&mut self, message: Message) {
        self.transactions.receive(self.now, message, self.path);
        self.drain();
    }

    fn send(&mut self, request: Request) -> ClientId {
        let id = self.transactions.request(self.now, request, self.path);
        self.drain();
        id
    }

    fn respond(&mut self, id: u64, response: &Response) {
        self.transactions.respond(self.now, ServerId(id), response);
        self.drain();
    }

    fn wait(&mut self, seconds: u64) {
        let end = self.now.after(Duration::from_secs(seconds));
        while let Some(due) = self.transactions.next_timeout().filter(|due| *due <= end) {
            self.now = due;
            self.transactions.time_passed(due);
            self.drain();
        }
        self.now = end;
    }

    fn drain(&mut self) {
        while let Some(output) = self.transactions.poll() {
            let what = match output {
                Output::Transmit(_, bytes) => {
                    String::from_utf8_lossy(&bytes).lines().next().unwrap_or_default().to_owned()
                }
                Output::Request(id, request, _) => format!("=> request {} {}", id.0, request.method),
                Output::Merged => "=> merged".to_owned(),
                Output::Acknowledge(..) => "=> acknowledged".to_owned(),
                Output::Cancelled(id, _) => format!("=> cancelled {}", id.0),
                Output::Response(_, response) => format!("=> response {}", response.status),
                Output::Failed(_, failure) => format!("=> failed {failure:?}"),
                Output::Overloaded => "=> overloaded".to_owned(),
            };
            let seconds = self.now.since(Instant::START).as_secs_f64();
            writeln!(self.log, "{seconds:>4}  {what}").unwrap();
        }
    }
}

fn parse(text: &str) -> Message {
    wire::read(text.replace('\n', "\r\n").as_bytes(), Bounds { message_bytes: 10_000 }).unwrap()
}

fn request(method: &str, branch: &str) -> Request {
    let text = format!(
        "{method} sip:kim@contoso.com SIP/2.0\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK{branch}\n\
         From: <sip:a@contoso.com>;tag=1\nTo: <sip:b@contoso.com>\nCall-ID: c\nCSeq: 1 {method}\nContent-Length: 0\n\n"
    );
    match parse(&text) {
        Message::Request(request) => request,
        Message::Response(_) => unreachable!("it begins with a method"),
    }
}

fn answer(method: &str, branch: &str, status: u16) -> Response {
    reply::to(&request(method, branch), status, "Reason")
}

#[test]
fn a_request_that_nobody_answers_is_sent_again_ever_more_slowly() {
    let mut bench = Bench::datagram();
    bench.send(request("OPTIONS", "a"));
    bench.wait(40);
    insta::assert_snapshot!(bench.log, @r"
       0  OPTIONS sip:kim@contoso.com SIP/2.0
     0.5  OPTIONS sip:kim@contoso.com SIP/2.0
     1.5  OPTIONS sip:kim@contoso.com SIP/2.0
     3.5  OPTIONS sip:kim@contoso.com SIP/2.0
     7.5  OPTIONS sip:kim@contoso.com SIP/2.0
    11.5  OPTIONS sip:kim@contoso.com SIP/2.0
    15.5  OPTIONS sip:kim@contoso.com SIP/2.0
    19.5  OPTIONS sip:kim@contoso.com SIP/2.0
    23.5  OPTIONS sip:kim@contoso.com SIP/2.0
    27.5  OPTIONS sip:kim@contoso.com SIP/2.0
    31.5  OPTIONS sip:kim@contoso.com SIP/2.0
      32  => failed Timeout
    ");
    assert_eq!(bench.transactions.len(), 0);
}

#[test]
fn an_invite_is_sent_again_until_somebody_works_on_it_and_its_refusal_is_acknowledged_each_time() {
    let mut bench = Bench::datagram();
    bench.send(request("INVITE", "a"));
    bench.wait(2);
    bench.receive(Message::Response(answer("INVITE", "a", 180)));
    bench.wait(100);
    bench.receive(Message::Response(answer("INVITE", "a", 486)));
    bench.receive(Message::Response(answer("INVITE", "a", 486)));
    bench.wait(40);
    insta::assert_snapshot!(bench.log, @r"
      0  INVITE sip:kim@contoso.com SIP/2.0
    0.5  INVITE sip:kim@contoso.com SIP/2.0
    1.5  INVITE sip:kim@contoso.com SIP/2.0
      2  => response 180
    102  ACK sip:kim@contoso.com SIP/2.0
    102  => response 486
    102  ACK sip:kim@contoso.com SIP/2.0
    ");
    assert_eq!(bench.transactions.len(), 0);
}

#[test]
fn every_2xx_of_an_invite_goes_to_the_dialog() {
    let mut bench = Bench::datagram();
    bench.send(request("INVITE", "a"));
    bench.receive(Message::Response(answer("INVITE", "a", 200)));
    bench.receive(Message::Response(answer("INVITE", "a", 200)));
    bench.wait(40);
    bench.receive(Message::Response(answer("INVITE", "a", 200)));
    insta::assert_snapshot!(bench.log, @r"
    0  INVITE sip:kim@contoso.com SIP/2.0
    0  => response 200
    0  => response 200
    ");
}

#[test]
fn a_refusal_is_repeated_until_its_ack_comes() {
    let mut bench = Bench::datagram();
    bench.receive(Message::Request(request("INVITE", "a")));
    bench.respond(1, &answer("INVITE", "a", 100));
    bench.receive(Message::Request(request("INVITE", "a")));
    bench.respond(1, &answer("INVITE", "a", 486));
    bench.wait(4);
    bench.receive(Message::Request(request("ACK", "a")));
    bench.receive(Message::Request(request("INVITE", "a")));
    bench.wait(40);
    insta::assert_snapshot!(bench.log, @r"
      0  => request 1 INVITE
      0  SIP/2.0 100 Reason
      0  SIP/2.0 100 Reason
      0  SIP/2.0 486 Reason
    0.5  SIP/2.0 486 Reason
    1.5  SIP/2.0 486 Reason
    3.5  SIP/2.0 486 Reason
    ");
    assert_eq!(bench.transactions.len(), 0);
}

#[test]
fn a_2xx_of_an_invite_is_left_to_the_dialog() {
    let mut bench = Bench::datagram();
    bench.receive(Message::Request(request("INVITE", "a")));
    bench.respond(1, &answer("INVITE", "a", 200));
    bench.receive(Message::Request(request("INVITE", "a")));
    bench.wait(1);
    bench.respond(1, &answer("INVITE", "a", 200));
    bench.receive(Message::Request(request("ACK", "other")));
    bench.wait(40);
    insta::assert_snapshot!(bench.log, @r"
    0  => request 1 INVITE
    0  SIP/2.0 200 Reason
    1  SIP/2.0 200 Reason
    1  => acknowledged
    ");
    assert_eq!(bench.transactions.len(), 0);
}

#[test]
fn a_cancel_is_answered_and_told_to_who_has_the_invite() {
    let mut bench = Bench::datagram();
    bench.receive(Message::Request(request("INVITE", "a")));
    bench.receive(Message::Request(request("CANCEL", "a")));
    bench.receive(Message::Request(request("CANCEL", "a")));
    bench.respond(1, &answer("INVITE", "a", 487));
    bench.receive(Message::Request(request("CANCEL", "unknown")));
    insta::assert_snapshot!(bench.log, @r"
    0  => request 1 INVITE
    0  SIP/2.0 200 OK
    0  => cancelled 1
    0  SIP/2.0 200 OK
    0  SIP/2.0 487 Reason
    0  SIP/2.0 481 Call/Transaction Does Not Exist
    ");
}

#[test]
fn a_connection_needs_no_repetition_and_its_end_is_told_to_those_who_wait() {
    let mut bench = Bench::stream();
    bench.send(request("INVITE", "a"));
    bench.send(request("BYE", "b"));
    bench.wait(10);
    bench.transactions.path_broken(bench.path);
    bench.drain();
    insta::assert_snapshot!(bench.log, @r"
     0  INVITE sip:kim@contoso.com SIP/2.0
     0  BYE sip:kim@contoso.com SIP/2.0
    10  => failed Transport
    10  => failed Transport
    ");
}

#[test]
fn an_invite_that_was_cancelled_ends_also_without_an_answer() {
    let mut bench = Bench::datagram();
    bench.send(request("INVITE", "a"));
    bench.receive(Message::Response(answer("INVITE", "a", 180)));
    bench.send(request("CANCEL", "a"));
    bench.receive(Message::Response(answer("CANCEL", "a", 200)));
    bench.wait(40);
    insta::assert_snapshot!(bench.log, @r"
     0  INVITE sip:kim@contoso.com SIP/2.0
     0  => response 180
     0  CANCEL sip:kim@contoso.com SIP/2.0
     0  => response 200
    32  => failed Timeout
    ");
    assert_eq!(bench.transactions.len(), 0);
}
