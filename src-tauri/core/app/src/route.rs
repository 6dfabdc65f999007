//! Ways to answer a customer: every account and address, in private or under a post, what stands against each, and
//! which is chosen at first (UC-21, PO-10).

use std::collections::HashMap;

use runnel_connector::{Caps, Start};
use runnel_domain::{
    Channel, ThreadKind, Timestamp, Uid,
    ids::{ContactId, ConversationId, IdentityId, MemberId, SourceId},
    route::{Allowed, Closed, Way, preselected},
};
use runnel_store::{
    Read, shop,
    table::{
        contact,
        conversation::{self, Conversation, NewConversation},
        identity::{self, Identity},
        source::{self, Source},
        timeline::thread,
    },
};
use serde_json::json;

use crate::{
    app::{App, Changed},
    error::AppError,
    label::{client, label},
    permission::Deed,
};

/// One way to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The conversation that goes on; `None`: one is begun.
    pub conversation: Option<ConversationId>,
    /// Through which account.
    pub source: SourceId,
    /// On which network.
    pub channel: Channel,
    /// To which address; `None`: the customer has none there.
    pub identity: Option<IdentityId>,
    /// That address as the network wrote it; may be empty.
    pub address: String,
    /// In private, or under a post.
    pub mode: ThreadKind,
    /// Beginning of that post.
    pub post_text: String,
    /// It is the conversation that is looked at.
    pub here: bool,
    /// Why nothing can be sent this way.
    pub closed: Option<Closed>,
    /// Until when an answer may leave; `None`: no time closes it.
    pub open_until: Option<Timestamp>,
    /// Characters in one message; `None`: the channel cannot be asked at the moment.
    pub max_text: Option<usize>,
    /// Bytes in one file.
    pub max_file: Option<u64>,
    /// Messages have a subject.
    pub subjects: bool,
}

/// All ways to answer one customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routes {
    /// The one that is looked at first, then those in use, then those that begin something.
    pub routes: Vec<Route>,
    /// Place of the one that is chosen before anybody chooses; `None`: there are none.
    pub preselected: Option<usize>,
}

/// What was read for [`App::routes`].
struct Gathered {
    opened: ConversationId,
    liked: Option<Channel>,
    identities: Vec<Identity>,
    /// Connected ones, and those of the conversations.
    sources: Vec<Source>,
    /// Without what is held back; the opened one first, then the last active.
    conversations: Vec<Conversation>,
    sent: HashMap<ConversationId, Timestamp>,
}

/// What a channel allows, as the rules of answering ask it.
pub(crate) fn allowed(caps: &Caps) -> Allowed {
    let millis = |window: std::time::Duration| i64::try_from(window.as_millis()).ok();
    Allowed {
        window_ms: caps.window.and_then(millis),
        start: caps.can_start == Start::Yes,
        comments: caps.comments,
    }
}

/// The way on which a conversation is answered where it stands.
pub(crate) fn here(
    read: &Read<'_>,
    thread: &Conversation,
    source: &Source,
    allowed: Option<Allowed>,
) -> Result<Way, AppError> {
    let to = thread
        .identity
        .map(|to| identity::get(read, to))
        .transpose()?;
    Ok(Way {
        last_received_at: thread.last_inbound_at,
        here: true,
        ..way(source, thread.thread_kind, to.as_ref(), allowed)
    })
}

fn way(source: &Source, mode: ThreadKind, to: Option<&Identity>, allowed: Option<Allowed>) -> Way {
    Way {
        channel: source.channel,
        mode,
        removed: source.removed_at.is_some(),
        health: source.health,
        has_address: to.is_some(),
        invalid: to.is_some_and(|to| to.invalid_at.is_some()),
        allowed,
        last_received_at: None,
        last_sent_at: None,
        here: false,
    }
}

