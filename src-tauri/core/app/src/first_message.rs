//! Writing first (UC-6): to whom, through which account, and how many a day.

use runnel_connector::Caps;
use runnel_domain::{
    Channel, Timestamp,
    addressee::{self, Normalised},
    day::Day,
    ids::{ContactId, ConversationId, IdentityId, MemberId, MessageId, SourceId},
};
use runnel_store::{
    Read, Tx, shop,
    table::{
        addressee::{self as table, Thread},
        contact::{self, NewContact},
        conversation::NewConversation,
        identity,
        source::{self, Source},
    },
};

pub use runnel_connector::{AddressKind, Start};
pub use runnel_store::table::addressee::Addressee;

use crate::{
    app::{App, Changed},
    draft::staged,
    error::AppError,
    message::{self, Outgoing},
    permission::{Deed, Named, Sight},
    scheduled::Later,
    settings,
};

/// Suggestions shown while an address is typed.
const SUGGESTIONS: usize = 8;
/// When a message leaves that has to wait for another day: 9 o'clock, in milliseconds after midnight.
const MORNING_MS: i64 = 9 * 60 * 60 * 1_000;
/// Days that are looked through for room; a queue that is longer is refused.
const DAYS_AHEAD: usize = 60;
/// Longest name of a new contact, in characters.
const LONGEST_NAME: usize = 200;

/// An account, and what writing first through it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlet {
    /// The account.
    pub source: SourceId,
    /// Whether it can begin.
    pub can_start: Start,
    /// What addresses look like.
    pub addresses: AddressKind,
    /// Messages have a subject.
    pub subjects: bool,
    /// Characters in one message.
    pub max_text: usize,
    /// Bytes in one file.
    pub max_file: u64,
    /// How many a day; `None`: as many as we like.
    pub room: Option<Room>,
}

/// The daily cap of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Conversations that may be begun on one day.
    pub per_day: u32,
    /// Begun today.
    pub today: i64,
    /// When the next one would leave; `None`: at once.
    pub next_at: Option<Timestamp>,
}

/// What is known of an address as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressView {
    /// How it is written, or the stable code of what is wrong with it.
    pub address: Result<Normalised, &'static str>,
    /// Who has it.
    pub known: Option<Addressee>,
    /// Where we write with them already through this account.
    pub thread: Option<Thread>,
}

/// A first message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstMessage {
    /// Through which account.
    pub source: SourceId,
    /// To whom, as typed.
    pub address: String,
    /// What somebody new is called; may be empty.
    pub name: String,
    /// Subject, where the channel has one.
    pub subject: String,
    /// In a thread of its own although there is one; only where threads have subjects.
    pub new_thread: bool,
    /// What to send.
    pub outgoing: Outgoing,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begun {
    /// Where.
    pub conversation: ConversationId,
    /// The message; `None`: there is a conversation already, and the text stands in its composer.
    pub message: Option<MessageId>,
    /// When it leaves, where the account has no room today.
    pub due_at: Option<Timestamp>,
}

