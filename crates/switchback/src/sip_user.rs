//! `switchback sip-user`: what the topology keeps of a password.

use std::io::{self, BufRead as _, IsTerminal as _};

use anyhow::{Context as _, bail};
use domain::SipUri;
use edge::{Ha1, User};

use crate::{cli, failure::Failure, output, silence::Silence};

/// Reads a password and prints the lines for the topology.
pub(crate) fn sip_user(asked: &cli::SipUser) -> Result<(), Failure> {
    let address = SipUri::new(&asked.address).map_err(anyhow::Error::from)?;
    let password = password(&address)?;
    let user = User { address, ha1: Ha1::new("", "", "") };
    let ha1 = Ha1::new(user.name(), &user.realm(), &password);
    let lines = format!(
        "[[user]]\naddress = \"{}\"\nmd5 = \"{}\"\nsha256 = \"{}\"",
        user.address,
        ha1.md5(),
        ha1.sha256()
    );
    Ok(output::line_that_is_read(&lines)?)
}

/// The password: typed twice without being shown, or the first line of what comes in.
fn password(address: &SipUri) -> anyhow::Result<String> {
    let mut lines = io::stdin().lock();
    let password = if io::stdin().is_terminal() {
        let _silence = Silence::begin().context("the terminal cannot be kept from showing what is typed")?;
        output::remark(&format!("Password of {address}:"));
        let first = line(&mut lines)?;
        output::remark("The same again:");
        if line(&mut lines)? != first {
            bail!("the two passwords differ; nothing was written");
        }
        first
    } else {
        line(&mut lines)?
    };
    let length = password.chars().count();
    if !(PASSWORD_MIN..=PASSWORD_MAX).contains(&length) {
        bail!("the password has {length} characters; it must have {PASSWORD_MIN} to {PASSWORD_MAX}");
    }
    Ok(password)
}

fn line(lines: &mut io::StdinLock<'_>) -> anyhow::Result<String> {
    let mut line = String::new();
    lines.read_line(&mut line).context("no password could be read")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// A phone keeps its password; nobody needs a short one.
const PASSWORD_MIN: usize = 8;
const PASSWORD_MAX: usize = 256;
