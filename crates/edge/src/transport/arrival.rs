//! A message that arrived, with the way on which a response goes back.

use std::net::SocketAddr;

use dialog::message::{Message, Request};

use super::Path;
use dialog::wire::{Refused, Unreadable, Via};

/// What a reader hands to the loop.
#[derive(Debug)]
pub(crate) struct Arrival {
    /// Who sent it.
    pub(crate) source: SocketAddr,
    /// The way back.
    pub(crate) path: Path,
    /// The message, or a request that can only be refused.
    pub(crate) message: Result<Message, Box<Refused>>,
}

impl Arrival {
    /// What was read from `source` on `path`; nothing where it calls for no action.
    pub(super) fn new(read: Result<Message, Unreadable>, source: SocketAddr, path: Path) -> Option<Self> {
        let (message, back) = match read {
            Ok(Message::Request(mut request)) => {
                let back = mark(&mut request, source, path);
                (Ok(Message::Request(request)), back)
            }
            Ok(response) => (Ok(response), path),
            Err(Unreadable::Refused(mut refused)) => {
                let back = mark(&mut refused.request, source, path);
                (Err(refused), back)
            }
            Err(Unreadable::KeepAlive) => return None,
            Err(Unreadable::Silence(reason)) => {
                metrics::counter!("switchback_sip_dropped_total").increment(1);
                tracing::debug!(%source, reason, "dropped what is not SIP");
                return None;
            }
        };
        Some(Self { source, path: back, message })
    }
}

/// Writes into the topmost Via where the request really came from (RFC 3261 section 18.2.1, RFC 3581), and gives the
/// way that a response takes.
fn mark(request: &mut Request, source: SocketAddr, path: Path) -> Path {
    let hops: Vec<String> = request.headers.values("Via").map(str::to_owned).collect();
    let first = hops.first().and_then(|value| Via::parse_all(value));
    let Some(mut first) = first.filter(|first| !first.is_empty()) else { return path };
    let via = &mut first[0];
    let asked = via.parameter("rport").is_some();
    let elsewhere = via.host().parse() != Ok(source.ip());
    if asked {
        via.set("rport", source.port().to_string());
    }
    if asked || elsewhere {
        via.set("received", source.ip().to_string());
    }
    let port = if asked { source.port() } else { via.port() };
    if asked || elsewhere {
        let written: Vec<String> = first.iter().map(Via::to_string).collect();
        let rest = hops.into_iter().skip(1);
        let all: Vec<String> = std::iter::once(written.join(", ")).chain(rest).collect();
        request.headers.remove("Via");
        all.into_iter().rev().for_each(|value| request.headers.push_front("Via", value));
    }
    match path {
        Path::Datagram(socket, _) => Path::Datagram(socket, SocketAddr::new(source.ip(), port)),
        stream @ Path::Stream(_) => stream,
    }
}
