//! Two contacts become one, and two again.
//!
//! A merge writes down every row that it moved and every value that it changed, so that taking it apart later puts
//! back exactly those, whatever came since. What came since stays with the kept contact, unless it came from an address
//! of the other one.

use runnel_domain::{
    FieldOwner,
    ids::{ContactId, ConversationId, FieldId, IdentityId, MergeId},
};
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::{block::settle, stars};
use crate::{
    Entity, Read, StoreError, Tx,
    table::{
        contact::{self, ContactProfile},
        duplicate, field, merge,
    },
};

/// What a merge changed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Moved {
    /// Addresses.
    pub identities: Vec<i64>,
    /// Conversations.
    pub conversations: Vec<i64>,
    /// Cards.
    pub deals: Vec<i64>,
    /// Tasks.
    pub tasks: Vec<i64>,
    /// Records of resolutions.
    pub tickets: Vec<i64>,
    /// Entries of the block-list.
    pub blocks: Vec<i64>,
    /// The kept contact's profile.
    pub before: ContactProfile,
    /// What it became.
    pub after: ContactProfile,
    /// Fields of the kept contact whose value was taken from the other one.
    pub fields: Vec<Taken>,
}

/// A field whose value the kept contact took over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Which field.
    pub field: FieldId,
    /// What stood there before, as stored: text and number.
    pub before: Option<(Option<String>, Option<i64>)>,
}

/// Tables whose rows belong to a contact, and where [`Moved`] remembers them.
const MOVED: &[(&str, &str, Entity)] = &[
    (
        "SELECT id FROM identity WHERE contact_id = ?1",
        "UPDATE identity SET contact_id = ?2 WHERE id = ?1",
        Entity::Contact,
    ),
    (
        "SELECT id FROM conversation WHERE contact_id = ?1",
        "UPDATE conversation SET contact_id = ?2 WHERE id = ?1",
        Entity::Conversation,
    ),
    (
        "SELECT id FROM deal WHERE contact_id = ?1",
        "UPDATE deal SET contact_id = ?2 WHERE id = ?1",
        Entity::Deal,
    ),
    (
        "SELECT id FROM task WHERE contact_id = ?1",
        "UPDATE task SET contact_id = ?2 WHERE id = ?1",
        Entity::Task,
    ),
    (
        "SELECT id FROM ticket WHERE contact_id = ?1",
        "UPDATE ticket SET contact_id = ?2 WHERE id = ?1",
        Entity::Conversation,
    ),
    (
        "SELECT id FROM block WHERE contact_id = ?1",
        "UPDATE block SET contact_id = ?2 WHERE id = ?1",
        Entity::Block,
    ),
];

impl Moved {
    fn lists(&self) -> [&Vec<i64>; 6] {
        [
            &self.identities,
            &self.conversations,
            &self.deals,
            &self.tasks,
            &self.tickets,
            &self.blocks,
        ]
    }

    fn lists_mut(&mut self) -> [&mut Vec<i64>; 6] {
        [
            &mut self.identities,
            &mut self.conversations,
            &mut self.deals,
            &mut self.tasks,
            &mut self.tickets,
            &mut self.blocks,
        ]
    }
}

