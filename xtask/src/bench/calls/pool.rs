//! A pool that is called: one workflow, one queue, one group of agents who are free as soon as a call has ended.

use std::{net::UdpSocket, path::Path};

use anyhow::Result;
use serde_json::{Value, json};

use super::generator::Generator;
use crate::{
    bench::server::{Server, Wanted},
    client::Client,
};

pub(super) struct LoadedPool {
    server: Server,
    address: String,
    agents: usize,
}

impl LoadedPool {
    /// Starts a pool whose agents may register; where there are none, one is listed who never does.
    pub(super) fn start(program: &Path, generator: &Generator, agents: usize) -> Result<Self> {
        let port = UdpSocket::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = format!("127.0.0.1:{port}");
        let users = generator.text(&["users", "--agents", &agents.to_string()])?;
        let wanted = Wanted {
            before: generator.holds_server(),
            listen: &format!("sip = [\"udp:{address}\"]\n"),
            sections: SECTIONS,
            topology: &users,
        };
        let server = Server::start_as(program, "load.contoso.com", &wanted)?;
        configure(&Client::new(&server.url, &server.token), agents)?;
        Ok(Self { server, address, agents })
    }

    /// Where it takes calls.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    pub(super) const fn agents(&self) -> usize {
        self.agents
    }

    pub(super) fn process(&self) -> u32 {
        self.server.process()
    }

    /// What starts it again.
    pub(super) fn command(&self) -> &[String] {
        self.server.command()
    }

    /// Ends its process; what it knows stays.
    pub(super) fn end(&mut self) -> Result<()> {
        self.server.end()
    }
}

fn configure(client: &Client, agents: usize) -> Result<()> {
    let address = |agent: usize| format!("sip:agent{agent:04}@load.contoso.com");
    let listed: Vec<String> = (0..agents.max(1)).map(address).collect();
    let make = |collection: &str, object: Value| -> Result<Value> {
        Ok(client.post(&format!("/{collection}"), &object)?["Identity"].clone())
    };
    let group = make(
        "agent-groups",
        json!({"Name": "Agents", "RoutingMethod": "LongestIdle", "AgentAlertTime": 20, "AgentsByUri": listed}),
    )?;
    let queue = make("queues", json!({"Name": "Line", "AgentGroupIDList": [group]}))?;
    let action = json!({"Action": "TransferToQueue", "QueueID": queue});
    let workflow = json!({
        "Name": "Line", "PrimaryUri": "sip:line@load.contoso.com", "Active": true,
        "Language": "en-US", "TimeZone": "UTC", "DefaultAction": action,
    });
    make("workflows", workflow).map(drop)
}

/// Room for the calls, and agents who take the next call at once. Everything else is as it is by default.
const SECTIONS: &str = "[agents]\nguard_seconds = 0\n[media]\nports = \"10000-29999\"\nlegs = 10000\n\
                        [sip]\ntransactions = 200000\n";
