//! The telephone of an agent for one test: registered by a pass, and gone afterwards.

use std::net::SocketAddr;

use dialog::{
    NameAddr, Seed, Uri,
    message::{Method, Request, Response},
};
use stdx::Instant;

use super::Pass;
use crate::{digest::Challenge, network::Network, transaction::ClientId, transport::Path};

/// The registration of the telephone.
pub(super) struct Registration {
    pass: Pass,
    path: Path,
    registrar: SocketAddr,
    seed: Seed,
    sequence: u32,
    client: Option<ClientId>,
    /// The seconds that the request in work asks for.
    expires: u32,
    /// The request in work has answered a challenge.
    is_proven: bool,
}

impl Registration {
    /// Sends the first REGISTER.
    pub(super) fn begin(now: Instant, network: &mut Network, to: (Path, SocketAddr), pass: Pass) -> Self {
        let (path, registrar) = to;
        let mut seed = [0; 16];
        // The password decides who may register; the seed only has to differ from call to call.
        let token = pass.token.bytes().rev().zip(&mut seed);
        token.for_each(|(byte, place)| *place = byte);
        let seed = Seed(seed);
        let mut registration = Self {
            pass,
            path,
            registrar,
            seed,
            sequence: 0,
            client: None,
            expires: EXPIRES_SECONDS,
            is_proven: false,
        };
        registration.send(now, network, None);
        registration
    }

    /// Whether a response belongs to it.
    pub(super) fn is_about(&self, client: ClientId) -> bool {
        self.client == Some(client)
    }

    /// Whether no answer is awaited.
    pub(super) const fn is_over(&self) -> bool {
        self.client.is_none()
    }

    /// Takes a response; tells once the telephone is registered, or why it is not.
    pub(super) fn response(
        &mut self,
        now: Instant,
        network: &mut Network,
        response: &Response,
    ) -> Option<Result<(), String>> {
        match response.status {
            0..200 => None,
            200..300 => {
                self.client = None;
                Some(Ok(()))
            }
            401 if !self.is_proven => {
                let uri = self.registrar_uri().to_string();
                let name = self.address()?.user?;
                let challenge = response.headers.values("WWW-Authenticate").find_map(Challenge::parse);
                let proof = challenge.map(|challenge| {
                    let cnonce = self.seed.word("cnonce", 0);
                    challenge.answer((&name, &self.pass.password), ("REGISTER", &uri), &cnonce)
                });
                self.is_proven = true;
                self.send(now, network, proof);
                None
            }
            status => {
                self.client = None;
                Some(Err(format!("{status} {}", response.reason)))
            }
        }
    }

    /// Takes the telephone off again.
    pub(super) fn end(&mut self, now: Instant, network: &mut Network) {
        self.expires = 0;
        self.is_proven = false;
        self.send(now, network, None);
    }

    fn send(&mut self, now: Instant, network: &mut Network, proof: Option<String>) {
        self.client = self.register(network, proof).map(|request| network.request(now, request, self.path));
    }

    fn register(&mut self, network: &Network, proof: Option<String>) -> Option<Request> {
        self.sequence += 1;
        let (local, _) = network.transport.ends(self.path)?;
        let port = network.transport.port_towards(self.path, local);
        let host = crate::calls::host(local.ip());
        let mut request = Request::new(Method::Register, self.registrar_uri());
        let transport = if self.path.is_reliable() { "TCP" } else { "UDP" };
        let branch = self.seed.word("branch", u64::from(self.sequence));
        let via = format!("SIP/2.0/{transport} {host}:{port};rport;branch=z9hG4bK{branch}");
        let address = NameAddr::of(self.address()?);
        let tag = self.seed.word("tag", 0);
        let contact = Uri::sip(Some(&self.pass.token), &host, Some(port));
        for (name, value) in [
            ("Via", via),
            ("Max-Forwards", "70".to_owned()),
            ("From", address.clone().with_tag(&tag).to_string()),
            ("To", address.to_string()),
            ("Call-ID", self.seed.word("call", 0)),
            ("CSeq", format!("{} REGISTER", self.sequence)),
            ("Contact", NameAddr::of(contact).to_string()),
            ("Expires", self.expires.to_string()),
        ] {
            request.headers.push(name, value);
        }
        if let Some(proof) = proof {
            request.headers.push("Authorization", proof);
        }
        Some(request)
    }

    /// The address of the agent.
    fn address(&self) -> Option<Uri> {
        Uri::parse(self.pass.agent.as_ref()?.as_str()).ok()
    }

    /// The registrar, as the Request-URI names it.
    fn registrar_uri(&self) -> Uri {
        let host = self.address().map(|uri| uri.host).unwrap_or_default();
        if host.is_empty() {
            return Uri::sip(None, &crate::calls::host(self.registrar.ip()), Some(self.registrar.port()));
        }
        Uri::sip(None, &host, None)
    }
}

/// How long the telephone is registered where nobody takes it off: longer than any test.
const EXPIRES_SECONDS: u32 = 300;
