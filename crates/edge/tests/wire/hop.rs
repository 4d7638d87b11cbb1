//! What lies between a test call and the pool: SIP passes, and of the voice what is let through.

use std::{
    net::{SocketAddr, UdpSocket},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU16, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

/// A hop in front of a pool.
pub(crate) struct Hop {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    is_over: AtomicBool,
    /// The voice that the pool sends, and the one that it is sent, is lost.
    from_pool: AtomicBool,
    to_pool: AtomicBool,
    /// The media ports of the two.
    caller_port: AtomicU16,
    pool_port: AtomicU16,
}

impl Hop {
    /// Stands before a pool of the loopback interface.
    pub(crate) fn before(pool: SocketAddr) -> Self {
        let [front, back] = [(); 2].map(|()| socket());
        let [to_caller, to_pool] = [(); 2].map(|()| socket());
        let (address, shared) = (front.local_addr().unwrap(), Arc::new(Shared::default()));
        let state = Arc::clone(&shared);
        thread::spawn(move || {
            let ports = [&to_caller, &to_pool].map(|socket| socket.local_addr().unwrap().port());
            let (mut caller, mut buffer) = (None, [0; 65_535]);
            while !state.is_over.load(Relaxed) {
                if let Ok((length, source)) = front.recv_from(&mut buffer) {
                    caller = Some(source);
                    let message = with_port(&buffer[..length], ports[1], &state.caller_port);
                    back.send_to(&message, pool).unwrap();
                }
                if let Ok((length, _)) = back.recv_from(&mut buffer)
                    && let Some(caller) = caller
                {
                    let message = with_port(&buffer[..length], ports[0], &state.pool_port);
                    front.send_to(&message, caller).unwrap();
                }
                pass(&to_pool, &to_caller, (&state.from_pool, &state.caller_port));
                pass(&to_caller, &to_pool, (&state.to_pool, &state.pool_port));
            }
        });
        Self { address, shared }
    }

    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Loses what the pool says from now on.
    pub(crate) fn mute_pool(&self) {
        self.shared.from_pool.store(true, Relaxed);
    }

    /// Loses what the caller says from now on.
    pub(crate) fn mute_caller(&self) {
        self.shared.to_pool.store(true, Relaxed);
    }
}

impl Drop for Hop {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Relaxed);
    }
}

fn socket() -> UdpSocket {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(Duration::from_millis(1))).unwrap();
    socket
}

/// Voice that came at one socket goes on from the other, unless it is lost.
fn pass(at: &UdpSocket, on: &UdpSocket, way: (&AtomicBool, &AtomicU16)) {
    let (is_lost, port) = way;
    let mut buffer = [0; 2_048];
    while let Ok((length, _)) = at.recv_from(&mut buffer) {
        if !is_lost.load(Relaxed) {
            on.send_to(&buffer[..length], ("127.0.0.1", port.load(Relaxed))).unwrap();
        }
    }
}

/// A message whose description names our port; the one that it named is kept.
fn with_port(message: &[u8], port: u16, kept: &AtomicU16) -> Vec<u8> {
    let text = String::from_utf8_lossy(message).into_owned();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return message.to_vec() };
    let Some((before, behind)) = body.split_once("m=audio ") else { return message.to_vec() };
    let (named, rest) = behind.split_once(' ').unwrap();
    kept.store(named.parse().unwrap(), Relaxed);
    let body = format!("{before}m=audio {port} {rest}");
    let lines = head.lines().map(|line| match line.split_once(": ") {
        Some((name, _)) if name.eq_ignore_ascii_case("Content-Length") => format!("{name}: {}", body.len()),
        _ => line.to_owned(),
    });
    format!("{}\r\n\r\n{body}", lines.collect::<Vec<_>>().join("\r\n")).into_bytes()
}
