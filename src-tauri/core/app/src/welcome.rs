//! The welcome conversation with its steps (PO-1).

use runnel_domain::ids::MemberId;
use runnel_store::{
    Tx, shop,
    table::{
        contact::{self, NewContact},
        conversation::{Conversation, NewConversation},
        source::{self, NewSource},
        welcome,
    },
};
use serde_json::json;

use crate::{
    app::{App, Changed},
    error::AppError,
    label::label,
    permission::Deed,
    words::FirstWords,
};

/// Native thread of the welcome conversation on the workspace's own source.
const THREAD: &str = "welcome";
/// What the workspace's own source and the writer of the welcome are called.
const OURSELVES: &str = "Runnel";

/// The steps, in the order in which people see them.
pub const STEPS: &[&str] = &[
    "connect_mailbox",
    "sample_data",
    "write_note",
    "move_card",
    "first_trigger",
];

/// Whether this is the welcome conversation.
#[must_use]
pub fn is_welcome(conversation: &Conversation) -> bool {
    conversation.thread_key == THREAD && conversation.uid == uid()
}

impl App {
    /// Ticks a step, or unticks it.
    ///
    /// # Errors
    /// `Invalid` with code `step_unknown`.
    pub async fn welcome_tick(
        &self,
        me: MemberId,
        step: String,
        done: bool,
    ) -> Result<Changed, AppError> {
        if !STEPS.contains(&step.as_str()) {
            return Err(AppError::field("step_unknown", "step"));
        }
        let undo = label("welcome_tick", json!({ "step": step }));
        self.act(me, Deed::Work, undo, move |tx| {
            Ok(welcome::tick(tx, &step, done)?)
        })
        .await
    }
}

impl App {
    /// The person did by themselves what a step suggests: it is ticked, apart from the action and its undo.
    pub(crate) async fn learned(&self, step: &'static str) {
        let open = self.read(move |read| {
            Ok(welcome::list(read)?
                .iter()
                .any(|known| known.step == step && known.done_at.is_none()))
        });
        let ticked = match open.await {
            Ok(true) => {
                self.note(move |tx| Ok(welcome::tick(tx, step, true)?))
                    .await
            }
            Ok(false) => Ok(()),
            Err(error) => Err(error),
        };
        if let Err(error) = ticked {
            tracing::warn!(%error, step, "a step could not be ticked");
        }
    }
}

/// Writes the welcome conversation and its steps into a new workspace.
pub(crate) fn seed(tx: &mut Tx<'_>, words: &FirstWords) -> Result<(), AppError> {
    let source = source::insert(
        tx,
        &NewSource {
            channel: runnel_domain::Channel::Local,
            name: OURSELVES,
            account: "local",
            config: "{}",
            secret_ref: None,
            health: runnel_domain::SourceHealth::Ok,
        },
    )?;
    let contact = contact::insert(
        tx,
        &NewContact {
            full_name: OURSELVES,
            nickname: "",
            company: "",
            language: "",
            is_sample: false,
        },
    )?;
    let at = tx.now();
    let conversation = shop::begin(
        tx,
        &NewConversation {
            uid: uid(),
            contact,
            source,
            identity: None,
            thread_key: THREAD,
            subject: words.welcome_subject,
            at,
            is_sample: false,
        },
        true,
    )?;
    let message = tx.next_uid();
    shop::message_in(
        tx,
        &shop::NewInbound {
            uid: message,
            conversation,
            identity: None,
            at,
            subject: words.welcome_subject,
            text: words.welcome,
            visible_len: None,
            html: None,
            // Nobody waits for an answer to it.
            automatic: true,
            history: false,
            files: &[],
            raw_event: None,
            fail_code: "",
        },
    )?;
    for step in STEPS {
        welcome::add(tx, step)?;
    }
    Ok(())
}

fn uid() -> runnel_domain::Uid {
    runnel_domain::Uid::of_native(&["local", THREAD])
}
