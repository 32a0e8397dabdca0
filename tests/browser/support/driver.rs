//! A WebDriver server of our own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::processes::OwnProcesses;
use super::{BrowserKind, target};

/// A running driver; dropping it ends it and its browser.
pub struct Driver {
    kind: BrowserKind,
    port: u16,
    // Dropped in this order: first the browser, then its display.
    processes: OwnProcesses,
    _display: Option<VirtualDisplay>,
}

impl Driver {
    /// Starts the driver of a browser on a free port, with this folder for a home; again when another program took that
    /// port in between.
    pub fn start(kind: BrowserKind, home: &Path) -> Self {
        let started = (0..5).find_map(|_| match kind {
            BrowserKind::Chromium => start_announcing(kind, "chromedriver".as_ref(), home),
            BrowserKind::Firefox => start_announcing(kind, &geckodriver(), home),
            BrowserKind::WebKit => start_webkit(home),
        });
        started.unwrap_or_else(|| panic!("the driver is missing: run `cargo xtask test --only {}`", kind.name()))
    }

    /// The address that fantoccini talks to.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// One request past fantoccini, for commands of one browser only; gives back the answer's `value`.
    pub fn request(&self, method: &str, path: &str, body: &Value) -> std::io::Result<Value> {
        // The driver refuses a body, even an empty value, where it expects none.
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.port,
            body.len()
        )?;
        let mut answer: Value = serde_json::from_slice(&read_body(stream)?)?;
        Ok(answer["value"].take())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if self.kind == BrowserKind::Chromium {
            let _ = self.request("GET", "/shutdown", &Value::Null);
            self.processes.wait();
        }
    }
}

/// Starts a driver that chooses a port and announces it.
fn start_announcing(kind: BrowserKind, program: &Path, home: &Path) -> Option<Driver> {
    let started = OwnProcesses::start(program, |command| {
        command.arg("--port=0");
        if kind == BrowserKind::Firefox {
            // Without the first, every geckodriver wants the same second port.
            command.arg("--websocket-port=0").arg("--profile-root").arg(home).env("HOME", home);
        }
    });
    let mut processes = started.ok()?;
    let mut output = processes.output();
    let port = announced_port(&mut output)?;
    // Read on, or the driver would block when the pipe is full.
    std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
    Some(Driver { kind, port, processes, _display: None })
}

/// Starts WebKitWebDriver, which takes the port it is given and announces nothing.
fn start_webkit(home: &Path) -> Option<Driver> {
    let display = VirtualDisplay::start()?;
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).ok()?.local_addr().ok()?.port();
    let started = OwnProcesses::start("WebKitWebDriver", |command| {
        command.arg(format!("--port={port}")).env("DISPLAY", &display.name).env("HOME", home);
        // Accelerated compositing wants a graphics card.
        command.env("WEBKIT_DISABLE_COMPOSITING_MODE", "1");
        without_desktop(command);
    });
    let mut processes = started.ok()?;
    let mut output = processes.output();
    std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
    answers(port, &mut processes).then_some(Driver {
        kind: BrowserKind::WebKit,
        port,
        processes,
        _display: Some(display),
    })
}

/// Takes away what leads a browser to the desktop and the folders of whoever runs the tests.
fn without_desktop(command: &mut Command) {
    for name in ["WAYLAND_DISPLAY", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"] {
        command.env_remove(name);
    }
    command.env("GDK_BACKEND", "x11");
}

/// The one that `cargo xtask test` has installed, or else one on the PATH.
fn geckodriver() -> PathBuf {
    let ours = target().join("tools/bin/geckodriver");
    if ours.is_file() { ours } else { "geckodriver".into() }
}

/// Reads "ChromeDriver was started successfully on port 12345." or "Listening on 127.0.0.1:12345"; nothing when the driver
/// ended instead.
fn announced_port(output: &mut impl BufRead) -> Option<u16> {
    let mut lines = output.lines().map_while(Result::ok);
    let line = lines.find(|line| line.contains("started successfully on port") || line.contains("Listening on"))?;
    line.trim_end_matches('.').rsplit([' ', ':']).next()?.parse().ok()
}

/// Waits until somebody listens on a port; false when the program that should has ended.
fn answers(port: u16, processes: &mut OwnProcesses) -> bool {
    let asked = Instant::now();
    while processes.is_running() && asked.elapsed() < Duration::from_secs(20) {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}

/// A screen in memory, for a browser that needs one.
struct VirtualDisplay {
    name: String,
    _server: OwnProcesses,
}

impl VirtualDisplay {
    /// Starts an X server on the first free display; one with a lock that somebody has left does not count as free.
    fn start() -> Option<Self> {
        let screen = ["-displayfd", "1", "-screen", "0", "1400x1100x24", "-nolisten", "tcp"];
        let mut server = OwnProcesses::start("Xvfb", |command| {
            command.args(screen);
        })
        .ok()?;
        let mut number = String::new();
        server.output().read_line(&mut number).ok()?;
        (!number.trim().is_empty()).then(|| Self { name: format!(":{}", number.trim()), _server: server })
    }
}

/// Reads an answer's body. The driver keeps connections open, so its length decides.
fn read_body(stream: TcpStream) -> std::io::Result<Vec<u8>> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        let header = line.to_ascii_lowercase();
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or_default();
        }
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(body)
}
