//! The real window beside an empty one: start to first list painted (G14), memory (G15) and rest (G16).
//!
//! `cargo xtask bench window [-- CONVERSATIONS …]` builds both programs; this one starts them on a screen and a session
//! bus of its own. Ready is when a window names itself, which both do when their second frame begins.

use std::error::Error;
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use runnel_performance::measure::{Series, goal};
use runnel_performance::process::{Tree, ticks_to_ms};
use runnel_performance::shop;

/// Set inside the session that this program starts for itself.
const IN_SESSION: &str = "RUNNEL_BENCH_SESSION";
/// Rounds of A B A B …
const ROUNDS: usize = 7;
/// Between two looks at the windows' names; the error of each time.
const LOOK: Duration = Duration::from_millis(10);
/// After which a window that did not become ready never will.
const PATIENCE: Duration = Duration::from_secs(60);
/// Before rest is measured, and for how long.
const SETTLE: Duration = Duration::from_secs(10);
const REST: Duration = Duration::from_secs(60);
const SIZES: [usize; 2] = [300, 10_000];

/// A program to start, and the name by which its window says that it is ready.
struct Contender {
    name: String,
    program: PathBuf,
    ready: &'static str,
    home: Option<PathBuf>,
}

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    if std::env::var_os(IN_SESSION).is_none() {
        return enter_session();
    }
    let own = std::env::current_exe()?;
    let folder = own.parent().unwrap_or(Path::new("."));
    let named: Vec<usize> = std::env::args()
        .skip(1)
        .map(|size| size.parse())
        .collect::<Result<_, _>>()?;
    let sizes = if named.is_empty() {
        SIZES.to_vec()
    } else {
        named
    };
    let homes = tempfile::tempdir()?;
    let mut contenders = vec![Contender {
        name: "blank".into(),
        program: folder.join("blank"),
        ready: "^Blank, drawn$",
        home: None,
    }];
    for size in sizes {
        let home = homes.path().join(size.to_string());
        let file = home.join("data/runnel/workspace.runnel");
        fs::create_dir_all(home.join("data/runnel"))?;
        let begun = Instant::now();
        // A workspace as a person has it before a mailbox is connected: nothing goes on by itself.
        tokio::runtime::Runtime::new()?.block_on(shop::open(&file))?;
        shop::fill(&file, size)?;
        println!(
            "{size} conversations written in {:.1} s",
            begun.elapsed().as_secs_f64()
        );
        contenders.push(Contender {
            name: format!("Runnel, {size}"),
            program: folder.join("runnel"),
            ready: "^Chats .*Runnel$",
            home: Some(home),
        });
    }
    starts(&contenders)?;
    rest(&contenders)?;
    core_alone(folder, &contenders)
}

/// The same program again, on a bus and a screen that nobody else uses.
fn enter_session() -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut session = Command::new("dbus-run-session");
    session.args([
        "--",
        "xvfb-run",
        "--auto-servernum",
        // Without the last, the screen starts anew when the last window is gone, which the next one may fall into.
        "--server-args=-screen 0 1440x900x24 -noreset",
    ]);
    session
        .arg(std::env::current_exe()?)
        .args(std::env::args_os().skip(1));
    Err(session.env(IN_SESSION, "1").exec().into())
}

fn starts(contenders: &[Contender]) -> Result<(), Box<dyn Error + Send + Sync>> {
    let mut times = vec![Series::default(); contenders.len()];
    // The first round warms the page cache and is not counted.
    for round in 0..=ROUNDS {
        for (contender, times) in contenders.iter().zip(&mut times) {
            let (running, took) = contender.start()?;
            running.end();
            if round > 0 {
                times.push(took);
            }
        }
    }
    println!(
        "\nprocess start to first list painted, ms, {ROUNDS} rounds\n{:<24} {:>9} {:>9} {:>9}",
        "", "p50", "p95", "p99"
    );
    for (contender, times) in contenders.iter().zip(&times) {
        println!("{:<24} {}", contender.name, times.row());
    }
    let blank = times.first().map_or(0.0, Series::median_ms);
    for (contender, times) in contenders.iter().zip(&times).skip(1) {
        let ratio = times.median_ms() / blank;
        goal(
            &format!("G14 start, {}", contender.name),
            ratio,
            "x blank",
            "<= 1.3",
            ratio <= 1.3,
        );
    }
    Ok(())
}

