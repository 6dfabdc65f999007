//! Fractional ranks: short strings that order cards, stages, rules and views, with always room between two.
//!
//! The alphabet is `0-9A-Za-z`, whose byte order is its digit order, so SQLite's BINARY collation sorts ranks.
//! A rank is an integer part, whose first letter tells its length (`a0`..`az`, then `b00`..; downwards `Zz`, then
//! `Yzz`..), and a fraction without trailing zeros. Putting things at either end only counts the integer part up
//! or down, so ten thousand cards put on top still have ranks of four bytes; only gaps in the middle use the
//! fraction. The scheme is that of David Greenspan's "Implementing Fractional Indexing".

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE: usize = DIGITS.len();

/// Longer ranks than this ask for [`spread`]: half of what a column may hold.
///
/// Moves at random never come near; only somebody who moves cards into the same gap some two hundred times in a
/// row does.
pub const LONG: usize = 40;

/// A rank that sorts after `after` and before `before`; `None` is the respective end.
///
/// The arguments must be ranks made here with `after < before`. If they are not (a damaged file), the answer
/// still sorts after `after`, and the unique index of the table has the last word.
#[must_use]
pub fn between(after: Option<&str>, before: Option<&str>) -> String {
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    let after = after.map(str::as_bytes);
    let before = before
        .map(str::as_bytes)
        .filter(|before| after.is_none_or(|after| after < *before));
    let found = match (after, before) {
        (None, None) => Some(b"a0".to_vec()),
        (Some(after), None) => above(after),
        (None, Some(before)) => below(before),
        (Some(after), Some(before)) => inside(after, before),
    };
    text(found.unwrap_or_else(|| [after.unwrap_or_default(), b"V"].concat()))
}

/// `count` ranks in ascending order, as short as they get: for filling or tidying a whole column at once.
#[must_use]
pub fn spread(count: usize) -> Vec<String> {
    let mut last: Option<String> = None;
    (0..count)
        .map(|_| {
            let next = between(last.as_deref(), None);
            last = Some(next.clone());
            next
        })
        .collect()
}

/// Whether the column that got this rank should be given fresh ones by [`spread`].
#[must_use]
pub const fn is_long(rank: &str) -> bool {
    rank.len() > LONG
}

fn above(after: &[u8]) -> Option<Vec<u8>> {
    let (integer, fraction) = split(after)?;
    increment(integer).or_else(|| Some([integer, &middle(fraction, None)].concat()))
}

fn below(before: &[u8]) -> Option<Vec<u8>> {
    let (integer, fraction) = split(before)?;
    if !fraction.is_empty() {
        return Some(integer.to_vec());
    }
    decrement(integer)
}

fn inside(after: &[u8], before: &[u8]) -> Option<Vec<u8>> {
    let (low, low_fraction) = split(after)?;
    let (high, high_fraction) = split(before)?;
    if low == high {
        return Some([low, &middle(low_fraction, Some(high_fraction))].concat());
    }
    match increment(low) {
        Some(next) if next.as_slice() < before => Some(next),
        _ => Some([low, &middle(low_fraction, None)].concat()),
    }
}

/// Integer part and fraction; `None` if this is no rank of ours.
fn split(rank: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = match rank.first()? {
        head @ b'a'..=b'z' => usize::from(head - b'a') + 2,
        head @ b'A'..=b'Z' => usize::from(b'Z' - head) + 2,
        _ => return None,
    };
    rank.split_at_checked(length)
}

fn digit(byte: u8) -> usize {
    DIGITS.iter().position(|digit| *digit == byte).unwrap_or(0)
}

fn letter(digit: usize) -> u8 {
    DIGITS.get(digit).copied().unwrap_or(b'z')
}

/// The next larger integer part; `None` past the largest.
fn increment(integer: &[u8]) -> Option<Vec<u8>> {
    let (head, digits) = integer.split_first()?;
    let mut digits = digits.to_vec();
    for place in digits.iter_mut().rev() {
        let value = digit(*place) + 1;
        if value < BASE {
            *place = letter(value);
            return Some([&[*head], digits.as_slice()].concat());
        }
        *place = b'0';
    }
    let head = match head {
        b'z' => return None,
        b'Z' => b'a',
        head => head + 1,
    };
    match head {
        b'a' => {}
        b'b'..=b'z' => digits.push(b'0'),
        _ => _ = digits.pop(),
    }
    Some([&[head], digits.as_slice()].concat())
}

