//! Nothing leaves the page: its policy holds, in its workers too, and a listener hears nothing.
//!
//! Each claim has its control: the same file without the policy, on which the same attempt must succeed. A test of
//! silence alone would also pass with attempts that are wrongly made.

use std::io::Write;
use std::time::Duration;

use serde_json::json;

use super::support::{Browser, Listener, PageServer, packed_page, page_without_policy};

/// One fetch that needs no network, on the page and in a worker.
const FETCH: &str = "
    const attempt = \"fetch('data:,x').then(() => 'allowed', () => 'forbidden')\";
    const address = URL.createObjectURL(new Blob([attempt + '.then(postMessage)']));
    const inWorker = new Promise(done => { new Worker(address).onmessage = event => done(event.data); });
    return [await fetch('data:,x').then(() => 'allowed', () => 'forbidden'), await inWorker];";

/// Every way to speak to somebody that a script on a page has, each to a path of its own.
const ATTEMPTS: &str = "
    const there = 'http://' + arguments[0];
    const tried = attempt => { try { return Promise.resolve(attempt()).catch(() => 0); } catch { return 0; } };
    const add = (name, properties) =>
        document.body.appendChild(Object.assign(document.createElement(name), properties));
    tried(() => fetch(there + '/fetch', { mode: 'no-cors' }));
    tried(() => { const it = new XMLHttpRequest(); it.open('POST', there + '/xhr'); it.send('x'); });
    tried(() => { new Image().src = there + '/image'; });
    tried(() => { new WebSocket('ws://' + arguments[0] + '/websocket'); });
    tried(() => { new EventSource(there + '/eventsource'); });
    tried(() => { navigator.sendBeacon(there + '/beacon', 'x'); });
    tried(() => import(there + '/import'));
    tried(() => add('script', { src: there + '/script' }));
    tried(() => add('link', { rel: 'stylesheet', href: there + '/stylesheet' }));
    tried(() => add('link', { rel: 'prefetch', href: there + '/prefetch' }));
    tried(() => add('iframe', { src: there + '/frame' }));
    tried(() => add('object', { data: there + '/object' }));
    tried(() => add('video', { src: there + '/video', preload: 'auto' }));
    tried(() => document.fonts.add(new FontFace('x', 'url(' + there + '/font)')) && document.fonts.load('1em x'));
    const work = \"fetch('\" + there + \"/worker-fetch', { mode: 'no-cors' }).catch(() => 0);\" +
        \"try { importScripts('\" + there + \"/worker-import'); } catch { 0; }\";
    tried(() => { new Worker(URL.createObjectURL(new Blob([work]))); });
    tried(() => add('link', { rel: 'modulepreload', href: there + '/modulepreload' }));
    tried(() => add('a', { href: '#there', ping: there + '/ping' }).click());
    add('form', { action: there + '/form', method: 'post', id: 'attempt' });
    setTimeout(() => document.getElementById('attempt').submit(), 500);
    return true;";

/// The paths of the attempts.
const PATHS: [&str; 19] = [
    "/beacon",
    "/eventsource",
    "/fetch",
    "/font",
    "/form",
    "/frame",
    "/image",
    "/import",
    "/modulepreload",
    "/object",
    "/ping",
    "/prefetch",
    "/script",
    "/stylesheet",
    "/video",
    "/websocket",
    "/worker-fetch",
    "/worker-import",
    "/xhr",
];

/// A browser on the page given, and the server it came from.
async fn open(page: String) -> (Browser, PageServer) {
    let server = PageServer::start(page);
    let browser = Browser::start().await;
    browser.open(&server.address()).await;
    (browser, server)
}

#[tokio::test]
async fn policy_is_enforced() {
    let (browser, _server) = open(packed_page()).await;
    assert_eq!(browser.js_async(FETCH, vec![]).await, json!(["forbidden", "forbidden"]));
}

#[tokio::test]
async fn policy_is_what_forbids() {
    let (browser, _server) = open(page_without_policy()).await;
    assert_eq!(browser.js_async(FETCH, vec![]).await, json!(["allowed", "allowed"]));
}

#[tokio::test]
async fn listener_stays_silent() {
    let (browser, _server) = open(packed_page()).await;
    let listener = Listener::start();
    browser.js(ATTEMPTS, vec![json!(listener.address())]).await;
    // The last attempt is made after half a second.
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert_eq!(listener.heard(), [""; 0]);
    // It was listening all the time.
    write!(std::net::TcpStream::connect(listener.address()).unwrap(), "GET /probe HTTP/1.1\r\n\r\n").unwrap();
    assert_eq!(listener.missing(&["/probe"]).await, [""; 0]);
}

#[tokio::test]
async fn listener_hears_a_page_without_policy() {
    let (browser, _server) = open(page_without_policy()).await;
    let listener = Listener::start();
    browser.js(ATTEMPTS, vec![json!(listener.address())]).await;
    assert_eq!(listener.missing(&PATHS).await, [""; 0]);
}

/// No policy governs peer connections (browsers do not know its directive `webrtc`), so the page gives them up.
#[tokio::test]
async fn peer_connections_are_gone() {
    let (browser, _server) = open(packed_page()).await;
    let kinds = "return [typeof RTCPeerConnection, typeof webkitRTCPeerConnection]";
    assert_eq!(browser.js(kinds, vec![]).await, json!(["undefined", "undefined"]));
    browser.client.goto("about:blank").await.unwrap();
    assert_eq!(browser.js("return typeof RTCPeerConnection", vec![]).await, "function");
}
