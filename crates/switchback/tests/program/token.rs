//! `switchback token`, with the pool stopped and running.

use std::fs;

use crate::fixtures::{PoolFolder, failure, success};

/// The lines of `token list` without their heading, as columns.
fn columns(listed: &str) -> Vec<Vec<&str>> {
    listed.lines().skip(1).map(|line| line.split('\t').collect()).collect()
}

#[test]
fn access_to_the_files_of_a_stopped_pool_is_enough() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let token = success(&folder.run(&["token", "new", "--config", "pool.toml", "--label", "spare"]));
    assert_eq!(token.len(), 64);
    let listed = success(&folder.run(&["token", "list", "--config", "pool.toml"]));
    assert!(!listed.contains(&token));
    let [line] = &columns(&listed)[..] else { panic!("{listed}") };
    assert_eq!(line[1..3], ["sip:administrator@primary.contoso.com", "spare"]);
    assert_eq!(line[4], "sip:operator@primary.contoso.com");

    let id = line[0].to_owned();
    let revoked = success(&folder.run(&["token", "revoke", "--config", "pool.toml", &id]));
    assert_eq!(revoked, format!("The token {id} opens nothing any more."));
    assert_eq!(columns(&success(&folder.run(&["token", "list", "--config", "pool.toml"]))).len(), 0);
}

#[test]
fn tokens_are_neither_listed_nor_revoked_where_there_is_no_pool() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let id = "1a2b3c4d-0000-4000-8000-000000000000";
    for command in
        [&["token", "list", "--config", "pool.toml"][..], &["token", "revoke", "--config", "pool.toml", id]]
    {
        insta::allow_duplicates! {
            insta::assert_snapshot!(failure(&folder.run(command), 1), @"switchback: the data directory data holds no pool; mount the volume that holds it, correct the directory in the configuration file, or start the pool for the first time");
        }
    }
    assert!(!folder.path("data").exists());
}

#[test]
fn a_token_that_cannot_be_shown_is_named_so_that_it_can_be_revoked() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = folder.command(&["token", "new", "--config", "pool.toml"]);
    let ended = command.stdout(full).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let refused = failure(&ended.wait_with_output().unwrap(), 1);
    let listed = success(&folder.run(&["token", "list", "--config", "pool.toml"]));
    let id = columns(&listed)[0][0];
    assert!(refused.contains(&format!("the token {id} was made but not shown; revoke it")), "{refused}");
}

#[test]
fn a_new_token_gives_its_person_the_roles_that_were_named() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let new = ["token", "new", "--config", "pool.toml", "--person", "sip:kim@contoso.com"];
    let roles = ["--role", "CsAdministrator", "--role", "CsAgent"];
    let token = success(&folder.run(&[&new[..], &roles].concat()));
    let running = folder.start(&[]);
    assert_eq!(running.first_token(), None, "there is a way in already");
    let (status, person) = running.ask("GET", "/api/v1/persons/sip:kim@contoso.com", &token, "");
    assert_eq!((status, person.contains(r#"["CsAdministrator","CsAgent"]"#)), (200, true), "{person}");
}

#[test]
fn the_tokens_of_a_running_pool_are_reached_through_its_api() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let running = folder.start(&["--token-file", "administrator.token"]);
    let url = running.url();
    let with = |command: &[&str]| {
        folder.run(
            &[command, &["--config", "pool.toml", "--url", &url, "--token-file", "administrator.token"]]
                .concat(),
        )
    };
    let made = [
        "token",
        "new",
        "--person",
        "sip:kim@contoso.com",
        "--role",
        "CsViewOnlyAdministrator",
        "--label",
        "k",
    ];
    let token = success(&with(&made));
    assert_eq!(running.ask("GET", "/api/v1/queues", &token, "").0, 200);
    let listed = success(&with(&["token", "list"]));
    let rows = columns(&listed);
    assert_eq!(rows.len(), 2, "{listed}");
    let kim = rows.iter().find(|row| row[1] == "sip:kim@contoso.com").unwrap();
    assert_eq!((kim[2], kim[4]), ("k", "sip:administrator@primary.contoso.com"));
    success(&with(&["token", "revoke", kim[0]]));
    assert_eq!(running.ask("GET", "/api/v1/queues", &token, "").0, 401);
}

#[test]
fn the_token_may_stand_in_the_environment() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let running = folder.start(&[]);
    let mut command = folder.command(&["token", "list", "--config", "pool.toml", "--url", &running.url()]);
    let listed = command.env("SWITCHBACK_TOKEN", running.first_token().unwrap()).output().unwrap();
    assert_eq!(columns(&success(&listed)).len(), 1);
}

#[test]
fn the_last_token_of_an_administrator_cannot_be_revoked_while_there_is_no_other() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    assert!(folder.start(&[]).stop().0.success());
    let listed = success(&folder.run(&["token", "list", "--config", "pool.toml"]));
    let refused =
        failure(&folder.run(&["token", "revoke", "--config", "pool.toml", columns(&listed)[0][0]]), 1);
    insta::assert_snapshot!(refused, @"switchback: sip:administrator@primary.contoso.com is the last administrator with a token; make another administrator and token first");
}

#[test]
fn what_is_wrong_with_a_request_for_a_token_is_said() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let new =
        |more: &[&str]| failure(&folder.run(&[&["token", "new", "--config", "pool.toml"], more].concat()), 1);
    insta::assert_snapshot!(new(&["--person", "kim"]), @r#"switchback: --person: "kim" is not a SIP address; write sip:user@domain"#);
    insta::assert_snapshot!(new(&["--role", "Boss"]), @r#"switchback: --role: "Boss" is not a role; the possible values are CsAdministrator, CsResponseGroupAdministrator, CsResponseGroupManager, CsViewOnlyAdministrator, CsAgent"#);
    insta::assert_snapshot!(new(&["--label", "a\nb"]), @"switchback: --label: the text contains the control character U+000A; remove it");
    let revoke = |id| failure(&folder.run(&["token", "revoke", "--config", "pool.toml", id]), 1);
    insta::assert_snapshot!(revoke("12"), @r#"switchback: "12" is not a GUID; write 32 hexadecimal digits in groups, such as 1a2b3c4d-0000-4000-8000-000000000000"#);
    insta::assert_snapshot!(revoke("1a2b3c4d-0000-4000-8000-000000000000"), @"switchback: there is no token 1a2b3c4d-0000-4000-8000-000000000000; list the tokens to see their names");
}

#[test]
fn a_running_pool_asks_for_a_token() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let running = folder.start(&[]);
    let url = running.url();
    let list = |more: &[&str]| {
        failure(&folder.run(&[&["token", "list", "--config", "pool.toml", "--url", &url], more].concat()), 1)
    };
    insta::assert_snapshot!(list(&[]), @"switchback: the pool is running, so its API is asked: a token is needed; name a file with --token-file, or set the variable SWITCHBACK_TOKEN");
    insta::assert_snapshot!(list(&["--token-file", "absent"]), @"switchback: the pool is running, so its API is asked: cannot read the token in absent: No such file or directory (os error 2)");
    fs::write(folder.path("empty"), "\n").unwrap();
    insta::assert_snapshot!(list(&["--token-file", "empty"]), @"switchback: the pool is running, so its API is asked: empty holds no token; it must hold the one line that was shown when the token was made");
    fs::write(folder.path("wrong"), "wrong\n").unwrap();
    insta::assert_snapshot!(list(&["--token-file", "wrong"]), @"switchback: the token is not known to this pool; it may have been revoked");
}
