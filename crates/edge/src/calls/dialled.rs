//! What a Request-URI means here.

use std::{collections::BTreeMap, net::IpAddr, sync::Arc};

use dialog::{Scheme, Uri};
use domain::{Configuration, Object, ObjectKind};

/// The addresses of the workflows, and the hosts that are ours.
#[derive(Clone, Debug, Default)]
pub(crate) struct Addresses {
    /// Our own names, in lower case.
    names: Vec<String>,
    ips: Vec<IpAddr>,
    known: Option<Arc<Configuration>>,
    /// Addresses of workflows by their user part; nothing where two have the same.
    by_user: BTreeMap<String, Option<Arc<str>>>,
    /// Addresses of workflows that are written with escapes, by what these stand for.
    escaped: BTreeMap<String, Arc<str>>,
}

impl Addresses {
    /// These hosts are ours.
    pub(crate) fn new(names: impl IntoIterator<Item = String>, ips: Vec<IpAddr>) -> Self {
        let names = names.into_iter().map(|name| name.to_lowercase()).collect();
        Self { names, ips, ..Self::default() }
    }

    /// A configuration is in force.
    pub(crate) fn configure(&mut self, configuration: &Arc<Configuration>) {
        self.by_user.clear();
        self.escaped.clear();
        for entry in configuration.by_name(ObjectKind::Workflow, None) {
            let Object::Workflow(workflow) = &entry.object else { continue };
            let key = workflow.primary_uri.key();
            let (user, host) = key.trim_start_matches("sip:").split_once('@').unwrap_or_default();
            let (user, known) = (unescaped(user).to_lowercase(), Arc::from(key.as_str()));
            if key.contains('%') {
                self.escaped.insert(format!("sip:{user}@{host}"), Arc::clone(&known));
            }
            self.by_user.entry(user).and_modify(|known| *known = None).or_insert(Some(known));
        }
        self.known = Some(Arc::clone(configuration));
    }

    /// What was dialled, in the form in which addresses are compared.
    pub(crate) fn dialled(&self, uri: &Uri) -> Arc<str> {
        // A password and parameters of the user are no part of who is meant.
        let user = uri.user.as_deref().unwrap_or_default().split([';', ':']).next().unwrap_or_default();
        let user = unescaped(user);
        let user = user.as_str();
        if uri.scheme == Scheme::Tel {
            return number(user).unwrap_or_else(|| user.into());
        }
        let is_ours = self.is_ours(&uri.host);
        let is_phone = uri.params.value("user").is_some_and(|kind| kind.eq_ignore_ascii_case("phone"));
        let as_number = number(user).filter(|number| self.is_known(number));
        if let Some(number) = as_number.filter(|_| is_phone || is_ours || user.starts_with('+')) {
            return number;
        }
        let key: Arc<str> = format!("sip:{user}@{}", uri.host).to_lowercase().into();
        if let Some(written) = self.escaped.get(&*key) {
            return Arc::clone(written);
        }
        if self.is_known(&key) || !is_ours {
            return key;
        }
        self.by_user.get(&user.to_lowercase()).cloned().flatten().unwrap_or(key)
    }

    /// Whether a host is one of ours, so that it says nothing about who is meant.
    pub(crate) fn is_ours(&self, host: &str) -> bool {
        let ip = host.trim_matches(['[', ']']).parse::<IpAddr>();
        ip.is_ok_and(|ip| self.ips.contains(&ip))
            || self.names.iter().any(|name| name.eq_ignore_ascii_case(host))
    }

    /// Whether a workflow has this address.
    pub(crate) fn has(&self, uri: &Uri) -> bool {
        self.is_known(&self.dialled(uri))
    }

    fn is_known(&self, address: &str) -> bool {
        self.known.as_ref().is_some_and(|configuration| configuration.addressed(address).is_some())
    }
}

/// An international number as `tel:+` and digits; what separates them for the eye is left out.
fn number(text: &str) -> Option<Arc<str>> {
    let digits: String = text.chars().filter(|sign| !"-.() ".contains(*sign)).collect();
    let digits = digits.strip_prefix('+').unwrap_or(&digits);
    let whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    whole.then(|| format!("tel:+{digits}").into())
}

/// A user part without its escapes; those that are no text stay.
pub(super) fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        let escaped = (byte == b'%').then(|| behind.get(..2)).flatten();
        let value = escaped.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        match value {
            Some(value) => {
                bytes.push(value);
                rest = &behind[2..];
            }
            None => {
                bytes.push(byte);
                rest = behind;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
