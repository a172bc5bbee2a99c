//! The live page: shows in a browser on this machine what is on the [`Board`], and tells it of every change. Serves its
//! own page and pictures and nothing else: no path ever leads to the disk.

mod board;
mod browser;
mod request;

use std::io::{self, Write as _};
use std::net::{Ipv4Addr, SocketAddrV4, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

pub use board::{Board, Note};
pub use browser::show;
use request::{Asked, Request};

const PAGE: &str = include_str!("sida.html");
const STYLE: &str = include_str!("sida.css");
const SCRIPT: &str = include_str!("sida.js");

/// What the page may do: run its one script, show its own pictures and those in the text, listen to us. Nothing else.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What may not be kept.
const FRESH: &str = "Cache-Control: no-store\r\n";

/// How many browsers' connections are served at once.
const MOST: usize = 64;

/// How long a browser may take over its question, or over taking an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often a silent page is asked whether it is still there.
const PULSE: Duration = Duration::from_secs(15);

/// The live page.
#[derive(Debug)]
pub struct Server {
    address: String,
}

impl Server {
    /// Serves the board on this machine only, at `port` or at any that is free.
    ///
    /// # Errors
    /// When the port is taken.
    pub fn start(port: Option<u16>, board: Arc<Board>) -> io::Result<Self> {
        let listener =
            TcpListener::bind(SocketAddrV4::new(Ipv4Addr::LOCALHOST, port.unwrap_or(0)))?;
        let port = listener.local_addr()?.port();
        let key = key()?;
        let address = format!("http://127.0.0.1:{port}/{key}/");
        let site = Arc::new(Site { port, key, board });
        let open = Arc::new(AtomicUsize::new(0));
        thread::Builder::new()
            .name("kansli-serve".into())
            .spawn(move || {
                for stream in listener.incoming().flatten() {
                    let (site, open) = (Arc::clone(&site), Arc::clone(&open));
                    if open.fetch_add(1, Ordering::Relaxed) >= MOST {
                        open.fetch_sub(1, Ordering::Relaxed);
                        continue;
                    }
                    thread::spawn(move || {
                        // A browser that went away is no fault.
                        let _ = site.answer(&stream);
                        open.fetch_sub(1, Ordering::Relaxed);
                    });
                }
            })?;
        Ok(Self { address })
    }

    /// Where the page is.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// What nobody else on a shared machine can guess.
fn key() -> io::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(u128::from_le_bytes(bytes).to_string())
}

/// One page on one port.
#[derive(Debug)]
struct Site {
    port: u16,
    key: String,
    board: Arc<Board>,
}

impl Site {
    fn answer(&self, stream: &TcpStream) -> io::Result<()> {
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        let request = match Request::read(stream, self.port, &self.key) {
            Ok(request) => request,
            Err(refusal) => {
                return send(stream, refusal, "text/plain; charset=utf-8", "", b"Nej.\n");
            }
        };
        let found = |kind, more, bytes: &[u8]| send(stream, "200 OK", kind, more, bytes);
        match request.asked {
            Asked::Page => found("text/html; charset=utf-8", FRESH, PAGE.as_bytes()),
            Asked::Style => found("text/css; charset=utf-8", FRESH, STYLE.as_bytes()),
            Asked::Script => found("text/javascript; charset=utf-8", FRESH, SCRIPT.as_bytes()),
            Asked::Picture(key) => match self.board.picture(&key) {
                // The name is made from the content: it never means another picture.
                Some(svg) => found(
                    "image/svg+xml",
                    "Cache-Control: private, max-age=86400, immutable\r\n",
                    svg.as_bytes(),
                ),
                None => send(
                    stream,
                    "404 Not Found",
                    "text/plain; charset=utf-8",
                    FRESH,
                    b"Saknas.\n",
                ),
            },
            Asked::Events(document) => self.tell(stream, &document),
        }
    }

    /// Tells one page of every change, until it goes away.
    fn tell(&self, mut stream: &TcpStream, document: &str) -> io::Result<()> {
        let head = head("200 OK", "text/event-stream; charset=utf-8", FRESH);
        stream.write_all(format!("{head}\r\nretry: 1000\n\n").as_bytes())?;
        let mut told = String::new();
        let mut version = 0;
        loop {
            match self.board.wait(version, PULSE) {
                Some(newer) => {
                    version = newer;
                    let state = self.board.state(document);
                    if state != told {
                        stream.write_all(format!("data: {state}\n\n").as_bytes())?;
                        told = state;
                    }
                }
                None => stream.write_all(b": hej\n\n")?,
            }
        }
    }
}

fn head(status: &str, kind: &str, more: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Security-Policy: {POLICY}\r\n\
         X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n\
         Cross-Origin-Resource-Policy: same-origin\r\nCross-Origin-Opener-Policy: same-origin\r\n\
         Connection: close\r\n{more}"
    )
}

fn send(
    mut stream: &TcpStream,
    status: &str,
    kind: &str,
    more: &str,
    bytes: &[u8],
) -> io::Result<()> {
    let head = head(status, kind, more);
    stream.write_all(format!("{head}Content-Length: {}\r\n\r\n", bytes.len()).as_bytes())?;
    stream.write_all(bytes)?;
    stream.flush()
}

#[cfg(test)]
mod tests;
