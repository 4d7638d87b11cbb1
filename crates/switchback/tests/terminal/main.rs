//! The prompt as people meet it: keys in, screens out.
#![expect(clippy::unwrap_used, reason = "a test that meets a wrong value fails")]

mod screen;

use std::{fs, os::unix::fs::PermissionsExt as _};

use screen::Home;

#[test]
fn a_line_runs_and_the_prompt_comes_back() {
    let home = Home::new();
    let terminal = home.prompt();
    terminal.enters("6 * 7");
    terminal.until("42 and a prompt", |screen| {
        screen.contains("\n42\n") && screen.trim_end().ends_with("PS C:\\>")
    });
    terminal.enters("exit 3");
    assert_eq!(terminal.exit_code(), 3);
}

#[test]
fn names_and_values_are_completed() {
    let home = Home::new();
    let terminal = home.prompt();
    terminal
        .enters("function Get-Greeting { param([ValidateSet('Morning', 'Evening')]$Time) \"good $Time\" }");
    terminal.types("get-gree");
    terminal.presses("Tab");
    terminal.shows("PS C:\\> Get-Greeting");
    terminal.types("-T");
    terminal.presses("Tab");
    terminal.shows("Get-Greeting -Time");
    terminal.types("m");
    terminal.presses("Tab");
    terminal.shows("Get-Greeting -Time Morning");
    terminal.presses("Enter");
    terminal.shows("\ngood Morning\n");
    terminal.enters("$greeting = Get-Greeting Evening");
    terminal.types("$greeting.ToUp");
    terminal.presses("Tab");
    terminal.shows("$greeting.ToUpper(");
    terminal.types(")");
    terminal.presses("Enter");
    terminal.shows("\nGOOD EVENING\n");
}

#[test]
fn several_candidates_are_listed_and_walked_through() {
    let home = Home::new();
    let terminal = home.prompt();
    terminal.types("[System.DayOfWeek]::T");
    terminal.presses("Tab");
    terminal.until("both days", |screen| screen.contains("Tuesday") && screen.contains("Thursday"));
    let first = terminal.colours();
    terminal.presses("Tab");
    terminal.until("another day marked", |_| terminal.colours() != first);
    terminal.presses("Enter");
    terminal.shows("PS C:\\> [System.DayOfWeek]::Thursday");
    terminal.presses("Enter");
    terminal.shows("\nThursday\n");
}

#[test]
fn a_statement_may_take_several_lines() {
    let home = Home::new();
    let terminal = home.prompt();
    terminal.enters("foreach ($name in 'kim', 'pat') {");
    terminal.shows("\n>>");
    terminal.enters("\"Hello, $name\"");
    terminal.enters("}");
    terminal.until("both greetings", |screen| screen.contains("\nHello, kim\nHello, pat\n"));
    terminal.ends_with("PS C:\\> ");
}

#[test]
fn lines_are_found_again_in_the_next_session() {
    let home = Home::new();
    {
        let terminal = home.prompt();
        terminal.enters("'fir' + 'st'");
        terminal.shows("\nfirst\n");
        terminal.presses("C-d");
        assert_eq!(terminal.exit_code(), 0);
    }
    let history = home.path(".local/state/switchback/history");
    assert_eq!(fs::metadata(&history).unwrap().permissions().mode() & 0o777, 0o600);
    let terminal = home.prompt();
    terminal.presses("Up");
    terminal.shows("PS C:\\> 'fir' + 'st'");
    terminal.presses("Enter");
    terminal.shows("\nfirst\n");
}

#[test]
fn an_error_is_red_and_ends_nothing() {
    let home = Home::new();
    let terminal = home.prompt();
    terminal.enters("Get-Nothing");
    terminal.shows("The term 'Get-Nothing' is not recognized");
    terminal.ends_with("PS C:\\> ");
    let coloured = terminal.colours();
    let line = coloured.lines().find(|line| line.contains("The term")).unwrap();
    assert!(line.contains("\x1b[31m"), "{line:?}");
    terminal.enters("'still ' + 'here'");
    terminal.shows("\nstill here\n");
}

