//! Get-CsRgsConfiguration and Set-CsRgsConfiguration: the settings of a pool.

use std::rc::Rc;

use domain::PoolFqdn;
use serde_json::Value as Json;
use shell::command::{Call, Cmdlet, Declaration, Declared, Example};
use shell::flow::Flow;
use shell::member::set_property;
use shell::session::Session;
use shell::value::{Object, Value};

use crate::failure::Failure;
use crate::noun::{Kept, Reader, SERVICE_SETTINGS, Version, write};
use crate::object::{not_of_a_pool, service, wants_plan};
use crate::pools::Pools;
use crate::transport::{Method, Request};

/// Makes both cmdlets known.
pub(crate) fn register(session: &mut Session, pools: &Rc<Pools>) {
    let asked = Rc::clone(pools);
    session.register(&GET, Rc::new(move || Box::new(Get { pools: Rc::clone(&asked) })));
    let asked = Rc::clone(pools);
    session.register(&SET, Rc::new(move || Box::new(Set { pools: Rc::clone(&asked) })));
}

static GET: Declaration = Declaration {
    name: "Get-CsRgsConfiguration",
    aliases: &[],
    synopsis: "Shows the settings of a pool.",
    description: "The settings hold for all workflows of the pool: the music for waiting callers, how long an agent who \
                  declined a call is left alone, and whether agents see what callers answered.",
    parameters: &[Declared::new("Identity", "RgsIdentity", "The pool, as service:ApplicationServer:FQDN.")
        .mandatory()
        .at(0)
        .from_pipeline()],
    default_set: "",
    should_process: false,
    input: "Microsoft.Rtc.Rgs.Management.RgsIdentity, or its text.",
    output: TYPE,
    examples: &[Example {
        code: "Get-CsRgsConfiguration -Identity service:ApplicationServer:pool.contoso.com",
        about: "Shows the settings of one pool.",
    }],
};

static SET: Declaration = Declaration {
    name: "Set-CsRgsConfiguration",
    aliases: &[],
    synopsis: "Changes the settings of a pool.",
    description: "Takes single settings, or the settings as Get-CsRgsConfiguration gave them, changed in the shell.",
    parameters: &[
        Declared::new("Identity", "RgsIdentity", "The pool, as service:ApplicationServer:FQDN.")
            .mandatory()
            .at(0)
            .from_pipeline()
            .within(&["Direct"]),
        Declared::new("Instance", "ServiceSettings", "The settings, changed.")
            .mandatory()
            .at(0)
            .from_pipeline()
            .within(&["Instance"]),
        Declared::new(
            "AgentRingbackGracePeriod",
            "int16",
            "How many seconds an agent who declined a call is not offered it again: 30 to 600.",
        )
        .within(&["Direct"]),
        Declared::new(
            "DefaultMusicOnHoldFile",
            "AudioFile",
            "The music of workflows that have none of their own; $null for the built-in one.",
        )
        .within(&["Direct"]),
        Declared::new(
            "DisableCallContext",
            "bool",
            "Whether agents are kept from seeing what callers answered.",
        )
        .within(&["Direct"]),
        Declared::switch(
            "Force",
            "Saves the settings also when somebody else changed them since they were read, and leaves warnings out.",
        ),
    ],
    default_set: "Direct",
    should_process: true,
    input: TYPE,
    output: "None.",
    examples: &[
        Example {
            code: "Set-CsRgsConfiguration -Identity service:ApplicationServer:pool.contoso.com -AgentRingbackGracePeriod \
                   90",
            about: "Leaves agents who declined a call alone for a minute and a half.",
        },
        Example {
            code: "$settings = Get-CsRgsConfiguration pool.contoso.com\n\
                   $settings.DisableCallContext = $true\n\
                   Set-CsRgsConfiguration -Instance $settings",
            about: "Changes the settings in the shell and saves them.",
        },
    ],
};

struct Get {
    pools: Rc<Pools>,
}

impl Cmdlet for Get {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(pool) = service(call, "Identity")? else { return Ok(()) };
        match read(&self.pools, call, &pool) {
            Ok(settings) => call.write(Value::Object(settings)),
            Err(failure) => self.pools.report(call, failure),
        }
    }
}

fn read(pools: &Pools, call: &Call<'_>, pool: &PoolFqdn) -> Result<Object, Failure> {
    let reply = pools.get(call, pool, SETTINGS)?;
    Ok(Reader::new(pool.clone()).kept(&SERVICE_SETTINGS, &reply.json, reply.etag.as_deref())?)
}

struct Set {
    pools: Rc<Pools>,
}

impl Set {
    /// The settings of the pool with what the parameters change.
    fn changed(&self, call: &Call<'_>, pool: &PoolFqdn) -> Flow<Result<Object, Failure>> {
        let settings = match read(&self.pools, call, pool) {
            Ok(settings) => settings,
            Err(failure) => return Ok(Err(failure)),
        };
        let target = Value::Object(settings.clone());
        for property in SERVICE_SETTINGS.properties.iter().filter(|property| !property.is_read_only) {
            if let Some(value) = call.value(property.name) {
                let stored = set_property(&target, property.name, value, call.setting());
                stored.map_err(|fault| call.fail(fault))?;
            }
        }
        Ok(Ok(settings))
    }

    fn save(&self, call: &mut Call<'_>, settings: &Object, kept: &Kept) -> Flow {
        let properties = write(&SERVICE_SETTINGS, settings).map_err(|fault| call.fail(fault))?;
        let (plan, force) = (wants_plan(call), call.switch("Force"));
        let target = format!("the settings of {}", kept.pool);
        if !plan && !call.should_process(&target, SET.name)? {
            return Ok(());
        }
        let path = format!("{SETTINGS}?whatIf={plan}&force={force}");
        let mut request = Request::new(Method::Put, path).json(&Json::Object(properties));
        if let (Version::Stored(etag), false) = (&kept.version, force) {
            request = request.if_match(etag.clone());
        }
        let reply = match self.pools.ask(call, &kept.pool, &request) {
            Ok(reply) => reply,
            Err(failure) => return self.pools.report(call, failure),
        };
        if !force {
            reply.warn(call)?;
        }
        if plan {
            return reply.show_plan(call);
        }
        if let Some(etag) = reply.etag {
            Kept { version: Version::Stored(etag), ..kept.clone() }.note(settings);
        }
        Ok(())
    }
}

impl Cmdlet for Set {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let instance = match call.value("Instance") {
            Some(instance) => instance,
            None => {
                let Some(pool) = service(call, "Identity")? else { return Ok(()) };
                match self.changed(call, &pool)? {
                    Ok(settings) => Value::Object(settings),
                    Err(failure) => return self.pools.report(call, failure),
                }
            }
        };
        let Value::Object(settings) = &instance else { return Ok(()) };
        match Kept::of(settings) {
            Some(kept) => self.save(call, settings, &kept),
            None => Err(call.fail(not_of_a_pool(call, &instance))),
        }
    }
}

const SETTINGS: &str = "/api/v1/settings";
const TYPE: &str = "Microsoft.Rtc.Rgs.Management.WritableSettings.ServiceSettings";
