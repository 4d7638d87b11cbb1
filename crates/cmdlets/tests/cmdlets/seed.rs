//! The recovery procedure as it was published: its 32 commands, taken from the page that lies beside the checkout and
//! run as they are printed, with the pool really away while it is lost.
//!
//! SWITCHBACK_SEED names another folder or file, which must then be there.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::{env, fs};

use shell::host::Stream;

use crate::world::{Named, World, wav, with_pools};

const POOLS: &[Named] = &[
    ("primary.contoso.com", Some("backup.contoso.com")),
    ("backup.contoso.com", Some("primary.contoso.com")),
    ("newprimary.contoso.com", None),
];

/// The nouns in the order of the page.
const NOUNS: [&str; 5] = ["Workflow", "Queue", "AgentGroup", "HoursOfBusiness", "HolidaySet"];

#[test]
fn the_published_procedure_runs_as_printed() {
    let Some(page) = page() else {
        eprintln!("the seed is not beside this checkout: not run");
        return;
    };
    with_pools(POOLS, move |world| {
        let mut procedure = Procedure::of(&page);
        assert_eq!(procedure.commands.len(), 32);
        prepare(world);
        save(world, &mut procedure);
        lose(world);
        import_on_backup(world, &mut procedure);
        verify_on_backup(world, &mut procedure);
        manage_on_backup(world);
        come_back(world);
        export_from_backup(world, &mut procedure);
        import_home(world, &mut procedure);
        import_on_new_pool(world, &mut procedure);
        verify_at_home(world, &mut procedure);
        remove_from_backup(world, &mut procedure);
        refuse_then_force_removal(world, &mut procedure);
        assert_eq!(procedure.commands, []);
    });
}

fn page() -> Option<String> {
    const PAGE: &str = "response-group-recovery-fr.md";
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seed");
    let told = env::var_os("SWITCHBACK_SEED").map(PathBuf::from);
    let place = told.as_ref().unwrap_or(&beside);
    let file = if place.is_file() { place.clone() } else { place.join(PAGE) };
    match fs::read_to_string(&file) {
        Ok(page) => Some(page),
        Err(error) if told.is_some() => panic!("SWITCHBACK_SEED: {}: {error}", file.display()),
        Err(_) => None,
    }
}

/// What is still to be run, each command with the number of its step.
struct Procedure {
    commands: VecDeque<(u32, String)>,
}

impl Procedure {
    /// The lines of code of the page: they stand deep and begin with the name of a cmdlet.
    fn of(page: &str) -> Self {
        let mut step = 0;
        let mut commands = VecDeque::new();
        for line in page.lines() {
            let text = line.trim_start();
            if let Some(number) = line.split_once(". ").and_then(|(number, _)| number.parse().ok()) {
                step = number;
            }
            let is_deep = line.len() - text.len() >= 8;
            let verbs = ["Export-Cs", "Import-Cs", "Get-Cs"];
            if is_deep && verbs.iter().any(|verb| text.starts_with(verb)) {
                commands.push_back((step, text.trim_end().to_owned()));
            }
        }
        Self { commands }
    }

    /// The next command, which is of this step, with its places filled.
    #[track_caller]
    fn next(&mut self, step: u32, file: &str) -> String {
        let (found, command) = self.commands.pop_front().unwrap();
        assert_eq!(found, step, "{command}");
        let command = command
            .replace("<primary pool FQDN>", "primary.contoso.com")
            .replace("<backup pool FQDN>", "backup.contoso.com")
            .replace("<new primary pool FQDN>", "newprimary.contoso.com")
            .replace("<backup path and file name>", file)
            .replace("<exported path and file name>", file);
        assert!(!command.contains(['<', '>']), "a place is not filled: {command}");
        command
    }
}