impl App {
    /// The ways to answer the customer of a conversation.
    ///
    /// # Errors
    /// `NotFound` where there is no such conversation.
    pub async fn routes(&self, me: MemberId, id: ConversationId) -> Result<Routes, AppError> {
        let gathered = self.read(move |read| gather(read, me, id)).await?;
        let mut caps = HashMap::new();
        for source in &gathered.sources {
            if let Some(its) = self.caps(source.id).await {
                caps.insert(source.id, its);
            }
        }
        Ok(choose(&gathered, &caps, self.now()))
    }

    /// The conversation with a contact through an account at an address: the one there is, or a new one.
    ///
    /// # Errors
    /// `Invalid` with `identity_not_theirs`, or a code of [`Way::refused`].
    pub async fn conversation_open(
        &self,
        me: MemberId,
        contact: ContactId,
        account: SourceId,
        to: IdentityId,
    ) -> Result<Changed<ConversationId>, AppError> {
        let caps = self.caps(account).await;
        let allowed = caps.as_ref().map(allowed);
        let threads = caps.is_some_and(|caps| caps.threads);
        let undo = self
            .read(move |read| {
                let params = json!({ "client": client(read, contact)? });
                Ok(label("conversation_open", params))
            })
            .await?;
        self.act(me, Deed::Work, undo, move |tx| {
            let source = source::get(tx, account)?;
            let to = identity::get(tx, to)?;
            if to.contact != contact || to.channel != source.channel {
                return Err(AppError::field("identity_not_theirs", "identity_id"));
            }
            let known = conversation::of_contact(tx, contact)?
                .into_iter()
                .find(|thread| is_direct_at(thread, account, to.id));
            if let Some(known) = known {
                return Ok(known.id);
            }
            let way = way(&source, ThreadKind::Direct, Some(&to), allowed);
            if let Some(closed) = way.refused(tx.now()) {
                return Err(AppError::invalid(closed.code));
            }
            // Where the address is the thread, their answer has to find this one.
            let thread_key = if threads {
                format!("begun:{}", hex(tx.next_uid()))
            } else {
                to.address.clone()
            };
            if let Some(known) = conversation::by_thread(tx, account, &thread_key)? {
                return Ok(known);
            }
            let uid = Uid::of_native(&[
                source.channel.as_str(),
                &source.account,
                "thread",
                &thread_key,
            ]);
            let at = tx.now();
            let new = NewConversation {
                uid,
                contact,
                source: account,
                identity: Some(to.id),
                thread_key: &thread_key,
                subject: "",
                at,
                is_sample: false,
            };
            Ok(shop::begin(tx, &new, false)?)
        })
        .await
    }
}

fn is_direct_at(thread: &Conversation, source: SourceId, to: IdentityId) -> bool {
    thread.thread_kind == ThreadKind::Direct
        && thread.source == source
        && thread.identity == Some(to)
}

