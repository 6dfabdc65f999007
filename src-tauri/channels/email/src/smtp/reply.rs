//! One answer of an SMTP server.

use std::io;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};

use crate::wire::Wire;

/// The longest answer that is read; real ones have a few hundred bytes.
const LONGEST: u64 = 64 * 1024;

/// Code and text of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Three digits.
    pub code: u16,
    /// Text of each line, without the code.
    pub lines: Vec<String>,
}

impl Reply {
    /// Reads one answer.
    pub async fn read(wire: &mut BufReader<Wire>) -> io::Result<Self> {
        let mut limited = wire.take(LONGEST);
        let mut lines = Vec::new();
        loop {
            let mut line = Vec::new();
            if limited.read_until(b'\n', &mut line).await? == 0 {
                let kind = if limited.limit() == 0 {
                    io::ErrorKind::InvalidData
                } else {
                    io::ErrorKind::UnexpectedEof
                };
                return Err(kind.into());
            }
            let line = String::from_utf8_lossy(&line);
            let (code, more, text) = split(line.trim_end()).ok_or_else(|| {
                io::Error::new(io::ErrorKind::InvalidData, line.trim_end().to_owned())
            })?;
            lines.push(text.to_owned());
            if !more {
                return Ok(Self { code, lines });
            }
        }
    }

    /// 2xx.
    pub const fn is_success(&self) -> bool {
        matches!(self.code, 200..300)
    }

    /// The enhanced status code (RFC 3463), if the text begins with one.
    pub fn enhanced(&self) -> Option<&str> {
        let word = self.lines.first()?.split_whitespace().next()?;
        let parts = word
            .split('.')
            .filter(|part| part.parse::<u16>().is_ok())
            .count();
        (parts == 3 && word.split('.').count() == 3).then_some(word)
    }

    /// As one line for people.
    pub fn shown(&self) -> String {
        format!("{} {}", self.code, self.lines.join(" "))
    }
}

/// Code, whether more lines follow, text.
fn split(line: &str) -> Option<(u16, bool, &str)> {
    let code = line.get(..3)?;
    if !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let rest = line.get(3..)?;
    let code = code.parse().ok()?;
    match rest.chars().next() {
        None => Some((code, false, "")),
        Some(' ') => Some((code, false, rest.get(1..)?)),
        Some('-') => Some((code, true, rest.get(1..)?)),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Reply, split};

    #[test]
    fn answers_are_read_as_the_standard_writes_them() {
        assert_eq!(split("250-SIZE 100"), Some((250, true, "SIZE 100")));
        assert_eq!(split("250"), Some((250, false, "")));
        assert_eq!(split("* OK IMAP ready"), None, "that is another protocol");
        assert_eq!(split("2ü0 x"), None);
    }

    #[test]
    fn the_enhanced_code_is_found() {
        let reply = |text: &str| Reply {
            code: 550,
            lines: vec![text.to_owned()],
        };
        assert_eq!(reply("5.1.1 no such user").enhanced(), Some("5.1.1"));
        assert_eq!(reply("no such user").enhanced(), None);
    }
}
