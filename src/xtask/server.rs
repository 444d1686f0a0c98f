//! A small server for the files of one folder, on this machine only. It answers GET and HEAD.

use crate::run::Result;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

pub struct Server {
    listener: TcpListener,
    site: Arc<Site>,
}

/// A folder, and the path under which it is served: `/` or `/some/sub-path/`.
struct Site {
    folder: PathBuf,
    mount: String,
}

struct Answer {
    status: &'static str,
    kind: &'static str,
    /// Where to look instead, for a redirection.
    location: Option<String>,
    body: Vec<u8>,
}

impl Server {
    /// Listens on the port, or on the next free one; port 0 means any.
    pub fn bind(folder: &Path, mount: &str, port: u16) -> Result<Self> {
        let site = Arc::new(Site { folder: folder.to_path_buf(), mount: mount.to_string() });
        let last = port.saturating_add(50);
        let free = (port..=last).find_map(|port| TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).ok());
        match free {
            Some(listener) => Ok(Self { listener, site }),
            None => Err(format!("No port between {port} and {last} is free; choose another with --port.")),
        }
    }

    /// The address to open.
    pub fn url(&self) -> Result<String> {
        let address = self.listener.local_addr().map_err(|e| format!("The server has no address: {e}."))?;
        Ok(format!("http://{address}{}", self.site.mount))
    }

    /// Answers until the program ends.
    pub fn run(self) {
        for stream in self.listener.incoming().flatten() {
            let site = Arc::clone(&self.site);
            std::thread::spawn(move || {
                // A broken connection concerns only its other end.
                let _ = serve(stream, &site);
            });
        }
    }

    /// Answers in the background.
    pub fn start(self) {
        std::thread::spawn(move || self.run());
    }
}

fn serve(mut stream: TcpStream, site: &Site) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut reader = BufReader::new(stream.try_clone()?).take(64 * 1024);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
    }
    let mut words = first.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let answer = match method {
        "GET" | "HEAD" => site.answer(target),
        _ => message("405 Method Not Allowed", "Only GET and HEAD are answered."),
    };
    let location = answer.location.map(|to| format!("Location: {to}\r\n")).unwrap_or_default();
    write!(
        stream,
        "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{location}Cache-Control: no-cache\r\n\
         X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        answer.status,
        answer.kind,
        answer.body.len(),
    )?;
    if method != "HEAD" {
        stream.write_all(&answer.body)?;
    }
    stream.flush()
}

impl Site {
    fn answer(&self, target: &str) -> Answer {
        let path = target.split(['?', '#']).next().unwrap_or_default();
        if path != "/" && format!("{path}/") == self.mount {
            return Answer { location: Some(self.mount.clone()), ..message("301 Moved Permanently", "") };
        }
        let Some(mut file) = self.file(path) else {
            return message("404 Not Found", "There is no such file.");
        };
        if file.is_dir() {
            if !path.ends_with('/') {
                return Answer { location: Some(format!("{path}/")), ..message("301 Moved Permanently", "") };
            }
            file.push("index.html");
        }
        match std::fs::read(&file) {
            Ok(body) => Answer { status: "200 OK", kind: kind(&file), location: None, body },
            Err(_) => message("404 Not Found", "There is no such file."),
        }
    }

    /// The file for a path, or nothing when the path leaves the folder in any way.
    fn file(&self, path: &str) -> Option<PathBuf> {
        let inside = decoded(path.strip_prefix(self.mount.as_str())?)?;
        let mut file = self.folder.clone();
        for part in inside.split('/').filter(|part| !part.is_empty()) {
            // No parent, no hidden file, no drive or stream of Windows.
            if part.starts_with('.') || part.contains(['\\', ':', '\0']) {
                return None;
            }
            file.push(part);
        }
        Some(file)
    }
}

fn message(status: &'static str, text: &str) -> Answer {
    Answer { status, kind: "text/plain; charset=utf-8", location: None, body: text.as_bytes().to_vec() }
}

/// The text behind percent signs.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|end| end.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "ts" | "txt" | "md" | "csv" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Site {
        Site { folder: PathBuf::from("dist"), mount: "/some/sub-path/".into() }
    }

    #[test]
    fn a_path_never_leaves_the_folder() {
        let file = |path: &str| site().file(path);
        assert_eq!(file("/some/sub-path/module/isoflop.js"), Some(Path::new("dist").join("module").join("isoflop.js")));
        for bad in [
            "/other",
            "/some/sub-path/../x",
            "/some/sub-path/%2e%2e/x",
            "/some/sub-path/a%5c..%5cx",
            "/some/sub-path/c:x",
            "/some/sub-path/%zz",
        ] {
            assert_eq!(file(bad), None, "{bad}");
        }
    }

    #[test]
    fn wasm_has_its_own_type_and_the_mount_is_completed() {
        assert_eq!(kind(Path::new("page_bg.wasm")), "application/wasm");
        assert_eq!(site().answer("/some/sub-path").location.as_deref(), Some("/some/sub-path/"));
        assert_eq!(site().answer("/some/sub-path/none.js?v=1").status, "404 Not Found");
    }
}
