//! Kamailio as the proxy that knows the agents.

mod calls;
mod challenges;
mod codes;
mod kamailio;

use std::{net::SocketAddr, sync::mpsc};

use domain::SipUri;
use edge::{Account, Codes, Kind, Proxy, SignIn};

use crate::{
    party::Party,
    peer::first_line,
    phone::{PASSWORD, Phone},
    running::{Running, Start},
    site::Site,
};
use kamailio::{Asks, Kamailio, place};

/// A pool behind a proxy.
struct Behind {
    running: Running,
    proxy: SocketAddr,
    /// Who asked to be signed in or out.
    asked: mpsc::Receiver<(String, bool)>,
    _kamailio: Kamailio,
}

impl Behind {
    fn start() -> Self {
        Self::asking(Asks::NOTHING, None)
    }

    /// A proxy that asks for something, and a pool that answers with this password. Its help desk is Alex and then
    /// Kim.
    fn asking(asks: Asks, password: Option<&str>) -> Self {
        Self::in_realm(asks, password, Some("contoso.com"))
    }

    /// The same, where the pool is told this realm of the proxy.
    fn in_realm(asks: Asks, password: Option<&str>, realm: Option<&str>) -> Self {
        let place = place();
        let account = password.map(|password| Account {
            user: "switchback".to_owned(),
            password: password.to_owned(),
            realm: realm.map(str::to_owned),
        });
        let address = format!("sip:{place}{}", asks.parameters).parse().unwrap();
        let (seen, asked) = mpsc::channel();
        let sign_in: SignIn = std::sync::Arc::new(move |agent, signed_in| {
            seen.send((agent.to_string(), signed_in)).unwrap();
            Box::pin(async { true })
        });
        let codes = Codes {
            sign_in: Some(SipUri::new("sip:signin@contoso.com").unwrap()),
            sign_out: Some(SipUri::new("sip:signout@contoso.com").unwrap()),
        };
        let running = Running::with(Start {
            listeners: &["udp:127.0.0.1:0", "tcp:127.0.0.1:0"],
            site: Site::help_desk("Serial", &["alex", "kim"]),
            via: Some(Proxy { address, account }),
            codes,
            sign_in,
            ..Start::default()
        });
        let kamailio = Kamailio::start(place, running.address(Kind::Udp), asks);
        Self { running, proxy: place, asked, _kamailio: kamailio }
    }

    /// An agent whose phone is registered with the proxy.
    fn agent(&self, name: &'static str) -> Party {
        self.agent_with(name, "MD5")
    }

    fn agent_with(&self, name: &'static str, algorithm: &'static str) -> Party {
        let party = Party::new(self.proxy, name);
        let contact = format!("Contact: <sip:{name}@{}>\r\n", party.peer.address());
        let mut phone = Phone { algorithm, ..Phone::of(&party.peer, name) };
        assert_eq!(first_line(&phone.register(&contact)), "SIP/2.0 200 OK");
        party
    }

    /// Somebody who calls the help desk by the proxy, and is answered by the queue.
    fn caller(&self) -> Party {
        let mut caller = Party::new(self.proxy, "pat");
        caller.call("sip:helpdesk@contoso.com");
        caller
    }

    /// A caller and an agent hear each other, and the caller hangs up.
    fn talk(&self, mut caller: Party, mut agent: Party) {
        agent.take();
        assert!(caller.is_heard_by(&agent, 0x11));
        assert!(agent.is_heard_by(&caller, 0x22));
        caller.hang_up();
        agent.is_hung_up();
        self.running.comes_to_rest();
    }
}

/// The password that the proxy knows.
const RIGHT: Option<&str> = Some(PASSWORD);
