//! Stars: how engaged a customer is, 0 to 5 (PO-13, PO-14), as a fold over the messages of all their channels.

use serde::{Deserialize, Serialize};

use crate::{
    Direction, Timestamp,
    day::{self, Zone},
    response::Said,
};

/// An answer within this time makes for high engagement (PO-13): 30 minutes, in milliseconds.
pub const QUICK_MS: i64 = 30 * 60 * 1_000;
/// An answer within this time makes for moderate engagement (PO-13): 2 hours, in milliseconds.
pub const SOON_MS: i64 = 2 * 60 * 60 * 1_000;
/// Of ten interactions so many have to be within the time (PO-13: 90 %).
const OF_TEN: i64 = 9;

/// What was said between a customer and members, as far as stars ask.
///
/// An interaction is a message of whoever wrote first, followed by the next message of the other side; its elapsed time
/// is the gap between the two. Machines' messages and notes are left out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Engagement {
    /// Messages of members to them.
    pub sent: i64,
    /// Messages of theirs.
    pub received: i64,
    /// Interactions.
    pub interactions: i64,
    /// Of these, on one calendar day of the workspace.
    pub same_day: i64,
    /// Of these, within two hours.
    pub within_2h: i64,
    /// Of these, within thirty minutes.
    pub within_30m: i64,
    /// Who wrote first; `None`: nobody did.
    pub opened_by: Option<Direction>,
    /// Who wrote last, and when.
    pub last: Option<(Direction, Timestamp)>,
}

/// What a number of stars means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing sent or received, or nothing received and no address that works.
    New,
    /// Something sent, nothing received.
    NoEngagement,
    /// Something received.
    Validated,
    /// An interaction on one day.
    Low,
    /// 90 % of all interactions within two hours.
    Moderate,
    /// 90 % of all interactions within thirty minutes.
    High,
}

impl Level {
    /// 0 to 5.
    #[must_use]
    pub const fn stars(self) -> u8 {
        self as u8
    }

    /// The level with one star more, if there is one.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        Some(match self {
            Self::New => Self::NoEngagement,
            Self::NoEngagement => Self::Validated,
            Self::Validated => Self::Low,
            Self::Low => Self::Moderate,
            Self::Moderate => Self::High,
            Self::High => return None,
        })
    }
}

impl Engagement {
    /// What these messages add up to, in the order of their times.
    #[must_use]
    pub fn of(messages: impl IntoIterator<Item = Said>, zone: Zone) -> Self {
        messages
            .into_iter()
            .fold(Self::default(), |so_far, said| so_far.after(said, zone))
    }

    /// The same after one more message, not older than the last. `zone` is the workspace's.
    #[must_use]
    pub fn after(self, said: Said, zone: Zone) -> Self {
        if said.automatic || said.direction == Direction::Note {
            return self;
        }
        let mut now = self;
        match said.direction {
            Direction::In => now.received += 1,
            Direction::Out | Direction::Note => now.sent += 1,
        }
        if let Some(since) = self.answers(said.direction) {
            let elapsed = said.at.millis_since(since);
            let same_day = day::date(since, zone) == day::date(said.at, zone);
            now.interactions += 1;
            now.same_day += i64::from(same_day);
            now.within_2h += i64::from(elapsed <= SOON_MS);
            now.within_30m += i64::from(elapsed <= QUICK_MS);
        }
        now.opened_by = self.opened_by.or(Some(said.direction));
        now.last = Some((said.direction, said.at));
        now
    }

    /// When the message was written that one of this direction would answer; `None`: it would answer nothing.
    #[must_use]
    pub fn answers(&self, direction: Direction) -> Option<Timestamp> {
        let (last, at) = self.last?;
        (last != direction && Some(last) == self.opened_by).then_some(at)
    }

