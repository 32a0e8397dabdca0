//! Starts as the page or, inside a worker, as the engine. One WebAssembly is both.

#[cfg(target_arch = "wasm32")]
mod host;
#[cfg(target_arch = "wasm32")]
mod page;

#[cfg(target_arch = "wasm32")]
fn main() {
    match host::worker() {
        Some(scope) => host::serve(&scope),
        None => page::start(),
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("Ambition is a page: `cargo xtask serve` builds and serves it.");
}
