//! What filters and the order of a column ask of a card, small enough to be held for all of them at once.

use std::{collections::HashMap, sync::Arc};

use runnel_domain::{
    Timestamp,
    ids::{ContactId, ConversationId, DealId, MemberId, StageId},
};

use crate::{
    Read, StoreError,
    pool::Pool,
    row::Row,
    table::board::{self, json},
};

/// A card as filters see it, about a hundred bytes. What is said in its conversation stands in that one's brief.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DealBrief {
    /// Which.
    pub id: DealId,
    /// In which column.
    pub stage: StageId,
    /// Where in that column.
    pub rank: ShortRank,
    /// Amount in minor units and its currency.
    pub amount: Option<(i64, Arc<str>)>,
    /// In charge.
    pub owner: Option<MemberId>,
    /// Whose cycle it carries.
    pub carries: Carries,
}

/// What a card carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carries {
    /// This conversation.
    Chat(ConversationId),
    /// None: it was made by hand and answers for itself.
    Itself(Box<ByHand>),
}

/// What a card that was made by hand answers for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByHand {
    /// With whom.
    pub contact: ContactId,
    /// Their stars.
    pub stars: u8,
    /// Their language; empty: not known.
    pub language: Arc<str>,
    /// Last change.
    pub updated_at: Timestamp,
    /// Deadlines of open tasks; `None` inside: without one.
    pub tasks: Box<[Option<Timestamp>]>,
}

/// A rank in the order of its text. Nearly all have fewer than eight letters and then take no memory of their own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShortRank {
    /// The first letters, the rest zero: no rank has that in it.
    head: [u8; 8],
    tail: Option<Box<[u8]>>,
}

impl ShortRank {
    /// Of this text.
    #[must_use]
    pub fn of(rank: &str) -> Self {
        let mut head = [0; 8];
        let mut letters = rank.bytes();
        for (place, letter) in head.iter_mut().zip(&mut letters) {
            *place = letter;
        }
        let tail: Box<[u8]> = letters.collect();
        Self {
            head,
            tail: (!tail.is_empty()).then_some(tail),
        }
    }
}

macro_rules! columns {
    () => {
        "d.id, d.stage_id, d.rank, d.amount_minor, d.currency, d.owner_id, d.conversation_id, d.contact_id, d.updated_at,
         iif(d.conversation_id IS NULL, (SELECT stars FROM contact WHERE contact.id = d.contact_id), 0),
         iif(d.conversation_id IS NULL, (SELECT language FROM contact WHERE contact.id = d.contact_id), '')"
    };
}

/// The statement behind [`briefs`] for all cards.
pub(crate) const ALL: &str = concat!("SELECT ", columns!(), " FROM deal AS d");
/// The statement behind [`briefs`] for those handed in.
pub(crate) const SOME: &str = concat!(
    "SELECT ",
    columns!(),
    " FROM json_each(?1) AS asked CROSS JOIN deal AS d ON d.id = asked.value"
);
/// Open tasks of cards that no conversation carries.
pub(crate) const TASKS: &str = "SELECT deal_id, due_at FROM task
      WHERE deal_id IS NOT NULL AND conversation_id IS NULL AND done_at IS NULL";
/// The same of those handed in.
pub(crate) const SOME_TASKS: &str =
    "SELECT deal_id, due_at FROM json_each(?1) AS asked CROSS JOIN task ON task.deal_id = asked.value
      WHERE conversation_id IS NULL AND done_at IS NULL";

/// All cards, or those of `ids` that still exist, in no particular order: two statements.
///
/// # Errors
/// When SQLite refuses.
pub fn briefs(read: &Read<'_>, ids: Option<&[DealId]>) -> Result<Vec<DealBrief>, StoreError> {
    let (own, tasks) = match ids {
        Some(_) => (SOME, SOME_TASKS),
        None => (ALL, TASKS),
    };
    let asked: Vec<String> = ids.map(json).into_iter().collect();
    let mut due: HashMap<DealId, Vec<Option<Timestamp>>> = HashMap::new();
    read.query_each(tasks, rusqlite::params_from_iter(&asked), |row| {
        due.entry(row.at(0)?).or_default().push(row.at(1)?);
        Ok(())
    })?;
    // Room for all of them at once: growing step by step leaves twice as much memory behind.
    let mut found = Vec::with_capacity(match ids {
        Some(ids) => ids.len(),
        None => board::every(read)?,
    });
    let mut texts = Pool::default();
    read.query_each(own, rusqlite::params_from_iter(&asked), |row| {
        found.push(brief(row, &mut texts, &mut due)?);
        Ok(())
    })?;
    Ok(found)
}

fn brief(
    row: &Row<'_>,
    texts: &mut Pool<str>,
    due: &mut HashMap<DealId, Vec<Option<Timestamp>>>,
) -> rusqlite::Result<DealBrief> {
    let id = row.at(0)?;
    let amount: Option<i64> = row.at(3)?;
    let currency: Option<String> = row.at(4)?;
    Ok(DealBrief {
        id,
        stage: row.at(1)?,
        rank: ShortRank::of(row.at::<String>(2)?.as_str()),
        amount: amount
            .zip(currency)
            .map(|(amount, currency)| (amount, texts.share(currency.as_str()))),
        owner: row.at(5)?,
        carries: match row.at(6)? {
            Some(conversation) => Carries::Chat(conversation),
            None => Carries::Itself(Box::new(ByHand {
                contact: row.at(7)?,
                updated_at: row.at(8)?,
                stars: row.at(9)?,
                language: texts.share(row.at::<String>(10)?.as_str()),
                tasks: due.remove(&id).unwrap_or_default().into(),
            })),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_ranks_have_the_order_of_their_text() {
        let ranks = [
            "Zz",
            "a0",
            "a01",
            "a0V",
            "a1",
            "b00",
            "b00VVVVV",
            "b00VVVVV1",
            "b00VVVVVV",
            "b01",
        ];
        assert!(ranks.is_sorted());
        assert!(
            ranks
                .map(ShortRank::of)
                .is_sorted_by(|one, other| one < other)
        );
        assert_eq!(ShortRank::of("b00VVVVV").tail, None, "eight letters fit");
    }
}
