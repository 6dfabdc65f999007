//! Deals: looked at, added by hand, changed one thing at a time, thrown away (CP-6 to CP-9).

use runnel_domain::{
    Channel, FieldOwner, Level, Money, Priority, StageGroup, Timestamp,
    ids::{ContactId, DealId, MemberId, PipelineId, StageId, TagId},
};
use runnel_store::{
    Read, Tx,
    shop::{self, DealChange as Change, NewDeal},
    table::{
        contact::{self, NewContact},
        deal_card, deal_comment, deal_file, deal_stay, event, identity, member, stage, tag, task,
    },
};

pub use runnel_store::{
    shop::DealChange,
    table::{contact::Elsewhere, deal_card::DealCard, deal_comment::DealComment, deal_stay::Stay},
};
use serde_json::json;

use crate::{
    app::{App, Changed},
    attachment::Attachment,
    board::sound,
    contact::free,
    error::AppError,
    field::{FieldView, views},
    label::{self, label},
    permission::{Deed, Named, Sight},
    task::{TaskView, carrier, seen},
    timeline::{Happened, Happening, Names},
};

/// Longest title, in characters: one line of a card.
const LONGEST_TITLE: usize = 200;
/// Longest description, in characters; more belongs into a file.
const LONGEST_DESCRIPTION: usize = 20_000;
/// Longest reason, in characters.
const LONGEST_REASON: usize = 2_000;
/// Longest name of a new contact, in characters.
const LONGEST_NAME: usize = 200;
/// Deals of a contact that are listed.
const MOST_DEALS: usize = 100;
/// Conversations of a contact among which the last one is looked for that somebody sees who does not see all.
const MOST_CHATS: usize = 50;
/// Events of a deal that its history looks through, latest first.
const MOST_EVENTS: usize = 500;

/// Everything about a deal.
#[derive(Debug, Clone)]
pub struct DealSheet {
    /// What stands on the card.
    pub card: DealCard,
    /// What its contact is called.
    pub client: String,
    /// The conversation last active with its contact, whether or not it carries the deal.
    pub last_chat: Option<Elsewhere>,
    /// Additional fields of deals on its board, in order.
    pub fields: Vec<FieldView>,
    /// Remarks, oldest first.
    pub comments: Vec<DealComment>,
    /// Files, first added first.
    pub files: Vec<Attachment>,
    /// Labels of its conversation; they are the conversation's, also on another board.
    pub tags: Vec<TagId>,
    /// Tasks about it and about the conversation that carries it, open ones by deadline first.
    pub tasks: Vec<TaskView>,
    /// What the acting member may do to it.
    pub deeds: Vec<Deed>,
}

/// What became of a deal over time.
#[derive(Debug, Clone)]
pub struct DealHistory {
    /// Its stays, first one first.
    pub stays: Vec<Stay>,
    /// What else changed, latest first.
    pub changes: Vec<Happened>,
}

/// With whom a new deal is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Party {
    /// Somebody known (CP-7).
    Known(ContactId),
    /// Somebody new.
    New {
        /// What they are called.
        name: String,
        /// Where they can be reached, as typed, and on which network.
        address: Option<(Channel, String)>,
    },
}

/// Where a new deal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    /// In this column.
    Stage(StageId),
    /// In the first active one of this board.
    Board(PipelineId),
}

/// A deal to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealWish {
    /// With whom.
    pub party: Party,
    /// Where.
    pub place: Where,
    /// Empty: the contact's name is shown.
    pub title: String,
    /// Free text.
    pub description: String,
    /// How urgent.
    pub priority: Priority,
    /// What it is worth.
    pub amount: Option<Money>,
    /// In charge.
    pub owner: Option<MemberId>,
    /// Close by.
    pub due_at: Option<Timestamp>,
}

