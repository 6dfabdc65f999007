//! Holds what ARCHITECTURE.md calls invariants, as far as reading the files can: who may name what.

use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::counts::Counts;
use crate::process::Fail;
use crate::report::Outcome;
use crate::workspace;

/// Only these packages may depend on that one.
struct Owner {
    package: &'static str,
    owners: &'static [&'static str],
}

const OWNERS: &[Owner] = &[
    // The benchmark's floor is the same work on bare rusqlite.
    Owner {
        package: "rusqlite",
        owners: &["runnel-store", "runnel-performance"],
    },
    Owner {
        package: "libsqlite3-sys",
        owners: &["runnel-store"],
    },
    Owner {
        package: "reqwest",
        owners: &["runnel-connector"],
    },
    Owner {
        package: "keyring",
        owners: &["runnel-connector"],
    },
    Owner {
        package: "ts-rs",
        owners: &["runnel-api"],
    },
    Owner {
        package: "tauri",
        owners: &["runnel"],
    },
];

/// Crates that the pure one may not even link.
const NOT_IN_DOMAIN: &[&str] = &[
    "tokio", "rusqlite", "reqwest", "rand", "tempfile", "futures",
];

/// Files under `within`, but not under `except`, may not say any of `words` outside comments.
struct Silence {
    within: &'static [&'static str],
    except: &'static [&'static str],
    ending: &'static str,
    words: &'static [&'static str],
    because: &'static str,
}

const SILENCES: &[Silence] = &[
    Silence {
        within: &["src-tauri/core/domain/src"],
        except: &[],
        ending: ".rs",
        words: &[
            "std::fs",
            "std::net",
            "std::env",
            "std::thread",
            "std::process",
            "SystemTime",
            "Instant",
            "Utc::now",
            "Local::now",
        ],
        because: "domain performs no IO and reads no clock",
    },
    Silence {
        within: &["src-tauri/core", "src-tauri/channels"],
        except: &[
            "src-tauri/core/app/src/clock.rs",
            "src-tauri/core/store/src/backup.rs",
        ],
        ending: ".rs",
        words: &["SystemTime::now", "Utc::now", "Local::now"],
        because: "time is passed in through a Clock",
    },
    Silence {
        within: &["ui/src", "tests"],
        except: &[
            "ui/src/ipc/host.tauri.ts",
            "ui/package.json",
            "ui/package-lock.json",
        ],
        ending: "",
        words: &["@tauri-apps"],
        because: "only ui/src/ipc/host.tauri.ts names @tauri-apps",
    },
    Silence {
        within: &["ui/src", "ui/index.html"],
        except: &[],
        ending: "",
        words: &["https://fonts.", "cdn."],
        because: "the web view has no network: what it shows is built in",
    },
];

/// More than this many lines is more than one job.
const LONG: usize = 500;

pub fn check() -> Result<Outcome, Fail> {
    let files = workspace::files()?;
    let mut faults = owners(&workspace::metadata()?);
    let mut long = Vec::new();
    for file in &files {
        // What is not text has nothing to say here.
        let Ok(text) = fs::read_to_string(file) else {
            continue;
        };
        faults.extend(silence(file, &text));
        faults.extend(first_line(file, &text));
        faults.extend(registry(file, &text));
        faults.extend(feature_imports(file, &text));
        let lines = text.lines().count();
        if lines > LONG && is_written_by_hand(file) {
            long.push(format!("{} ({lines})", file.display()));
        }
    }
    for fault in &faults {
        eprintln!("{fault}");
    }
    if !long.is_empty() {
        eprintln!(
            "Longer than {LONG} lines; is there a second noun hiding in one? {}",
            long.join(", ")
        );
    }
    let outcome = if faults.is_empty() {
        Outcome::passed()
    } else {
        Outcome::counted(Counts::ONE_FAILED)
    };
    let notes = [(faults.len(), "places"), (long.len(), "long files")];
    let told: Vec<String> = notes
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    Ok(if told.is_empty() {
        outcome
    } else {
        outcome.noted(told.join(", "))
    })
}

fn owners(metadata: &serde_json::Value) -> Vec<String> {
    let mut faults = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let used = dependency["name"].as_str().unwrap_or_default();
            // A test may look at a workspace from outside, as another program would.
            let in_product = dependency["kind"] != "dev";
            for owner in OWNERS.iter().filter(|owner| owner.package == used) {
                if in_product && !owner.owners.contains(&name) {
                    faults.push(format!(
                        "{name} depends on {used}, which only {} may",
                        owner.owners.join(", ")
                    ));
                }
            }
            if name == "runnel-domain" && in_product && NOT_IN_DOMAIN.contains(&used) {
                faults.push(format!("runnel-domain depends on {used}, but it is pure"));
            }
        }
    }
    faults
}

