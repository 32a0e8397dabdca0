//! The engine's own WebAssembly: `static/boot.js` starts it in a worker, or on the page's thread where none may start.

#[cfg(target_arch = "wasm32")]
fn main() {
    ambition_worker::serve();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This runs in the page's workers: `cargo xtask serve` builds and serves the page.");
}
