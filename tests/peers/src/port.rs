//! Free ports, and waiting until something listens on one.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

/// How long a server may take to come up, on a machine that compiles at the same time.
const PATIENCE: Duration = Duration::from_secs(20);
/// Between two tries.
const PAUSE: Duration = Duration::from_millis(10);

/// Loopback ports that are free now and all different.
///
/// # Errors
/// When the machine has none left.
pub fn free<const N: usize>() -> std::io::Result<[u16; N]> {
    // All are held until the last one is known, so that none is given twice.
    let mut held = Vec::with_capacity(N);
    let mut ports = [0; N];
    for port in &mut ports {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        *port = listener.local_addr()?.port();
        held.push(listener);
    }
    Ok(ports)
}

pub fn address(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}

/// True as soon as a connection is accepted; false when `alive` says that nobody ever will, or after
/// [`PATIENCE`].
pub fn answers(port: u16, mut alive: impl FnMut() -> bool) -> bool {
    eventually(PATIENCE, || {
        TcpStream::connect(address(port)).is_ok() || !alive()
    }) && TcpStream::connect(address(port)).is_ok()
}

/// Asks until the answer is yes or the time is over.
pub fn eventually(patience: Duration, mut asked: impl FnMut() -> bool) -> bool {
    let start = Instant::now();
    loop {
        if asked() {
            return true;
        }
        if start.elapsed() > patience {
            return false;
        }
        thread::sleep(PAUSE);
    }
}