/// The next smaller integer part; `None` past the smallest.
fn decrement(integer: &[u8]) -> Option<Vec<u8>> {
    let (head, digits) = integer.split_first()?;
    let mut digits = digits.to_vec();
    for place in digits.iter_mut().rev() {
        if let Some(value) = digit(*place).checked_sub(1) {
            *place = letter(value);
            return Some([&[*head], digits.as_slice()].concat());
        }
        *place = b'z';
    }
    let head = match head {
        b'A' => return None,
        b'a' => b'Z',
        head => head - 1,
    };
    match head {
        b'Z' => {}
        b'A'..=b'Y' => digits.push(b'z'),
        _ => _ = digits.pop(),
    }
    Some([&[head], digits.as_slice()].concat())
}

/// A fraction strictly between two; `None` above means 1. Never ends in a zero.
fn middle(low: &[u8], high: Option<&[u8]>) -> Vec<u8> {
    let mut out = Vec::new();
    let (mut low, mut high) = (low, high);
    loop {
        let low_digit = low.first().map_or(0, |byte| digit(*byte));
        let high_digit = match high {
            None => BASE,
            Some(high) => high.first().map_or(0, |byte| digit(*byte)),
        };
        let rest = low.get(1..).unwrap_or_default();
        if high_digit > low_digit + 1 {
            out.push(letter((low_digit + high_digit).div_ceil(2)));
            return out;
        }
        if high_digit == low_digit + 1 {
            if high.is_some_and(|high| high.len() > 1) {
                out.push(letter(high_digit));
                return out;
            }
            high = None;
        } else {
            high = high
                .map(|high| high.get(1..).unwrap_or_default())
                .filter(|high| !high.is_empty());
        }
        out.push(letter(low_digit));
        low = rest;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ends_count_up_and_down() {
        assert_eq!(between(None, None), "a0");
        assert_eq!(between(Some("a0"), None), "a1");
        assert_eq!(between(Some("az"), None), "b00");
        assert_eq!(between(None, Some("a0")), "Zz");
        assert_eq!(between(None, Some("Z0")), "Yzz");
        assert_eq!(between(Some("Yzz"), None), "Z0");
        assert_eq!(between(None, Some("b00")), "az");
    }

    #[test]
    fn gaps_use_the_fraction() {
        assert_eq!(between(Some("a0"), Some("a1")), "a0V");
        assert_eq!(between(Some("a0"), Some("a0V")), "a0G");
        assert_eq!(
            between(Some("a0V"), Some("a4")),
            "a1",
            "a whole number in between is shorter"
        );
        assert_eq!(between(Some("a0"), Some("a01")), "a00V");
    }

    #[test]
    fn ten_thousand_cards_put_on_top_keep_short_ranks() {
        let mut first = between(None, None);
        for _ in 0..10_000 {
            let next = between(None, Some(&first));
            assert!(next < first, "{next} sorts before {first}");
            first = next;
        }
        assert!(first.len() <= 4, "{first}");
    }

    #[test]
    fn a_spread_column_is_sorted_and_short() {
        let ranks = spread(5_000);
        assert!(ranks.is_sorted_by(|a, b| a < b), "in order, none twice");
        assert!(ranks.iter().all(|rank| rank.len() <= 4));
    }

    #[test]
    fn damaged_ranks_still_give_something_later() {
        for (a, b) in [
            ("", "a0"),
            ("~", "a0"),
            ("b", "c"),
            ("a5", "a5"),
            ("a9", "a1"),
        ] {
            assert!(between(Some(a), Some(b)).as_str() > a, "after {a}");
        }
    }

    #[test]
    fn the_same_gap_over_and_over_asks_for_a_spread_before_the_column_is_full() {
        let (low, mut high) = ("a0".to_owned(), "a1".to_owned());
        let mut moves = 0;
        while !is_long(&high) {
            high = between(Some(&low), Some(&high));
            moves += 1;
        }
        assert!(moves > 200, "{moves} moves into one gap");
        assert!(high.len() <= 48);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn random_moves_never_collide_and_stay_short(cards in 2_usize..120, seed in any::<u64>()) {
            let mut column = spread(cards);
            let mut state = seed | 1;
            let mut random = move |below: usize| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                usize::try_from(state % below as u64).unwrap()
            };
            for _ in 0..10_000 {
                column.remove(random(column.len()));
                let at = random(column.len() + 1);
                let after = at.checked_sub(1).map(|before| column[before].as_str());
                let rank = between(after, column.get(at).map(String::as_str));
                prop_assert!(rank.len() <= 48, "{rank} after {cards} cards");
                prop_assert!(after.is_none_or(|after| after < rank.as_str()));
                prop_assert!(column.get(at).is_none_or(|next| rank < *next));
                column.insert(at, rank);
            }
        }
    }
}
