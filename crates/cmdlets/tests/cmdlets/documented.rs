//! The examples of the documented pages, run as they are printed, each against a pool of its own that holds what
//! it speaks of. Their text lies beside the checkout, not in it: where it is, every one must run.

use std::fs;
use std::path::Path;

use serde_json::Value as Json;

use crate::world::{World, with_world};

/// What must be there before, and what is asked after, with the answer. What an example yields is in `$result`.
struct Row {
    cmdlet: &'static str,
    number: u32,
    before: &'static str,
    after: &'static str,
    expected: &'static str,
}

const fn row(
    cmdlet: &'static str,
    number: u32,
    before: &'static str,
    after: &'static str,
    expected: &'static str,
) -> Row {
    Row { cmdlet, number, before, after, expected }
}

const ROWS: &[Row] = &[
    row(
        "Export-CsRgsConfiguration",
        1,
        "$null = New-CsRgsQueue atl-rgs-001.litwareinc.com -Name 'Calls'",
        "[System.IO.File]::Exists('C:\\Exports\\Rgs.zip')",
        "True",
    ),
    row(
        "Move-CsRgsConfiguration",
        1,
        "$null = New-CsRgsQueue atl-ocsrgs-001.litwareinc.com -Name 'Moved'",
        "\"$(@(Get-CsRgsQueue atl-ocsrgs-001.litwareinc.com -ShowAll).Count) \
         $((Get-CsRgsQueue redmond-lyncrgs-001.litwareinc.com).Name)\"",
        "0 Moved",
    ),
    row("Get-CsRgsAgentGroup", 1, "", "$result.Name -join ','", "Help Desk,Sales,Second Line"),
    row("Get-CsRgsAgentGroup", 3, "", "$result.Name -join ','", "Help Desk"),
    row("Get-CsRgsAgentGroup", 4, "", "$result.Name -join ','", "Sales"),
    row("Get-CsRgsConfiguration", 1, "", "$result.AgentRingbackGracePeriod", "60"),
    row("Get-CsRgsConfiguration", 2, "", "$result", "False"),
    row("Get-CsRgsHolidaySet", 1, "", "$result.Name -join ','", "2010 Holidays,2013 Holidays,2018 Holidays"),
    row("Get-CsRgsHolidaySet", 2, "", "$result.Name -join ','", "2010 Holidays,2013 Holidays,2018 Holidays"),
    row("Get-CsRgsHolidaySet", 4, "", "$result.Name -join ','", "New Year,Christmas Day"),
    row("Get-CsRgsHolidaySet", 5, "", "$result.Name -join ','", "2018 Holidays"),
    row(
        "Get-CsRgsHoursOfBusiness",
        2,
        "",
        "$result.Name -join ','",
        "Help Desk Business Hours,Help Desk Hours,Sundays",
    ),
    row("Get-CsRgsHoursOfBusiness", 3, "", "$result.Name -join ','", "Help Desk Business Hours"),
    // A day without a range has no opening time, and nothing comes before everything.
    row("Get-CsRgsHoursOfBusiness", 5, "", "$result.Name -join ','", "Help Desk Business Hours,Sundays"),
    row(
        "Get-CsRgsHoursOfBusiness",
        6,
        "",
        "$result.Name -join ','",
        "Help Desk Business Hours,Help Desk Hours",
    ),
    row("Get-CsRgsQueue", 2, "", "$result.Count", "3"),
    row("Get-CsRgsQueue", 3, "", "$result.Name -join ','", "Help Desk"),
    row("Get-CsRgsQueue", 5, "", "$result.Name -join ','", "Help Desk,Help Desk Queue"),
    row("Get-CsRgsWorkflow", 1, "", "$result.Name -join ','", "European Sales Support,Help Desk Workflow"),
    row("Get-CsRgsWorkflow", 3, "", "$result.Action -join ','", "TransferToQueue"),
    row("Get-CsRgsWorkflow", 4, "", "\"$($result.PrimaryUri)\"", "sip:europe@litwareinc.com"),
    row("Get-CsRgsWorkflow", 6, "", "$result.Name -join ','", "European Sales Support,Help Desk Workflow"),
    row("Import-CsRgsAudioFile", 1, "", WORKFLOW_MUSIC, "WhileYouWait.wav"),
    row(
        "New-CsRgsAgentGroup",
        2,
        "",
        "\"$($result.Name): $($result.AgentsByUri)\"",
        "Help Desk Group: sip:kenmyer@litwareinc.com sip:pilarackerman@litwareinc.com",
    ),
    row(
        "New-CsRgsAnswer",
        1,
        "",
        "\"$($a.DtmfResponse) $($a.VoiceResponseList) $($a.Action.QueueID -eq $x.Identity)\"",
        "1 Yes True",
    ),
    row(
        "New-CsRgsCallAction",
        2,
        "",
        "(Get-CsRgsQueue $POOL -Name 'Help Desk Queue').OverflowAction.Uri.OriginalString",
        "sip:+14255551298@litwareinc.com",
    ),
    row(
        "New-CsRgsHoliday",
        1,
        "",
        "(Get-CsRgsHolidaySet $POOL -Name '2013 Holidays').HolidayList[-1].EndDate.ToString('s')",
        "2013-12-26T00:00:00",
    ),
    row("New-CsRgsHoursOfBusiness", 1, NO_HOURS, "$null -eq $result.MondayHours1", "True"),
    row(
        "New-CsRgsHoursOfBusiness",
        2,
        NO_HOURS,
        "\"$($result.FridayHours1.CloseTime) $($null -eq $result.SaturdayHours1)\"",
        "18:00:00 True",
    ),
    row("New-CsRgsPrompt", 2, "", "$z.Prompt.AudioFilePrompt.OriginalFileName", "welcome.wav"),
    row(
        "New-CsRgsTimeRange",
        1,
        "",
        "(Get-CsRgsHoursOfBusiness $POOL -Name 'Help Desk Hours').SundayHours1.OpenTime.ToString()",
        "08:30:00",
    ),
    row("New-CsRgsTimeRange", 2, NO_HOURS, "$result.SundayHours1.Name", "Sunday hours"),
    row(
        "New-CsRgsWorkflow",
        2,
        "",
        "\"$($result.Active) $($result.TimeZone) $($result.DefaultAction.Prompt.TextToSpeechPrompt)\"",
        "False Pacific Standard Time Welcome to the help desk.",
    ),
    row("Remove-CsRgsAgentGroup", 1, PAUSE, "@(Get-CsRgsAgentGroup $POOL).Count", "0"),
    row("Remove-CsRgsAgentGroup", 3, PAUSE, "(Get-CsRgsAgentGroup $POOL).Name -join ','", "Sales"),
    row(
        "Remove-CsRgsHolidaySet",
        1,
        "",
        "(Get-CsRgsHolidaySet $POOL).Name -join ','",
        "2013 Holidays,2018 Holidays",
    ),
    row("Remove-CsRgsHolidaySet", 3, "", "(Get-CsRgsHolidaySet $POOL).Name -join ','", "2010 Holidays"),
    row("Remove-CsRgsHoursOfBusiness", 1, PAUSE, "@(Get-CsRgsHoursOfBusiness $POOL).Count", "0"),
    row(
        "Remove-CsRgsHoursOfBusiness",
        3,
        "",
        "(Get-CsRgsHoursOfBusiness $POOL).Name -join ','",
        "Help Desk Business Hours,Help Desk Hours",
    ),
    row(
        "Remove-CsRgsHoursOfBusiness",
        4,
        "",
        "(Get-CsRgsHoursOfBusiness $POOL).Name -join ','",
        "Help Desk Business Hours,Help Desk Hours",
    ),
    row(
        "Remove-CsRgsQueue",
        2,
        "",
        "(Get-CsRgsQueue $POOL).Name -join ','",
        "Help Desk,Help Desk Overflow Queue",
    ),
    row("Remove-CsRgsQueue", 3, PAUSE, "(Get-CsRgsQueue $POOL).Name -join ','", "Help Desk Overflow Queue"),
    row(
        "Remove-CsRgsWorkflow",
        2,
        PAUSE,
        "(Get-CsRgsWorkflow $POOL).Name -join ','",
        "European Sales Support",
    ),
    row(
        "Remove-CsRgsWorkflow",
        3,
        PAUSE,
        "(Get-CsRgsWorkflow $POOL).Name -join ','",
        "European Sales Support",
    ),
    row(
        "Set-CsRgsAgentGroup",
        1,
        "",
        "(Get-CsRgsAgentGroup $POOL -Name 'Help Desk').RoutingMethod",
        "RoundRobin",
    ),
    row(
        "Set-CsRgsAgentGroup",
        2,
        "",
        "(Get-CsRgsAgentGroup $POOL -Name 'Help Desk').DistributionGroupAddress",
        "helpdesk@litwareinc.com",
    ),
    row(
        "Set-CsRgsAgentGroup",
        4,
        "",
        "\"$result $((Get-CsRgsAgentGroup $POOL -Name 'Help Desk').AgentsByUri)\"",
        "True sip:pilarackerman@litwareinc.com",
    ),
    row("Set-CsRgsConfiguration", 1, "", "(Get-CsRgsConfiguration $POOL).AgentRingbackGracePeriod", "30"),
    row(
        "Set-CsRgsConfiguration",
        3,
        "",
        "(Get-CsRgsConfiguration $POOL).DefaultMusicOnHoldFile.OriginalFileName",
        "WhileYouWait.wav",
    ),
    row(
        "Set-CsRgsHolidaySet",
        1,
        "",
        "(Get-CsRgsHolidaySet $POOL -Name '2010 Holidays').HolidayList.Count",
        "6",
    ),
    row(
        "Set-CsRgsHolidaySet",
        3,
        "",
        "(Get-CsRgsHolidaySet $POOL -Name '2010 Holidays').HolidayList.Count",
        "0",
    ),
    row(
        "Set-CsRgsHoursOfBusiness",
        1,
        "",
        "(Get-CsRgsHoursOfBusiness $POOL -Name 'Help Desk Business Hours').SundayHours1.Name",
        "Weekend Hours",
    ),
    row("Set-CsRgsQueue", 1, "", "(Get-CsRgsQueue $POOL -Name 'Help Desk').OverflowCandidate", "NewestCall"),
    row(
        "Set-CsRgsQueue",
        2,
        "",
        "(Get-CsRgsQueue $POOL -Name 'Help Desk').OverflowAction.QueueID -eq $x.Identity",
        "True",
    ),
    row(
        "Set-CsRgsWorkflow",
        2,
        HELP_DESK,
        "(Get-CsRgsWorkflow $POOL -Name 'Help Desk').Description",
        "Workflow for the Redmond Help Desk",
    ),
    row(
        "Set-CsRgsWorkflow",
        3,
        HELP_DESK,
        "(Get-CsRgsWorkflow $POOL -Name 'Help Desk').CustomMusicOnHoldFile.OriginalFileName",
        "HelpDeskHoldMusic.wav",
    ),
];

