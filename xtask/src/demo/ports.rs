//! The ports of a demo: those of the examples, or others of its own where demos go on side by side.

use std::net::{TcpListener, UdpSocket};

use anyhow::{Context, Result};

/// Where the pools listen, and where their voice goes: primary, backup, newprimary.
pub(super) struct Ports {
    api: [u16; 3],
    /// For SIP.
    calls: [u16; 3],
    /// The first and the last of each pool's voice.
    media: [(u16, u16); 3],
    /// Bound as long as the ports are in use. A voice must not come to a port that another demo just gave back: the
    /// last packets of a call there would be taken for those of the new one.
    _reserved: Option<UdpSocket>,
}

impl Ports {
    /// Those of the example configurations.
    pub(super) const LISTED: Self = Self {
        api: [5801, 5802, 5803],
        calls: [5811, 5812, 5813],
        media: [(30_000, 30_199), (30_200, 30_399), (30_400, 30_599)],
        _reserved: None,
    };

    /// Ports of a range that no other demo has.
    pub(super) fn free() -> Result<Self> {
        let ranges = RANGES.step_by(usize::from(RANGE));
        let mut free = ranges.filter_map(|first| {
            let reserved = UdpSocket::bind(("127.0.0.1", first)).ok()?;
            let own = Self {
                api: [first + 1, first + 2, first + 3],
                calls: [first + 4, first + 5, first + 6],
                media: [(first + 10, first + 39), (first + 40, first + 69), (first + 70, first + 99)],
                _reserved: Some(reserved),
            };
            own.are_free().then_some(own)
        });
        free.next().with_context(|| format!("no {RANGE} ports in a row are free in {RANGES:?}"))
    }

    /// Whether nothing listens where the pools are to listen, for TCP and for UDP.
    pub(super) fn are_free(&self) -> bool {
        let is_free = |port: u16| {
            let address = ("127.0.0.1", port);
            TcpListener::bind(address).is_ok() && UdpSocket::bind(address).is_ok()
        };
        self.api.into_iter().chain(self.calls).all(is_free)
    }

    /// The ports of the interface and of SIP, pool by pool.
    pub(super) fn of_pools(&self) -> [(u16, u16); 3] {
        [0, 1, 2].map(|at| (self.api[at], self.calls[at]))
    }

    /// A file of the examples with these ports.
    pub(super) fn fill(&self, text: &str) -> String {
        let address = |port: &u16| format!("127.0.0.1:{port}");
        let range = |(first, last): &(u16, u16)| format!("ports = \"{first}-{last}\"");
        let words = |ports: &Self| -> Vec<String> {
            let listening = ports.api.iter().chain(&ports.calls).map(address);
            listening.chain(ports.media.iter().map(range)).collect()
        };
        let listed = words(&Self::LISTED).into_iter().zip(words(self));
        listed.fold(text.to_owned(), |text, (listed, own)| text.replace(&listed, &own))
    }
}

/// Where free ports are looked for, below those that the system gives away by itself.
const RANGES: std::ops::Range<u16> = 10_000..30_000;
/// The ports of one demo.
const RANGE: u16 = 100;
