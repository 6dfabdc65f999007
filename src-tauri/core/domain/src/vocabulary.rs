//! The closed sets of words: channels, folders, stage groups, delivery states and so on.
//!
//! Each has one spelling (`as_str`) that tables, wire and logs share. A stored spelling never changes its meaning.

use serde::{Deserialize, Serialize};

/// Defines an enum with one stored spelling per variant, and the way back.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $word)] $variant),+ }

        impl $name {
            /// Every variant, in the order in which people see them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The one spelling used in tables, on the wire and in logs.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The variant with this spelling, if there is one.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    )*};
}

words! {
    /// A kind of messaging network.
    Channel {
        /// Mail over IMAP and SMTP.
        Email = "email",
        /// The workspace's own welcome conversation and sample data.
        Local = "local",
        /// The scripted network of tests.
        Fake = "fake",
    }

    /// Where a conversation lies. Derived from acceptance and stage group, never set by hand.
    Folder {
        /// Not accepted yet.
        New = "new",
        /// Accepted, and its stage is an active one.
        Accepted = "accepted",
        /// Its stage is in any archived group.
        Archive = "archive",
    }

    /// The list of chats that shows a conversation: its folder, unless it is put aside or held back.
    Place {
        /// In the folder of the same name.
        New = "new",
        /// In the folder of the same name.
        Accepted = "accepted",
        /// In the folder of the same name.
        Archive = "archive",
        /// Put aside until a time or an answer.
        Snoozed = "snoozed",
        /// Held back by the block-list (UC-27); only its own list shows it.
        Quarantine = "quarantine",
    }

    /// What a thread of a network is.
    ThreadKind {
        /// Between us and one person.
        Direct = "direct",
        /// Under a post, where others read along.
        Comments = "comments",
    }

    /// The four groups a stage can be in; all but the first are archived.
    StageGroup {
        /// "My chats": active stages.
        Active = "active",
        /// Won.
        Successful = "successful",
        /// Lost.
        Unsuccessful = "unsuccessful",
        /// Spam and the like.
        NotALead = "not_a_lead",
    }

    /// What a pipeline is used for; decides words and default stages.
    PipelineKind {
        /// Opportunities.
        Sales = "sales",
        /// Tickets.
        Tickets = "tickets",
        /// Slow leads.
        Nurture = "nurture",
    }

    /// Which way a row of the thread went.
    Direction {
        /// From the customer.
        In = "in",
        /// To the customer.
        Out = "out",
        /// A note: internal, never sent.
        Note = "note",
    }

    /// How far an outgoing message has come. Incoming messages and notes are `Received`.
    MessageState {
        /// Not an outgoing message.
        Received = "received",
        /// Waits for its time.
        Scheduled = "scheduled",
        /// Waits for its turn or the network.
        Queued = "queued",
        /// Handed to the network; on disk before the first byte left.
        Sending = "sending",
        /// Failed for now, tried again later.
        Retrying = "retrying",
        /// The network accepted it.
        Sent = "sent",
        /// It reached the customer's device or mailbox.
        Delivered = "delivered",
        /// The customer saw it.
        Read = "read",
        /// It will not go; the reason is with it.
        Failed = "failed",
        /// It may or may not have gone; a person decides.
        Unknown = "unknown",
        /// Taken back before it left.
        Cancelled = "cancelled",
    }

    /// The second field beside the folder (see "Four collisions", 2).
    WorkStatus {
        /// Nobody has answered yet.
        New = "new",
        /// Being worked on.
        InProgress = "in_progress",
        /// Waiting for something outside.
        OnHold = "on_hold",
        /// Done; a ticket record stands on the timeline.
        Resolved = "resolved",
    }

    /// What kind of matter was resolved (PO-8).
    TicketKind {
        /// Somebody wanted to know.
        Question = "question",
        /// Something broke once.
        Incident = "incident",
        /// Something breaks again and again.
        Problem = "problem",
        /// Something had to be done.
        Task = "task",
    }

    /// Why a snoozed conversation came back.
    WakeReason {
        /// Its time had come.
        Due = "due",
        /// The customer wrote.
        Written = "written",
        /// A member, or a trigger, dealt with it.
        ByHand = "by_hand",
    }

    /// How urgent a deal is.
    Priority {
        /// Can wait.
        Low = "low",
        /// The usual.
        Normal = "normal",
        /// Before the others.
        High = "high",
        /// Now.
        Urgent = "urgent",
    }

    /// What a member may do.
    Role {
        /// Everything; the workspace is theirs.
        Owner = "owner",
        /// Everything but giving the workspace away.
        Administrator = "administrator",
        /// Leads a team.
        Manager = "manager",
        /// Answers customers.
        Agent = "agent",
    }

    /// What a board grants somebody, each more than the one before (CP-3).
    Level {
        /// Hidden everywhere.
        None = "none",
        /// Reading.
        View = "view",
        /// Moving, adding and changing cards, too.
        Edit = "edit",
        /// Changing the board itself, too: stages, fields, putting it away.
        Full = "full",
    }

    /// What kind of task it is.
    TaskKind {
        /// Call the client.
        Call = "call",
        /// Schedule a meeting.
        Meeting = "meeting",
        /// Anything else; its text says what.
        Custom = "custom",
    }

    /// How a source is doing.
    SourceHealth {
        /// Connected and up to date.
        Ok = "ok",
        /// Fetching what came while we were away.
        Syncing = "syncing",
        /// No way to the network; it comes back by itself.
        Offline = "offline",
        /// Works, but slower or less than it could.
        Degraded = "degraded",
        /// The person has to sign in again.
        AuthNeeded = "auth_needed",
        /// Another program uses the account in a way that excludes us.
        Conflict = "conflict",
        /// The network shut the account out.
        Blocked = "blocked",
        /// Switched off by the person.
        Paused = "paused",
    }

    /// What became of an evaluated trigger (UT-15).
    RunOutcome {
        /// It matched and acted, or will when its delay is over.
        Matched = "matched",
        /// Its condition did not hold.
        NotMatched = "not_matched",
        /// It matched and must not act: chains, hourly share, machines' mail.
        Limited = "limited",
        /// It matched and something went wrong; the reason is with it.
        Failed = "failed",
        /// It matched, and what was due later was called off.
        Cancelled = "cancelled",
    }

    /// What an additional field belongs to (CP-16, UC-32).
    FieldOwner {
        /// A customer.
        Contact = "contact",
        /// A conversation.
        Conversation = "conversation",
        /// A card.
        Deal = "deal",
    }

    /// What an additional field holds (CP-16).
    FieldKind {
        /// One line of text.
        Text = "text",
        /// A number with up to three decimals.
        Number = "number",
        /// An amount in the field's currency.
        Money = "money",
        /// A day.
        Date = "date",
        /// One of several choices.
        List = "list",
        /// Any of several choices.
        MultiList = "multi_list",
        /// Yes or no.
        Checkbox = "checkbox",
        /// An address on the web.
        Link = "link",
    }

    /// What an entry of the block-list names (UC-27).
    BlockKind {
        /// A customer, everywhere.
        Client = "client",
        /// A post: whatever is said under it.
        Post = "post",
        /// A word or phrase.
        StopWord = "stop_word",
    }

    /// Where a stop-word counts (UC-27).
    BlockScope {
        /// In direct messages.
        Message = "message",
        /// In comments.
        Comment = "comment",
        /// In both.
        Both = "both",
    }

    /// Who caused an event or a change.
    Actor {
        /// A member, by hand.
        Member = "member",
        /// A trigger.
        Trigger = "trigger",
        /// The customer.
        Contact = "contact",
        /// History import or sample data: fires nothing.
        Import = "import",
        /// Runnel itself (timers, delivery reports).
        System = "system",
    }
}

impl StageGroup {
    /// Whether conversations in such a stage lie in the archive.
    #[must_use]
    pub const fn is_archived(self) -> bool {
        !matches!(self, Self::Active)
    }
}

impl Folder {
    /// The folder rule of PRODUCT.md, collision 1: archived stage first, then acceptance.
    #[must_use]
    pub const fn of(accepted: bool, group: Option<StageGroup>) -> Self {
        match (accepted, group) {
            (_, Some(group)) if group.is_archived() => Self::Archive,
            (true, _) => Self::Accepted,
            (false, _) => Self::New,
        }
    }
}

impl From<Folder> for Place {
    fn from(folder: Folder) -> Self {
        match folder {
            Folder::New => Self::New,
            Folder::Accepted => Self::Accepted,
            Folder::Archive => Self::Archive,
        }
    }
}
