//! Runs named steps one after another, times each, and closes with what failed and how to run only that.

use std::time::{Duration, Instant};

use crate::counts::Counts;
use crate::process::Fail;

/// One named piece of a chore.
pub struct Step {
    pub name: &'static str,
    pub work: fn() -> Result<Outcome, Fail>,
}

/// What a step found. A step that cannot even start is a [`Fail`] instead.
pub struct Outcome {
    pub counts: Counts,
    /// One line for the summary, such as why something was left out.
    pub note: Option<String>,
}

impl Outcome {
    pub fn passed() -> Self {
        Self {
            counts: Counts::ONE_PASSED,
            note: None,
        }
    }

    pub fn counted(counts: Counts) -> Self {
        Self { counts, note: None }
    }

    pub fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

struct Line {
    name: &'static str,
    took: Duration,
    counts: Counts,
    note: Option<String>,
    failed: bool,
}

/// Runs the steps, or only the named one, and prints the summary. Fails when any step did.
pub fn follow(chore: &str, steps: &[Step], only: Option<&str>) -> Result<(), Fail> {
    let chosen: Vec<&Step> = steps
        .iter()
        .filter(|step| only.is_none_or(|name| name == step.name))
        .collect();
    if chosen.is_empty() {
        let names: Vec<&str> = steps.iter().map(|step| step.name).collect();
        return Err(Fail::new(format!(
            "no such step. `{chore}` has: {}",
            names.join(", ")
        )));
    }
    let lines: Vec<Line> = chosen.into_iter().map(take).collect();
    summary(chore, &lines)
}

fn take(step: &Step) -> Line {
    eprintln!("\n── {} ──", step.name);
    let start = Instant::now();
    let result = (step.work)();
    let took = start.elapsed();
    match result {
        Ok(Outcome { counts, note }) => Line {
            name: step.name,
            took,
            counts,
            note,
            failed: counts.failed > 0,
        },
        Err(fail) => {
            eprintln!("{fail}");
            let note = fail.to_string().lines().next().map(str::to_owned);
            Line {
                name: step.name,
                took,
                counts: Counts::ONE_FAILED,
                note,
                failed: true,
            }
        }
    }
}

fn summary(chore: &str, lines: &[Line]) -> Result<(), Fail> {
    println!("\n── summary ──");
    let mut total = Counts::default();
    for line in lines {
        total += line.counts;
        let mark = if line.failed { "FAILED" } else { "ok" };
        let seconds = line.took.as_secs_f64();
        let Counts {
            passed,
            failed,
            skipped,
        } = line.counts;
        let note = line.note.as_deref().unwrap_or_default();
        println!(
            "{:<12} {mark:<6} {seconds:>7.1} s  {passed:>4} / {failed} / {skipped}  {note}",
            line.name
        );
    }
    let failed: Vec<&Line> = lines.iter().filter(|line| line.failed).collect();
    for line in &failed {
        println!(
            "{} failed; only that again: cargo xtask {chore} --only {}",
            line.name, line.name
        );
    }
    let Counts {
        passed,
        failed: red,
        skipped,
    } = total;
    if skipped > 0 {
        println!("{skipped} SKIPPED: read above which, and why.");
    }
    println!("\n{passed} passed, {red} failed, {skipped} skipped");
    if failed.is_empty() {
        Ok(())
    } else {
        Err(Fail::new(format!("{} failed", failed.len())))
    }
}
