//! Messages of ours: put on their way, taken back, sent again, confirmed; and notes; and HTML to show.

use runnel_connector::Caps;
use runnel_domain::{
    MessageState, Timestamp,
    delivery::give_up_after_ms,
    ids::{AttachmentId, ConversationId, MemberId, MessageId},
    template::is_unfilled,
};
use runnel_store::{
    Read, Tx, shop,
    table::{
        attachment, conversation,
        draft::{self, DraftKind},
        message, outbox, source,
    },
};

use serde_json::json;

use crate::{
    app::{App, Changed},
    channels::{InlineImage, SafeHtml},
    draft::staged,
    error::AppError,
    permission::Deed,
    route,
    scheduled::{Later, check_time, plan},
    settings,
};

/// Longest note, in characters: far above what anybody reads, far below what slows a timeline.
pub(crate) const LONGEST_NOTE: usize = 50_000;

/// What a person sends.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outgoing {
    /// Text.
    pub text: String,
    /// Staged files.
    pub files: Vec<AttachmentId>,
    /// Send it although something still stands between double braces.
    pub as_written: bool,
    /// When; `None`: after the undo-send window.
    pub later: Option<Later>,
}

/// Refuses what the channel would not take, and text with braces that nobody filled in.
pub(crate) fn check_text(
    text: &str,
    caps: Option<&Caps>,
    as_written: bool,
) -> Result<(), AppError> {
    let longest = caps.map_or(usize::MAX, |caps| caps.max_text);
    if text.chars().count() > longest {
        return Err(AppError::Invalid {
            code: "message_too_long",
            params: json!({ "field": "text", "longest": longest.to_string() }),
        });
    }
    if !as_written && is_unfilled(text) {
        return Err(AppError::field("placeholders_left", "text"));
    }
    Ok(())
}

/// Refuses what cannot be sent.
pub(crate) fn check(
    read: &Read<'_>,
    outgoing: &Outgoing,
    caps: Option<&Caps>,
    now: Timestamp,
) -> Result<(), AppError> {
    if outgoing.text.trim().is_empty() && outgoing.files.is_empty() {
        return Err(AppError::invalid("message_empty"));
    }
    check_text(&outgoing.text, caps, outgoing.as_written)?;
    if let Some(later) = outgoing.later {
        check_time(later.at, now)?;
    }
    for file in &outgoing.files {
        let file = staged(read, *file)?;
        let size = u64::try_from(file.size).unwrap_or(u64::MAX);
        if caps.is_some_and(|caps| size > caps.max_file) {
            return Err(AppError::Invalid {
                code: "file_too_large",
                params: json!({ "field": "attachment_ids", "name": file.name }),
            });
        }
    }
    Ok(())
}

/// Writes a message down and puts it in its lane, for its undo-send window or until its time.
pub(crate) fn put_on_its_way(
    tx: &mut Tx<'_>,
    me: MemberId,
    id: ConversationId,
    outgoing: &Outgoing,
) -> Result<MessageId, AppError> {
    let thread = conversation::get(tx, id)?;
    let source = source::get(tx, thread.source)?;
    let give_up = give_up_after_ms(source.channel);
    let new = shop::NewOutbound {
        conversation: id,
        identity: thread.identity,
        text: &outgoing.text,
        subject: &thread.subject,
        files: &outgoing.files,
        automatic: false,
        trigger_run: None,
        member: Some(me),
        state: match outgoing.later {
            Some(_) => MessageState::Scheduled,
            None => MessageState::Queued,
        },
    };
    if let Some(later) = outgoing.later {
        let message = shop::message_planned(tx, &new, later.at)?;
        outbox::plan(tx, message, source.id, id, plan(later, give_up))?;
        return Ok(message);
    }
    let message = shop::message_out(tx, &new)?;
    let window = i64::from(settings::load(tx)?.undo_send_seconds);
    let not_before = tx.now().plus_seconds(window);
    let give_up_at = not_before.plus_millis(give_up);
    outbox::enqueue(tx, message, source.id, id, not_before, give_up_at)?;
    Ok(message)
}

impl App {
    /// Puts a reply on its way, or plans it for later; the field it was written in is empty afterwards.
    ///
    /// It leaves after the workspace's undo-send window; until then [`App::message_take_back`] brings it back.
    ///
    /// # Errors
    /// `Invalid` with `message_empty`, `message_too_long`, `placeholders_left`, `attachment_gone`, `file_too_large`,
    /// `time_past`, `time_too_far`, or a code of
    /// [`runnel_domain::route::Way::refused`].
    pub async fn message_send(
        &self,
        me: MemberId,
        id: ConversationId,
        outgoing: Outgoing,
    ) -> Result<Changed<MessageId>, AppError> {
        let account = self
            .read(move |read| Ok(conversation::get(read, id)?.source))
            .await?;
        let caps = self.caps(account).await;
        let allowed = caps.as_ref().map(route::allowed);
        let now = self.now();
        self.act(me, Deed::Work, None, move |tx| {
            let thread = conversation::get(tx, id)?;
            let source = source::get(tx, thread.source)?;
            let way = route::here(tx, &thread, &source, allowed)?;
            if let Some(closed) = way.refused(tx.now()) {
                return Err(AppError::invalid(closed.code));
            }
            check(tx, &outgoing, caps.as_ref(), now)?;
            let message = put_on_its_way(tx, me, id, &outgoing)?;
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
    /// `Invalid` with `note_empty`, `note_too_long` or `attachment_gone`.
    pub async fn note_add(
        &self,
        me: MemberId,
        id: ConversationId,
        text: String,
        files: Vec<AttachmentId>,
    ) -> Result<Changed<MessageId>, AppError> {
        if text.trim().is_empty() && files.is_empty() {
            return Err(AppError::field("note_empty", "text"));
        }
        if text.chars().count() > LONGEST_NOTE {
            return Err(AppError::field("note_too_long", "text"));
        }
        let undo = self.label_client("note_add", id).await?;
        let changed = self
            .act(me, Deed::Work, undo, move |tx| {
                for file in &files {
                    staged(tx, *file)?;
                }
                let note = shop::note_add(tx, id, Some(me), &text, &files)?;
                draft::clear(tx, id, me, DraftKind::Note)?;
                Ok(note)
            })
            .await?;
        self.learned("write_note").await;
        Ok(changed)
    }
}
