use std::collections::BTreeSet;

use domain::ContentHash;
use serde_json::{Value, json};

use super::Work;
use crate::pool::{Body, Client, Site, wav};

/// Archives of the same objects in several versions, exported by another pool.
pub(crate) struct Archives(Vec<(Vec<u8>, ContentHash)>);

impl Archives {
    pub(crate) fn new() -> Self {
        let site = Site::of("other.contoso.com");
        let server = site.start();
        let client = &server.client;
        let mut paths = vec!["workflows".to_owned()];
        paths.resize(GROUPS + 1, "agent-groups".to_owned());
        let versions = (0..VERSIONS).map(|version| {
            let music = wav(1_000_000 + version as u64, 9_000);
            let file = send(client, "POST", "audio-files?fileName=music.wav", Body::Audio(&music)).json();
            for (at, path) in paths.iter_mut().enumerate() {
                let method = if version == 0 { "POST" } else { "PUT" };
                let answer = send(client, method, path, Body::Json(&properties(at, version, &file)));
                if let Some(location) = answer.location {
                    *path = format!("{}?force=true", location.strip_prefix("/api/v1/").unwrap());
                }
            }
            (client.get("recovery/export").granted().bytes, ContentHash::of(&music))
        });
        Self(versions.collect())
    }

    /// The bytes of a version.
    pub(crate) fn bytes(&self, version: usize) -> &[u8] {
        &self.0[version].0
    }
}

const VERSIONS: usize = 5;
/// Agent groups in each archive, beside one workflow.
const GROUPS: usize = 25;

fn send(client: &Client, method: &str, path: &str, body: Body<'_>) -> crate::pool::Answer {
    client.send(method, path, None, body).unwrap().granted()
}

fn properties(at: usize, version: usize, music: &Value) -> Value {
    if at > 0 {
        return json!({ "Name": format!("imported {at}"), "Description": marker(version) });
    }
    json!({
        "Name": "imported workflow", "Description": marker(version), "PrimaryUri": "sip:imported@contoso.com",
        "Language": "en-US", "TimeZone": "Europe/Paris", "CustomMusicOnHoldFile": music,
    })
}

fn marker(version: usize) -> String {
    format!("import {version}")
}

/// Imports one version after the other.
pub(crate) struct Imports<'a> {
    archives: &'a Archives,
    version: Option<usize>,
    attempted: Option<usize>,
}

impl<'a> Imports<'a> {
    pub(crate) const fn new(archives: &'a Archives) -> Self {
        Self { archives, version: None, attempted: None }
    }

    /// The version that is there, which must be there whole.
    fn found(&self, client: &Client, when: &str) -> Option<usize> {
        let list = |collection| {
            let page = client.get(&format!("{collection}?showAll=true&limit=1000")).granted().json();
            page["Items"].as_array().unwrap().clone()
        };
        let imported: Vec<Value> = ["agent-groups", "workflows"]
            .into_iter()
            .flat_map(list)
            .filter(|item| item["Name"].as_str().unwrap().starts_with("imported"))
            .collect();
        if imported.is_empty() {
            return None;
        }
        let markers: BTreeSet<_> =
            imported.iter().map(|item| item["Description"].as_str().unwrap()).collect();
        assert_eq!(
            (imported.len(), markers.len()),
            (GROUPS + 1, 1),
            "{when}: an import is there in part: {markers:?}"
        );
        let version = (0..VERSIONS).find(|&version| markers.contains(marker(version).as_str()));
        let (_, music) = &self.archives.0[version.unwrap()];
        let audio = client.get(&format!("audio-files/{music}"));
        assert_eq!(ContentHash::of(&audio.bytes), *music, "{when}: the music of an import is missing");
        version
    }
}

impl Work for Imports<'_> {
    fn write(&mut self, client: &Client) -> Result<Option<u64>, ureq::Error> {
        let version = self.version.map_or(0, |version| (version + 1) % VERSIONS);
        self.attempted = Some(version);
        let body = Body::Archive(self.archives.bytes(version));
        let answer = client.send("POST", "recovery/import?force=true", None, body)?.granted();
        (self.version, self.attempted) = (Some(version), None);
        Ok(answer.sequence)
    }

    fn check(&mut self, client: &Client, when: &str) {
        let found = self.found(client, when);
        let attempted = self.attempted.is_some() && found == self.attempted;
        assert!(found == self.version || attempted, "{when}: {found:?} instead of {:?}", self.version);
        (self.version, self.attempted) = (found, None);
    }
}
