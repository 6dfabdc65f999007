//! A connection to a mail server: TCP with or without TLS, and never waiting for ever.

use std::{
    fmt, io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use runnel_connector::{Fault, tls::Trust};
use socket2::{SockRef, TcpKeepalive};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep, sleep_until, timeout},
};
use tokio_rustls::{TlsConnector, client::TlsStream, rustls::pki_types::ServerName};

use crate::{
    config::{Security, Server},
    trouble::{Service, Trouble},
};

/// Time to resolve a name and reach the server; mobile networks need several seconds.
const CONNECT_WITHIN: Duration = Duration::from_secs(20);
/// Silence after which the system asks whether the other side is still there; it needs no wake-up of ours.
const SILENT_BEFORE_ASKING: Duration = Duration::from_secs(60);
/// Pause between two such questions; after nine without an answer (Linux) the connection is dead.
const ASKING_AGAIN: Duration = Duration::from_secs(10);
/// Time without a single byte after which a connection counts as dead.
pub const SILENCE: Duration = Duration::from_secs(60);

enum Io {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// A connection whose reads and writes fail with `TimedOut` after a time without progress.
pub struct Wire {
    io: Io,
    silence: Duration,
    deadline: Option<Pin<Box<Sleep>>>,
}

impl Wire {
    /// Connects to `server`; TLS is set up unless the server has to be asked for it first ([`Wire::into_tls`]).
    pub async fn connect(
        service: Service,
        server: &Server,
        allow_plain: bool,
        trust: &Trust,
    ) -> Result<Self, Fault> {
        if server.security == Security::Plain && !server.is_loopback() && !allow_plain {
            return Err(Trouble::PlainRefused.fault(service, server, ""));
        }
        let tcp = timeout(CONNECT_WITHIN, dial(service, server))
            .await
            .map_err(|_| Trouble::Timeout.fault(service, server, "no answer"))??;
        let wire = Self {
            io: Io::Plain(tcp),
            silence: SILENCE,
            deadline: None,
        };
        match server.security {
            Security::Tls => wire.into_tls(service, server, trust).await,
            Security::StartTls | Security::Plain => Ok(wire),
        }
    }

    /// Begins TLS on this connection.
    pub async fn into_tls(
        self,
        service: Service,
        server: &Server,
        trust: &Trust,
    ) -> Result<Self, Fault> {
        let tcp = match self.io {
            Io::Plain(tcp) => tcp,
            Io::Tls(_) => return Ok(self),
        };
        let name = ServerName::try_from(server.host.clone())
            .map_err(|error| Trouble::NoSuchHost.fault(service, server, error.to_string()))?;
        let handshake = TlsConnector::from(trust.config.clone()).connect(name, tcp);
        match timeout(CONNECT_WITHIN, handshake).await {
            Ok(Ok(tls)) => Ok(Self {
                io: Io::Tls(Box::new(tls)),
                silence: SILENCE,
                deadline: None,
            }),
            Ok(Err(error)) => Err(match trust.take_refused() {
                Some(untrusted) => {
                    Trouble::CertificateUntrusted.fault(service, server, untrusted.to_string())
                }
                None => Trouble::TlsFailed.fault(service, server, error.to_string()),
            }),
            Err(_) => Err(Trouble::TlsFailed.fault(service, server, "no answer to the handshake")),
        }
    }

    fn patience(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let silence = self.silence;
        let deadline = self
            .deadline
            .get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + silence)));
        ready!(deadline.as_mut().poll(cx));
        self.deadline = None;
        Poll::Ready(io::Error::new(
            io::ErrorKind::TimedOut,
            "the server fell silent",
        ))
    }

    /// A result with the deadline: progress clears it, a wait that is too long is an error.
    fn judged<T>(
        &mut self,
        cx: &mut Context<'_>,
        result: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        match result {
            Poll::Ready(done) => {
                self.deadline = None;
                Poll::Ready(done)
            }
            Poll::Pending => self.patience(cx).map(Err),
        }
    }

    /// How long the other side may stay silent from now on.
    pub fn set_silence(&mut self, silence: Duration) {
        self.silence = silence;
        self.deadline = None;
    }
}

async fn dial(service: Service, server: &Server) -> Result<TcpStream, Fault> {
    let addresses = tokio::net::lookup_host((server.host.as_str(), server.port))
        .await
        .map_err(|error| Trouble::NoSuchHost.fault(service, server, error.to_string()))?;
    let mut last = Trouble::NoSuchHost.fault(service, server, "the name has no address");
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(tcp) => {
                // Commands are small and each waits for its answer.
                let _ = tcp.set_nodelay(true);
                notice_when_it_dies(&tcp);
                return Ok(tcp);
            }
            Err(error) => {
                last = Trouble::of_io(&error).fault(service, server, error.to_string());
            }
        }
    }
    Err(last)
}

/// Lets the system ask now and then whether the other side is still there. A connection that waits for news (IDLE)
/// says nothing for half an hour; after the lid was closed it would otherwise wait for a server that forgot us.
fn notice_when_it_dies(tcp: &TcpStream) {
    let asking = TcpKeepalive::new()
        .with_time(SILENT_BEFORE_ASKING)
        .with_interval(ASKING_AGAIN);
    if let Err(error) = SockRef::from(tcp).set_tcp_keepalive(&asking) {
        tracing::debug!(%error, "no keep-alive");
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buf.remaining();
        let mut result = match &mut this.io {
            Io::Plain(tcp) => Pin::new(tcp).poll_read(cx, buf),
            Io::Tls(tls) => Pin::new(tls).poll_read(cx, buf),
        };
        // Whoever reads is owed an answer. To async-imap an end between two lines is the end of a list, and what the
        // server had not come to yet would count as not being there.
        if matches!(result, Poll::Ready(Ok(()))) && before > 0 && buf.remaining() == before {
            result = Poll::Ready(Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                "the server hung up",
            )));
        }
        this.judged(cx, result)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let result = match &mut this.io {
            Io::Plain(tcp) => Pin::new(tcp).poll_write(cx, buf),
            Io::Tls(tls) => Pin::new(tls).poll_write(cx, buf),
        };
        this.judged(cx, result)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let result = match &mut this.io {
            Io::Plain(tcp) => Pin::new(tcp).poll_flush(cx),
            Io::Tls(tls) => Pin::new(tls).poll_flush(cx),
        };
        this.judged(cx, result)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().io {
            Io::Plain(tcp) => Pin::new(tcp).poll_shutdown(cx),
            Io::Tls(tls) => Pin::new(tls).poll_shutdown(cx),
        }
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.io {
            Io::Plain(_) => "Wire(plain)",
            Io::Tls(_) => "Wire(tls)",
        })
    }
}
