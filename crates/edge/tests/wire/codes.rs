//! Agents dial a code to sign in and out.

use std::sync::{Arc, mpsc};

use domain::SipUri;
use edge::{Codes, SignIn};

use crate::{
    party::Party,
    phone::user,
    running::{Running, Start},
    site::Site,
};

/// What was asked for: who, and whether in or out.
type Asked = mpsc::Receiver<(String, bool)>;

/// A pool with codes, where Robin may not sign in.
fn pool() -> (Running, Asked) {
    let (seen, asked) = mpsc::channel();
    let sign_in: SignIn = Arc::new(move |agent, signed_in| {
        seen.send((agent.to_string(), signed_in)).unwrap();
        let is_done = !agent.as_str().contains("robin");
        Box::pin(async move { is_done })
    });
    let codes = Codes {
        sign_in: Some(SipUri::new("sip:signin@contoso.com").unwrap()),
        sign_out: Some(SipUri::new("sip:signout@contoso.com").unwrap()),
    };
    let users = ["alex", "kim", "robin"].map(|name| user(&format!("sip:{name}@contoso.com"))).to_vec();
    let site = Site::help_desk("Serial", &["alex", "kim"]);
    (Running::with(Start { users, site, codes, sign_in, ..Start::default() }), asked)
}

#[test]
fn an_agent_who_dials_a_code_is_signed_in_or_out_and_hears_so() {
    let (running, asked) = pool();
    let us = format!("sip:signout@{}", running.udp());
    for (name, code) in
        [("alex", "sip:signin@contoso.com"), ("kim", &us), ("robin", "sip:signin@contoso.com")]
    {
        let mut agent = Party::new(running.udp(), name);
        agent.call_with_password(code);
        assert!(agent.hears_music(), "words of {code} for {name}");
        agent.is_hung_up();
    }
    let who = |name: &str, signed_in| (format!("sip:{name}@contoso.com"), signed_in);
    assert_eq!(
        asked.try_iter().collect::<Vec<_>>(),
        [who("alex", true), who("kim", false), who("robin", true)]
    );
    running.comes_to_rest();
}

#[test]
fn nobody_else_reaches_a_code() {
    let (running, asked) = pool();
    let caller = Party::new(running.udp(), "pat");
    caller.peer.send(caller.invite("sip:signin@contoso.com", "").as_bytes());
    caller.peer.expect("SIP/2.0 403");
    let mallory = Party::new(running.udp(), "alex");
    mallory.peer.send(mallory.invite("sip:signin@contoso.com", "").as_bytes());
    mallory.peer.expect("SIP/2.0 401");
    assert!(asked.try_recv().is_err());
    running.comes_to_rest();
}
