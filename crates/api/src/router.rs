//! Every route, and what surrounds them.

use std::sync::Arc;

use axum::{Router, middleware};
use domain::{AgentGroup, HolidaySet, HoursOfBusiness, Queue, Workflow};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    Live, Options, Pool, agent, agents, audio, calendar, call,
    doors::Doors,
    log, noun_document, openapi, person, pick, pool_state,
    problem::{Problem, ProblemType},
    queue_state, recovery, settings, test_call, token, watch,
};

/// What every handler can reach.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    pool: Pool,
    options: Arc<Options>,
    doors: Arc<Doors>,
}

impl Api {
    /// The pool that is served.
    pub(crate) const fn pool(&self) -> &Pool {
        &self.pool
    }

    /// What the embedding server decided.
    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    /// The calls and agents of the moment.
    pub(crate) fn live(&self) -> Arc<Live> {
        (self.options.live)()
    }

    /// What is said where the pool has no listener for SIP.
    pub(crate) fn takes_no_calls(&self) -> Problem {
        let detail = format!(
            "{} takes no calls: name listeners for SIP in [listen] of its file, such as sip = \
             [\"udp:192.0.2.10:5060\"], and start it again",
            self.pool.configuration().pool()
        );
        Problem::new(ProblemType::NO_CALLS, detail)
    }

    /// The limits.
    pub(crate) fn doors(&self) -> &Doors {
        &self.doors
    }
}

/// The API of a pool: everything under `/api/v1`, with `/healthz` and `/metrics`.
///
/// The server that serves it brings TLS, the time that headers may take, and the address of each peer
/// (`into_make_service_with_connect_info::<SocketAddr>`), by which requests are limited.
pub fn router(pool: Pool, options: Options) -> Router {
    let doors = Arc::new(Doors::new(&options));
    let api = Api { pool, options: Arc::new(options), doors };
    let (routes, _) = routes_with_document().split_for_parts();
    routes
        .fallback(watch::no_route)
        .method_not_allowed_fallback(watch::no_method)
        .layer(middleware::from_fn_with_state(api.clone(), watch::watch))
        .with_state(api)
}

/// The routes with their document; no route can be without.
pub(crate) fn routes_with_document() -> OpenApiRouter<Api> {
    let router = OpenApiRouter::with_openapi(openapi::base());
    let router = noun_document::add::<AgentGroup>(router);
    let router = noun_document::add::<Queue>(router);
    let router = noun_document::add::<Workflow>(router);
    let router = noun_document::add::<HoursOfBusiness>(router);
    let router = noun_document::add::<HolidaySet>(router);
    router
        .routes(routes!(agents::agents))
        .routes(routes!(calendar::calendar))
        .routes(routes!(agent::list_agents))
        .routes(routes!(agent::read_agent, agent::change_agent))
        .routes(routes!(call::list_calls))
        .routes(routes!(pick::pick_call))
        .routes(routes!(queue_state::list_queue_states))
        .routes(routes!(settings::read_settings, settings::save_settings))
        .routes(routes!(audio::import_audio))
        .routes(routes!(audio::read_audio))
        .routes(routes!(recovery::export))
        .routes(routes!(recovery::import))
        .routes(routes!(recovery::remove_exported))
        .routes(routes!(pool_state::read_pool))
        .routes(routes!(pool_state::list_pool_roles))
        .routes(routes!(pool_state::fail_over))
        .routes(routes!(pool_state::fail_back))
        .routes(routes!(log::log))
        .routes(routes!(person::list_persons))
        .routes(routes!(person::read_person, person::save_roles))
        .routes(routes!(token::list_tokens, token::create_token))
        .routes(routes!(token::revoke_token))
        .routes(routes!(test_call::place_test_call))
        .routes(routes!(test_call::plan_test_call))
        .routes(routes!(test_call::place_planned_test_call))
        .routes(routes!(test_call::read_test_call, test_call::end_test_call))
        .routes(routes!(pool_state::healthz))
        .routes(routes!(pool_state::metrics_text))
}

/// The one route that is never limited: whoever watches the server must not be turned away by its load.
pub(crate) const HEALTH: &str = "/healthz";
