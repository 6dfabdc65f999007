//! Who may see what: rows of `pipeline_access` and `member_source`, and things as rights look at them.

use std::collections::{BTreeMap, BTreeSet};

use runnel_domain::{
    Level, Role,
    access::{Answer, Card, Chat, Deed, Rights, Thing, may},
    ids::{
        AttachmentId, ContactId, ConversationId, DealId, FieldId, IdentityId, MemberId, MergeId,
        MessageId, PipelineId, SourceId, StageId, TaskId,
    },
};
use rusqlite::params;

use crate::{Entity, Read, StoreError, Tx};

/// Something that a request names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Named {
    /// A conversation.
    Conversation(ConversationId),
    /// A card.
    Deal(DealId),
    /// A remark on a card, by its row id.
    Comment(i64),
    /// A message or note.
    Message(MessageId),
    /// A task.
    Task(TaskId),
    /// A file.
    Attachment(AttachmentId),
    /// A column.
    Stage(StageId),
    /// A board.
    Pipeline(PipelineId),
    /// A contact.
    Contact(ContactId),
    /// An address of a contact.
    Identity(IdentityId),
    /// Two contacts that became one.
    Merge(MergeId),
    /// An account.
    Source(SourceId),
    /// An additional field.
    Field(FieldId),
    /// What stands in an additional field of a contact, a conversation or a deal.
    Value(FieldId, i64),
}

impl Named {
    /// What a refusal calls it: its kind and its id.
    #[must_use]
    pub const fn entity(self) -> (Entity, i64) {
        match self {
            Self::Conversation(id) => (Entity::Conversation, id.0),
            Self::Deal(id) => (Entity::Deal, id.0),
            Self::Comment(id) => (Entity::Deal, id),
            Self::Message(id) => (Entity::Message, id.0),
            Self::Attachment(id) => (Entity::Message, id.0),
            Self::Task(id) => (Entity::Task, id.0),
            Self::Stage(id) => (Entity::Stage, id.0),
            Self::Pipeline(id) => (Entity::Pipeline, id.0),
            Self::Contact(id) => (Entity::Contact, id.0),
            Self::Identity(id) => (Entity::Contact, id.0),
            Self::Merge(id) => (Entity::Contact, id.0),
            Self::Source(id) => (Entity::Source, id.0),
            Self::Field(id) | Self::Value(id, _) => (Entity::Field, id.0),
        }
    }
}

/// Everything that is set for a member; `None`: nobody, or somebody who left. Of those who see everything only the
/// role is read.
pub fn rights(read: &Read<'_>, member: MemberId) -> Result<Option<Rights>, StoreError> {
    let found: Option<(Role, bool, bool)> = read.query_opt(
        "SELECT role, all_chats, all_sources FROM member WHERE id = ?1 AND removed_at IS NULL",
        [member.0],
    )?;
    let Some((role, all_chats, all_sources)) = found else {
        return Ok(None);
    };
    let mut rights = Rights {
        member,
        role,
        all_chats,
        sources: None,
        boards: BTreeMap::new(),
        entry: None,
    };
    if rights.is_everything() {
        return Ok(Some(rights));
    }
    if !all_sources {
        rights.sources = Some(sources(read, member)?);
    }
    let boards: Vec<(PipelineId, Level)> = read.query_all(
        "SELECT p.id, coalesce(a.level, p.others) FROM pipeline AS p
           LEFT JOIN pipeline_access AS a ON a.pipeline_id = p.id AND a.member_id = ?1",
        [member.0],
    )?;
    rights.boards = boards.into_iter().collect();
    rights.entry =
        read.query_value_opt("SELECT id FROM pipeline WHERE is_default = 1 LIMIT 1", [])?;
    Ok(Some(rights))
}

/// The accounts chosen for a member; they count where not all are allowed.
pub fn sources(read: &Read<'_>, member: MemberId) -> Result<BTreeSet<SourceId>, StoreError> {
    let found: Vec<SourceId> = read.query_values(
        "SELECT source_id FROM member_source WHERE member_id = ?1",
        [member.0],
    )?;
    Ok(found.into_iter().collect())
}

