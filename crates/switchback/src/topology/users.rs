//! The SIP users of a topology: whose phones may register, and what is kept of their passwords.

use std::collections::BTreeSet;

use domain::SipUri;
use edge::{Ha1, User};

use crate::config::Section;

/// Every `[[user]]`.
pub(super) fn users(root: &mut Section<'_, '_>) -> Vec<User> {
    let mut users = Vec::new();
    let mut seen = BTreeSet::new();
    root.sections("user", |mut section| {
        let address = section.required("address", "\"sip:alex@contoso.com\"", SipUri::new);
        if let Some(twice) = address.as_ref().filter(|address| !seen.insert(address.key())) {
            section.fault("address", format!("the user {twice} is listed already; give each user one heading"));
        }
        let advice = "\"...\", as switchback sip-user prints it";
        let digits = |text: &str| Ok::<_, String>(text.to_owned());
        let md5 = section.required("md5", advice, digits);
        let sha256 = section.required("sha256", advice, digits);
        if let (Some(address), Some(md5), Some(sha256)) = (address, md5, sha256) {
            match Ha1::from_digests(&md5, &sha256) {
                Some(ha1) => users.push(User { address, ha1 }),
                None => section.fault(
                    "md5",
                    format!("the digests of {address} are not 32 and 64 hexadecimal digits; run switchback sip-user {address}"),
                ),
            }
        }
        section.finish();
    });
    users
}
