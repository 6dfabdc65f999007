//! Where reading a folder begins: with recent history, or again after the server renumbered it.

use runnel_connector::Fault;
use runnel_domain::Timestamp;

use super::{Session, folder::Opened};
use crate::{config::EmailConfig, cursor::Place};

/// Mails of before the source was connected that are fetched at most.
const HISTORY: usize = 500;
/// How far back history goes.
const HISTORY_DAYS: i64 = 30;
/// Days that are read again around the newest known mail when UIDs began anew.
const OVERLAP_DAYS: i64 = 2;

const DAY: i64 = 24 * 60 * 60;

impl Session {
    /// Where a source that is connected right now begins: `HISTORY_DAYS` back, `HISTORY` mails at most.
    pub async fn beginning(
        &mut self,
        config: &EmailConfig,
        opened: Opened,
        now: Timestamp,
    ) -> Result<Place, Fault> {
        let since = imap_date(now.plus_seconds(-HISTORY_DAYS * DAY));
        let mut uids = self.search(config, &format!("SINCE {since}")).await?;
        let newest = uids.last().copied().unwrap_or(0);
        let first = uids.len().saturating_sub(HISTORY);
        let oldest = uids.drain(first..).next();
        // Servers that do not tell the next UID: nothing can be newer than the newest.
        let live_from = if opened.next == 0 {
            newest.saturating_add(1)
        } else {
            opened.next
        };
        let uid = oldest.map_or_else(|| live_from.saturating_sub(1), |uid| uid.saturating_sub(1));
        Ok(Place {
            validity: opened.validity,
            uid,
            live_from,
            newest: now,
            renumbered: false,
        })
    }

    /// Where to go on after UIDs began anew: recent days are read again, and the engine drops what it knows.
    pub async fn renumbered(
        &mut self,
        config: &EmailConfig,
        opened: Opened,
        before: Place,
        now: Timestamp,
    ) -> Result<Place, Fault> {
        let recent = now.plus_seconds(-HISTORY_DAYS * DAY);
        let around_newest = before.newest.plus_seconds(-OVERLAP_DAYS * DAY);
        let since = imap_date(recent.min(around_newest));
        let oldest = self
            .search(config, &format!("SINCE {since}"))
            .await?
            .into_iter()
            .next();
        let uid = oldest.unwrap_or(opened.next).saturating_sub(1);
        Ok(Place {
            validity: opened.validity,
            uid,
            renumbered: true,
            ..before
        })
    }
}

/// A day as IMAP writes it, e.g. `3-May-2024`.
fn imap_date(moment: Timestamp) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let date = mail_parser::DateTime::from_timestamp(moment.0.div_euclid(1_000));
    let month = MONTHS
        .get(usize::from(date.month).saturating_sub(1))
        .unwrap_or(&"Jan");
    format!("{}-{month}-{}", date.day, date.year)
}

#[cfg(test)]
mod tests {
    use runnel_domain::Timestamp;

    #[test]
    fn days_are_written_as_imap_wants_them() {
        assert_eq!(super::imap_date(Timestamp(1_714_735_800_000)), "3-May-2024");
        assert_eq!(super::imap_date(Timestamp(0)), "1-Jan-1970");
    }
}
