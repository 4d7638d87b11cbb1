//! Programs that misbehave are stopped.

use std::time::Duration;

use speech::program::{Limits, Program, ProgramError};

fn shell(script: &str, input: &[u8]) -> Result<Vec<u8>, ProgramError> {
    let limits =
        Limits { time: Duration::from_millis(1_500), memory_bytes: 256 << 20, output_bytes: 1 << 20 };
    Program { name: "sh".into(), package: "dash", limits }.run(&["-c", script], input)
}

#[test]
fn what_goes_in_comes_out_however_much_it_is() {
    let input: Vec<u8> = (0..1 << 20).map(|at: u32| at.to_le_bytes()[1]).collect();
    assert_eq!(shell("cat", &input).unwrap(), input);
    assert_eq!(shell("cat; echo words >&2", b"").unwrap(), b"");
}

#[test]
fn input_that_nobody_reads_is_no_error() {
    assert_eq!(shell("echo done", &vec![0; 1 << 20]).unwrap(), b"done\n");
}

#[test]
fn a_program_without_end_is_stopped() {
    for script in ["while :; do :; done", "cat /dev/zero >&2", "sleep 1000", "exec >&- 2>&-; sleep 1000"] {
        let error = shell(script, b"").unwrap_err();
        let stopped = matches!(error, ProgramError::TooSlow { .. })
            || matches!(error, ProgramError::Failed { status, .. } if status.code().is_none());
        assert!(stopped, "{script}: {error}");
    }
}

#[test]
fn a_program_that_writes_without_end_is_stopped() {
    let error = shell("cat /dev/zero", b"").unwrap_err();
    assert!(matches!(error, ProgramError::TooMuch { limit: 1_048_576, .. }), "{error}");
}

#[test]
fn a_program_cannot_take_all_memory_nor_fill_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    assert!(shell(&format!("read go; exec head -c 1G /dev/zero > {}", file.display()), b"go\n").is_err());
    assert!(std::fs::metadata(&file).unwrap().len() <= 128 << 20);
    assert!(shell("read go; x=x; while :; do x=$x$x$x$x; done", b"go\n").is_err());
}

#[test]
fn the_words_of_a_program_that_fails_are_kept() {
    let error = shell("echo out of luck >&2; exit 3", b"").unwrap_err();
    assert_eq!(error.to_string(), "sh failed (exit status: 3): out of luck");
}

#[test]
fn the_environment_does_not_come_along() {
    let names = shell("env | cut -d= -f1 | sort", b"").unwrap();
    assert_eq!(String::from_utf8(names).unwrap(), "LC_ALL\nPATH\nPWD\n");
}
