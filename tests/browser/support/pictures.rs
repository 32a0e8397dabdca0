//! Screenshots for a person to look at, in `target/screenshots`.

use std::fs;

use serde_json::json;

use super::{Browser, BrowserKind, target};

/// The screens we design for: a school's laptop, and the same laptop at about 400 % zoom.
const SCREENS: [(u32, u32); 2] = [(1366, 768), (400, 800)];

impl Browser {
    /// Leaves `NAME-WIDTH.png` for each screen; of the browsers whose windows cannot be that narrow, `NAME-BROWSER.png`.
    pub async fn pictures(&self, name: &str) {
        if self.kind != BrowserKind::Chromium {
            return self.picture(&format!("{name}-{}", self.kind.name())).await;
        }
        for (width, height) in SCREENS {
            self.set_screen(width, height);
            self.picture(&format!("{name}-{width}")).await;
        }
        self.devtools("Emulation.clearDeviceMetricsOverride", &json!({}));
    }

    async fn picture(&self, name: &str) {
        let folder = target().join("screenshots");
        fs::create_dir_all(&folder).unwrap();
        let picture = self.client.screenshot().await.unwrap();
        fs::write(folder.join(format!("{name}.png")), picture).unwrap();
    }

    /// Makes the page exactly this large, in CSS pixels; a window cannot be made as narrow.
    pub fn set_screen(&self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// Makes the window as wide as a school's laptop, and a little higher, for the browser's own bars. WebKit's keeps its
    /// own 1024 pixels: without a window manager its driver may wait for ever to hear that the window has been resized.
    pub async fn widen(&self) {
        if self.kind == BrowserKind::WebKit {
            return;
        }
        let (width, height) = SCREENS[0];
        self.client.set_window_size(width, height + 150).await.unwrap();
    }
}
