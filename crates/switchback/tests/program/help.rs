//! The command line explains itself.

use crate::fixtures::{PoolFolder, failure, success};

#[test]
fn every_command_has_help_with_an_example() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let commands: [&[&str]; 9] = [
        &["serve"],
        &["check"],
        &["token", "new"],
        &["token", "list"],
        &["token", "revoke"],
        &["sip-user"],
        &["status"],
        &["export"],
        &["import"],
    ];
    for command in commands {
        let help = success(&folder.run(&[command, &["--help"]].concat()));
        let example = format!("  switchback {} ", command.join(" "));
        assert!(help.contains("Example") && help.contains(&example), "{help}");
    }
}

#[test]
fn the_program_names_itself_and_its_commands() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    assert_eq!(success(&folder.run(&["--version"])), format!("switchback {}", env!("CARGO_PKG_VERSION")));
    insta::assert_snapshot!(success(&folder.run(&["--help"])), @r"
    A Response Group server that survives the loss of a site

    Usage: switchback [OPTIONS]
           switchback <COMMAND>

    Commands:
      serve     Run one pool until it gets SIGTERM or SIGINT
      check     Check a configuration file and its topology, and say what the pool would do
      shell     Open the management shell: a prompt for the cmdlets
      run       Run a script of the management shell
      status    Show the calls, queues and agents of a running pool, refreshed until Ctrl-C
      token     Make, list and revoke the tokens that open the API
      sip-user  Turn the password of a phone into lines for the topology
      export    Write the configuration of a pool to an archive
      import    Bring an archive into a pool, all of it or nothing
      help      Print this message or the help of the given subcommand(s)

    Options:
      -c <COMMANDS>        Run these commands of the management shell
          --config <FILE>  The file that says where the pools are; by default that of SWITCHBACK_SHELL, or ~/.config/switchback/shell.toml
      -h, --help           Print help
      -V, --version        Print version
    ");
}

#[test]
fn a_wrong_command_line_is_refused_with_the_nearest_right_one() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let refused = failure(&folder.run(&["serv", "--config", "pool.toml"]), 2);
    assert!(refused.contains("serve"), "{refused}");
    let refused = failure(&folder.run(&["serve", "--confg", "pool.toml"]), 2);
    assert!(refused.contains("--config"), "{refused}");
}
