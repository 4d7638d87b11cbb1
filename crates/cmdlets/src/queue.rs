//! The cmdlets of queues.

use domain::ObjectKind;
use shell::command::{Declaration, Declared, Example};

use crate::noun::QUEUE;
use crate::object::{
    GET_IDENTITY, GET_NAME, GET_OWNER, GET_SHOW_ALL, NEW_FORCE, NEW_IN_MEMORY, NEW_NAME, NEW_PARENT, Noun,
    REMOVE_FORCE, SET_FORCE,
};

pub(crate) static NOUN: Noun = Noun {
    shape: &QUEUE,
    kind: ObjectKind::Queue,
    path: "/api/v1/queues",
    cmdlets: [&GET, &NEW, &SET, &REMOVE],
};

static GET: Declaration = Declaration {
    name: "Get-CsRgsQueue",
    aliases: &[],
    synopsis: "Shows queues.",
    description: "A queue holds the callers until an agent of its groups takes the call. Without -Owner or -ShowAll \
                  only the queues are shown that belong to the pool that holds them.",
    parameters: &[GET_IDENTITY, GET_NAME, GET_OWNER, GET_SHOW_ALL],
    default_set: "",
    should_process: false,
    input: "Microsoft.Rtc.Rgs.Management.RgsIdentity, or its text.",
    output: TYPE,
    examples: &[
        Example {
            code: "Get-CsRgsQueue -Identity service:ApplicationServer:pool.contoso.com -Name \"Help Desk Queue\"",
            about: "Shows one queue of a pool.",
        },
        Example {
            code: "Get-CsRgsQueue -Identity service:ApplicationServer:backup.contoso.com -Owner \
                   service:ApplicationServer:pool.contoso.com",
            about: "Shows the queues that the backup pool holds for another pool.",
        },
        Example {
            code: "Get-CsRgsQueue | Where-Object { $_.TimeoutThreshold -eq $null } | Select-Object Name, OwnerPool",
            about: "Lists the queues of all pools in which callers may wait for ever.",
        },
    ],
};

static NEW: Declaration = Declaration {
    name: "New-CsRgsQueue",
    aliases: &[],
    synopsis: "Makes a queue.",
    description: "Calls are offered to the agent groups in their order. What happens to a call that waited too long, \
                  or that finds the queue full, is a call action of New-CsRgsCallAction.",
    parameters: &[
        NEW_PARENT,
        NEW_NAME,
        Declared::new("Description", "string", "Free text."),
        Declared::new(
            "AgentGroupIDList",
            "RgsIdentity[]",
            "The identities of the agent groups, in their order.",
        ),
        Declared::new(
            "TimeoutThreshold",
            "Microsoft.Rtc.Rgs.Management.Int32",
            "How many seconds a call waits, 10 to 65535; without it, for ever.",
        ),
        Declared::new("TimeoutAction", "CallAction", "What happens to a call that waited so long."),
        Declared::new(
            "OverflowThreshold",
            "Microsoft.Rtc.Rgs.Management.Int16",
            "How many calls may wait, 0 to 1000; without it, any number.",
        ),
        Declared::new(
            "OverflowCandidate",
            "OverflowCandidate",
            "Which call leaves a full queue: NewestCall unless told, or OldestCall.",
        ),
        Declared::new("OverflowAction", "CallAction", "What happens to the call that leaves a full queue."),
        NEW_IN_MEMORY,
        NEW_FORCE,
    ],
    default_set: "",
    should_process: true,
    input: "None.",
    output: TYPE,
    examples: &[
        Example {
            code: "$agents = Get-CsRgsAgentGroup -Identity pool.contoso.com -Name \"Help Desk Agents\"\n\
                   New-CsRgsQueue -Parent pool.contoso.com -Name \"Evening Queue\" -AgentGroupIDList $agents.Identity",
            about: "Makes a queue for the agents of a group.",
        },
        Example {
            code: "$prompt = New-CsRgsPrompt -TextToSpeechPrompt \"All agents are busy. Please call again later.\"\n\
                   $action = New-CsRgsCallAction -Action Terminate -Prompt $prompt\n\
                   New-CsRgsQueue -Parent pool.contoso.com -Name \"Short Queue\" -OverflowThreshold 5 -OverflowAction \
                   $action",
            about: "Makes a queue that turns callers away while five of them wait.",
        },
    ],
};

static SET: Declaration = Declaration {
    name: "Set-CsRgsQueue",
    aliases: &[],
    synopsis: "Saves a queue that was changed in the shell.",
    description: "Reads the queue with Get-CsRgsQueue, changes its properties and saves it. Where somebody else \
                  changed it meanwhile, nothing is saved and both values are shown.",
    parameters: &[
        Declared::new("Instance", "Queue", "The queue.").mandatory().at(0).from_pipeline(),
        SET_FORCE,
    ],
    default_set: "",
    should_process: true,
    input: TYPE,
    output: "None.",
    examples: &[Example {
        code: "$queue = Get-CsRgsQueue -Identity pool.contoso.com -Name \"Help Desk Queue\"\n\
               $queue.TimeoutThreshold = 120\n\
               $queue.TimeoutAction = New-CsRgsCallAction -Action TransferToVoiceMailUri -Uri \
               \"sip:helpdesk@contoso.com\"\n\
               Set-CsRgsQueue $queue",
        about: "Sends callers to a mailbox after two minutes.",
    }],
};

static REMOVE: Declaration = Declaration {
    name: "Remove-CsRgsQueue",
    aliases: &[],
    synopsis: "Removes a queue for good.",
    description: "Asks before a queue is removed that an active workflow uses, or to which another queue sends its \
                  calls; with -Force it does not.",
    parameters: &[
        Declared::new("Instance", "Queue", "The queue.").mandatory().from_pipeline().from_property(),
        REMOVE_FORCE,
    ],
    default_set: "",
    should_process: true,
    input: TYPE,
    output: "None.",
    examples: &[Example {
        code: "Get-CsRgsQueue -Identity pool.contoso.com -Name \"Old Queue\" | Remove-CsRgsQueue",
        about: "Removes one queue.",
    }],
};

const TYPE: &str = "Microsoft.Rtc.Rgs.Management.WritableSettings.Queue";
