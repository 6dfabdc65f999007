//! A running Runnel with a driver attached: what a test does to the window is said here.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use runnel_peers::{Watched, answers, free};
use serde_json::{Value, json};
use tempfile::TempDir;

/// How long a person would wait for something to appear before calling it broken.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Remembers what the page complains about, for [`Window::fail`].
const LISTEN: &str = "
    window.complaints = [];
    addEventListener('error', (event) => window.complaints.push(event.message));
    addEventListener('unhandledrejection', (event) =>
        window.complaints.push(`${event.reason} ${event.reason?.stack ?? ''}`));
";

/// A window on a workspace of its own.
pub struct Window {
    pub client: Client,
    _driver: Watched,
    home: TempDir,
}

/// Where a person's workspace lies who has not chosen a place.
pub fn workspace(home: &Path) -> PathBuf {
    home.join("data/runnel/workspace.runnel")
}

/// The program under test, as `cargo xtask test` built it.
pub fn shell() -> String {
    std::env::var("RUNNEL_SHELL").expect("run by: cargo xtask test --only window")
}

impl Window {
    /// Opens Runnel on a workspace that does not exist yet.
    pub async fn open() -> Self {
        Self::open_in(tempfile::tempdir().unwrap()).await
    }

    /// Opens Runnel for a person whose files are there already.
    pub async fn open_in(home: TempDir) -> Self {
        let driver_program =
            std::env::var("TAURI_DRIVER").expect("run by: cargo xtask test --only window");
        let [port, native] = free().unwrap();
        // The driver starts the shell, which inherits where a person's files are.
        let mut command: Vec<String> = vec!["env".into()];
        command.extend(
            environment(home.path()).map(|(name, value)| format!("{name}={}", value.display())),
        );
        command.push(driver_program);
        command.extend([
            "--port".into(),
            port.to_string(),
            "--native-port".into(),
            native.to_string(),
        ]);
        let driver = Watched::start(&command, &home.path().join("driver.log")).unwrap();
        // The native one last: the other passes on to it, and does not wait for it.
        for port in [port, native] {
            assert!(
                answers(port, || driver.is_alive()),
                "the driver: {}",
                driver.said()
            );
        }
        let mut wanted = Capabilities::new();
        wanted.insert("browserName".into(), json!("wry"));
        wanted.insert("tauri:options".into(), json!({ "application": shell() }));
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap();
        let window = Self {
            client,
            _driver: driver,
            home,
        };
        window.script(LISTEN).await;
        window
    }

    /// Starts the program once more for the same person.
    pub fn start_again(&self) -> Command {
        let mut command = Command::new(shell());
        command.envs(environment(self.home.path()));
        command
    }

    /// Waits until the window shows this text anywhere.
    pub async fn read(&self, text: &str) {
        let xpath = format!("//body//*[contains(normalize-space(.), {})]", quoted(text));
        let found = self
            .client
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::XPath(&xpath))
            .await;
        if let Err(error) = found {
            self.fail(&format!("`{text}` did not appear: {error}"))
                .await;
        }
    }

    /// Waits until something holds, as a person would look again.
    pub async fn until(&self, why: &str, holds: impl AsyncFn(&Self) -> bool) {
        let end = Instant::now() + PATIENCE;
        while !holds(self).await {
            if Instant::now() > end {
                self.fail(&format!("not so: {why}")).await;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Everything readable in the window, for the person reading a failed test.
    pub async fn shown(&self) -> String {
        let text = self
            .client
            .execute("return document.body.innerText", Vec::new())
            .await;
        text.ok()
            .and_then(|text| text.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// A command of the core, past the interface: to prepare a test.
    pub async fn ask(&self, command: &str, request: Value) -> Value {
        let script = "const [command, request, done] = arguments;
            window.__TAURI_INTERNALS__.invoke('rpc', { command, request }).then(done, (error) => done({ error }))";
        let answer = self
            .client
            .execute_async(script, vec![json!(command), request])
            .await
            .unwrap();
        if let Some(error) = answer.get("error") {
            self.fail(&format!("{command}: {error}")).await;
        }
        answer
    }

    pub async fn script(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// A picture of the screen in tests/window/output, which nobody compares and everybody can look at.
    /// Taken of the display: WebKitWebDriver never answers when asked for one of this view.
    pub async fn picture(&self, name: &str) {
        // Two frames later everything that was asked for has been drawn.
        let drawn =
            "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done))";
        self.client.execute_async(drawn, Vec::new()).await.unwrap();
        photograph(name);
    }

    /// Ends the test, with a picture and the text of the window for the person who looks into it.
    pub async fn fail(&self, why: &str) -> ! {
        photograph("failed");
        let complaints = self.script("return window.complaints ?? []").await;
        panic!(
            "{why}\nthe page complained: {complaints:#}\nit shows:\n{}",
            self.shown().await
        );
    }

    /// Ends the window; the workspace's files go with the value.
    pub async fn close(self) {
        self.client.close().await.unwrap();
    }
}

fn photograph(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("output");
    std::fs::create_dir_all(&folder).unwrap();
    let taken = Command::new("import")
        .args(["-window", "root"])
        .arg(folder.join(format!("{name}.png")))
        .status();
    assert!(
        taken.is_ok_and(|status| status.success()),
        "`import` of imagemagick takes the picture"
    );
}

/// A home of the test's own, so that no test meets another or the person's own workspace;
/// and the language that the tests read.
fn environment(home: &Path) -> impl Iterator<Item = (&'static str, PathBuf)> {
    let folders = [
        ("XDG_DATA_HOME", "data"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
    ];
    folders
        .map(|(name, folder)| (name, home.join(folder)))
        .into_iter()
        .chain([("LC_ALL", "en_GB.UTF-8".into()), ("TZ", "UTC".into())])
}

/// A string in XPath, which has no escapes.
pub fn quoted(text: &str) -> String {
    if text.contains('\'') {
        format!("\"{text}\"")
    } else {
        format!("'{text}'")
    }
}