/// Every level that was set for somebody, by board and member.
pub fn levels(read: &Read<'_>) -> Result<Vec<(PipelineId, MemberId, Level)>, StoreError> {
    read.query_all(
        "SELECT pipeline_id, member_id, level FROM pipeline_access ORDER BY pipeline_id, member_id",
        [],
    )
}

/// What every board grants those for whom nothing was set.
pub fn others(read: &Read<'_>) -> Result<BTreeMap<PipelineId, Level>, StoreError> {
    let found: Vec<(PipelineId, Level)> = read.query_all("SELECT id, others FROM pipeline", [])?;
    Ok(found.into_iter().collect())
}

/// Stages of boards, deleted ones included: of cards that stand there still or ended there.
pub fn stages_of(read: &Read<'_>, boards: &[PipelineId]) -> Result<Vec<StageId>, StoreError> {
    let boards: Vec<i64> = boards.iter().map(|board| board.0).collect();
    read.query_values(
        "SELECT stage.id FROM json_each(?1) AS asked
          CROSS JOIN stage ON stage.pipeline_id = asked.value ORDER BY stage.id",
        [serde_json::to_string(&boards)?],
    )
}

/// What stands behind a name; `None`: nothing does.
pub fn thing(read: &Read<'_>, named: Named) -> Result<Option<Thing>, StoreError> {
    Ok(match named {
        Named::Conversation(id) => chat(read, id)?.map(Thing::Chat),
        Named::Deal(id) => card(read, id)?.map(Thing::Card),
        Named::Comment(id) => {
            let deal: Option<DealId> =
                read.query_value_opt("SELECT deal_id FROM deal_comment WHERE id = ?1", [id])?;
            within(deal, |deal| thing(read, Named::Deal(deal)))?
        }
        Named::Message(id) => {
            let of: Option<ConversationId> =
                read.query_value_opt("SELECT conversation_id FROM message WHERE id = ?1", [id.0])?;
            within(of, |id| thing(read, Named::Conversation(id)))?
        }
        Named::Task(id) => {
            let of: Option<(Option<ConversationId>, Option<DealId>)> = read.query_opt(
                "SELECT conversation_id, deal_id FROM task WHERE id = ?1",
                [id.0],
            )?;
            match of {
                Some((Some(conversation), _)) => thing(read, Named::Conversation(conversation))?,
                Some((None, Some(deal))) => thing(read, Named::Deal(deal))?,
                Some((None, None)) => Some(Thing::Workspace),
                None => None,
            }
        }
        Named::Attachment(id) => file(read, id)?,
        Named::Stage(id) => {
            let board: Option<PipelineId> =
                read.query_value_opt("SELECT pipeline_id FROM stage WHERE id = ?1", [id.0])?;
            board.map(Thing::Board)
        }
        Named::Pipeline(id) => Some(Thing::Board(id)),
        Named::Contact(id) => Some(person(read, id)?),
        Named::Identity(id) => {
            let of: Option<ContactId> =
                read.query_value_opt("SELECT contact_id FROM identity WHERE id = ?1", [id.0])?;
            within(of, |id| thing(read, Named::Contact(id)))?
        }
        Named::Merge(id) => {
            let of: Option<ContactId> =
                read.query_value_opt("SELECT kept_id FROM contact_merge WHERE id = ?1", [id.0])?;
            within(of, |id| thing(read, Named::Contact(id)))?
        }
        Named::Source(id) => Some(Thing::Source(id)),
        Named::Field(id) => {
            let board: Option<Option<PipelineId>> =
                read.query_value_opt("SELECT pipeline_id FROM field WHERE id = ?1", [id.0])?;
            board.map(|board| board.map_or(Thing::Workspace, Thing::Board))
        }
        Named::Value(field, owner) => {
            let kind: Option<String> =
                read.query_value_opt("SELECT owner FROM field WHERE id = ?1", [field.0])?;
            match kind.as_deref() {
                Some("contact") => thing(read, Named::Contact(ContactId(owner)))?,
                Some("conversation") => thing(read, Named::Conversation(ConversationId(owner)))?,
                Some("deal") => thing(read, Named::Deal(DealId(owner)))?,
                _ => None,
            }
        }
    })
}

