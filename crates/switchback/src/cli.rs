//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::topology::ApiAddress;

/// A Response Group server that survives the loss of a site.
#[derive(Debug, Parser)]
#[command(
    name = "switchback",
    version,
    arg_required_else_help = true,
    args_conflicts_with_subcommands = true
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) commands: Commands,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// Commands that are run from the command line.
#[derive(Debug, Args)]
pub(crate) struct Commands {
    /// Run these commands of the management shell.
    #[arg(short = 'c', value_name = "COMMANDS", allow_hyphen_values = true)]
    pub(crate) text: Option<String>,
    #[command(flatten)]
    pub(crate) shell: ShellOptions,
}

/// What every form of the management shell takes.
#[derive(Debug, Args)]
pub(crate) struct ShellOptions {
    /// The file that says where the pools are; by default that of SWITCHBACK_SHELL, or
    /// ~/.config/switchback/shell.toml.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run one pool until it gets SIGTERM or SIGINT.
    #[command(after_help = SERVE_EXAMPLES)]
    Serve(Serve),
    /// Check a configuration file and its topology, and say what the pool would do.
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Open the management shell: a prompt for the cmdlets.
    #[command(after_help = SHELL_EXAMPLES)]
    Shell(ShellOptions),
    /// Run a script of the management shell.
    #[command(after_help = RUN_EXAMPLES)]
    Run(Run),
    /// Show the calls, queues and agents of a running pool, refreshed until Ctrl-C.
    #[command(after_help = STATUS_EXAMPLES)]
    Status(Status),
    /// Make, list and revoke the tokens that open the API.
    #[command(subcommand)]
    Token(Token),
    /// Turn the password of a phone into lines for the topology.
    #[command(after_help = SIP_USER_EXAMPLES)]
    SipUser(SipUser),
    /// Write the configuration of a pool to an archive.
    #[command(after_help = EXPORT_EXAMPLES)]
    Export(Export),
    /// Bring an archive into a pool, all of it or nothing.
    #[command(after_help = IMPORT_EXAMPLES)]
    Import(Import),
}

/// Options of `serve`.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The file that describes the pool.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: PathBuf,
    /// At the first start, write the token to this new file instead of standard output.
    #[arg(long, value_name = "FILE")]
    pub(crate) token_file: Option<PathBuf>,
}

/// Options of `run`.
#[derive(Debug, Args)]
pub(crate) struct Run {
    #[command(flatten)]
    pub(crate) shell: ShellOptions,
    /// The script, such as report.ps1; - reads it from standard input.
    #[arg(value_name = "FILE")]
    pub(crate) file: String,
    /// What the script is given: -Name value, switches, and values by position.
    #[arg(value_name = "ARGUMENTS", trailing_var_arg = true, allow_hyphen_values = true)]
    pub(crate) arguments: Vec<String>,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The file that describes the pool.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: PathBuf,
}

/// Options of `status`.
#[derive(Debug, Args)]
pub(crate) struct Status {
    /// The pool, of those that the shell's configuration leads to; needed where these are several.
    #[arg(value_name = "POOL", conflicts_with = "url")]
    pub(crate) pool: Option<String>,
    /// The file that says where the pools are, as for the shell; by default that of SWITCHBACK_SHELL, or
    /// ~/.config/switchback/shell.toml. The file that describes one pool will do as well.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Where the API of the pool answers.
    #[arg(long, value_name = "URL", value_parser = ApiAddress::new)]
    pub(crate) url: Option<ApiAddress>,
    #[command(flatten)]
    pub(crate) access: Access,
    /// Show it once, without an end to the list, as is done where the output is no terminal.
    #[arg(long)]
    pub(crate) once: bool,
    /// How many seconds lie between two looks.
    #[arg(long, value_name = "SECONDS", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub(crate) every: u32,
}

