//! REST under `/api/v1`: every request of `admin`, in JSON with the property names of the cmdlets.
//!
//! Each handler takes a `Caller`, so that none can be reached without a token, and answers with a value
//! or with a problem (`problem.rs`); what went wrong is translated to HTTP there and nowhere else. The document
//! of the API follows from the same routes (`openapi.rs`).

mod agent;
mod agents;
mod archived;
mod audio;
mod body;
mod calendar;
mod call;
mod caller;
mod changed;
mod doors;
mod granted;
mod live;
mod log;
mod noun;
mod noun_document;
mod object;
mod openapi;
mod options;
mod page;
mod parameters;
mod person;
mod pick;
mod plan;
mod pool;
mod pool_state;
mod precondition;
mod problem;
mod properties;
mod queue_state;
mod recovery;
mod router;
mod secret;
mod sending;
mod settings;
mod test_call;
mod test_desk;
mod token;
mod watch;
mod wire;

pub use live::{Live, LiveAgent, LiveAgentState, LiveCall, LiveCallState};
pub use openapi::openapi;
pub use options::{IMPORT_BYTES_MAX, JSON_BYTES_MAX, Options};
pub use pick::{PickRefused, Pickup};
pub use pool::{Answer, Command, Pool, PoolError};
pub use router::router;
pub use secret::{RandomnessMissing, Secret};
pub use test_desk::{
    TestCall, TestCommand, TestDesk, TestOrder, TestRefusal, TestResult, TestState, TestVerdict,
};
