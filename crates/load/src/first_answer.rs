//! From the start of a process to the first call that it answers.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr, UdpSocket},
    process::{Child, Command, Stdio},
    time::Duration,
};

use crate::{DOMAIN, clock, figures::figure};

/// Starts the server, calls it again and again until a call is answered, and ends it.
pub(crate) fn run(server: SocketAddr, workflow: &str, command: &[String]) -> io::Result<()> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    socket.set_read_timeout(Some(APART))?;
    let local = socket.local_addr()?;
    let (program, arguments) =
        command.split_first().ok_or_else(|| io::Error::other("no command is given"))?;
    let start = clock::now();
    let child = Command::new(program).args(arguments).stdout(Stdio::null()).spawn()?;
    let mut child = Ended(child);
    let mut buffer = [0; 4_096];
    for call in 0_u32.. {
        if clock::now().since(start) > PATIENCE {
            break;
        }
        // Nobody is there yet: the system says so, and the next call follows.
        drop(socket.send_to(invite(call, workflow, local).as_bytes(), server));
        while let Ok(length) = socket.recv(&mut buffer) {
            if buffer[..length].starts_with(b"SIP/2.0 200") {
                let took = clock::now().since(start);
                figure("start to the first answer, ms", took.as_secs_f64() * 1_000.0);
                return Ok(());
            }
            if buffer[..length].starts_with(b"SIP/2.0 503") {
                break;
            }
        }
        if let Some(status) = child.0.try_wait()? {
            return Err(io::Error::other(format!("the server ended before it answered: {status}")));
        }
    }
    Err(io::Error::other("the server does not answer"))
}

/// A process that ends with this.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn invite(call: u32, workflow: &str, local: SocketAddr) -> String {
    let body = format!(
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {} RTP/AVP 8\r\n",
        local.port()
    );
    let target = format!("sip:{workflow}@{DOMAIN}");
    format!(
        "INVITE {target} SIP/2.0\r\nVia: SIP/2.0/UDP {local};rport;branch=z9hG4bKfirst{call}\r\n\
         From: <sip:caller@{DOMAIN}>;tag=first{call}\r\nTo: <{target}>\r\nCall-ID: first{call}\r\n\
         CSeq: 1 INVITE\r\nContact: <sip:caller@{local}>\r\nMax-Forwards: 70\r\n\
         Content-Type: application/sdp\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// How long an answer is waited for before the next call.
const APART: Duration = Duration::from_millis(1);
/// How long the server may take.
const PATIENCE: Duration = Duration::from_secs(30);
