//! How many messages each conversation has and when they were written.

use crate::corpus::Dice;

/// The seed that reports are made with.
pub const SEED: u64 = 7;
/// Messages of the longest conversation, where the workspace is large enough.
pub const LONGEST: usize = 10_000;

/// Zipf exponent of the sizes: at 100,000 conversations the second longest has some 8,000 of a million messages.
const SKEW: f64 = 0.7;
/// Years in which everything was said.
const SPAN_MS: i64 = 3 * 365 * 24 * 60 * 60 * 1_000;
const MINUTE: i64 = 60_000;

/// What a workspace is to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Conversations.
    pub conversations: usize,
    /// Messages and notes in all of them together, at least one each.
    pub messages: usize,
    /// The same seed gives the same rows.
    pub seed: u64,
    /// The present moment, ms since 1970: everything was said before it.
    pub now: i64,
}

impl Plan {
    /// Ten messages a conversation.
    #[must_use]
    pub const fn of(conversations: usize, now: i64) -> Self {
        Self {
            conversations,
            messages: conversations * 10,
            seed: SEED,
            now,
        }
    }

    /// The longest conversation, counted from 0.
    #[must_use]
    pub const fn longest(&self) -> usize {
        // Somewhere in the middle, so that it is neither the oldest nor the newest.
        self.conversations / 2
    }

    /// Contacts: nine of ten conversations are a contact's only one.
    #[must_use]
    pub const fn contacts(&self) -> usize {
        let contacts = self.conversations * 9 / 10;
        if contacts == 0 { 1 } else { contacts }
    }

    /// The contact of a conversation, both counted from 0.
    #[must_use]
    pub const fn contact_of(&self, conversation: usize) -> usize {
        conversation % self.contacts()
    }

    /// Messages per conversation: Zipf, mixed over the years.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "sizes are far below 2^52"
    )]
    pub(super) fn sizes(&self) -> Vec<usize> {
        let longest = LONGEST.min(self.messages / 5).max(1);
        let rest = self
            .messages
            .saturating_sub(longest + self.conversations.saturating_sub(1));
        let weight = |rank: usize| ((rank + 1) as f64).powf(-SKEW);
        let all: f64 = (0..self.conversations).map(weight).sum();
        let mut sizes: Vec<usize> = (0..self.conversations)
            .map(|rank| 1 + (weight(rank) / all * rest as f64) as usize)
            .collect();
        // Shuffled, so that long ones are spread over the years.
        let mut dice = Dice::new(self.seed);
        for place in (1..sizes.len()).rev() {
            sizes.swap(place, dice.below(place + 1));
        }
        if let Some(size) = sizes.get_mut(self.longest()) {
            *size = longest;
        }
        // What rounding left over goes to the others, one each.
        let mut left = self.messages.saturating_sub(sizes.iter().sum());
        while left > 0 && sizes.len() > 1 {
            for (place, size) in sizes.iter_mut().enumerate() {
                if left > 0 && place != self.longest() {
                    *size += 1;
                    left -= 1;
                }
            }
        }
        sizes
    }

    /// Every message as (time, conversation), oldest first: the order in which a workspace would have got them.
    #[must_use]
    pub(super) fn schedule(&self) -> Vec<(i64, u32)> {
        let mut dice = Dice::new(self.seed ^ 0x5EED);
        let mut schedule = Vec::with_capacity(self.messages);
        let begin = self.now - SPAN_MS;
        let step = SPAN_MS / i64::try_from(self.conversations.max(1)).unwrap_or(i64::MAX);
        for (conversation, size) in (0_u32..).zip(self.sizes()) {
            let mut at = begin + i64::from(conversation) * step + millis(dice.below(60_000));
            for left in (0..size).rev() {
                schedule.push((at.min(self.now - MINUTE), conversation));
                // No gap is wider than what remains divided by what is still to be said, doubled.
                let room = (self.now - at) / (i64::try_from(left).unwrap_or(0) + 1) * 2;
                at += gap(&mut dice).min(room.max(1));
            }
        }
        schedule.sort_unstable();
        schedule
    }
}

/// Minutes, hours or days, as people answer; in milliseconds.
fn gap(dice: &mut Dice) -> i64 {
    let minutes = match dice.below(10) {
        0..=3 => 1 + dice.below(45),
        4..=6 => 45 + dice.below(300),
        7..=8 => 600 + dice.below(3 * 24 * 60),
        _ => 4_000 + dice.below(30 * 24 * 60),
    };
    millis(minutes) * MINUTE + millis(dice.below(60_000))
}

fn millis(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(0)
}