impl App {
    /// Accounts through which we may write first, as far as their channels tell, in the order in which they were
    /// connected.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn outlets(&self) -> Result<Vec<Outlet>, AppError> {
        let asked = self.question();
        let sources = self
            .read(move |read| {
                let sight = Sight::asked(read, asked.as_deref())?;
                let mut sources = source::list(read)?;
                sources.retain(|source| sight.rights().allows(source.id));
                Ok(sources)
            })
            .await?;
        let mut outlets = Vec::new();
        for source in sources {
            // A source whose network is not there (welcome, samples) begins nothing.
            let Some(caps) = self.caps(source.id).await else {
                continue;
            };
            let (id, now) = (source.id, self.now());
            let per_day = caps.starts_per_day;
            let room = self.read(move |read| room(read, id, per_day, now)).await?;
            outlets.push(Outlet {
                source: id,
                can_start: caps.can_start,
                addresses: caps.addresses,
                subjects: caps.subjects,
                max_text: caps.max_text,
                max_file: caps.max_file,
                room,
            });
        }
        Ok(outlets)
    }

    /// People with an address on the channel of a source whose name or address begins with what was typed.
    ///
    /// # Errors
    /// `NotFound` where there is no such source.
    pub async fn address_suggest(
        &self,
        source: SourceId,
        typed: String,
    ) -> Result<Vec<Addressee>, AppError> {
        let asked = self.question();
        self.read(move |read| {
            let channel = source::get(read, source)?.channel;
            let typed = typed.trim();
            if typed.is_empty() {
                return Ok(Vec::new());
            }
            let typed = typed.trim_start_matches(['+', '@']);
            let sight = Sight::asked(read, asked.as_deref())?;
            let mut found = table::suggest(read, channel, typed, SUGGESTIONS)?;
            if !sight.rights().is_everything() {
                let mut seen = Vec::new();
                for addressee in found {
                    if sight.sees(read, Named::Contact(addressee.contact))? {
                        seen.push(addressee);
                    }
                }
                found = seen;
            }
            Ok(found)
        })
        .await
    }

    /// Whether an address can be written to, and who has it.
    ///
    /// # Errors
    /// `NotFound` where there is no such source, `Invalid` with `cannot_start`.
    pub async fn address_check(
        &self,
        source: SourceId,
        typed: String,
    ) -> Result<AddressView, AppError> {
        let caps = self.starting_caps(source).await?;
        self.read(move |read| look(read, source, &caps, &typed))
            .await
    }

    /// Writes first. Where there is a conversation already, nothing is sent: text and files stand in its composer.
    /// Otherwise a conversation begins in Accepted, and its owner is who writes. Over the account's daily cap the
    /// message waits for the next morning with room.
    ///
    /// # Errors
    /// `Invalid` with `cannot_start`, the codes of [`addressee::normalise`], `thread_exists`, `starts_used_up`,
    /// `name_too_long`, `subject_empty`, and those of [`App::message_send`].
    pub async fn conversation_begin(
        &self,
        me: MemberId,
        first: FirstMessage,
    ) -> Result<Changed<Begun>, AppError> {
        let caps = self.starting_caps(first.source).await?;
        let now = self.now();
        self.act(me, Deed::Work, None, move |tx| {
            let view = look(tx, first.source, &caps, &first.address)?;
            let address = view
                .address
                .map_err(|code| AppError::field(code, "address"))?;
            if let Some(thread) = view.thread {
                if !first.new_thread {
                    for file in &first.outgoing.files {
                        staged(tx, *file)?;
                    }
                    let Outgoing { text, files, .. } = &first.outgoing;
                    shop::put_in_draft(tx, thread.conversation, me, text, files)?;
                    return Ok(Begun {
                        conversation: thread.conversation,
                        message: None,
                        due_at: None,
                    });
                }
                if !caps.subjects {
                    return Err(AppError::field("thread_exists", "address"));
                }
            }
            let subject = first
                .subject
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            if caps.subjects && subject.is_empty() {
                return Err(AppError::field("subject_empty", "subject"));
            }
            message::check(tx, &first.outgoing, Some(&caps), now)?;
            let due_at = match room(tx, first.source, caps.starts_per_day, now)? {
                Some(Room { next_at, .. }) => next_at,
                None => None,
            };
            let source = source::get(tx, first.source)?;
            let (contact, identity) = somebody(tx, &source, &address, &first.name)?;
            let uid = tx.next_uid();
            // The network names the thread by its first message; until then it has a name of its own.
            let key = if caps.subjects {
                format!("begun:{}", hex(&uid.0))
            } else {
                address.address.clone()
            };
            let leaves = due_at.or(first.outgoing.later.map(|later| later.at));
            let conversation = shop::begin_by_us(
                tx,
                &NewConversation {
                    uid,
                    contact,
                    source: source.id,
                    identity: Some(identity),
                    thread_key: &key,
                    subject: if caps.subjects { &subject } else { "" },
                    at: leaves.unwrap_or(now),
                    is_sample: false,
                },
            )?;
            let mut outgoing = first.outgoing;
            if let Some(at) = due_at {
                let planned = outgoing.later.map_or(at, |later| later.at.max(at));
                outgoing.later = Some(Later {
                    at: planned,
                    unless_answered: false,
                });
            }
            let message = message::put_on_its_way(tx, me, conversation, &outgoing)?;
            Ok(Begun {
                conversation,
                message: Some(message),
                due_at,
            })
        })
        .await
    }

    async fn starting_caps(&self, source: SourceId) -> Result<Caps, AppError> {
        self.caps(source)
            .await
            .filter(|caps| caps.can_start == Start::Yes)
            .ok_or(AppError::field("cannot_start", "source_id"))
    }
}

fn look(read: &Read<'_>, id: SourceId, caps: &Caps, typed: &str) -> Result<AddressView, AppError> {
    let source = source::get(read, id)?;
    if source.removed_at.is_some() || source.channel == Channel::Local {
        return Err(AppError::field("cannot_start", "source_id"));
    }
    let country = settings::load(read)?.country;
    let address = match addressee::normalise(caps.addresses, typed, &country) {
        Ok(address) => address,
        Err(code) => {
            return Ok(AddressView {
                address: Err(code),
                known: None,
                thread: None,
            });
        }
    };
    if address.address == source.account {
        return Ok(AddressView {
            address: Err("address_ours"),
            known: None,
            thread: None,
        });
    }
    let known = table::find(read, source.channel, &address.address)?;
    let thread = match &known {
        Some(known) => table::thread(read, id, known.contact)?,
        None => None,
    };
    Ok(AddressView {
        address: Ok(address),
        known,
        thread,
    })
}

/// The contact with this address; a new one where nobody has it.
fn somebody(
    tx: &mut Tx<'_>,
    source: &Source,
    address: &Normalised,
    name: &str,
) -> Result<(ContactId, IdentityId), AppError> {
    if let Some(known) = identity::find(tx, source.channel, &address.address)? {
        return Ok((known.contact, known.id));
    }
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = if name.is_empty() {
        address.name.clone()
    } else {
        name
    };
    if name.chars().count() > LONGEST_NAME {
        return Err(AppError::field("name_too_long", "name"));
    }
    let contact = contact::insert(
        tx,
        &NewContact {
            full_name: &name,
            ..NewContact::default()
        },
    )?;
    let identity = identity::insert(
        tx,
        contact,
        source.channel,
        &address.address,
        &address.shown,
    )?;
    Ok((contact, identity))
}

/// The daily cap of a source, and the next morning with room where today has none.
fn room(
    read: &Read<'_>,
    source: SourceId,
    per_day: Option<u32>,
    now: Timestamp,
) -> Result<Option<Room>, AppError> {
    let Some(per_day) = per_day else {
        return Ok(None);
    };
    let zone = settings::load(read)?.timezone;
    let mut day = Day::of(now, &zone);
    let today = table::opened(read, source, day.from, day.until)?;
    let mut opened = today;
    let mut next_at = None;
    for _ in 0..DAYS_AHEAD {
        if opened < i64::from(per_day) {
            return Ok(Some(Room {
                per_day,
                today,
                next_at,
            }));
        }
        day = Day::of(day.until, &zone);
        opened = table::opened(read, source, day.from, day.until)?;
        next_at = Some(day.from.plus_millis(MORNING_MS));
    }
    Err(AppError::field("starts_used_up", "source_id"))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
