//! Hands one message to an LMTP server, byte for byte as a test wrote it.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

use crate::error::PeerError;
use crate::port::address;

/// Delivers `raw` to `to`; an empty `from` is the null sender of bounces. Line ends become CRLF.
pub fn deliver(port: u16, from: &str, to: &str, raw: &[u8]) -> Result<(), PeerError> {
    let mut server = TcpStream::connect(address(port))?;
    let mut answers = BufReader::new(server.try_clone()?);
    expect(&mut answers, "the greeting", b'2')?;
    let dialogue = [
        ("LHLO localhost".to_owned(), b'2'),
        (format!("MAIL FROM:<{from}>"), b'2'),
        (format!("RCPT TO:<{to}>"), b'2'),
        ("DATA".to_owned(), b'3'),
    ];
    for (line, wanted) in dialogue {
        write!(server, "{line}\r\n")?;
        expect(&mut answers, &line, wanted)?;
    }
    server.write_all(&dotted(raw))?;
    expect(&mut answers, "the message", b'2')?;
    server.write_all(b"QUIT\r\n")?;
    Ok(())
}

/// Reads one answer, all its lines; its first digit says how it went.
fn expect(answers: &mut impl BufRead, asked: &str, wanted: u8) -> Result<(), PeerError> {
    loop {
        let mut line = Vec::new();
        answers.read_until(b'\n', &mut line)?;
        // `250-` goes on, `250 ` ends.
        if line.get(3) == Some(&b'-') {
            continue;
        }
        if line.first() == Some(&wanted) {
            return Ok(());
        }
        let answer = String::from_utf8_lossy(&line).trim().to_owned();
        return Err(PeerError::Refused {
            asked: asked.to_owned(),
            answer,
        });
    }
}

/// CRLF line ends, leading dots doubled, the closing dot (RFC 5321 §4.5.2).
fn dotted(raw: &[u8]) -> Vec<u8> {
    let mut sent = Vec::with_capacity(raw.len() + 64);
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        if line.first() == Some(&b'.') {
            sent.push(b'.');
        }
        let body = line.strip_suffix(b"\n").unwrap_or(line);
        sent.extend_from_slice(body.strip_suffix(b"\r").unwrap_or(body));
        sent.extend_from_slice(b"\r\n");
    }
    sent.extend_from_slice(b".\r\n");
    sent
}

#[cfg(test)]
mod tests {
    use super::dotted;

    #[test]
    fn a_line_of_one_dot_does_not_end_the_message() {
        assert_eq!(dotted(b"a\n.\nb\r\n"), b"a\r\n..\r\nb\r\n.\r\n");
    }
}
