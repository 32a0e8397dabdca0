//! The user's notes on what is raised.

use crate::ambition::Finding;
use crate::screens::scene::Scene;
use crate::session::school_key::FindingKey;

/// The note on a point; empty: none.
pub(super) fn note(scene: &Scene, finding: &Finding) -> String {
    let noted = FindingKey { measure: finding.measure.clone(), code: finding.code.clone() };
    scene.document.settings.notes.get(&scene.document.settings.key(noted)).cloned().unwrap_or_default()
}
