use domain::PoolFqdn;
use rusqlite::{Connection, OptionalExtension, Result, Transaction, TransactionBehavior};

/// The version of the database that this program writes: the number of the last migration.
#[expect(clippy::cast_possible_truncation, reason = "there will never be four billion migrations")]
pub const SCHEMA_VERSION: u32 = MIGRATIONS.len() as u32;

/// The steps from an empty database to the present one. A step that was released is never edited.
///
/// When adding a step: add a file and its line here, keep a database of the version before in `tests/golden`, and
/// name it in `tests/migrations.rs`.
const MIGRATIONS: &[&str] = &[include_str!("migrations/0001-log.sql")];

/// What the file says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing was ever written to it, or nothing is left.
    Empty,
    /// A database of ours in this version.
    Ours(u32),
    /// Something else.
    Foreign,
}

/// Reads what kind of database this is, and writes nothing.
pub(super) fn recognise(connection: &Connection) -> Result<Kind> {
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let tables: u32 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match (application, version, tables) {
        (0, 0, 0) => Kind::Empty,
        (APPLICATION, 1.., _) => Kind::Ours(version),
        _ => Kind::Foreign,
    })
}

/// The pool whose log the database holds.
pub(super) fn pool(connection: &Connection) -> Result<Option<String>> {
    connection.query_row("SELECT value FROM meta WHERE name = 'pool'", [], |row| row.get(0)).optional()
}

/// Takes the missing steps from `version` up to [`SCHEMA_VERSION`], all or none of them, and gives a fresh database
/// to `pool`.
pub(super) fn migrate(connection: &mut Connection, version: u32, pool: &PoolFqdn) -> Result<()> {
    if version == SCHEMA_VERSION {
        return Ok(());
    }
    let transaction = Transaction::new(connection, TransactionBehavior::Immediate)?;
    for step in &MIGRATIONS[version as usize..] {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    if version == 0 {
        transaction.execute("INSERT INTO meta (name, value) VALUES ('pool', ?1)", [pool.as_str()])?;
    }
    transaction.commit()
}

/// Tells our databases from those of other programs (`PRAGMA application_id`): "SwBk".
const APPLICATION: i32 = 0x5377_426b;
