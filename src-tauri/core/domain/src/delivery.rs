//! How a message of ours moves from queue to customer: allowed steps, retries, giving up.

use crate::{Channel, MessageState, Timestamp};

/// First pause between two attempts, in milliseconds (CHANNELS.md §5 rule 5).
pub const FIRST_PAUSE_MS: i64 = 1_000;
/// Longest pause between two attempts of sending: 15 minutes (CHANNELS.md §5 rule 5).
pub const LONGEST_PAUSE_MS: i64 = 15 * 60 * 1_000;

impl MessageState {
    /// Whether a message may go from this state to `to` in one step.
    ///
    /// Nothing comes back from `cancelled`. `failed` and `unknown` leave only through a person (send again, "I see
    /// it was sent") or through news from the network (a look-up, a late delivery report).
    #[must_use]
    pub const fn may_become(self, to: Self) -> bool {
        use MessageState as S;
        match (self, to) {
            // Its turn comes, or a person takes it back before.
            (S::Scheduled, S::Queued | S::Sending | S::Cancelled | S::Failed)
            | (S::Queued | S::Retrying, S::Sending | S::Cancelled | S::Failed | S::Scheduled) => {
                true
            }
            // Thought not to have gone, and then its copy turned up.
            (S::Queued | S::Retrying, S::Sent) => true,
            // One attempt ends; a crash leaves `sending`, and start-up settles it.
            (S::Sending, S::Sent | S::Retrying | S::Failed | S::Unknown | S::Queued) => true,
            // A look-up, a report or a person settles what nobody could tell.
            (
                S::Unknown,
                S::Sent | S::Queued | S::Cancelled | S::Failed | S::Delivered | S::Read,
            ) => true,
            // "Send again", and reports that arrive after we had given up.
            (S::Failed, S::Queued | S::Sent | S::Delivered | S::Read | S::Cancelled) => true,
            // The network reports; bounces come after acceptance.
            (S::Sent, S::Delivered | S::Read | S::Failed) => true,
            (S::Delivered, S::Read | S::Failed) => true,
            _ => false,
        }
    }

    /// Whether a delivery report that says `reported` may change this state. Reports only move forward: late and
    /// doubled ones change nothing, and a message that the customer read did not fail.
    #[must_use]
    pub const fn accepts_report(self, reported: Self) -> bool {
        use MessageState as S;
        let left = matches!(self, S::Sending | S::Queued | S::Retrying);
        matches!(reported, S::Delivered | S::Read | S::Failed)
            && (left || self.may_become(reported))
    }

    /// Whether the message still waits to leave, so that it can be taken back.
    #[must_use]
    pub const fn waits(self) -> bool {
        matches!(self, Self::Scheduled | Self::Queued | Self::Retrying)
    }

    /// Whether later messages of the same conversation wait for this one. One planned for tomorrow holds up nobody.
    #[must_use]
    pub const fn blocks_lane(self) -> bool {
        matches!(
            self,
            Self::Queued | Self::Sending | Self::Retrying | Self::Unknown
        )
    }
}

/// How long we try to send before it counts as failed (CHANNELS.md §5 rule 5), in milliseconds.
#[must_use]
pub const fn give_up_after_ms(channel: Channel) -> i64 {
    let hours = match channel {
        Channel::Email => 48,
        Channel::Local | Channel::Fake => 24,
    };
    hours * 60 * 60 * 1_000
}

/// When to try again after `attempts` made, or `None` if that would be after `give_up_at`.
///
/// The server's own wish wins. Otherwise the pause is drawn from nothing to `1 s × 2^(attempts − 1)`, at most
/// 15 minutes ("full jitter"); `random` are 64 random bits, passed in.
#[must_use]
pub fn retry_at(
    now: Timestamp,
    attempts: u32,
    server_wish_ms: Option<i64>,
    random: u64,
    give_up_at: Timestamp,
) -> Option<Timestamp> {
    let pause = server_wish_ms.map_or_else(
        || jittered(ceiling_ms(attempts), random),
        |wish| wish.max(0),
    );
    Some(now.plus_millis(pause)).filter(|at| *at < give_up_at)
}

/// The longest pause after this many attempts, in milliseconds.
#[must_use]
pub fn ceiling_ms(attempts: u32) -> i64 {
    let doublings = attempts.saturating_sub(1).min(20);
    FIRST_PAUSE_MS
        .saturating_mul(1_i64 << doublings)
        .min(LONGEST_PAUSE_MS)
}

fn jittered(ceiling: i64, random: u64) -> i64 {
    // `ceiling` is positive and below 2^20, so both conversions are exact.
    let span = u64::try_from(ceiling).unwrap_or(0).saturating_add(1);
    i64::try_from(random % span).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use MessageState as S;

    use super::*;

    #[test]
    fn nothing_leaves_twice_by_itself() {
        for state in [S::Sent, S::Delivered, S::Read, S::Cancelled, S::Received] {
            assert!(
                !state.may_become(S::Sending),
                "{state:?} never starts again"
            );
            assert!(!state.may_become(S::Queued), "{state:?} never waits again");
        }
        assert!(
            !S::Unknown.may_become(S::Sending),
            "a person or a look-up comes first"
        );
        assert!(!S::Failed.may_become(S::Sending));
        assert!(
            !S::Sending.may_become(S::Cancelled),
            "what is on the wire cannot be taken back"
        );
    }

    #[test]
    fn reports_only_move_forward() {
        assert!(S::Sent.accepts_report(S::Delivered));
        assert!(
            S::Sent.accepts_report(S::Failed),
            "a bounce comes after acceptance"
        );
        assert!(
            S::Unknown.accepts_report(S::Delivered),
            "the report settles the doubt"
        );
        assert!(
            S::Sending.accepts_report(S::Delivered),
            "the report may be quicker than the answer"
        );
        assert!(!S::Read.accepts_report(S::Delivered));
        assert!(!S::Read.accepts_report(S::Failed));
        assert!(!S::Cancelled.accepts_report(S::Delivered));
        assert!(
            !S::Delivered.accepts_report(S::Sent),
            "a report never says that"
        );
    }

    #[test]
    fn pauses_double_up_to_a_quarter_of_an_hour() {
        let ceilings: Vec<_> = (1..=12)
            .map(|attempts| ceiling_ms(attempts) / 1_000)
            .collect();
        assert_eq!(ceilings, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
        assert_eq!(ceiling_ms(u32::MAX), LONGEST_PAUSE_MS);
    }

    #[test]
    fn retries_obey_the_server_and_end_at_the_limit() {
        let now = Timestamp(0);
        let far = Timestamp(give_up_after_ms(Channel::Email));
        assert_eq!(
            retry_at(now, 1, Some(7_000), 99, far),
            Some(Timestamp(7_000))
        );
        for random in [0, 1, 999, u64::MAX] {
            let at = retry_at(now, 3, None, random, far).unwrap();
            assert!((0..=4_000).contains(&at.0), "within the ceiling: {at:?}");
        }
        assert_eq!(retry_at(far, 9, None, 5, far), None, "given up");
        assert_eq!(
            retry_at(now, 1, Some(far.0), 0, far),
            None,
            "the server's wish is past the limit"
        );
    }
}
