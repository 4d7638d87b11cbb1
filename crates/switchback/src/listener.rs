//! The API's listener: plain or TLS, with a limit on connections and on how long a silent one is borne.

use std::{
    future::{Ready, ready},
    io::{self, IoSlice},
    net::{SocketAddr, TcpListener},
    pin::Pin,
    sync::Arc,
    task::{Context as Cx, Poll},
    time::Duration,
};

use axum::Router;
use axum_server::{
    Handle,
    accept::Accept,
    tls_rustls::{RustlsAcceptor, RustlsConfig},
};
use rustls::ServerConfig;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    sync::{OwnedSemaphorePermit, Semaphore},
};

/// Serves until the handle stops it.
pub(crate) async fn serve(
    listener: TcpListener,
    tls: Option<Arc<ServerConfig>>,
    router: Router,
    handle: Handle<SocketAddr>,
) -> io::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let bounded = Bounded { places: Arc::new(Semaphore::new(CONNECTIONS_MAX)) };
    let mut server = axum_server::from_tcp(listener)?
        .handle(handle)
        .first_request_timeout(SILENCE_BOUND)
        .accept_error_handler(|peer, error| tracing::debug!(?peer, %error, "connection refused"))
        .acceptor(bounded);
    server.http_builder().http1().header_read_timeout(SILENCE_BOUND);
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
    places: Arc<Semaphore>,
}

impl<S> Accept<TcpStream, S> for Bounded {
    type Stream = Placed;
    type Service = S;
    type Future = Ready<io::Result<(Placed, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            return ready(Err(io::Error::other("the server has as many connections as it may")));
        };
        // A small answer does not wait for more to send.
        let sent_at_once = stream.set_nodelay(true);
        ready(sent_at_once.map(|()| (Placed { stream, _place: place }, service)))
    }
}

/// A connection with its place among all; the place is free again when the connection is dropped.
#[derive(Debug)]
struct Placed {
    stream: TcpStream,
    _place: OwnedSemaphorePermit,
}

impl AsyncRead for Placed {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Cx<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl AsyncWrite for Placed {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Cx<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Cx<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Cx<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Cx<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Connections at once: half of the files that Linux lets a process have open unless told otherwise.
const CONNECTIONS_MAX: usize = 512;
/// How long a connection may stay without a request.
const SILENCE_BOUND: Duration = Duration::from_secs(60);
