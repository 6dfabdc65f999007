//! The two response clocks of a conversation (PRODUCT.md, collision 4; UC-13) as a fold over its messages.

use serde::{Deserialize, Serialize};

use crate::{Direction, Timestamp};

/// What the clocks need to know about a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// The network's time for the customer's, ours for ours.
    pub at: Timestamp,
    /// Which way it went.
    pub direction: Direction,
    /// Written by a trigger or another machine: it answers nobody.
    pub automatic: bool,
}

/// How long the customer waits, or waited.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clocks {
    /// First unanswered message of the customer; `None`: everything is answered.
    pub waiting_since: Option<Timestamp>,
    /// Last unanswered message of the customer; `None`: everything is answered.
    pub waiting_last: Option<Timestamp>,
    /// From the customer's last message to our answer, in milliseconds, of the last time that we answered.
    pub response_ms: Option<i64>,
    /// The same from the first unanswered message.
    pub first_response_ms: Option<i64>,
}

impl Clocks {
    /// The clocks after these messages, in the order of the thread.
    #[must_use]
    pub fn of(messages: impl IntoIterator<Item = Said>) -> Self {
        messages.into_iter().fold(Self::default(), Self::after)
    }

    /// The clocks after one more message. Notes and machines' messages of ours change nothing.
    #[must_use]
    pub const fn after(self, said: Said) -> Self {
        match said.direction {
            Direction::In => self.heard(said.at),
            Direction::Out if !said.automatic => self.answered(said.at),
            Direction::Out | Direction::Note => self,
        }
    }

    /// The customer wrote.
    #[must_use]
    pub const fn heard(self, at: Timestamp) -> Self {
        let waiting_since = match self.waiting_since {
            Some(since) if since.0 < at.0 => Some(since),
            _ => Some(at),
        };
        let waiting_last = match self.waiting_last {
            Some(last) if last.0 > at.0 => Some(last),
            _ => Some(at),
        };
        Self {
            waiting_since,
            waiting_last,
            ..self
        }
    }

    /// A person of ours wrote. Without a waiting customer nothing changes; a clock never shows less than nothing.
    #[must_use]
    pub const fn answered(self, at: Timestamp) -> Self {
        let (Some(since), Some(last)) = (self.waiting_since, self.waiting_last) else {
            return self;
        };
        Self {
            waiting_since: None,
            waiting_last: None,
            response_ms: Some(at_least_zero(at.millis_since(last))),
            first_response_ms: Some(at_least_zero(at.millis_since(since))),
        }
    }
}

const fn at_least_zero(millis: i64) -> i64 {
    if millis < 0 { 0 } else { millis }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(minute: i64, direction: Direction) -> Said {
        Said {
            at: Timestamp(0).plus_minutes(minute),
            direction,
            automatic: false,
        }
    }

    /// UC-13
    #[test]
    fn two_clocks_run_from_the_last_and_the_first_unanswered_message() {
        let clocks = Clocks::of([
            said(0, Direction::In),
            said(4, Direction::In),
            said(5, Direction::Note),
            Said {
                automatic: true,
                ..said(6, Direction::Out)
            },
        ]);
        assert_eq!(
            clocks.waiting_since,
            Some(Timestamp(0)),
            "notes and triggers answer nobody"
        );
        assert_eq!(clocks.response_ms, None);

        let clocks = clocks.after(said(10, Direction::Out));
        assert_eq!(clocks.waiting_since, None);
        assert_eq!(clocks.response_ms, Some(6 * 60_000));
        assert_eq!(clocks.first_response_ms, Some(10 * 60_000));
        assert_eq!(
            clocks,
            clocks.after(said(11, Direction::Out)),
            "a second answer changes nothing"
        );
    }

    #[test]
    fn a_wrong_clock_at_the_customers_end_shows_zero_not_less() {
        let clocks = Clocks::of([said(10, Direction::In), said(5, Direction::Out)]);
        assert_eq!(clocks.response_ms, Some(0));
    }
}
