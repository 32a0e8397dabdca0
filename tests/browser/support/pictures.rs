//! Screenshots for a person to look at, in `target/screenshots`.

use std::fs;

use serde_json::json;

use super::{Browser, target};

/// The screens we design for: a school's laptop, and the same laptop at about 400 % zoom.
const SCREENS: [(u32, u32); 2] = [(1366, 768), (400, 800)];

impl Browser {
    /// Leaves `NAME-WIDTH.png` for each screen.
    pub async fn pictures(&self, name: &str) {
        let folder = target().join("screenshots");
        fs::create_dir_all(&folder).unwrap();
        for (width, height) in SCREENS {
            self.set_screen(width, height);
            let picture = self.client.screenshot().await.unwrap();
            fs::write(folder.join(format!("{name}-{width}.png")), picture).unwrap();
        }
        self.devtools("Emulation.clearDeviceMetricsOverride", &json!({}));
    }

    /// Makes the page exactly this large, in CSS pixels; a window cannot be made as narrow.
    pub fn set_screen(&self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", &metrics);
    }
}
