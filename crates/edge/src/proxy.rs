//! The proxy that knows the agents.

use std::{fmt, net::IpAddr};

use dialog::Uri;

/// The proxy by which agents are reached whose phones do not register here.
#[derive(Clone, Debug)]
pub struct Proxy {
    /// Its address; a name is looked up while the pool runs.
    pub address: Uri,
    /// Who we are where it asks.
    pub account: Option<Account>,
}

/// A user of the proxy: this pool.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// The name in the digest.
    pub user: String,
    /// The password, which nobody but the proxy is proved to know.
    pub password: String,
    /// What the proxy calls itself where it asks. Where nothing is said it is the host of its address or the domain of
    /// that host: whatever is behind the proxy can ask, too, and would get a digest to try passwords on.
    pub realm: Option<String>,
}

impl Proxy {
    /// Whether a realm is the proxy's own.
    pub(crate) fn is_realm(&self, realm: &str) -> bool {
        if let Some(said) = self.account.as_ref().and_then(|account| account.realm.as_ref()) {
            return said == realm;
        }
        let host = self.address.host.trim_end_matches('.');
        let is_name = host.trim_matches(['[', ']']).parse::<IpAddr>().is_err();
        // A top-level domain is nobody's.
        let domain = host.split_once('.').map(|(_, domain)| domain).filter(|domain| domain.contains('.'));
        realm.eq_ignore_ascii_case(host)
            || is_name && domain.is_some_and(|domain| realm.eq_ignore_ascii_case(domain))
    }
}

/// A secret is not shown.
impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("user", &self.user).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn takes(address: &str, said: Option<&str>) -> Vec<&'static str> {
        let account =
            Account { user: String::new(), password: String::new(), realm: said.map(str::to_owned) };
        let proxy = Proxy { address: address.parse().unwrap(), account: Some(account) };
        let realms = [
            "contoso.com",
            "PROXY.contoso.com",
            "com",
            "asterisk",
            "192.0.2.10",
            "0.2.10",
            "[2001:db8::1]",
            "",
        ];
        realms.into_iter().filter(|realm| proxy.is_realm(realm)).collect()
    }

    #[test]
    fn a_realm_is_the_one_that_was_said_or_the_host_or_its_domain() {
        for (address, said, realms) in [
            ("sip:proxy.contoso.com", None, &["contoso.com", "PROXY.contoso.com"][..]),
            ("sip:contoso.com:5070;transport=tcp", None, &["contoso.com"]),
            ("sip:192.0.2.10", None, &["192.0.2.10"]),
            ("sip:[2001:db8::1]:5060", None, &["[2001:db8::1]"]),
            ("sip:asterisk", None, &["asterisk"]),
            ("sip:proxy.contoso.com", Some("asterisk"), &["asterisk"]),
            ("sip:proxy.contoso.com", Some("proxy.contoso.com"), &[]),
        ] {
            assert_eq!(takes(address, said), realms, "{address} {said:?}");
        }
    }
}
