//! What a journey needs: a browser, the page, a server for it, and somebody who listens.

mod accessibility;
mod browser;
mod driver;
mod journey;
mod pictures;
mod servers;

pub use browser::Browser;
pub use journey::Journey;
pub use servers::{Listener, PageServer};

use std::path::{Path, PathBuf};

/// The packed page. Absent until `cargo xtask dist` has run.
pub fn packed_page() -> PathBuf {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist/ambition.html");
    assert!(
        page.is_file(),
        "dist/ambition.html is missing: run `cargo xtask dist`"
    );
    page
}

/// The same page with its policy cut out, for the controls: what the policy forbids must happen without it.
pub fn page_without_policy() -> PathBuf {
    let page = std::fs::read_to_string(packed_page()).unwrap();
    let (before, rest) = page
        .split_once("<meta http-equiv=\"Content-Security-Policy\"")
        .expect("the page has a policy");
    let (_, after) = rest.split_once('>').unwrap();
    let path = own_folder("pages").join("without-policy.html");
    std::fs::write(&path, format!("{before}{after}")).unwrap();
    path
}

/// A new empty folder under the target folder that no other test uses.
pub fn own_folder(kind: &str) -> PathBuf {
    static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("{kind}-{}-{number}", std::process::id()));
    // Left by an earlier run whose process had the same number.
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// Cargo's target folder, where axe-core is found and pictures are left.
fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()
}
