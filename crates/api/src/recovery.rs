//! Export, import and the removal of what was exported.

use admin::{Context, Import, ObjectLine, RemoveExported, Reply, Request, Right};
use axum::{
    Json,
    extract::State,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{Digest, Export, PoolFqdn, RgsIdentity};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{
    archived,
    body::{self, Bounds, JsonObject},
    caller::Caller,
    granted::SEQUENCE,
    options::ARCHIVE_PAUSE_MAX,
    parameters::{Flag, Parameters, Service, WriteParameters},
    problem::{Problem, ProblemType},
    properties,
    router::Api,
    sending,
};

/// What to export.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportParameters {
    /// Only objects that belong to this pool; those of the pool itself unless told.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    owner: Option<Service>,
    /// Lists what would be exported, as JSON.
    #[serde(default)]
    #[param(value_type = Option<bool>)]
    what_if: Flag,
}

/// Exports the configuration as an archive (Export-CsRgsConfiguration). The headers Switchback-Sequence and
/// Switchback-Digest are what /recovery/removal asks for.
#[utoipa::path(
    get,
    path = "/api/v1/recovery/export",
    tag = "recovery",
    params(ExportParameters),
    responses((
        status = 200,
        description = "The archive, or the plan as JSON.",
        body = crate::openapi::BytesDocument,
        content_type = "application/zip",
        headers(
            ("Switchback-Sequence" = u64, description = "The last record of the pool that the archive knows of."),
            ("Switchback-Digest" = String, description = "The digest of the exported set."),
            ("Switchback-Owner" = String, description = "Whose objects were exported."),
            ("Content-Disposition" = String, description = "A name for the file."),
        ),
    ))
)]
pub(crate) async fn export(
    State(api): State<Api>,
    Caller(caller): Caller,
    Parameters(asked): Parameters<ExportParameters>,
) -> Result<Response, Problem> {
    let configuration = api.pool().configuration();
    admin::require(&configuration, &caller, Right::Administer, "export the configuration")?;
    let place = api.doors().export()?;
    let (pool, at, owner) =
        (api.pool().clone(), (api.options().clock)(), asked.owner.map(|service| service.0));
    let gathered = blocking(move || {
        let context = Context { at, caller: &caller, directory: pool.directory() };
        admin::export(&configuration, context, owner)
    });
    let export = gathered.await??;
    let origin = export.origin.clone().ok_or_else(Problem::unexpected_reply)?;
    if asked.what_if.0 {
        return Ok(Json(plan(&export)).into_response());
    }
    let pool = api.pool().clone();
    let packed = blocking(move || (place, archived::pack(&export, &pool)));
    let (place, bytes) = packed.await?;
    let body = sending::body(bytes?, place);
    let name = format!("attachment; filename=\"RgsConfig-{}-{}.zip\"", origin.owner, origin.sequence);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/zip")),
        (header::CONTENT_DISPOSITION, in_header(&name)),
        (SEQUENCE, origin.sequence.into()),
        (DIGEST, in_header(&origin.digest.to_string())),
        (OWNER, in_header(origin.owner.as_str())),
    ];
    Ok((headers, body).into_response())
}

fn plan(export: &Export) -> Value {
    let lines = export.objects.iter().map(|object| ObjectLine {
        kind: object.object.kind(),
        id: object.id,
        name: object.object.name().clone(),
    });
    let lines: Vec<ObjectLine> = lines.collect();
    let mut sentences: Vec<String> = lines.iter().map(|line| format!("Export the {line}.")).collect();
    if export.settings.is_some() {
        sentences.push("Export the settings of the pool.".to_owned());
    }
    json!({ "WhatIf": true, "Plan": sentences, "Objects": lines })
}

/// The switches of an import.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportParameters {
    /// -OverwriteOwner: everything belongs to this pool from now on.
    #[serde(default)]
    #[param(value_type = Option<bool>)]
    overwrite_owner: Flag,
    /// -ReplaceExistingRgsSettings: the settings of the archive replace those of the pool.
    #[serde(default, alias = "replaceExistingSettings")]
    #[param(value_type = Option<bool>)]
    replace_existing_rgs_settings: Flag,
    /// -ResolveNameConflicts: an imported object whose name is taken gets another.
    #[serde(default)]
    #[param(value_type = Option<bool>)]
    resolve_name_conflicts: Flag,
    /// -Force: what was edited on both sides is taken from the archive.
    #[serde(default)]
    #[param(value_type = Option<bool>)]
    force: Flag,
    /// -WhatIf: gives the plan and changes nothing.
    #[serde(default)]
    #[param(value_type = Option<bool>)]
    what_if: Flag,
}

