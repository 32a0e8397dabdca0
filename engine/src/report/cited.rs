//! Citations for views.

use crate::guidance::{Guidance, paragraph};
use crate::session::view::Paragraph;

/// A source such as `S0 ¶27`, short and in full.
pub fn paragraph(source: &str, guidance: &Guidance) -> Paragraph {
    let (short, long) = paragraph::cite(source, &guidance.documents);
    Paragraph { short, long }
}
