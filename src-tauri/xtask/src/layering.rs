//! Holds the layering: the crates' real dependencies against the table in ARCHITECTURE.md.
//!
//! The table stands between two HTML comments, lowest layer first:
//!
//! ```text
//! <!-- layering:begin -->
//! | crate | may use | in tests also |
//! |---|---|---|
//! | `domain` | – | – |
//! | `store` | `domain` | – |
//! <!-- layering:end -->
//! ```
//!
//! Names are without their `runnel-`. A row may only name rows above it, so there are no cycles.
//! `everything above` stands for all of them. Other columns may follow or stand between.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use crate::counts::Counts;
use crate::process::Fail;
use crate::report::Outcome;
use crate::workspace;

const DOCUMENT: &str = "ARCHITECTURE.md";
const BEGIN: &str = "<!-- layering:begin -->";
const END: &str = "<!-- layering:end -->";

/// Compares; every difference is printed as a sentence.
pub fn check() -> Result<Outcome, Fail> {
    let document = fs::read_to_string(DOCUMENT).map_err(|error| {
        Fail::new(format!(
            "{DOCUMENT}, which holds the table of layers: {error}"
        ))
    })?;
    let table = Table::read(&document)?;
    let faults = table.faults(&edges(&workspace::metadata()?));
    for fault in &faults {
        eprintln!("{fault}");
    }
    if faults.is_empty() {
        return Ok(Outcome::passed());
    }
    Ok(Outcome::counted(Counts::ONE_FAILED)
        .noted(format!("{} edges or rows are wrong", faults.len())))
}

/// One dependency between two of our crates.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    from: String,
    to: String,
    only_in_tests: bool,
}

#[derive(Debug, Default)]
struct Row {
    may_use: BTreeSet<String>,
    in_tests: BTreeSet<String>,
}

#[derive(Debug, Default)]
struct Table {
    /// In the order of the document: lowest first.
    order: Vec<String>,
    rows: BTreeMap<String, Row>,
}

impl Table {
    fn read(document: &str) -> Result<Self, Fail> {
        let body = document
            .split_once(BEGIN)
            .and_then(|(_, rest)| rest.split_once(END))
            .map(|(body, _)| body)
            .ok_or_else(|| {
                Fail::new(format!("{DOCUMENT} has no table between {BEGIN} and {END}"))
            })?;
        let mut lines = body.lines().map(cells).filter(|cells| !cells.is_empty());
        let head = lines.next().unwrap_or_default();
        let column = |name: &str| head.iter().position(|cell| cell.eq_ignore_ascii_case(name));
        let (Some(crate_at), Some(use_at)) = (column("crate"), column("may use")) else {
            return Err(Fail::new(format!(
                "the table of layers in {DOCUMENT} needs `crate` and `may use`"
            )));
        };
        let tests_at = column("in tests also");
        let mut table = Self::default();
        for cells in lines.filter(|cells| !cells.iter().all(|cell| is_rule(cell))) {
            let cell = |at: usize| cells.get(at).map(String::as_str).unwrap_or_default();
            let row = Row {
                may_use: table.names(cell(use_at)),
                in_tests: tests_at.map(|at| table.names(cell(at))).unwrap_or_default(),
            };
            let name = cell(crate_at).replace('`', "");
            table.order.push(name.clone());
            table.rows.insert(name, row);
        }
        Ok(table)
    }

    /// The names in a cell; `everything above` is all rows read so far.
    fn names(&self, cell: &str) -> BTreeSet<String> {
        let cell = cell.replace('`', "");
        if cell.trim() == "everything above" {
            return self.order.iter().cloned().collect();
        }
        cell.split([',', ' '])
            .filter(|name| !matches!(*name, "" | "–" | "-" | "—"))
            .map(str::to_owned)
            .collect()
    }

    fn faults(&self, members: &BTreeMap<String, Vec<Edge>>) -> Vec<String> {
        let mut faults = Vec::new();
        for name in self
            .order
            .iter()
            .filter(|name| !members.contains_key(*name))
        {
            faults.push(format!(
                "{DOCUMENT} lists `{name}`, which is no crate of the workspace"
            ));
        }
        for (at, name) in self.order.iter().enumerate() {
            let above: BTreeSet<&String> = self.order.iter().take(at).collect();
            let used = self
                .rows
                .get(name)
                .map(|row| &row.may_use)
                .into_iter()
                .flatten();
            for other in used.filter(|other| !above.contains(other)) {
                faults.push(format!(
                    "{DOCUMENT}: `{name}` may use `{other}`, which is not above it"
                ));
            }
        }
        for (name, edges) in members {
            let Some(row) = self.rows.get(name) else {
                faults.push(format!(
                    "`{name}` has no row in the table of layers of {DOCUMENT}"
                ));
                continue;
            };
            faults.extend(edges.iter().filter(|edge| !row.allows(edge)).map(|edge| {
                let tests = if edge.only_in_tests {
                    " in its tests"
                } else {
                    ""
                };
                format!(
                    "`{}` uses `{}`{tests}, which {DOCUMENT} does not allow",
                    edge.from, edge.to
                )
            }));
        }
        faults
    }
}

