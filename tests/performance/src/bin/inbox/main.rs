//! G4–G9, G17–G19: the whole inbox through the router as an interface asks, each deed beside bare prepared statements
//! on the same file in the same run.
//!
//! `inbox [--workspace PATH] [--conversations N] [--messages N] [--rounds N] [PART …]`; parts are `table`, `filter`,
//! `search`, `thread`, `write`, `import`, `memory`, all unless said. A workspace that is not there is generated.

mod filter;
mod import;
mod search;
mod table;
mod thread;
mod write;

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use runnel_api::Router;
use runnel_app::clock::SystemClock;
use runnel_domain::Clock as _;
use runnel_performance::{
    floor,
    generator::{self, Plan},
    measure::{goal, own_pss_mib, processor_time},
    shop::{self, Fault},
};
use rusqlite::Connection;
use serde_json::{Value, json};

const PARTS: [&str; 7] = [
    "table", "filter", "search", "thread", "write", "import", "memory",
];

/// What every part works with.
pub(crate) struct Bench {
    pub(crate) router: Router,
    pub(crate) floor: Connection,
    pub(crate) plan: Plan,
    pub(crate) rounds: usize,
}

impl Bench {
    async fn open(asked: &Asked) -> Result<Self, Fault> {
        let (_, router) = shop::open(&asked.path).await?;
        Ok(Self {
            router,
            floor: floor::reader(&asked.path)?,
            plan: asked.plan,
            rounds: asked.rounds,
        })
    }

    /// Calls a command and answers what it said and the processor time that it took; `None`: this build does not have the command.
    pub(crate) async fn call(
        &self,
        command: &str,
        request: Value,
    ) -> Result<Option<(Value, Duration)>, Fault> {
        let begun = processor_time();
        match self.router.call(command, request).await {
            Ok(answer) => {
                let took = processor_time().saturating_sub(begun);
                Ok(Some((shop::read(&answer)?, took)))
            }
            Err(error) if error.code == "unknown_command" => Ok(None),
            Err(error) => Err(format!("{command}: {error:?}").into()),
        }
    }
}

struct Asked {
    path: PathBuf,
    plan: Plan,
    rounds: usize,
    parts: Vec<String>,
}

fn asked() -> Result<Asked, Fault> {
    let (mut conversations, mut messages, mut rounds, mut path) = (10_000, None, 40, None);
    let mut parts = Vec::new();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut next = || words.next().ok_or(format!("{word} what?"));
        match word.as_str() {
            "--workspace" => path = Some(PathBuf::from(next()?)),
            "--conversations" => conversations = next()?.parse()?,
            "--messages" => messages = Some(next()?.parse()?),
            "--rounds" => rounds = next()?.parse()?,
            part if PARTS.contains(&part) => parts.push(word),
            other => return Err(format!("what is {other}? Parts: {PARTS:?}").into()),
        }
    }
    if parts.is_empty() {
        parts = PARTS.map(str::to_owned).to_vec();
    }
    let mut plan = Plan::of(conversations, SystemClock.now().0);
    plan.messages = messages.unwrap_or(plan.messages);
    let path = path.unwrap_or_else(|| {
        std::env::temp_dir().join(format!(
            "runnel-bench-{conversations}-{}.runnel",
            plan.messages
        ))
    });
    Ok(Asked {
        path,
        plan,
        rounds,
        parts,
    })
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Fault> {
    let asked = asked()?;
    if asked.parts == ["memory"] && std::env::var_os("RUNNEL_BENCH_INNER").is_some() {
        return memory(&asked.path).await;
    }
    if !asked.path.exists() {
        let begun = Instant::now();
        generator::workspace(&asked.path, &asked.plan).await?;
        println!("generated in {:.0} s", begun.elapsed().as_secs_f64());
    }
    let size = std::fs::metadata(&asked.path)?.len();
    println!(
        "# {} conversations, {} messages, {} bytes a message",
        asked.plan.conversations,
        asked.plan.messages,
        size / asked.plan.messages.max(1) as u64
    );
    let wants = |part: &str| asked.parts.iter().any(|wanted| wanted == part);
    if wants("memory") {
        // In a process of its own: the floor's map of the file would count as ours.
        let me = std::env::current_exe()?;
        Command::new(me)
            .env("RUNNEL_BENCH_INNER", "1")
            .arg("--workspace")
            .arg(&asked.path)
            .arg("memory")
            .status()?;
    }
    let bench = Bench::open(&asked).await?;
    if wants("table") {
        table::measure(&bench).await?;
    }
    if wants("filter") {
        filter::measure(&bench).await?;
    }
    if wants("thread") {
        thread::measure(&bench).await?;
    }
    if wants("search") {
        search::measure(&bench).await?;
    }
    drop(bench);
    if wants("search") {
        search::cold(&asked.path).await?;
    }
    if wants("write") || wants("import") {
        let copy = asked.path.with_extension("copy");
        std::fs::copy(&asked.path, &copy)?;
        if wants("write") {
            write::measure(&copy, &asked.plan).await?;
        }
        if wants("import") {
            import::measure(&copy)?;
        }
        for ending in ["", "-wal", "-shm"] {
            let mut name = copy.clone().into_os_string();
            name.push(ending);
            let _ = std::fs::remove_file(name);
        }
    }
    Ok(())
}

/// Memory of a core that has shown the table in every order, filtered, searched and opened the longest conversation.
async fn memory(path: &Path) -> Result<(), Fault> {
    let (_app, router) = shop::open(path).await?;
    let after_start = own_pss_mib();
    for column in table::COLUMNS {
        let sort = json!({ "column": column, "descending": true });
        let page =
            json!({ "place": "accepted", "filter": null, "sort": sort, "offset": 0, "limit": 50 });
        shop::call(&router, "chats_page", page).await?;
    }
    let filter = json!({ "v": 1, "when": { "test": { "state": ["unread"] } } });
    let page = json!({ "place": null, "filter": filter, "sort": table::newest(), "offset": 0, "limit": 50 });
    shop::call(&router, "chats_page", page).await?;
    // Not in every build.
    let words = json!({ "text": "mesa", "conversation_id": null, "order": "newest", "after": null, "limit": 50 });
    let _ = router.call("message_search", words).await;
    println!("\n## Memory of the core\n");
    for (name, pss) in [
        ("G15 core after start", after_start),
        (
            "G15 core after all orders, a filter, a search",
            own_pss_mib(),
        ),
    ] {
        if let Some(pss) = pss {
            goal(name, pss, "MiB PSS", "<= 60", pss <= 60.0);
        }
    }
    if let Ok(rollup) = std::fs::read_to_string("/proc/self/smaps_rollup") {
        for line in rollup.lines().filter(|line| line.starts_with("Pss_")) {
            println!("  {line}");
        }
    }
    Ok(())
}
