//! Triggers: cards, editing, log.

use runnel_app::trigger::{RunView, TriggerView};
use runnel_domain::ids::{TriggerId, TriggerRunId};
use serde_json::Value;

use super::{
    convert,
    rule::{to_body, to_rule},
};
use crate::{
    router::Router,
    wire::{
        Done, Made, Nothing, WireError,
        trigger::{
            self as wire, Trigger, TriggerBody, TriggerEffect, TriggerEnableRequest, TriggerEvent,
            TriggerList, TriggerReason, TriggerRun, TriggerRuns, TriggerRunsRequest,
            TriggerSaveRequest,
        },
    },
};

pub(crate) async fn trigger_list(router: &Router, _: Nothing) -> Result<TriggerList, WireError> {
    let triggers = router.app.trigger_list().await?;
    Ok(TriggerList {
        triggers: triggers.into_iter().map(card).collect(),
    })
}

pub(crate) async fn trigger_save(
    router: &Router,
    request: TriggerSaveRequest,
) -> Result<Made, WireError> {
    let rule = to_rule(&request.body);
    let id = request.trigger_id.map(TriggerId);
    let made = router
        .app
        .trigger_save(router.me, id, request.body.name, rule)
        .await?;
    Ok(convert::made(made.map(|id| id.0)))
}

pub(crate) async fn trigger_enable(
    router: &Router,
    request: TriggerEnableRequest,
) -> Result<Done, WireError> {
    let id = TriggerId(request.trigger_id);
    Ok(convert::done(
        router
            .app
            .trigger_enable(router.me, id, request.enabled)
            .await?,
    ))
}

pub(crate) async fn trigger_delete(
    router: &Router,
    request: wire::TriggerId,
) -> Result<Done, WireError> {
    let id = TriggerId(request.trigger_id);
    Ok(convert::done(
        router.app.trigger_delete(router.me, id).await?,
    ))
}

pub(crate) async fn trigger_runs(
    router: &Router,
    request: TriggerRunsRequest,
) -> Result<TriggerRuns, WireError> {
    let id = request.trigger_id.map(TriggerId);
    let before = request.before_id.map(TriggerRunId);
    let (runs, more) = router.app.trigger_runs(id, before, request.limit).await?;
    Ok(TriggerRuns {
        runs: runs.into_iter().map(run).collect(),
        more,
    })
}

fn card(view: TriggerView) -> Trigger {
    let name = view.row.name;
    let body = view
        .row
        .rule
        .as_ref()
        .and_then(|rule| to_body(name.clone(), rule));
    let last_failure = match (&body, &view.last_run) {
        (None, _) => "written_by_newer_version".to_owned(),
        (Some(_), Some(run)) => run.failure().to_owned(),
        (Some(_), None) => String::new(),
    };
    Trigger {
        id: view.row.id.0,
        // Shown, but with nothing to do: what it really says only a newer version can show.
        body: body.unwrap_or_else(|| TriggerBody {
            name,
            event: TriggerEvent::ConversationNew,
            conditions: Vec::new(),
            actions: Vec::new(),
        }),
        enabled: view.row.enabled,
        updated_at: view.row.updated_at.0,
        run_count: convert::count(view.row.run_count),
        last_run_at: convert::millis(view.row.last_run_at),
        last_run_client: view.last_run.map(|run| run.client).unwrap_or_default(),
        waiting: convert::count(view.waiting),
        next_due_at: convert::millis(view.next_due_at),
        last_failure,
    }
}

fn run(view: RunView) -> TriggerRun {
    let row = view.row;
    TriggerRun {
        id: row.id.0,
        trigger_id: row.trigger.0,
        trigger_name: view.trigger_name,
        conversation_id: row.conversation.map(|id| id.0),
        client: view.client,
        at: row.at.0,
        outcome: row.outcome.as_str().to_owned(),
        reasons: reasons(&row.reason),
        effects: row
            .effects
            .as_array()
            .into_iter()
            .flatten()
            .map(effect)
            .collect(),
    }
}

/// One entry per test of the conditions, otherwise the one reason; none when there was nothing to test.
fn reasons(reason: &Value) -> Vec<TriggerReason> {
    let tests = reason.get("tests").and_then(Value::as_array);
    if let Some(tests) = tests.filter(|tests| !tests.is_empty()) {
        let of = |test: &Value| TriggerReason {
            code: test.get("test").and_then(word_of_test).unwrap_or_default(),
            held: test.get("holds").and_then(Value::as_bool).unwrap_or(false),
            found: String::new(),
        };
        return tests.iter().map(of).collect();
    }
    let code = text(reason, "code");
    if code == "matched" {
        return Vec::new();
    }
    vec![TriggerReason {
        code,
        held: false,
        found: text(reason, "detail"),
    }]
}

/// The wire's word for a test of the condition language.
fn word_of_test(test: &Value) -> Option<String> {
    let word = test.as_object()?.keys().next()?.as_str();
    Some(match word {
        "tags" => "tag".to_owned(),
        "text" => "text_contains".to_owned(),
        word => word.to_owned(),
    })
}

fn effect(effect: &Value) -> TriggerEffect {
    let number = |name: &str| effect.get(name).and_then(Value::as_i64);
    TriggerEffect {
        deed: text(effect, "do"),
        state: text(effect, "state"),
        due_at: number("due_at"),
        code: text(effect, "code"),
        made_id: number("message").or_else(|| number("task")),
    }
}

fn text(value: &Value, name: &str) -> String {
    value
        .get(name)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}