impl App {
    /// Everything about a deal.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn deal(&self, me: MemberId, id: DealId) -> Result<DealSheet, AppError> {
        self.read(move |read| {
            let card = deal_card::get(read, id)?;
            // No row has id 0: every conversation of the contact is another one.
            let none = runnel_domain::ids::ConversationId(0);
            let sight = Sight::of(read, me)?;
            let most = if sight.is_whole() { 1 } else { MOST_CHATS };
            let mut last = contact::elsewhere(read, card.contact, none, me, most)?;
            if !sight.is_whole() {
                let mut seen = Vec::new();
                for chat in last {
                    if sight.chat(read, chat.id)? {
                        seen.push(chat);
                    }
                }
                last = seen;
            }
            Ok(DealSheet {
                client: label::client(read, card.contact)?,
                last_chat: last.into_iter().next(),
                fields: views(read, FieldOwner::Deal, id.0, Some(card.pipeline))?,
                comments: deal_comment::of_deal(read, id)?,
                files: deal_file::of_deal(read, id)?,
                tags: match card.conversation {
                    Some(chat) => tag::of_conversation(read, chat)?
                        .into_iter()
                        .map(|tag| tag.id)
                        .collect(),
                    None => Vec::new(),
                },
                tasks: task::of_deal(read, id, carrier(read, &card)?)?
                    .into_iter()
                    .map(|row| seen(read, row))
                    .collect::<Result<_, _>>()?,
                deeds: sight.deeds(read, Named::Deal(id))?,
                card,
            })
        })
        .await
    }

    /// Where a deal stood, how long and by whom (UP-15), and what else changed on it.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn deal_history(&self, id: DealId) -> Result<DealHistory, AppError> {
        self.read(move |read| {
            deal_card::get(read, id)?;
            let mut names = Names::default();
            let mut changes = Vec::new();
            for happened in event::of_deal(read, id, MOST_EVENTS)? {
                changes.extend(names.told(read, happened)?.filter(|told| {
                    matches!(
                        told.what,
                        Happening::ValueChanged(..)
                            | Happening::DueChanged(..)
                            | Happening::ReasonGiven(_)
                            | Happening::Responsible(..)
                    )
                }));
            }
            Ok(DealHistory {
                stays: deal_stay::of_deal(read, id)?,
                changes,
            })
        })
        .await
    }

    /// The deals of a contact on every board, newest first.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn deals_of_contact(&self, contact: ContactId) -> Result<Vec<DealCard>, AppError> {
        let asked = self.question();
        self.read(move |read| {
            let sight = Sight::asked(read, asked.as_deref())?;
            let mut seen = Vec::new();
            for card in deal_card::of_contact(read, contact, MOST_DEALS)? {
                if sight.card(read, card.id)? {
                    seen.push(card);
                }
            }
            Ok(seen)
        })
        .await
    }

    /// Adds a deal at the top of its column (CP-6, CP-7).
    ///
    /// # Errors
    /// `Invalid` with `name_empty`, `name_too_long`, `title_too_long`, `description_too_long`, `currency_invalid`,
    /// `amount_too_large`, `member_gone`, `no_such_stage_group`, `stage_requires`, and those of [`App::identity_add`].
    pub async fn deal_add(
        &self,
        me: MemberId,
        wish: DealWish,
    ) -> Result<Changed<DealId>, AppError> {
        let title = line(&wish.title);
        fits(&title, LONGEST_TITLE, "title_too_long", "title")?;
        let description = wish.description.trim().to_owned();
        fits(
            &description,
            LONGEST_DESCRIPTION,
            "description_too_long",
            "description",
        )?;
        sound(wish.amount.as_ref())?;
        let undo = self.label_wish(&wish).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            works_here(tx, wish.owner)?;
            let stage = place(tx, wish.place)?;
            sees_board(tx, wish.owner, stage::get(tx, stage)?.pipeline)?;
            let contact = party(tx, &wish.party)?;
            let new = NewDeal {
                contact,
                stage,
                title: &title,
                description: &description,
                priority: wish.priority,
                due_at: wish.due_at,
                amount: wish.amount,
                owner: wish.owner,
                is_sample: false,
            };
            let deal = shop::create_deal(tx, &new)?;
            shop::check_needs(tx, deal)?;
            Ok(deal)
        })
        .await
    }

    /// Changes one thing on a deal, provided that it still is as the person saw it. The same again changes nothing.
    ///
    /// # Errors
    /// `Conflict` where it is no longer at `revision`; `Invalid` with `title_too_long`, `description_too_long`,
    /// `reason_too_long`, `currency_invalid`, `amount_too_large` or `member_gone`.
    pub async fn deal_update(
        &self,
        me: MemberId,
        id: DealId,
        change: DealChange,
        revision: Option<i64>,
    ) -> Result<Changed, AppError> {
        let change = settled(change)?;
        let code = match change {
            Change::CloseReason(_) => "deal_reason_set",
            _ => "deal_update",
        };
        let undo = self.label_deal(code, id, None).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            if let Change::Owner(owner) = change {
                works_here(tx, owner)?;
                sees_board(tx, owner, deal_card::get(tx, id)?.pipeline)?;
            }
            Ok(shop::change_deal(tx, id, change, revision)?)
        })
        .await
    }

    /// Throws a deal away. Where it carried a conversation, that goes back to New.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn deal_delete(&self, me: MemberId, id: DealId) -> Result<Changed, AppError> {
        let undo = self.label_deal("deal_delete", id, None).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            Ok(shop::delete_deal(tx, id)?)
        })
        .await
    }

    async fn label_wish(
        &self,
        wish: &DealWish,
    ) -> Result<Option<runnel_store::UndoLabel>, AppError> {
        let (whom, place) = (wish.party.clone(), wish.place);
        self.read(move |read| {
            let client = match whom {
                Party::Known(contact) => label::client(read, contact)?,
                Party::New { name, .. } => line(&name),
            };
            let stage = stage::get(read, self::place(read, place)?)?.name;
            Ok(label(
                "deal_add",
                json!({ "client": client, "stage": stage }),
            ))
        })
        .await
    }
}

