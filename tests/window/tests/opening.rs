//! What a person sees when their workspace cannot be opened: why, and that nothing was touched.

use std::fs;

use crate::window::{Window, workspace};

#[tokio::test]
async fn a_file_that_is_not_a_workspace_is_named_and_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let file = workspace(home.path());
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let letter = "Dear Ana, the oak table is still there.".repeat(200);
    fs::write(&file, &letter).unwrap();
    let window = Window::open_in(home).await;
    window.read("This file is not a Runnel workspace").await;
    window.picture("not-a-workspace").await;
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        letter,
        "what is not ours is not written to"
    );
    window.close().await;
}

#[tokio::test]
async fn a_workspace_in_use_opens_once_the_other_program_has_closed_it() {
    let home = tempfile::tempdir().unwrap();
    let file = workspace(home.path());
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let lock = fs::File::create(file.with_extension("lock")).unwrap();
    lock.lock().unwrap();
    let window = Window::open_in(home).await;
    window
        .read("This workspace is open in another program")
        .await;
    window.picture("in-use").await;
    drop(lock);
    window.press("Try again").await;
    window.find("//*[@role='grid'][@aria-label='Chats']").await;
    window.close().await;
}
