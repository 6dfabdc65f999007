//! Doing one action of a trigger now, through the same steps as a person's.

use runnel_domain::{
    Channel, MessageState,
    delivery::give_up_after_ms,
    facts::Facts,
    ids::{ConversationId, MemberId, TagId, TriggerRunId},
    rule::{ActionKind, Assignee, Wording},
    template::{Rendered, Slot, Template},
};
use runnel_store::{
    Read, StoreError, Tx, shop,
    table::{
        access, attachment, block, conversation, member, outbox, source, tag,
        task::{self, NewTask},
        template,
    },
};
use serde_json::{Value, json};

use crate::{log::effect, values::values};

/// The word that logs use for an action.
pub(crate) const fn word(action: &ActionKind) -> &'static str {
    match action {
        ActionKind::SendMessage { .. } => "send_message",
        ActionKind::EditTags { .. } => "edit_tags",
        ActionKind::CreateTask { .. } => "create_task",
    }
}

/// Does an action. What cannot be done now is skipped with a code, what cannot be done until somebody mends the trigger
/// has failed; only the store's own failures are errors.
pub(crate) fn apply(
    tx: &mut Tx<'_>,
    action: &ActionKind,
    facts: &Facts,
    run: TriggerRunId,
) -> Result<Value, StoreError> {
    let conversation = facts.conversation;
    match action {
        ActionKind::SendMessage { message } => send(tx, message, conversation, run),
        ActionKind::EditTags { add, remove } => edit_tags(tx, add, remove, conversation),
        ActionKind::CreateTask {
            task,
            text,
            assignee,
            due_in,
        } => {
            let text = match rendered(tx, text, conversation)? {
                Ok(rendered) => rendered.text,
                Err(code) => return Ok(skipped("create_task", code)),
            };
            let (assignee, passed_over) = assignee_of(tx, *assignee, conversation)?;
            let new = NewTask {
                conversation,
                kind: *task,
                text: &text,
                assignee,
                due_at: due_in.map(|due_in| tx.now().plus_minutes(due_in.minutes())),
                trigger_run: Some(run),
            };
            let task = task::create(tx, &new)?;
            let mut more = json!({ "task": task });
            if let (Some(code), Some(more)) = (passed_over, more.as_object_mut()) {
                more.insert("code".to_owned(), json!(code));
            }
            Ok(effect("create_task", "done", more))
        }
    }
}

/// An action that is not done, with the code of why.
pub(crate) fn skipped(what: &str, code: &str) -> Value {
    effect(what, "skipped", json!({ "code": code }))
}

fn send(
    tx: &mut Tx<'_>,
    wording: &Wording,
    conversation: ConversationId,
    run: TriggerRunId,
) -> Result<Value, StoreError> {
    let what = "send_message";
    if let Some(code) = no_way(tx, conversation)? {
        return Ok(skipped(what, code));
    }
    let thread = conversation::get(tx, conversation)?;
    let account = source::get(tx, thread.source)?;
    let (words, attached) = match wording {
        Wording::Own(text) => (text.clone(), Vec::new()),
        Wording::Template(id) => match template::find(tx, *id)? {
            Some(found) => (found.body, template::files_of(tx, *id)?),
            None => return Ok(effect(what, "failed", json!({ "code": "template_gone" }))),
        },
    };
    let Rendered { text, unfilled } = match rendered(tx, &words, conversation)? {
        Ok(rendered) => rendered,
        Err(code) => return Ok(skipped(what, code)),
    };
    if text.trim().is_empty() && attached.is_empty() {
        return Ok(skipped(what, "message_blank"));
    }
    let files = attached
        .into_iter()
        .map(|file| attachment::copy(tx, file))
        .collect::<Result<Vec<_>, _>>()?;
    let message = shop::message_out(
        tx,
        &shop::NewOutbound {
            conversation,
            identity: thread.identity,
            text: text.trim(),
            subject: &thread.subject,
            files: &files,
            automatic: true,
            trigger_run: Some(run),
            member: None,
            state: MessageState::Queued,
        },
    )?;
    let now = tx.now();
    let give_up_at = now.plus_millis(give_up_after_ms(account.channel));
    outbox::enqueue(tx, message, account.id, conversation, now, give_up_at)?;
    let unfilled: Vec<_> = unfilled.iter().map(Slot::name).collect();
    Ok(effect(
        what,
        "done",
        json!({ "message": message, "unfilled": unfilled }),
    ))
}

/// Why nothing can be sent in a conversation; `None`: it can.
pub(crate) fn no_way(
    read: &Read<'_>,
    conversation: ConversationId,
) -> Result<Option<&'static str>, StoreError> {
    let thread = conversation::get(read, conversation)?;
    let account = source::get(read, thread.source)?;
    // The workspace's own welcome and sample conversations lead nowhere.
    Ok(if account.channel == Channel::Local {
        Some("no_channel")
    } else if account.removed_at.is_some() {
        Some("source_removed")
    } else if thread.identity.is_none() {
        Some("no_address")
    } else if block::of_client(read, thread.contact)?.is_some() {
        // Never to whom the block-list names, also where one of their messages was let in (UT-3).
        Some("client_blocked")
    } else {
        None
    })
}

fn edit_tags(
    tx: &mut Tx<'_>,
    add: &[TagId],
    remove: &[TagId],
    conversation: ConversationId,
) -> Result<Value, StoreError> {
    // A tag that was deleted since is no reason to leave the others.
    let known: Vec<TagId> = tag::list(tx)?.into_iter().map(|tag| tag.id).collect();
    let present = |tags: &[TagId]| {
        tags.iter()
            .copied()
            .filter(|tag| known.contains(tag))
            .collect::<Vec<_>>()
    };
    let (add, remove) = (present(add), present(remove));
    if add.is_empty() && remove.is_empty() {
        return Ok(skipped("edit_tags", "tags_gone"));
    }
    shop::change_tags(tx, conversation, &add, &remove)?;
    Ok(effect(
        "edit_tags",
        "done",
        json!({ "added": add, "removed": remove }),
    ))
}

/// Who gets a task. Somebody who left or may not see the conversation (UC-28) is passed over for whoever is in charge;
/// then also the code of why.
fn assignee_of(
    tx: &Tx<'_>,
    assignee: Assignee,
    conversation: ConversationId,
) -> Result<(Option<MemberId>, Option<&'static str>), StoreError> {
    let code = match assignee {
        Assignee::Responsible => None,
        Assignee::Member(member) if access::sees(tx, member, conversation)? => {
            return Ok((Some(member), None));
        }
        Assignee::Member(member) if member::get(tx, member)?.removed_at.is_some() => {
            Some("assignee_gone")
        }
        Assignee::Member(_) => Some("assignee_cannot_see"),
    };
    Ok((conversation::get(tx, conversation)?.responsible, code))
}

/// The text with its variables, or the code of why it cannot be used.
fn rendered(
    tx: &Tx<'_>,
    text: &str,
    conversation: ConversationId,
) -> Result<Result<Rendered, &'static str>, StoreError> {
    match Template::parse(text) {
        Ok(template) => Ok(Ok(template.render(&values(
            tx,
            conversation,
            None,
            tx.now(),
        )?))),
        Err(error) => Ok(Err(error.code)),
    }
}
