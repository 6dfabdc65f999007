//! Who may see and do what: roles, levels per board, allowed accounts (CP-3, UC-28). One function answers.
//!
//! | Role | Without further rights |
//! |---|---|
//! | owner, administrator | sees and may do everything, whatever else is set for them |
//! | manager | sees everybody's chats, hands over chats of others, keeps templates, reads triggers |
//! | agent | works on chats and cards; sees everybody's chats or only their own and nobody's |
//!
//! Managers and agents see chats of allowed accounts only, and a board, its cards and the chats behind them from
//! level `view` on.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    Level, Role,
    condition::{Clause, ResponsibleTest, Test},
    ids::{MemberId, PipelineId, SourceId, StageId},
};

/// What a member is about to do. Every command has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// What concerns nobody else: own settings, own undo, reading words as a time.
    Own,
    /// Read.
    See,
    /// Leave a trace for oneself only: seen, unread, a draft.
    Mark,
    /// Answer customers, move and change cards, set tasks.
    Work,
    /// Put somebody in charge.
    Assign,
    /// Keep templates, read triggers.
    Lead,
    /// Change a board itself: its stages, its fields, put it away. Without a board: make one.
    Shape,
    /// Connect accounts, edit triggers, change settings, say who may do what.
    Arrange,
}

impl Deed {
    /// Every deed.
    pub const ALL: [Self; 8] = [
        Self::Own,
        Self::See,
        Self::Mark,
        Self::Work,
        Self::Assign,
        Self::Lead,
        Self::Shape,
        Self::Arrange,
    ];

    /// As it is called in the interface.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::See => "see",
            Self::Mark => "mark",
            Self::Work => "work",
            Self::Assign => "assign",
            Self::Lead => "lead",
            Self::Shape => "shape",
            Self::Arrange => "arrange",
        }
    }

    /// The level that a board has to grant for it.
    const fn needs(self) -> Level {
        match self {
            Self::Own => Level::None,
            Self::See | Self::Mark => Level::View,
            Self::Work | Self::Assign | Self::Lead | Self::Arrange => Level::Edit,
            Self::Shape => Level::Full,
        }
    }
}

/// A conversation, as far as rights tell conversations apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chat {
    /// Through which account.
    pub source: SourceId,
    /// In charge.
    pub responsible: Option<MemberId>,
    /// On which board its card stands; `None`: it has none yet.
    pub board: Option<PipelineId>,
}

/// A card, as far as rights tell cards apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Card {
    /// On which board.
    pub board: PipelineId,
    /// In charge.
    pub owner: Option<MemberId>,
    /// The conversation behind it; `None`: made by hand.
    pub chat: Option<Chat>,
}

/// What a deed is done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thing {
    /// The workspace as a whole.
    Workspace,
    /// An account.
    Source(SourceId),
    /// A board.
    Board(PipelineId),
    /// A conversation.
    Chat(Chat),
    /// A card.
    Card(Card),
    /// A contact with all their conversations and cards: seen where one of these is, or there are none.
    Person(Vec<Chat>, Vec<Card>),
}

/// Whether a deed may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It may.
    Yes,
    /// It may not, and that can be said.
    No,
    /// The thing is not there for this member.
    Hidden,
}

/// Everything that is set about what one member may see and do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rights {
    /// Whose.
    pub member: MemberId,
    /// Role.
    pub role: Role,
    /// Sees everybody's chats; of agents only, others do anyway.
    pub all_chats: bool,
    /// Allowed accounts; `None`: all.
    pub sources: Option<BTreeSet<SourceId>>,
    /// The level on every board. Boards that are not in it are hidden.
    pub boards: BTreeMap<PipelineId, Level>,
    /// The board on which chats get their card. Before they have one they can be seen whatever it grants, and worked
    /// on where it lets its cards be changed.
    pub entry: Option<PipelineId>,
}

/// May this member do this deed on this thing?
#[must_use]
pub fn may(rights: &Rights, deed: Deed, thing: &Thing) -> Answer {
    if rights.is_everything() {
        return Answer::Yes;
    }
    let level = rights.level(thing);
    if level < Level::View && deed != Deed::Own {
        return Answer::Hidden;
    }
    let granted = level >= deed.needs() && rights.role_may(deed, thing);
    if granted { Answer::Yes } else { Answer::No }
}

/// Everything that this member may do to this thing: what an interface offers.
#[must_use]
pub fn deeds(rights: &Rights, thing: &Thing) -> Vec<Deed> {
    let all = Deed::ALL.into_iter();
    all.filter(|deed| may(rights, *deed, thing) == Answer::Yes)
        .collect()
}

