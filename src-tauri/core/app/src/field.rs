//! Additional fields (CP-16, UC-32): which there are, and what stands in them.

use runnel_domain::{
    FieldKind, FieldOwner, Level,
    field::{FieldOption, FieldValue, settle},
    fold::fold,
    ids::{ContactId, ConversationId, DealId, FieldId, MemberId, PipelineId},
    rank,
};
pub use runnel_store::table::field::Field;
use runnel_store::{
    Read, Tx,
    table::{contact, conversation, deal_card, field, pipeline},
};
use serde_json::json;

use crate::{
    app::{App, Changed},
    error::AppError,
    label::label,
    permission::{Deed, Sight},
    settings,
};

/// Most fields of one workspace: a panel with more is a form that nobody fills.
const MOST_FIELDS: usize = 200;
/// Most options of a list, archived ones included.
const MOST_OPTIONS: usize = 200;
/// Longest name of a field or an option, in characters.
const LONGEST_NAME: usize = 80;

/// A field to make or to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldWish {
    /// Which; `None`: a new one.
    pub id: Option<FieldId>,
    /// What it belongs to; of a new one.
    pub owner: FieldOwner,
    /// What it holds; of a new one.
    pub kind: FieldKind,
    /// Only on deals of this board.
    pub pipeline: Option<PipelineId>,
    /// As people see it.
    pub name: String,
    /// Choices of a list in order; without an id: a new one. One that is left out is archived.
    pub options: Vec<(Option<i64>, String, bool)>,
    /// ISO 4217 of a money field; empty: that of new amounts.
    pub currency: String,
    /// Offered as a column of the table.
    pub in_table: bool,
    /// Shown on cards.
    pub in_card: bool,
}

/// A field with what stands in it for one owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldView {
    /// The field.
    pub field: Field,
    /// Contact, conversation or deal.
    pub owner: i64,
    /// What stands there.
    pub value: Option<FieldValue>,
}

impl App {
    /// Every field with how many owners have something in it, in the order of the panel.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn field_list(&self) -> Result<Vec<(Field, i64)>, AppError> {
        let asked = self.question();
        self.read(move |read| {
            let sight = Sight::asked(read, asked.as_deref())?;
            let seen = |field: &Field| {
                field
                    .pipeline
                    .is_none_or(|board| sight.board(board) > Level::None)
            };
            field::list(read)?
                .into_iter()
                .filter(seen)
                .map(|field| Ok((field.clone(), field::how_many(read, field.id)?)))
                .collect()
        })
        .await
    }

    /// Makes a field, last in order, or changes one. What it belongs to and its kind stay as they were made.
    ///
    /// # Errors
    /// `Invalid` with `field_name_empty`, `name_too_long`, `field_name_taken`, `field_options_empty`,
    /// `field_option_empty`, `field_too_many`, `currency_invalid`.
    pub async fn field_save(
        &self,
        me: MemberId,
        wish: FieldWish,
    ) -> Result<Changed<FieldId>, AppError> {
        let undo = label("field_save", json!({ "name": wish.name.trim() }));
        self.act(me, Deed::Shape, undo, move |tx| {
            let all = field::list(tx)?;
            let field = wanted(tx, &all, wish)?;
            if all.iter().any(|known| known.id == field.id) {
                field::update(tx, &field)?;
                return Ok(field.id);
            }
            if all.len() >= MOST_FIELDS {
                return Err(AppError::invalid("field_too_many"));
            }
            Ok(field::insert(tx, &field)?)
        })
        .await
    }

    /// Deletes a field; its values come back with it by undo.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn field_delete(&self, me: MemberId, id: FieldId) -> Result<Changed, AppError> {
        let undo = self.label_field("field_delete", id).await?;
        self.act(me, Deed::Shape, undo, move |tx| Ok(field::remove(tx, id)?))
            .await
    }

    /// Puts a field before another one, or (`None`) last.
    ///
    /// # Errors
    /// `NotFound` where one of them is gone.
    pub async fn field_move(
        &self,
        me: MemberId,
        id: FieldId,
        before: Option<FieldId>,
    ) -> Result<Changed, AppError> {
        let undo = self.label_field("field_move", id).await?;
        self.act(me, Deed::Shape, undo, move |tx| {
            let mut field = field::get(tx, id)?;
            let others: Vec<Field> = field::list(tx)?
                .into_iter()
                .filter(|other| other.id != id)
                .collect();
            let place = match before {
                Some(before) => others
                    .iter()
                    .position(|other| other.id == before)
                    .ok_or(AppError::invalid("field_gone"))?,
                None => others.len(),
            };
            let above = place.checked_sub(1).and_then(|place| others.get(place));
            field.rank = rank::between(
                above.map(|field| field.rank.as_str()),
                others.get(place).map(|field| field.rank.as_str()),
            );
            Ok(field::update(tx, &field)?)
        })
        .await
    }

    /// Puts a value into a field of a contact, a conversation or a deal; `None` empties it.
    ///
    /// # Errors
    /// `Invalid` with a code of [`settle`]; `NotFound` where field or owner is gone.
    pub async fn field_value_set(
        &self,
        me: MemberId,
        id: FieldId,
        owner: i64,
        value: Option<FieldValue>,
    ) -> Result<Changed, AppError> {
        let undo = self.label_field("field_value_set", id).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            let field = field::get(tx, id)?;
            match field.owner {
                FieldOwner::Contact => drop(contact::get(tx, ContactId(owner))?),
                FieldOwner::Conversation => {
                    drop(conversation::get(tx, ConversationId(owner))?);
                }
                FieldOwner::Deal => drop(deal_card::get(tx, DealId(owner))?),
            }
            let value = match value {
                Some(value) => settle(field.kind, &field.options, value)
                    .map_err(|code| AppError::field(code, "value"))?,
                None => None,
            };
            Ok(field::set_value(tx, &field, owner, value.as_ref())?)
        })
        .await
    }

    async fn label_field(
        &self,
        code: &'static str,
        id: FieldId,
    ) -> Result<Option<runnel_store::UndoLabel>, AppError> {
        self.read(move |read| Ok(label(code, json!({ "name": field::get(read, id)?.name }))))
            .await
    }
}

