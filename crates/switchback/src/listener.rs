//! The API's listener: plain or TLS, with limits on connections and on how long one is borne that does nothing.

mod place;

use std::{
    future::{Ready, ready},
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use axum::Router;
use axum_server::{
    Handle,
    accept::Accept,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use rustls::ServerConfig;
use tokio::net::TcpStream;

use place::{Placed, Places};

/// What connections may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Connections at once.
    connections: usize,
    /// Connections at once from one address.
    connections_of_peer: usize,
    /// How long a connection may stay without a request.
    silence: Duration,
    /// How long a peer may take nothing of what is sent to it.
    stall: Duration,
}

impl Bounds {
    /// Those of a pool. Half of the files that Linux lets a process have open unless told otherwise are for
    /// connections.
    pub(crate) const OF_A_POOL: Self = Self {
        connections: 512,
        connections_of_peer: 128,
        silence: Duration::from_secs(60),
        stall: Duration::from_secs(30),
    };
}

/// Serves until the handle stops it.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<Arc<ServerConfig>>,
    router: Router,
    handle: Handle<SocketAddr>,
    bounds: Bounds,
) -> io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let bounded = Bounded { places: Places::new(bounds.connections, bounds.connections_of_peer), bounds };
    let mut server = axum_server::from_tcp(listener)?
        .handle(handle)
        .first_request_timeout(bounds.silence)
        .accept_error_handler(|peer, error| tracing::debug!(?peer, %error, "connection refused"))
        .acceptor(bounded);
    server.http_builder().http1().header_read_timeout(bounds.silence);
    // HTTP/2 knows no end of a request that a next one must follow: who is silent is asked whether it is still there.
    server
        .http_builder()
        .http2()
        .keep_alive_interval(bounds.silence / 2)
        .keep_alive_timeout(bounds.silence / 2);
    match tls {
        None => server.serve(service).await,
        Some(config) => {
            let config = RustlsConfig::from_config(config);
            server.map(|bounded| RustlsAcceptor::new(config).acceptor(bounded)).serve(service).await
        }
    }
}

/// Closes connections beyond a limit at once.
#[derive(Clone, Debug)]
struct Bounded {
    places: Places,
    bounds: Bounds,
}

impl<S> Accept<TcpStream, S> for Bounded {
    type Stream = Placed;
    type Service = S;
    type Future = Ready<io::Result<(Placed, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        ready(self.place(stream).map(|placed| (placed, service)))
    }
}

impl Bounded {
    fn place(&self, stream: TcpStream) -> io::Result<Placed> {
        let place = self.places.take(stream.peer_addr()?.ip())?;
        // A small answer does not wait for more to send.
        stream.set_nodelay(true)?;
        Ok(Placed::new(stream, place, self.bounds.stall))
    }
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, routing::get};
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        sync::mpsc,
        task::JoinHandle,
        time::timeout,
    };

    use super::*;

    /// A test that takes longer fails.
    const BOUND: Duration = Duration::from_secs(30);
    const BOUNDS: Bounds = Bounds {
        connections: 3,
        connections_of_peer: 2,
        silence: Duration::from_secs(60),
        stall: Duration::from_millis(50),
    };

    async fn started(router: Router, bounds: Bounds) -> (SocketAddr, JoinHandle<io::Result<()>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let handle = Handle::new();
        let server = tokio::spawn(serve(listener, None, router, handle.clone(), bounds));
        (handle.listening().await.unwrap(), server)
    }

    /// A connection from an address of loopback, and whether it is served.
    async fn connect(from: &str, to: SocketAddr) -> (TcpStream, bool) {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(format!("{from}:0").parse().unwrap()).unwrap();
        let mut stream = socket.connect(to).await.unwrap();
        let asked = stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
        let mut start = [0; 12];
        let read = timeout(BOUND, stream.read_exact(&mut start)).await.unwrap();
        let served = asked.is_ok() && read.is_ok() && start == *b"HTTP/1.1 200";
        (stream, served)
    }

    #[tokio::test]
    async fn one_address_takes_its_share_of_the_connections_and_no_more() {
        let (address, server) = started(Router::new().route("/", get(|| async {})), BOUNDS).await;
        let first = connect("127.0.0.1", address).await;
        let second = connect("127.0.0.1", address).await;
        assert!(first.1 && second.1);
        assert!(!connect("127.0.0.1", address).await.1, "beyond the share of an address");
        let other = connect("127.0.0.2", address).await;
        assert!(other.1, "another address has its own share");
        assert!(!connect("127.0.0.3", address).await.1, "beyond the limit of all");
        drop(first);
        // The server hears of a closed connection in its own time; each refusal is an event that was waited for.
        timeout(BOUND, async { while !connect("127.0.0.3", address).await.1 {} }).await.unwrap();
        server.abort();
    }

    #[tokio::test]
    async fn an_answer_that_nobody_takes_is_given_up() {
        let (sender, mut ended) = mpsc::channel::<()>(1);
        let large = move || {
            let given_up = sender.clone();
            async move {
                // More than the system buffers; dropped with the connection that it was for.
                let bytes = Guarded { bytes: vec![0; 64 << 20], _given_up: given_up };
                Body::from(axum::body::Bytes::from_owner(bytes))
            }
        };
        let (address, server) = started(Router::new().route("/", get(large)), BOUNDS).await;
        let (stream, served) = connect("127.0.0.1", address).await;
        assert!(served);
        server.abort();
        assert_eq!(timeout(BOUND, ended.recv()).await.unwrap(), None, "the answer was dropped");
        drop(stream);
    }

    #[tokio::test]
    async fn an_http_2_connection_whose_peer_does_not_answer_is_closed() {
        let bounds = Bounds { silence: Duration::from_millis(200), ..BOUNDS };
        let (address, server) = started(Router::new().route("/", get(|| async {})), bounds).await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.unwrap();
        // Settings, and GET http://localhost/ as the first stream (RFC 9113, section 6; RFC 7541, appendix A).
        stream.write_all(&[0, 0, 0, 4, 0, 0, 0, 0, 0]).await.unwrap();
        stream.write_all(&[0, 0, 14, 1, 5, 0, 0, 0, 1, 0x82, 0x86, 0x84, 0x41, 9]).await.unwrap();
        stream.write_all(b"localhost").await.unwrap();
        let mut answer = Vec::new();
        let closed = timeout(BOUND, stream.read_to_end(&mut answer)).await.unwrap();
        // 200 is the eighth of the names that both ends know.
        let answered = answer.windows(10).any(|frame| frame[3] == 1 && frame[5..] == [0, 0, 0, 1, 0x88]);
        assert!(closed.is_ok() && answered, "{answer:02x?}");
        server.abort();
    }

    /// Bytes that say when they are dropped.
    struct Guarded {
        bytes: Vec<u8>,
        _given_up: mpsc::Sender<()>,
    }

    impl AsRef<[u8]> for Guarded {
        fn as_ref(&self) -> &[u8] {
            &self.bytes
        }
    }
}
