//! `switchback status` finds its pool as the management shell does.

use std::{fs, process::Command};

use crate::fixtures::{PoolFolder, Running, failure, set_mode, success};

/// A pool that runs, and beside its file what leads a shell to it and to one that does not run.
fn two_pools() -> (PoolFolder, Running) {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let running = folder.start(&[]);
    fs::write(folder.path("primary.token"), running.first_token().unwrap()).unwrap();
    set_mode(&folder.path("primary.token"), 0o600);
    let listed = |fqdn: &str, url: &str| format!("[[pool]]\nfqdn = \"{fqdn}\"\napi = \"{url}\"\n");
    let one = listed("primary.contoso.com", &running.url());
    fs::write(folder.path("one.toml"), &one).unwrap();
    fs::write(folder.path("two.toml"), one + &listed("backup.contoso.com", "http://127.0.0.1:1")).unwrap();
    let token = "[[pool]]\nfqdn = \"primary.contoso.com\"\ntoken_file = \"primary.token\"\n";
    fs::write(folder.path("alone.toml"), format!("topology = \"one.toml\"\n{token}")).unwrap();
    fs::write(folder.path("shell.toml"), format!("topology = \"two.toml\"\n{token}")).unwrap();
    (folder, running)
}

/// `switchback status` without a shell's file in the home of its user.
fn status(folder: &PoolFolder, arguments: &[&str]) -> Command {
    let mut command = folder.command(&[&["status", "--once"], arguments].concat());
    command.env_remove("SWITCHBACK_SHELL").env_remove("XDG_CONFIG_HOME").env("HOME", folder.path("home"));
    command
}

fn shows(mut command: Command) {
    let shown = success(&command.output().unwrap());
    assert!(shown.starts_with("primary.contoso.com  "), "{shown}");
}

fn refuses(mut command: Command) -> String {
    failure(&command.output().unwrap(), 1)
}

#[test]
fn a_pool_is_found_by_its_name_with_the_token_of_the_shell() {
    let (folder, _running) = two_pools();
    shows(status(&folder, &["primary.contoso.com", "--config", "shell.toml"]));
    shows(status(&folder, &["service:ApplicationServer:Primary.contoso.com", "--config", "shell.toml"]));
    // Of one pool nobody needs to say the name.
    shows(status(&folder, &["--config", "alone.toml"]));
    insta::assert_snapshot!(refuses(status(&folder, &["--config", "shell.toml"])), @r#"switchback: the topology lists backup.contoso.com, primary.contoso.com; say which pool, as in switchback status backup.contoso.com"#);
    insta::assert_snapshot!(refuses(status(&folder, &["night.contoso.com", "--config", "shell.toml"])), @r#"switchback: the topology lists no pool night.contoso.com; it lists backup.contoso.com, primary.contoso.com"#);
    insta::assert_snapshot!(refuses(status(&folder, &["backup.contoso.com", "--config", "shell.toml"])), @r#"switchback: there is no token for backup.contoso.com: write token_file = "FILE" in shell.toml, or set the variable SWITCHBACK_TOKEN"#);
}

#[test]
fn the_file_of_the_shell_is_found_where_the_shell_finds_it() {
    let (folder, _running) = two_pools();
    let mut by_variable = status(&folder, &["primary.contoso.com"]);
    by_variable.env("SWITCHBACK_SHELL", "shell.toml");
    shows(by_variable);
    let refused = refuses(status(&folder, &[]));
    assert!(
        refused.contains("no pools are known here") && refused.contains("home/.config/switchback/shell.toml"),
        "{refused}"
    );
    let place = folder.path("home/.config/switchback");
    fs::create_dir_all(&place).unwrap();
    let file = format!(
        "topology = \"{}\"\ntoken_file = \"{}\"\n",
        folder.path("one.toml").display(),
        folder.path("primary.token").display()
    );
    fs::write(place.join("shell.toml"), file).unwrap();
    shows(status(&folder, &[]));
}

#[test]
fn the_file_of_a_pool_or_an_address_will_do_without_a_shell() {
    let (folder, running) = two_pools();
    fs::copy(folder.path("one.toml"), folder.path("topology.toml")).unwrap();
    folder.rewrite("primary.contoso.com", "topology = \"topology.toml\"");
    shows(status(&folder, &["--config", "pool.toml", "--token-file", "primary.token"]));
    shows(status(&folder, &["--url", &running.url(), "--token-file", "primary.token"]));
    let both = ["primary.contoso.com", "--config", "pool.toml", "--token-file", "primary.token"];
    insta::assert_snapshot!(refuses(status(&folder, &both)), @r#"switchback: pool.toml describes primary.contoso.com alone; leave out primary.contoso.com, or name a shell.toml with --config"#);
    let both = ["primary.contoso.com", "--url", "http://127.0.0.1:1"];
    assert_eq!(status(&folder, &both).output().unwrap().status.code(), Some(2));
}
