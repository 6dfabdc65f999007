//! Opening a folder and reading what is new in it, in bounded portions.

use async_imap::{
    error::Error as ImapError,
    imap_proto::{MailboxDatum, Response, Status},
    types::Fetch,
};
use futures::TryStreamExt;
use runnel_connector::Fault;
use runnel_domain::Timestamp;

use super::{Session, fault};
use crate::{
    config::EmailConfig,
    cursor::Place,
    parse::{Fetched, Folder},
    trouble::{Service, Trouble},
};

/// Mails in one portion.
const PORTION: usize = 50;
/// Bytes in one portion, unless a single mail is larger.
const PORTION_BYTES: u64 = 8 * 1024 * 1024;
/// A mail larger than this comes with its beginning only. Providers allow 20 to 50 MB for sending.
const LARGEST: u64 = 50 * 1024 * 1024;
/// How much of a mail that is too large is fetched: headers and, nearly always, the text.
const BEGINNING: u64 = 256 * 1024;

/// What the server says about a folder when it is opened.
#[derive(Debug, Clone, Copy)]
pub struct Opened {
    pub validity: u32,
    /// The UID that the next mail will get; 0 where the server does not tell.
    pub next: u32,
}

/// One mail in the server's list.
#[derive(Debug, Clone, Copy)]
struct Listed {
    uid: u32,
    size: u64,
    received_at: Option<Timestamp>,
}

/// What one look into a folder brought.
pub struct Portion {
    /// In the order of their UIDs.
    pub mails: Vec<Fetched>,
    /// Where to go on.
    pub place: Place,
    /// There is more.
    pub more: bool,
}

impl Session {
    /// Opens `name` for reading only, or stays in it.
    pub async fn enter(&mut self, config: &EmailConfig, name: &str) -> Result<Opened, Fault> {
        let mailbox = self
            .raw
            .examine(name)
            .await
            .map_err(|error| fault(config, &error))?;
        // What was announced about another moment, or another folder, says nothing about what is read from here on.
        while self.raw.unsolicited_responses.try_recv().is_ok() {}
        Ok(Opened {
            validity: mailbox.uid_validity.unwrap_or(0),
            next: mailbox.uid_next.unwrap_or(0),
        })
    }

    /// Whether UIDs of `place` still mean something.
    pub const fn is_valid(place: &Place, opened: Opened) -> bool {
        place.validity == opened.validity
    }

    /// UIDs that match, ascending.
    ///
    /// Done by hand because async-imap takes a refused search for one that found nothing: then a mail that we sent
    /// would count as never sent.
    pub async fn search(&mut self, config: &EmailConfig, query: &str) -> Result<Vec<u32>, Fault> {
        let asked = self.raw.run_command(format!("UID SEARCH {query}")).await;
        let asked = asked.map_err(|error| fault(config, &error))?;
        let mut uids = Vec::new();
        while let Some(response) = self
            .raw
            .read_response()
            .await
            .map_err(|error| fault(config, &error.into()))?
        {
            match response.parsed() {
                Response::MailboxData(MailboxDatum::Search(found)) => uids.extend(found),
                Response::Done {
                    tag,
                    status,
                    outcome,
                } if *tag == asked => {
                    let words = || {
                        outcome
                            .information
                            .as_deref()
                            .unwrap_or_default()
                            .to_owned()
                    };
                    return match status {
                        Status::Ok => {
                            uids.sort_unstable();
                            uids.dedup();
                            Ok(uids)
                        }
                        Status::Bad => Err(fault(config, &ImapError::Bad(words()))),
                        _ => Err(fault(config, &ImapError::No(words()))),
                    };
                }
                _ => {}
            }
        }
        Err(fault(config, &ImapError::ConnectionLost))
    }

