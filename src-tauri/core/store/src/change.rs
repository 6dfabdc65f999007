//! What a commit changed: the one thing that the interface, live views and supervisors listen to.

use std::collections::HashSet;

use runnel_domain::{event::Cause, ids::OperationId};
use serde::{Deserialize, Serialize};

/// Kinds of things that can change. The spelling is part of the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entity {
    /// A conversation, its tags, read state and copied columns included.
    Conversation,
    /// A contact or one of its identities.
    Contact,
    /// A message or a note.
    Message,
    /// A card.
    Deal,
    /// A column of a board.
    Stage,
    /// A board.
    Pipeline,
    /// A label.
    Tag,
    /// A task.
    Task,
    /// A connected account.
    Source,
    /// A person who works here.
    Member,
    /// A setting; the id is always 0.
    Setting,
    /// Something that a member set for themselves; the id is the member's.
    MemberSetting,
    /// A composer's unsent text; the id is the conversation's.
    Draft,
    /// A message on its way out.
    Outbox,
    /// A rule of the user's.
    TriggerRule,
    /// An evaluation of a rule.
    TriggerRun,
    /// An undoable action.
    Operation,
    /// Folder, unread or stage counters; the id is always 0.
    Counts,
    /// The first-run steps; the id is always 0.
    Welcome,
    /// A ready-made text.
    Template,
    /// What a resolved matter was about.
    Category,
    /// An additional field, or a value in it.
    Field,
    /// An entry of the block-list.
    Block,
    /// A named filter.
    SavedView,
}

/// One thing that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Change {
    /// What kind of thing.
    pub entity: Entity,
    /// Its id.
    pub id: i64,
}

/// Everything that one commit changed, each thing once, in the order in which it was first touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeSet {
    /// What changed.
    pub changes: Vec<Change>,
    /// Who or what caused the transaction.
    pub cause: Cause,
    /// The undoable action that this was, if it was one.
    pub operation: Option<OperationId>,
}

impl ChangeSet {
    /// Ids of the changed things of one kind.
    pub fn ids(&self, entity: Entity) -> impl Iterator<Item = i64> + '_ {
        self.changes
            .iter()
            .filter(move |change| change.entity == entity)
            .map(|change| change.id)
    }

    /// Whether anything of this kind changed.
    #[must_use]
    pub fn touches(&self, entity: Entity) -> bool {
        self.changes.iter().any(|change| change.entity == entity)
    }
}

/// Collects changes while a transaction runs.
#[derive(Debug, Default)]
pub(crate) struct ChangeLog {
    order: Vec<Change>,
    seen: HashSet<Change>,
}

impl ChangeLog {
    pub(crate) fn touch(&mut self, entity: Entity, id: i64) {
        let change = Change { entity, id };
        if self.seen.insert(change) {
            self.order.push(change);
        }
    }

    pub(crate) fn any(&self, wanted: impl Fn(Entity) -> bool) -> bool {
        self.order.iter().any(|change| wanted(change.entity))
    }

    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// Forgets what was touched after the log had `len` entries (a savepoint was rolled back).
    pub(crate) fn truncate(&mut self, len: usize) {
        for change in self.order.drain(len.min(self.order.len())..) {
            self.seen.remove(&change);
        }
    }

    pub(crate) fn into_changes(self) -> Vec<Change> {
        self.order
    }
}
