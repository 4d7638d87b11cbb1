//! SIP over TCP.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use edge::{Kind, Limits};

use crate::{
    peer::{first_line, request},
    running::Running,
};

fn connect(running: &Running) -> TcpStream {
    let stream = TcpStream::connect(running.address(Kind::Tcp)).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream
}

/// Reads until the answers to `count` requests are there, or the connection ends.
fn answers(stream: &mut TcpStream, count: usize) -> Vec<String> {
    let mut text = String::new();
    let mut buffer = [0; 4_096];
    while text.matches("\r\n\r\n").count() < count {
        let length = stream.read(&mut buffer).unwrap();
        text.push_str(std::str::from_utf8(&buffer[..length]).unwrap());
        if length == 0 {
            break;
        }
    }
    text.split_inclusive("\r\n\r\n").map(str::to_owned).collect()
}

#[test]
fn messages_are_found_in_a_stream_however_it_is_cut() {
    for listener in ["tcp:127.0.0.1:0", "tcp:[::1]:0"] {
        let running = Running::start(&[listener], Limits::default());
        let mut stream = connect(&running);
        stream.set_nodelay(true).unwrap();
        let folded = request("OPTIONS", "two", "").replace("Content-Length: 0", "Content-Length:\r\n 0");
        let both = request("OPTIONS", "one", "") + &folded;
        for piece in both.as_bytes().chunks(37) {
            stream.write_all(piece).unwrap();
        }
        let answers = answers(&mut stream, 2);
        let lines: Vec<&str> = answers.iter().map(|answer| first_line(answer)).collect();
        assert_eq!(lines, ["SIP/2.0 200 OK", "SIP/2.0 200 OK"]);
    }
}

#[test]
fn a_keep_alive_is_answered_by_a_line_end() {
    let running = Running::start(&["tcp:127.0.0.1:0"], Limits::default());
    let mut stream = connect(&running);
    stream.write_all(b"\r\n\r\n").unwrap();
    let mut pong = [0; 2];
    stream.read_exact(&mut pong).unwrap();
    assert_eq!(&pong, b"\r\n");
}

#[test]
fn a_message_without_a_length_is_refused_and_the_connection_ends() {
    let running = Running::start(&["tcp:127.0.0.1:0"], Limits::default());
    let mut stream = connect(&running);
    let endless = request("OPTIONS", "endless", "").replace("Content-Length: 0\r\n", "");
    stream.write_all(endless.as_bytes()).unwrap();
    let answers = answers(&mut stream, 2);
    assert_eq!(first_line(&answers[0]), "SIP/2.0 400 Missing Content-Length");
    assert_eq!(answers.len(), 1);
}

#[test]
fn a_message_that_will_be_too_long_is_refused_for_that() {
    let running = Running::start(&["tcp:127.0.0.1:0"], Limits::default());
    let mut stream = connect(&running);
    let long = request("OPTIONS", "long", "").replace("Content-Length: 0", "Content-Length: 100000");
    stream.write_all(long.as_bytes()).unwrap();
    assert_eq!(first_line(&answers(&mut stream, 2)[0]), "SIP/2.0 513 Message Too Large");
}
