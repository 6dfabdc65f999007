//! What a keystroke costs in a large workspace. Run by hand:
//! `cargo test --release -p runnel-store --test main search_cost -- --ignored --nocapture`

use std::time::Instant;

use runnel_store::search::{self, Order};
use rusqlite::{Connection, params};

use crate::{deeds::Shop, searching::asked};

const CONTACTS: i64 = 100_000;
const MESSAGES: i64 = 1_000_000;
const SYLLABLES: [&str; 24] = [
    "ba", "co", "di", "fe", "gu", "la", "mo", "ni", "pe", "ra", "so", "ta", "ve", "bra", "cla",
    "dos", "tem", "pra", "que", "ção", "nto", "mar", "sil", "va",
];

/// Numbers that look like luck and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(sides).unwrap()).unwrap()
    }

    /// Small numbers far more often than large ones, as words are used.
    fn zipf(&mut self, sides: usize) -> usize {
        let share = (self.roll(1_000_000) + 1) as f64 / 1_000_000.0;
        ((sides as f64).powf(share) as usize).clamp(1, sides) - 1
    }
}

fn words(dice: &mut Dice, number: usize) -> Vec<String> {
    (0..number)
        .map(|_| {
            (0..2 + dice.roll(3))
                .map(|_| SYLLABLES[dice.roll(24)])
                .collect()
        })
        .collect()
}

fn fill(shop: &Shop, vocabulary: &[String], names: &[String]) {
    let mut dice = Dice(11);
    let mut sqlite = Connection::open(shop.store.path()).unwrap();
    sqlite
        .execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000")
        .unwrap();
    let tx = sqlite.transaction().unwrap();
    for id in 10..CONTACTS + 10 {
        let name = format!("{} {}", names[dice.zipf(3_000)], names[dice.zipf(3_000)]);
        tx.prepare_cached("INSERT INTO contact (id, uid, full_name, created_at, updated_at) VALUES (?1, randomblob(16), ?2, 0, 0)")
            .unwrap()
            .execute(params![id, name])
            .unwrap();
        let phone = format!("55{:011}", dice.roll(100_000_000_000));
        tx.prepare_cached("INSERT INTO identity (uid, contact_id, channel, address, shown, created_at) VALUES (randomblob(16), ?1, 'fake', ?2, ?2, 0)")
            .unwrap()
            .execute(params![id, phone])
            .unwrap();
        tx.prepare_cached("INSERT INTO conversation (id, uid, contact_id, source_id, thread_key, last_activity_at, created_at) VALUES (?1, randomblob(16), ?1, 1, ?1, ?2, 0)")
            .unwrap()
            .execute(params![id, i64::try_from(dice.roll(1_000_000_000)).unwrap()])
            .unwrap();
    }
    tx.commit().unwrap();
    shop.write(|_| Ok(()));
    let tx = sqlite.transaction().unwrap();
    for id in 1..=MESSAGES {
        let conversation = 10 + i64::try_from(dice.zipf(100_000)).unwrap();
        let text: Vec<&str> = (0..8 + dice.roll(30))
            .map(|_| vocabulary[dice.zipf(20_000)].as_str())
            .collect();
        let text = text.join(" ");
        tx.prepare_cached("INSERT INTO message (id, uid, conversation_id, direction, at, received_at, text, state) VALUES (?1, randomblob(16), ?2, 'in', ?1, ?1, ?3, 'received')")
            .unwrap()
            .execute(params![id, conversation, text])
            .unwrap();
        let folded = runnel_domain::fold::fold(&text);
        tx.prepare_cached("INSERT INTO message_fts (rowid, text, subject, files, marks) VALUES (?1, ?2, '', '', ?3)")
            .unwrap()
            .execute(params![id, folded, format!("\u{e001}{conversation} \u{e010}")])
            .unwrap();
    }
    for word in vocabulary {
        let folded = runnel_domain::fold::fold(word);
        for stem in runnel_domain::stem::stems(word) {
            tx.execute(
                "INSERT OR IGNORE INTO search_word VALUES (?1, ?2)",
                params![stem, folded],
            )
            .unwrap();
        }
    }
    tx.commit().unwrap();
}