/// Imports an archive, whole or not at all (Import-CsRgsConfiguration).
#[utoipa::path(
    post,
    path = "/api/v1/recovery/import",
    tag = "recovery",
    params(ImportParameters),
    request_body(content = crate::openapi::BytesDocument, content_type = "application/zip", description = "The archive."),
    responses(
        (status = 200, description = "What was done with each object, or the plan.", body = admin::ImportReport),
        (status = 409, description = "Conflicts, all at once; nothing was imported."),
    )
)]
pub(crate) async fn import(
    State(api): State<Api>,
    Caller(caller): Caller,
    Parameters(asked): Parameters<ImportParameters>,
    request: axum::extract::Request,
) -> Result<Response, Problem> {
    admin::require(&api.pool().configuration(), &caller, Right::Administer, "import a configuration")?;
    let place = api.doors().archive()?;
    let (parts, body) = request.into_parts();
    let (bytes_max, timeout) = (api.options().import_bytes_max, api.options().import_timeout);
    let bounds = Bounds { bytes_max, timeout, pause_max: ARCHIVE_PAUSE_MAX };
    let bytes = body::read(&parts.headers, body, bounds).await?;
    // The turn is taken when the archive is there, so that an upload that hangs keeps no other import waiting.
    let turn = api.doors().import().await?;
    // The work goes on when the asker hangs up, and keeps its places until it is done.
    let (_held, unpacked) = blocking(move || ((place, turn), archived::unpack(&bytes))).await?;
    let (export, archive_warnings) = unpacked?;
    let import = Import {
        export,
        overwrite_owner: asked.overwrite_owner.0,
        replace_existing_settings: asked.replace_existing_rgs_settings.0,
        resolve_name_conflicts: asked.resolve_name_conflicts.0,
        force: asked.force.0,
    };
    let mut granted = api.decide(caller, Request::Import(Box::new(import)), asked.what_if).await?;
    granted.warn(archive_warnings);
    let Reply::Imported(report) = granted.reply() else { return Err(Problem::unexpected_reply()) };
    let body = object(report);
    Ok(granted.respond(StatusCode::OK, body))
}

/// What to remove once its export is known to be safe.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub(crate) struct Removal {
    /// Whose objects were exported.
    #[schema(value_type = String, example = "primary.contoso.com")]
    owner: RgsIdentity,
    /// Switchback-Sequence of the export.
    sequence: u64,
    /// Switchback-Digest of the export.
    digest: Digest,
    /// Also when objects that stay refer to them.
    #[serde(default)]
    force: bool,
}

/// The objects that were removed.
#[derive(Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Removed {
    removed: Vec<ObjectLine>,
}

/// Removes exactly what an export carried away (Export-CsRgsConfiguration -RemoveExportedConfiguration).
#[utoipa::path(
    post,
    path = "/api/v1/recovery/removal",
    tag = "recovery",
    params(WriteParameters),
    request_body = Removal,
    responses(
        (status = 200, description = "What was removed, or the plan.", body = Removed),
        (status = 409, description = "The exported objects changed since, or are in use; nothing was removed."),
    )
)]
pub(crate) async fn remove_exported(
    State(api): State<Api>,
    Caller(caller): Caller,
    Parameters(asked): Parameters<WriteParameters>,
    JsonObject(given): JsonObject,
) -> Result<Response, Problem> {
    let Removal { owner, sequence, digest, force } = properties::read("removal", given)?;
    let owner: PoolFqdn = match owner.id {
        None => owner.pool,
        Some(_) => {
            let detail = format!("Owner: \"{owner}\" names an object; name the pool alone");
            return Err(Problem::new(ProblemType::PROPERTY, detail).with("Property", "Owner"));
        }
    };
    let request = Request::RemoveExported(RemoveExported { owner, sequence, digest, force });
    let granted = api.decide(caller, request, asked.what_if).await?;
    let Reply::ExportedRemoved(removed) = granted.reply() else { return Err(Problem::unexpected_reply()) };
    let body = object(&Removed { removed: removed.clone() });
    Ok(granted.respond(StatusCode::OK, body))
}

/// Runs work that takes long apart from the threads that answer requests.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(|stopped| {
        tracing::error!(%stopped, "the work on an archive broke off");
        Problem::new(ProblemType::INTERNAL, "the work on the archive broke off; nothing was changed")
    })
}

fn object(value: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(value) {
        Ok(Value::Object(object)) => object,
        other => unreachable!("a report is written as a JSON object, not {other:?}"),
    }
}

fn in_header(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("names of pools and digests are ASCII")
}

const DIGEST: HeaderName = HeaderName::from_static("switchback-digest");
const OWNER: HeaderName = HeaderName::from_static("switchback-owner");
