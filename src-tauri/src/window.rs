//! Builds the application and its one window.

use std::sync::Arc;

use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Manager, RunEvent, Url, WebviewWindowBuilder};
use tauri_plugin_opener::OpenerExt;
use tauri_plugin_window_state::StateFlags;

use crate::announce::Announcer;
use crate::commands;
use crate::files;
use crate::navigation;
use crate::place::Place;
use crate::workspace::Workspace;

/// The window's label in tauri.conf.json and in the capability that it has.
pub const MAIN: &str = "main";

/// Shows the window and returns when the person has closed it. A second start on the same workspace ends
/// at once and brings the first one's window to the front instead.
pub fn open(place: Place) -> tauri::Result<()> {
    let only_one = tauri_plugin_single_instance::Builder::new()
        .dbus_id(format!("app.runnel.desktop.{}", place.key()))
        .callback(|app, _args, _folder| show(app));
    // Not whether it was visible: a window that was closed hidden would never come back.
    let remembered = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    tauri::Builder::default()
        .plugin(only_one.build())
        .plugin(
            tauri_plugin_window_state::Builder::new()
                .with_state_flags(remembered)
                .build(),
        )
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(tauri::generate_handler![
            commands::rpc,
            commands::feed_subscribe,
            commands::open_external,
            commands::save_attachment,
            commands::set_badge,
            commands::open_attachment,
            commands::show_attachment,
        ])
        .register_asynchronous_uri_scheme_protocol(files::SCHEME, |context, request, responder| {
            let app = context.app_handle().clone();
            tauri::async_runtime::spawn(async move {
                responder.respond(files::answer(&app, &request).await);
            });
        })
        // Only now: a second start on the same workspace has ended before it could touch the file.
        .setup(|app| {
            let announcer = Announcer::new(app.handle().clone());
            app.manage(Workspace::open(place, Arc::new(announcer)));
            build(app.handle())
        })
        .build(tauri::generate_context!())?
        .run(|app, event| {
            if let RunEvent::Exit = event {
                app.state::<Workspace>().close();
            }
        });
    Ok(())
}

fn build(app: &AppHandle) -> Result<(), Box<dyn std::error::Error>> {
    let config = app
        .config()
        .app
        .windows
        .iter()
        .find(|window| window.label == MAIN)
        .cloned();
    let config = config.unwrap_or_default();
    WebviewWindowBuilder::from_config(app, &config)?
        .on_navigation(navigation::is_own)
        .on_new_window({
            let app = app.clone();
            move |address, _| {
                outside(&app, &address);
                NewWindowResponse::Deny
            }
        })
        .on_document_title_changed(|window, title| {
            if let Err(error) = window.set_title(&title) {
                tracing::debug!(%error, "the window keeps its name");
            }
        })
        .build()?;
    Ok(())
}

/// A link in a mail opens in the person's browser, never in a window of ours.
fn outside(app: &AppHandle, address: &Url) {
    if !navigation::is_for_outside(address) {
        tracing::debug!(
            scheme = address.scheme(),
            "a link that leads nowhere was followed"
        );
        return;
    }
    if let Err(error) = app.opener().open_url(address.as_str(), None::<&str>) {
        tracing::warn!(%error, "the link was not opened");
    }
}

/// Brings the window to the front.
pub fn show(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else {
        return;
    };
    // Each may be refused by the window system, and the others still help.
    for asked in [window.show(), window.unminimize(), window.set_focus()] {
        if let Err(error) = asked {
            tracing::debug!(%error, "the window was not brought to the front");
        }
    }
}