fn hex(uid: Uid) -> String {
    use std::fmt::Write as _;
    uid.0.iter().fold(String::new(), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn gather(read: &Read<'_>, me: MemberId, opened: ConversationId) -> Result<Gathered, AppError> {
    let contact = conversation::get(read, opened)?.contact;
    let shown: Vec<ConversationId> = thread::of_contact(read, contact, me, opened)?
        .into_iter()
        .map(|thread| thread.id)
        .collect();
    let mut conversations = conversation::of_contact(read, contact)?;
    conversations.retain(|thread| shown.contains(&thread.id));
    conversations.sort_by_key(|thread| thread.id != opened);
    let mut sources = source::list(read)?;
    for thread in &conversations {
        if !sources.iter().any(|source| source.id == thread.source) {
            sources.push(source::get(read, thread.source)?);
        }
    }
    // Where the customer wrote, it is theirs that counts.
    let sent = if conversations
        .iter()
        .any(|thread| thread.last_inbound_at.is_some())
    {
        HashMap::new()
    } else {
        thread::last_sent(read, &shown)?.into_iter().collect()
    };
    Ok(Gathered {
        opened,
        liked: Channel::parse(&contact::get(read, contact)?.preferred_channel),
        identities: identity::of_contact(read, contact)?,
        sources,
        conversations,
        sent,
    })
}

fn choose(gathered: &Gathered, caps: &HashMap<SourceId, Caps>, now: Timestamp) -> Routes {
    let mut found = in_use(gathered, caps);
    found.extend(to_begin(gathered, caps, &found));
    let ways: Vec<Way> = found.iter().map(|(way, _)| *way).collect();
    let preselected = preselected(&ways, gathered.liked, now);
    let routes = found
        .into_iter()
        .map(|(way, route)| Route {
            closed: way.closed(now),
            open_until: way.open_until(),
            ..route
        })
        .collect();
    Routes {
        routes,
        preselected,
    }
}

fn route(source: &Source, to: Option<&Identity>, caps: Option<&Caps>) -> Route {
    Route {
        conversation: None,
        source: source.id,
        channel: source.channel,
        identity: to.map(|to| to.id),
        address: to.map(|to| to.shown.clone()).unwrap_or_default(),
        mode: ThreadKind::Direct,
        post_text: String::new(),
        here: false,
        closed: None,
        open_until: None,
        max_text: caps.map(|caps| caps.max_text),
        max_file: caps.map(|caps| caps.max_file),
        subjects: caps.is_some_and(|caps| caps.subjects),
    }
}

/// The conversations that there are. Direct ones through one account to one address are one way: the opened one
/// stands for it, else the last active.
fn in_use(gathered: &Gathered, caps: &HashMap<SourceId, Caps>) -> Vec<(Way, Route)> {
    let mut found: Vec<(Way, Route)> = Vec::new();
    for thread in &gathered.conversations {
        let here = thread.id == gathered.opened;
        let Some(source) = gathered.source(thread.source) else {
            continue;
        };
        if source.channel == Channel::Local && !here {
            continue;
        }
        let sent = gathered.sent.get(&thread.id).copied();
        let same = found.iter_mut().find(|(_, known)| {
            thread.thread_kind == ThreadKind::Direct
                && known.mode == ThreadKind::Direct
                && (known.source, known.identity) == (thread.source, thread.identity)
        });
        if let Some((way, _)) = same {
            way.last_received_at = way.last_received_at.max(thread.last_inbound_at);
            way.last_sent_at = way.last_sent_at.max(sent);
            continue;
        }
        let to = gathered.identity(thread.identity);
        let its = caps.get(&source.id);
        let way = Way {
            last_received_at: thread.last_inbound_at,
            last_sent_at: sent,
            here,
            ..way(source, thread.thread_kind, to, its.map(allowed))
        };
        let route = Route {
            conversation: Some(thread.id),
            mode: thread.thread_kind,
            post_text: thread.post_text.clone(),
            here,
            ..route(source, to, its)
        };
        found.push((way, route));
    }
    found
}

/// What could be begun: each connected account with each address there. An account on whose network the customer has
/// no address is told as such.
fn to_begin(
    gathered: &Gathered,
    caps: &HashMap<SourceId, Caps>,
    in_use: &[(Way, Route)],
) -> Vec<(Way, Route)> {
    let mut found = Vec::new();
    for source in &gathered.sources {
        if source.removed_at.is_some() || source.channel == Channel::Local {
            continue;
        }
        let its = caps.get(&source.id);
        let mut there = gathered
            .identities
            .iter()
            .filter(|identity| identity.channel == source.channel)
            .peekable();
        if there.peek().is_none() {
            let way = way(source, ThreadKind::Direct, None, its.map(allowed));
            found.push((way, route(source, None, its)));
        }
        for to in there {
            let known = in_use.iter().any(|(_, route)| {
                route.mode == ThreadKind::Direct
                    && (route.source, route.identity) == (source.id, Some(to.id))
            });
            if !known {
                let way = way(source, ThreadKind::Direct, Some(to), its.map(allowed));
                found.push((way, route(source, Some(to), its)));
            }
        }
    }
    found
}

impl Gathered {
    fn source(&self, id: SourceId) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    fn identity(&self, id: Option<IdentityId>) -> Option<&Identity> {
        self.identities.iter().find(|to| Some(to.id) == id)
    }
}
