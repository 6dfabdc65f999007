//! From what the store holds to what a connector sends.

use runnel_connector::{Address, OutFile, Outgoing};
use runnel_domain::subject;
use runnel_store::{Files, table::letter::Letter};

/// The letter as a connector wants it.
pub(crate) fn outgoing(letter: Letter, files: &Files) -> Outgoing {
    let own = if letter.subject.is_empty() {
        &letter.thread_subject
    } else {
        &letter.subject
    };
    let subject = if letter.in_reply_to.is_some() {
        subject::of_reply(own)
    } else {
        own.clone()
    };
    Outgoing {
        to: Address {
            address: letter.to_address,
            shown: letter.to_shown,
            name: letter.to_name,
        },
        thread_key: letter.thread_key,
        post: letter.post,
        in_reply_to: letter.in_reply_to,
        references: letter.references,
        subject,
        text: letter.text,
        files: letter
            .files
            .into_iter()
            .map(|file| OutFile {
                path: files.path(&file.sha),
                name: file.name,
                mime: file.mime,
            })
            .collect(),
        automatic: letter.automatic,
        written_at: letter.written_at,
    }
}
