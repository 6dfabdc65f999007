//! A server of one's own that says exactly what a test wants, for what real servers do too rarely.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
};

/// What was said to the server, line by line, over all connections.
pub type Heard = Arc<Mutex<Vec<String>>>;

/// Starts a server that greets with `greeting` and answers each line with what `answer` makes of it; it hangs up after
/// `None`, and after words that end with `HANG UP`, which it keeps to itself.
pub async fn server(
    greeting: &'static str,
    answer: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
) -> (u16, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Heard::default();
    let (told, answer) = (Arc::clone(&heard), Arc::new(answer));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (told, answer) = (Arc::clone(&told), Arc::clone(&answer));
            tokio::spawn(async move {
                let mut stream = BufReader::new(stream);
                stream.write_all(greeting.as_bytes()).await.ok()?;
                loop {
                    let mut line = String::new();
                    if stream.read_line(&mut line).await.ok()? == 0 {
                        return Some(());
                    }
                    let line = line.trim_end();
                    told.lock().unwrap().push(line.to_owned());
                    let words = answer(line)?;
                    let last = words.strip_suffix("HANG UP");
                    let said = last.unwrap_or(&words);
                    stream.write_all(said.as_bytes()).await.ok()?;
                    if last.is_some() {
                        return Some(());
                    }
                }
            });
        }
    });
    (port, heard)
}
