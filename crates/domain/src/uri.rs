//! SIP addresses and telephone numbers.

use std::sync::Arc;

use crate::{Invalid, text::checked_text};

checked_text!(
    /// A SIP address with a user part, `sip:user@domain`, at most [`URI_MAX`] characters.
    SipUri,
    sip
);

checked_text!(
    /// A telephone number as `TEL:+` and digits (documented for LineUri), kept as `tel:+digits`.
    LineUri,
    line
);

checked_text!(
    /// The SMTP address of one distribution group.
    DistributionGroupAddress,
    smtp
);

impl SipUri {
    /// Whether the user part is an international telephone number.
    pub fn is_number(&self) -> bool {
        let user = self.as_str()[4..].split('@').next().unwrap_or_default();
        user.strip_prefix('+')
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
    }

    /// What addresses are compared by: without case, parameters or headers.
    pub fn key(&self) -> String {
        let end = self.as_str().find([';', '?']).unwrap_or(self.as_str().len());
        self.as_str()[..end].to_lowercase()
    }
}

impl DistributionGroupAddress {
    /// What addresses are compared by.
    pub fn key(&self) -> String {
        self.as_str().to_lowercase()
    }
}

/// Longest address, in characters (ours).
pub const URI_MAX: usize = 512;

fn sip(text: &str) -> Result<Arc<str>, Invalid> {
    let refused = || Invalid::SipUri(text.to_owned());
    let trimmed = text.trim();
    let scheme = trimmed.get(..4).filter(|scheme| scheme.eq_ignore_ascii_case("sip:"));
    let rest = &trimmed[scheme.ok_or_else(refused)?.len()..];
    let (user, host) = rest.split_once('@').ok_or_else(refused)?;
    let whole = !user.is_empty() && is_host(host.split([';', '?']).next().unwrap_or_default());
    let clean =
        trimmed.chars().all(|c| !c.is_control() && !c.is_whitespace() && !matches!(c, '<' | '>' | '"'));
    if !whole || !clean || rest.matches('@').count() > 1 || trimmed.chars().count() > URI_MAX {
        return Err(refused());
    }
    Ok(format!("sip:{rest}").into())
}

fn line(text: &str) -> Result<Arc<str>, Invalid> {
    let trimmed = text.trim();
    let digits = trimmed
        .get(..5)
        .filter(|scheme| scheme.eq_ignore_ascii_case("tel:+"))
        .map(|scheme| &trimmed[scheme.len()..])
        .filter(|digits| {
            (1..=LINE_DIGITS_MAX).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit())
        })
        .ok_or_else(|| Invalid::LineUri(text.to_owned()))?;
    Ok(format!("tel:+{digits}").into())
}

fn smtp(text: &str) -> Result<Arc<str>, Invalid> {
    let trimmed = text.trim();
    let whole = trimmed.split_once('@').is_some_and(|(user, domain)| {
        !user.is_empty() && is_domain(domain) && trimmed.chars().count() <= URI_MAX
    });
    let clean = trimmed.chars().all(|c| !c.is_control() && !c.is_whitespace());
    if whole && clean { Ok(trimmed.into()) } else { Err(Invalid::DistributionGroupAddress(text.to_owned())) }
}

/// A domain or an address, with a port or without (RFC 3261 section 25.1, hostport).
fn is_host(text: &str) -> bool {
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, port)) if address.parse::<core::net::Ipv6Addr>().is_ok() => (None, port),
        Some(_) => return false,
        None => {
            let end = text.find(':').unwrap_or(text.len());
            (Some(&text[..end]), &text[end..])
        }
    };
    host.is_none_or(is_domain)
        && (port.is_empty() || port.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok()))
}

/// Labels joined by dots; letters beyond ASCII are left to the resolver.
fn is_domain(text: &str) -> bool {
    text.split('.')
        .all(|label| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_'))
}

/// Most digits of a number: those of E.164 and room for an extension (ours).
const LINE_DIGITS_MAX: usize = 30;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_kept_as_given_and_compared_without_case() {
        let uri = SipUri::new("SIP:Help.Desk@Contoso.com;transport=tls").unwrap();
        assert_eq!(uri.as_str(), "sip:Help.Desk@Contoso.com;transport=tls");
        assert_eq!(uri.key(), "sip:help.desk@contoso.com");
        assert!(SipUri::new("sip:desk@[2001:db8::1]:5061;transport=tcp").is_ok());
        assert_eq!(LineUri::new("TEL:+14255551298").unwrap().as_str(), "tel:+14255551298");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "sip:",
            "sip:contoso.com",
            "user@contoso.com",
            "sip:@contoso.com",
            "sip:a b@contoso.com",
            "sips:a@contoso.com",
            "sip:a@[",
            "sip:a@[::1",
            "sip:a@[x]",
            "sip:a@b.c:99999",
            "sip:a@b.c:",
            "sip:a@b@c",
            "sip:a@",
            "sip:<a>@contoso.com",
            "sip:a@.com",
        ] {
            assert_eq!(SipUri::new(text), Err(Invalid::SipUri(text.into())));
        }
        for text in ["", "tel:14255551298", "TEL:+1 425", "TEL:+", "+1425", "tel:+1425;ext=1"] {
            assert_eq!(LineUri::new(text), Err(Invalid::LineUri(text.into())));
        }
    }
}
