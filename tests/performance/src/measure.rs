//! Medians, percentiles and the table that a program prints.

use std::time::{Duration, Instant};

/// Wall times of one kind of work.
#[derive(Debug, Default, Clone)]
pub struct Series(Vec<Duration>);

impl Series {
    /// Runs `work` once and keeps its time.
    pub fn time<R>(&mut self, work: impl FnOnce() -> R) -> R {
        let begun = Instant::now();
        let answer = work();
        self.0.push(begun.elapsed());
        answer
    }

    /// Keeps a time that was taken elsewhere.
    pub fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    /// The time below which `share` (0–1) of the runs lie, in milliseconds; 0 without runs.
    #[must_use]
    pub fn quantile_ms(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        #[allow(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss
        )]
        let at = ((sorted.len().saturating_sub(1)) as f64 * share).round() as usize;
        sorted
            .get(at)
            .map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
    }

    /// Median, in milliseconds.
    #[must_use]
    pub fn median_ms(&self) -> f64 {
        self.quantile_ms(0.5)
    }

    /// p50, p95 and p99 in milliseconds, for a table.
    #[must_use]
    pub fn row(&self) -> String {
        format!(
            "{:>9.3} {:>9.3} {:>9.3}",
            self.median_ms(),
            self.quantile_ms(0.95),
            self.quantile_ms(0.99)
        )
    }
}

/// Time that this process has spent on processors, in all its threads: what other programs do meanwhile does not count.
#[must_use]
pub fn processor_time() -> Duration {
    #[cfg(unix)]
    {
        let now = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        Duration::new(
            now.tv_sec.try_into().unwrap_or(0),
            now.tv_nsec.try_into().unwrap_or(0),
        )
    }
    #[cfg(not(unix))]
    {
        static BEGUN: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
        BEGUN.elapsed()
    }
}

/// Proportional set size of this process in MiB (Linux), which counts shared pages once.
#[must_use]
pub fn own_pss_mib() -> Option<f64> {
    pss_mib(std::process::id())
}

/// Proportional set size of a process in MiB (Linux).
#[must_use]
pub fn pss_mib(pid: u32) -> Option<f64> {
    let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let line = rollup.lines().find(|line| line.starts_with("Pss:"))?;
    let kib: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib / 1024.0)
}

/// One line of the verdict: what was reached against what PERFORMANCE asks.
pub fn goal(name: &str, reached: f64, unit: &str, wanted: &str, met: bool) {
    let word = if met { "met" } else { "MISSED" };
    println!("{name:<34} {reached:>10.3} {unit:<10} goal {wanted:<24} {word}");
}