fn report(what: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!(
        "{what:<32} p50 {:6.2}  p95 {:6.2}  max {:6.2} ms  ({} times)",
        at(0.5),
        at(0.95),
        at(1.0),
        times.len()
    );
}

fn prefixes(words: &[String], from: usize) -> Vec<String> {
    words
        .iter()
        .flat_map(|word| {
            let letters: Vec<char> = word.chars().collect();
            (from..=letters.len())
                .map(move |length| letters[..length].iter().collect::<String>())
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
#[ignore = "prints numbers; run by hand in release"]
fn cost_of_a_keystroke() {
    let mut dice = Dice(7);
    let (vocabulary, names) = (words(&mut dice, 20_000), words(&mut dice, 3_000));
    let shop = Shop::open();
    let begun = Instant::now();
    fill(&shop, &vocabulary, &names);
    println!(
        "filled in {:.0} s, {} MB",
        begun.elapsed().as_secs_f64(),
        std::fs::metadata(shop.store.path()).unwrap().len() / 1_000_000
    );
    let some = |words: &[String], often: usize| -> Vec<String> {
        words.iter().step_by(often).take(40).cloned().collect()
    };
    let timed = |asks: Vec<String>, ask: &dyn Fn(&str)| -> Vec<f64> {
        asks.iter()
            .map(|typed| {
                let begun = Instant::now();
                ask(typed);
                begun.elapsed().as_secs_f64() * 1e3
            })
            .collect()
    };
    let contacts = |typed: &str| {
        let typed = typed.to_owned();
        shop.store
            .read_blocking(move |read| search::contacts(read, &typed, 20))
            .unwrap();
    };
    let messages = |order: Order| {
        let shop = &shop;
        move |typed: &str| {
            let mut asked = asked(typed);
            asked.order = order;
            shop.store
                .read_blocking(move |read| search::messages(read, &asked))
                .unwrap();
        }
    };
    let common: Vec<String> = vocabulary[..12].to_vec();
    let rare = some(&vocabulary[8_000..], 97);
    for round in 0..2 {
        println!("round {round}");
        report(
            "people, each keystroke",
            timed(
                prefixes(&[&names[..12], &names[1_000..1_020]].concat(), 1),
                &contacts,
            ),
        );
        let phones: Vec<String> = (0..30).map(|n| format!("55{:05}", n * 3_137)).collect();
        report("people, phone", timed(prefixes(&phones, 2), &contacts));
        report(
            "messages, each keystroke",
            timed(
                prefixes(&[common.clone(), rare.clone()].concat(), 2),
                &messages(Order::Newest),
            ),
        );
        report(
            "messages, common word",
            timed(
                common.iter().map(|word| format!("{word} ")).collect(),
                &messages(Order::Newest),
            ),
        );
        report(
            "messages, best of common",
            timed(
                common.iter().map(|word| format!("{word} ")).collect(),
                &messages(Order::Best),
            ),
        );
        report(
            "messages, best, each keystroke",
            timed(
                prefixes(&[common.clone(), rare.clone()].concat(), 2),
                &messages(Order::Best),
            ),
        );
        report(
            "messages, two words",
            timed(
                rare.iter()
                    .map(|word| format!("{} {word}", common[3]))
                    .collect(),
                &messages(Order::Newest),
            ),
        );
        report(
            "messages, from a customer",
            timed(
                names[..20]
                    .iter()
                    .map(|name| format!("{} from:{name}", common[2]))
                    .collect(),
                &messages(Order::Newest),
            ),
        );
        report(
            "messages, before a day",
            timed(
                common
                    .iter()
                    .map(|word| format!("{word} before:1970-01-01"))
                    .collect(),
                &messages(Order::Newest),
            ),
        );
    }
}
