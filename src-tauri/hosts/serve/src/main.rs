//! `runnel-serve`: serves one workspace on 127.0.0.1 until it is interrupted. Never shipped.
//!
//! Prints one line of JSON on standard output when it is ready: `{"url": …, "token": …}`. Logs go to standard error.

use std::{env, process::ExitCode};

use runnel_serve::{Options, serve};

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(tracing::Level::INFO)
        .init();
    let options = match Options::read(env::args().skip(1)) {
        Ok(options) => options,
        Err(sentence) => {
            eprintln!("{sentence}");
            return ExitCode::FAILURE;
        }
    };
    let running = match serve(options).await {
        Ok(running) => running,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    println!(
        "{}",
        serde_json::json!({ "url": running.url, "token": running.token })
    );
    if let Err(error) = tokio::signal::ctrl_c().await {
        eprintln!("{error}");
    }
    running.stop().await;
    ExitCode::SUCCESS
}