/// Examples that cannot run as printed, with the error that each gives.
const FAILING: &[(&str, u32, &str)] = &[
    (
        "New-CsRgsQuestion",
        1,
        "A positional parameter cannot be found that accepts argument 'System.Object[]'.",
    ),
    ("Invoke-CsRgsStoreReplicateData", 1, "The pool atl-cs-001.litwareinc.com has no pair"),
];

const WORKFLOW_MUSIC: &str =
    "(Get-CsRgsWorkflow $POOL -Name 'Help Desk Workflow').CustomMusicOnHoldFile.OriginalFileName";
const NO_HOURS: &str = "Get-CsRgsWorkflow $POOL | ForEach-Object { $_.Active = $false; Set-CsRgsWorkflow $_ }\n\
                        Get-CsRgsHoursOfBusiness $POOL | Remove-CsRgsHoursOfBusiness -Force";
const PAUSE: &str = "Get-CsRgsWorkflow $POOL | ForEach-Object { $_.Active = $false; Set-CsRgsWorkflow $_ }";
const HELP_DESK: &str =
    "$null = New-CsRgsWorkflow $POOL -Name 'Help Desk' -PrimaryUri 'sip:desk@litwareinc.com'";

/// What the examples speak of.
const PREPARED: &str = r#"
$POOL = 'service:ApplicationServer:atl-cs-001.litwareinc.com'
$groups = @(
    New-CsRgsAgentGroup $POOL -Name 'Help Desk' -AgentsByUri 'sip:kenmyer@litwareinc.com', 'sip:pilarackerman@litwareinc.com'
    New-CsRgsAgentGroup $POOL -Name 'Sales' -RoutingMethod RoundRobin
    New-CsRgsAgentGroup $POOL -Name 'Second Line' -RoutingMethod Serial
)
$overflow = New-CsRgsQueue $POOL -Name 'Help Desk Overflow Queue' -OverflowCandidate OldestCall
$queue = New-CsRgsQueue $POOL -Name 'Help Desk' -AgentGroupIDList $groups.Identity
$null = New-CsRgsQueue $POOL -Name 'Help Desk Queue'
$weekday = New-CsRgsTimeRange -OpenTime '8:00' -CloseTime '17:00'
$late = New-CsRgsTimeRange -OpenTime '9:00' -CloseTime '17:00'
$hours = New-CsRgsHoursOfBusiness $POOL -Name 'Help Desk Business Hours' -MondayHours1 $weekday
$null = New-CsRgsHoursOfBusiness $POOL -Name 'Help Desk Hours' -MondayHours1 $late
$null = New-CsRgsHoursOfBusiness $POOL -Name 'Sundays' -Custom $true -SundayHours1 $late
function Day($name, $date) { New-CsRgsHoliday -Name $name -StartDate $date -EndDate ([datetime]$date).AddDays(1) }
$null = New-CsRgsHolidaySet $POOL -Name '2010 Holidays' -HolidayList (1..5 | ForEach-Object { Day "Day $_" "2010-0$_-01" })
$null = New-CsRgsHolidaySet $POOL -Name '2013 Holidays' -HolidayList (Day 'New Year' '2013-01-01')
$null = New-CsRgsHolidaySet $POOL -Name '2018 Holidays' -HolidayList (Day 'New Year' '2018-01-01'), (Day 'Christmas Day' '2018-12-25')
$action = New-CsRgsCallAction -Action TransferToQueue -QueueID $queue.Identity
$null = New-CsRgsWorkflow $POOL -Name 'Help Desk Workflow' -PrimaryUri 'sip:helpdeskworkflow@litwareinc.com' -Active $true -DefaultAction $action -BusinessHoursID $hours.Identity
$null = New-CsRgsWorkflow $POOL -Name 'European Sales Support' -PrimaryUri 'sip:europe@litwareinc.com' -Language en-GB
foreach ($name in 'New Service Request', 'Existing Service Request') { $null = New-CsRgsQueue pool0.litwareinc.com -Name $name }
"#;

