//! A pool in memory: decisions are applied as the server does, without a store.

use std::{cell::Cell, sync::Arc};

use admin::{
    Caller, Context, Decision, Import, ImportReport, Page, Query, Refusal, RemoveExported, Reply, Request,
    decide, export,
};
use domain::{
    Configuration, ContentHash, Defaults, Directory, Entry, Export, Language, Object, ObjectId, ObjectKind,
    PoolFqdn, SipUri, TimeZoneName,
};
use jiff::Timestamp;
use serde_json::{Value, json};

pub(crate) struct Pool {
    pub(crate) configuration: Configuration,
    pub(crate) audio: std::collections::BTreeMap<ContentHash, Arc<[u8]>>,
}

pub(crate) const A: &str = "primary.contoso.com";
pub(crate) const B: &str = "backup.contoso.com";
pub(crate) const C: &str = "newprimary.contoso.com";

/// The next second of the one clock that all pools of a test share.
pub(crate) fn tick() -> Timestamp {
    thread_local!(static CLOCK: Cell<i64> = const { Cell::new(0) });
    CLOCK.set(CLOCK.get() + 1);
    Timestamp::from_second(CLOCK.get()).unwrap()
}

pub(crate) fn fqdn(name: &str) -> PoolFqdn {
    PoolFqdn::new(name).unwrap()
}

pub(crate) fn sip(user: &str) -> SipUri {
    SipUri::new(&format!("sip:{user}@contoso.com")).unwrap()
}

/// A GUID that a test can name by a small number.
pub(crate) fn id(number: u128) -> ObjectId {
    ObjectId(uuid::Uuid::from_u128(number))
}

pub(crate) fn object(kind: ObjectKind, properties: Value) -> Object {
    Object::from_properties(kind, properties).unwrap()
}

impl Pool {
    pub(crate) fn new(name: &str) -> Self {
        let defaults = Defaults {
            language: Language::new("en-US").unwrap(),
            time_zone: TimeZoneName::new("UTC").unwrap(),
        };
        let configuration = Configuration::new(fqdn(name), defaults);
        Self { configuration, audio: Default::default() }
    }

    /// A pool with a small help desk: group 1, hours 2, holidays 3, queue 4, workflow 5.
    pub(crate) fn with_help_desk(name: &str) -> Self {
        let mut pool = Self::new(name);
        for (number, kind, properties) in help_desk() {
            pool.create(number, kind, properties);
        }
        pool
    }

    pub(crate) fn as_caller(&mut self, caller: &Caller, request: Request) -> Result<Decision, Refusal> {
        let decision = self.plan(caller, request)?;
        if !decision.changes.is_empty() {
            self.configuration =
                self.configuration.apply(self.configuration.sequence() + 1, &decision.changes);
            self.audio.extend(decision.audio.iter().cloned());
        }
        Ok(decision)
    }

    pub(crate) fn plan(&self, caller: &Caller, request: Request) -> Result<Decision, Refusal> {
        let at = tick();
        let directory = Directory::default();
        decide(&self.configuration, Context { at, caller, directory: &directory }, request)
    }

    pub(crate) fn ask(&mut self, request: Request) -> Result<Decision, Refusal> {
        self.as_caller(&Caller::Operator, request)
    }

    pub(crate) fn create(&mut self, number: u128, kind: ObjectKind, properties: Value) -> Arc<Entry> {
        let decision = self.ask(Request::New { id: id(number), object: object(kind, properties) }).unwrap();
        let Reply::Saved(entry) = decision.reply else { panic!("{decision:?}") };
        entry
    }

    pub(crate) fn entry(&self, number: u128) -> &Entry {
        self.configuration.object(id(number)).unwrap_or_else(|| panic!("no object {number}"))
    }

    pub(crate) fn holds(&self, number: u128) -> bool {
        self.configuration.object(id(number)).is_some()
    }

