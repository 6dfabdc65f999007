//! Search: customers, messages and notes, and what the command palette finds.

use runnel_domain::{Channel, Direction, Place};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Customers by any part of a name or address (UC-7).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PeopleSearchRequest {
    /// What stands in the field; operators in it play no part.
    pub text: String,
    /// Customers wanted, at most 100.
    pub limit: u32,
}

/// A stretch of text, marked where it matches.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TextPiece {
    /// The text.
    pub text: String,
    /// It matches.
    pub hit: bool,
}

/// Customers that match, newest activity first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PeopleFound {
    /// The customers.
    pub people: Vec<PersonFound>,
    /// There are more.
    pub more: bool,
}

/// A customer that matches.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PersonFound {
    /// Contact.
    pub contact_id: i64,
    /// Shown name (UC-11's fallback order).
    pub name: String,
    /// What matched.
    pub field: PersonField,
    /// That field with the matching parts marked.
    pub shown: Vec<TextPiece>,
    /// Conversations, newest activity first, at most five; never empty.
    pub conversations: Vec<ConversationFound>,
    /// How many there are in all.
    pub conversation_count: u32,
}

/// Where a customer matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PersonField {
    /// A name.
    Name,
    /// Nickname.
    Nickname,
    /// Where they work.
    Company,
    /// Mail address.
    Email,
    /// Telephone number.
    Phone,
    /// Any other address.
    Login,
}

/// A conversation of a customer that matches.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ConversationFound {
    /// Conversation.
    pub id: i64,
    /// The list that shows it.
    #[ts(type = "Place")]
    pub place: Place,
    /// Network.
    #[ts(type = "Channel")]
    pub channel: Channel,
    /// Through which account.
    pub source_id: i64,
    /// Subject of the thread; may be empty.
    pub subject: String,
    /// Last message on one line.
    pub snippet: String,
    /// When it was said.
    pub last_activity_at: i64,
}

/// Messages and notes by words and operators.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MessageSearchRequest {
    /// What stands in the field: words, "phrases", -exclusions and operators such as `from:ana`.
    pub text: String,
    /// Only in this conversation.
    pub conversation_id: Option<i64>,
    /// In which order.
    pub order: MessageSearchOrder,
    /// `next` of the answer before; null: from the beginning.
    pub after: Option<i64>,
    /// Messages wanted, at most 100.
    pub limit: u32,
}

/// Order of messages that match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MessageSearchOrder {
    /// Newest first; can be gone on with.
    Newest,
    /// Best of the newest matches first; one page.
    Best,
}

/// Messages that match.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MessagesFound {
    /// The messages.
    pub messages: Vec<MessageFound>,
    /// For `after`; null: that is all. An answer may be empty and yet go on.
    pub next: Option<i64>,
    /// How far back was looked, where it goes on.
    pub looked_back_to: Option<i64>,
    /// What could not be followed.
    pub troubles: Vec<SearchTrouble>,
    /// Ways to complete what is being typed.
    pub suggestions: Vec<SearchSuggestion>,
    /// The index is being built anew: hundredths done.
    pub indexing: Option<u32>,
}

/// A message or note that matches.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MessageFound {
    /// Message.
    pub id: i64,
    /// In which thread.
    pub conversation_id: i64,
    /// With whom.
    pub client: String,
    /// The list that shows the conversation.
    #[ts(type = "Place")]
    pub place: Place,
    /// Network.
    #[ts(type = "Channel")]
    pub channel: Channel,
    /// In, out or a note.
    #[ts(type = "Direction")]
    pub direction: Direction,
    /// When.
    pub at: i64,
    /// Its subject; empty: none.
    pub subject: Vec<TextPiece>,
    /// The part of its text where the words stand.
    pub excerpt: Vec<TextPiece>,
    /// Names of its files in which the words stand.
    pub files: Vec<Vec<TextPiece>>,
}

/// Something in the search that could not be followed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SearchTrouble {
    /// `operator_unknown`, `value_unknown` (left out of the search), `contact_unknown`, `tag_unknown`,
    /// `stage_unknown`, `source_unknown`, `member_unknown` (nothing can match).
    pub code: String,
    /// The operator.
    pub operator: String,
    /// Its value.
    pub value: String,
}

/// A way to go on typing.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SearchSuggestion {
    /// The whole field after taking it.
    pub text: String,
    /// The operator.
    pub operator: String,
    /// Its value; empty: the operator alone.
    pub value: String,
}

/// What the command palette looks for besides commands.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PaletteSearchRequest {
    /// What stands in the field.
    pub text: String,
    /// Finds of each kind.
    pub limit: u32,
}

/// What it finds.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PaletteFound {
    /// Customers with their conversations.
    pub people: Vec<PersonFound>,
    /// Deals by title.
    pub deals: Vec<DealFound>,
}

/// A deal that matches.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DealFound {
    /// Deal.
    pub id: i64,
    /// Its title with the matching part marked.
    pub title: Vec<TextPiece>,
    /// In which column.
    pub stage_id: i64,
    /// Its conversation; null: made by hand.
    pub conversation_id: Option<i64>,
    /// With whom.
    pub client: String,
}