/// Whoever is in charge of a card has to see its board (CP-3).
fn sees_board(read: &Read<'_>, owner: Option<MemberId>, board: PipelineId) -> Result<(), AppError> {
    let Some(owner) = owner else {
        return Ok(());
    };
    if Sight::of(read, owner)?.board(board) == Level::None {
        return Err(AppError::field("responsible_cannot_see", "owner_id"));
    }
    Ok(())
}

fn settled(change: DealChange) -> Result<DealChange, AppError> {
    Ok(match change {
        Change::Title(title) => {
            let title = line(&title);
            fits(&title, LONGEST_TITLE, "title_too_long", "title")?;
            Change::Title(title)
        }
        Change::Description(text) => {
            let text = text.trim().to_owned();
            fits(
                &text,
                LONGEST_DESCRIPTION,
                "description_too_long",
                "description",
            )?;
            Change::Description(text)
        }
        Change::CloseReason(text) => {
            let text = text.trim().to_owned();
            fits(&text, LONGEST_REASON, "reason_too_long", "reason")?;
            Change::CloseReason(text)
        }
        Change::Amount(amount) => {
            sound(amount.as_ref())?;
            Change::Amount(amount)
        }
        Change::Priority(_) | Change::Owner(_) | Change::DueAt(_) => change,
    })
}

fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn fits(text: &str, most: usize, code: &'static str, field: &'static str) -> Result<(), AppError> {
    if text.chars().count() > most {
        return Err(AppError::field(code, field));
    }
    Ok(())
}

/// Whoever is put in charge has to work here.
fn works_here(read: &Read<'_>, owner: Option<MemberId>) -> Result<(), AppError> {
    match owner {
        Some(owner) if member::get(read, owner)?.removed_at.is_some() => {
            Err(AppError::field("member_gone", "owner_id"))
        }
        _ => Ok(()),
    }
}

fn place(read: &Read<'_>, place: Where) -> Result<StageId, AppError> {
    match place {
        Where::Stage(stage) => Ok(stage),
        Where::Board(board) => Ok(stage::first_of(read, board, StageGroup::Active)?
            .ok_or(AppError::invalid("no_such_stage_group"))?
            .id),
    }
}

/// The contact of a new deal, made where it is somebody new. Who became part of another is that other.
fn party(tx: &mut Tx<'_>, party: &Party) -> Result<ContactId, AppError> {
    let (name, address) = match party {
        Party::Known(contact) => {
            let contact = contact::present(tx, *contact)?;
            contact::get(tx, contact)?;
            return Ok(contact);
        }
        Party::New { name, address } => (line(name), address),
    };
    if name.is_empty() {
        return Err(AppError::field("name_empty", "name"));
    }
    fits(&name, LONGEST_NAME, "name_too_long", "name")?;
    let address = match address {
        Some((channel, typed)) => Some((*channel, free(tx, *channel, typed, None)?)),
        None => None,
    };
    let new = NewContact {
        full_name: &name,
        ..NewContact::default()
    };
    let contact = contact::insert(tx, &new)?;
    if let Some((channel, address)) = address {
        identity::insert(tx, contact, channel, &address.address, &address.shown)?;
    }
    Ok(contact)
}