    /// Changes one property of an object, as an administrator does who has just read it.
    pub(crate) fn edit(&mut self, number: u128, property: &str, value: Value) {
        let entry = self.entry(number);
        let (expected, mut properties) = (entry.digest, entry.object.to_properties());
        properties.insert(property.to_owned(), value);
        let object = Object::from_properties(entry.kind(), Value::Object(properties)).unwrap();
        self.ask(Request::Set { id: id(number), object, expected: Some(expected) }).unwrap();
    }

    pub(crate) fn remove(&mut self, number: u128) {
        self.ask(Request::Remove { id: id(number), expected: None, force: true }).unwrap();
    }

    pub(crate) fn value(&self, number: u128, property: &str) -> Value {
        self.entry(number).object.to_properties()[property].clone()
    }

    pub(crate) fn export(&self, owner: Option<&str>) -> Export {
        let directory = Directory::default();
        let at = tick();
        let context = Context { at, caller: &Caller::Operator, directory: &directory };
        let mut export = export(&self.configuration, context, owner.map(fqdn)).unwrap();
        export.audio = self.audio.clone();
        export
    }

    pub(crate) fn import(&mut self, import: Import) -> Result<ImportReport, Refusal> {
        let decision = self.ask(Request::Import(Box::new(import)))?;
        let Reply::Imported(report) = decision.reply else { panic!("{decision:?}") };
        Ok(report)
    }

    /// Imports without any switch.
    pub(crate) fn import_plainly(&mut self, export: Export) -> ImportReport {
        self.import(Import { export, ..Import::default() }).unwrap()
    }

    /// Imports with -OverwriteOwner.
    pub(crate) fn import_as_own(&mut self, export: Export) -> ImportReport {
        self.import(Import { export, overwrite_owner: true, ..Import::default() }).unwrap()
    }

    pub(crate) fn remove_exported(&mut self, owner: &str, export: &Export) -> Result<Decision, Refusal> {
        let origin = export.origin.as_ref().unwrap();
        let (sequence, digest) = (origin.sequence, origin.digest);
        self.ask(Request::RemoveExported(RemoveExported {
            owner: fqdn(owner),
            sequence,
            digest,
            force: false,
        }))
    }

    pub(crate) fn list(&self, query: Query) -> Page {
        admin::list(&self.configuration, &Caller::Operator, &query).unwrap()
    }

    /// The names that a Get-CsRgsWorkflow of this kind shows.
    pub(crate) fn workflows(&self, owner: Option<&str>, show_all: bool) -> Vec<String> {
        let owner = owner.map(fqdn);
        let query =
            Query { kind: ObjectKind::Workflow, owner, show_all, name: None, after: None, limit: 100 };
        self.list(query).entries.iter().map(|entry| entry.name().to_string()).collect()
    }
}

/// The objects of [`Pool::with_help_desk`] with their numbers.
pub(crate) fn help_desk() -> [(u128, ObjectKind, Value); 5] {
    [
        (1, ObjectKind::AgentGroup, json!({"Name": "Tier 1", "AgentsByUri": ["sip:alex@contoso.com"]})),
        (
            2,
            ObjectKind::HoursOfBusiness,
            json!({"Name": "Weekdays", "MondayHours1": {"OpenTime": "8:00", "CloseTime": "18:00"}}),
        ),
        (
            3,
            ObjectKind::HolidaySet,
            json!({"Name": "Holidays", "HolidayList": [{"StartDate": "2026-12-25", "EndDate": "2026-12-26"}]}),
        ),
        (
            4,
            ObjectKind::Queue,
            json!({"Name": "Help Desk", "AgentGroupIDList": [id(1)], "TimeoutThreshold": 60}),
        ),
        (5, ObjectKind::Workflow, workflow("Help Desk", "helpdesk", 4)),
    ]
}

/// An active hunt group with hours 2 and holidays 3.
pub(crate) fn workflow(name: &str, user: &str, queue: u128) -> Value {
    json!({
        "Name": name, "PrimaryUri": format!("sip:{user}@contoso.com"), "Active": true,
        "Language": "en-US", "TimeZone": "Romance Standard Time",
        "BusinessHoursID": id(2), "HolidaySetIDList": [id(3)],
        "DefaultAction": {"Action": "TransferToQueue", "QueueID": id(queue)},
    })
}
