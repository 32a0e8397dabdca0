//! What becomes of each view, print, export and copy while views are made fit to share
//! ([`disclosure`](crate::report::disclosure)).

/// How a query is answered while views are made fit to share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SharedForm {
    /// As always: it holds nothing of a pupil.
    AsIs,
    /// With its counts rounded and hidden, whoever is chosen.
    Framed,
    /// With counts rounded and hidden; not at all of a school or a year group that is hidden itself.
    Protected,
    /// Not at all: it shows pupils, or sentences and lists that rest on exact counts.
    Withheld,
}

impl SharedForm {
    /// Whether nothing is shown, if the school or the year group chosen is too small or not.
    pub(crate) fn is_withheld(self, is_too_small: impl FnOnce() -> bool) -> bool {
        match self {
            Self::AsIs | Self::Framed => false,
            Self::Protected => is_too_small(),
            Self::Withheld => true,
        }
    }
}
