//! `switchback token`: the keys to the API. While the pool is stopped, access to its files is enough; while it
//! runs, the request goes through the API and needs a token itself.

use anyhow::{Context as _, anyhow};
use api::Secret;
use domain::{Label, Role, SipUri, Token, TokenId};
use serde::Deserialize;
use serde_json::json;
use store::StoreError;

use crate::{
    cli::{self, LocalPool},
    client::{self, Client, segment},
    config::PoolFile,
    failure::Failure,
    first_token::administrator,
    open_pool::{OpenPool, Wanted},
    output, table,
};

/// Does what was asked.
pub(crate) fn token(asked: &cli::Token) -> Result<(), Failure> {
    match asked {
        cli::Token::New(asked) => new(asked),
        cli::Token::List(asked) => list(&asked.pool),
        cli::Token::Revoke(asked) => revoke(asked),
    }
}

fn new(asked: &cli::TokenNew) -> Result<(), Failure> {
    let (file, door) = enter(&asked.pool, OpenPool::open)?;
    let wanted = wanted(asked, &file)?;
    let person = wanted.person.clone();
    let (id, text) = match door {
        Door::Files(mut pool) => {
            let secret = Secret::draw().map_err(anyhow::Error::from)?;
            pool.new_token(wanted, &secret)?;
            (secret.id.to_string(), secret.reveal().to_owned())
        }
        Door::Api(client) => ask_for(&client, &wanted)?,
    };
    output::remark(&format!("The token {id} for {person}, shown only this once:"));
    let shown = output::line_that_is_read(&text);
    Ok(shown.with_context(|| format!("the token {id} was made but not shown; revoke it and make another"))?)
}

fn list(pool: &LocalPool) -> Result<(), Failure> {
    let (_, door) = enter(pool, OpenPool::open_existing)?;
    let tokens = match door {
        Door::Files(pool) => pool.configuration().tokens().map(TokenLine::of).collect(),
        Door::Api(client) => tokens_of(&client)?,
    };
    let rows = tokens
        .into_iter()
        .map(|token| [token.id, token.person, token.label, token.created.at, token.created.by]);
    Ok(output::line(&table::table(["Token", "Person", "Label", "Made", "By"], rows))?)
}

fn revoke(asked: &cli::TokenRevoke) -> Result<(), Failure> {
    let id: TokenId = asked.id.parse().map_err(anyhow::Error::from)?;
    match enter(&asked.pool, OpenPool::open_existing)?.1 {
        Door::Files(mut pool) => pool.revoke_token(id)?,
        Door::Api(client) => drop(client.ask("DELETE", &format!("/api/v1/tokens/{id}"))?),
    }
    Ok(output::line(&format!("The token {id} opens nothing any more."))?)
}

/// A way into a pool.
enum Door {
    /// It is stopped: its files.
    Files(Box<OpenPool>),
    /// It runs: its API.
    Api(Client),
}

/// Enters a pool, by `open` where it is stopped.
fn enter(
    pool: &LocalPool,
    open: fn(&PoolFile) -> Result<OpenPool, StoreError>,
) -> Result<(PoolFile, Door), Failure> {
    let file = PoolFile::read(&pool.config)?;
    let door = match open(&file) {
        Ok(pool) => Door::Files(Box::new(pool)),
        Err(StoreError::InUse { .. }) => {
            let address = pool.url.clone().unwrap_or_else(|| client::address(&file));
            Door::Api(Client::new(address, &pool.access).context("the pool is running, so its API is asked")?)
        }
        Err(error) => return Err(anyhow::Error::from(error).into()),
    };
    Ok((file, door))
}

fn wanted(asked: &cli::TokenNew, file: &PoolFile) -> anyhow::Result<Wanted> {
    let person = match &asked.person {
        Some(text) => SipUri::new(text).context("--person")?,
        None => administrator(&file.pool)?,
    };
    let roles: Vec<Role> = asked
        .role
        .iter()
        .map(|word| serde_json::from_value(json!(word)).map_err(|error| anyhow!("--role: {error}")))
        .collect::<anyhow::Result<_>>()?;
    let roles = Some(roles).filter(|roles| !roles.is_empty());
    Ok(Wanted { person, roles, label: Label::new(&asked.label).context("--label")? })
}

fn ask_for(client: &Client, wanted: &Wanted) -> anyhow::Result<(String, String)> {
    if let Some(roles) = &wanted.roles {
        let path = format!("/api/v1/persons/{}", segment(wanted.person.as_str()));
        client.tell("PUT", &path, &json!({ "Roles": roles }))?;
    }
    let body = json!({ "Person": wanted.person, "Label": wanted.label });
    let made = client::json(client.tell("POST", "/api/v1/tokens", &body)?)?;
    let text = |name: &str| {
        made[name].as_str().map(str::to_owned).with_context(|| format!("the answer has no {name}"))
    };
    Ok((text("Id")?, text("Token")?))
}

/// A token as it is listed.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TokenLine {
    id: String,
    person: String,
    label: String,
    created: Created,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Created {
    at: String,
    by: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TokenPage {
    items: Vec<TokenLine>,
    next: Option<String>,
}

impl TokenLine {
    fn of(token: &Token) -> Self {
        let created = Created { at: token.created.at.to_string(), by: token.created.by.to_string() };
        let (id, person, label) = (token.id.to_string(), token.person.to_string(), token.label.to_string());
        Self { id, person, label, created }
    }
}

fn tokens_of(client: &Client) -> anyhow::Result<Vec<TokenLine>> {
    let (mut tokens, mut cursor) = (Vec::new(), String::new());
    loop {
        let answer = client.ask("GET", &format!("/api/v1/tokens?limit=1000{cursor}"))?;
        let page: TokenPage = serde_json::from_value(client::json(answer)?)
            .context("the pool's list of tokens cannot be read")?;
        tokens.extend(page.items);
        match page.next {
            Some(next) => cursor = format!("&cursor={}", segment(&next)),
            None => return Ok(tokens),
        }
    }
}
