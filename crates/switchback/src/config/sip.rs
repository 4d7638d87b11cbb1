//! What a pool's file says about SIP.

use std::{collections::BTreeSet, sync::Arc};

use edge::{Listener, Users};

use super::Section;

/// Where and how the pool takes calls; without listeners it takes none.
#[derive(Clone, Debug)]
pub(crate) struct Sip {
    /// Where it listens, in the order of the file.
    pub(crate) listeners: Vec<Listener>,
    /// How it behaves.
    pub(crate) config: edge::Config,
}

/// The listeners of `[listen]`.
pub(super) fn listeners(section: &mut Section<'_, '_>) -> Vec<Listener> {
    let listeners = section.texts("sip", str::parse::<Listener>).unwrap_or_default();
    let mut seen = BTreeSet::new();
    if let Some(twice) =
        listeners.iter().find(|listener| listener.address.port() != 0 && !seen.insert(**listener))
    {
        section.fault("sip", format!("\"listen.sip\" has {twice} twice; list each address once"));
    }
    listeners
}

/// The section `[sip]`.
pub(super) fn section(mut section: Section<'_, '_>, listeners: Vec<Listener>, users: Users) -> Sip {
    let usual = edge::Limits::default();
    let limits = edge::Limits {
        message_bytes: section.number("message_bytes", 2_048..=65_535).unwrap_or(usual.message_bytes),
        transactions: section.number("transactions", 10..=1_000_000).unwrap_or(usual.transactions),
        messages_per_second: section
            .number("messages_per_second", 1..=1_000_000)
            .unwrap_or(usual.messages_per_second),
    };
    section.finish();
    Sip { listeners, config: edge::Config { limits, users: Arc::new(users) } }
}