impl Rights {
    /// Sees and may do everything.
    #[must_use]
    pub const fn is_everything(&self) -> bool {
        matches!(self.role, Role::Owner | Role::Administrator)
    }

    /// What the role says, wherever it is done.
    fn role_may(&self, deed: Deed, thing: &Thing) -> bool {
        let leads = self.is_everything() || self.role == Role::Manager;
        match deed {
            Deed::Own | Deed::See | Deed::Mark | Deed::Work => true,
            // Handing on what is one's own or taking what is nobody's needs no manager.
            Deed::Assign => match thing {
                Thing::Chat(chat) => leads || self.has_or_free(chat.responsible),
                Thing::Card(card) => leads || self.has_or_free(card.owner),
                _ => true,
            },
            Deed::Lead => leads,
            Deed::Shape => self.is_everything() || !matches!(thing, Thing::Workspace),
            Deed::Arrange => self.is_everything(),
        }
    }

    fn has_or_free(&self, whose: Option<MemberId>) -> bool {
        whose.is_none_or(|member| member == self.member)
    }

    /// What is granted on a thing.
    fn level(&self, thing: &Thing) -> Level {
        if self.is_everything() {
            return Level::Full;
        }
        match thing {
            Thing::Workspace => Level::Full,
            Thing::Source(source) if self.allows(*source) => Level::Full,
            Thing::Source(_) => Level::None,
            Thing::Board(board) => self.board(*board),
            Thing::Chat(chat) => self.chat(chat),
            Thing::Card(card) => self.card(card),
            Thing::Person(chats, cards) => chats
                .iter()
                .map(|chat| self.chat(chat))
                .chain(cards.iter().map(|card| self.card(card)))
                .max()
                .unwrap_or(Level::Edit),
        }
    }

    /// What is granted on a board.
    #[must_use]
    pub fn board(&self, board: PipelineId) -> Level {
        if self.is_everything() {
            return Level::Full;
        }
        self.boards.get(&board).copied().unwrap_or(Level::None)
    }

    /// Whether chats of an account may be seen.
    #[must_use]
    pub fn allows(&self, source: SourceId) -> bool {
        self.is_everything()
            || self
                .sources
                .as_ref()
                .is_none_or(|sources| sources.contains(&source))
    }

    /// Chats and cards of everybody, not only one's own and nobody's.
    #[must_use]
    pub fn sees_everybodys(&self) -> bool {
        self.all_chats || self.role != Role::Agent
    }

    fn chat(&self, chat: &Chat) -> Level {
        let whose = self.sees_everybodys() || self.has_or_free(chat.responsible);
        if !whose || !self.allows(chat.source) {
            return Level::None;
        }
        match chat.board {
            Some(board) => self.board(board),
            None => self
                .entry
                .map_or(Level::Edit, |board| self.board(board))
                .clamp(Level::View, Level::Edit),
        }
    }

    fn card(&self, card: &Card) -> Level {
        let seen = match &card.chat {
            // The conversation may stand on another board by now: this card is of this board.
            Some(chat) => {
                self.chat(&Chat {
                    board: None,
                    ..*chat
                }) > Level::None
            }
            None => self.sees_everybodys() || self.has_or_free(card.owner),
        };
        if seen {
            self.board(card.board)
        } else {
            Level::None
        }
    }

    /// Whether somebody could be in charge of a conversation: everything but who is in charge of it now counts.
    #[must_use]
    pub fn could_have(&self, chat: &Chat) -> bool {
        let theirs = Chat {
            responsible: Some(self.member),
            ..*chat
        };
        self.level(&Thing::Chat(theirs)) > Level::None
    }

    /// Which conversations may be seen, as a question to ask of each; `None`: all. `hidden` are the stages of boards
    /// that may not be seen. One group: filters of any kind stay beside it.
    #[must_use]
    pub fn sight(&self, hidden: Vec<StageId>) -> Option<Clause> {
        if self.is_everything() {
            return None;
        }
        let mut all = Vec::new();
        if let Some(sources) = &self.sources {
            all.push(Clause::Test(Test::Source(
                sources.iter().copied().collect(),
            )));
        }
        if !self.sees_everybodys() {
            all.push(Clause::Test(Test::Responsible(ResponsibleTest {
                any: vec![self.member],
                nobody: true,
            })));
        }
        if !hidden.is_empty() {
            all.push(Clause::Not(Box::new(Clause::Test(Test::Stage(hidden)))));
        }
        (!all.is_empty()).then_some(Clause::All(all))
    }
}