/// The fields of one owner with what stands in them; of a deal those of its board and those of every board.
pub(crate) fn views(
    read: &Read<'_>,
    owner: FieldOwner,
    id: i64,
    board: Option<PipelineId>,
) -> Result<Vec<FieldView>, AppError> {
    let mut values = field::values_for(read, owner, &[id])?
        .remove(&id)
        .unwrap_or_default();
    Ok(field::list(read)?
        .into_iter()
        .filter(|field| field.owner == owner)
        .filter(|field| field.pipeline.is_none() || field.pipeline == board)
        .map(|field| {
            let place = values.iter().position(|(known, _)| *known == field.id);
            FieldView {
                value: place.map(|place| values.swap_remove(place).1),
                owner: id,
                field,
            }
        })
        .collect())
}

fn wanted(tx: &Tx<'_>, all: &[Field], wish: FieldWish) -> Result<Field, AppError> {
    let name = name_of(&wish.name, "field_name_empty")?;
    let now = match wish.id {
        Some(id) => Some(field::get(tx, id)?),
        None => None,
    };
    let (owner, kind) = now
        .as_ref()
        .map_or((wish.owner, wish.kind), |now| (now.owner, now.kind));
    // Fields of different boards never stand beside each other.
    let together = |other: &Field| {
        owner != FieldOwner::Deal
            || other.pipeline.is_none()
            || wish.pipeline.is_none()
            || other.pipeline == wish.pipeline
    };
    let twin = all.iter().any(|other| {
        Some(other.id) != wish.id
            && other.owner == owner
            && together(other)
            && fold(&other.name) == fold(&name)
    });
    if twin {
        return Err(AppError::field("field_name_taken", "name"));
    }
    if let Some(board) = wish.pipeline {
        pipeline::get(tx, board)?;
    }
    let currency = match (kind, wish.currency.trim()) {
        (FieldKind::Money, "") => settings::load(tx)?.currency,
        (FieldKind::Money, code) => code.to_owned(),
        _ => String::new(),
    };
    let sound = currency.len() == 3 && currency.bytes().all(|letter| letter.is_ascii_uppercase());
    if kind == FieldKind::Money && !sound {
        return Err(AppError::field("currency_invalid", "currency"));
    }
    let before = now.as_ref().map_or(&[][..], |now| &now.options);
    let options = match kind {
        FieldKind::List | FieldKind::MultiList => options(before, wish.options)?,
        _ => Vec::new(),
    };
    let last = all.last().map(|field| field.rank.as_str());
    Ok(Field {
        id: wish.id.unwrap_or(FieldId(0)),
        owner,
        pipeline: wish.pipeline.filter(|_| owner == FieldOwner::Deal),
        name,
        kind,
        options,
        currency,
        in_table: wish.in_table,
        in_card: wish.in_card,
        rank: now.map_or_else(|| rank::between(last, None), |now| now.rank),
        removed_at: None,
    })
}

/// The options as wished; those left out stay at the end, archived, because values may name them.
fn options(
    before: &[FieldOption],
    wished: Vec<(Option<i64>, String, bool)>,
) -> Result<Vec<FieldOption>, AppError> {
    let mut next = before.iter().map(|option| option.id).max().unwrap_or(0) + 1;
    let mut options = Vec::with_capacity(wished.len());
    for (id, name, archived) in wished {
        let known = id.filter(|id| before.iter().any(|option| option.id == *id));
        let id = known.unwrap_or_else(|| {
            next += 1;
            next - 1
        });
        options.push(FieldOption {
            id,
            name: name_of(&name, "field_option_empty")?,
            archived,
        });
    }
    if !options.iter().any(|option| !option.archived) {
        return Err(AppError::field("field_options_empty", "options"));
    }
    for option in before {
        if !options.iter().any(|kept| kept.id == option.id) {
            options.push(FieldOption {
                archived: true,
                ..option.clone()
            });
        }
    }
    if options.len() > MOST_OPTIONS {
        return Err(AppError::field("field_too_many", "options"));
    }
    Ok(options)
}

fn name_of(typed: &str, empty: &'static str) -> Result<String, AppError> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(AppError::field(empty, "name"));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(AppError::field("name_too_long", "name"));
    }
    Ok(name)
}
