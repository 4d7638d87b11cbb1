//! The management shell where nobody watches: `-c`, `run`, and what other programs get to read.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    process::{Command, Output, Stdio},
};

use crate::fixtures::{PoolFolder, set_mode};

/// A folder to work in, with a home of its own.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_switchback"));
        command.args(arguments).current_dir(self.0.path()).env_clear().env("HOME", self.0.path());
        command.stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// The lines of standard output, of standard error, and the exit code.
    fn told(&self, arguments: &[&str]) -> (String, String, i32) {
        told(&self.run(arguments))
    }
}

fn told(ended: &Output) -> (String, String, i32) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&ended.stdout), text(&ended.stderr), ended.status.code().unwrap())
}

#[test]
fn commands_run_without_any_configuration() {
    let folder = Folder::new();
    assert_eq!(folder.told(&["-c", "1"]), ("1\n".to_owned(), String::new(), 0));
    assert_eq!(folder.told(&["-c", "-join ('a', 'b')"]).0, "ab\n");
    assert_eq!(fs::read_dir(folder.0.path()).unwrap().count(), 0, "and leave nothing behind");
}

#[test]
fn the_exit_code_says_how_commands_ended() {
    let folder = Folder::new();
    for (commands, code) in [
        ("1", 0),
        ("exit 7", 7),
        ("exit 256", 1),
        ("throw 'no'", 1),
        ("Get-Nothing", 1),
        ("Get-Nothing; 1", 0),
        ("1 +", 1),
        ("1; exit", 0),
    ] {
        assert_eq!(folder.told(&["-c", commands]).2, code, "{commands}");
    }
}

#[test]
fn errors_go_to_standard_error_without_colours() {
    let (out, err, code) = Folder::new().told(&["-c", "'before'; Get-Nothing; 'after'"]);
    assert_eq!((out.as_str(), code), ("before\nafter\n", 0));
    assert!(err.starts_with("Get-Nothing : The term 'Get-Nothing' is not recognized"), "{err}");
    assert!(!err.contains('\x1b'), "{err:?}");
}

#[test]
fn nothing_is_cut_off_where_a_program_reads() {
    let folder = Folder::new();
    let wide = "[PSCustomObject]@{ Name = 'x' * 100; Identity = 'y' * 100; Third = 'z' }";
    let (out, ..) = folder.told(&["-c", wide]);
    assert!(out.contains(&format!("{} {} z", "x".repeat(100), "y".repeat(100))), "{out}");
    let narrow = folder.command(&["-c", wide]).env("COLUMNS", "80").output().unwrap();
    assert!(told(&narrow).0.lines().all(|line| line.len() < 80));
}

#[test]
fn messages_beside_the_results_go_to_standard_error() {
    let messages = "Write-Warning 'careful'; Write-Verbose 'well' -Verbose; Write-Host 'said' -ForegroundColor Red; Write-Progress 'far'";
    let (out, err, code) = Folder::new().told(&["-c", messages]);
    assert_eq!((out.as_str(), err.as_str(), code), ("said\n", "WARNING: careful\nVERBOSE: well\n", 0));
}

#[test]
fn a_script_gets_its_arguments_and_knows_its_place() {
    let folder = Folder::new();
    folder.write("scripts/greet.ps1", "param([string]$Name, [switch]$Loud, [int]$Times = 1)\n\"$Name $Loud $($Times + 1)\"\n$PSScriptRoot\n");
    let here = folder.0.path().display();
    let (out, err, code) =
        folder.told(&["run", "scripts/greet.ps1", "-Name", "Kim's desk", "-Loud", "-Times", "2"]);
    assert_eq!(
        (out.as_str(), err.as_str(), code),
        (format!("Kim's desk True 3\n{here}/scripts\n").as_str(), "", 0)
    );
    let (out, ..) = folder.told(&["run", "scripts/greet.ps1", "Pat", "-Loud:$false"]);
    assert!(out.starts_with("Pat False 2\n"), "{out}");
    folder.write("rest.ps1", "$args.Count; $args[1]; exit $args[0]");
    assert_eq!(folder.told(&["run", "rest.ps1", "3", "$HOME"]), ("2\n$HOME\n".to_owned(), String::new(), 3));
}

#[test]
fn a_script_with_a_mistake_runs_not_at_all() {
    let folder = Folder::new();
    folder.write("wrong.ps1", "'begun'\nGet-Nothing\n");
    let (out, err, code) = folder.told(&["run", "wrong.ps1"]);
    assert_eq!((out.as_str(), code), ("", 1));
    assert!(err.contains("Get-Nothing") && err.contains("wrong.ps1:2"), "{err}");
    let (_, err, code) = folder.told(&["run", "absent.ps1"]);
    assert_eq!(code, 1);
    assert_eq!(err, "switchback: there is no script absent.ps1 here; name a file, or - for standard input\n");
}