fn rest(contenders: &[Contender]) -> Result<(), Box<dyn Error + Send + Sync>> {
    println!(
        "\nat rest for {} s, {} s after being ready",
        REST.as_secs(),
        SETTLE.as_secs()
    );
    let mut blank = 0.0;
    for (at, contender) in contenders.iter().enumerate() {
        let (running, _) = contender.start()?;
        sleep(SETTLE);
        let before = Tree::of(running.0.id());
        sleep(REST);
        let after = Tree::of(running.0.id());
        running.end();
        let pss = after.pss_mib();
        let worked = ticks_to_ms(after.ticks().saturating_sub(before.ticks()));
        println!(
            "{:<24} PSS {pss:>7.1} MiB in {} processes, worked {worked} ms of {} s",
            contender.name,
            after.len(),
            REST.as_secs()
        );
        for line in after.lines() {
            println!("    {line}");
        }
        if at == 0 {
            blank = pss;
            continue;
        }
        let ratio = pss / blank;
        goal(
            &format!("G15 memory, {}", contender.name),
            ratio,
            "x blank",
            "<= 1.35",
            ratio <= 1.35,
        );
        #[allow(clippy::cast_precision_loss, reason = "milliseconds of a minute")]
        let share = worked as f64 / 10.0 / REST.as_secs_f64();
        goal(
            &format!("G16 rest, {}", contender.name),
            share,
            "% CPU",
            "<= 0.05",
            share <= 0.05,
        );
    }
    Ok(())
}

/// The core without a window, on the largest workspace.
fn core_alone(folder: &Path, contenders: &[Contender]) -> Result<(), Box<dyn Error + Send + Sync>> {
    let Some((name, home)) = contenders
        .last()
        .and_then(|last| Some((&last.name, last.home.as_ref()?)))
    else {
        return Ok(());
    };
    let mut serve = Command::new(folder.join("runnel-serve"));
    serve
        .arg("--workspace")
        .arg(home.join("data/runnel/workspace.runnel"));
    serve.args(["--port", "0"]).stdout(Stdio::null());
    let running = Running(serve.spawn()?);
    sleep(SETTLE);
    let pss = Tree::of(running.0.id()).pss_mib();
    running.end();
    goal(
        &format!("G15 core alone, {name}"),
        pss,
        "MiB",
        "<= 60",
        pss <= 60.0,
    );
    Ok(())
}

impl Contender {
    /// Starts it and waits until its window says that it is ready.
    fn start(&self) -> Result<(Running, Duration), Box<dyn Error + Send + Sync>> {
        let mut command = Command::new(&self.program);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.env("LC_ALL", "C.UTF-8");
        match &self.home {
            Some(home) => {
                for (name, folder) in [
                    ("XDG_DATA_HOME", "data"),
                    ("XDG_CONFIG_HOME", "config"),
                    ("XDG_CACHE_HOME", "cache"),
                ] {
                    command.env(name, home.join(folder));
                }
            }
            // What Runnel chooses for itself on a machine without a graphics processor.
            None if !Path::new("/dev/dri").exists() => {
                command.env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
            }
            None => {}
        }
        let begun = Instant::now();
        let mut running = Running(command.spawn()?);
        loop {
            if let Some(status) = running.0.try_wait()? {
                return Err(format!("{} ended with {status}", self.name).into());
            }
            let found = Command::new("xdotool")
                .args(["search", "--name", self.ready])
                .stderr(Stdio::null())
                .output()?;
            let took = begun.elapsed();
            if !found.stdout.is_empty() {
                return Ok((running, took));
            }
            if took > PATIENCE {
                running.end();
                return Err(format!("{} did not become ready", self.name).into());
            }
            sleep(LOOK);
        }
    }
}

/// A started program. It is asked to end, and waited for with all that it started.
struct Running(Child);

impl Running {
    fn end(mut self) {
        let tree = Tree::of(self.0.id());
        // It may have ended already, which is what is wanted.
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
        while tree.is_alive() {
            sleep(LOOK);
        }
    }
}
