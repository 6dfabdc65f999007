//! What hangs on a deal: remarks and files (CP-8).

use runnel_domain::ids::{AttachmentId, DealCommentId, DealId, MemberId};
use runnel_store::{
    Read, UndoLabel,
    table::{attachment, deal_card, deal_comment, deal_file},
};
use serde_json::json;

use crate::{
    app::{App, Changed},
    deal::DealComment,
    draft::staged,
    error::AppError,
    label::{self, label},
    permission::Deed,
};

/// Longest remark, in characters.
const LONGEST_COMMENT: usize = 10_000;
/// Most files of one deal.
const MOST_FILES: usize = 100;

impl App {
    /// The remarks on a deal, oldest first.
    ///
    /// # Errors
    /// When the workspace cannot be read.
    pub async fn deal_comments(&self, id: DealId) -> Result<Vec<DealComment>, AppError> {
        self.read(move |read| Ok(deal_comment::of_deal(read, id)?))
            .await
    }

    /// Leaves a remark on a deal.
    ///
    /// # Errors
    /// `Invalid` with `comment_empty` or `comment_too_long`.
    pub async fn deal_comment_add(
        &self,
        me: MemberId,
        id: DealId,
        text: String,
    ) -> Result<Changed<DealCommentId>, AppError> {
        let text = remark(&text)?;
        let undo = self.label_deal("deal_comment_add", id, None).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            deal_card::get(tx, id)?;
            Ok(deal_comment::add(tx, id, &text)?)
        })
        .await
    }

    /// Writes one's own remark anew. The same again changes nothing.
    ///
    /// # Errors
    /// `Invalid` with `comment_not_yours`, and as [`App::deal_comment_add`].
    pub async fn deal_comment_edit(
        &self,
        me: MemberId,
        id: DealCommentId,
        text: String,
    ) -> Result<Changed, AppError> {
        let text = remark(&text)?;
        let undo = self.label_comment("deal_comment_edit", id).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            let comment = own_comment(tx, me, id)?;
            if comment.text != text {
                deal_comment::edit(tx, &comment, &text)?;
            }
            Ok(())
        })
        .await
    }

    /// Throws one's own remark away.
    ///
    /// # Errors
    /// `Invalid` with `comment_not_yours`.
    pub async fn deal_comment_delete(
        &self,
        me: MemberId,
        id: DealCommentId,
    ) -> Result<Changed, AppError> {
        let undo = self.label_comment("deal_comment_delete", id).await?;
        self.act(me, Deed::Work, undo, move |tx| {
            let comment = own_comment(tx, me, id)?;
            Ok(deal_comment::delete(tx, &comment)?)
        })
        .await
    }

    async fn label_comment(
        &self,
        code: &'static str,
        id: DealCommentId,
    ) -> Result<Option<UndoLabel>, AppError> {
        self.read(move |read| {
            let deal = deal_comment::get(read, id)?.deal;
            let client = label::client(read, deal_card::get(read, deal)?.contact)?;
            Ok(label(code, json!({ "client": client })))
        })
        .await
    }

    /// Puts staged files on a deal.
    ///
    /// # Errors
    /// `Invalid` with `attachment_gone` where one is not staged (any more), or `deal_files_full`.
    pub async fn deal_file_add(
        &self,
        me: MemberId,
        id: DealId,
        files: Vec<AttachmentId>,
    ) -> Result<Changed, AppError> {
        let first = files.first().copied();
        let undo = self
            .read(move |read| label_file(read, "deal_file_add", id, first))
            .await?;
        self.act(me, Deed::Work, undo, move |tx| {
            deal_card::get(tx, id)?;
            if deal_file::of_deal(tx, id)?.len() + files.len() > MOST_FILES {
                return Err(AppError::invalid("deal_files_full"));
            }
            for file in files {
                staged(tx, file)?;
                deal_file::add(tx, id, file)?;
            }
            Ok(())
        })
        .await
    }

    /// Takes a file off a deal.
    ///
    /// # Errors
    /// `NotFound` where it is not there.
    pub async fn deal_file_remove(
        &self,
        me: MemberId,
        id: DealId,
        file: AttachmentId,
    ) -> Result<Changed, AppError> {
        let undo = self
            .read(move |read| label_file(read, "deal_file_remove", id, Some(file)))
            .await?;
        self.act(me, Deed::Work, undo, move |tx| {
            Ok(deal_file::remove(tx, id, file)?)
        })
        .await
    }
}

/// What is left of a remark once it is trimmed.
fn remark(text: &str) -> Result<String, AppError> {
    let text = text.trim().to_owned();
    if text.is_empty() {
        return Err(AppError::field("comment_empty", "text"));
    }
    if text.chars().count() > LONGEST_COMMENT {
        return Err(AppError::field("comment_too_long", "text"));
    }
    Ok(text)
}

/// A remark of this member, or of nobody.
fn own_comment(read: &Read<'_>, me: MemberId, id: DealCommentId) -> Result<DealComment, AppError> {
    let comment = deal_comment::get(read, id)?;
    if comment.member.is_some_and(|member| member != me) {
        return Err(AppError::invalid("comment_not_yours"));
    }
    Ok(comment)
}

fn label_file(
    read: &Read<'_>,
    code: &'static str,
    deal: DealId,
    file: Option<AttachmentId>,
) -> Result<Option<UndoLabel>, AppError> {
    let name = match file {
        Some(file) => attachment::get(read, file)?.name,
        None => String::new(),
    };
    let client = label::client(read, deal_card::get(read, deal)?.contact)?;
    Ok(label(code, json!({ "client": client, "name": name })))
}