/// Makes `gone` part of `kept`, whose profile becomes `profile`; `fields` are those whose value is taken from `gone`.
/// Where the kept one has nothing in a field, the other's value is taken as well.
///
/// # Errors
/// `Invalid` with `merge_same`, `merge_gone` (one of them is part of somebody already) or `merge_sample` (sample data
/// and real customers stay apart: the sample goes at one click).
pub fn merge(
    tx: &mut Tx<'_>,
    kept: ContactId,
    gone: ContactId,
    profile: &ContactProfile,
    fields: &[FieldId],
) -> Result<MergeId, StoreError> {
    if kept == gone {
        return Err(StoreError::invalid("merge_same"));
    }
    let (one, other) = (contact::get(tx, kept)?, contact::get(tx, gone)?);
    if one.merged_into.is_some() || other.merged_into.is_some() {
        return Err(StoreError::invalid("merge_gone"));
    }
    if one.is_sample != other.is_sample {
        return Err(StoreError::invalid("merge_sample"));
    }
    let mut moved = Moved {
        before: one.profile(),
        after: profile.clone(),
        ..Moved::default()
    };
    for ((find, _, _), list) in MOVED.iter().zip(moved.lists_mut()) {
        *list = tx.query_values(find, [gone.0])?;
    }
    give(tx, &moved, kept)?;
    contact::set_merged_into(tx, gone, Some(kept))?;
    contact::set_profile(tx, kept, profile)?;
    moved.fields = take_fields(tx, kept, gone, fields)?;
    duplicate::keep(tx, gone)?;
    duplicate::keep(tx, kept)?;
    look_again(tx, &[kept, gone])?;
    merge::insert(tx, kept, gone, &serde_json::to_string(&moved)?)
}

/// Takes a merge apart. What moved goes back, also where it was worked on since; conversations that began since with
/// one of its addresses go along. Values that nobody changed since are as before.
///
/// # Errors
/// `Invalid` with `merge_undone`, or `merge_not_last` where the kept contact became part of another one since.
pub fn unmerge(tx: &mut Tx<'_>, id: MergeId) -> Result<(), StoreError> {
    let merge = merge::get(tx, id)?;
    if merge.undone_at.is_some() {
        return Err(StoreError::invalid("merge_undone"));
    }
    let kept = contact::get(tx, merge.kept)?;
    if kept.merged_into.is_some() {
        return Err(StoreError::invalid("merge_not_last"));
    }
    let mut moved: Moved = serde_json::from_str(&merge.moved)?;
    came_since(tx, merge.kept, &mut moved)?;
    contact::set_merged_into(tx, merge.gone, None)?;
    give(tx, &moved, merge.gone)?;
    contact::set_profile(tx, merge.kept, &put_back(&kept.profile(), &moved))?;
    give_fields_back(tx, merge.kept, merge.gone, &moved.fields)?;
    merge::set_undone(tx, &merge)?;
    duplicate::keep(tx, merge.gone)?;
    look_again(tx, &[merge.kept, merge.gone])
}

/// What taking a merge apart would give back.
pub fn moved(read: &Read<'_>, id: MergeId) -> Result<Moved, StoreError> {
    Ok(serde_json::from_str(&merge::get(read, id)?.moved)?)
}

/// Gives the rows to a contact. Those that are gone since are left out by SQL.
fn give(tx: &mut Tx<'_>, moved: &Moved, to: ContactId) -> Result<(), StoreError> {
    for ((_, update, entity), list) in MOVED.iter().zip(moved.lists()) {
        for id in list {
            tx.execute(update, params![id, to.0])?;
            if *entity != Entity::Contact {
                tx.touch(*entity, *id);
            }
        }
    }
    tx.touch(Entity::Contact, to.0);
    Ok(())
}

/// Adds to `moved` what began since with the addresses of the other contact, and what hangs on its conversations.
fn came_since(tx: &Tx<'_>, kept: ContactId, moved: &mut Moved) -> Result<(), StoreError> {
    let theirs: Vec<(ConversationId, Option<IdentityId>)> = tx.query_all(
        "SELECT id, identity_id FROM conversation WHERE contact_id = ?1",
        [kept.0],
    )?;
    for (conversation, identity) in theirs {
        let known = moved.conversations.contains(&conversation.0);
        if !known && identity.is_some_and(|identity| moved.identities.contains(&identity.0)) {
            moved.conversations.push(conversation.0);
        }
    }
    let conversations = serde_json::to_string(&moved.conversations)?;
    for (sql, list) in [
        (
            "SELECT d.id FROM json_each(?1) AS asked CROSS JOIN deal d ON d.conversation_id = asked.value",
            &mut moved.deals,
        ),
        (
            "SELECT t.id FROM json_each(?1) AS asked CROSS JOIN task t ON t.conversation_id = asked.value",
            &mut moved.tasks,
        ),
        (
            "SELECT t.id FROM json_each(?1) AS asked CROSS JOIN ticket t ON t.conversation_id = asked.value",
            &mut moved.tickets,
        ),
    ] {
        for id in tx.query_values::<i64>(sql, [&conversations])? {
            if !list.contains(&id) {
                list.push(id);
            }
        }
    }
    Ok(())
}