fn prepare(world: &mut World) {
    for name in ["C:/Media/WhileYouWait.wav", "C:/Media/Welcome.wav", "C:/MediaFiles/Hold.wav"] {
        world.host.files.borrow_mut().insert(name.to_owned(), crate::world::wav());
    }
    world.quiet(PREPARED);
}

fn number(example: &Json) -> u32 {
    example["example"].as_str().unwrap().trim_start_matches("Example ").parse().unwrap()
}

#[test]
fn the_documented_examples_run_as_they_are_printed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/examples/documented.json");
    let Ok(bytes) = fs::read(&path) else {
        println!("not run: {} is not there", path.display());
        return;
    };
    let examples: Vec<Json> = serde_json::from_slice(&bytes).unwrap();
    let mut wrong = Vec::new();
    for example in examples {
        let (cmdlet, number) = (example["cmdlet"].as_str().unwrap().to_owned(), number(&example));
        let code = example["code"].as_str().unwrap().to_owned();
        let (sender, told) = std::sync::mpsc::channel();
        with_world(move |world| sender.send(run(world, &cmdlet, number, &code)).unwrap());
        wrong.extend(told.recv().unwrap());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Runs one example, and says what is wrong with what it does.
fn run(world: &mut World, cmdlet: &str, number: u32, code: &str) -> Option<String> {
    prepare(world);
    if let Some((.., expected)) = FAILING.iter().find(|(name, at, _)| *name == cmdlet && *at == number) {
        let said = world.error(code);
        return (!said.contains(expected)).then(|| format!("{cmdlet} {number} fails with {said}"));
    }
    let Some(row) = ROWS.iter().find(|row| row.cmdlet == cmdlet && row.number == number) else {
        return Some(format!("{cmdlet} {number} has no row"));
    };
    world.quiet(row.before);
    let said = world.run(&format!("$result = . {{\n{code}\n}}"));
    let found = world.run(row.after);
    (found != row.expected || said.contains("Error: ")).then(|| {
        format!("{cmdlet} {number} says {said:?}, and {} is {found:?}, not {:?}", row.after, row.expected)
    })
}