    /// The level (PO-14): five stars are tested first, and the first that holds is it. `reachable`: some address of
    /// theirs works as far as we know; it matters only until something was received.
    #[must_use]
    pub const fn level(&self, reachable: bool) -> Level {
        if self.mostly(self.within_30m) {
            Level::High
        } else if self.mostly(self.within_2h) {
            Level::Moderate
        } else if self.same_day > 0 {
            Level::Low
        } else if self.received > 0 {
            Level::Validated
        } else if self.sent > 0 && reachable {
            Level::NoEngagement
        } else {
            Level::New
        }
    }

    /// How many more of what it takes are needed to reach `level`: messages of ours, messages of theirs, an interaction
    /// on one day, or interactions that are quick enough. 0 where it is reached.
    #[must_use]
    pub const fn missing(&self, level: Level) -> i64 {
        let missing = match level {
            Level::New => 0,
            Level::NoEngagement => 1 - self.sent,
            Level::Validated => 1 - self.received,
            Level::Low => 1 - self.same_day,
            Level::Moderate => self.quick_ones_missing(self.within_2h),
            Level::High => self.quick_ones_missing(self.within_30m),
        };
        if missing < 0 { 0 } else { missing }
    }

    const fn mostly(&self, quick: i64) -> bool {
        self.interactions > 0 && quick * 10 >= self.interactions * OF_TEN
    }

    /// The smallest `n` with (quick + n) × 10 ≥ (interactions + n) × 9, and at least one where there was none yet.
    const fn quick_ones_missing(&self, quick: i64) -> i64 {
        if self.interactions == 0 {
            1
        } else {
            self.interactions * OF_TEN - quick * 10
        }
    }
}

/// The gaps of all interactions among these messages, in milliseconds, shortest first.
#[must_use]
pub fn gaps(messages: impl IntoIterator<Item = Said>) -> Vec<i64> {
    let mut so_far = Engagement::default();
    let mut gaps = Vec::new();
    for said in messages {
        let counts = !said.automatic && said.direction != Direction::Note;
        if counts && let Some(since) = so_far.answers(said.direction) {
            gaps.push(said.at.millis_since(since));
        }
        so_far = so_far.after(said, Zone::UTC);
    }
    gaps.sort_unstable();
    gaps
}