/// Runs a printed command. It may say that it read a misplaced quote as it was meant, and gives no other warning.
#[track_caller]
fn run(world: &mut World, command: &str) -> String {
    let said = world.run(command);
    let printed = world.host.printed.borrow();
    let of = |stream| printed.iter().filter(move |(on, _)| *on == stream);
    assert_eq!(of(Stream::Error).count(), 0, "{command}\n{said}");
    let begun = "\"service:ApplicationServer\"";
    let is_broken = command.split_once(begun).is_some_and(|(_, rest)| rest.starts_with("primary"));
    let warned: Vec<_> = of(Stream::Warning).collect();
    assert_eq!(warned.len(), usize::from(is_broken), "{command}\n{said}");
    assert!(warned.iter().all(|(_, text)| text.contains("misplaced")), "{command}\n{said}");
    said
}

/// The same, and the names of the objects that it shows.
#[track_caller]
fn names(world: &mut World, command: &str) -> Vec<String> {
    let said = run(world, command);
    let name = |line: &str| {
        line.split_once(" : ").filter(|(key, _)| key.trim() == "Name").map(|(_, name)| name.to_owned())
    };
    said.lines().filter_map(name).collect()
}

/// Both pools have groups and settings of their own; the third is empty.
fn prepare(world: &mut World) {
    world.host.files.borrow_mut().insert("C:/Media/Welcome.wav".to_owned(), wav());
    world.quiet(
        "function New-Groups($pool, $name) {
             $group = New-CsRgsAgentGroup $pool -Name $name -AgentsByUri 'sip:kim@contoso.com'
             $queue = New-CsRgsQueue $pool -Name $name -AgentGroupIDList $group.Identity
             $range = New-CsRgsTimeRange -OpenTime '8:00' -CloseTime '17:00'
             $hours = New-CsRgsHoursOfBusiness $pool -Name $name -MondayHours1 $range
             $day = New-CsRgsHoliday -Name 'New Year' -StartDate '1/1/2026' -EndDate '2026-01-02'
             $days = New-CsRgsHolidaySet $pool -Name $name -HolidayList $day
             $audio = Import-CsRgsAudioFile $pool -FileName Welcome.wav `
                 -Content ([System.IO.File]::ReadAllBytes('C:\\Media\\Welcome.wav'))
             $prompt = New-CsRgsPrompt -TextToSpeechPrompt 'Welcome.' -AudioFilePrompt $audio
             $action = New-CsRgsCallAction -Prompt $prompt -Action TransferToQueue -QueueID $queue.Identity
             $uri = \"sip:$($name.Replace(' ', ''))@contoso.com\"
             $null = New-CsRgsWorkflow $pool -Name $name -PrimaryUri $uri -DefaultAction $action -Active $true `
                 -BusinessHoursID $hours.Identity -HolidaySetIDList $days.Identity
         }
         New-Groups service:ApplicationServer:primary.contoso.com 'Help Desk'
         New-Groups service:ApplicationServer:backup.contoso.com 'Sales'",
    );
    set_grace(world, "primary", 120);
    set_grace(world, "backup", 90);
}

fn set_grace(world: &mut World, pool: &str, seconds: u32) {
    world.quiet(&format!("Set-CsRgsConfiguration {pool}.contoso.com -AgentRingbackGracePeriod {seconds}"));
}

#[track_caller]
fn assert_grace(world: &mut World, pool: &str, seconds: u32) {
    let said = world.quiet(&format!("(Get-CsRgsConfiguration {pool}.contoso.com).AgentRingbackGracePeriod"));
    assert_eq!(said, seconds.to_string(), "of {pool}");
}

/// How many objects an archive holds, and where they come from and belong to.
fn archive_of(world: &World, file: &str) -> (usize, String, String) {
    let files = world.host.files.borrow();
    let export = archive::read(&files[file]).unwrap().export;
    let origin = export.origin.unwrap();
    (export.objects.len(), origin.source.to_string(), origin.owner.to_string())
}

