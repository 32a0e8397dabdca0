//! Nothing leaves the page: its policy holds, in its workers too. (What a listener hears: `core::silence`.)
//!
//! Each claim has its control: the same file without the policy, on which the same attempt must succeed.

use serde_json::json;

use super::support::{Browser, PageServer, RequestListener, packed_page, page_without_policy};

/// One fetch that needs no network, on the page and in a worker.
const FETCH: &str = "
    const attempt = \"fetch('data:,x').then(() => 'allowed', () => 'forbidden')\";
    const address = URL.createObjectURL(new Blob([attempt + '.then(postMessage)']));
    const inWorker = new Promise(done => { new Worker(address).onmessage = event => done(event.data); });
    return [await fetch('data:,x').then(() => 'allowed', () => 'forbidden'), await inWorker];";

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

/// No policy governs peer connections (browsers do not know its directive `webrtc`), so the page gives them up.
#[tokio::test]
async fn peer_connections_are_gone() {
    let (browser, _server) = open(packed_page()).await;
    let kinds = "return [typeof RTCPeerConnection, typeof webkitRTCPeerConnection]";
    assert_eq!(browser.js(kinds, vec![]).await, json!(["undefined", "undefined"]));
    browser.client.goto("about:blank").await.unwrap();
    assert_eq!(browser.js("return typeof RTCPeerConnection", vec![]).await, "function");
}

/// What no policy forbids, by name: the claim on the page and in the README says so, and it would have to change with these.
/// Nothing of a file becomes a script, so only the page’s own code could do any of it.
mod known_exceptions {
    use super::*;

    #[tokio::test]
    async fn rtc_iframe() {
        let (browser, _server) = open(packed_page()).await;
        let frame = "const frame = document.body.appendChild(document.createElement('iframe'));
            return typeof frame.contentWindow.RTCPeerConnection";
        assert_eq!(browser.js(frame, vec![]).await, "function");
    }

    #[tokio::test]
    async fn preconnect() {
        let (browser, _server) = open(packed_page()).await;
        let listener = RequestListener::start();
        let connect = "document.head.appendChild(Object.assign(document.createElement('link'),
            { rel: 'preconnect', href: 'http://' + arguments[0] }))";
        browser.js(connect, vec![json!(listener.address())]).await;
        // A connection, and nothing said on it.
        assert_eq!(listener.missing(&["(connection)"]).await, [""; 0]);
        assert_eq!(listener.heard(), ["(connection)"]);
    }

    #[tokio::test]
    async fn navigation() {
        let (browser, _server) = open(packed_page()).await;
        let listener = RequestListener::start();
        // Later: the answer to this script has to come first.
        let leave = "setTimeout(() => { location = 'http://' + arguments[0] + '/navigation' }, 100)";
        browser.js(leave, vec![json!(listener.address())]).await;
        assert_eq!(listener.missing(&["/navigation"]).await, [""; 0]);
    }
}