fn silence(file: &Path, text: &str) -> Vec<String> {
    let under = |folders: &[&str]| folders.iter().any(|folder| file.starts_with(folder));
    // A test against a real server lives in real time.
    if file.extension().is_some_and(|ending| ending == "rs")
        && file.components().any(|part| part.as_os_str() == "tests")
    {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for rule in SILENCES {
        if !under(rule.within)
            || under(rule.except)
            || !file.to_string_lossy().ends_with(rule.ending)
        {
            continue;
        }
        for (at, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !is_comment(line))
        {
            for word in rule.words.iter().filter(|word| line.contains(**word)) {
                faults.push(format!(
                    "{}:{}: says `{word}`: {}",
                    file.display(),
                    at + 1,
                    rule.because
                ));
            }
        }
    }
    faults
}

fn is_comment(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("//")
        || line.starts_with('*')
        || line.starts_with("/*")
        || line.starts_with("<!--")
}

fn first_line(file: &Path, text: &str) -> Option<String> {
    let is_rust = file.extension().is_some_and(|ending| ending == "rs");
    let says = text
        .lines()
        .next()
        .is_some_and(|line| line.starts_with("//!"));
    (is_rust && !says).then(|| {
        format!(
            "{}: the first line does not say its job (`//! …`)",
            file.display()
        )
    })
}

/// No file may tie the project to one machine's way to a registry.
fn registry(file: &Path, text: &str) -> Vec<String> {
    let name = file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let bad = |line: &&str| match name.as_str() {
        "package-lock.json" => line.contains("\"resolved\": \"http"),
        "Cargo.lock" => {
            line.starts_with("source = ")
                && !line.contains("registry+https://github.com/rust-lang/crates.io-index")
        }
        "config.toml" => line.starts_with("[source") || line.starts_with("replace-with"),
        ".npmrc" => line.contains("registry="),
        _ => false,
    };
    text.lines()
        .filter(bad)
        .map(|line| format!("{}: names a registry: {line}", file.display()))
        .collect()
}

const FEATURES: &str = "ui/src/features";

/// A feature of the interface never imports another one; `views` puts them together.
fn feature_imports(file: &Path, text: &str) -> Vec<String> {
    let Some(own) = feature_of(file) else {
        return Vec::new();
    };
    let folder = file.parent().unwrap_or(Path::new(""));
    imports(text)
        .filter_map(|name| {
            let target = if name.starts_with('.') {
                feature_of(&joined(folder, name))
            } else {
                name.split_once("features/")
                    .and_then(|(_, rest)| rest.split('/').next().map(str::to_owned))
            };
            let other = target.filter(|other| *other != own)?;
            Some(format!(
                "{}: the feature `{own}` imports the feature `{other}`",
                file.display()
            ))
        })
        .collect()
}

fn feature_of(file: &Path) -> Option<String> {
    let inside = file.strip_prefix(FEATURES).ok()?;
    inside
        .components()
        .next()
        .map(|first| first.as_os_str().to_string_lossy().into_owned())
}

/// What stands in quotes after `from`, `import` or `import(`.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .filter(|line| !is_comment(line))
        .flat_map(|line| {
            let rest = line
                .split_once(" from ")
                .or_else(|| line.split_once("import"))
                .map(|(_, rest)| rest);
            rest.into_iter()
                .filter_map(|rest| rest.split(['"', '\'']).nth(1))
        })
}

fn joined(folder: &Path, name: &str) -> PathBuf {
    let mut path = folder.to_path_buf();
    for part in Path::new(name).components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(part) => path.push(part),
            _ => {}
        }
    }
    path
}

fn is_written_by_hand(file: &Path) -> bool {
    let name = file.to_string_lossy();
    (name.ends_with(".rs") || name.ends_with(".ts") || name.ends_with(".svelte"))
        && !name.ends_with("bindings.ts")
        && !name.contains("/fixtures/")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde_json::json;

    use super::{feature_imports, first_line, owners, registry, silence};

    #[test]
    fn a_feature_that_imports_another_is_found_by_either_spelling() {
        let file = Path::new("ui/src/features/inbox/Row.svelte");
        let text = "import { a } from '../pipeline/card';\nimport b from \"$features/contacts/c\";";
        assert_eq!(feature_imports(file, text).len(), 2);
        let own =
            "import { a } from './row';\nimport b from '../inbox/c';\nimport x from '../../lib/y';";
        assert_eq!(
            feature_imports(file, own),
            Vec::<String>::new(),
            "its own folder and lib are free"
        );
    }

    #[test]
    fn a_clock_in_the_domain_is_found_but_not_in_a_comment() {
        let file = Path::new("src-tauri/core/domain/src/time.rs");
        assert!(!silence(file, "let now = std::time::SystemTime::now();").is_empty());
        assert_eq!(
            silence(file, "/// Unlike `SystemTime`, this is passed in."),
            Vec::<String>::new()
        );
    }

    #[test]
    fn only_the_owner_may_depend_on_sqlite() {
        let uses = |name: &str| {
            owners(
                &json!({ "packages": [{ "name": name, "dependencies": [{ "name": "rusqlite" }] }] }),
            )
        };
        assert_eq!(uses("runnel-store"), Vec::<String>::new());
        assert_eq!(uses("runnel-app").len(), 1);
    }

    #[test]
    fn a_lock_file_names_no_registry() {
        let npm = "\"resolved\": \"https://mirror.example/left-pad.tgz\",";
        assert_eq!(registry(Path::new("ui/package-lock.json"), npm).len(), 1);
        let cargo = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
        assert_eq!(
            registry(Path::new("Cargo.lock"), cargo),
            Vec::<String>::new()
        );
        assert_eq!(
            registry(
                Path::new("Cargo.lock"),
                "source = \"git+https://example/x\""
            )
            .len(),
            1
        );
    }

    #[test]
    fn a_rust_file_says_its_job_first() {
        assert!(first_line(Path::new("a.rs"), "use std::fs;").is_some());
        assert!(first_line(Path::new("a.rs"), "//! Adds.\n").is_none());
    }
}
