//! The desktop shell: one window on one workspace, its notifications, one IPC command.
// A release on Windows opens no console beside the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod announce;
mod commands;
mod files;

mod graphics;
mod navigation;
mod place;
mod window;
mod workspace;

use std::process::ExitCode;

fn main() -> ExitCode {
    let place = match place::Place::of_this_start() {
        Ok(place) => place,
        Err(error) => {
            eprintln!("runnel: {error}");
            return ExitCode::FAILURE;
        }
    };
    graphics::choose();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::WARN)
        .with_writer(std::io::stderr)
        .init();
    match window::open(place) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("runnel: {error}");
            ExitCode::FAILURE
        }
    }
}
