use std::rc::Rc;

use shell::command::{Call, Cmdlet, Declaration, Declared, Example};
use shell::flow::Flow;
use shell::value::Value;

use super::{application_server, is_same, listed, missing, passes_filter, site};
use crate::pools::Pools;
use crate::shown::{object, texts};

/// A switch that asks for services of one kind.
const fn kind(name: &'static str, help: &'static str, set: &'static [&'static str]) -> Declared {
    Declared::switch(name, help).within(set)
}

pub(super) static GET: Declaration = Declaration {
    name: "Get-CsService",
    aliases: &[],
    synopsis: "Shows the services of the pools.",
    description: "Each pool of the topology runs one application server, which holds the response groups. The other kinds \
                  of service are accepted so that scripts run, and yield nothing.",
    parameters: &[
        Declared::new("Identity", "string", "The service, such as ApplicationServer:pool.contoso.com.")
            .at(0)
            .within(&["Identity"]),
        Declared::new("Filter", "string", "Wildcards that the identity must fit.").within(&["Filter"]),
        Declared::new("PoolFqdn", "string", "Only the services of this pool."),
        kind(
            "ApplicationServer",
            "Application servers: those that hold response groups.",
            &["ApplicationServer"],
        ),
        kind("ApplicationDatabase", "Application databases.", &["ApplicationDatabase"]),
        kind("ArchivingDatabase", "Archiving databases.", &["ArchivingDatabase"]),
        kind("ArchivingServer", "Archiving servers.", &["ArchivingServer"]),
        kind("BackupServer", "Backup servers.", &["BackupServer"]),
        kind("CentralManagement", "Central management services.", &["CentralManagement"]),
        kind("CentralManagementDatabase", "Central management databases.", &["CentralManagementDatabase"]),
        kind("ConferencingServer", "Conferencing servers.", &["ConferenceServer"])
            .aliases(&["ConferenceServer"]),
        kind("Director", "Directors.", &["Director"]),
        kind("EdgeServer", "Edge servers.", &["EdgeServer"]),
        kind("FileStore", "File stores.", &["FileStore"]),
        kind("LegalInterceptServer", "Servers for lawful interception.", &["LegalInterceptServer"]),
        kind("ManagementServer", "Management servers.", &["ManagementServer"]),
        kind("MediationServer", "Mediation servers.", &["MediationServer"]),
        kind("MonitoringDatabase", "Monitoring databases.", &["MonitoringDatabase"]),
        kind("MonitoringServer", "Monitoring servers.", &["MonitoringServer"]),
        kind(
            "PersistentChatComplianceDatabase",
            "Compliance databases of persistent chat.",
            &["PersistentChatComplianceDatabase"],
        ),
        kind("PersistentChatDatabase", "Databases of persistent chat.", &["PersistentChatDatabase"]),
        kind("PersistentChatServer", "Servers of persistent chat.", &["PersistentChatServer"]),
        kind("ProvisionDatabase", "Provisioning databases.", &["ProvisionDatabase"]),
        kind("ProvisionServer", "Provisioning servers.", &["ProvisionServer"]),
        kind("PstnGateway", "Gateways to the telephone network.", &["PstnGateway"]),
        kind("Registrar", "Registrars.", &["Registrar"]),
        kind("TrustedApplicationPool", "Pools of trusted applications.", &["TrustedApplicationPool"])
            .aliases(&["ExternalServer"]),
        kind("UserDatabase", "User databases.", &["UserDatabase"]),
        kind("UserServer", "User servers.", &["UserServer"]),
        kind("VideoGateway", "Video gateways.", &["VideoGateway"]),
        kind("VideoInteropServer", "Servers that connect other video systems.", &["VideoInteropServer"]),
        kind("WacServer", "Servers that show documents.", &["WacServer"]),
        kind("WebServer", "Web servers.", &["WebServer"]),
    ],
    default_set: "Identity",
    should_process: false,
    input: "None.",
    output: TYPE,
    examples: &[
        Example {
            code: "Get-CsService -ApplicationServer | Where-Object { $_.Applications -contains \"urn:application:RGS\" }",
            about: "Shows the services that hold response groups.",
        },
        Example {
            code: "$service = Get-CsService -PoolFqdn pool.contoso.com\n\
                   Get-CsRgsQueue -Identity (\"service:\" + $service.ServiceId)",
            about: "Shows the queues of the service of a pool.",
        },
    ],
};

pub(super) struct GetService(pub(super) Rc<Pools>);

impl Cmdlet for GetService {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        // The other kinds of service are no part of this product.
        if !matches!(call.set(), "Identity" | "Filter" | "ApplicationServer") {
            return Ok(());
        }
        let asked = (call.text("Identity")?, call.text("PoolFqdn")?);
        let pools = listed(&self.0, call)?;
        let mut any = false;
        for listed in &pools {
            let pool = &listed.fqdn;
            let service = application_server(pool);
            let named = asked.0.as_deref().is_none_or(|identity| is_same(identity, &service))
                && asked.1.as_deref().is_none_or(|fqdn| is_same(fqdn, pool.as_str()));
            if !named || !passes_filter(call, &service)? {
                continue;
            }
            any = true;
            call.write(object(
                TYPE,
                vec![
                    ("Identity", Value::text(&service)),
                    ("SiteId", site(listed)),
                    ("PoolFqdn", Value::text(pool.as_str())),
                    ("Role", Value::text("ApplicationServer")),
                    ("Applications", texts([RESPONSE_GROUP.to_owned()])),
                    ("ServiceId", Value::text(&service)),
                ],
            ))?;
        }
        match asked.0 {
            Some(identity) if !any => {
                let known: Vec<String> = pools.iter().map(|pool| application_server(&pool.fqdn)).collect();
                call.error(missing(call, "service", &identity, &known))
            }
            _ => Ok(()),
        }
    }
}

const TYPE: &str = "Microsoft.Rtc.Management.Xds.DisplayApplicationServer";
/// The application that holds response groups.
const RESPONSE_GROUP: &str = "urn:application:RGS";