/// What can be done with tokens.
#[derive(Debug, Subcommand)]
pub(crate) enum Token {
    /// Make a token and show it once.
    #[command(after_help = TOKEN_NEW_EXAMPLES)]
    New(TokenNew),
    /// List the tokens; their secrets are not kept.
    #[command(after_help = TOKEN_LIST_EXAMPLES)]
    List(TokenList),
    /// Make a token useless.
    #[command(after_help = TOKEN_REVOKE_EXAMPLES)]
    Revoke(TokenRevoke),
}

/// Options of `token new`.
#[derive(Debug, Args)]
pub(crate) struct TokenNew {
    #[command(flatten)]
    pub(crate) pool: LocalPool,
    /// The person that the token names; by default the administrator of the pool.
    #[arg(long, value_name = "SIP ADDRESS")]
    pub(crate) person: Option<String>,
    /// A role that the person has from now on; may be repeated. Without it the roles stay as they are.
    #[arg(long, value_name = "ROLE")]
    pub(crate) role: Vec<String>,
    /// What the token is for.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) label: String,
}

/// Options of `token list`.
#[derive(Debug, Args)]
pub(crate) struct TokenList {
    #[command(flatten)]
    pub(crate) pool: LocalPool,
}

/// Options of `token revoke`.
#[derive(Debug, Args)]
pub(crate) struct TokenRevoke {
    #[command(flatten)]
    pub(crate) pool: LocalPool,
    /// The public name of the token, as `token list` shows it.
    #[arg(value_name = "TOKEN ID")]
    pub(crate) id: String,
}

/// Options of `sip-user`.
#[derive(Debug, Args)]
pub(crate) struct SipUser {
    /// Whose phone it is, such as sip:alex@contoso.com.
    #[arg(value_name = "SIP ADDRESS")]
    pub(crate) address: String,
}

/// A pool of this machine: its files while it is stopped, its API while it runs.
#[derive(Debug, Args)]
pub(crate) struct LocalPool {
    /// The file that describes the pool.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: PathBuf,
    /// Where the API answers, should it not be what the configuration says.
    #[arg(long, value_name = "URL", value_parser = ApiAddress::new)]
    pub(crate) url: Option<ApiAddress>,
    #[command(flatten)]
    pub(crate) access: Access,
}

/// A pool that runs, here or elsewhere.
#[derive(Debug, Args)]
pub(crate) struct RunningPool {
    /// The file that describes the pool.
    #[arg(long, value_name = "FILE", required_unless_present = "url")]
    pub(crate) config: Option<PathBuf>,
    /// Where the API of the pool answers.
    #[arg(long, value_name = "URL", value_parser = ApiAddress::new)]
    pub(crate) url: Option<ApiAddress>,
    #[command(flatten)]
    pub(crate) access: Access,
}

/// How to be let in.
#[derive(Debug, Args)]
pub(crate) struct Access {
    /// A file that holds the token; without it the variable SWITCHBACK_TOKEN does.
    #[arg(long, value_name = "FILE")]
    pub(crate) token_file: Option<PathBuf>,
    /// The certificates to trust instead of those of the system, as a PEM file.
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
}

/// Options of `export`.
#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) pool: RunningPool,
    /// The archive to write.
    #[arg(long, value_name = "ARCHIVE")]
    pub(crate) file: PathBuf,
    /// Export the objects that belong to this pool; by default those of the exported pool itself.
    #[arg(long, value_name = "FQDN")]
    pub(crate) owner: Option<String>,
    /// Remove the exported objects once the archive is written and verified.
    #[arg(long)]
    pub(crate) remove: bool,
    /// Replace an archive that exists, keeping it as ARCHIVE.1.
    #[arg(long)]
    pub(crate) force: bool,
    /// Remove the exported objects also where objects that stay refer to them, or they refer to objects that stay.
    #[arg(long, requires = "remove")]
    pub(crate) force_remove: bool,
    /// Say what would be exported and removed, and write and remove nothing.
    #[arg(long)]
    pub(crate) what_if: bool,
}

/// Options of `import`.
#[derive(Debug, Args)]
pub(crate) struct Import {
    #[command(flatten)]
    pub(crate) pool: RunningPool,
    /// The archive to read.
    #[arg(long, value_name = "ARCHIVE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) switches: ImportSwitches,
}

