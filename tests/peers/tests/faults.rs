//! The proxy makes each fault exactly where it says.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use runnel_peers::{Fault, FaultProxy, mail_or_skip};

use crate::talk::Talk;

/// Sends back whatever it gets.
fn parrot() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            thread::spawn(move || {
                let _ = std::io::copy(&mut stream.try_clone().unwrap(), &mut { stream });
            });
        }
    });
    port
}

/// What comes back of ten bytes before the connection ends or all ten are here.
fn echoed(proxy: &FaultProxy) -> usize {
    let mut stream = TcpStream::connect(("127.0.0.1", proxy.port())).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_millis(300)))
        .unwrap();
    let _ = stream.write_all(b"0123456789");
    let mut got = Vec::new();
    let mut byte = [0];
    while got.len() < 10 && matches!(stream.read(&mut byte), Ok(1)) {
        got.push(byte[0]);
    }
    got.len()
}

#[test]
fn each_fault_does_what_it_says() {
    let proxy = FaultProxy::to(parrot()).unwrap();
    assert_eq!(echoed(&proxy), 10, "without a fault everything passes");
    proxy.set(Fault::Refuse);
    assert_eq!(echoed(&proxy), 0);
    proxy.set(Fault::CutToClient(3));
    assert_eq!(echoed(&proxy), 3);
    proxy.set(Fault::Silence);
    assert_eq!(echoed(&proxy), 0);
    proxy.set(Fault::Delay(Duration::from_millis(40)));
    let start = Instant::now();
    assert_eq!(echoed(&proxy), 10);
    assert!(
        start.elapsed() >= Duration::from_millis(80),
        "held back on both ways"
    );
    proxy.set(Fault::None);
    assert_eq!(echoed(&proxy), 10, "and the network is back");
}

#[test]
fn a_cut_ends_connections_that_are_open() {
    let proxy = FaultProxy::to(parrot()).unwrap();
    let mut stream = TcpStream::connect(("127.0.0.1", proxy.port())).unwrap();
    stream.write_all(b"x").unwrap();
    let mut byte = [0];
    stream.read_exact(&mut byte).unwrap();
    proxy.cut_all();
    assert!(matches!(stream.read(&mut byte), Ok(0) | Err(_)));
}

#[test]
fn a_mail_can_leave_without_its_sender_learning_of_it() {
    let Some(mail) = mail_or_skip("a mail leaves and nobody learns of it") else {
        return;
    };
    mail.add_mailbox("owner", "pw1").unwrap();
    mail.add_mailbox("ana", "pw2").unwrap();
    let proxy = FaultProxy::to(mail.submission_port()).unwrap();
    proxy.set(Fault::SwallowReplyTo(b"\r\n.\r\n".to_vec()));
    assert_eq!(
        Talk::submit(proxy.port(), "ana@localhost"),
        "",
        "the answer to the final dot is lost"
    );
    assert_eq!(
        mail.wait_for_messages("ana", 1).unwrap().len(),
        1,
        "and yet the mail arrived"
    );
}