impl Row {
    fn allows(&self, edge: &Edge) -> bool {
        self.may_use.contains(&edge.to) || (edge.only_in_tests && self.in_tests.contains(&edge.to))
    }
}

fn cells(line: &str) -> Vec<String> {
    let Some(inner) = line.trim().strip_prefix('|') else {
        return Vec::new();
    };
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    inner
        .split('|')
        .map(|cell| cell.trim().to_owned())
        .collect()
}

/// The line of dashes under a table's head.
fn is_rule(cell: &str) -> bool {
    !cell.is_empty() && cell.chars().all(|letter| matches!(letter, '-' | ':'))
}

/// Each member's dependencies on other members.
fn edges(metadata: &serde_json::Value) -> BTreeMap<String, Vec<Edge>> {
    let packages: Vec<&serde_json::Value> = metadata["packages"]
        .as_array()
        .into_iter()
        .flatten()
        .collect();
    let members: BTreeSet<&str> = packages
        .iter()
        .filter_map(|package| package["name"].as_str())
        .collect();
    let mut all = BTreeMap::new();
    for package in &packages {
        let Some(name) = package["name"].as_str() else {
            continue;
        };
        let mut edges: Vec<Edge> = package["dependencies"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|dependency| {
                let to = dependency["name"]
                    .as_str()
                    .filter(|to| members.contains(to) && *to != name)?;
                Some(Edge {
                    from: short(name).to_owned(),
                    to: short(to).to_owned(),
                    only_in_tests: dependency["kind"] == "dev",
                })
            })
            .collect();
        edges.sort();
        edges.dedup();
        all.insert(short(name).to_owned(), edges);
    }
    all
}

fn short(package: &str) -> &str {
    package.strip_prefix("runnel-").unwrap_or(package)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Table, edges};

    const DOCUMENT: &str = "
# Layers
<!-- layering:begin -->
| Level | Crate | One line | May use | In tests also |
|---|---|:--|---|---|
| 0 | `domain` | Pure | – | – |
| 1 | `store` | SQLite | `domain` | – |
| 2 | `views` | Live | `domain`, `store` | `peers` |
| – | `peers` | Servers | – | – |
| 6 | `runnel` | The shell | everything above | – |
<!-- layering:end -->
";

    fn faults(packages: &[serde_json::Value]) -> Vec<String> {
        Table::read(DOCUMENT)
            .unwrap()
            .faults(&edges(&json!({ "packages": packages })))
    }

    fn package(name: &str, uses: &[(&str, Option<&str>)]) -> serde_json::Value {
        let dependencies: Vec<_> = uses
            .iter()
            .map(|(name, kind)| json!({ "name": name, "kind": kind }))
            .collect();
        json!({ "name": name, "dependencies": dependencies })
    }

    fn sound() -> Vec<serde_json::Value> {
        vec![
            package("runnel-domain", &[("serde", None)]),
            package("runnel-store", &[("runnel-domain", None)]),
            package(
                "runnel-views",
                &[("runnel-store", None), ("runnel-peers", Some("dev"))],
            ),
            package("runnel-peers", &[]),
            package("runnel", &[("runnel-store", None), ("runnel-views", None)]),
        ]
    }

    #[test]
    fn the_table_as_it_stands_is_kept() {
        assert_eq!(faults(&sound()), Vec::<String>::new());
    }

    #[test]
    fn an_edge_upwards_is_found() {
        let mut packages = sound();
        packages[0] = package("runnel-domain", &[("runnel-store", None)]);
        let found = faults(&packages);
        assert_eq!(
            found,
            ["`domain` uses `store`, which ARCHITECTURE.md does not allow"]
        );
    }

    #[test]
    fn what_tests_may_use_the_product_may_not() {
        let mut packages = sound();
        packages[2] = package("runnel-views", &[("runnel-peers", None)]);
        assert_eq!(
            faults(&packages).len(),
            1,
            "peers are for the tests of views only"
        );
    }

    #[test]
    fn a_new_crate_needs_a_row_and_a_gone_one_loses_its() {
        let mut packages = sound();
        packages[3] = package("runnel-outbox", &[]);
        let found = faults(&packages);
        assert!(
            found
                .iter()
                .any(|fault| fault.contains("`peers`, which is no crate")),
            "{found:?}"
        );
        assert!(
            found
                .iter()
                .any(|fault| fault.contains("`outbox` has no row")),
            "{found:?}"
        );
    }

    #[test]
    fn a_row_may_not_name_one_below_it() {
        let document = "<!-- layering:begin -->\n| crate | may use |\n|-|-|\n| a | b |\n| b | – |\n<!-- layering:end -->";
        let packages = json!({ "packages": [package("a", &[]), package("b", &[])] });
        let found = Table::read(document).unwrap().faults(&edges(&packages));
        assert_eq!(
            found,
            ["ARCHITECTURE.md: `a` may use `b`, which is not above it"]
        );
    }
}
