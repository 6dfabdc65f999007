//! Somebody on the scripted network: what a customer can do.

use super::FakeNetwork;
use crate::{Address, Arrival, Incoming, IncomingFile, Item, Post};

/// A customer. `network.person("Ana").says("price?")`.
#[derive(Clone)]
pub struct Person {
    network: FakeNetwork,
    address: Address,
    thread: String,
    subject: String,
    language: String,
    automatic: bool,
    arrival: Arrival,
    html: Option<String>,
    post: Option<Post>,
}

impl Person {
    pub(super) fn new(network: FakeNetwork, name: &str) -> Self {
        let address = Self::address_of(name);
        Self {
            network,
            thread: address.address.clone(),
            address,
            subject: String::new(),
            language: String::new(),
            automatic: false,
            arrival: Arrival::Live,
            html: None,
            post: None,
        }
    }

    /// The address that a person called `name` has here: the name in lower case, words joined by dots.
    #[must_use]
    pub fn address_of(name: &str) -> Address {
        let words: Vec<_> = name.split_whitespace().map(str::to_lowercase).collect();
        let address = words.join(".");
        Address {
            shown: address.clone(),
            address,
            name: name.to_owned(),
        }
    }

    /// Their address.
    #[must_use]
    pub const fn address(&self) -> &Address {
        &self.address
    }

    /// In another thread than their usual one.
    #[must_use]
    pub fn in_thread(mut self, thread: &str) -> Self {
        thread.clone_into(&mut self.thread);
        self
    }

    /// With a subject.
    #[must_use]
    pub fn about(mut self, subject: &str) -> Self {
        subject.clone_into(&mut self.subject);
        self
    }

    /// In a language (BCP 47 tag).
    #[must_use]
    pub fn speaking(mut self, language: &str) -> Self {
        language.clone_into(&mut self.language);
        self
    }

    /// With this HTML beside the text.
    #[must_use]
    pub fn in_html(mut self, html: &str) -> Self {
        self.html = Some(html.to_owned());
        self
    }

    /// Their machine speaks: out-of-office answers, newsletters.
    #[must_use]
    pub const fn by_machine(mut self) -> Self {
        self.automatic = true;
        self
    }

    /// It happened before the source was connected.
    #[must_use]
    pub const fn long_ago(mut self) -> Self {
        self.arrival = Arrival::History;
        self
    }

    /// Under a post of ours, which begins with `text`; a thread of its own.
    #[must_use]
    pub fn under_post(mut self, id: &str, text: &str) -> Self {
        self.thread = format!("{id}:{}", self.address.address);
        self.post = Some(Post {
            id: id.to_owned(),
            text: text.to_owned(),
        });
        self
    }

    /// Says `text`; the native id of the message.
    pub fn says(&self, text: &str) -> String {
        self.writes(text, Vec::new(), Vec::new(), false)
    }

    /// Answers the message with the native id `to`.
    pub fn answers(&self, to: &str, text: &str) -> String {
        self.writes(text, vec![to.to_owned()], Vec::new(), false)
    }

    /// Says `text` and sends files along.
    pub fn sends(&self, text: &str, files: Vec<IncomingFile>) -> String {
        self.writes(text, Vec::new(), files, false)
    }

    /// We wrote `text` to them with another program.
    pub fn hears_elsewhere(&self, text: &str) -> String {
        self.writes(text, Vec::new(), Vec::new(), true)
    }

    fn writes(
        &self,
        text: &str,
        references: Vec<String>,
        files: Vec<IncomingFile>,
        outgoing: bool,
    ) -> String {
        let remote_id = self.network.lock().fresh_id();
        let incoming = Incoming {
            remote_id: remote_id.clone(),
            references,
            thread_key: self.thread.clone(),
            customer: self.address.clone(),
            reply_to: None,
            outgoing,
            arrival: self.arrival,
            automatic: self.automatic,
            subject: self.subject.clone(),
            text: text.to_owned(),
            visible_len: None,
            html: self.html.clone(),
            language: self.language.clone(),
            files,
            post: self.post.clone(),
        };
        self.network.happens(
            remote_id.clone(),
            "message",
            text.as_bytes().to_vec(),
            Item::Message(Box::new(incoming)),
        );
        remote_id
    }
}
