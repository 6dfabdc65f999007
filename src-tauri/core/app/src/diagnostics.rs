//! "Copy diagnostics": what helps somebody who helps, without message texts, names or addresses.

use std::fmt::Write as _;

use runnel_domain::ids::MemberId;
use runnel_store::table::{count, rail, source, timer};

use crate::{app::App, error::AppError, supervise::HealthNote};

impl App {
    /// Plain text, in English on purpose: it is for those who mend.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn diagnostics(&self, me: MemberId) -> Result<String, AppError> {
        let (version, now) = (self.inner.host.version.clone(), self.now());
        let secrets = self.inner.host.secrets.place();
        self.read(move |read| {
            let mut text = String::new();
            let _ = writeln!(text, "Runnel {version}");
            let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
            let _ = writeln!(text, "System: {os} {arch}");
            let _ = writeln!(text, "Clock: {}", now.0);
            let _ = writeln!(text, "Secrets: {secrets:?}");
            for list in count::places(read, me)? {
                let (name, total) = (list.place.as_str(), list.total);
                let _ = writeln!(
                    text,
                    "List {name}: {total} conversations, {} unread",
                    list.unread
                );
            }
            let waiting = rail::waiting_to_send(read)?;
            let attention = rail::need_attention(read)?;
            let _ = writeln!(
                text,
                "Outbox: {waiting} waiting, {attention} failed or unknown"
            );
            let next = timer::next_due_at(read)?.map(|at| at.0);
            let _ = writeln!(text, "Next timer: {next:?}");
            for source in source::list(read)? {
                let (id, channel) = (source.id.0, source.channel.as_str());
                let (health, last) = (source.health.as_str(), source.last_pull_at.map(|at| at.0));
                let code = HealthNote::of(&source).code;
                let _ = writeln!(
                    text,
                    "Source {id} ({channel}): {health} {code}, last pull {last:?}"
                );
            }
            Ok(text)
        })
        .await
    }
}
