//! The table while an import runs (G18): readers never wait for the writer.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use runnel_app::clock::SystemClock;
use runnel_connector::Batch;
use runnel_domain::{
    Clock as _, Place, Timestamp,
    condition::{Clause, Condition, Mark, Test},
    day::Day,
    facts::Viewpoint,
    ids::{MemberId, SourceId},
};
use runnel_performance::{
    corpus::{self, Mail},
    floor,
    measure::{Series, goal},
    shop::{self, Fault},
};
use runnel_store::{
    Store, StoreError,
    table::chat_list::{ChatQuery, ChatSort},
};
use runnel_views::Chats;

/// Messages per transaction, as a first synchronisation takes them in.
const BATCH: usize = 200;
const PAGES: usize = 300;
/// Between two pages, as a person scrolls or the feed asks; the same with and without an import, since whoever paused
/// has to wait for a core again.
const PAUSE: Duration = Duration::from_millis(20);

/// The open table above a store.
pub(crate) struct View {
    store: Store,
    chats: Arc<Chats>,
}

impl View {
    pub(crate) fn new(store: Store) -> Self {
        Self {
            store,
            chats: Arc::new(Chats::new()),
        }
    }

    /// Its first page, plain or of what is unread.
    pub(crate) fn page(&self, filtered: bool) -> Result<usize, StoreError> {
        let (chats, now) = (Arc::clone(&self.chats), SystemClock.now());
        self.store.read_blocking(move |read| {
            let query = ChatQuery {
                place: Some(Place::New),
                sort: ChatSort::default(),
                filter: filtered
                    .then(|| Condition::new(Clause::Test(Test::State(vec![Mark::Unread])))),
                seen_from: Viewpoint {
                    now,
                    today: Day::of(now, "UTC"),
                    member: Some(MemberId(1)),
                },
            };
            Ok(chats.page(read, &query, 0, 50)?.rows.len())
        })
    }
}

/// Takes mails in as one transaction.
pub(crate) fn receive(store: &Store, source: SourceId, mails: &[Mail]) -> Result<(), Fault> {
    let batch = Batch {
        events: mails.iter().map(Mail::event).collect(),
        ..Batch::default()
    };
    let at = mails.last().map_or(0, |mail| mail.at);
    runnel_inbound::apply_blocking(store, source, batch, Timestamp(at))?;
    Ok(())
}

pub(crate) fn measure(path: &Path) -> Result<(), Fault> {
    let store = shop::store(path)?;
    let source = floor::reader(path)?.query_row(
        "SELECT id FROM source WHERE channel = 'email' ORDER BY id DESC LIMIT 1",
        [],
        |row| row.get(0),
    )?;
    let view = View::new(store.clone());
    println!("\n## The table while an import runs\n");
    for (name, filtered) in [("plain", false), ("filtered", true)] {
        let mut quiet = Series::default();
        view.page(filtered)?;
        for _ in 0..PAGES {
            quiet.time(|| view.page(filtered))?;
            std::thread::sleep(PAUSE);
        }
        let stop = Arc::new(AtomicBool::new(false));
        let (asked, writer) = (Arc::clone(&stop), store.clone());
        let seed = if filtered { 23 } else { 17 };
        let importing = std::thread::spawn(move || -> usize {
            let mails = corpus::mails(100_000, seed);
            let mut taken = 0;
            for part in mails.chunks(BATCH) {
                if asked.load(Ordering::Relaxed)
                    || receive(&writer, SourceId(source), part).is_err()
                {
                    break;
                }
                taken += part.len();
            }
            taken
        });
        let mut busy = Series::default();
        // The corpus is made first.
        std::thread::sleep(Duration::from_secs(4));
        let begun = Instant::now();
        for _ in 0..PAGES {
            busy.time(|| view.page(filtered))?;
            std::thread::sleep(PAUSE);
        }
        stop.store(true, Ordering::Relaxed);
        let taken = importing.join().map_err(|_| "the import died")?;
        println!(
            "{name}: quiet {}   importing {} ({taken} messages, {:.1} s)",
            quiet.row(),
            busy.row(),
            begun.elapsed().as_secs_f64()
        );
        let ratio = busy.quantile_ms(0.95) / quiet.quantile_ms(0.95).max(1e-6);
        goal(
            &format!("G18 {name} page, p95"),
            ratio,
            "x quiet",
            "<= 3",
            ratio <= 3.0,
        );
    }
    Ok(())
}
