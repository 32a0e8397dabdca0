//! Nothing leaves the page: a listener hears nothing of every attempt that a script can make.
//!
//! The control is the same file without the policy, on which the same attempts must be heard. A test of silence alone
//! would also pass with attempts that are wrongly made.

use std::io::Write;
use std::time::Duration;

use serde_json::json;

use crate::support::{BrowserKind, PageOrigin, RequestListener, packed_page, page_without_policy};

from_both_origins! {
    the_listener_hears_nothing,
    the_listener_hears_a_page_without_policy,
}
/// Every way to speak to somebody that a script on a page has, each to a path of its own. Firefox fetches ahead only when
/// nothing else is under way, and the form takes the page away at the end.
const ATTEMPTS: &str = "
    const there = 'http://' + arguments[0];
    const tried = attempt => { try { return Promise.resolve(attempt()).catch(() => 0); } catch { return 0; } };
    const add = (name, properties) =>
        document.body.appendChild(Object.assign(document.createElement(name), properties));
    tried(() => add('link', { rel: 'prefetch', href: there + '/prefetch' }));
    const others = () => {
        tried(() => fetch(there + '/fetch', { mode: 'no-cors' }));
        tried(() => { const it = new XMLHttpRequest(); it.open('POST', there + '/xhr'); it.send('x'); });
        tried(() => { new Image().src = there + '/image'; });
        tried(() => { new WebSocket('ws://' + arguments[0] + '/websocket'); });
        tried(() => { new EventSource(there + '/eventsource'); });
        tried(() => { navigator.sendBeacon(there + '/beacon', 'x'); });
        tried(() => import(there + '/import'));
        tried(() => add('script', { src: there + '/script' }));
        tried(() => add('link', { rel: 'stylesheet', href: there + '/stylesheet' }));
        tried(() => add('link', { rel: 'preload', as: 'image', href: there + '/preload' }));
        tried(() => add('link', { rel: 'modulepreload', href: there + '/modulepreload' }));
        tried(() => add('iframe', { src: there + '/frame' }));
        tried(() => add('object', { data: there + '/object' }));
        tried(() => add('video', { src: there + '/video', preload: 'auto' }));
        tried(() => {
            document.fonts.add(new FontFace('x', 'url(' + there + '/font)'));
            return document.fonts.load('1em x');
        });
        const work = \"fetch('\" + there + \"/worker-fetch', { mode: 'no-cors' }).catch(() => 0);\" +
            \"try { importScripts('\" + there + \"/worker-import'); } catch { 0; }\";
        tried(() => { new Worker(URL.createObjectURL(new Blob([work]))); });
        tried(() => add('a', { href: '#there', ping: there + '/ping' }).click());
        add('form', { action: there + '/form', method: 'post', id: 'attempt' });
        setTimeout(() => document.getElementById('attempt').submit(), 1000);
    };
    setTimeout(others, 500);";

/// The paths of the attempts.
const PATHS: [&str; 20] = [
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
    "/preload",
    "/script",
    "/stylesheet",
    "/video",
    "/websocket",
    "/worker-fetch",
    "/worker-import",
    "/xhr",
];

/// What a browser does not attempt, whatever the policy says.
fn not_attempted(kind: BrowserKind, origin: PageOrigin) -> &'static [&'static str] {
    match (kind, origin) {
        // Firefox fetches ahead for pages from websites only.
        (BrowserKind::Firefox, PageOrigin::File) => &["/prefetch"],
        // WebKit has it, switched off.
        (BrowserKind::WebKit, _) => &["/prefetch"],
        _ => &[],
    }
}

async fn the_listener_hears_nothing(origin: PageOrigin) {
    let page = origin.open_with(packed_page()).await;
    let listener = RequestListener::start();
    page.js(ATTEMPTS, vec![json!(listener.address())]).await;
    // The last attempt is made after a second and a half.
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert_eq!(listener.heard(), [""; 0]);
    // It was listening all the time.
    write!(std::net::TcpStream::connect(listener.address()).unwrap(), "GET /probe HTTP/1.1\r\n\r\n").unwrap();
    assert_eq!(listener.missing(&["/probe"]).await, [""; 0]);
}

async fn the_listener_hears_a_page_without_policy(origin: PageOrigin) {
    let page = origin.open_with(page_without_policy()).await;
    let listener = RequestListener::start();
    page.js(ATTEMPTS, vec![json!(listener.address())]).await;
    let unheard = not_attempted(page.kind, origin);
    let expected = PATHS.into_iter().filter(|path| !unheard.contains(path)).collect::<Vec<_>>();
    assert_eq!(listener.missing(&expected).await, [""; 0]);
    // Otherwise the list above would have become untrue.
    assert!(!listener.heard().iter().any(|path| unheard.contains(&path.as_str())));
}
