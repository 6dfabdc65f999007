//! Our work and the floor's in turn, and one line of the report for both.
//!
//! What only reads is judged by processor time, so that a machine that builds at the same time gives the same figures;
//! what waits for the disk by the clock on the wall.

use std::time::{Duration, Instant};

use crate::measure::{Series, processor_time};

/// What a goal allows: `factor` times the floor plus some milliseconds, or so many milliseconds at most.
#[derive(Debug, Clone, Copy)]
pub enum Bound {
    /// p95 ≤ factor × the floor's p95 + milliseconds.
    Floor(f64, f64),
    /// p95 ≤ milliseconds.
    Ms(f64),
    /// Shown, not judged.
    None,
}

/// Times of one kind of work, ours and the floor's.
#[derive(Debug, Default, Clone)]
pub struct Pair {
    ours: Series,
    floor: Series,
    ratios: Vec<f64>,
}

impl Pair {
    /// Keeps one round: our time and the floor's.
    pub fn round(&mut self, ours: Duration, floor: Duration) {
        self.ours.push(ours);
        self.floor.push(floor);
        self.ratios
            .push(ours.as_secs_f64() / floor.as_secs_f64().max(1e-9));
    }

    /// The line of the report: p50, p95 and p99 of both in milliseconds, the median of the pairwise ratios, the verdict.
    #[must_use]
    pub fn line(&self, name: &str, goal: &str, bound: Bound) -> String {
        let mut ratios = self.ratios.clone();
        ratios.sort_by(f64::total_cmp);
        let ratio = ratios.get(ratios.len() / 2).copied().unwrap_or_default();
        let (p95, under) = (self.ours.quantile_ms(0.95), self.floor.quantile_ms(0.95));
        let (allowed, met) = match bound {
            Bound::Floor(factor, slack) => {
                let most = under.mul_add(factor, slack);
                (format!("≤ {most:.2}"), p95 <= most)
            }
            Bound::Ms(most) => (format!("≤ {most:.2}"), p95 <= most),
            Bound::None => (String::new(), true),
        };
        let verdict = match (bound, met) {
            (Bound::None, _) => "",
            (_, true) => "met",
            (_, false) => "MISSED",
        };
        format!(
            "| {name} | {} | {} | {ratio:.1} × | {goal} {allowed} | {verdict} |",
            three(&self.ours),
            three(&self.floor)
        )
    }
}

fn three(series: &Series) -> String {
    format!(
        "{:.2} / {:.2} / {:.2}",
        series.median_ms(),
        series.quantile_ms(0.95),
        series.quantile_ms(0.99)
    )
}

/// The head of the report.
pub fn head(title: &str) {
    println!("\n## {title}\n");
    println!("| | ours p50 / p95 / p99, ms | floor p50 / p95 / p99, ms | ratio | goal (p95) | |");
    println!("|---|---|---|---|---|---|");
}

/// Runs `work` and answers how much processor time it took.
///
/// # Errors
/// What `work` returns.
pub fn timed<R, E>(work: impl FnOnce() -> Result<R, E>) -> Result<(R, Duration), E> {
    let begun = processor_time();
    let done = work()?;
    Ok((done, processor_time().saturating_sub(begun)))
}

/// Runs `work` and answers how long it took by the clock on the wall, waiting for the disk included.
///
/// # Errors
/// What `work` returns.
pub fn waited<R, E>(work: impl FnOnce() -> Result<R, E>) -> Result<(R, Duration), E> {
    let begun = Instant::now();
    let done = work()?;
    Ok((done, begun.elapsed()))
}
