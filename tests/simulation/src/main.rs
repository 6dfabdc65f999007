//! `victim`: Runnel without a window, made to be killed. It receives, answers each order once, and sends.
//!
//! ```text
//! victim WORKSPACE IMAP_PORT SMTP_PORT [seen=3,5] [again=7]
//! ```
//!
//! The workspace is all that it remembers: whether an order was answered is read from there. On standard output it
//! tells `ready`, and for each answer `asking N` before and `asked N` after it was put on its way. `seen` and `again`
//! are a person's decisions about answers whose fate is unknown. It ends well at the line `quit`, and at once when
//! standard input ends, so that it cannot outlive the test.

mod answering;
mod decisions;
mod mailbox;

use std::{
    env,
    io::{self, BufRead},
    path::{Path, PathBuf},
    process::{self, ExitCode},
    sync::Arc,
    thread,
};

use runnel_app::{
    App, AppError, Host,
    clock::{SystemClock, SystemIds},
    host::Silent,
};
use runnel_connector::secrets::FileSecrets;
use tokio::sync::oneshot;

use decisions::Decisions;
use mailbox::Ports;

/// What the command line says.
struct Orders {
    workspace: PathBuf,
    ports: Ports,
    decisions: Decisions,
}

impl Orders {
    fn read(mut words: impl Iterator<Item = String>) -> Option<Self> {
        let workspace = PathBuf::from(words.next()?);
        let ports = Ports {
            imap: words.next()?.parse().ok()?,
            smtp: words.next()?.parse().ok()?,
        };
        let decisions = Decisions::read(words)?;
        Some(Self {
            workspace,
            ports,
            decisions,
        })
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_ansi(false)
        .with_max_level(tracing::Level::INFO)
        .init();
    let Some(orders) = Orders::read(env::args().skip(1)) else {
        eprintln!("victim WORKSPACE IMAP_PORT SMTP_PORT [seen=3,5] [again=7]");
        return ExitCode::FAILURE;
    };
    match live(orders, quit()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn live(orders: Orders, quit: oneshot::Receiver<()>) -> Result<(), AppError> {
    let app = App::open(&orders.workspace, host(&orders.workspace)).await?;
    let me = app.owner().await?;
    mailbox::connect(&app, me, orders.ports).await?;
    let changes = app.changes();
    app.start();
    println!("ready");
    let working = async {
        orders.decisions.carry_out(&app, me).await?;
        answering::answer(&app, me, changes).await
    };
    tokio::select! {
        done = working => done?,
        _ = quit => {}
    }
    app.stop().await;
    Ok(())
}

fn host(workspace: &Path) -> Host {
    let clock = Arc::new(SystemClock);
    let folder = workspace.parent().unwrap_or(Path::new("."));
    Host {
        channels: runnel_registry::channels(clock.clone()),
        clock,
        ids: Arc::new(SystemIds),
        // Never the keychain of whoever runs the tests.
        secrets: Arc::new(FileSecrets::new(folder)),
        notifier: Arc::new(Silent),
        locale: "en".to_owned(),
        timezone: "UTC".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// Tells when the line `quit` comes; ends the process when standard input does.
fn quit() -> oneshot::Receiver<()> {
    let (tell, told) = oneshot::channel();
    thread::spawn(move || {
        let mut tell = Some(tell);
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            if line == "quit"
                && let Some(tell) = tell.take()
            {
                // It may have ended by itself.
                let _ = tell.send(());
            }
        }
        if tell.is_some() {
            process::exit(0);
        }
    });
    told
}
