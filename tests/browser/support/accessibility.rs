//! The page held against WCAG by axe-core.

use serde_json::Value;

use super::{Browser, target};

/// All of axe's rules, and the one of WCAG 2.2 that it leaves off by itself.
const RUN: &str = "const found = await axe.run(document, { preload: false, rules: { 'target-size': { enabled: true } } }); \
                   return found.violations";

impl Browser {
    /// What axe-core finds wrong with the page as it is now: one paragraph a rule; empty when it is content.
    pub async fn accessibility_faults(&self) -> String {
        let axe = target().join("npm/node_modules/axe-core/axe.min.js");
        let script = std::fs::read_to_string(axe).expect("axe-core is missing: run `cargo xtask test --only axe`");
        self.js(&script, Vec::new()).await;
        let found = self.js_async(RUN, Vec::new()).await;
        let violations = found.as_array().unwrap_or_else(|| panic!("axe-core did not run: {found}"));
        violations.iter().map(paragraph).collect()
    }
}

/// A broken rule, and each element that breaks it.
fn paragraph(violation: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut lines =
        format!("{} ({}): {}\n", text(&violation["id"]), text(&violation["impact"]), text(&violation["help"]));
    for node in violation["nodes"].as_array().into_iter().flatten() {
        let what = text(&node["failureSummary"]).replace('\n', " ");
        lines.push_str(&format!("  {}: {what}\n", node["target"]));
    }
    lines
}