fn within<I>(
    found: Option<I>,
    then: impl FnOnce(I) -> Result<Option<Thing>, StoreError>,
) -> Result<Option<Thing>, StoreError> {
    found.map_or(Ok(None), then)
}

/// A conversation as rights look at it.
pub fn chat(read: &Read<'_>, id: ConversationId) -> Result<Option<Chat>, StoreError> {
    let found: Option<(SourceId, Option<MemberId>, Option<PipelineId>)> = read.query_opt(
        "SELECT c.source_id, c.responsible_id, stage.pipeline_id FROM conversation AS c
           LEFT JOIN stage ON stage.id = c.stage_id WHERE c.id = ?1",
        [id.0],
    )?;
    Ok(found.map(|(source, responsible, board)| Chat {
        source,
        responsible,
        board,
    }))
}

type CardRow = (
    PipelineId,
    Option<MemberId>,
    Option<SourceId>,
    Option<MemberId>,
);

fn as_card((board, owner, source, responsible): CardRow) -> Card {
    Card {
        board,
        owner,
        chat: source.map(|source| Chat {
            source,
            responsible,
            board: None,
        }),
    }
}

/// A card as rights look at it.
pub fn card(read: &Read<'_>, id: DealId) -> Result<Option<Card>, StoreError> {
    let found: Option<CardRow> = read.query_opt(
        "SELECT d.pipeline_id, d.owner_id, c.source_id, c.responsible_id FROM deal AS d
           LEFT JOIN conversation AS c ON c.id = d.conversation_id WHERE d.id = ?1",
        [id.0],
    )?;
    Ok(found.map(as_card))
}

/// A file of a message or a card; one that lies in a composer still is everybody's.
fn file(read: &Read<'_>, id: AttachmentId) -> Result<Option<Thing>, StoreError> {
    let found: Option<(Option<MessageId>, Option<DealId>)> = read.query_opt(
        "SELECT a.message_id, (SELECT deal_id FROM deal_file WHERE attachment_id = a.id LIMIT 1)
           FROM attachment AS a WHERE a.id = ?1",
        [id.0],
    )?;
    match found {
        Some((Some(message), _)) => thing(read, Named::Message(message)),
        Some((None, Some(deal))) => thing(read, Named::Deal(deal)),
        Some((None, None)) => Ok(Some(Thing::Workspace)),
        None => Ok(None),
    }
}

fn person(read: &Read<'_>, id: ContactId) -> Result<Thing, StoreError> {
    let chats: Vec<(SourceId, Option<MemberId>, Option<PipelineId>)> = read.query_all(
        "SELECT c.source_id, c.responsible_id, stage.pipeline_id FROM conversation AS c
           LEFT JOIN stage ON stage.id = c.stage_id WHERE c.contact_id = ?1",
        [id.0],
    )?;
    let cards: Vec<CardRow> = read.query_all(
        "SELECT d.pipeline_id, d.owner_id, c.source_id, c.responsible_id FROM deal AS d
           LEFT JOIN conversation AS c ON c.id = d.conversation_id WHERE d.contact_id = ?1",
        [id.0],
    )?;
    let chats = chats.into_iter().map(|(source, responsible, board)| Chat {
        source,
        responsible,
        board,
    });
    Ok(Thing::Person(
        chats.collect(),
        cards.into_iter().map(as_card).collect(),
    ))
}

/// Whether a member could be in charge of a conversation: may they see it once it is theirs?
pub fn could_have(
    read: &Read<'_>,
    member: MemberId,
    conversation: ConversationId,
) -> Result<bool, StoreError> {
    // Whether somebody works here still is asked elsewhere.
    let Some(rights) = rights(read, member)? else {
        return Ok(true);
    };
    if rights.is_everything() {
        return Ok(true);
    }
    Ok(chat(read, conversation)?.is_none_or(|chat| rights.could_have(&chat)))
}

