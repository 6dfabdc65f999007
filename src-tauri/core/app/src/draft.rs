//! What stands in a composer, kept through a crash: saved with every pause in typing.

use runnel_domain::ids::{AttachmentId, ConversationId, MemberId};
use runnel_store::{
    Read,
    table::{
        attachment::{self, Attachment},
        conversation, draft,
    },
};

pub use runnel_store::table::draft::DraftKind;

use crate::{
    app::{App, Changed},
    error::AppError,
    permission::Deed,
};

/// What stands in one field of the composer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftView {
    /// Text.
    pub text: String,
    /// Staged files.
    pub attachments: Vec<Attachment>,
}

impl App {
    /// Saves what stands in the field; it is on disk when this returns. Files that the draft no longer names are
    /// kept for a day: a message may be taken back while an older draft is still on its way here.
    ///
    /// # Errors
    /// `Invalid` with code `attachment_gone` for a file that is not staged.
    pub async fn draft_save(
        &self,
        me: MemberId,
        id: ConversationId,
        kind: DraftKind,
        text: String,
        attachments: Vec<AttachmentId>,
    ) -> Result<Changed, AppError> {
        self.act(me, Deed::Work, None, move |tx| {
            conversation::get(tx, id)?;
            for file in &attachments {
                staged(tx, *file)?;
            }
            draft::save(tx, id, me, kind, &text, &attachments)?;
            Ok(())
        })
        .await
    }
}

/// A file that was staged and not yet sent. Those of templates are copied before they go with a message.
pub(crate) fn staged(read: &Read<'_>, id: AttachmentId) -> Result<Attachment, AppError> {
    attachment::get(read, id)
        .ok()
        .filter(|file| file.message.is_none())
        .ok_or(AppError::field("attachment_gone", "attachment_ids"))
}

pub(crate) fn view(
    read: &Read<'_>,
    id: ConversationId,
    me: MemberId,
    kind: DraftKind,
) -> Result<DraftView, AppError> {
    let draft = draft::get(read, id, me, kind)?;
    let attachments = draft
        .attachments
        .iter()
        .filter_map(|file| staged(read, *file).ok())
        .collect();
    Ok(DraftView {
        text: draft.text,
        attachments,
    })
}
