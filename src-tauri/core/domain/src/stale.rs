//! When a card has lain in its column for too long (UP-1).

use crate::Timestamp;

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// From when on a card is stale: `days` after it came into its column or something was last said, whichever was
/// later. While a task is planned somebody is going to deal with it, so not before that task's deadline has passed.
#[must_use]
pub fn stale_at(
    days: u32,
    entered_at: Timestamp,
    last_activity_at: Option<Timestamp>,
    planned_until: Option<Timestamp>,
) -> Timestamp {
    let last = last_activity_at.map_or(entered_at, |at| at.max(entered_at));
    let rest = Timestamp(
        last.0
            .saturating_add(i64::from(days).saturating_mul(DAY_MS)),
    );
    planned_until.map_or(rest, |until| until.max(rest))
}

#[cfg(test)]
mod tests {
    use super::{DAY_MS, stale_at};
    use crate::Timestamp;

    #[test]
    fn a_card_is_stale_when_nothing_happened_and_nothing_is_planned() {
        let day = |day: i64| Timestamp(day * DAY_MS);
        for (what, days, entered, said, planned, expected) in [
            ("it only came into the column", 3, 10, None, None, 13),
            ("the customer wrote afterwards", 3, 10, Some(12), None, 15),
            (
                "the customer wrote before it was moved",
                3,
                10,
                Some(4),
                None,
                13,
            ),
            ("a call is planned for later", 3, 10, None, Some(20), 20),
            ("a call is planned for sooner", 3, 10, None, Some(11), 13),
            (
                "the planned call was missed long ago",
                3,
                10,
                Some(12),
                Some(2),
                15,
            ),
            ("at once, if the column says so", 0, 10, None, None, 10),
        ] {
            let at = stale_at(days, day(entered), said.map(day), planned.map(day));
            assert_eq!(at, day(expected), "{what}");
        }
    }
}
