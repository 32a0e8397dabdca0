//! The engine against the naive reference, on generated cohorts.

use proptest::prelude::*;

use super::super::reference;
use super::figures;
use super::laws::file;

/// Rows of measures that the edition's data has.
fn comparable(rows: Vec<reference::FigureRow>, edition: &str) -> Vec<reference::FigureRow> {
    let edition = super::guidance().edition(edition).unwrap();
    rows.into_iter().filter(|row| edition.measure(&row[4]).is_some()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_figures(text in file(0..30), groups: bool) {
        let wanted = comparable(reference::figures(&text, "2009", groups, None), "2009");
        prop_assert_eq!(figures(&text, "2009", groups, None), wanted);
    }

    #[test]
    fn the_same_figures_of_one_year_group(text in file(0..30)) {
        let wanted = comparable(reference::figures(&text, "2009", false, Some("6")), "2009");
        prop_assert_eq!(figures(&text, "2009", false, Some("6")), wanted);
    }
}
