//! Files as an interface shows them: small pictures of large ones, and parts of what is played.

use std::{
    fs::File,
    io::{Cursor, Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
};

use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};
use runnel_domain::ids::AttachmentId;
use tokio::sync::Semaphore;

use crate::{app::App, attachment::blocking, error::AppError};

/// Longest side of a small picture, in pixels: twice what a thread shows, for dense screens.
const SMALL_SIDE: u32 = 640;
/// A picture of fewer bytes is its own small one.
const SMALL_ENOUGH: i64 = 60_000;
/// Longest side of a picture that is opened, in pixels: beyond what any camera makes.
const LONGEST_SIDE: u32 = 16_384;
/// Memory that opening one picture may take, in bytes: 100 megapixels of three bytes fit hardly, bombs do not.
const MOST_MEMORY: u64 = 320 * 1024 * 1024;
/// Largest picture file that is opened, in bytes.
const LARGEST_PICTURE: i64 = 60 * 1024 * 1024;
/// Largest part that one request gets, in bytes; players ask for the next one.
const LARGEST_PART: u64 = 4 * 1024 * 1024;
/// Pictures that are opened at the same time.
static OPENERS: Semaphore = Semaphore::const_new(2);

/// A file, or a part of it, to hand to a web view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// Media type that is safe to show; anything that could run is `application/octet-stream`.
    pub mime: String,
    /// Name to save it under.
    pub name: String,
    /// What was asked for.
    pub bytes: Vec<u8>,
    /// First and last byte and the length of the whole, where a part was asked for.
    pub part: Option<(u64, u64, u64)>,
}

impl App {
    /// A file as a web view shows it. `range`: the value of an HTTP `Range` header; one that makes no sense is
    /// ignored, as HTTP has it.
    ///
    /// # Errors
    /// `NotFound` where there is none, [`AppError::Store`] when its bytes are gone.
    pub async fn attachment_served(
        &self,
        id: AttachmentId,
        range: Option<&str>,
    ) -> Result<Served, AppError> {
        let (file, path) = self.attachment_path(id).await?;
        let range = range.map(str::to_owned);
        let (bytes, part) = blocking(move || {
            read_part(&path, range.as_deref()).map_err(|error| gone(&path, error))
        })
        .await?;
        Ok(Served {
            mime: shown_as(&file.mime).to_owned(),
            name: file.name,
            bytes,
            part,
        })
    }

    /// A small picture of a picture, made once and kept beside it.
    ///
    /// # Errors
    /// `Invalid` with code `not_a_picture` for anything that is none, is broken, or would take too much memory.
    pub async fn attachment_thumbnail(&self, id: AttachmentId) -> Result<Served, AppError> {
        let (file, path) = self.attachment_path(id).await?;
        let none = || AppError::invalid("not_a_picture");
        if !file.mime.starts_with("image/") || file.size > LARGEST_PICTURE {
            return Err(none());
        }
        let _opener = OPENERS.acquire().await.map_err(|_| none())?;
        let is_small = file.size <= SMALL_ENOUGH;
        let made = blocking(move || Ok(small(&path, is_small))).await?;
        let (bytes, format) = made.ok_or_else(none)?;
        Ok(Served {
            mime: format.to_mime_type().to_owned(),
            name: file.name,
            bytes,
            part: None,
        })
    }
}

impl App {
    /// A copy of a file under its own name, for programs outside. The same file is copied once.
    ///
    /// `to_open`: it is to be opened rather than shown in its folder; what could run is refused then.
    ///
    /// # Errors
    /// `Invalid` with code `file_may_run`, `NotFound` where there is none, [`AppError::Store`] when the disk refuses.
    pub async fn attachment_outside(
        &self,
        id: AttachmentId,
        to_open: bool,
    ) -> Result<PathBuf, AppError> {
        let (file, path) = self.attachment_path(id).await?;
        if to_open && may_run(&file.name) {
            return Err(AppError::invalid("file_may_run"));
        }
        let folder = self
            .inner
            .store
            .attachments_dir()
            .join("outside")
            .join(id.0.to_string());
        blocking(move || {
            let copy = folder.join(&file.name);
            let size = u64::try_from(file.size).unwrap_or_default();
            if !std::fs::metadata(&copy).is_ok_and(|there| there.len() == size) {
                std::fs::create_dir_all(&folder).map_err(|error| gone(&folder, error))?;
                std::fs::copy(&path, &copy).map_err(|error| gone(&path, error))?;
            }
            Ok(copy)
        })
        .await
    }
}

/// Whether the person's system could run a file of this name rather than show it.
fn may_run(name: &str) -> bool {
    const RUN: &[&str] = &[
        "app", "apk", "appimage", "bat", "cmd", "com", "command", "cpl", "deb", "desktop", "dmg",
        "exe", "hta", "iso", "jar", "js", "jse", "lnk", "msc", "msi", "msp", "pif", "pkg", "ps1",
        "reg", "rpm", "scf", "scr", "sh", "url", "vbe", "vbs", "wsf", "wsh",
    ];
    name.rsplit_once('.').is_some_and(|(_, ending)| {
        RUN.iter()
            .any(|one| ending.trim().eq_ignore_ascii_case(one))
    })
}

fn gone(path: &Path, error: std::io::Error) -> AppError {
    AppError::Store(runnel_store::StoreError::Io {
        path: path.to_owned(),
        source: error,
    })
}

