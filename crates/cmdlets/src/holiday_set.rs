//! The cmdlets of holiday sets.

use domain::ObjectKind;
use shell::command::{Declaration, Declared, Example};

use crate::noun::HOLIDAY_SET;
use crate::object::{
    GET_IDENTITY, GET_NAME, GET_OWNER, GET_SHOW_ALL, NEW_FORCE, NEW_IN_MEMORY, NEW_NAME, NEW_PARENT, Noun,
    REMOVE_FORCE, SET_FORCE,
};

pub(crate) static NOUN: Noun = Noun {
    shape: &HOLIDAY_SET,
    kind: ObjectKind::HolidaySet,
    path: "/api/v1/holiday-sets",
    cmdlets: [&GET, &NEW, &SET, &REMOVE],
};

static GET: Declaration = Declaration {
    name: "Get-CsRgsHolidaySet",
    aliases: &[],
    synopsis: "Shows holiday sets.",
    description: "A holiday set lists the days on which the usual hours of a workflow do not count. Without -Owner or \
                  -ShowAll only the sets are shown that belong to the pool that holds them.",
    parameters: &[GET_IDENTITY, GET_NAME, GET_OWNER, GET_SHOW_ALL],
    default_set: "",
    should_process: false,
    input: "Microsoft.Rtc.Rgs.Management.RgsIdentity, or its text.",
    output: TYPE,
    examples: &[
        Example {
            code: "Get-CsRgsHolidaySet -Identity service:ApplicationServer:pool.contoso.com -Name \"Public Holidays\"",
            about: "Shows one set.",
        },
        Example {
            code: "Get-CsRgsHolidaySet pool.contoso.com | Select-Object -ExpandProperty HolidayList | Sort-Object \
                   StartDate",
            about: "Lists all holidays of a pool by date.",
        },
    ],
};

static NEW: Declaration = Declaration {
    name: "New-CsRgsHolidaySet",
    aliases: &[],
    synopsis: "Makes a holiday set.",
    description: "A new set needs at least one holiday of New-CsRgsHoliday.",
    parameters: &[
        NEW_PARENT,
        NEW_NAME,
        Declared::new("HolidayList", "Holiday[]", "The holidays.").mandatory(),
        NEW_IN_MEMORY,
        NEW_FORCE,
    ],
    default_set: "",
    should_process: true,
    input: "None.",
    output: TYPE,
    examples: &[Example {
        code: "$first = New-CsRgsHoliday -Name \"New Year\" -StartDate \"1/1/2027\" -EndDate \"1/2/2027\"\n\
               $second = New-CsRgsHoliday -Name \"Inventory\" -StartDate \"3/26/2027 12:00\" -EndDate \"3/27/2027\"\n\
               New-CsRgsHolidaySet -Parent pool.contoso.com -Name \"2027 Holidays\" -HolidayList $first, $second",
        about: "Makes a set of a day and a half.",
    }],
};

static SET: Declaration = Declaration {
    name: "Set-CsRgsHolidaySet",
    aliases: &[],
    synopsis: "Saves a holiday set that was changed in the shell.",
    description: "Reads the set with Get-CsRgsHolidaySet, changes its list and saves it. Where somebody else changed \
                  it meanwhile, nothing is saved and both values are shown.",
    parameters: &[
        Declared::new("Instance", "HolidaySet", "The set.").mandatory().at(0).from_pipeline(),
        SET_FORCE,
    ],
    default_set: "",
    should_process: true,
    input: TYPE,
    output: "None.",
    examples: &[Example {
        code: "$set = Get-CsRgsHolidaySet -Identity pool.contoso.com -Name \"Public Holidays\"\n\
               $set.HolidayList.Add((New-CsRgsHoliday -Name \"Outing\" -StartDate \"6/18/2027\" -EndDate \"6/19/2027\"))\n\
               Set-CsRgsHolidaySet -Instance $set",
        about: "Adds a holiday to a set.",
    }],
};

static REMOVE: Declaration = Declaration {
    name: "Remove-CsRgsHolidaySet",
    aliases: &[],
    synopsis: "Removes a holiday set for good.",
    description: "Asks before a set is removed that an active workflow uses; with -Force it does not.",
    parameters: &[
        Declared::new("Instance", "HolidaySet", "The set.").mandatory().from_pipeline().from_property(),
        REMOVE_FORCE,
    ],
    default_set: "",
    should_process: true,
    input: TYPE,
    output: "None.",
    examples: &[Example {
        code: "Get-CsRgsHolidaySet -Identity pool.contoso.com -Name \"Old Holidays\" | Remove-CsRgsHolidaySet",
        about: "Removes one set.",
    }],
};

const TYPE: &str = "Microsoft.Rtc.Rgs.Management.WritableSettings.HolidaySet";
