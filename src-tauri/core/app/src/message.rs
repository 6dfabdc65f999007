//! Messages of ours: put on their way, taken back, sent again, confirmed; and notes; and HTML to show.

use runnel_domain::{
    Channel, MessageState,
    delivery::give_up_after_ms,
    ids::{AttachmentId, ConversationId, MemberId, MessageId},
};
use runnel_store::{
    shop,
    table::{
        attachment, conversation,
        conversation::Conversation,
        draft::{self, DraftKind},
        message, outbox, source,
        source::Source,
    },
};

use crate::{
    app::{App, Changed},
    channels::{InlineImage, SafeHtml},
    draft::staged,
    error::AppError,
    permission::Deed,
    settings,
};

/// Longest note, in characters: far above what anybody reads, far below what slows a timeline.
const LONGEST_NOTE: usize = 50_000;

/// Stable code of the reason why nothing can be sent into this conversation; `None`: it can.
///
/// `local_conversation`: nobody is at the other end. `source_removed`: the account is disconnected. `no_address`:
/// nobody knows where an answer would go.
#[must_use]
pub fn cannot_reply(conversation: &Conversation, source: &Source) -> Option<&'static str> {
    if source.channel == Channel::Local {
        Some("local_conversation")
    } else if source.removed_at.is_some() {
        Some("source_removed")
    } else if conversation.identity.is_none() {
        Some("no_address")
    } else {
        None
    }
}

impl App {
    /// Puts a reply on its way; the field it was written in is empty afterwards.
    ///
    /// It leaves after the workspace's undo-send window; until then [`App::message_cancel`] takes it back.
    ///
    /// # Errors
    /// `Invalid` with `message_empty`, `message_too_long`, `attachment_gone`, or a code of [`cannot_reply`].
    pub async fn message_send(
        &self,
        me: MemberId,
        id: ConversationId,
        text: String,
        files: Vec<AttachmentId>,
    ) -> Result<Changed<MessageId>, AppError> {
        if text.trim().is_empty() && files.is_empty() {
            return Err(AppError::invalid("message_empty"));
        }
        let account = self
            .read(move |read| Ok(conversation::get(read, id)?.source))
            .await?;
        let longest = self
            .caps(account)
            .await
            .map_or(usize::MAX, |caps| caps.max_text);
        if text.chars().count() > longest {
            return Err(AppError::field("message_too_long", "text"));
        }
        self.act(me, Deed::Work, None, move |tx| {
            let thread = conversation::get(tx, id)?;
            let source = source::get(tx, thread.source)?;
            if let Some(code) = cannot_reply(&thread, &source) {
                return Err(AppError::invalid(code));
            }
            for file in &files {
                staged(tx, *file)?;
            }
            let window = i64::from(settings::load(tx)?.undo_send_seconds);
            let not_before = tx.now().plus_seconds(window);
            let new = shop::NewOutbound {
                conversation: id,
                identity: thread.identity,
                text: &text,
                subject: &thread.subject,
                files: &files,
                automatic: false,
                trigger_run: None,
                member: Some(me),
                state: MessageState::Queued,
            };
            let message = shop::message_out(tx, &new)?;
            let give_up_at = not_before.plus_millis(give_up_after_ms(source.channel));
            outbox::enqueue(tx, message, source.id, id, not_before, give_up_at)?;
            draft::clear(tx, id, me, DraftKind::Reply)?;
            Ok(message)
        })
        .await
    }

    /// Takes a message back that still waits or that failed.
    ///
    /// # Errors
    /// `Invalid` with code `message_left` once it may have gone.
    pub async fn message_cancel(&self, me: MemberId, id: MessageId) -> Result<Changed, AppError> {
        self.act(me, Deed::Work, None, move |tx| Ok(outbox::cancel(tx, id)?))
            .await
    }

    /// "Send again": for a message that failed or whose fate is unknown, and for one that waits for its next try.
    ///
    /// # Errors
    /// `Invalid` with code `message_not_stuck` in any other state.
    pub async fn message_retry(&self, me: MemberId, id: MessageId) -> Result<Changed, AppError> {
        self.act(me, Deed::Work, None, move |tx| {
            let thread = conversation::get(tx, message::get(tx, id)?.conversation)?;
            let give_up = give_up_after_ms(source::get(tx, thread.source)?.channel);
            let give_up_at = tx.now().plus_millis(give_up);
            Ok(outbox::retry_now(tx, id, give_up_at)?)
        })
        .await
    }

    /// "I see it was sent": for a message whose fate is unknown.
    ///
    /// # Errors
    /// `Invalid` with code `message_not_unknown` when nobody doubts it.
    pub async fn message_confirm_sent(
        &self,
        me: MemberId,
        id: MessageId,
    ) -> Result<Changed, AppError> {
        self.act(me, Deed::Work, None, move |tx| {
            Ok(outbox::confirm_sent(tx, id)?)
        })
        .await
    }

    /// A message's HTML, safe to show in a sandboxed frame.
    ///
    /// # Errors
    /// `Invalid` with code `message_without_html`.
    pub async fn message_html(
        &self,
        id: MessageId,
        remote_images: bool,
    ) -> Result<SafeHtml, AppError> {
        let (html, images) = self
            .read(move |read| {
                let html = message::html(read, id)?;
                let html = html.ok_or(AppError::invalid("message_without_html"))?;
                Ok((html, attachment::of_message(read, id)?))
            })
            .await?;
        let shown_inside = images
            .into_iter()
            .filter(|image| !image.content_id.is_empty());
        let mut inline = Vec::new();
        for image in shown_inside {
            // A picture whose file is gone is left out; the text still shows.
            if let Ok(bytes) = self.bytes(&image.sha).await {
                let (content_id, mime) = (image.content_id, image.mime);
                inline.push(InlineImage {
                    content_id,
                    mime,
                    bytes,
                });
            }
        }
        let sanitiser = std::sync::Arc::clone(self.inner.host.channels.html());
        let safe = move || sanitiser.sanitise(&html, &inline, remote_images);
        tokio::task::spawn_blocking(safe)
            .await
            .map_err(|died| AppError::Internal(died.to_string()))
    }

    /// Leaves a note (UC-33); the field it was written in is empty afterwards.
    ///
    /// # Errors
    /// `Invalid` with `note_empty` or `note_too_long`.
    pub async fn note_add(
        &self,
        me: MemberId,
        id: ConversationId,
        text: String,
    ) -> Result<Changed<MessageId>, AppError> {
        if text.trim().is_empty() {
            return Err(AppError::field("note_empty", "text"));
        }
        if text.chars().count() > LONGEST_NOTE {
            return Err(AppError::field("note_too_long", "text"));
        }
        let undo = self.label_client("note_add", id).await?;
        let changed = self
            .act(me, Deed::Work, undo, move |tx| {
                let files = draft::get(tx, id, me, DraftKind::Note)?.attachments;
                let note = shop::note_add(tx, id, Some(me), &text, &files)?;
                draft::clear(tx, id, me, DraftKind::Note)?;
                Ok(note)
            })
            .await?;
        self.learned("write_note").await;
        Ok(changed)
    }
}
