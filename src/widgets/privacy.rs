//! How to see for oneself that nothing leaves the computer.

use yew::prelude::*;

use super::dialog;

/// The steps, in plain words.
pub fn steps() -> Html {
    html! {
        <ol class="steps">
            <li>
                <strong>{ "Read the policy. " }</strong>
                { "Show the source of this page (Ctrl+U). One of its first lines begins " }
                <code>{ "Content-Security-Policy" }</code>{ " and says " }<code>{ "connect-src 'none'" }</code>
                { ": the browser itself refuses this page every connection. Browsers leave three ways open to a page’s \
                   own scripts, which no policy covers: going to another address, connecting ahead without asking for \
                   anything, and peer connections out of an empty frame. This page uses none of them, and nothing in a \
                   file you open can act." }
            </li>
            <li>
                <strong>{ "Watch the network. " }</strong>
                { "Open the developer tools (F12), choose Network, then open a file here and change a target. No request \
                   to anywhere appears." }
            </li>
            <li>
                <strong>{ "Go offline. " }</strong>
                { "Pull out the cable or turn off the wireless. Everything here works as before." }
            </li>
            <li>
                <strong>{ "Know what stays. " }</strong>
                { "After a change, this tab keeps file and changes for a reload, until it is closed or another file is \
                   opened. The browser writes that to its own folder on the disk, where it may stay until the browser \
                   is started again (one that reopens closed tabs may bring it back): work with a passphrase encrypted, \
                   any other readable. All else of a pupil is kept only where you save it." }
            </li>
            <li>
                <strong>{ "Keep a copy. " }</strong>
                { "Save this page (Ctrl+S, “HTML only”) to a memory stick and open it with a double click. It is one \
                   file, and works the same." }
            </li>
        </ol>
    }
}

/// "Nothing leaves this computer", with the steps behind it.
#[component]
pub fn Privacy() -> Html {
    let window = use_node_ref();
    let (open, close) = (dialog::opener(&window), dialog::closer(&window));
    html! {
        <>
            <button type="button" class="privacy" aria-haspopup="dialog" onclick={open}>
                { "Nothing leaves this computer" }
            </button>
            <dialog ref={window} aria-labelledby="privacy-title">
                <h2 id="privacy-title">{ "Check it yourself" }</h2>
                <p>{ "All reading and counting is done by this page, in your browser. There is no server behind it." }</p>
                { steps() }
                <button type="button" class="button primary" onclick={close}>{ "Close" }</button>
            </dialog>
        </>
    }
}
