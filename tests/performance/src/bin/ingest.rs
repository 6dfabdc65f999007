//! G1: messages taken in per second, with all indexing and rules on, beside the bare floor and, where they are
//! installed, beside notmuch and mu. `ingest [MESSAGES] [ROUNDS]`, 100000 and 3 unless said.

use std::{path::Path, process::Command, time::Instant};

use runnel_connector::Batch;
use runnel_domain::{Timestamp, ids::SourceId};
use runnel_performance::{
    corpus::{self, Mail},
    floor,
    measure::{Series, goal},
    shop::{self, Fault},
};

/// Messages per transaction, for us and for the floor.
const BATCH: usize = 1_000;
/// Triggers that look at every new conversation.
const RULES: usize = 10;

fn main() -> Result<(), Fault> {
    let mut words = std::env::args().skip(1);
    let count: usize = words.next().map_or(Ok(100_000), |word| word.parse())?;
    let rounds: usize = words.next().map_or(Ok(3), |word| word.parse())?;
    let mails = corpus::mails(count, 1);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (mut ours, mut bare) = (Series::default(), Series::default());
    let mut ratios = Vec::new();
    for round in 0..rounds {
        let folder = tempfile::tempdir()?;
        let (a, b) = (
            folder.path().join("ours.runnel"),
            folder.path().join("floor.runnel"),
        );
        let source = runtime.block_on(shop::make(&a, RULES))?;
        std::fs::copy(&a, &b)?;
        let begun = Instant::now();
        ours.time(|| take_in(&a, source, &mails))?;
        let mine = begun.elapsed().as_secs_f64();
        let begun = Instant::now();
        bare.time(|| take_in_bare(&b, source, &mails))?;
        let floor_time = begun.elapsed().as_secs_f64();
        ratios.push(floor_time / mine);
        println!(
            "round {round}: ours {mine:.2} s, floor {floor_time:.2} s, {:.0} and {:.0} bytes a message",
            per_message(&a, count),
            per_message(&b, count)
        );
    }
    ratios.sort_by(f64::total_cmp);
    let ratio = ratios.get(ratios.len() / 2).copied().unwrap_or_default();
    #[allow(clippy::cast_precision_loss)]
    let rate = |series: &Series| count as f64 * 1_000.0 / series.median_ms();
    println!("ours  {:>9.0} messages/s", rate(&ours));
    println!("floor {:>9.0} messages/s", rate(&bare));
    goal("G1 speed of the floor", ratio, "x", ">= 0.4", ratio >= 0.4);
    let folder = tempfile::tempdir()?;
    let maildir = folder.path().join("mail");
    corpus::write_maildir(&mails, &maildir)?;
    peer("notmuch", folder.path(), &maildir, ours.median_ms(), 5.0);
    peer("mu", folder.path(), &maildir, ours.median_ms(), 3.0);
    Ok(())
}

fn take_in(path: &Path, source: SourceId, mails: &[Mail]) -> Result<(), Fault> {
    let store = shop::store(path)?;
    for part in mails.chunks(BATCH) {
        let batch = Batch {
            events: part.iter().map(Mail::event).collect(),
            ..Batch::default()
        };
        let at = part.last().map_or(0, |mail| mail.at);
        runnel_inbound::apply_blocking(&store, source, batch, Timestamp(at))?;
    }
    Ok(())
}

fn take_in_bare(path: &Path, source: SourceId, mails: &[Mail]) -> Result<(), Fault> {
    let mut connection = floor::open(path)?;
    floor::ingest(&mut connection, source.0, mails, BATCH)?;
    Ok(())
}

#[allow(clippy::cast_precision_loss)]
fn per_message(path: &Path, count: usize) -> f64 {
    let size = std::fs::metadata(path).map_or(0, |file| file.len());
    size as f64 / count.max(1) as f64
}

/// Indexes the same mail with another program; says so aloud when it is not there.
fn peer(name: &str, folder: &Path, maildir: &Path, ours_ms: f64, wanted: f64) {
    let home = folder.join(name);
    let config = home.join("config");
    let made = std::fs::create_dir_all(&home).is_ok();
    let steps: Vec<Command> = match name {
        "notmuch" => {
            let text = format!(
                "[database]\npath={}\n[new]\ntags=new\n[user]\nname=x\nprimary_email=info@shop.example\n",
                maildir.display()
            );
            let _ = std::fs::write(&config, text);
            let mut new = Command::new("notmuch");
            new.arg("new").arg("--quiet").env("NOTMUCH_CONFIG", &config);
            vec![new]
        }
        _ => {
            let mut init = Command::new("mu");
            init.arg("init")
                .arg(format!("--maildir={}", maildir.display()))
                .arg(format!("--muhome={}", home.display()))
                .arg("--quiet");
            let mut index = Command::new("mu");
            index
                .arg("index")
                .arg(format!("--muhome={}", home.display()))
                .arg("--quiet");
            vec![init, index]
        }
    };
    let mut time = Series::default();
    let ran = made
        && time.time(|| {
            steps.into_iter().all(|mut step| {
                step.env("HOME", &home)
                    .output()
                    .is_ok_and(|output| output.status.success())
            })
        });
    if !ran {
        println!("{name}: not installed or failed; skipped");
        return;
    }
    let ratio = time.median_ms() / ours_ms;
    goal(
        &format!("G1 faster than {name}"),
        ratio,
        "x",
        &format!(">= {wanted}"),
        ratio >= wanted,
    );
}
