//! What the interface may ask of the shell: the core's one command, its feed, and the duties of a desktop.
#![allow(clippy::needless_pass_by_value)] // a command is handed what it asks for as a value

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use runnel_api::wire::WireError;
use runnel_api::wire::feed::FeedMessage;
use runnel_api::wire::message::{AttachmentContent, AttachmentId};
use runnel_domain::ids::AttachmentId as DomainAttachmentId;
use serde_json::{Value, value::RawValue};
use tauri::ipc::Channel;
use tauri::{AppHandle, State, Url, WebviewWindow};
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_opener::OpenerExt;

use crate::navigation;
use crate::workspace::Workspace;

/// Any command of the command table.
#[tauri::command]
pub async fn rpc(
    workspace: State<'_, Workspace>,
    command: String,
    request: Value,
) -> Result<Box<RawValue>, WireError> {
    workspace.call(&command, request).await
}

/// The change feed, from now on, into this channel; an earlier one of the same window ends.
#[tauri::command]
pub async fn feed_subscribe(
    workspace: State<'_, Workspace>,
    channel: Channel<FeedMessage>,
) -> Result<(), WireError> {
    workspace.feed(channel).await
}

/// Hands an address to the program that the person uses for it; other addresses are ignored.
#[tauri::command]
pub fn open_external(app: AppHandle, url: Url) -> Result<(), WireError> {
    if !navigation::is_for_outside(&url) {
        return Err(WireError::field("invalid", "url"));
    }
    app.opener()
        .open_url(url.as_str(), None::<&str>)
        .map_err(|error| WireError::new("internal").saying(error.to_string()))
}

/// Asks the person where, and writes the attachment there. `false` when they change their mind.
#[tauri::command]
pub async fn save_attachment(
    workspace: State<'_, Workspace>,
    window: WebviewWindow,
    id: i64,
    suggested_name: String,
) -> Result<bool, WireError> {
    let asked = AttachmentId { attachment_id: id };
    let content: AttachmentContent = workspace.ask("attachment_get", &asked).await?;
    let failed = |detail: String| {
        WireError::new("file_not_saved")
            .with("name", &content.name)
            .saying(detail)
    };
    let bytes = BASE64
        .decode(&content.base64)
        .map_err(|error| failed(error.to_string()))?;
    let (tell, told) = tokio::sync::oneshot::channel();
    let dialog = window
        .dialog()
        .file()
        .set_parent(&window)
        .set_file_name(suggested_name);
    dialog.save_file(move |chosen| {
        // Nobody waits any more when the window was closed meanwhile.
        let _ = tell.send(chosen);
    });
    let Some(chosen) = told.await.ok().flatten() else {
        return Ok(false);
    };
    let path = chosen
        .into_path()
        .map_err(|error| failed(error.to_string()))?;
    tokio::fs::write(path, bytes)
        .await
        .map_err(|error| failed(error.to_string()))?;
    Ok(true)
}

/// Opens an attachment with the program that the person uses for it; what could run is refused.
#[tauri::command]
pub async fn open_attachment(
    app: AppHandle,
    workspace: State<'_, Workspace>,
    id: i64,
) -> Result<(), WireError> {
    let runnel = workspace.app(id).await?;
    let copy = runnel
        .attachment_outside(DomainAttachmentId(id), true)
        .await?;
    app.opener()
        .open_path(copy.to_string_lossy(), None::<&str>)
        .map_err(|error| WireError::new("internal").saying(error.to_string()))
}

/// Shows where a copy of an attachment lies.
#[tauri::command]
pub async fn show_attachment(
    app: AppHandle,
    workspace: State<'_, Workspace>,
    id: i64,
) -> Result<(), WireError> {
    let runnel = workspace.app(id).await?;
    let copy = runnel
        .attachment_outside(DomainAttachmentId(id), false)
        .await?;
    app.opener()
        .reveal_item_in_dir(copy)
        .map_err(|error| WireError::new("internal").saying(error.to_string()))
}

/// The number on the program's icon, where the desktop shows one; 0 clears it.
#[tauri::command]
pub fn set_badge(window: WebviewWindow, count: i64) {
    let count = (count > 0).then_some(count);
    if let Err(error) = window.set_badge_count(count) {
        tracing::debug!(%error, "this desktop shows no badge");
    }
}
