//! Files: staged for a draft, read for saving, forgotten when nothing names them.

use std::path::PathBuf;

use runnel_domain::ids::{AttachmentId, MemberId};
use runnel_store::{
    safe_file_name,
    table::{
        attachment::{self, NewFile},
        draft,
    },
};

pub use runnel_store::table::attachment::Attachment;

use crate::{app::App, error::AppError, permission::Deed};

/// Largest file that can be staged: what most mail servers take, the base64 of the wire included (25 MB each way).
pub const LARGEST_FILE: u64 = 25 * 1024 * 1024;
/// How long a staged file that no draft names is kept: a day, in milliseconds.
const KEPT_LOOSE_MS: i64 = 24 * 60 * 60 * 1_000;

impl App {
    /// Keeps a file for a draft. The bytes are on disk when this returns.
    ///
    /// # Errors
    /// `Invalid` with `file_too_large` or `file_empty`, [`AppError::Store`] when the disk refuses.
    pub async fn attachment_stage(
        &self,
        me: MemberId,
        name: &str,
        mime: &str,
        bytes: Vec<u8>,
    ) -> Result<Attachment, AppError> {
        if bytes.is_empty() {
            return Err(AppError::field("file_empty", "name"));
        }
        if bytes.len() as u64 > LARGEST_FILE {
            return Err(AppError::field("file_too_large", "name"));
        }
        let name = safe_file_name(name);
        let mime = if mime.trim().is_empty() {
            mime_of(&name).to_owned()
        } else {
            mime.to_owned()
        };
        let files = self.inner.store.files();
        let kept = blocking(move || Ok(files.keep(&bytes)?)).await?;
        let changed = self
            .act(me, Deed::Work, None, move |tx| {
                let file = NewFile {
                    name: &name,
                    mime: &mime,
                    size: kept.size,
                    sha: &kept.sha,
                    content_id: "",
                };
                let id = attachment::insert(tx, None, &file)?;
                Ok(attachment::get(tx, id)?)
            })
            .await?;
        Ok(changed.value)
    }

    /// A file with its bytes.
    ///
    /// # Errors
    /// `NotFound` where there is none, [`AppError::Store`] when its bytes are gone.
    pub async fn attachment_get(
        &self,
        id: AttachmentId,
    ) -> Result<(Attachment, Vec<u8>), AppError> {
        let file = self
            .read(move |read| Ok(attachment::get(read, id)?))
            .await?;
        let bytes = self.bytes(&file.sha).await?;
        Ok((file, bytes))
    }

    /// Where the bytes of a file lie, for hosts that copy rather than carry them.
    ///
    /// # Errors
    /// `NotFound` where there is none.
    pub async fn attachment_path(
        &self,
        id: AttachmentId,
    ) -> Result<(Attachment, PathBuf), AppError> {
        let file = self
            .read(move |read| Ok(attachment::get(read, id)?))
            .await?;
        let path = self.inner.store.files().path(&file.sha);
        Ok((file, path))
    }

    /// Forgets staged files that no draft names any more. Their bytes go too unless something else has the same.
    pub(crate) async fn forget_loose_files(&self) -> Result<(), AppError> {
        let before = self.now().plus_millis(-KEPT_LOOSE_MS);
        let loose = self
            .note(move |tx| Ok(draft::forget_loose_files(tx, before)?))
            .await?;
        let files = self.inner.store.files();
        blocking(move || {
            for sha in loose {
                if let Err(error) = std::fs::remove_file(files.path(&sha)) {
                    tracing::debug!(%error, sha, "a loose file stays");
                }
            }
            Ok(())
        })
        .await
    }

    pub(crate) async fn bytes(&self, sha: &str) -> Result<Vec<u8>, AppError> {
        let (files, sha) = (self.inner.store.files(), sha.to_owned());
        blocking(move || Ok(files.read(&sha)?)).await
    }
}

/// Work that blocks on the disk, off the threads that serve everybody.
pub(crate) async fn blocking<R: Send + 'static>(
    work: impl FnOnce() -> Result<R, AppError> + Send + 'static,
) -> Result<R, AppError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|died| AppError::Internal(died.to_string()))?
}

/// A media type by the ending of a name, for what people attach most.
fn mime_of(name: &str) -> &'static str {
    let ending = name
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending)
        .to_ascii_lowercase();
    match ending.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "pdf" => "application/pdf",
        "txt" => "text/plain",
        "csv" => "text/csv",
        "zip" => "application/zip",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "mp3" => "audio/mpeg",
        "mp4" => "video/mp4",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_media_type_is_guessed_by_the_ending() {
        assert_eq!(mime_of("Photo.JPG"), "image/jpeg");
        assert_eq!(mime_of("noending"), "application/octet-stream");
    }
}
