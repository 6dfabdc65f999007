//! One deed for many conversations (UC-8, UP-14): what it would be for each, and doing it for one.
//!
//! [`judge`] is the one place that says whether a deed changes a conversation. The number shown before and what
//! happens after both come from it.

use runnel_domain::{
    Folder, StageGroup, TaskKind, Timestamp,
    ids::{ConversationId, DealId, MemberId, StageId, TagId},
};
use rusqlite::params;

use super::{deal, folder, reading, snooze, stages};
use crate::{
    Read, StoreError, Tx,
    row::{FromRow, Row},
    table::{
        chat_list,
        task::{self, NewTask},
    },
};

/// What is done to each conversation of a selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BulkDeed {
    /// Seen by the acting member (UC-34).
    Read,
    /// Set to unread for the acting member (UC-24).
    Unread,
    /// Moved to this stage; from New that accepts or archives.
    Stage(StageId),
    /// Tags put on and taken off (UC-25).
    Tags {
        /// Put on.
        add: Vec<TagId>,
        /// Taken off.
        remove: Vec<TagId>,
    },
    /// In this member's charge, or in nobody's (UC-16).
    Responsible(Option<MemberId>),
    /// Something to do about each (UC-26).
    Task {
        /// What kind.
        kind: TaskKind,
        /// What; a custom task needs it.
        text: String,
        /// Who; `None`: whoever is responsible, or the acting member.
        assignee: Option<MemberId>,
        /// Deadline.
        due_at: Option<Timestamp>,
    },
    /// Taken into work (UC-3).
    Accept,
    /// Put away (UC-4), into this stage or the first one of "Not a lead".
    Archive(Option<StageId>),
    /// Put aside until a time; `None`: until the customer writes.
    Snooze(Option<Timestamp>),
}

/// How a conversation stands, as far as a bulk deed asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Which.
    pub id: ConversationId,
    /// Where it lies.
    pub folder: Folder,
    /// Its deal's stage.
    pub stage: Option<StageId>,
    /// This cycle's deal.
    pub deal: Option<DealId>,
    /// In charge.
    pub responsible: Option<MemberId>,
    /// Messages that the acting member has not seen.
    pub unread: i64,
    /// Set to unread by hand.
    pub marked_unread: bool,
    /// Put aside.
    pub snoozed: bool,
    /// Until when, where that is a time.
    pub snoozed_until: Option<Timestamp>,
    /// What it wears.
    pub tags: Vec<TagId>,
}

impl FromRow for Standing {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        let tags: String = row.get("tags")?;
        Ok(Self {
            id: row.get("id")?,
            folder: row.get("folder")?,
            stage: row.get("stage_id")?,
            deal: row.get("deal_id")?,
            responsible: row.get("responsible_id")?,
            unread: row.get("unread")?,
            marked_unread: row.get("marked_unread")?,
            snoozed: row.get("snoozed")?,
            snoozed_until: row.get("snoozed_until_at")?,
            tags: tags
                .split(',')
                .filter_map(|tag| tag.parse().ok().map(TagId))
                .collect(),
        })
    }
}

/// The statement behind [`standings`].
pub(crate) const STANDINGS: &str = "SELECT c.id, c.folder, c.stage_id, c.deal_id, c.responsible_id, \
       coalesce(r.unread, 0) AS unread, coalesce(r.marked_unread, 0) AS marked_unread, \
       c.snoozed_at IS NOT NULL AS snoozed, c.snoozed_until_at, \
       coalesce((SELECT group_concat(tag_id) FROM conversation_tag WHERE conversation_id = c.id), '') AS tags \
     FROM json_each(?1) AS asked CROSS JOIN conversation AS c ON c.id = asked.value \
     LEFT JOIN read_state AS r ON r.member_id = ?2 AND r.conversation_id = c.id ORDER BY asked.key";

/// How these conversations stand for a member, in the order asked; one that is not there is left out.
///
/// # Errors
/// When SQLite refuses.
pub fn standings(
    read: &Read<'_>,
    member: MemberId,
    ids: &[ConversationId],
) -> Result<Vec<Standing>, StoreError> {
    read.query_all(STANDINGS, params![chat_list::json(ids), member.0])
}

/// What a deed is for a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It changes something.
    Changes,
    /// It is so already.
    Same,
    /// It is none for what was chosen.
    Refused,
}

