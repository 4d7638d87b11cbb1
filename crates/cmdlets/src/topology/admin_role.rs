use admin::Right;
use domain::Role;
use shell::command::{Call, Cmdlet, Declaration, Declared, Example};
use shell::flow::Flow;
use shell::value::Value;

use super::{missing, passes_filter};
use crate::shown::{object, texts};

pub(super) static GET: Declaration = Declaration {
    name: "Get-CsAdminRole",
    aliases: &[],
    synopsis: "Shows the roles, and the cmdlets that each may run.",
    description: "A manager sees and changes only what belongs to workflows that name the person in ManagersByUri, and an \
                  agent sees only groups that name the person.",
    parameters: &[
        Declared::new("Identity", "string", "The name of the role.")
            .at(0)
            .from_pipeline()
            .within(&["Identity"]),
        Declared::new("Filter", "string", "Wildcards that the name must fit.").within(&["Filter"]),
        Declared::new("Sid", "string", "The SID of the role; roles have none here, so nothing is found.")
            .at(0)
            .within(&["SID"]),
        Declared::switch("LocalStore", "Reads what this machine knows, which is always done."),
    ],
    default_set: "Identity",
    should_process: false,
    input: "System.String.",
    output: TYPE,
    examples: &[
        Example {
            code: "Get-CsAdminRole | Where-Object { $_.Cmdlets -match \"Set-CsRgsQueue\" } | Select-Object Identity",
            about: "Lists the roles that may change queues.",
        },
        Example {
            code: "(Get-CsAdminRole -Identity CsViewOnlyAdministrator).Cmdlets",
            about: "Lists what a role may run.",
        },
    ],
};

pub(super) struct GetAdminRole;

impl Cmdlet for GetAdminRole {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        if call.set() == "SID" {
            return Ok(());
        }
        let asked = call.text("Identity")?;
        let mut any = false;
        for role in Role::ALL {
            let named = asked.as_deref().is_none_or(|name| name.eq_ignore_ascii_case(role.as_str()));
            if !named || !passes_filter(call, role.as_str())? {
                continue;
            }
            any = true;
            let may = |(_, needed): &&(&str, Option<Right>)| {
                needed.is_none_or(|right| right.roles().contains(role))
            };
            let cmdlets = RIGHTS.iter().filter(may).map(|(name, _)| (*name).to_owned());
            call.write(object(
                TYPE,
                vec![
                    ("Identity", Value::text(role.as_str())),
                    ("Name", Value::text(role.as_str())),
                    ("IsStandardRole", Value::Bool(true)),
                    ("Cmdlets", texts(cmdlets)),
                ],
            ))?;
        }
        match asked {
            Some(name) if !any => {
                let known: Vec<String> = Role::ALL.iter().map(ToString::to_string).collect();
                call.error(missing(call, "role", &name, &known))
            }
            _ => Ok(()),
        }
    }
}

/// What a pool asks of whoever runs a cmdlet. Every cmdlet has its line, so that none is given to a role by default.
const RIGHTS: &[(&str, Option<Right>)] = &[
    ("Export-CsRgsConfiguration", ADMINISTER),
    ("Get-CsAdminRole", NOTHING),
    ("Get-CsPool", NOTHING),
    ("Get-CsPoolBackupRelationship", NOTHING),
    ("Get-CsRgsAgent", READ),
    ("Get-CsRgsAgentGroup", READ),
    ("Get-CsRgsCall", READ),
    ("Get-CsRgsConfiguration", READ_ALL),
    ("Get-CsRgsHolidaySet", READ),
    ("Get-CsRgsHoursOfBusiness", READ),
    ("Get-CsRgsQueue", READ),
    ("Get-CsRgsWorkflow", READ),
    ("Get-CsService", NOTHING),
    ("Import-CsRgsAudioFile", COMPOSE),
    ("Import-CsRgsConfiguration", ADMINISTER),
    ("Invoke-CsPoolFailBack", ADMINISTER),
    ("Invoke-CsPoolFailOver", ADMINISTER),
    ("Invoke-CsRgsStoreReplicateData", NOTHING),
    ("Move-CsRgsConfiguration", ADMINISTER),
    ("New-CsRgsAgentGroup", COMPOSE),
    ("New-CsRgsAnswer", NOTHING),
    ("New-CsRgsCallAction", NOTHING),
    ("New-CsRgsHoliday", NOTHING),
    ("New-CsRgsHolidaySet", COMPOSE),
    ("New-CsRgsHoursOfBusiness", COMPOSE),
    ("New-CsRgsPrompt", NOTHING),
    ("New-CsRgsQuestion", NOTHING),
    ("New-CsRgsQueue", COMPOSE),
    ("New-CsRgsTimeRange", NOTHING),
    ("New-CsRgsWorkflow", ADMINISTER),
    // Attendants for themselves; for others, managers and administrators.
    ("Receive-CsRgsCall", READ),
    ("Remove-CsRgsAgentGroup", COMPOSE),
    ("Remove-CsRgsHolidaySet", COMPOSE),
    ("Remove-CsRgsHoursOfBusiness", COMPOSE),
    ("Remove-CsRgsQueue", COMPOSE),
    ("Remove-CsRgsWorkflow", ADMINISTER),
    // Agents of any role for themselves; for others, managers and administrators.
    ("Set-CsRgsAgent", READ),
    ("Set-CsRgsAgentGroup", COMPOSE),
    ("Set-CsRgsConfiguration", ADMINISTER),
    ("Set-CsRgsHolidaySet", COMPOSE),
    ("Set-CsRgsHoursOfBusiness", COMPOSE),
    ("Set-CsRgsQueue", COMPOSE),
    ("Set-CsRgsWorkflow", COMPOSE),
    ("Test-CsRgsCall", COMPOSE),
];

/// No pool is asked.
const NOTHING: Option<Right> = None;
const READ: Option<Right> = Some(Right::Read);
const READ_ALL: Option<Right> = Some(Right::ReadAll);
const COMPOSE: Option<Right> = Some(Right::Compose);
const ADMINISTER: Option<Right> = Some(Right::Administer);

const TYPE: &str = "Microsoft.Rtc.Management.WritableConfig.Settings.Roles.Role";
