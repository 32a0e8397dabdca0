//! `cargo xtask serve`: the finished page at a local address.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::dist;

/// The first port that is tried.
const FIRST_PORT: u16 = 8008;

/// Builds the page and serves it until stopped.
pub fn run(args: &[String]) -> Result<()> {
    let (open, port) = options(args)?;
    dist::run()?;
    let listener = listen(port)?;
    let address = format!("http://{}/", listener.local_addr()?);
    println!("Ambition is at {address} (Ctrl-C stops)");
    if open {
        open_browser(&address);
    }
    for stream in listener.incoming().flatten() {
        // A thread each, because browsers hold connections open that they do not use.
        thread::spawn(move || drop(answer(stream)));
    }
    Ok(())
}

/// Whether to open a browser, and the port, if one is given.
fn options(args: &[String]) -> Result<(bool, Option<u16>)> {
    let (mut open, mut port) = (false, None);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--open" => open = true,
            "--port" => {
                port = Some(args.next().context("--port needs a number")?.parse().context("--port needs a number")?)
            }
            other => bail!("serve knows --open and --port N, not {other}"),
        }
    }
    Ok((open, port))
}

/// Listens on this computer only: on the first free port from the one given.
fn listen(port: Option<u16>) -> Result<TcpListener> {
    let first = port.unwrap_or(FIRST_PORT);
    (first..first.saturating_add(100))
        .find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok())
        .with_context(|| format!("none of the 100 ports from {first} is free"))
}

/// Answers one request: `/` is the page, as it is on disk at that moment; everything else is not found.
fn answer(mut stream: TcpStream) -> Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().context("an empty request")??;
    // The rest of the request must be read, or closing would cut the answer off.
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let path = request.split(' ').nth(1).unwrap_or_default();
    let (status, body) = match path.split('?').next() {
        Some("/") => ("200 OK", fs::read(dist::FILE)?),
        _ => ("404 Not Found", b"Only / is here.".to_vec()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\
         Cache-Control: no-store\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    if !request.starts_with("HEAD ") {
        stream.write_all(&body)?;
    }
    Ok(())
}

/// Opens the system's browser, or says that none was found.
fn open_browser(address: &str) {
    let (program, args): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let started = Command::new(program).args(args).arg(address).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if started.is_err() {
        println!("No browser could be opened ({program} is missing); open the address by hand.");
    }
}
