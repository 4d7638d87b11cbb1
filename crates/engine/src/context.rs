use std::sync::Arc;

use domain::ActionKind;
use stdx::Instant;

use crate::{CallContext, CallId, Engine};

impl Engine {
    /// What an agent is told about a call that waits. Waiting time, questions and answers belong to interactive
    /// workflows and can be switched off for the pool (`docs/rules.md`, agents).
    pub(crate) fn context(&self, now: Instant, id: CallId) -> Arc<CallContext> {
        let call = self.calls.get(&id).expect("only a call in progress is offered");
        let waiting = call.waiting().expect("only a call that waits is offered");
        let queue = self.queues.get(&waiting.queue).expect("a call waits in a queue that is kept for it");
        let workflow = call.workflow();
        let kind = workflow.default_action.as_ref().map(|action| action.kind());
        let is_interactive = kind == Some(ActionKind::TransferToQuestion);
        let is_shown = is_interactive && !self.configuration.settings().disable_call_context;
        Arc::new(CallContext {
            workflow: call.workflow.id,
            workflow_name: workflow.name.clone(),
            workflow_uri: workflow.primary_uri.clone(),
            queue_name: queue.name().clone(),
            caller: call.caller.clone(),
            anonymous: workflow.anonymous,
            waited: is_shown.then(|| now.since(waiting.since)),
            answers: if is_shown { call.answers.clone() } else { Vec::new() },
        })
    }
}
