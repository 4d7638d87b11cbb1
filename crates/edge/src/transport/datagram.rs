//! Reads a UDP socket.

use std::sync::Arc;

use dialog::wire::{self, Bounds};
use tokio::{net::UdpSocket, sync::mpsc};

use super::{Arrival, Path, SocketId};
use crate::event::Event;

/// Reads until the loop is gone.
pub(super) async fn read(socket: Arc<UdpSocket>, id: SocketId, events: mpsc::Sender<Event>, bounds: Bounds) {
    let mut buffer = vec![0; DATAGRAM_BYTES_MAX];
    loop {
        match socket.recv_from(&mut buffer).await {
            Ok((length, source)) => {
                let read = wire::read(&buffer[..length], bounds);
                let arrival = Arrival::new(read, source, Path::Datagram(id, source));
                let Some(arrival) = arrival else { continue };
                if events.send(Event::Arrived(arrival)).await.is_err() {
                    return;
                }
            }
            // A peer that is not there makes the system report what an earlier datagram met.
            Err(error) => tracing::debug!(%error, "a socket reports an error"),
        }
    }
}

/// The most that a datagram holds.
const DATAGRAM_BYTES_MAX: usize = 65_535;
