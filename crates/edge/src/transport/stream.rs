//! Serves TCP connections.

use std::{io, net::SocketAddr, time::Duration};

use dialog::{
    message::Message,
    wire::{self, Bounds, Framed, Framing, Refused, Unreadable},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

use super::{Arrival, ConnectionId, Path};
use crate::{event::Event, transaction::Bytes};

/// Takes connections until the loop is gone.
pub(super) async fn listen(listener: TcpListener, events: mpsc::Sender<Event>) {
    loop {
        match listener.accept().await {
            Ok((socket, peer)) => {
                if events.send(Event::Connected(socket, peer)).await.is_err() {
                    return;
                }
            }
            Err(error) => {
                tracing::warn!(%error, "no connection could be taken");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

/// Makes a connection and serves it.
pub(super) async fn connect(
    id: ConnectionId,
    peer: SocketAddr,
    outgoing: mpsc::Receiver<Bytes>,
    events: mpsc::Sender<Event>,
    bounds: Bounds,
) {
    match tokio::time::timeout(CONNECT_BOUND, TcpStream::connect(peer)).await {
        Ok(Ok(socket)) => serve(id, socket, outgoing, events, bounds).await,
        Ok(Err(error)) => end(id, &events, &error.to_string()).await,
        Err(_) => end(id, &events, "it could not be made in time").await,
    }
}

/// Reads and writes a connection until it ends.
pub(super) async fn serve(
    id: ConnectionId,
    socket: TcpStream,
    mut outgoing: mpsc::Receiver<Bytes>,
    events: mpsc::Sender<Event>,
    bounds: Bounds,
) {
    let ended = match socket.peer_addr() {
        Ok(peer) => {
            let mut stream = Stream { id, peer, socket, framing: Framing::new(bounds.message_bytes), bounds };
            stream.run(&mut outgoing, &events).await
        }
        Err(error) => Err(error),
    };
    let reason = ended.map_or_else(|error| error.to_string(), |()| "its peer closed it".to_owned());
    end(id, &events, &reason).await;
}

async fn end(id: ConnectionId, events: &mpsc::Sender<Event>, reason: &str) {
    tracing::debug!(?id, reason, "a connection ended");
    if events.send(Event::Disconnected(id)).await.is_err() {
        tracing::debug!("the loop ended first");
    }
}

/// What becomes of a connection after everything that arrived was handed over.
#[derive(PartialEq, Eq)]
enum After {
    GoOn,
    Lost,
}

struct Stream {
    id: ConnectionId,
    peer: SocketAddr,
    socket: TcpStream,
    framing: Framing,
    bounds: Bounds,
}

impl Stream {
    async fn run(
        &mut self,
        outgoing: &mut mpsc::Receiver<Bytes>,
        events: &mpsc::Sender<Event>,
    ) -> io::Result<()> {
        let mut buffer = [0; READ_BYTES];
        loop {
            tokio::select! {
                readable = self.socket.readable() => {
                    readable?;
                    match self.socket.try_read(&mut buffer) {
                        Ok(0) => return Ok(()),
                        Ok(length) => self.framing.extend(&buffer[..length]),
                        Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                        Err(error) => return Err(error),
                    }
                    if self.hand_over(events).await? == After::Lost {
                        return self.last_words(outgoing).await;
                    }
                }
                bytes = outgoing.recv() => match bytes {
                    Some(bytes) => self.write(&bytes).await?,
                    None => return Ok(()),
                },
            }
        }
    }

    /// Hands every whole message to the loop.
    async fn hand_over(&mut self, events: &mpsc::Sender<Event>) -> io::Result<After> {
        loop {
            let read = match self.framing.take() {
                Framed::Incomplete => return Ok(After::GoOn),
                Framed::KeepAlive => {
                    self.write(b"\r\n").await?;
                    continue;
                }
                Framed::Message(bytes) => wire::read(&bytes, self.bounds),
                Framed::Lost(bytes) => {
                    let refused = refuse_lost(wire::read(&bytes, self.bounds));
                    self.tell(refused, events).await?;
                    return Ok(After::Lost);
                }
            };
            self.tell(read, events).await?;
        }
    }

    /// The refusal of a message whose end cannot be told still leaves.
    async fn last_words(&self, outgoing: &mut mpsc::Receiver<Bytes>) -> io::Result<()> {
        if let Ok(Some(bytes)) = tokio::time::timeout(LAST_WORDS_BOUND, outgoing.recv()).await {
            self.write(&bytes).await?;
        }
        Err(io::Error::other("the end of a message cannot be told"))
    }

    async fn tell(&self, read: Result<Message, Unreadable>, events: &mpsc::Sender<Event>) -> io::Result<()> {
        let Some(arrival) = Arrival::new(read, self.peer, Path::Stream(self.id)) else { return Ok(()) };
        events.send(Event::Arrived(arrival)).await.map_err(|_| io::Error::other("the loop ended"))
    }

    async fn write(&self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            let ready = tokio::time::timeout(WRITE_BOUND, self.socket.writable()).await;
            ready.map_err(|_| io::Error::new(io::ErrorKind::TimedOut, "it takes nothing"))??;
            match self.socket.try_write(bytes) {
                Ok(length) => bytes = &bytes[length..],
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// A request whose end cannot be told is refused, however sound its head is.
fn refuse_lost(read: Result<Message, Unreadable>) -> Result<Message, Unreadable> {
    match read {
        Ok(Message::Request(request)) => {
            let reason = "Missing Content-Length";
            Err(Unreadable::Refused(Box::new(Refused { status: 400, reason, request })))
        }
        other => other,
    }
}

/// How long to wait when the system gives no connection.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// How long a connection may take to be made.
const CONNECT_BOUND: Duration = Duration::from_secs(4);
/// How long a peer may take nothing.
const WRITE_BOUND: Duration = Duration::from_secs(10);
/// How long the loop may take to refuse what cannot be read.
const LAST_WORDS_BOUND: Duration = Duration::from_secs(1);
/// Bytes read at once.
const READ_BYTES: usize = 8_192;
