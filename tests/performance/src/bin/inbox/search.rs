//! Clients per keystroke and messages by words, warm and cold (G4, G5).

use std::{path::Path, process::Command};

use runnel_performance::{
    floor,
    measure::Series,
    pair::{Bound, Pair, head, timed},
    shop::{self, Fault},
};
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::Bench;

/// G4.
const G4: Bound = Bound::Floor(1.5, 0.5);
/// G5: one frame.
const FRAME: Bound = Bound::Ms(16.0);

/// What people type into the field above the table, whole; measured at every prefix of two letters or more.
const CLIENTS: [&str; 8] = [
    "Souza",
    "Rodríguez",
    "Смирнова",
    "Wolkenstein",
    "Thistle",
    "+49 100",
    "marros",
    "kunde.example",
];
/// Query classes of PERFORMANCE.md.
const CLASSES: [(&str, &[&str]); 4] = [
    ("rare word", &["77123", "40404", "98989", "12321", "65432"]),
    (
        "two words",
        &[
            "Eiche Lieferung",
            "carvalho entrega",
            "roble envío",
            "дуб доставка",
            "oak delivery",
        ],
    ),
    ("common word", &["mesa", "Tisch", "стол", "table", "madera"]),
    (
        "subject and text",
        &[
            "Regal Rabatt",
            "estante desconto",
            "shelf discount",
            "скидка кухня",
            "estantería pago",
        ],
    ),
];

fn prefixes(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    (2..=letters.len())
        .map(|end| letters.iter().take(end).collect())
        .collect()
}

fn clients(text: &str) -> Value {
    json!({ "text": text, "limit": 20 })
}

fn messages(text: &str) -> Value {
    json!({ "text": text, "conversation_id": null, "order": "newest", "after": null, "limit": 50 })
}

pub(crate) async fn measure(bench: &Bench) -> Result<(), Fault> {
    head("Search");
    if bench.call("people_search", clients("ana")).await?.is_some() {
        let mut pair = Pair::default();
        for word in CLIENTS {
            for prefix in prefixes(word) {
                bench.call("people_search", clients(&prefix)).await?;
                for _ in 0..3 {
                    let Some((_, ours)) = bench.call("people_search", clients(&prefix)).await?
                    else {
                        return Ok(());
                    };
                    let (_, under) = timed(|| clients_bare(&bench.floor, &prefix))?;
                    pair.round(ours, under);
                }
            }
        }
        println!("{}", pair.line("clients, per keystroke", "G4", G4));
        println!("{}", pair.line("clients, per keystroke", "G5", FRAME));
    }
    if bench
        .call("message_search", messages("mesa"))
        .await?
        .is_none()
    {
        return Ok(());
    }
    for (name, words) in CLASSES {
        let mut pair = Pair::default();
        for word in words {
            for round in 0..=bench.rounds.min(10) {
                let Some((_, ours)) = bench.call("message_search", messages(word)).await? else {
                    return Ok(());
                };
                let (_, under) = timed(|| messages_bare(&bench.floor, word))?;
                if round > 0 {
                    pair.round(ours, under);
                }
            }
        }
        println!("{}", pair.line(name, "G4", G4));
    }
    relevance(bench).await?;
    let mut pair = Pair::default();
    for (_, words) in CLASSES {
        for prefix in words.iter().flat_map(|word| prefixes(word)) {
            let Some((_, ours)) = bench.call("message_search", messages(&prefix)).await? else {
                return Ok(());
            };
            let (_, under) = timed(|| messages_bare(&bench.floor, &format!("{prefix}*")))?;
            pair.round(ours, under);
        }
    }
    println!("{}", pair.line("messages, per keystroke", "G4", G4));
    println!("{}", pair.line("messages, per keystroke", "G5", FRAME));
    Ok(())
}

