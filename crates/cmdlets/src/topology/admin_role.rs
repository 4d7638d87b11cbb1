use admin::Right;
use domain::Role;
use shell::command::{Call, Cmdlet, Declaration, Declared, Example};
use shell::flow::Flow;
use shell::value::Value;

use super::{missing, passes_filter, shown, texts};

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
        let all = call.session.commands().all().map(|cmdlet| cmdlet.declaration.name);
        let cmdlets: Vec<&'static str> = all.filter(|name| name.contains("-Cs")).collect();
        let mut any = false;
        for role in Role::ALL {
            let named = asked.as_deref().is_none_or(|name| name.eq_ignore_ascii_case(role.as_str()));
            if !named || !passes_filter(call, role.as_str())? {
                continue;
            }
            any = true;
            let may =
                cmdlets.iter().filter(|name| right(name).is_none_or(|right| right.roles().contains(role)));
            call.write(shown(
                TYPE,
                vec![
                    ("Identity", Value::text(role.as_str())),
                    ("IsStandardRole", Value::Bool(true)),
                    ("Cmdlets", texts(may.map(|name| (*name).to_owned()))),
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

/// What a pool asks of whoever runs a cmdlet; nothing where no pool is asked.
fn right(cmdlet: &str) -> Option<Right> {
    Some(match cmdlet {
        "New-CsRgsPrompt"
        | "New-CsRgsCallAction"
        | "New-CsRgsQuestion"
        | "New-CsRgsAnswer"
        | "New-CsRgsHoliday"
        | "New-CsRgsTimeRange"
        | "Get-CsService"
        | "Get-CsPool"
        | "Get-CsPoolBackupRelationship"
        | "Get-CsAdminRole"
        | "Invoke-CsRgsStoreReplicateData" => return None,
        "Get-CsRgsConfiguration" => Right::ReadAll,
        "Set-CsRgsConfiguration"
        | "New-CsRgsWorkflow"
        | "Remove-CsRgsWorkflow"
        | "Export-CsRgsConfiguration"
        | "Import-CsRgsConfiguration"
        | "Move-CsRgsConfiguration" => Right::Administer,
        "Invoke-CsPoolFailOver" | "Invoke-CsPoolFailBack" => Right::Govern,
        name if name.starts_with("Get-") => Right::Read,
        _ => Right::Compose,
    })
}

const TYPE: &str = "Microsoft.Rtc.Management.WritableConfig.Settings.Roles.Role";
