//! What can happen to the loop.

use std::{net::SocketAddr, sync::Arc};

use domain::{Configuration, SipUri};
use engine::{CallId, PickRefusal};
use tokio::{net::TcpStream, sync::oneshot};

use crate::{
    calls::LineId,
    names::{Found, Name},
    service::Service,
    test_call::Pass,
    transport::{Arrival, ConnectionId},
    view::View,
};

/// Everything the loop wakes up for.
#[derive(Debug)]
pub(crate) enum Event {
    /// A message came.
    Arrived(Arrival),
    /// A peer made a connection.
    Connected(TcpStream, SocketAddr),
    /// A connection ended.
    Disconnected(ConnectionId),
    /// Something happened to the voice of a line.
    Media(media::Event),
    /// A configuration is in force.
    ConfigurationChanged(Arc<Configuration>),
    /// The pool takes calls, or takes no more.
    ServiceChanged(Service),
    /// A test call is announced.
    GuestAdmitted(Pass),
    /// Somebody asks whether the test call with this token has come.
    GuestSought(String, oneshot::Sender<bool>),
    /// A test call is over.
    GuestDismissed(Pass),
    /// An agent who dialled a code on a line was signed in or out, or could not be.
    SignedIn(LineId, bool),
    /// A name was looked up.
    NameFound(Name, Found),
    /// Somebody looks at what is going on.
    Look(oneshot::Sender<View>),
    /// An attendant asks for a call that waits.
    Picked(CallId, SipUri, oneshot::Sender<Result<(), PickRefusal>>),
    /// The pool stops: peers are told.
    Stopping,
    /// A timer is due.
    TimePassed,
}
