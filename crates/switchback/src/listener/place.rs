use std::{
    io::{self, IoSlice},
    net::IpAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Sleep, sleep},
};

/// The places of all connections. Each says whose it is, so that one peer cannot take them all.
#[derive(Clone, Debug)]
pub(super) struct Places {
    peers: Arc<[AtomicU64]>,
    of_peer_max: usize,
}

/// The place of one connection; it is free again when the value is dropped.
#[derive(Debug)]
pub(super) struct Place {
    peers: Arc<[AtomicU64]>,
    number: usize,
}

impl Places {
    pub(super) fn new(all_max: usize, of_peer_max: usize) -> Self {
        Self { peers: (0..all_max).map(|_| AtomicU64::new(FREE)).collect(), of_peer_max }
    }

    /// Takes a place for a connection of this address. Of two that come at once for the last of the share, both may
    /// be refused.
    ///
    /// # Errors
    /// When all places, or those for one peer, are taken.
    pub(super) fn take(&self, address: IpAddr) -> io::Result<Place> {
        let peer = peer(address);
        let free = |place: &AtomicU64| {
            place.compare_exchange(FREE, peer, Ordering::SeqCst, Ordering::SeqCst).is_ok()
        };
        let Some(number) = self.peers.iter().position(free) else {
            return Err(io::Error::other("the server has as many connections as it may"));
        };
        let place = Place { peers: Arc::clone(&self.peers), number };
        let of_peer = self.peers.iter().filter(|place| place.load(Ordering::SeqCst) == peer).count();
        if of_peer > self.of_peer_max {
            return Err(io::Error::other("the address has as many connections as it may"));
        }
        Ok(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.peers[self.number].store(FREE, Ordering::SeqCst);
    }
}

/// Who counts as one peer: an IPv4 address, or an IPv6 network of 64 bits, which is what a single host is given.
fn peer(address: IpAddr) -> u64 {
    match address.to_canonical() {
        // No IPv6 network begins with 0000:0001 (RFC 4291, section 2.4, leaves all of 0000::/8 aside).
        IpAddr::V4(address) => 1 << 32 | u64::from(address.to_bits()),
        IpAddr::V6(address) => (address.to_bits() >> 64) as u64,
    }
}

/// No peer: these are addresses of multicast.
const FREE: u64 = u64::MAX;

/// A connection in its place. It fails when its peer takes nothing for too long of what is written.
#[derive(Debug)]
pub(super) struct Placed {
    stream: TcpStream,
    _place: Place,
    stall_max: Duration,
    /// Runs while the peer takes nothing.
    stall: Option<Pin<Box<Sleep>>>,
}

impl Placed {
    pub(super) const fn new(stream: TcpStream, place: Place, stall_max: Duration) -> Self {
        Self { stream, _place: place, stall_max, stall: None }
    }

    /// What became of a write, unless the peer has taken nothing for too long.
    fn written(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.stall = None;
            return written;
        }
        let stall = self.stall.get_or_insert_with(|| Box::pin(sleep(self.stall_max)));
        ready!(stall.as_mut().poll(cx));
        Poll::Ready(Err(io::Error::new(
            io::ErrorKind::TimedOut,
            "the peer takes nothing of what is sent to it",
        )))
    }
}

impl AsyncRead for Placed {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl AsyncWrite for Placed {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.written(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        self.written(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpListener,
        time::timeout,
    };

    use super::*;

    /// A test that takes longer fails.
    const BOUND: Duration = Duration::from_secs(30);

    async fn connected(stall_max: Duration) -> (Placed, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let peer = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (stream, address) = listener.accept().await.unwrap();
        let place = Places::new(1, 1).take(address.ip()).unwrap();
        (Placed::new(stream, place, stall_max), peer)
    }

    #[tokio::test]
    async fn a_peer_that_takes_nothing_is_given_up() {
        let (mut placed, peer) = connected(Duration::from_millis(20)).await;
        let written = timeout(BOUND, async {
            loop {
                if let Err(error) = placed.write_all(&[0; 1 << 16]).await {
                    return error;
                }
            }
        });
        assert_eq!(written.await.unwrap().kind(), io::ErrorKind::TimedOut);
        drop(peer);
    }

    #[tokio::test]
    async fn what_the_peer_takes_ends_the_stall() {
        let (mut placed, mut peer) = connected(BOUND).await;
        let (mut sent, block) = (0, vec![0; 1 << 16]);
        while placed.stall.is_none() {
            tokio::select! {
                biased;
                written = placed.write(&block) => sent += written.unwrap(),
                () = std::future::ready(()) => {}
            }
        }
        peer.read_exact(&mut vec![0; sent]).await.unwrap();
        timeout(BOUND, placed.write(&block)).await.unwrap().unwrap();
        assert!(placed.stall.is_none());
    }

    #[test]
    fn an_ipv6_network_is_one_peer_and_an_ipv4_address_in_ipv6_is_itself() {
        let peer = |text: &str| peer(text.parse().unwrap());
        assert_eq!(peer("2001:db8:0:1::1"), peer("2001:db8:0:1:ffff::2"));
        assert_ne!(peer("2001:db8:0:1::1"), peer("2001:db8:0:2::1"));
        assert_eq!(peer("::ffff:192.0.2.1"), peer("192.0.2.1"));
        assert_ne!(peer("192.0.2.1"), peer("192.0.2.2"));
        assert_ne!(peer("0.0.0.1"), peer("::1"));
    }

    #[test]
    fn a_place_is_free_again_when_it_was_refused_or_given_back() {
        let places = Places::new(2, 1);
        let [first, second] = ["192.0.2.1", "192.0.2.2"].map(|text| text.parse().unwrap());
        let held = places.take(first).unwrap();
        assert!(places.take(first).is_err());
        let other = places.take(second).unwrap();
        assert!(places.take("192.0.2.3".parse().unwrap()).is_err());
        drop((held, other));
        places.take(first).unwrap();
    }
}
