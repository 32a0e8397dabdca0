//! A chromedriver of our own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// A running chromedriver; dropping it ends it and its browsers.
pub struct Driver {
    child: Child,
    port: u16,
}

impl Driver {
    /// Starts one on a port of its own choosing; again when another program took that port in between.
    pub fn start() -> Self {
        let started = (0..5).find_map(|_| Self::try_start());
        started.expect("chromedriver starts")
    }

    fn try_start() -> Option<Self> {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let spawned = command.spawn();
        let mut child = spawned.expect("chromedriver is missing: run `cargo xtask test --only chromium`");
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let Some(port) = announced_port(&mut output) else {
            let _ = child.wait();
            return None;
        };
        // Read on, or the driver would stand still when the pipe is full.
        std::thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        Some(Self { child, port })
    }

    /// The address that fantoccini talks to.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// One request past fantoccini, for Chromium's own commands; gives back the answer's `value`.
    pub fn request(&self, method: &str, path: &str, body: &Value) -> std::io::Result<Value> {
        // The driver refuses a body, even an empty value, where it expects none.
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )?;
        let mut answer: Value = serde_json::from_slice(&read_body(stream)?)?;
        Ok(answer["value"].take())
    }
}

impl Drop for Driver {
    /// Asks first, because a driver that is killed leaves its browsers running.
    fn drop(&mut self) {
        let _ = self.request("GET", "/shutdown", &Value::Null);
        let asked = Instant::now();
        while asked.elapsed() < Duration::from_secs(5) {
            if self.child.try_wait().is_ok_and(|ended| ended.is_some()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads "ChromeDriver was started successfully on port 12345."; nothing when the driver ended instead.
fn announced_port(output: &mut impl BufRead) -> Option<u16> {
    let mut lines = output.lines().map_while(Result::ok);
    let line = lines.find(|line| line.contains("started successfully on port"))?;
    line.trim_end_matches('.').rsplit(' ').next()?.parse().ok()
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