/// Whether a member sees a conversation; whoever left sees nothing.
pub fn sees(
    read: &Read<'_>,
    member: MemberId,
    conversation: ConversationId,
) -> Result<bool, StoreError> {
    let Some(rights) = rights(read, member)? else {
        return Ok(false);
    };
    let chat = chat(read, conversation)?;
    Ok(chat.is_some_and(|chat| may(&rights, Deed::See, &Thing::Chat(chat)) == Answer::Yes))
}

/// Open cards of a board that a member is in charge of, with their conversations.
pub fn open_cards(
    read: &Read<'_>,
    member: MemberId,
    board: PipelineId,
) -> Result<Vec<(DealId, Option<ConversationId>)>, StoreError> {
    read.query_all(
        "SELECT deal.id, deal.conversation_id FROM stage CROSS JOIN deal ON deal.stage_id = stage.id
          WHERE stage.pipeline_id = ?1 AND stage.grp = 'active' AND deal.owner_id = ?2 ORDER BY deal.id",
        params![board.0, member.0],
    )
}

/// Sets the level of a member on a board; `None`: as everybody else.
pub fn set_level(
    tx: &mut Tx<'_>,
    member: MemberId,
    board: PipelineId,
    level: Option<Level>,
) -> Result<(), StoreError> {
    match level {
        Some(level) => tx.execute(
            "INSERT INTO pipeline_access (member_id, pipeline_id, level) VALUES (?1, ?2, ?3)
             ON CONFLICT (member_id, pipeline_id) DO UPDATE SET level = excluded.level",
            params![member.0, board.0, level.as_str()],
        )?,
        None => tx.execute(
            "DELETE FROM pipeline_access WHERE member_id = ?1 AND pipeline_id = ?2",
            params![member.0, board.0],
        )?,
    };
    tx.touch(Entity::Pipeline, board.0);
    tx.touch(Entity::Member, member.0);
    Ok(())
}

/// Sets what a board grants those for whom nothing is set.
pub fn set_others(tx: &mut Tx<'_>, board: PipelineId, level: Level) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE pipeline SET others = ?2 WHERE id = ?1",
        params![board.0, level.as_str()],
    )?;
    tx.touch(Entity::Pipeline, board.0);
    Ok(())
}

/// What is set for a member besides levels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Role.
    pub role: Role,
    /// Sees everybody's chats.
    pub all_chats: bool,
    /// Allowed accounts; `None`: all.
    pub sources: Option<BTreeSet<SourceId>>,
}

/// Sets role, whose chats and which accounts.
pub fn set_scope(tx: &mut Tx<'_>, member: MemberId, scope: &Scope) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE member SET role = ?2, all_chats = ?3, all_sources = ?4 WHERE id = ?1",
        params![
            member.0,
            scope.role.as_str(),
            scope.all_chats,
            scope.sources.is_none()
        ],
    )?;
    let wanted = scope.sources.clone().unwrap_or_default();
    let known = sources(tx, member)?;
    for gone in known.difference(&wanted) {
        tx.execute(
            "DELETE FROM member_source WHERE member_id = ?1 AND source_id = ?2",
            params![member.0, gone.0],
        )?;
    }
    for new in wanted.difference(&known) {
        tx.execute(
            "INSERT INTO member_source (member_id, source_id) VALUES (?1, ?2)",
            params![member.0, new.0],
        )?;
    }
    tx.touch(Entity::Member, member.0);
    Ok(())
}

/// What is set for a member besides levels; `NotFound` where there is none.
pub fn scope(read: &Read<'_>, member: MemberId) -> Result<Scope, StoreError> {
    let found: Option<(Role, bool, bool)> = read.query_opt(
        "SELECT role, all_chats, all_sources FROM member WHERE id = ?1",
        [member.0],
    )?;
    let (role, all_chats, all_sources) = found.ok_or(StoreError::NotFound {
        entity: Entity::Member,
        id: member.0,
    })?;
    let sources = if all_sources {
        None
    } else {
        Some(sources(read, member)?)
    };
    Ok(Scope {
        role,
        all_chats,
        sources,
    })
}