#[test]
fn a_script_may_come_from_standard_input() {
    let folder = Folder::new();
    let mut child = folder
        .command(&["run", "-", "-Name", "Kim"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"param($Name) \"Hello, $Name\"").unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!(told(&ended), ("Hello, Kim\n".to_owned(), String::new(), 0));
}

#[test]
fn files_of_a_drive_lie_below_the_home_or_where_the_configuration_says() {
    let folder = Folder::new();
    let write = "[System.IO.File]::WriteAllText('C:\\Media\\a.txt', 'x')";
    let make = "[void][System.IO.Directory]::CreateDirectory('c:\\media')";
    assert_eq!(folder.told(&["-c", &format!("{make}; {write}")]), (String::new(), String::new(), 0));
    assert!(folder.0.path().join(".local/share/switchback/drives/C/media/a.txt").is_file());
    folder.write(".config/switchback/shell.toml", "[drives]\nC = \"../../elsewhere\"\n");
    fs::create_dir(folder.0.path().join("elsewhere")).unwrap();
    assert_eq!(folder.told(&["-c", &format!("{make}; {write}")]).2, 0);
    assert!(folder.0.path().join("elsewhere/media/a.txt").is_file());
}

#[test]
fn a_wrong_configuration_is_told_before_anything_runs() {
    let folder = Folder::new();
    folder.write("shell.toml", "topolgy = \"x\"\n");
    let wrong = "switchback: the configuration has 1 error\nshell.toml:1: unknown key \"topolgy\"; did you mean \"topology\"?\n";
    let named = folder.told(&["--config", "shell.toml", "-c", "1"]);
    assert_eq!(named, (String::new(), wrong.to_owned(), 2));
    let by_variable = folder.command(&["-c", "1"]).env("SWITCHBACK_SHELL", "shell.toml").output().unwrap();
    assert_eq!(told(&by_variable), (String::new(), wrong.to_owned(), 2));
    let (_, err, code) = folder.told(&["--config", "absent.toml", "-c", "1"]);
    assert!(code == 2 && err.contains("absent.toml"), "{err}");
}

#[test]
fn a_reader_that_has_read_enough_ends_the_commands_quietly() {
    let folder = Folder::new();
    let mut command = folder.command(&["-c", "while ($true) { 'more' }"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    drop(reader);
    let ended = child.wait_with_output().unwrap();
    assert_eq!((line.as_str(), told(&ended)), ("more\n", (String::new(), String::new(), 0)));
}

#[test]
fn a_full_disk_is_no_success() {
    let folder = Folder::new();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let ended = folder.command(&["-c", "'lost'"]).stdout(full).output().unwrap();
    let (_, err, code) = told(&ended);
    assert_eq!(code, 1);
    assert!(err.contains("cannot write to standard output: No space left on device"), "{err}");
}

#[test]
fn sigint_ends_commands_that_would_not_end() {
    let folder = Folder::new();
    let mut command = folder.command(&["-c", "'begun'; while ($true) {}"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "begun\n");
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

#[test]
fn a_prompt_needs_a_terminal() {
    let (_, err, code) = Folder::new().told(&["shell"]);
    assert_eq!(code, 1);
    assert_eq!(
        err,
        "switchback: a prompt needs a terminal; write switchback -c \"COMMANDS\", or switchback run FILE for a script\n"
    );
}

#[test]
fn cmdlets_reach_the_pools_of_the_configuration_and_say_which_they_do_not() {
    let folder = PoolFolder::new("a.contoso.com", "");
    let running = folder.start(&[]);
    let listed = |fqdn: &str, url: &str| format!("[[pool]]\nfqdn = \"{fqdn}\"\napi = \"{url}\"\n");
    let both = listed("a.contoso.com", &running.url()) + &listed("b.contoso.com", "http://127.0.0.1:1");
    fs::write(folder.path("topology.toml"), both).unwrap();
    fs::write(folder.path("shell.toml"), "topology = \"topology.toml\"\ntoken_file = \"a.token\"\n").unwrap();
    fs::write(folder.path("a.token"), running.first_token().unwrap()).unwrap();
    set_mode(&folder.path("a.token"), 0o600);
    let run = |commands: &str| told(&folder.run(&["--config", "shell.toml", "-c", commands]));

    let made = run("(New-CsRgsAgentGroup -Parent service:ApplicationServer:a.contoso.com -Name Sales).Name");
    assert_eq!(made, ("Sales\n".to_owned(), String::new(), 0));
    let (out, err, _) = run("(Get-CsRgsAgentGroup).Name");
    assert_eq!(out, "Sales\n");
    assert!(err.contains("b.contoso.com") && err.contains("nothing listens at http://127.0.0.1:1"), "{err}");

    set_mode(&folder.path("a.token"), 0o644);
    let (_, err, code) = run("Get-CsRgsAgentGroup service:ApplicationServer:a.contoso.com");
    assert!(code == 1 && err.contains("can be read by everybody on this machine"), "{err}");
    fs::write(folder.path("shell.toml"), "topology = \"topology.toml\"\n").unwrap();
    let mut with_variable = folder.command(&[
        "--config",
        "shell.toml",
        "-c",
        "(Get-CsRgsAgentGroup service:ApplicationServer:a.contoso.com).Name",
    ]);
    with_variable.env("SWITCHBACK_TOKEN", running.first_token().unwrap());
    assert_eq!(told(&with_variable.output().unwrap()), ("Sales\n".to_owned(), String::new(), 0));
}

#[test]
fn a_cmdlet_without_pools_says_what_to_write_where() {
    let (_, err, code) = Folder::new().told(&["-c", "Get-CsRgsQueue"]);
    assert_eq!(code, 1);
    let err = err.replace('\n', " ");
    assert!(
        err.contains("write topology = \"topology.toml\"") && err.contains(".config/switchback/shell.toml"),
        "{err}"
    );
}

#[test]
fn the_configuration_of_the_sample_data_leads_to_its_pools() {
    let folder = Folder::new();
    let examples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/contoso/");
    for name in ["shell.toml", "topology.toml"] {
        folder.write(name, &fs::read_to_string(format!("{examples}{name}")).unwrap());
    }
    // The tokens are missing here, and each is said to be.
    let (_, err, code) = folder.told(&["--config", "shell.toml", "-c", "Get-CsRgsQueue"]);
    assert_eq!(code, 1);
    for pool in ["primary", "backup", "newprimary"] {
        assert!(err.contains(&format!("cannot read {pool}.token")), "{err}");
    }
}
