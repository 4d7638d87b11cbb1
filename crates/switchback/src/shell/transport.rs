//! Requests of the cmdlets on their way to the pools: HTTP, with the token of each pool.

use std::{
    cell::{OnceCell, RefCell},
    collections::BTreeMap,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

use cmdlets::{Answer, ListedPool, Request, Transferred, Transport, TransportError};
use domain::PoolFqdn;
use ureq::Agent;

use super::{
    carrier::{Carrier, Event},
    config::ShellFile,
    host::OsHost,
    pools::Listed,
};
use crate::{client, clock, topology::ApiAddress};

/// The way to the pools that `shell.toml` leads to. Nothing is read before it is needed.
pub(super) struct HttpTransport {
    file: ShellFile,
    host: Rc<OsHost>,
    listed: OnceCell<Result<Listed, String>>,
    doors: RefCell<BTreeMap<PoolFqdn, Rc<Door>>>,
}

/// What opens one pool.
struct Door {
    agent: Agent,
    address: ApiAddress,
    token: String,
}

impl HttpTransport {
    /// The way that `file` describes; what is printed reaches its reader before anything is waited for.
    pub(super) fn new(file: ShellFile, host: Rc<OsHost>) -> Self {
        Self { file, host, listed: OnceCell::new(), doors: RefCell::default() }
    }

    fn listed(&self) -> Result<&Listed, TransportError> {
        let listed = self.listed.get_or_init(|| self.file.listed());
        listed.as_ref().map_err(|why| TransportError::NoTopology(why.clone()))
    }

    /// The door of a pool, opened once.
    fn door(&self, pool: &PoolFqdn) -> Result<Rc<Door>, TransportError> {
        if let Some(door) = self.doors.borrow().get(pool) {
            return Ok(Rc::clone(door));
        }
        let address = self.listed()?.addresses.get(pool);
        let address = address.ok_or_else(|| TransportError::NotListed(pool.clone()))?.clone();
        let token =
            self.file.token(pool).map_err(|how| TransportError::NoToken { pool: pool.clone(), how })?;
        let (ca, option) = self.file.trusted();
        let agent = client::agent(&address, ca, &option, CONNECT_BOUND);
        let agent = agent
            .map_err(|error| TransportError::Unreachable { pool: pool.clone(), why: format!("{error:#}") })?;
        let door = Rc::new(Door { agent, address, token });
        self.doors.borrow_mut().insert(pool.clone(), Rc::clone(&door));
        Ok(door)
    }

    /// Sends a request on a thread of its own, and waits for the answer: until it comes, until the user wants to
    /// stop, or at most so long.
    fn carry(
        &self,
        pool: &PoolFqdn,
        request: &Request<'_>,
        progress: &mut dyn FnMut(Transferred),
        at_most: Option<Duration>,
    ) -> Result<Answer, TransportError> {
        let door = self.door(pool)?;
        let unreachable = |why: String| TransportError::Unreachable { pool: pool.clone(), why };
        self.host.flush();
        let abandoned = Arc::new(AtomicBool::new(false));
        let (teller, events) = mpsc::channel();
        let carrier = Carrier::new(&door.agent, &door.address, &door.token, request);
        let (carrier, gone) = (carrier.map_err(unreachable)?, Arc::clone(&abandoned));
        let carry = move || {
            let answer = carrier.carry(&gone, &teller);
            // Who has stopped waiting does not read it.
            drop(teller.send(Event::Ended(answer)));
        };
        let thread = thread::Builder::new().name("request".to_owned()).spawn(carry);
        thread.map_err(|error| unreachable(format!("the system gives no thread: {error}")))?;
        let started = clock::monotonic();
        loop {
            match events.recv_timeout(LOOK_UP) {
                Ok(Event::Ended(answer)) => return answer.map_err(unreachable)?.granted(),
                Ok(Event::Transferred(transferred)) => progress(transferred),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(unreachable("the request broke off".to_owned()));
                }
            }
            let is_late = at_most.is_some_and(|at_most| started.elapsed() >= at_most);
            if is_late || self.host.interrupts().is_wished() {
                abandoned.store(true, Ordering::Release);
                let late = || unreachable(format!("{} does not answer in time", door.address));
                return Err(if is_late { late() } else { TransportError::Cancelled });
            }
        }
    }
}

impl Transport for HttpTransport {
    fn topology(&self) -> Result<&[ListedPool], TransportError> {
        Ok(&self.listed()?.pools)
    }

    fn send(
        &self,
        pool: &PoolFqdn,
        request: &Request<'_>,
        progress: &mut dyn FnMut(Transferred),
    ) -> Result<Answer, TransportError> {
        self.carry(pool, request, progress, None)
    }
}

/// The same way for somebody who does not wait long: a pool that does not answer soon is as good as down.
pub(super) struct Hasty(pub(super) Rc<HttpTransport>);

impl Transport for Hasty {
    fn topology(&self) -> Result<&[ListedPool], TransportError> {
        self.0.topology()
    }

    fn send(
        &self,
        pool: &PoolFqdn,
        request: &Request<'_>,
        progress: &mut dyn FnMut(Transferred),
    ) -> Result<Answer, TransportError> {
        self.0.carry(pool, request, progress, Some(HASTE))
    }
}

/// How long a connection may take.
const CONNECT_BOUND: Duration = Duration::from_secs(5);
/// How long somebody waits who types.
const HASTE: Duration = Duration::from_secs(1);
/// How long Ctrl-C may go unnoticed.
const LOOK_UP: Duration = Duration::from_millis(50);

#[cfg(test)]
mod tests;
