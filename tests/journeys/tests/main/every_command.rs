//! Every command has a journey.

use std::fs;

/// ARCHITECTURE.md, invariants: the command table against what the journeys say.
#[test]
fn every_command_is_called_by_a_journey() {
    let here = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/main");
    let mut stories = String::new();
    for file in fs::read_dir(here).unwrap() {
        stories.push_str(&fs::read_to_string(file.unwrap().path()).unwrap());
    }
    stories.push_str(include_str!("../../src/story.rs"));
    // However the lines were broken.
    stories.retain(|letter| !letter.is_whitespace());
    let untold: Vec<_> = runnel_api::COMMANDS
        .iter()
        .filter(|command| !stories.contains(&format!("call(\"{command}\"")))
        .collect();
    assert!(untold.is_empty(), "no journey calls {untold:?}");
}
