//! One action on many conversations.

use runnel_app::{
    bulk::{BulkDeed as Deed, BulkOrder, Selection, Subject},
    chats::ChatsAsked,
};
use runnel_domain::{
    Timestamp,
    ids::{ConversationId, DealId, MemberId, PipelineId, StageId, TagId},
};

use super::{chats, convert};
use crate::{
    router::Router,
    wire::{
        Done, Nothing, WireError,
        bulk::{
            BulkApplyRequest, BulkDeed, BulkDone, BulkPreview, BulkPreviewRequest, BulkRefusal,
            BulkSelection, BulkTrigger,
        },
    },
};

pub(crate) async fn bulk_preview(
    router: &Router,
    request: BulkPreviewRequest,
) -> Result<BulkPreview, WireError> {
    let (selection, deed) = (selection(request.selection), deed(request.deed));
    let preview = router.app.bulk_preview(router.me, selection, deed).await?;
    Ok(BulkPreview {
        total: convert::count(preview.total),
        changes: convert::count(preview.changes),
        same: convert::count(preview.same),
        gone: convert::count(preview.gone),
        refused: convert::count(preview.refused),
        messages: convert::count(preview.messages()),
        triggers: preview
            .triggers
            .into_iter()
            .map(|trigger| BulkTrigger {
                id: trigger.id.0,
                name: trigger.name,
                runs: convert::count(trigger.runs),
                messages: convert::count(trigger.messages),
                tags: convert::count(trigger.tags),
                tasks: convert::count(trigger.tasks),
            })
            .collect(),
    })
}

pub(crate) async fn bulk_apply(
    router: &Router,
    request: BulkApplyRequest,
) -> Result<BulkDone, WireError> {
    let order = BulkOrder {
        selection: selection(request.selection),
        deed: deed(request.deed),
        send_messages: request.send_messages,
        expected: request.expected.map(|expected| expected as usize),
    };
    let changed = router.app.bulk_apply(router.me, order).await?;
    let done = changed.value;
    Ok(BulkDone {
        changed: convert::count(done.changed),
        same: convert::count(done.same),
        refused: convert::count(done.refused),
        refusals: done
            .refusals
            .into_iter()
            .map(|refusal| {
                let (conversation_id, deal_id) = match refusal.subject {
                    Subject::Conversation(id) => (Some(id.0), None),
                    Subject::Deal(id) => (None, Some(id.0)),
                };
                BulkRefusal {
                    conversation_id,
                    deal_id,
                    client: refusal.client,
                    code: refusal.code.to_owned(),
                }
            })
            .collect(),
        left: convert::count(done.left),
        operation: convert::operation(changed.operation),
    })
}

pub(crate) async fn bulk_cancel(router: &Router, _: Nothing) -> Result<Done, WireError> {
    router.app.bulk_cancel();
    Ok(Done::default())
}

fn conversations(ids: Vec<i64>) -> Vec<ConversationId> {
    ids.into_iter().map(ConversationId).collect()
}

fn selection(selection: BulkSelection) -> Selection {
    match selection {
        BulkSelection::These { conversation_ids } => {
            Selection::These(conversations(conversation_ids))
        }
        BulkSelection::Matching {
            place,
            filter,
            sort,
            except,
        } => Selection::Matching {
            asked: ChatsAsked {
                place,
                filter: filter.map(|filter| filter.0),
                sort: chats::sort(sort),
            },
            except: conversations(except),
        },
        BulkSelection::Cards { keys } => Selection::Cards(keys.into_iter().map(card).collect()),
        BulkSelection::Columns {
            pipeline_id,
            filter,
            stage_ids,
            except,
        } => Selection::Columns {
            pipeline: PipelineId(pipeline_id),
            filter: filter.map(|filter| filter.0),
            stages: stage_ids.into_iter().map(StageId).collect(),
            except: except.into_iter().map(DealId).collect(),
        },
    }
}

fn card(key: i64) -> Subject {
    if key < 0 {
        Subject::Conversation(ConversationId(key.saturating_neg()))
    } else {
        Subject::Deal(DealId(key))
    }
}

fn deed(deed: BulkDeed) -> Deed {
    let tags = |ids: Vec<i64>| ids.into_iter().map(TagId).collect();
    match deed {
        BulkDeed::Read => Deed::Read,
        BulkDeed::Unread => Deed::Unread,
        BulkDeed::Stage { stage_id } => Deed::Stage(StageId(stage_id)),
        BulkDeed::Tags { add, remove } => Deed::Tags {
            add: tags(add),
            remove: tags(remove),
        },
        BulkDeed::Responsible { member_id } => Deed::Responsible(member_id.map(MemberId)),
        BulkDeed::Task {
            task_kind,
            text,
            assignee_id,
            due_at,
        } => Deed::Task {
            kind: task_kind,
            text,
            assignee: assignee_id.map(MemberId),
            due_at: due_at.map(Timestamp),
        },
        BulkDeed::Accept => Deed::Accept,
        BulkDeed::Archive { stage_id } => Deed::Archive(stage_id.map(StageId)),
        BulkDeed::Snooze { until_at } => Deed::Snooze(until_at.map(Timestamp)),
    }
}
