//! What every screen is made from.

use crate::guidance::{Edition, Guidance};
use crate::measures::Bases;
use crate::session::document::Document;
use crate::text::date::Date;

/// The document, what it is read by, and the pupils who count.
#[derive(Clone)]
pub struct Scene<'a> {
    pub document: &'a Document,
    pub guidance: &'a Guidance,
    /// The edition with its switches.
    pub edition: &'a Edition,
    /// The pupils who count.
    pub bases: Bases<'a>,
    /// The day, where something goes by it.
    pub today: Option<Date>,
}

impl<'a> Scene<'a> {
    pub fn new(document: &'a Document) -> Self {
        Self::on(document, None)
    }

    /// The same on a day.
    pub fn on(document: &'a Document, today: Option<Date>) -> Self {
        let (guidance, edition) = (document.guidance.as_ref(), document.edition.as_ref());
        Self { document, guidance, edition, bases: document.bases(), today }
    }
}