/// The profile without what the merge put there, as far as nobody wrote over it.
fn put_back(now: &ContactProfile, moved: &Moved) -> ContactProfile {
    let text = |now: &String, before: &String, after: &String| {
        if now == after { before } else { now }.clone()
    };
    let (before, after) = (&moved.before, &moved.after);
    ContactProfile {
        custom_name: text(&now.custom_name, &before.custom_name, &after.custom_name),
        full_name: text(&now.full_name, &before.full_name, &after.full_name),
        nickname: text(&now.nickname, &before.nickname, &after.nickname),
        company: text(&now.company, &before.company, &after.company),
        language: text(&now.language, &before.language, &after.language),
        comment: text(&now.comment, &before.comment, &after.comment),
        preferred_channel: text(
            &now.preferred_channel,
            &before.preferred_channel,
            &after.preferred_channel,
        ),
    }
}

type Stored = (Option<String>, Option<i64>);
const STORED: &str = "SELECT text, number FROM field_value WHERE field_id = ?1 AND owner_id = ?2";

/// Copies values of contact fields: those asked for, and those that the kept one has not.
fn take_fields(
    tx: &mut Tx<'_>,
    kept: ContactId,
    gone: ContactId,
    asked: &[FieldId],
) -> Result<Vec<Taken>, StoreError> {
    let mut taken = Vec::new();
    for field in field::list(tx)? {
        if field.owner != FieldOwner::Contact {
            continue;
        }
        let before: Option<Stored> = tx.query_opt(STORED, params![field.id.0, kept.0])?;
        let theirs: Option<Stored> = tx.query_opt(STORED, params![field.id.0, gone.0])?;
        let wanted = before.is_none() || asked.contains(&field.id);
        if theirs.is_none() || !wanted || theirs == before {
            continue;
        }
        store(tx, field.id, kept, theirs.as_ref())?;
        taken.push(Taken {
            field: field.id,
            before,
        });
    }
    Ok(taken)
}

/// The kept contact's values as before, where they are still the other one's.
fn give_fields_back(
    tx: &mut Tx<'_>,
    kept: ContactId,
    gone: ContactId,
    taken: &[Taken],
) -> Result<(), StoreError> {
    for Taken { field, before } in taken {
        let now: Option<Stored> = tx.query_opt(STORED, params![field.0, kept.0])?;
        let theirs: Option<Stored> = tx.query_opt(STORED, params![field.0, gone.0])?;
        if now == theirs {
            store(tx, *field, kept, before.as_ref())?;
        }
    }
    Ok(())
}

fn store(
    tx: &mut Tx<'_>,
    field: FieldId,
    owner: ContactId,
    value: Option<&Stored>,
) -> Result<(), StoreError> {
    match value {
        Some((text, number)) => tx.execute(
            "INSERT INTO field_value (field_id, owner_id, text, number) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (field_id, owner_id) DO UPDATE SET text = excluded.text, number = excluded.number",
            params![field.0, owner.0, text, number],
        )?,
        None => tx.execute(
            "DELETE FROM field_value WHERE field_id = ?1 AND owner_id = ?2",
            params![field.0, owner.0],
        )?,
    };
    tx.touch(Entity::Field, field.0);
    Ok(())
}

/// What is derived from everything of a contact.
fn look_again(tx: &mut Tx<'_>, contacts: &[ContactId]) -> Result<(), StoreError> {
    for contact in contacts {
        let conversations: Vec<ConversationId> = tx.query_values(
            "SELECT id FROM conversation WHERE contact_id = ?1",
            [contact.0],
        )?;
        settle(tx, &conversations)?;
        stars::recompute(tx, *contact)?;
    }
    Ok(())
}
