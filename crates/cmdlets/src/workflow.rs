//! The cmdlets of workflows.

use domain::ObjectKind;
use shell::command::{Declaration, Declared, Example};

use crate::noun::WORKFLOW;
use crate::object::{
    GET_IDENTITY, GET_NAME, GET_OWNER, GET_SHOW_ALL, NEW_FORCE, NEW_IN_MEMORY, NEW_NAME, NEW_PARENT, Noun,
    REMOVE_FORCE, SET_FORCE,
};

pub(crate) static NOUN: Noun = Noun {
    shape: &WORKFLOW,
    kind: ObjectKind::Workflow,
    path: "/api/v1/workflows",
    cmdlets: [&GET, &NEW, &SET, &REMOVE],
};

static GET: Declaration = Declaration {
    name: "Get-CsRgsWorkflow",
    aliases: &[],
    synopsis: "Shows workflows.",
    description: "A workflow is what callers dial: an address, its hours, and what happens to a call. Without -Owner \
                  or -ShowAll only the workflows are shown that belong to the pool that holds them.",
    parameters: &[GET_IDENTITY, GET_NAME, GET_OWNER, GET_SHOW_ALL],
    default_set: "",
    should_process: false,
    input: "Microsoft.Rtc.Rgs.Management.RgsIdentity, or its text.",
    output: TYPE,
    examples: &[
        Example {
            code: "Get-CsRgsWorkflow -Identity service:ApplicationServer:pool.contoso.com -Name \"Help Desk\"",
            about: "Shows one workflow of a pool.",
        },
        Example {
            code: "Get-CsRgsWorkflow | Where-Object { -not $_.Active } | Select-Object Name, PrimaryUri",
            about: "Lists the workflows of all pools that take no calls.",
        },
        Example {
            code: "Get-CsRgsWorkflow -Identity service:ApplicationServer:backup.contoso.com -ShowAll",
            about: "Shows everything that a pool holds, also what was imported from another pool.",
        },
    ],
};

static NEW: Declaration = Declaration {
    name: "New-CsRgsWorkflow",
    aliases: &[],
    synopsis: "Makes a workflow.",
    description: "A hunt group sends calls to a queue, an interactive workflow asks a question first; which of the two \
                  it is follows from -DefaultAction. A workflow is checked for completeness only when it is active.",
    parameters: &[
        NEW_PARENT,
        NEW_NAME,
        Declared::new("PrimaryUri", "uri", "The SIP address that callers dial.").mandatory(),
        Declared::new("Description", "string", "Free text, shown on the contact card."),
        Declared::new("LineUri", "uri", "The telephone number, as TEL:+ and digits."),
        Declared::new("DisplayNumber", "string", "The telephone number as people read it."),
        Declared::new("Active", "bool", "Whether calls are taken; not unless told."),
        Declared::new("Anonymous", "bool", "Whether callers are kept from learning who answered."),
        Declared::new(
            "EnabledForFederation",
            "bool",
            "Whether callers of other organisations may dial the SIP address.",
        ),
        Declared::new(
            "Language",
            "string",
            "The language of spoken texts, such as en-US; that of the pool unless told.",
        ),
        Declared::new(
            "TimeZone",
            "string",
            "The zone of hours and holidays, such as Pacific Standard Time; that of the pool unless told.",
        ),
        Declared::new("BusinessHoursID", "RgsIdentity", "The opening hours; without them, always open."),
        Declared::new("NonBusinessHoursAction", "CallAction", "What happens to calls outside the hours."),
        Declared::new("HolidaySetIDList", "RgsIdentity[]", "The holiday sets."),
        Declared::new("HolidayAction", "CallAction", "What happens to calls on a holiday."),
        Declared::new(
            "DefaultAction",
            "CallAction",
            "What happens to calls otherwise: a queue or a question.",
        ),
        Declared::new("CustomMusicOnHoldFile", "AudioFile", "The music that waiting callers hear."),
        Declared::new(
            "AnswerAt",
            "AnswerAt",
            "When callers are answered; an extension of this product. Start (unless told): as soon as there is something \
             to hear. Agent: when an agent answers; prompts, questions and music come before as early media, which some \
             carriers cut, and in which some pass no keys on.",
        ),
        Declared::new("Managed", "bool", "Whether named managers look after the workflow."),
        Declared::new("ManagersByUri", "uri[]", "The SIP addresses of the managers."),
        NEW_IN_MEMORY,
        NEW_FORCE,
    ],
    default_set: "",
    should_process: true,
    input: "None.",
    output: TYPE,
    examples: &[
        Example {
            code: "$queue = Get-CsRgsQueue -Identity pool.contoso.com -Name \"Help Desk Queue\"\n\
                   $action = New-CsRgsCallAction -Action TransferToQueue -QueueID $queue.Identity\n\
                   New-CsRgsWorkflow -Parent pool.contoso.com -Name \"Evening Desk\" -PrimaryUri \
                   \"sip:eveningdesk@contoso.com\" -Active $true -DefaultAction $action",
            about: "Makes a hunt group that takes calls at once.",
        },
        Example {
            code: "New-CsRgsWorkflow -Parent pool.contoso.com -Name \"Draft\" -PrimaryUri \"sip:draft@contoso.com\" \
                   -Language fr-FR",
            about: "Begins a workflow, to be completed and activated later.",
        },
    ],
};

static SET: Declaration = Declaration {
    name: "Set-CsRgsWorkflow",
    aliases: &[],
    synopsis: "Saves a workflow that was changed in the shell.",
    description: "Reads the workflow with Get-CsRgsWorkflow, changes its properties and saves it. Where somebody else \
                  changed it meanwhile, nothing is saved and both values are shown.",
    parameters: &[
        Declared::new("Instance", "Workflow", "The workflow.").mandatory().at(0).from_pipeline(),
        SET_FORCE,
    ],
    default_set: "",
    should_process: true,
    input: TYPE,
    output: "None.",
    examples: &[
        Example {
            code: "$workflow = Get-CsRgsWorkflow -Identity pool.contoso.com -Name \"Help Desk\"\n\
                   $workflow.Active = $false\n\
                   Set-CsRgsWorkflow -Instance $workflow",
            about: "Pauses a workflow.",
        },
        Example {
            code: "$hours = Get-CsRgsHoursOfBusiness -Identity pool.contoso.com -Name \"Office Hours\"\n\
                   $workflow = Get-CsRgsWorkflow -Identity pool.contoso.com -Name \"Help Desk\"\n\
                   $workflow.BusinessHoursID = $hours.Identity\n\
                   Set-CsRgsWorkflow $workflow",
            about: "Gives a workflow its hours.",
        },
    ],
};

static REMOVE: Declaration = Declaration {
    name: "Remove-CsRgsWorkflow",
    aliases: &[],
    synopsis: "Removes a workflow for good.",
    description: "Asks before an active workflow is removed; with -Force it does not. To pause a workflow set its \
                  property Active to $false instead.",
    parameters: &[
        Declared::new("Instance", "Workflow", "The workflow.")
            .mandatory()
            .at(0)
            .from_pipeline()
            .from_property(),
        REMOVE_FORCE,
    ],
    default_set: "",
    should_process: true,
    input: TYPE,
    output: "None.",
    examples: &[Example {
        code: "Get-CsRgsWorkflow -Identity pool.contoso.com -Name \"Old Workflow\" | Remove-CsRgsWorkflow",
        about: "Removes one workflow.",
    }],
};

const TYPE: &str = "Microsoft.Rtc.Rgs.Management.WritableSettings.Workflow";