/// Everything that a pool holds, with who changed it and when.
fn state_of(world: &mut World, pool: &str) -> String {
    let nouns = NOUNS.map(|noun| format!("Get-CsRgs{noun} {pool}.contoso.com -ShowAll"));
    let all = format!("{}; Get-CsRgsConfiguration {pool}.contoso.com", nouns.join("; "));
    world.quiet(&format!("@({all}) | Format-List * | Out-String"))
}

/// Step 2, while all is well.
fn save(world: &mut World, procedure: &mut Procedure) {
    let whole = (5, "primary.contoso.com".to_owned(), "primary.contoso.com".to_owned());
    let command = procedure.next(2, "C:\\Backup\\Nightly.zip");
    assert_eq!(run(world, &command), "");
    assert_eq!(archive_of(world, "C:/Backup/Nightly.zip"), whole);
    let command = procedure.next(2, "");
    assert_eq!(run(world, &command), "");
    assert_eq!(archive_of(world, "C:/RgsExportPrimary.zip"), whole);
}

fn lose(world: &mut World) {
    world.pools.down.borrow_mut().insert("primary.contoso.com".to_owned());
    assert!(world.error("Get-CsRgsQueue primary.contoso.com").starts_with("PoolUnreachable"));
    world.quiet("Invoke-CsPoolFailOver -PoolFqdn primary.contoso.com -DisasterMode");
}

/// Step 3: without the switch the settings of the backup pool stay as they are.
fn import_on_backup(world: &mut World, procedure: &mut Procedure) {
    world.quiet("$VerbosePreference = 'Continue'");
    let command = procedure.next(3, "C:\\Backup\\Nightly.zip");
    assert!(run(world, &command).contains("5 created, 0 updated, 0 unchanged, 0 removed"));
    assert_grace(world, "backup", 90);
    let command = procedure.next(3, "");
    assert!(run(world, &command).contains("0 created, 0 updated, 5 unchanged, 0 removed"));
    assert_grace(world, "backup", 120);
    world.quiet("$VerbosePreference = 'SilentlyContinue'");
}

/// Step 4.
fn verify_on_backup(world: &mut World, procedure: &mut Procedure) {
    for noun in NOUNS {
        for _ in ["printed with places", "the example"] {
            let command = procedure.next(4, "");
            assert!(command.starts_with(&format!("Get-CsRgs{noun} ")), "{command}");
            assert_eq!(names(world, &command), ["Help Desk"], "{command}");
        }
        // Neither switch: what was imported is not listed.
        assert_eq!(names(world, &format!("Get-CsRgs{noun} backup.contoso.com")), ["Sales"]);
    }
    let command = procedure.next(4, "");
    assert_eq!(names(world, &command), ["Help Desk", "Sales"]);
}

/// Step 7: imported groups are edited as usual, and the pool's settings too.
fn manage_on_backup(world: &mut World) {
    world.quiet(
        "$queue = Get-CsRgsQueue backup.contoso.com -Owner primary.contoso.com
         $queue.Description = 'edited while the pool was away'
         Set-CsRgsQueue $queue",
    );
    set_grace(world, "backup", 150);
}

fn come_back(world: &mut World) {
    world.pools.down.borrow_mut().clear();
    world.quiet("Invoke-CsPoolFailBack -PoolFqdn primary.contoso.com");
}

/// Step 8: without `service:`.
fn export_from_backup(world: &mut World, procedure: &mut Procedure) {
    let command = procedure.next(8, "C:\\RgsExportPrimaryUpdated.zip");
    assert_eq!(run(world, &command), "");
    let whole = (5, "backup.contoso.com".to_owned(), "primary.contoso.com".to_owned());
    assert_eq!(archive_of(world, "C:/RgsExportPrimaryUpdated.zip"), whole);
}

