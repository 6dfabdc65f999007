//! Repository chores: `cargo xtask <chore>`. Everything CI does is one of them.

mod bench;
mod bindings;
mod check;
mod counts;
mod icons;
mod invariants;
mod layering;
mod node;
mod packages;
mod process;
mod report;
mod run;
mod test;
mod tools;
mod workspace;

use std::process::ExitCode;

use process::Fail;

const USAGE: &str = "\
cargo xtask <chore>

  run [--release] [-- ARGS]   set up what is missing, build, and open Runnel
  test [--only STEP]          set up what is missing, then every check and every test
  check [--only STEP]         format, lints, layering, invariants, bindings, licences
  bench [NAME] [-- ARGS]      what measures: tests/performance and tests/browser/bench
  bindings [--check]          the interface's types, written from the command table
  icons                       the icon set, drawn again from icons/source.svg

STEP is a name from the summary that `test` and `check` print.";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match chore(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fail) => {
            eprintln!("\nxtask: {fail}");
            ExitCode::FAILURE
        }
    }
}

fn chore(words: &[&str]) -> Result<(), Fail> {
    workspace::enter()?;
    match words {
        ["run", rest @ ..] => run::run(rest),
        ["test"] => test::test(None),
        ["test", "--only", step] => test::test(Some(step)),
        ["check"] => check::check(None),
        ["check", "--only", step] => check::check(Some(step)),
        ["bench", rest @ ..] => bench::bench(rest),
        ["bindings"] => bindings::write(),
        ["bindings", "--check"] => bindings::check(),
        ["icons"] => icons::icons(),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(Fail::new(format!(
            "`{}` is not a chore.\n\n{USAGE}",
            other.join(" ")
        ))),
    }
}
