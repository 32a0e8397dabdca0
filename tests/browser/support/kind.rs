//! The browsers that the tests run in, and what each is told at its start.

use std::path::{Path, PathBuf};

use fantoccini::wd::Capabilities;
use serde_json::{Value, json};

/// A browser. Chromium runs every test; the two others run those of `core` and `harness`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrowserKind {
    /// Chromium, driven by chromedriver.
    Chromium,
    /// Firefox, driven by geckodriver.
    Firefox,
    /// WebKitGTK's MiniBrowser, driven by WebKitWebDriver on a display of its own.
    WebKit,
}

impl BrowserKind {
    /// The one that the environment variable `AMBITION_BROWSER` names; Chromium when it is not set.
    pub fn selected() -> Self {
        let name = std::env::var("AMBITION_BROWSER").unwrap_or_else(|_| "chromium".to_owned());
        match name.as_str() {
            "chromium" => Self::Chromium,
            "firefox" => Self::Firefox,
            "webkit" => Self::WebKit,
            _ => panic!("AMBITION_BROWSER is {name:?}; there are chromium, firefox and webkit"),
        }
    }

    /// Its name in lower case, for file names and messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// What the driver is told about a new session: a fresh profile in this folder, and downloads without a question.
    pub fn capabilities(self, profile: &Path, downloads: &Path) -> Capabilities {
        let (name, options) = match self {
            Self::Chromium => ("goog:chromeOptions", chromium_options(profile, downloads)),
            Self::Firefox => ("moz:firefoxOptions", firefox_options(downloads)),
            Self::WebKit => ("webkitgtk:browserOptions", webkit_options(profile, downloads)),
        };
        let mut all = Capabilities::from_iter([(name.to_owned(), options)]);
        if self == Self::Chromium {
            all.insert("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL" }));
        }
        all
    }
}

/// The flags that the wasm tests use too, and our profile.
fn chromium_options(profile: &Path, downloads: &Path) -> Value {
    let mut all: Value = serde_json::from_str(include_str!("../../../webdriver.json")).unwrap();
    let mut options = all["goog:chromeOptions"].take();
    options["args"].as_array_mut().unwrap().push(json!(format!("--user-data-dir={}", profile.display())));
    options["prefs"] = json!({ "download.default_directory": downloads, "download.prompt_for_download": false });
    options
}

/// geckodriver makes the profile by itself, in the folder that the driver was given.
fn firefox_options(downloads: &Path) -> Value {
    json!({
        "args": ["-headless"],
        "prefs": {
            "browser.download.folderList": 2,
            "browser.download.dir": downloads,
            "browser.download.useDownloadDir": true,
            // Not sent otherwise: with them, the listener has one attempt more to be silent about.
            "browser.send_pings": true,
            // Times for the benchmark, in fractions of a millisecond.
            "privacy.reduceTimerPrecision": false,
        },
    })
}

/// MiniBrowser has no option for downloads: they go where the desktop's settings say, in the home that the driver has.
fn webkit_options(profile: &Path, downloads: &Path) -> Value {
    let settings = profile.join(".config");
    std::fs::create_dir_all(&settings).unwrap();
    std::fs::create_dir_all(downloads).unwrap();
    let line = format!("XDG_DOWNLOAD_DIR=\"{}\"\n", downloads.display());
    std::fs::write(settings.join("user-dirs.dirs"), line).unwrap();
    json!({ "binary": mini_browser(), "args": ["--automation"] })
}

/// Where distributions keep MiniBrowser, which is not on the PATH.
fn mini_browser() -> PathBuf {
    let below = |folder: &Path| -> Vec<PathBuf> {
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
    };
    let libraries = ["/usr/lib", "/usr/libexec", "/usr/lib64"].map(Path::new);
    let mut found: Vec<PathBuf> = libraries
        .into_iter()
        .flat_map(|folder| [vec![folder.to_owned()], below(folder)].concat())
        .flat_map(|folder| below(&folder))
        .map(|folder| folder.join("MiniBrowser"))
        .filter(|path| path.to_string_lossy().contains("webkit") && path.is_file())
        .collect();
    found.sort();
    found.pop().expect("WebKitGTK's MiniBrowser is missing: run `cargo xtask test --only webkit`")
}
