//! Search: messages and notes by words, customers by any part of a name or address, deals by title.
//!
//! The indexes hold no text, only what [`runnel_domain::fold`] makes of it; excerpts are cut from the rows themselves.
//! Words are indexed as they are written. Other forms of a word come from a small table of the words that were ever
//! indexed by their stems: the index stays as small as without stems, and what is marked in an excerpt is exactly what
//! was found. When folding or stemming changes, [`VERSION`] goes up and [`refresh`] indexes everything anew.

mod contact_index;
mod contacts;
mod deals;
mod excerpt;
mod index;
mod messages;
mod query;
mod ranking;
mod resolve;
mod unindexed;
mod vocabulary;

pub use contacts::{
    ContactField, ContactHit, Contacts, HitConversation, Party, contacts, contacts_seen, parties,
};
pub use deals::{DealHit, deals};
pub use excerpt::Piece;
pub use index::{Progress, VERSION, progress, refresh};
pub use messages::{Asked, Hit, Messages, Order, messages};
pub use resolve::Trouble;

pub(crate) use index::{Indexed, NamedFile, index, index_again};
pub(crate) use query::any_of;
pub(crate) use unindexed::{Unindexed, settle};
pub(crate) use vocabulary::Vocabulary;

#[cfg(test)]
pub(crate) use contacts::PLANNED as CONTACT_STATEMENTS;
#[cfg(test)]
pub(crate) use deals::BY_TITLE as DEALS_BY_TITLE;
#[cfg(test)]
pub(crate) use messages::statement as message_statement;
#[cfg(test)]
pub(crate) use resolve::{WEARING, WITH};
#[cfg(test)]
pub(crate) use vocabulary::FORMS;
