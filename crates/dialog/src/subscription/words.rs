use std::time::Duration;

use crate::{
    dialog_info::DialogInfo,
    message::{Headers, Request, Response},
};

/// What happened to a subscription, or what its owner orders.
#[derive(Debug, Clone)]
pub enum SubscriptionInput {
    /// A response to the SUBSCRIBE under way.
    Response(Response),
    /// The SUBSCRIBE under way got no final response.
    Failed,
    /// The Authorization and Proxy-Authorization headers for the SUBSCRIBE that was challenged; without any, the
    /// refusal holds.
    Credentials(Headers),
    /// A NOTIFY with its Call-ID and tag; copies are taken out before.
    Notify(Request),
    /// The telephone is to tell everything anew: something was missed.
    Refresh,
    /// No more is wanted of it.
    End,
    /// [`Subscription::next_timeout`](super::Subscription::next_timeout) is due.
    TimePassed,
}

/// What a subscription wants done, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub enum SubscriptionOutput {
    /// Send this in a transaction of its own.
    Send(Request),
    /// Answer the NOTIFY that was handled.
    Respond(Response),
    /// The SUBSCRIBE needs credentials: answer with [`SubscriptionInput::Credentials`].
    Challenged {
        /// What was sent.
        request: Request,
        /// What asks for them.
        response: Response,
    },
    /// The telephone says this of its dialogs.
    Told(DialogInfo),
    /// It is over without our wish; nothing is known of the telephone any more.
    Ended(SubscriptionEnd),
}

/// How a subscription ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriptionEnd {
    /// The telephone does not offer its dialogs, or not to us: nothing else is to be expected of it.
    Refused {
        /// The status that said so; 0 where it was a NOTIFY, or a document that cannot be read.
        status: u16,
    },
    /// It can be asked for again: after this time, where the telephone names one.
    Lost {
        /// What Retry-After says.
        after: Option<Duration>,
    },
}
