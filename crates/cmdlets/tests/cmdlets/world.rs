//! Sessions with pools around them.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use cmdlets::{Answer, ListedPool, Request, Transferred, Transport, TransportError};
use domain::PoolFqdn;
use shell::command::{Declaration, Registered, is_product};
use shell::help::Topic;
use shell::host::Stream;
use shell::host::testing::MemoryHost;
use shell::session::{Console, STACK_BYTES, Session};
use shell::value::{DateTime, Kind};
use tokio::runtime::{Builder, Runtime};

use crate::pool::Served;

/// A shell with its pools.
pub(crate) struct World {
    pub(crate) host: Rc<MemoryHost>,
    pub(crate) pools: Rc<Pools>,
    session: Session,
}

/// The pools of a world, as a transport.
pub(crate) struct Pools {
    runtime: Runtime,
    served: BTreeMap<PoolFqdn, Served>,
    topology: Vec<ListedPool>,
    /// Pools that do not answer.
    pub(crate) down: RefCell<BTreeSet<String>>,
    /// Whose token is used.
    pub(crate) token: RefCell<&'static str>,
    /// How many requests were sent.
    pub(crate) requests: Cell<usize>,
}

/// A pool, and the one that takes over for it.
pub(crate) type Named = (&'static str, Option<&'static str>);

/// The pools of a world that says nothing else.
pub(crate) const POOLS: &[Named] = &[
    ("pool.contoso.com", Some("backup.contoso.com")),
    ("backup.contoso.com", Some("pool.contoso.com")),
    ("atl-cs-001.litwareinc.com", None),
    ("pool0.litwareinc.com", None),
    ("atl-rgs-001.litwareinc.com", None),
    ("atl-ocsrgs-001.litwareinc.com", None),
    ("redmond-lyncrgs-001.litwareinc.com", None),
];

impl Transport for Pools {
    fn topology(&self) -> Result<&[ListedPool], TransportError> {
        Ok(&self.topology)
    }

    fn send(
        &self,
        pool: &PoolFqdn,
        request: &Request<'_>,
        progress: &mut dyn FnMut(Transferred),
    ) -> Result<Answer, TransportError> {
        self.requests.set(self.requests.get() + 1);
        let served = self.served.get(pool).ok_or_else(|| TransportError::NotListed(pool.clone()))?;
        if self.down.borrow().contains(pool.as_str()) {
            return Err(TransportError::Unreachable {
                pool: pool.clone(),
                why: "connection refused".to_owned(),
            });
        }
        if self.token.borrow().is_empty() {
            let how = "name its file in shell.toml".to_owned();
            return Err(TransportError::NoToken { pool: pool.clone(), how });
        }
        let token = *self.token.borrow();
        let answer = self.runtime.block_on(served.send(request, token));
        progress(Transferred { bytes: answer.body.len() as u64, of: Some(answer.body.len() as u64) });
        answer.granted()
    }
}

impl World {
    fn new(names: &[Named]) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let name = |text: &str| PoolFqdn::new(text).unwrap();
        let served = runtime
            .block_on(async { names.iter().map(|(fqdn, _)| (name(fqdn), Served::new(fqdn))).collect() });
        let topology = names.iter().map(|(fqdn, backup)| ListedPool {
            fqdn: name(fqdn),
            api: format!("https://{fqdn}:5801"),
            backup: backup.map(name),
            site: fqdn.ends_with("contoso.com").then(|| "Redmond".to_owned()),
        });
        let pools = Rc::new(Pools {
            runtime,
            served,
            topology: topology.collect(),
            down: RefCell::default(),
            token: RefCell::new("CsAdministrator"),
            requests: Cell::new(0),
        });
        let host = Rc::new(MemoryHost::new(DateTime::from_date(2013, 12, 20).unwrap().with_kind(Kind::Utc)));
        host.columns.set(160);
        let mut session = Session::new(Rc::clone(&host) as Rc<_>);
        cmdlets::register(&mut session, Rc::clone(&pools) as Rc<_>);
        Self { host, pools, session }
    }

    /// What goes on in a pool from now on.
    pub(crate) fn goes_on(&self, pool: &str, live: api::Live) {
        self.pools.served[&PoolFqdn::new(pool).unwrap()].live.send_replace(live.into());
    }

    /// The cmdlets of the product, whose nouns begin with `Cs`; that of Export-Csv does not.
    fn cmdlets(&self) -> impl Iterator<Item = &Rc<Registered>> {
        self.session.commands().all().filter(|cmdlet| is_product(cmdlet.declaration.name))
    }

    /// Their declarations.
    pub(crate) fn declarations(&self) -> Vec<&'static Declaration> {
        self.cmdlets().map(|cmdlet| cmdlet.declaration).collect()
    }

    /// Their help.
    pub(crate) fn topics(&self) -> Vec<Topic> {
        self.cmdlets().map(|cmdlet| Topic::of_cmdlet(cmdlet, self.session.types())).collect()
    }

    /// Their examples, each after its cmdlet.
    pub(crate) fn examples(&self) -> Vec<(&'static str, &'static str)> {
        let of = |declaration: &'static Declaration| {
            declaration.examples.iter().map(|example| (declaration.name, example.code))
        };
        self.declarations().into_iter().flat_map(of).collect()
    }

    /// Runs a script and gives what it prints, each line of another stream than the output after its name.
    pub(crate) fn run(&mut self, script: &str) -> String {
        self.host.printed.borrow_mut().clear();
        self.session.run(script, None, Vec::new(), &mut Console);
        let mut said = String::new();
        for (stream, text) in self.host.printed.borrow().iter() {
            if *stream != Stream::Output {
                said.push_str(&format!("{stream:?}: "));
            }
            said.push_str(text);
        }
        let lines: Vec<&str> = said.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
        lines.join("\n")
    }

    /// Runs a script that must say nothing on any other stream than the output.
    #[track_caller]
    pub(crate) fn quiet(&mut self, script: &str) -> String {
        let said = self.run(script);
        let noisy = self.host.printed.borrow().iter().any(|(stream, _)| *stream != Stream::Output);
        assert!(!noisy, "{script}\nsays\n{said}");
        said
    }

    /// The first error of a script: its id and its message.
    #[track_caller]
    pub(crate) fn error(&mut self, script: &str) -> String {
        let script = format!("$Error.Clear()\n{script}");
        self.run(&script);
        let said = self.run("$Error[-1].FullyQualifiedErrorId; \"$($Error[-1])\"");
        assert!(!said.is_empty(), "{script} is no error");
        said
    }
}

/// Runs a test with a world of its own, on a stack that is large enough for a session.
pub(crate) fn with_world(test: impl FnOnce(&mut World) + Send + 'static) {
    with_pools(POOLS, test);
}

/// The same, with other pools.
pub(crate) fn with_pools(names: &'static [Named], test: impl FnOnce(&mut World) + Send + 'static) {
    let test = move || test(&mut World::new(names));
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(test);
    if let Err(panic) = thread.unwrap().join() {
        std::panic::resume_unwind(panic);
    }
}

/// A quarter of a second of silence.
pub(crate) fn wav() -> Vec<u8> {
    let silence = [0; 4_000];
    let mut bytes =
        b"RIFF\xc4\x0f\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0data\xa0\x0f\0\0"
            .to_vec();
    bytes.extend(silence);
    bytes
}
