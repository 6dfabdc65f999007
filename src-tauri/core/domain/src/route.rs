//! Ways to answer a customer (UC-21, PO-10): what stands against one, and which is chosen at first.

use crate::{Channel, SourceHealth, ThreadKind, Timestamp};

/// Why nothing can be sent on a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed {
    /// Stable code, see [`Way::closed`].
    pub code: &'static str,
    /// Since when, where a time closed it.
    pub since: Option<Timestamp>,
}

impl Closed {
    const fn by(code: &'static str) -> Option<Self> {
        Some(Self { code, since: None })
    }
}

/// What a channel allows, as far as answering goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowed {
    /// How long after the customer's last direct message we may answer it, in milliseconds; `None`: always.
    pub window_ms: Option<i64>,
    /// We may write before the customer did.
    pub start: bool,
    /// Comments can be answered.
    pub comments: bool,
}

/// One way to answer: an account, an address there, in private or under a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// Which network.
    pub channel: Channel,
    /// In private, or where others read along.
    pub mode: ThreadKind,
    /// The account is disconnected.
    pub removed: bool,
    /// How the account is doing.
    pub health: SourceHealth,
    /// There is an address to send to.
    pub has_address: bool,
    /// The network said that nobody is at that address.
    pub invalid: bool,
    /// What the channel allows; `None`: it cannot be asked at the moment.
    pub allowed: Option<Allowed>,
    /// The customer's last message that came this way.
    pub last_received_at: Option<Timestamp>,
    /// Ours.
    pub last_sent_at: Option<Timestamp>,
    /// It is the conversation that is looked at.
    pub here: bool,
}

impl Way {
    /// Until when an answer may leave; `None`: no time closes this way.
    #[must_use]
    pub fn open_until(&self) -> Option<Timestamp> {
        let window = self.allowed?.window_ms?;
        match (self.mode, self.last_received_at) {
            (ThreadKind::Direct, Some(last)) => Some(last.plus_millis(window)),
            _ => None,
        }
    }

    /// Why nothing can be sent this way, whatever the account is doing just now.
    ///
    /// `local_conversation`: nobody is at the other end. `source_removed`: the account is disconnected.
    /// `no_address`, `nobody_there`: nobody knows where to, or nobody is there. `no_comments`: the channel cannot
    /// answer under a post. `cannot_start`: the customer has to write first. `window_closed`: their last message is
    /// too long ago.
    #[must_use]
    pub fn refused(&self, now: Timestamp) -> Option<Closed> {
        if self.channel == Channel::Local {
            return Closed::by("local_conversation");
        }
        if self.removed {
            return Closed::by("source_removed");
        }
        if !self.has_address {
            return Closed::by("no_address");
        }
        if self.invalid {
            return Closed::by("nobody_there");
        }
        let allowed = self.allowed?;
        if self.mode == ThreadKind::Comments && !allowed.comments {
            return Closed::by("no_comments");
        }
        if self.last_received_at.is_none() && !allowed.start {
            return Closed::by("cannot_start");
        }
        let until = self.open_until().filter(|until| *until <= now)?;
        Some(Closed {
            code: "window_closed",
            since: Some(until),
        })
    }

    /// [`Way::refused`], or what keeps the account from sending: `source_paused`, `source_auth_needed`,
    /// `source_conflict`, `source_blocked`. An account that is only offline sends later.
    #[must_use]
    pub fn closed(&self, now: Timestamp) -> Option<Closed> {
        self.refused(now).or_else(|| match self.health {
            SourceHealth::Paused => Closed::by("source_paused"),
            SourceHealth::AuthNeeded => Closed::by("source_auth_needed"),
            SourceHealth::Conflict => Closed::by("source_conflict"),
            SourceHealth::Blocked => Closed::by("source_blocked"),
            SourceHealth::Ok
            | SourceHealth::Syncing
            | SourceHealth::Offline
            | SourceHealth::Degraded => None,
        })
    }
}

/// The way that is chosen before anybody chooses (PO-10): where the customer's last message came from; none came:
/// where ours went; else the network they like; else where we look; else the first. Closed ways come last.
#[must_use]
pub fn preselected(ways: &[Way], liked: Option<Channel>, now: Timestamp) -> Option<usize> {
    let open: Vec<(usize, &Way)> = ways
        .iter()
        .enumerate()
        .filter(|(_, way)| way.closed(now).is_none())
        .collect();
    let among = if open.is_empty() {
        ways.iter().enumerate().collect()
    } else {
        open
    };
    let latest = |at: fn(&Way) -> Option<Timestamp>| {
        among
            .iter()
            .filter(|(_, way)| at(way).is_some())
            .max_by_key(|(place, way)| (at(way), way.here, std::cmp::Reverse(*place)))
    };
    latest(|way| way.last_received_at)
        .or_else(|| latest(|way| way.last_sent_at))
        .or_else(|| among.iter().find(|(_, way)| Some(way.channel) == liked))
        .or_else(|| among.iter().find(|(_, way)| way.here))
        .or_else(|| among.first())
        .map(|(place, _)| *place)
}
