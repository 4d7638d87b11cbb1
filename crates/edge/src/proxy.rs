//! The proxy that knows the agents.

use std::fmt;

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
}

/// A secret is not shown.
impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("user", &self.user).finish_non_exhaustive()
    }
}