/// The gap that `percent` of all gaps do not exceed, by counting; `None` where there is none. `gaps` are in order.
#[must_use]
pub fn percentile(gaps: &[i64], percent: usize) -> Option<i64> {
    let wanted = (gaps.len() * percent).div_ceil(100);
    gaps.get(wanted.max(1) - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;
    const DAY: i64 = 24 * 60;

    /// 2026-11-22 09:00 UTC, a Sunday.
    const MORNING: Timestamp = Timestamp(1_795_338_000_000);

    /// Messages by direction and minute: `>` is ours, `<` is theirs.
    fn talk(messages: &[(char, i64)]) -> Vec<Said> {
        let direction = |sign| match sign {
            '>' => Direction::Out,
            '<' => Direction::In,
            _ => Direction::Note,
        };
        let said = |(sign, minute): &(char, i64)| Said {
            at: MORNING.plus_minutes(*minute),
            direction: direction(*sign),
            automatic: false,
        };
        messages.iter().map(said).collect()
    }

    fn stars(messages: &[(char, i64)]) -> u8 {
        Engagement::of(talk(messages), Zone::UTC)
            .level(true)
            .stars()
    }

    /// PO-13
    #[test]
    fn each_number_of_stars_has_its_rule() {
        for (talk, wanted, why) in [
            (&[][..], 0, "nothing sent or received"),
            (&[('#', 0)], 0, "a note is not a message"),
            (&[('>', 0)], 1, "sent, never answered"),
            (&[('<', 0)], 2, "a message of theirs, no answer yet"),
            (&[('<', 0), ('>', DAY)], 2, "answered, but on another day"),
            (&[('>', 0), ('<', 180)], 3, "an answer on the same day"),
            (&[('>', 0), ('<', 120)], 4, "two hours are still moderate"),
            (&[('>', 0), ('<', 121)], 3, "a minute more is not"),
            (&[('>', 0), ('<', 30)], 5, "half an hour is still high"),
            (&[('>', 0), ('<', 31)], 4, "a minute more is not"),
            (
                &[('<', 0), ('>', 30)],
                5,
                "the customer opened: our answer counts",
            ),
        ] {
            assert_eq!(stars(talk), wanted, "{why}");
        }
    }

    /// PO-14
    #[test]
    fn an_invalid_address_counts_only_until_something_came() {
        let sent = Engagement::of(talk(&[('>', 0)]), Zone::UTC);
        assert_eq!(sent.level(false), Level::New, "nobody can have got it");
        let heard = Engagement::of(talk(&[('>', 0), ('<', 600)]), Zone::UTC);
        assert_eq!(heard.level(false), heard.level(true), "they did write");
    }

    /// PO-14
    #[test]
    fn only_answers_to_whoever_opened_are_interactions() {
        let opened_by_us = Engagement::of(
            talk(&[
                ('>', 0),
                ('>', 10),
                ('<', 30),
                ('<', 31),
                ('>', 400),
                ('<', 405),
            ]),
            Zone::UTC,
        );
        assert_eq!(opened_by_us.interactions, 2, "our answer at 400 is none");
        assert_eq!(
            opened_by_us.within_30m, 2,
            "the gap runs from our last message"
        );
        let machine = Said {
            automatic: true,
            ..talk(&[('<', 5)])[0]
        };
        let mut with_a_machine = talk(&[('>', 0), ('<', 200)]);
        with_a_machine.insert(1, machine);
        assert_eq!(
            Engagement::of(with_a_machine, Zone::UTC),
            Engagement::of(talk(&[('>', 0), ('<', 200)]), Zone::UTC),
            "an out-of-office answer engages nobody"
        );
    }

    /// PO-14
    #[test]
    fn ninety_per_cent_are_counted_not_rounded() {
        let rounds = |quick: i64, slow: i64| -> Engagement {
            let mut messages = Vec::new();
            for round in 0..quick + slow {
                let gap = if round < quick { 30 } else { 31 };
                messages.extend([('>', round * DAY), ('<', round * DAY + gap)]);
            }
            Engagement::of(talk(&messages), Zone::UTC)
        };
        assert_eq!(
            rounds(9, 1).level(true),
            Level::High,
            "nine of ten is enough"
        );
        assert_eq!(
            rounds(8, 1).level(true),
            Level::Moderate,
            "eight of nine is not"
        );
        assert_eq!(rounds(8, 1).missing(Level::High), 1);
        assert_eq!(rounds(0, 2).missing(Level::High), 18, "eighteen of twenty");
        assert_eq!(rounds(9, 1).missing(Level::High), 0);
    }

    /// PO-14
    #[test]
    fn the_day_is_the_workspaces() {
        let late = talk(&[('>', 11 * 60), ('<', 11 * 60 + 200)]); // 20:00 and 23:20 UTC
        assert_eq!(Engagement::of(late.clone(), Zone::UTC).same_day, 1);
        assert_eq!(
            Engagement::of(late, Zone::Europe__Berlin).same_day,
            0,
            "in Berlin it is past midnight"
        );
    }

    #[test]
    fn the_ninetieth_gap_is_one_of_the_gaps() {
        let gaps = gaps(talk(&[
            ('>', 0),
            ('<', 40),
            ('>', 50),
            ('<', 51),
            ('>', 60),
            ('<', 63),
        ]));
        assert_eq!(gaps, vec![MINUTE, 3 * MINUTE, 40 * MINUTE]);
        assert_eq!(percentile(&gaps, 90), Some(40 * MINUTE));
        assert_eq!(percentile(&gaps, 50), Some(3 * MINUTE));
        assert_eq!(percentile(&[], 90), None);
    }
}
