//! Diagnostics: what helps somebody who helps. Versions, numbers, codes and settings; no text, no name, no address,
//! no word of a server, because all of these may speak of a customer.

use std::fmt::Write as _;

use runnel_connector::SecretPlace;
use runnel_domain::{Level, ids::MemberId};
use runnel_store::table::{pipeline, timer, vital};

use crate::{
    app::App,
    error::AppError,
    permission::Sight,
    settings::{self, Settings},
    workspace::{self, Counts, SourceView},
};

impl App {
    /// Plain text, in English on purpose: it is for those who mend. Lists, accounts and what is on its way are those
    /// that the member sees; the size of the file is everybody's.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn diagnostics(&self, me: MemberId) -> Result<String, AppError> {
        let counts = self.counts(me).await?;
        let (version, now) = (self.inner.host.version.clone(), self.now());
        let secrets = self.inner.host.secrets.place();
        self.read(move |read| {
            let sight = Sight::of(read, me)?;
            let mut text = String::new();
            let _ = writeln!(text, "Runnel {version}");
            let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
            let _ = writeln!(text, "System: {os} {arch}");
            let _ = writeln!(text, "Time: {}", now.0);
            size(&mut text, &vital::vitals(read)?);
            let place = match secrets {
                SecretPlace::Keychain => "keychain of the system",
                SecretPlace::File => "encrypted file",
                SecretPlace::Memory => "memory",
            };
            let _ = writeln!(text, "Passwords: {place}");
            chosen(&mut text, &settings::load(read)?);
            lists(&mut text, &counts);
            let boards = pipeline::list(read)?.into_iter();
            let seen = boards.filter(|board| sight.board(board.id) > Level::None);
            let _ = writeln!(text, "Pipelines: {}", seen.count());
            // Whoever does not see everything has the sums above, of what they see.
            if sight.filter().is_none() {
                for going in vital::outgoing(read)? {
                    let (state, code, count) = (going.state, shown(&going.code), going.count);
                    let _ = writeln!(text, "Outbox: {count} {state}, last error {code}");
                }
            }
            let next = timer::next_due_at(read)?.map_or(0, |at| at.0);
            let _ = writeln!(text, "Next timer: {next}");
            for source in workspace::sources(read, &sight)? {
                account(&mut text, &source);
            }
            Ok(text)
        })
        .await
    }
}

fn size(text: &mut String, vitals: &vital::Vitals) {
    let (schema, sqlite) = (vitals.schema, &vitals.sqlite);
    let _ = writeln!(text, "Schema: {schema}, SQLite {sqlite}");
    let (file, free) = (vitals.file_bytes, vitals.free_bytes);
    let _ = writeln!(text, "File: {file} bytes, {free} of them free");
    let rows: Vec<String> = vitals
        .rows
        .iter()
        .map(|(what, count)| format!("{count} {what}"))
        .collect();
    let _ = writeln!(text, "Holds: {}", rows.join(", "));
}

/// Only what is chosen from a list: what is typed, such as the company, may be anything.
fn chosen(text: &mut String, settings: &Settings) {
    let or = |value: &str, instead: &str| -> String {
        let value = if value.is_empty() { instead } else { value };
        value.to_owned()
    };
    let _ = writeln!(
        text,
        "Settings: language {}, theme {}, density {}, time zone {}, currency {}, phone country {}, \
         take back {} s, Enter sends {}, notifications {}",
        or(&settings.locale, "of the system"),
        settings.theme,
        settings.density,
        or(&settings.timezone, "of the system"),
        settings.currency,
        or(&settings.country, "none"),
        settings.undo_send_seconds,
        settings.enter_sends,
        settings.notifications,
    );
}

fn lists(text: &mut String, counts: &Counts) {
    for list in &counts.places {
        let (name, total, unread) = (list.place.as_str(), list.total, list.unread);
        let _ = writeln!(text, "List {name}: {total} conversations, {unread} unread");
    }
    let (waiting, attention) = (counts.waiting_to_send, counts.need_attention);
    let scheduled = counts.scheduled;
    let _ = writeln!(
        text,
        "To send: {waiting} waiting, {scheduled} scheduled, {attention} failed or unknown"
    );
}

fn account(text: &mut String, source: &SourceView) {
    let row = &source.row;
    let (id, channel, health) = (row.id.0, row.channel.as_str(), row.health.as_str());
    let (code, waiting) = (shown(&source.note.code), source.waiting);
    let last = row.last_pull_at.map_or(0, |at| at.0);
    let _ = writeln!(
        text,
        "Source {id} ({channel}): {health}, last error {code}, {waiting} waiting, last pull {last}"
    );
}

const fn shown(code: &str) -> &str {
    if code.is_empty() { "none" } else { code }
}
