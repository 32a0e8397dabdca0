//! What a journey needs: a browser, the page, a server for it, and somebody who listens.

mod accessibility;
mod browser;
mod driver;
mod journey;
mod kind;
mod pictures;
mod process;
mod processes;
mod servers;

pub use browser::Browser;
pub use journey::{Journey, PageOrigin};
pub use kind::BrowserKind;
pub use servers::{PageServer, RequestListener};

use std::path::{Path, PathBuf};
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Where the packed page is. Absent until `cargo xtask dist` has run.
pub fn packed_file() -> PathBuf {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("dist/ambition.html");
    assert!(page.is_file(), "dist/ambition.html is missing: run `cargo xtask dist`");
    page
}

/// The packed page's text.
pub fn packed_page() -> String {
    std::fs::read_to_string(packed_file()).unwrap()
}

/// The same page with its policy cut out, for the controls: what the policy forbids must happen without it.
pub fn page_without_policy() -> String {
    let page = packed_page();
    let start = page.find("<meta http-equiv=\"Content-Security-Policy\"").expect("the page has a policy");
    let (before, rest) = page.split_at(start);
    let (_, after) = rest.split_once('>').unwrap();
    format!("{before}{after}")
}

/// Done once in each run.
static SWEPT: Once = Once::new();

/// How old a folder of an earlier run must be for that run to have ended.
const ENDED: Duration = Duration::from_secs(24 * 60 * 60);

/// Removes what earlier runs left: the profiles of browsers that were there for a next journey until the end.
fn sweep() {
    let folders = std::fs::read_dir(env!("CARGO_TARGET_TMPDIR")).into_iter().flatten().flatten();
    for folder in folders.filter(|folder| folder.file_name().to_string_lossy().starts_with("browser-")) {
        let age = folder.metadata().and_then(|data| data.modified()).ok().and_then(|time| time.elapsed().ok());
        if age.is_some_and(|age| age > ENDED) {
            let _ = std::fs::remove_dir_all(folder.path());
        }
    }
}

/// A folder that is removed with everything in it when it is dropped.
pub struct TestFolder(PathBuf);

impl TestFolder {
    /// A new empty folder under the target folder that no other test uses.
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("browser-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        // Left by an earlier run that was stopped and whose process had the same number.
        let _ = std::fs::remove_dir_all(&path);
        SWEPT.call_once(sweep);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Writes a file into it, and gives back where it is.
    pub fn write(&self, name: &str, content: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, content).unwrap();
        path
    }
}

impl std::ops::Deref for TestFolder {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Drop for TestFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Cargo's target folder, where axe-core is found and pictures are left.
pub fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap()
}
