//! Reads how many tests passed out of what the test runners print.

use std::ops::AddAssign;

/// How many tests passed, failed, or were not run.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub passed: u32,
    pub failed: u32,
    pub skipped: u32,
}

/// How a test says that it could not run here, such as for a server that is not installed.
const SKIPPED: &str = "SKIPPED: ";

impl Counts {
    pub const ONE_PASSED: Self = Self {
        passed: 1,
        failed: 0,
        skipped: 0,
    };
    pub const ONE_FAILED: Self = Self {
        passed: 0,
        failed: 1,
        skipped: 0,
    };

    /// Adds up every `test result:` line of `cargo test`, the summary of nextest and of vitest, and plain
    /// `N passed, N failed` lines.
    pub fn read(text: &str) -> Self {
        let mut sum = Self::default();
        let mut told_skipped = 0;
        for line in text.lines().map(plain) {
            let line = line.trim();
            // The harness calls a test that left early passed; one that says this was not run.
            if line.starts_with(SKIPPED) {
                told_skipped += 1;
            }
            let counted = line.starts_with("test result:")
                || line.starts_with("Summary [")
                || line.starts_with("Tests  ")
                || line.split(',').all(|part| number_and_word(part).is_some());
            if counted {
                sum += Self::of_line(line);
            }
        }
        sum.skipped += told_skipped;
        sum.passed = sum.passed.saturating_sub(told_skipped);
        sum
    }

    fn of_line(line: &str) -> Self {
        let mut counts = Self::default();
        for part in line.split([',', ';', '.', ':', '|', '(']) {
            match number_and_word(part) {
                Some((number, "passed")) => counts.passed += number,
                Some((number, "failed")) => counts.failed += number,
                Some((number, "skipped" | "ignored" | "todo")) => counts.skipped += number,
                _ => {}
            }
        }
        counts
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// `12 passed` as a pair; `Tests  12 passed` counts too, other words do not.
fn number_and_word(part: &str) -> Option<(u32, &str)> {
    let mut words = part.trim().trim_start_matches("Tests").split_whitespace();
    let number = words.next()?.parse().ok()?;
    let word = words.next()?;
    words.next().is_none().then_some((number, word))
}

/// The line without colour codes.
fn plain(line: &str) -> String {
    let mut kept = String::new();
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            kept.push(letter);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn every_runner_is_counted() {
        let text = "\
running 3 tests
test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s
test result: FAILED. 4 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s
     Summary [   0.120s] 5 tests run: 5 passed, 2 skipped
 \u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[31m1 failed\u{1b}[39m\u{1b}[22m | \u{1b}[32m8 passed\u{1b}[39m (9)
7 passed, 0 failed, 3 skipped";
        assert_eq!(
            Counts::read(text),
            Counts {
                passed: 2 + 4 + 5 + 8 + 7,
                failed: 2,
                skipped: 1 + 2 + 3
            },
            "each runner's closing line counts once"
        );
    }

    #[test]
    fn a_test_that_says_it_was_skipped_is_not_passed() {
        let text =
            "test result: ok. 3 passed; 0 failed; 0 ignored;\nSKIPPED: wakes on IDLE: no dovecot";
        assert_eq!(
            Counts::read(text),
            Counts {
                passed: 2,
                failed: 0,
                skipped: 1
            }
        );
    }

    #[test]
    fn a_sentence_about_tests_is_not_a_count() {
        assert_eq!(
            Counts::read("we say that 3 passed, 1 failed yesterday"),
            Counts::default()
        );
    }
}