/// Whether a deed changes a conversation that stands like this.
#[must_use]
pub fn judge(standing: &Standing, deed: &BulkDeed) -> Verdict {
    let same = match deed {
        BulkDeed::Read => standing.unread == 0 && !standing.marked_unread,
        BulkDeed::Unread => standing.marked_unread,
        BulkDeed::Stage(stage) => standing.stage == Some(*stage),
        BulkDeed::Tags { add, remove } => {
            let wears = |tag: &TagId| standing.tags.contains(tag);
            add.iter().all(wears) && !remove.iter().any(wears)
        }
        BulkDeed::Responsible(member) => standing.responsible == *member,
        BulkDeed::Task { .. } => false,
        BulkDeed::Accept => standing.folder == Folder::Accepted,
        BulkDeed::Archive(stage) => {
            standing.folder == Folder::Archive && (stage.is_none() || standing.stage == *stage)
        }
        BulkDeed::Snooze(until) => standing.snoozed && standing.snoozed_until == *until,
    };
    if same {
        Verdict::Same
    } else {
        Verdict::Changes
    }
}

/// Refuses a deed that makes no sense for any conversation.
///
/// # Errors
/// `Invalid` with `stage_gone`, `stage_not_archived`, `task_text_blank` or `snooze_past`; `NotFound` where there is no such stage.
pub fn check_deed(read: &Read<'_>, deed: &BulkDeed, now: Timestamp) -> Result<(), StoreError> {
    match deed {
        BulkDeed::Stage(stage) => stages::enterable(read, *stage).map(drop),
        BulkDeed::Archive(Some(stage)) => {
            if stages::enterable(read, *stage)?.group == StageGroup::Active {
                return Err(StoreError::invalid("stage_not_archived"));
            }
            Ok(())
        }
        BulkDeed::Task { kind, text, .. }
            if *kind == TaskKind::Custom && text.trim().is_empty() =>
        {
            Err(StoreError::invalid("task_text_blank"))
        }
        BulkDeed::Snooze(Some(until)) if *until <= now => Err(StoreError::invalid("snooze_past")),
        _ => Ok(()),
    }
}

/// The stage that a deed leads into, with its group; `None`: it changes no stage. `present` is where the conversation
/// is now: accepting leaves an active stage as it is.
///
/// # Errors
/// `Invalid` with `no_such_stage_group` where the pipeline has no stage to go to.
pub fn leads_to(
    read: &Read<'_>,
    deed: &BulkDeed,
    present: Option<StageId>,
) -> Result<Option<(StageId, StageGroup)>, StoreError> {
    let stage = match deed {
        BulkDeed::Stage(stage) | BulkDeed::Archive(Some(stage)) => stages::enterable(read, *stage)?,
        BulkDeed::Archive(None) => stages::first(read, StageGroup::NotALead)?,
        BulkDeed::Accept => match present {
            Some(stage) => match stages::present(read, stage)? {
                stage if !stage.group.is_archived() => stage,
                _ => stages::first(read, StageGroup::Active)?,
            },
            None => stages::first(read, StageGroup::Active)?,
        },
        _ => return Ok(None),
    };
    Ok(Some((stage.id, stage.group)))
}

/// Does the deed to one conversation, through the same steps as for a single one.
///
/// # Errors
/// What that step says; nothing of it is kept then if the caller runs it in [`Tx::attempt`].
pub fn bulk_step(
    tx: &mut Tx<'_>,
    standing: &Standing,
    deed: &BulkDeed,
    me: MemberId,
) -> Result<(), StoreError> {
    let id = standing.id;
    match deed {
        BulkDeed::Read => reading::mark_read(tx, id, me),
        BulkDeed::Unread => reading::mark_unread(tx, id, me),
        BulkDeed::Stage(stage) => match standing.deal {
            Some(deal) => deal::move_deal(tx, deal, *stage, None, None).map(drop),
            None => folder::accept(tx, id, Some(*stage), None).map(drop),
        },
        BulkDeed::Tags { add, remove } => reading::change_tags(tx, id, add, remove),
        BulkDeed::Responsible(member) => folder::set_responsible(tx, id, *member),
        BulkDeed::Task {
            kind,
            text,
            assignee,
            due_at,
        } => {
            let new = NewTask {
                conversation: id,
                kind: *kind,
                text,
                assignee: Some(assignee.or(standing.responsible).unwrap_or(me)),
                due_at: *due_at,
                trigger_run: None,
            };
            task::create(tx, &new).map(drop)
        }
        BulkDeed::Accept => folder::accept(tx, id, None, None).map(drop),
        BulkDeed::Archive(stage) => folder::archive(tx, id, *stage).map(drop),
        BulkDeed::Snooze(until) => snooze::snooze(tx, id, *until),
    }
}
