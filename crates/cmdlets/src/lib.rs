//! The cmdlets of Response Group: what each takes, what it asks of the pools, and what it says.
//!
//! The shell that runs them knows no telephony, and nothing here opens a socket: what is asked of a pool goes
//! through a [`Transport`], which the binary gives.
//!
//! When adding a cmdlet: its [`shell::command::Declaration`] in the file of its noun, with examples that run as
//! tests, and a line in the registration of that noun.

mod agent;
mod agent_group;
mod audio_file;
mod call;
mod call_action;
mod completion;
mod configuration;
mod failure;
mod holiday;
mod holiday_set;
mod hours_of_business;
mod live;
mod local;
mod noun;
mod object;
mod parameters;
mod pick;
mod pools;
mod queue;
mod recovery;
mod shown;
mod test_call;
mod topology;
mod transport;
mod workflow;

use std::rc::Rc;

use shell::session::Session;

pub use completion::PoolCompleter;
pub use transport::{
    Answer, Body, ListedPool, Method, Problem, Request, Transferred, Transport, TransportError,
};

/// Makes the cmdlets and the types of Response Group known to a session; what they ask goes through `transport`.
pub fn register(session: &mut Session, transport: Rc<dyn Transport>) {
    let pools = Rc::new(pools::Pools::new(transport));
    for of in noun::enumerations() {
        session.types_mut().add_enumeration(&of);
    }
    for (name, converter) in noun::types() {
        session.types_mut().add(&name);
        session.setting().add_converter(&name, converter);
    }
    let nouns =
        [&agent_group::NOUN, &queue::NOUN, &workflow::NOUN, &hours_of_business::NOUN, &holiday_set::NOUN];
    for noun in nouns {
        object::register(session, noun, &pools);
    }
    recovery::register(session, &pools);
    topology::register(session, &pools);
    test_call::register(session, &pools);
    configuration::register(session, &pools);
    audio_file::register(session, &pools);
    agent::register(session, &pools);
    call::register(session, &pools);
    pick::register(session, &pools);
    call_action::register(session);
    holiday::register(session);
    hours_of_business::register(session);
}
