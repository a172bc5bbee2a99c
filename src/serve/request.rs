//! What a browser asks for, and whether it may: only this page's own browser on this machine, only GET, only what there
//! is. Answers nothing.

use std::io::Read as _;
use std::net::TcpStream;

/// The longest question.
const LONGEST: usize = 16 << 10;

/// How many headers a question may have.
const HEADERS: usize = 64;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    Page,
    Style,
    Script,
    /// A picture of a page.
    Picture(String),
    /// Every change of a document.
    Events(String),
}

/// A question that may be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) asked: Asked,
}

impl Request {
    /// Reads a question; why it is refused.
    pub(super) fn read(mut stream: &TcpStream, port: u16, key: &str) -> Result<Self, &'static str> {
        let mut bytes = Vec::new();
        let mut part = [0; 4096];
        while !bytes.windows(4).any(|end| end == b"\r\n\r\n") {
            match stream.read(&mut part) {
                Ok(0) | Err(_) => return Err("400 Bad Request"),
                Ok(count) => bytes.extend_from_slice(&part[..count]),
            }
            if bytes.len() > LONGEST {
                return Err("431 Request Header Fields Too Large");
            }
        }
        Self::parse(&bytes, port, key)
    }

    /// What the bytes ask for. The host must be this machine by number or by name, so that no other site's name can be
    /// made to lead here; and no other site may ask at all.
    pub(super) fn parse(bytes: &[u8], port: u16, key: &str) -> Result<Self, &'static str> {
        let mut headers = [httparse::EMPTY_HEADER; HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        let parsed = request.parse(bytes).map_err(|_| "400 Bad Request")?;
        let (Some(method), Some(target), true) =
            (request.method, request.path, parsed.is_complete())
        else {
            return Err("400 Bad Request");
        };
        if method != "GET" {
            return Err("405 Method Not Allowed");
        }
        let values = |name: &str| -> Vec<&[u8]> {
            let all = request.headers.iter();
            all.filter(|header| header.name.eq_ignore_ascii_case(name))
                .map(|header| header.value)
                .collect()
        };
        let own = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
        let is_own = |host: &[u8]| own.iter().any(|own| own.as_bytes() == host);
        let [host] = values("host")[..] else {
            return Err("400 Bad Request");
        };
        let origins_are_own = values("origin")
            .iter()
            .all(|origin| origin.strip_prefix(b"http://").is_some_and(is_own));
        let comes_from_here = values("sec-fetch-site")
            .iter()
            .all(|site| [&b"same-origin"[..], b"none"].contains(site));
        if !is_own(host) || !origins_are_own || !comes_from_here {
            return Err("403 Forbidden");
        }
        let asked = asked(target, key).ok_or("404 Not Found")?;
        Ok(Self { asked })
    }
}

/// The few things there are.
fn asked(target: &str, key: &str) -> Option<Asked> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let path = path
        .strip_prefix('/')?
        .strip_prefix(key)?
        .strip_prefix('/')?;
    let is_plain = |word: &str| {
        word.len() <= 64 && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let document = query.strip_prefix("dok=").unwrap_or_default();
    match path {
        "" => Some(Asked::Page),
        "sida.css" => Some(Asked::Style),
        "sida.js" => Some(Asked::Script),
        "handelser" if is_plain(document) => Some(Asked::Events(document.to_owned())),
        _ => {
            let picture = path.strip_prefix("bild/")?.strip_suffix(".svg")?;
            is_plain(picture).then(|| Asked::Picture(picture.to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Request};

    fn asked(line: &str, headers: &str) -> Result<Asked, &'static str> {
        let text = format!("{line} HTTP/1.1\r\n{headers}\r\n");
        Request::parse(text.as_bytes(), 4711, "nyckel").map(|request| request.asked)
    }

    #[test]
    fn only_what_there_is_is_found() {
        let host = "Host: 127.0.0.1:4711\r\n";
        for (path, wanted) in [
            ("/nyckel/", Asked::Page),
            ("/nyckel/?dok=ab-0", Asked::Page),
            ("/nyckel/sida.js", Asked::Script),
            ("/nyckel/bild/00ff.svg", Asked::Picture("00ff".into())),
            ("/nyckel/handelser?dok=ab-0", Asked::Events("ab-0".into())),
        ] {
            assert_eq!(asked(&format!("GET {path}"), host), Ok(wanted), "{path}");
        }
        for path in [
            "/",
            "/annan/",
            "/nyckel",
            "/nyckel/../../etc/passwd",
            "/nyckel/bild/../x.svg",
            "/nyckel/bild/%2e.svg",
            "/nyckel/sida.html",
            "http://127.0.0.1:4711/nyckel/",
            "/nyckel/handelser?dok=<x>",
            "/favicon.ico",
        ] {
            assert_eq!(
                asked(&format!("GET {path}"), host),
                Err("404 Not Found"),
                "{path}"
            );
        }
    }

    #[test]
    fn only_this_pages_own_browser_is_answered() {
        let ask = |headers: &str| asked("GET /nyckel/", headers);
        assert!(ask("Host: localhost:4711\r\nOrigin: http://localhost:4711\r\nSec-Fetch-Site: same-origin\r\n").is_ok());
        for headers in [
            "Host: evil.example:4711\r\n",
            "Host: 127.0.0.1\r\n",
            "Host: 127.0.0.1:80\r\n",
            "Host: 127.0.0.1:4711\r\nOrigin: http://evil.example\r\n",
            "Host: 127.0.0.1:4711\r\nOrigin: null\r\n",
            "Host: 127.0.0.1:4711\r\nSec-Fetch-Site: cross-site\r\n",
            "Host: 127.0.0.1:4711.evil.example\r\n",
        ] {
            assert_eq!(ask(headers), Err("403 Forbidden"), "{headers}");
        }
        let host = "Host: 127.0.0.1:4711\r\n";
        assert_eq!(ask(""), Err("400 Bad Request"));
        assert_eq!(ask(&host.repeat(2)), Err("400 Bad Request"));
        for method in ["POST", "PUT", "OPTIONS", "HEAD", "DELETE"] {
            assert_eq!(
                asked(&format!("{method} /nyckel/"), host),
                Err("405 Method Not Allowed")
            );
        }
        assert_eq!(
            Request::parse(b"\xff\xfe\r\n\r\n", 4711, "nyckel"),
            Err("400 Bad Request")
        );
    }
}