#[test]
fn messages_have_their_colours_and_progress_goes_away() {
    let home = Home::new();
    let terminal = home.prompt();
    terminal.enters("Write-Warning 'be careful'; Write-Host 'all well' -ForegroundColor Green");
    terminal.shows("\nall well\n");
    let coloured = terminal.colours();
    assert!(coloured.contains("\x1b[33mWARNING: be careful"), "{coloured:?}");
    assert!(coloured.contains("\x1b[92mall well"), "{coloured:?}");
    terminal.enters("Write-Progress 'Importing' -Status 'queues' -PercentComplete 40; while ($true) {}");
    terminal.shows("Importing: queues [########            ] 40 %");
    terminal.presses("C-c");
    let screen = terminal.ends_with("PS C:\\>");
    assert!(!screen.contains("Importing: queues ["), "{screen}");
}

#[test]
fn ctrl_c_stops_what_runs_and_leaves_the_session() {
    let home = Home::new();
    let terminal = home.prompt();
    terminal.enters("$kept = 'kept'");
    for endless in ["'begun'; while ($true) {}", "'begun'; foreach ($x in 1..9) { while ($true) {} }"] {
        terminal.enters(endless);
        terminal.shows("\nbegun\n");
        terminal.presses("C-c");
        terminal.presses("C-c");
        terminal.ends_with("PS C:\\> ");
        terminal.enters("\"$kept and well\"");
        terminal.shows("\nkept and well\n");
    }
}

#[test]
fn ctrl_c_at_the_prompt_clears_the_line() {
    let home = Home::new();
    let terminal = home.prompt();
    terminal.types("Remove-Item C:\\ -Recurse");
    terminal.shows("-Recurse");
    terminal.presses("C-c");
    terminal.ends_with("PS C:\\> ");
    terminal.enters("1 + 1");
    terminal.shows("\n2\n");
}

#[test]
fn a_terminal_that_changes_its_size_is_followed() {
    let home = Home::new();
    let terminal = home.prompt();
    terminal.types("'typed ' + 'before'");
    terminal.shows("'before'");
    terminal.resize(60, 20);
    terminal.presses("Enter");
    terminal.shows("\ntyped before\n");
    terminal.enters("Get-Nothing");
    let screen = terminal.shows("FullyQualifiedErrorId");
    let first = screen.lines().find(|line| line.starts_with("Get-Nothing")).unwrap();
    assert_eq!(first, "Get-Nothing : The term 'Get-Nothing' is not recognized as", "{screen}");
}

#[test]
fn f1_shows_help_and_comes_back_to_the_line() {
    let home = Home::new();
    let terminal = home.prompt();
    terminal.types("Get-Culture | Select-Object Name");
    terminal.shows("Select-Object Name");
    terminal.presses("F1");
    terminal.shows("EXAMPLE 1");
    let screen = terminal.ends_with("PS C:\\> Get-Culture | Select-Object Name");
    assert!(screen.contains("1..100 | Select-Object -First 3"), "{screen}");
    terminal.presses("Enter");
    terminal.shows("\nen-US\n");
}

#[test]
fn f1_on_an_empty_line_says_where_to_begin() {
    let home = Home::new();
    let terminal = home.prompt();
    terminal.presses("F1");
    let screen = terminal.shows("OBJECT | Get-Member");
    assert!(screen.contains("CsRgsWorkflow") && screen.contains("Get- New- Remove- Set-"), "{screen}");
    terminal.ends_with("PS C:\\>");
}

#[test]
fn a_secret_is_not_shown_while_it_is_typed() {
    let home = Home::new();
    let terminal = home.prompt();
    terminal.enters("$name = Read-Host 'Name'");
    terminal.shows("\nName:");
    terminal.enters("kim");
    terminal.shows("Name: kim");
    terminal.enters("$secret = Read-Host 'PIN' -AsSecureString");
    terminal.shows("\nPIN:");
    terminal.enters("473829");
    let screen = terminal.ends_with("PS C:\\>");
    assert!(!screen.contains("473829"), "{screen}");
    terminal.enters("\"$name has $($secret.Length) digits\"");
    let screen = terminal.shows("\nkim has 6 digits\n");
    assert!(!screen.contains("473829"), "{screen}");
}

#[test]
fn ctrl_c_ends_a_wait_and_a_question() {
    let home = Home::new();
    let terminal = home.prompt();
    for waiting in ["'begun'; Start-Sleep 60", "'begun'; Read-Host"] {
        terminal.enters("Clear-Host; $kept = 'kept'");
        terminal.enters(waiting);
        terminal.shows("\nbegun\n");
        terminal.presses("C-c");
        terminal.ends_with("PS C:\\>");
        terminal.enters("\"$kept and well\"");
        terminal.shows("\nkept and well\n");
    }
}