    /// The next portion of the opened folder behind `place`.
    pub async fn portion(
        &mut self,
        config: &EmailConfig,
        folder: Folder,
        mut place: Place,
        connected_at: Timestamp,
    ) -> Result<Portion, Fault> {
        let listed = self.list_behind(config, place.uid).await?;
        let mut bytes = 0;
        let chosen: Vec<Listed> = listed
            .iter()
            .take(PORTION)
            .copied()
            .enumerate()
            .take_while(|(index, mail)| {
                bytes += mail.size.min(LARGEST);
                *index == 0 || bytes <= PORTION_BYTES
            })
            .map(|(_, mail)| mail)
            .collect();
        let more = chosen.len() < listed.len();

        let mut mails = Vec::with_capacity(chosen.len());
        let whole: Vec<Listed> = chosen
            .iter()
            .filter(|mail| mail.size <= LARGEST)
            .copied()
            .collect();
        let cut: Vec<Listed> = chosen
            .iter()
            .filter(|mail| mail.size > LARGEST)
            .copied()
            .collect();
        for (wanted, is_cut) in [(whole, false), (cut, true)] {
            if wanted.is_empty() {
                continue;
            }
            for (uid, raw, received_at) in self.bodies(config, &wanted, is_cut).await? {
                let listed = wanted.iter().find(|mail| mail.uid == uid);
                let received_at = received_at.or_else(|| listed.and_then(|mail| mail.received_at));
                mails.push((
                    uid,
                    Fetched {
                        size: listed.map_or(raw.len() as u64, |mail| mail.size),
                        raw,
                        received_at,
                        cut: is_cut,
                        folder,
                        arrival: place.arrival(uid, received_at, connected_at),
                    },
                ));
            }
        }
        mails.sort_by_key(|(uid, _)| *uid);
        let missing: Vec<String> = chosen
            .iter()
            .filter(|mail| mails.iter().all(|(uid, _)| *uid != mail.uid))
            .map(|mail| mail.uid.to_string())
            .collect();
        // A mail that was listed and could not be fetched was deleted in between, unless it is still there: then the
        // server refused to hand it over, and to go on behind it would lose it.
        if !missing.is_empty() {
            let query = format!("UID {}", missing.join(","));
            if !self.search(config, &query).await?.is_empty() {
                let detail = "a listed mail was not handed over";
                return Err(Trouble::Busy.fault(Service::Imap, &config.imap, detail));
            }
        }
        if let Some(last) = chosen.last() {
            place.uid = last.uid;
        }
        for mail in &chosen {
            place.newest = place.newest.max(mail.received_at.unwrap_or(place.newest));
        }
        Ok(Portion {
            mails: mails.into_iter().map(|(_, mail)| mail).collect(),
            place,
            more,
        })
    }

    /// UIDs and sizes behind `uid`, ascending.
    ///
    /// `n:*` always names the last mail, even when its UID is below n (RFC 3501, 6.4.8), so it is filtered.
    async fn list_behind(&mut self, config: &EmailConfig, uid: u32) -> Result<Vec<Listed>, Fault> {
        let Some(next) = uid.checked_add(1) else {
            return Ok(Vec::new());
        };
        let stream = self
            .raw
            .uid_fetch(format!("{next}:*"), "(UID RFC822.SIZE INTERNALDATE)")
            .await
            .map_err(|error| fault(config, &error))?;
        let fetched: Vec<Fetch> = stream
            .try_collect()
            .await
            .map_err(|error| fault(config, &error))?;
        let mut listed: Vec<Listed> = fetched
            .iter()
            .filter_map(|fetch| {
                Some(Listed {
                    uid: fetch.uid?,
                    size: u64::from(fetch.size.unwrap_or(0)),
                    received_at: received_at(fetch),
                })
            })
            .filter(|mail| mail.uid > uid)
            .collect();
        listed.sort_unstable_by_key(|mail| mail.uid);
        listed.dedup_by_key(|mail| mail.uid);
        Ok(listed)
    }

    /// The mails themselves, without marking them as read.
    async fn bodies(
        &mut self,
        config: &EmailConfig,
        wanted: &[Listed],
        cut: bool,
    ) -> Result<Vec<(u32, Vec<u8>, Option<Timestamp>)>, Fault> {
        let set = wanted
            .iter()
            .map(|mail| mail.uid.to_string())
            .collect::<Vec<_>>()
            .join(",");
        let part = if cut {
            format!("BODY.PEEK[]<0.{BEGINNING}>")
        } else {
            "BODY.PEEK[]".to_owned()
        };
        let mut stream = self
            .raw
            .uid_fetch(set, format!("(UID INTERNALDATE {part})"))
            .await
            .map_err(|error| fault(config, &error))?;
        let mut bodies = Vec::with_capacity(wanted.len());
        while let Some(fetch) = stream
            .try_next()
            .await
            .map_err(|error| fault(config, &error))?
        {
            // Servers mix in flag changes of other mails.
            if let (Some(uid), Some(body)) = (fetch.uid, fetch.body())
                && wanted.iter().any(|mail| mail.uid == uid)
            {
                bodies.push((uid, body.to_vec(), received_at(&fetch)));
            }
        }
        Ok(bodies)
    }
}

fn received_at(fetch: &Fetch) -> Option<Timestamp> {
    fetch
        .internal_date()
        .map(|date| Timestamp(date.timestamp_millis()))
}
