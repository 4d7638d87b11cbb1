//! The cmdlets of agent groups.

use domain::ObjectKind;
use shell::command::{Declaration, Declared, Example};

use crate::noun::AGENT_GROUP;
use crate::object::{
    GET_IDENTITY, GET_NAME, GET_OWNER, GET_SHOW_ALL, NEW_FORCE, NEW_IN_MEMORY, NEW_NAME, NEW_PARENT, Noun,
    REMOVE_FORCE, SET_FORCE,
};

pub(crate) static NOUN: Noun = Noun {
    shape: &AGENT_GROUP,
    kind: ObjectKind::AgentGroup,
    path: "/api/v1/agent-groups",
    cmdlets: [&GET, &NEW, &SET, &REMOVE],
};

static GET: Declaration = Declaration {
    name: "Get-CsRgsAgentGroup",
    aliases: &[],
    synopsis: "Shows agent groups.",
    description: "An agent group says who answers the calls of a queue, and in which order they are offered them. \
                  Without -Owner or -ShowAll only the groups are shown that belong to the pool that holds them.",
    parameters: &[GET_IDENTITY, GET_NAME, GET_OWNER, GET_SHOW_ALL],
    default_set: "",
    should_process: false,
    input: "Microsoft.Rtc.Rgs.Management.RgsIdentity, or its text.",
    output: TYPE,
    examples: &[
        Example {
            code: "Get-CsRgsAgentGroup -Identity service:ApplicationServer:pool.contoso.com -Name \"Help Desk Agents\"",
            about: "Shows one group of a pool.",
        },
        Example {
            code: "Get-CsRgsAgentGroup | Where-Object { $_.AgentsByUri.Count -eq 0 }",
            about: "Shows the groups of all pools that have no agents by name.",
        },
    ],
};

static NEW: Declaration = Declaration {
    name: "New-CsRgsAgentGroup",
    aliases: &[],
    synopsis: "Makes an agent group.",
    description: "The agents are listed by their SIP addresses, or taken from a distribution group; with both, the \
                  listed ones come first. A group without agents may be made, but calls that reach it are cut.",
    parameters: &[
        NEW_PARENT,
        NEW_NAME,
        Declared::new("Description", "string", "Free text."),
        Declared::new(
            "ParticipationPolicy",
            "ParticipationPolicy",
            "Informal where agents are signed in with their telephone, Formal where they sign in by hand.",
        ),
        Declared::new(
            "AgentAlertTime",
            "int16",
            "How many seconds an offer rings: 10 to 600, 20 unless told, and better no more than 180.",
        ),
        Declared::new(
            "RoutingMethod",
            "RoutingMethod",
            "Who is offered the next call; Parallel unless told.",
        ),
        Declared::new("AgentsByUri", "uri[]", "The SIP addresses of the agents, in their order."),
        Declared::new(
            "DistributionGroupAddress",
            "string",
            "The mail address of a distribution group whose members are agents.",
        ),
        NEW_IN_MEMORY,
        NEW_FORCE,
    ],
    default_set: "",
    should_process: true,
    input: "None.",
    output: TYPE,
    examples: &[Example {
        code: "New-CsRgsAgentGroup -Parent service:ApplicationServer:pool.contoso.com -Name \"Night Shift\" -RoutingMethod \
               Serial -AgentAlertTime 30 -AgentsByUri \"sip:kim@contoso.com\", \"sip:pat@contoso.com\"",
        about: "Makes a group whose agents are offered calls one after the other, from the top.",
    }],
};

static SET: Declaration = Declaration {
    name: "Set-CsRgsAgentGroup",
    aliases: &[],
    synopsis: "Saves an agent group that was changed in the shell.",
    description: "Reads the group with Get-CsRgsAgentGroup, changes its properties and saves it. Where somebody else \
                  changed it meanwhile, nothing is saved and both values are shown.",
    parameters: &[
        Declared::new("Instance", "AgentGroup", "The group.").mandatory().at(0).from_pipeline(),
        SET_FORCE,
    ],
    default_set: "",
    should_process: true,
    input: TYPE,
    output: "None.",
    examples: &[Example {
        code: "$group = Get-CsRgsAgentGroup -Identity service:ApplicationServer:pool.contoso.com -Name \"Help Desk Agents\"\n\
               $group.AgentsByUri.Add(\"sip:lee@contoso.com\")\n\
               Set-CsRgsAgentGroup -Instance $group",
        about: "Adds an agent to a group.",
    }],
};

static REMOVE: Declaration = Declaration {
    name: "Remove-CsRgsAgentGroup",
    aliases: &[],
    synopsis: "Removes an agent group for good.",
    description: "Asks before a group is removed that an active workflow uses; with -Force it does not.",
    parameters: &[
        Declared::new("Instance", "AgentGroup", "The group.").mandatory().from_pipeline().from_property(),
        REMOVE_FORCE,
    ],
    default_set: "",
    should_process: true,
    input: TYPE,
    output: "None.",
    examples: &[Example {
        code: "Get-CsRgsAgentGroup service:ApplicationServer:pool.contoso.com -Name \"Old Agents\" | Remove-CsRgsAgentGroup",
        about: "Removes one group.",
    }],
};

const TYPE: &str = "Microsoft.Rtc.Rgs.Management.WritableSettings.AgentGroup";