/// Step 9: the edit arrives, and the pool keeps its own settings.
fn import_home(world: &mut World, procedure: &mut Procedure) {
    world.quiet("$VerbosePreference = 'Continue'");
    let command = procedure.next(9, "C:\\RgsExportPrimaryUpdated.zip");
    assert!(run(world, &command).contains("0 created, 1 updated, 4 unchanged, 0 removed"));
    let command = procedure.next(9, "");
    assert!(run(world, &command).contains("0 created, 0 updated, 5 unchanged, 0 removed"));
    world.quiet("$VerbosePreference = 'SilentlyContinue'");
    let edited = "\"$((Get-CsRgsQueue primary.contoso.com).Description) $((Get-CsRgsQueue primary.contoso.com).OwnerPool)\"";
    assert_eq!(
        world.quiet(edited),
        "edited while the pool was away service:ApplicationServer:primary.contoso.com"
    );
    assert_grace(world, "primary", 120);
}

/// Step 9, where the lost pool was replaced: everything belongs to the new one, settings included.
fn import_on_new_pool(world: &mut World, procedure: &mut Procedure) {
    let owned = "(Get-CsRgsWorkflow newprimary.contoso.com).OwnerPool.ToString()";
    for file in ["C:\\RgsExportPrimaryUpdated.zip", ""] {
        assert_grace(world, "newprimary", 60);
        let command = procedure.next(9, file);
        assert_eq!(run(world, &command), "");
        assert_grace(world, "newprimary", 150);
        assert_eq!(world.quiet(owned), "service:ApplicationServer:newprimary.contoso.com");
        set_grace(world, "newprimary", 60);
    }
}

/// Step 10: blanks after a colon among them.
fn verify_at_home(world: &mut World, procedure: &mut Procedure) {
    for noun in NOUNS {
        for _ in ["printed with places", "the example"] {
            let command = procedure.next(10, "");
            assert!(command.starts_with(&format!("Get-CsRgs{noun} ")), "{command}");
            assert_eq!(names(world, &command), ["Help Desk"], "{command}");
        }
    }
}

/// Step 12: what is written leaves the backup pool, and what belongs to it stays.
fn remove_from_backup(world: &mut World, procedure: &mut Procedure) {
    let home = state_of(world, "primary");
    let command = procedure.next(12, "C:\\Backup\\Last.zip");
    assert_eq!(run(world, &command), "");
    let whole = (5, "backup.contoso.com".to_owned(), "primary.contoso.com".to_owned());
    assert_eq!(archive_of(world, "C:/Backup/Last.zip"), whole);
    for noun in NOUNS {
        assert_eq!(names(world, &format!("Get-CsRgs{noun} backup.contoso.com -ShowAll")), ["Sales"]);
    }
    assert_eq!(state_of(world, "primary"), home);
}

/// The example of step 12 names the file that step 9 read: that is refused until -Force is given.
fn refuse_then_force_removal(world: &mut World, procedure: &mut Procedure) {
    world.quiet("Import-CsRgsConfiguration -Destination backup.contoso.com -FileName C:\\Backup\\Last.zip");
    let before = (state_of(world, "backup"), world.host.files.borrow().clone());
    assert!(before.0.contains("Help Desk"));
    let command = procedure.next(12, "");
    let refused = world.error(&command);
    assert!(refused.starts_with("FileExists,Export-CsRgsConfiguration"), "{refused}");
    assert!(refused.contains("C:\\RgsExportPrimaryUpdated.zip") && refused.contains("-Force"), "{refused}");
    assert_eq!((state_of(world, "backup"), world.host.files.borrow().clone()), before);

    assert_eq!(run(world, &format!("{command} -Force")), "");
    let files = world.host.files.borrow().clone();
    assert_eq!(files["C:/RgsExportPrimaryUpdated.zip.1"], before.1["C:/RgsExportPrimaryUpdated.zip"]);
    let whole = (5, "backup.contoso.com".to_owned(), "primary.contoso.com".to_owned());
    assert_eq!(archive_of(world, "C:/RgsExportPrimaryUpdated.zip"), whole);
    for noun in NOUNS {
        assert_eq!(names(world, &format!("Get-CsRgs{noun} backup.contoso.com -ShowAll")), ["Sales"]);
    }
}
