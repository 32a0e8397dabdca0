//! The page's server, which writes down what is asked of it, and a listener that must hear nothing.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// First lines of requests ("GET / HTTP/1.1"), in the order in which they came.
type RequestLog = Arc<Mutex<Vec<String>>>;

/// Serves one page at `/`, and perhaps some files beside it.
pub struct PageServer {
    address: SocketAddr,
    log: RequestLog,
}

impl PageServer {
    /// Starts on a free port.
    pub fn start(page: String) -> Self {
        Self::with_files(page, Vec::new())
    }

    /// The same with files, each at its own name; a browser may keep these.
    pub fn with_files(page: String, files: Vec<PathBuf>) -> Self {
        let (address, log) = listen(move |request, stream| {
            // Chromium opens connections ahead of need: an answer on one would be that to its next question.
            if request.is_empty() {
                return;
            }
            let path = request.split(' ').nth(1).unwrap_or_default().trim_start_matches('/');
            let file = files.iter().find(|file| file.file_name().is_some_and(|name| name == path));
            let _ = match file {
                _ if request.starts_with("GET / ") => send(stream, "200 OK", HTML, page.as_bytes()),
                Some(file) => send(stream, "200 OK", &headers(file), &std::fs::read(file).unwrap()),
                None => send(stream, "404 Not Found", HTML, b""),
            };
        });
        Self { address, log }
    }

    /// Where the page is.
    pub fn address(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Every request so far, method and path.
    pub fn requests(&self) -> Vec<String> {
        let log = self.log.lock().unwrap();
        log.iter().map(|line| line.trim_end_matches(" HTTP/1.1").to_owned()).collect()
    }
}

/// Of a page.
const HTML: &str = "Content-Type: text/html; charset=utf-8\r\n";

/// Of a file beside the page, which does not change while the server runs.
fn headers(file: &Path) -> String {
    let is_wasm = file.extension().is_some_and(|extension| extension == "wasm");
    let media_type = if is_wasm { "application/wasm" } else { "text/javascript" };
    format!("Content-Type: {media_type}\r\nCache-Control: max-age=3600\r\n")
}

fn send(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) -> std::io::Result<()> {
    let length = body.len();
    write!(stream, "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n")?;
    stream.write_all(body)
}

/// Hears every connection and answers none.
pub struct RequestListener {
    address: SocketAddr,
    log: RequestLog,
}

impl RequestListener {
    /// Starts on a free port.
    pub fn start() -> Self {
        let (address, log) = listen(|_, _| ());
        Self { address, log }
    }

    /// Host and port.
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// The paths asked for, each once, sorted; a connection that asked for nothing counts as "(connection)".
    pub fn heard(&self) -> Vec<String> {
        let log = self.log.lock().unwrap();
        let mut paths: Vec<String> =
            log.iter().map(|line| line.split(' ').nth(1).unwrap_or("(connection)").to_owned()).collect();
        paths.sort();
        paths.dedup();
        paths
    }

    /// Waits until these paths have been heard; the ones still missing after ten seconds are the answer.
    pub async fn missing(&self, paths: &[&str]) -> Vec<String> {
        let mut missing = Vec::new();
        for _ in 0..100 {
            let heard = self.heard();
            missing =
                paths.iter().filter(|path| !heard.iter().any(|it| it == *path)).map(|it| (*it).to_owned()).collect();
            if missing.is_empty() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        missing
    }
}

/// Accepts connections on a free local port until the tests end, writes each down, and lets `answer` answer it.
fn listen(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> (SocketAddr, RequestLog) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = listener.local_addr().unwrap();
    let log = RequestLog::default();
    let (written, answer) = (log.clone(), Arc::new(answer));
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let (log, answer) = (written.clone(), answer.clone());
            thread::spawn(move || {
                let request = read_head(&stream);
                log.lock().unwrap().push(request.clone());
                answer(&request, &mut stream);
            });
        }
    });
    (address, log)
}

/// Reads a request's head and gives back its first line; empty when nothing is said.
fn read_head(stream: &TcpStream) -> String {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    lines.find(String::is_empty);
    first
}
