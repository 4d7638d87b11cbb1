//! The cmdlets of hours of business, and New-CsRgsTimeRange.

use std::rc::Rc;

use domain::{ObjectKind, TimeRange};
use shell::command::{Call, Cmdlet, Declaration, Declared, Example};
use shell::flow::Flow;
use shell::session::Session;

use crate::local;
use crate::noun::{HOURS_OF_BUSINESS, TIME_RANGE};
use crate::object::{
    GET_IDENTITY, GET_NAME, GET_OWNER, GET_SHOW_ALL, NEW_FORCE, NEW_IN_MEMORY, NEW_NAME, NEW_PARENT, Noun,
    REMOVE_FORCE, SET_FORCE,
};

pub(crate) static NOUN: Noun = Noun {
    shape: &HOURS_OF_BUSINESS,
    kind: ObjectKind::HoursOfBusiness,
    path: "/api/v1/hours-of-business",
    cmdlets: [&GET, &NEW, &SET, &REMOVE],
};

/// Makes New-CsRgsTimeRange known.
pub(crate) fn register(session: &mut Session) {
    session.register(&NEW_TIME_RANGE, Rc::new(|| Box::new(NewTimeRange)));
}

static GET: Declaration = Declaration {
    name: "Get-CsRgsHoursOfBusiness",
    aliases: &[],
    synopsis: "Shows hours of business.",
    description: "Hours of business say when a workflow is open, with up to two ranges for each day of the week. \
                  Without -Owner or -ShowAll only those are shown that belong to the pool that holds them.",
    parameters: &[GET_IDENTITY, GET_NAME, GET_OWNER, GET_SHOW_ALL],
    default_set: "",
    should_process: false,
    input: "Microsoft.Rtc.Rgs.Management.RgsIdentity, or its text.",
    output: TYPE,
    examples: &[
        Example {
            code: "Get-CsRgsHoursOfBusiness -Identity service:ApplicationServer:pool.contoso.com -Name \"Office Hours\"",
            about: "Shows one set of hours.",
        },
        Example {
            code: "Get-CsRgsHoursOfBusiness | Where-Object { $_.SaturdayHours1 -ne $null }",
            about: "Shows the hours of all pools that are open on Saturdays.",
        },
    ],
};

/// One of the fourteen ranges.
const fn range(name: &'static str, help: &'static str) -> Declared {
    Declared::new(name, "TimeRange", help)
}

static NEW: Declaration = Declaration {
    name: "New-CsRgsHoursOfBusiness",
    aliases: &[],
    synopsis: "Makes hours of business.",
    description: "Each day has up to two ranges of New-CsRgsTimeRange. A day without a range is closed.",
    parameters: &[
        NEW_PARENT,
        NEW_NAME,
        Declared::new("Custom", "bool", "Whether the hours are for one workflow alone."),
        range("MondayHours1", "The first range of Monday."),
        range("MondayHours2", "The second range of Monday."),
        range("TuesdayHours1", "The first range of Tuesday."),
        range("TuesdayHours2", "The second range of Tuesday."),
        range("WednesdayHours1", "The first range of Wednesday."),
        range("WednesdayHours2", "The second range of Wednesday."),
        range("ThursdayHours1", "The first range of Thursday."),
        range("ThursdayHours2", "The second range of Thursday."),
        range("FridayHours1", "The first range of Friday."),
        range("FridayHours2", "The second range of Friday."),
        range("SaturdayHours1", "The first range of Saturday."),
        range("SaturdayHours2", "The second range of Saturday."),
        range("SundayHours1", "The first range of Sunday."),
        range("SundayHours2", "The second range of Sunday."),
        NEW_IN_MEMORY,
        NEW_FORCE,
    ],
    default_set: "",
    should_process: true,
    input: "None.",
    output: TYPE,
    examples: &[Example {
        code: "$morning = New-CsRgsTimeRange -OpenTime \"8:00\" -CloseTime \"12:00\"\n\
               $afternoon = New-CsRgsTimeRange -OpenTime \"13:00\" -CloseTime \"17:30\"\n\
               New-CsRgsHoursOfBusiness -Parent pool.contoso.com -Name \"Monday Desk\" -MondayHours1 $morning \
               -MondayHours2 $afternoon",
        about: "Makes hours with a break at noon.",
    }],
};

static SET: Declaration = Declaration {
    name: "Set-CsRgsHoursOfBusiness",
    aliases: &[],
    synopsis: "Saves hours of business that were changed in the shell.",
    description: "Reads the hours with Get-CsRgsHoursOfBusiness, changes their properties and saves them. Where \
                  somebody else changed them meanwhile, nothing is saved and both values are shown.",
    parameters: &[
        Declared::new("Instance", "BusinessHours", "The hours.").mandatory().at(0).from_pipeline(),
        SET_FORCE,
    ],
    default_set: "",
    should_process: true,
    input: TYPE,
    output: "None.",
    examples: &[Example {
        code: "$hours = Get-CsRgsHoursOfBusiness -Identity pool.contoso.com -Name \"Office Hours\"\n\
               $hours.FridayHours1.CloseTime = \"15:00\"\n\
               Set-CsRgsHoursOfBusiness -Instance $hours",
        about: "Closes earlier on Fridays.",
    }],
};

static REMOVE: Declaration = Declaration {
    name: "Remove-CsRgsHoursOfBusiness",
    aliases: &[],
    synopsis: "Removes hours of business for good.",
    description: "Asks before hours are removed that an active workflow uses; with -Force it does not.",
    parameters: &[
        Declared::new("Instance", "BusinessHours", "The hours.").mandatory().from_pipeline().from_property(),
        REMOVE_FORCE,
    ],
    default_set: "",
    should_process: true,
    input: TYPE,
    output: "None.",
    examples: &[Example {
        code: "Get-CsRgsHoursOfBusiness -Identity pool.contoso.com -Name \"Old Hours\" | Remove-CsRgsHoursOfBusiness",
        about: "Removes one set of hours.",
    }],
};

static NEW_TIME_RANGE: Declaration = Declaration {
    name: "New-CsRgsTimeRange",
    aliases: &[],
    synopsis: "Makes a range of opening hours, in the shell.",
    description: "The range becomes part of hours of business. A night shift is two ranges on two days; a range that \
                  lasts to the end of the day closes at 24:00.",
    parameters: &[
        Declared::new("OpenTime", "Microsoft.Rtc.Rgs.Management.TimeSpan", "When it opens, such as 8:00.")
            .mandatory(),
        Declared::new("CloseTime", "Microsoft.Rtc.Rgs.Management.TimeSpan", "When it closes, such as 17:30.")
            .mandatory(),
        Declared::new("Name", "string", "A name, which need not be unique."),
    ],
    default_set: "",
    should_process: false,
    input: "None.",
    output: "Microsoft.Rtc.Rgs.Management.WritableSettings.TimeRange",
    examples: &[Example {
        code: "$evening = New-CsRgsTimeRange -Name \"Evening\" -OpenTime \"18:00\" -CloseTime \"24:00\"",
        about: "Makes a range to the end of the day.",
    }],
};

struct NewTimeRange;

impl Cmdlet for NewTimeRange {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        local::make::<TimeRange>(call, &TIME_RANGE, "time range")
    }
}

const TYPE: &str = "Microsoft.Rtc.Rgs.Management.WritableSettings.BusinessHours";