/// Best first beside newest first (G6): both ours, so the second stands where the floor does elsewhere.
async fn relevance(bench: &Bench) -> Result<(), Fault> {
    for (name, words) in CLASSES {
        let mut pair = Pair::default();
        for word in words {
            let mut best = messages(word);
            if let Some(order) = best.get_mut("order") {
                *order = json!("best");
            }
            for round in 0..=bench.rounds.min(10) {
                let Some((_, ours)) = bench.call("message_search", best.clone()).await? else {
                    return Ok(());
                };
                let Some((_, newest)) = bench.call("message_search", messages(word)).await? else {
                    return Ok(());
                };
                if round > 0 {
                    pair.round(ours, newest);
                }
            }
        }
        let name = format!("best first beside newest first: {name}");
        println!("{}", pair.line(&name, "G6", Bound::Floor(2.0, 0.0)));
    }
    Ok(())
}

/// First search after a start whose file is not in memory.
pub(crate) async fn cold(path: &Path) -> Result<(), Fault> {
    let (mut ours, mut under) = (Series::default(), Series::default());
    for (_, words) in CLASSES {
        for word in words.iter().take(2) {
            forget(path)?;
            {
                let (_app, router) = shop::open(path).await?;
                let begun = std::time::Instant::now();
                if shop::call(&router, "message_search", messages(word))
                    .await
                    .is_err()
                {
                    return Ok(());
                }
                ours.push(begun.elapsed());
            }
            forget(path)?;
            let bare = floor::reader(path)?;
            under.time(|| messages_bare(&bare, word))?;
        }
    }
    println!(
        "| messages, first after a cold start | {} | {} | | | |",
        ours.row(),
        under.row()
    );
    Ok(())
}

/// Asks the system to drop what it holds of the file.
fn forget(path: &Path) -> Result<(), Fault> {
    let file = format!("if={}", path.display());
    Command::new("dd")
        .args([file.as_str(), "iflag=nocache", "count=0", "status=none"])
        .status()?;
    Ok(())
}

fn folded(words: &str) -> String {
    runnel_domain::fold::fold(words).into_owned()
}

/// Newest fifty messages with every word, with their conversation.
fn messages_bare(connection: &Connection, words: &str) -> rusqlite::Result<usize> {
    let expression: Vec<String> = folded(words)
        .split_whitespace()
        .map(|word| match word.strip_suffix('*') {
            Some(stem) => format!("\"{stem}\"*"),
            None => format!("\"{word}\"*"),
        })
        .collect();
    floor::read(
        connection,
        "SELECT m.id, m.text, m.subject, m.at, m.direction, c.contact_name, c.place
           FROM (SELECT rowid AS id FROM message_fts WHERE message_fts MATCH ?1 ORDER BY rowid DESC LIMIT 50) AS hit
           CROSS JOIN message m ON m.id = hit.id CROSS JOIN conversation c ON c.id = m.conversation_id",
        &[&expression.join(" AND ")],
    )
}

/// Twenty clients with some part like this, and their newest conversation.
fn clients_bare(connection: &Connection, part: &str) -> rusqlite::Result<usize> {
    let folded = folded(part);
    let digits: String = part.chars().filter(char::is_ascii_digit).collect();
    let is_phone = !digits.is_empty() && part.chars().all(|letter| !letter.is_alphabetic());
    let part = if is_phone { digits } else { folded };
    let (table, expression) = if part.chars().count() >= 3 {
        ("contact_fts", format!("\"{part}\""))
    } else {
        ("contact_word_fts", format!("\"{part}\"*"))
    };
    floor::read(
        connection,
        &format!(
            "SELECT k.id, k.full_name, k.nickname, k.company,
                    (SELECT c.id FROM conversation c WHERE c.contact_id = k.id ORDER BY c.last_activity_at DESC LIMIT 1)
               FROM (SELECT rowid AS id FROM {table} WHERE {table} MATCH ?1 LIMIT 20) AS hit
               CROSS JOIN contact k ON k.id = hit.id"
        ),
        &[&expression],
    )
}
