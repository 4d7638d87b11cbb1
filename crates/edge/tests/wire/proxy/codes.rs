//! Agents whom the proxy vouches for sign in and out by codes.

use super::Behind;
use crate::party::Party;

#[test]
fn an_agent_signs_in_and_out_by_the_word_of_the_proxy() {
    let behind = Behind::start();
    for (name, code) in [("alex", "sip:signin@contoso.com"), ("kim", "sip:signout@contoso.com")] {
        let mut agent = Party::new(behind.proxy, name);
        agent.call_with_password(code);
        assert!(agent.hears_music(), "words of {code} for {name}");
        agent.is_hung_up();
    }
    let who = |name: &str, signed_in| (format!("sip:{name}@contoso.com"), signed_in);
    assert_eq!(behind.asked.try_iter().collect::<Vec<_>>(), [who("alex", true), who("kim", false)]);
    behind.running.comes_to_rest();
}

#[test]
fn nobody_else_is_believed() {
    let behind = Behind::start();
    let claim = "P-Asserted-Identity: <sip:alex@contoso.com>\r\n";
    // Not by the proxy.
    let mallory = Party::new(behind.running.udp(), "alex");
    mallory.peer.send(mallory.invite("sip:signin@contoso.com", claim).as_bytes());
    mallory.peer.expect("SIP/2.0 403");
    // By the proxy, but no agent.
    let mut pat = Party::new(behind.proxy, "pat");
    pat.is_refused_with_password("sip:signin@contoso.com", claim, "SIP/2.0 403");
    assert!(behind.asked.try_recv().is_err());
    behind.running.comes_to_rest();
}
