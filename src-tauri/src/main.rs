//! The desktop shell: one window on one workspace, its notifications, one IPC command.
// A release on Windows opens no console beside the window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod graphics;
mod navigation;
mod place;
mod window;

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
    match window::open(&place) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("runnel: {error}");
            ExitCode::FAILURE
        }
    }
}
