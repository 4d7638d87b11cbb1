use std::net::ToSocketAddrs as _;

use crate::{
    cli,
    config::PoolFile,
    failure::Failure,
    output::{self, count},
};

/// Reads the configuration as `serve` would, and says what would follow from it.
pub(crate) fn check(asked: &cli::Check) -> Result<(), Failure> {
    let file = PoolFile::read(&asked.config)?;
    output::line(&format!("{} is sound.", asked.config.display()))?;
    for line in summary(&file) {
        output::line(&format!("  {line}"))?;
    }
    for notice in file.notices.iter().chain(&unfound(&file)) {
        output::remark(&format!("warning: {notice}"));
    }
    Ok(())
}

/// What to say where the proxy of the agents has a name that is not found. The pool starts all the same and looks for it.
fn unfound(file: &PoolFile) -> Option<String> {
    let address = &file.sip.config.via.as_ref()?.address;
    let host = address.host.trim_matches(['[', ']']);
    let is_found =
        (host, address.port.unwrap_or(5060)).to_socket_addrs().is_ok_and(|mut all| all.next().is_some());
    (!is_found).then(|| format!("\"agents.via\": the host {host} is not found now; check its name"))
}

fn summary(file: &PoolFile) -> Vec<String> {
    let (pool, limits, log) = (&file.pool, &file.limits, &file.log);
    let scheme = if file.tls.is_some() { "https" } else { "http" };
    let pair = match file.topology.pool(pool).and_then(|listed| listed.backup.as_ref()) {
        Some(backup) => format!("Its backup pool is {backup}."),
        None => "It has no backup pool.".to_owned(),
    };
    let (pools, groups) = (file.topology.pools().count(), file.topology.groups_len());
    let defaults = &file.defaults;
    let hours = file.keep_unreferenced.as_hours();
    vec![
        format!(
            "The pool {pool} answers on {scheme}://{} and keeps its data in {}.",
            file.listen,
            file.data.display()
        ),
        takes_calls(file),
        pair,
        format!("The topology lists {} and {}.", count(pools, "pool"), count(groups, "distribution group")),
        format!(
            "New workflows speak {} and live in the time zone {}.",
            defaults.language, defaults.time_zone
        ),
        format!(
            "One address may send {} requests a second; an import may have {} bytes.",
            limits.requests_per_second, limits.import_bytes
        ),
        format!("Audio that nothing refers to is kept for {}.", count(hours, "hour")),
        format!("The log is written as {} from level {}.", log.format.word(), log.level.word()),
    ]
}

fn takes_calls(file: &PoolFile) -> String {
    let listeners: Vec<String> = file.sip.listeners.iter().map(ToString::to_string).collect();
    match &listeners[..] {
        [] => "It takes no calls: [listen] has no sip.".to_owned(),
        listeners => format!(
            "It takes calls on {}; {} may register.",
            listeners.join(", "),
            count(file.sip.config.users.len(), "SIP user")
        ),
    }
}
