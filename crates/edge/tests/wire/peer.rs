//! A running edge, and a peer that speaks to it.

use std::{
    net::{SocketAddr, UdpSocket},
    sync::Arc,
    time::Duration,
};

use edge::{Config, Edge, Kind, Limits, Listener, Service, Sockets, User, Users};

/// An edge that takes calls; it ends when this is dropped.
pub(crate) struct Running {
    pub(crate) edge: Edge,
    listening: Vec<Listener>,
}

impl Running {
    pub(crate) fn start(listeners: &[&str], limits: Limits) -> Self {
        Self::with_users(listeners, limits, [])
    }

    pub(crate) fn with_users(
        listeners: &[&str],
        limits: Limits,
        users: impl IntoIterator<Item = User>,
    ) -> Self {
        let listeners: Vec<Listener> = listeners.iter().map(|text| text.parse().unwrap()).collect();
        let sockets = Sockets::bind(&listeners).unwrap();
        let listening = sockets.listening();
        let (edge, _) = edge::start(sockets, Config { limits, users: Arc::new(Users::new(users)) }).unwrap();
        let running = Self { edge, listening };
        running.set_service(Service::Open);
        running
    }

    pub(crate) fn set_service(&self, service: Service) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(self.edge.set_service(service));
    }

    pub(crate) fn address(&self, kind: Kind) -> SocketAddr {
        self.listening.iter().find(|listener| listener.kind == kind).unwrap().address
    }
}

/// A socket that sends to the edge and hears what comes back.
pub(crate) struct Peer(UdpSocket);

impl Peer {
    pub(crate) fn towards(edge: SocketAddr) -> Self {
        let any: SocketAddr = if edge.is_ipv4() { "127.0.0.1:0" } else { "[::1]:0" }.parse().unwrap();
        let socket = UdpSocket::bind(any).unwrap();
        socket.connect(edge).unwrap();
        socket.set_read_timeout(Some(BOUND)).unwrap();
        Self(socket)
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.0.local_addr().unwrap()
    }

    pub(crate) fn send(&self, bytes: &[u8]) {
        self.0.send(bytes).unwrap();
    }

    /// The next message.
    pub(crate) fn receive(&self) -> String {
        let mut buffer = [0; 65_535];
        let length = self.0.recv(&mut buffer).expect("the edge answers in time");
        String::from_utf8_lossy(&buffer[..length]).into_owned()
    }

    /// Sends a request and gives its answer.
    pub(crate) fn ask(&self, request: &str) -> String {
        self.send(request.as_bytes());
        self.receive()
    }
}

/// A request with its mandatory header fields and whatever else is given.
pub(crate) fn request(method: &str, branch: &str, others: &str) -> String {
    format!(
        "{method} sip:helpdesk@contoso.com SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:1;rport;branch=z9hG4bK{branch}\r\n\
         From: <sip:kim@contoso.com>;tag={branch}\r\nTo: <sip:helpdesk@contoso.com>\r\nCall-ID: {branch}\r\n\
         CSeq: 1 {method}\r\nMax-Forwards: 70\r\n{others}Content-Length: 0\r\n\r\n"
    )
}

/// The first line of a message.
pub(crate) fn first_line(message: &str) -> &str {
    message.lines().next().unwrap_or_default()
}

/// The value of a header field.
pub(crate) fn field<'a>(message: &'a str, name: &str) -> Option<&'a str> {
    message.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

const BOUND: Duration = Duration::from_secs(10);
