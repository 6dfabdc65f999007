//! Writes the TypeScript of the command table to the file named as the only argument.

use std::{env, fs, process::ExitCode};

fn main() -> ExitCode {
    let Some(path) = env::args_os().nth(1) else {
        eprintln!("usage: bindings FILE");
        return ExitCode::FAILURE;
    };
    if let Err(error) = fs::write(&path, runnel_api::typescript::bindings()) {
        eprintln!("{}: {error}", path.display());
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
