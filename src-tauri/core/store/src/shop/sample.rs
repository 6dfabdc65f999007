//! Sample data goes as it came: all of it at once.

use runnel_domain::ids::{ContactId, ConversationId, TagId};

use crate::{
    Entity, StoreError, Tx,
    table::{setting, tag},
};

/// Account of the source that sample conversations come through.
pub const SAMPLE_ACCOUNT: &str = "sample";

/// Setting that names the labels which the sample brought along.
const TAGS: &str = "sample_tags";

/// Children before parents.
const REMOVAL: &[&str] = &[
    "CREATE TEMP TABLE IF NOT EXISTS gone (id INTEGER PRIMARY KEY)",
    "DELETE FROM temp.gone",
    "INSERT INTO temp.gone SELECT id FROM conversation WHERE is_sample = 1",
    "DELETE FROM outbox WHERE conversation_id IN (SELECT id FROM temp.gone)",
    "DELETE FROM timer WHERE conversation_id IN (SELECT id FROM temp.gone)",
    "DELETE FROM trigger_run WHERE conversation_id IN (SELECT id FROM temp.gone)",
    "DELETE FROM draft WHERE conversation_id IN (SELECT id FROM temp.gone)",
    "DELETE FROM task WHERE conversation_id IN (SELECT id FROM temp.gone) OR contact_id IN (SELECT id FROM contact WHERE is_sample = 1)",
    "DELETE FROM event WHERE conversation_id IN (SELECT id FROM temp.gone)",
    "DELETE FROM event WHERE conversation_id IS NULL AND contact_id IN (SELECT id FROM contact WHERE is_sample = 1)",
    "DELETE FROM read_state WHERE conversation_id IN (SELECT id FROM temp.gone)",
    "DELETE FROM conversation_tag WHERE conversation_id IN (SELECT id FROM temp.gone)",
    "DELETE FROM message_ref WHERE conversation_id IN (SELECT id FROM temp.gone)",
    "DELETE FROM message WHERE conversation_id IN (SELECT id FROM temp.gone)",
    "DELETE FROM field_value WHERE owner_id IN (SELECT id FROM temp.gone) AND field_id IN (SELECT id FROM field WHERE owner = 'conversation')",
    "DELETE FROM field_value WHERE owner_id IN (SELECT id FROM contact WHERE is_sample = 1) AND field_id IN (SELECT id FROM field WHERE owner = 'contact')",
    "DELETE FROM field_value WHERE owner_id IN (SELECT id FROM deal WHERE is_sample = 1) AND field_id IN (SELECT id FROM field WHERE owner = 'deal')",
    "DELETE FROM deal WHERE is_sample = 1 OR contact_id IN (SELECT id FROM contact WHERE is_sample = 1)",
    "DELETE FROM conversation WHERE id IN (SELECT id FROM temp.gone)",
    "DELETE FROM identity WHERE contact_id IN (SELECT id FROM contact WHERE is_sample = 1)",
    "DELETE FROM block WHERE contact_id IN (SELECT id FROM contact WHERE is_sample = 1)",
    "DELETE FROM contact_merge WHERE kept_id IN (SELECT id FROM contact WHERE is_sample = 1)",
    "DELETE FROM not_duplicate WHERE one_id IN (SELECT id FROM contact WHERE is_sample = 1) OR other_id IN (SELECT id FROM contact WHERE is_sample = 1)",
    "UPDATE contact SET merged_into = NULL WHERE is_sample = 1 AND merged_into IS NOT NULL",
    "DELETE FROM contact WHERE is_sample = 1",
    "DELETE FROM source WHERE channel = 'local' AND account = 'sample'",
    "DELETE FROM temp.gone",
];

/// Remembers that the sample made this label, so that it goes with it.
pub fn sample_brought_tag(tx: &mut Tx<'_>, tag: TagId) -> Result<(), StoreError> {
    let mut tags: Vec<i64> = setting::get(tx, TAGS)?.unwrap_or_default();
    if !tags.contains(&tag.0) {
        tags.push(tag.0);
        setting::set(tx, TAGS, &tags)?;
    }
    Ok(())
}

/// Removes everything that is marked as sample, whatever people and triggers did with it since, and leaves nothing
/// of it behind: rows, events, search index, counters, labels that nothing else wears, its source.
///
/// Children go before their parents, so that no foreign key has to be looked up among many.
pub fn remove_sample(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let conversations: Vec<ConversationId> =
        tx.query_values("SELECT id FROM conversation WHERE is_sample = 1", ())?;
    let contacts: Vec<ContactId> =
        tx.query_values("SELECT id FROM contact WHERE is_sample = 1", ())?;
    for step in REMOVAL {
        tx.execute(step, ())?;
    }
    for tag in setting::get::<Vec<i64>>(tx, TAGS)?.unwrap_or_default() {
        let worn: i64 = tx.query_value(
            "SELECT count(*) FROM conversation_tag WHERE tag_id = ?1",
            [tag],
        )?;
        if worn == 0 {
            tag::delete(tx, TagId(tag))?;
        }
    }
    setting::unset(tx, TAGS)?;
    for conversation in conversations {
        tx.touch(Entity::Conversation, conversation.0);
    }
    for contact in contacts {
        tx.touch(Entity::Contact, contact.0);
    }
    for entity in [
        Entity::Counts,
        Entity::Source,
        Entity::Deal,
        Entity::Task,
        Entity::Tag,
    ] {
        tx.touch(entity, 0);
    }
    Ok(())
}
