//! Just enough of IMAP and SMTP, line by line, to see what the servers do.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

pub struct Talk {
    lines: BufReader<TcpStream>,
}

impl Talk {
    pub fn to(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        Self {
            lines: BufReader::new(stream),
        }
    }

    /// One line, empty at the end of the connection.
    pub fn hear(&mut self) -> String {
        let mut line = String::new();
        // A connection that was reset ended, too.
        let _ = self.lines.read_line(&mut line);
        line
    }

    /// Sends a line and returns everything up to the first line that starts with `until`.
    pub fn say(&mut self, line: &str, until: &str) -> String {
        self.lines
            .get_mut()
            .write_all(format!("{line}\r\n").as_bytes())
            .unwrap();
        self.hear_until(until)
    }

    pub fn hear_until(&mut self, until: &str) -> String {
        let mut heard = String::new();
        loop {
            let line = self.hear();
            heard.push_str(&line);
            if line.is_empty() || line.starts_with(until) {
                return heard;
            }
        }
    }

    pub fn imap(port: u16, name: &str, password: &str) -> (Self, String) {
        let mut talk = Self::to(port);
        talk.hear();
        let answer = talk.say(&format!("a LOGIN {name} {password}"), "a ");
        (talk, answer)
    }

    /// Sends a mail through submission as `owner`; the last answer, empty when the line was cut.
    pub fn submit(port: u16, to: &str) -> String {
        let mut talk = Self::to(port);
        talk.hear();
        talk.say("EHLO localhost", "250 ");
        // base64 of NUL owner NUL pw1
        talk.say("AUTH PLAIN AG93bmVyAHB3MQ==", "235");
        talk.say("MAIL FROM:<owner@localhost>", "250");
        talk.say(&format!("RCPT TO:<{to}>"), "250");
        talk.say("DATA", "354");
        talk.say(
            "From: owner@localhost\r\nSubject: offer\r\n\r\nThe oak table.\r\n.",
            "250",
        )
    }
}