/// The switches of `import`.
#[derive(Debug, Args)]
pub(crate) struct ImportSwitches {
    /// Make everything that is imported belong to this pool.
    #[arg(long)]
    pub(crate) overwrite_owner: bool,
    /// Replace the settings of the pool by those of the archive.
    #[arg(long, visible_alias = "replace-existing-settings")]
    pub(crate) replace_existing_rgs_settings: bool,
    /// Give an imported object another name when its name is taken.
    #[arg(long)]
    pub(crate) resolve_name_conflicts: bool,
    /// Take the version of the archive when both sides were edited.
    #[arg(long)]
    pub(crate) force: bool,
    /// Say what would happen, and change nothing.
    #[arg(long)]
    pub(crate) what_if: bool,
}

const SERVE_EXAMPLES: &str = "\
Examples:
  switchback serve --config primary.toml
  switchback serve --config primary.toml --token-file administrator.token

At the first start the pool makes one token for its administrator and shows it once. Two signals end it at once.";

const CHECK_EXAMPLES: &str = "\
Example:
  switchback check --config primary.toml";

const SHELL_EXAMPLES: &str = "\
Examples:
  switchback shell
  switchback shell --config examples/contoso/shell.toml

Tab completes, F1 shows help about the command at the cursor, Ctrl-C stops a command, exit or Ctrl-D leaves.";

const RUN_EXAMPLES: &str = "\
Examples:
  switchback run report.ps1 -Pool primary.contoso.com -Verbose
  switchback run --config examples/contoso/shell.toml nightly.ps1
  generate-commands | switchback run -

Options of switchback itself stand before the script; everything behind it is the script's.
The exit code is that of exit, 1 where an error ended the script or its last command failed, and otherwise 0.";

const STATUS_EXAMPLES: &str = "\
Examples:
  switchback status primary.contoso.com
  switchback status backup.contoso.com --config examples/contoso/shell.toml --every 5
  switchback status --config primary.toml --token-file administrator.token
  switchback status --url https://backup.contoso.com:5801 --once > status.txt

Pools, their tokens and the certificates to trust are those of the management shell, unless told otherwise. Whoever waits longest stands first. The token decides whose calls and agents are seen.";

const TOKEN_NEW_EXAMPLES: &str = "\
Examples:
  switchback token new --config primary.toml --label \"after the first one was lost\"
  switchback token new --config primary.toml --person sip:kim@contoso.com --role CsResponseGroupManager

While the pool is stopped, access to its files is enough. While it runs, the token of an administrator is needed.
Roles: CsAdministrator, CsResponseGroupAdministrator, CsResponseGroupManager, CsViewOnlyAdministrator, CsAgent.";

const TOKEN_LIST_EXAMPLES: &str = "\
Example:
  switchback token list --config primary.toml --token-file administrator.token";

const TOKEN_REVOKE_EXAMPLES: &str = "\
Example:
  switchback token revoke --config primary.toml 1a2b3c4d-0000-4000-8000-000000000000";

const SIP_USER_EXAMPLES: &str = "\
Examples:
  switchback sip-user sip:alex@contoso.com >> topology.toml
  head -c 18 /dev/urandom | base64 | tee alex.password | switchback sip-user sip:alex@contoso.com >> topology.toml

The password is typed without being shown, or is the first line of standard input. Only digests of it are printed.";

const EXPORT_EXAMPLES: &str = "\
Examples:
  switchback export --config primary.toml --file RGSConfig.zip
  switchback export --url https://backup.contoso.com:5801 --owner primary.contoso.com --file Updated.zip --remove
  switchback export --config primary.toml --file RGSConfig.zip --remove --what-if

The archive is whole or absent: it is written beside its place, synced, read back and then renamed.";

const IMPORT_EXAMPLES: &str = "\
Examples:
  switchback import --config backup.toml --file RGSConfig.zip --what-if
  switchback import --url https://primary.contoso.com:5801 --file Updated.zip --overwrite-owner";