/// Media types that cannot run anything in a page of ours. SVG can.
fn shown_as(mime: &str) -> &str {
    let picture = matches!(
        mime,
        "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/avif" | "image/bmp"
    );
    if picture || mime.starts_with("audio/") || mime.starts_with("video/") {
        mime
    } else {
        "application/octet-stream"
    }
}

type Part = (Vec<u8>, Option<(u64, u64, u64)>);

fn read_part(path: &Path, range: Option<&str>) -> std::io::Result<Part> {
    let mut file = File::open(path)?;
    let whole = file.metadata()?.len();
    let Some((first, last)) = range.and_then(|range| asked(range, whole)) else {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        return Ok((bytes, None));
    };
    let last = last.min(first.saturating_add(LARGEST_PART - 1));
    file.seek(SeekFrom::Start(first))?;
    let mut bytes = Vec::new();
    file.take(last - first + 1).read_to_end(&mut bytes)?;
    Ok((bytes, Some((first, last, whole))))
}

/// First and last byte of a `Range` header (RFC 9110 §14.2) with a single range that lies within the file.
fn asked(range: &str, whole: u64) -> Option<(u64, u64)> {
    let (first, last) = range.trim().strip_prefix("bytes=")?.split_once('-')?;
    let end = whole.checked_sub(1)?;
    let (first, last) = match (first.trim(), last.trim()) {
        ("", count) => (whole.saturating_sub(count.parse().ok()?), end),
        (first, "") => (first.parse().ok()?, end),
        (first, last) => (first.parse().ok()?, last.parse::<u64>().ok()?.min(end)),
    };
    (first <= last && first <= end).then_some((first, last))
}

/// A small picture's bytes, from beside the large one where it was made before.
fn small(path: &Path, is_small: bool) -> Option<(Vec<u8>, ImageFormat)> {
    let bytes = std::fs::read(path).ok()?;
    let format = image::guess_format(&bytes).ok()?;
    if !matches!(
        format,
        ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::Gif | ImageFormat::WebP
    ) {
        return None;
    }
    if is_small {
        return Some((bytes, format));
    }
    let beside = kept_at(path);
    if let Ok(kept) = std::fs::read(&beside)
        && let Ok(format) = image::guess_format(&kept)
    {
        return Some((kept, format));
    }
    let (made, format) = shrink(&bytes)?;
    // Without it the next one is made anew; a half-written one is never read.
    let part = beside.with_extension("part");
    if let Err(error) = std::fs::write(&part, &made).and_then(|()| std::fs::rename(&part, &beside))
    {
        tracing::debug!(%error, "a small picture is not kept");
    }
    Some((made, format))
}

fn kept_at(path: &Path) -> PathBuf {
    path.with_extension("small")
}

fn shrink(bytes: &[u8]) -> Option<(Vec<u8>, ImageFormat)> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    if decoder.total_bytes() > MOST_MEMORY {
        return None;
    }
    let turned = decoder.orientation().ok();
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture = picture.thumbnail(SMALL_SIDE, SMALL_SIDE);
    if let Some(turned) = turned {
        picture.apply_orientation(turned);
    }
    let (picture, format) = if picture.color().has_alpha() {
        (DynamicImage::from(picture.to_rgba8()), ImageFormat::Png)
    } else {
        (DynamicImage::from(picture.to_rgb8()), ImageFormat::Jpeg)
    };
    let mut made = Cursor::new(Vec::new());
    picture.write_to(&mut made, format).ok()?;
    Some((made.into_inner(), format))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_as_http_has_it() {
        for (range, part) in [
            ("bytes=0-", Some((0, 99))),
            ("bytes=10-19", Some((10, 19))),
            ("bytes=90-400", Some((90, 99))),
            ("bytes=-10", Some((90, 99))),
            ("bytes=100-", None),
            ("bytes=9-3", None),
            ("bytes=0-1,5-6", None),
            ("lines=0-1", None),
        ] {
            assert_eq!(asked(range, 100), part, "{range}");
        }
        assert_eq!(asked("bytes=0-", 0), None);
    }

    #[test]
    fn a_large_picture_becomes_a_small_one_that_stands_upright() {
        let photo = DynamicImage::new_rgb8(3000, 1500);
        let mut bytes = Cursor::new(Vec::new());
        photo.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        let (small, format) = shrink(&bytes.into_inner()).unwrap();
        let small = image::load_from_memory_with_format(&small, format).unwrap();
        assert_eq!((small.width(), small.height()), (640, 320));
    }

    /// A PNG of a few hundred bytes whose header says 60,000 × 60,000.
    #[test]
    fn a_bomb_is_not_opened() {
        let mut png = Cursor::new(Vec::new());
        DynamicImage::new_luma8(1, 1)
            .write_to(&mut png, ImageFormat::Png)
            .unwrap();
        let mut png = png.into_inner();
        png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        assert_eq!(shrink(&png), None);
        assert_eq!(shrink(b"no picture at all"), None);
    }

    #[test]
    fn programs_are_not_opened() {
        for program in ["offer.EXE", "offer.pdf.lnk", "run.sh"] {
            assert!(may_run(program), "{program}");
        }
        for file in ["offer.pdf", "photo.jpeg", "noending", "exe"] {
            assert!(!may_run(file), "{file}");
        }
    }

    #[test]
    fn nothing_that_could_run_is_shown() {
        assert_eq!(shown_as("image/png"), "image/png");
        assert_eq!(shown_as("audio/ogg"), "audio/ogg");
        for risky in ["image/svg+xml", "text/html", "application/pdf"] {
            assert_eq!(shown_as(risky), "application/octet-stream");
        }
    }
}
