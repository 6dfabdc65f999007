//! A TCP proxy between a client and a server that makes the faults which networks make.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::port::address;

/// What goes wrong. It holds for connections made after it was set, and its bytes count per connection.
#[derive(Debug, Clone, Default)]
pub enum Fault {
    /// Nothing.
    #[default]
    None,
    /// Accepts and closes at once.
    Refuse,
    /// Cuts the connection after so many bytes from the client reached the server.
    CutToServer(u64),
    /// Cuts the connection after so many bytes from the server reached the client.
    CutToClient(u64),
    /// Lets the server act on these bytes of the client's, then cuts before the client reads the answer:
    /// after `\r\n.\r\n` nobody knows whether the mail went out.
    SwallowReplyTo(Vec<u8>),
    /// Holds back each piece by so long, in both directions.
    Delay(Duration),
    /// Accepts and passes on, but nothing ever comes back.
    Silence,
}

#[derive(Debug, Default)]
struct Shared {
    fault: Mutex<Fault>,
    open: Mutex<Vec<TcpStream>>,
    closing: AtomicBool,
}

/// A proxy on a free loopback port. Dropping it closes its connections.
#[derive(Debug)]
pub struct FaultProxy {
    port: u16,
    shared: Arc<Shared>,
}

impl FaultProxy {
    /// Passes everything on to a loopback port, until told otherwise.
    pub fn to(server: u16) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let shared = Arc::new(Shared::default());
        let accepting = Arc::clone(&shared);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if accepting.closing.load(Ordering::SeqCst) {
                    break;
                }
                // A server that is away is a connection that ends at once.
                let _ = connect(client, server, &accepting);
            }
        });
        Ok(Self { port, shared })
    }

    /// Where clients connect, on loopback.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// From now on new connections suffer this.
    pub fn set(&self, fault: Fault) {
        *self
            .shared
            .fault
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = fault;
    }

    /// Ends every open connection, as a laptop that goes to sleep does.
    pub fn cut_all(&self) {
        for stream in self
            .shared
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .drain(..)
        {
            // The other side may have ended it already.
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Drop for FaultProxy {
    fn drop(&mut self) {
        self.shared.closing.store(true, Ordering::SeqCst);
        // Wakes the accepting thread, which then sees that it is over.
        drop(TcpStream::connect(address(self.port)));
        self.cut_all();
    }
}

fn connect(client: TcpStream, server: u16, shared: &Shared) -> std::io::Result<()> {
    let fault = shared
        .fault
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone();
    if matches!(fault, Fault::Refuse) {
        return Ok(());
    }
    let server = TcpStream::connect(address(server))?;
    let mut open = shared.open.lock().unwrap_or_else(PoisonError::into_inner);
    open.extend([client.try_clone()?, server.try_clone()?]);
    drop(open);
    let answer_is_lost = Arc::new(AtomicBool::new(false));
    let up = Way {
        from: client.try_clone()?,
        to: server.try_clone()?,
        up: true,
        fault: fault.clone(),
    };
    let down = Way {
        from: server,
        to: client,
        up: false,
        fault,
    };
    let lost = Arc::clone(&answer_is_lost);
    thread::spawn(move || up.pass_on(&lost));
    thread::spawn(move || down.pass_on(&answer_is_lost));
    Ok(())
}

/// One direction of one connection.
struct Way {
    from: TcpStream,
    to: TcpStream,
    up: bool,
    fault: Fault,
}

impl Way {
    fn pass_on(mut self, answer_is_lost: &AtomicBool) {
        let mut piece = vec![0; 16 * 1024];
        let mut passed: u64 = 0;
        let mut recent = Vec::new();
        while let Ok(read @ 1..) = self.from.read(&mut piece) {
            let Some(bytes) = piece.get(..read) else {
                break;
            };
            match &self.fault {
                Fault::Delay(pause) => thread::sleep(*pause),
                Fault::Silence if !self.up => continue,
                Fault::SwallowReplyTo(_) if !self.up && answer_is_lost.load(Ordering::SeqCst) => {
                    break;
                }
                Fault::SwallowReplyTo(marker) if self.up => {
                    recent.extend_from_slice(bytes);
                    if recent
                        .windows(marker.len().max(1))
                        .any(|window| window == marker)
                    {
                        // Before the server can answer, so that no answer slips through.
                        answer_is_lost.store(true, Ordering::SeqCst);
                    }
                    recent.drain(..recent.len().saturating_sub(marker.len()));
                }
                _ => {}
            }
            let left = self.allowed().map(|limit| limit.saturating_sub(passed));
            let share = left
                .and_then(|left| usize::try_from(left).ok())
                .map_or(read, |left| left.min(read));
            if self
                .to
                .write_all(bytes.get(..share).unwrap_or_default())
                .is_err()
                || share < read
            {
                break;
            }
            passed = passed.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        }
        // Either side may have ended it already.
        let _ = self.from.shutdown(Shutdown::Both);
        let _ = self.to.shutdown(Shutdown::Both);
    }

    fn allowed(&self) -> Option<u64> {
        match self.fault {
            Fault::CutToServer(limit) if self.up => Some(limit),
            Fault::CutToClient(limit) if !self.up => Some(limit),
            _ => None,
        }
    }
}
