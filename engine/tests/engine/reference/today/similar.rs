//! RULES_2027 C: similar pupils nationally, summer 2024. The tables are typed from REFERENCE 6.4 and TODAY 4.3b, each
//! with the least mean of its group, doubled, since means come in halves.

use super::measures::mean;
use super::results::twice_the_mean_score;
use crate::reference::ReferenceFigure;
use crate::reference::exact::{ReferenceFraction, number};
use crate::reference::groups::yes_or_no;
use crate::reference::table::{ReferenceCohort, ReferencePupil};

pub const PRIOR: [&str; 2] = ["KS2_Reading_Score", "KS2_Maths_Score"];

/// Whose column of a table is meant.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Whose {
    All,
    Disadvantaged,
    Other,
}

/// From twice this mean: 4 and above in both, of all, disadvantaged and other pupils; 5 and above likewise.
const BOTH: [(i128, [&str; 3], [&str; 3]); 10] = [
    (160, ["4", "2.9", "5.2"], ["0.9", "0.7", "1.1"]),
    (180, ["14.5", "9.6", "18"], ["3.6", "2.5", "4.4"]),
    (192, ["33.5", "22.4", "39.4"], ["10.9", "7.1", "12.9"]),
    (200, ["51.5", "36.9", "58"], ["21.6", "14", "24.9"]),
    (205, ["65.6", "50.1", "71.6"], ["34.5", "23.2", "38.9"]),
    (210, ["77.8", "62.9", "82.5"], ["50.4", "35.3", "55.2"]),
    (215, ["87.5", "75.5", "90.6"], ["67.5", "51.5", "71.6"]),
    (220, ["93.9", "85", "95.6"], ["82.5", "68.2", "85.3"]),
    (227, ["97.8", "92.9", "98.4"], ["93.3", "82.8", "94.7"]),
    (234, ["99.1", "97.3", "99.3"], ["97.7", "93.5", "98.1"]),
];

/// Up to twice this mean: the mean Attainment 8.
const ATTAINMENT_8: [(i128, &str); 34] = [
    (164, "15.96"),
    (172, "16.63"),
    (175, "19.01"),
    (178, "20.78"),
    (181, "22"),
    (184, "23.7"),
    (186, "25.02"),
    (188, "26.42"),
    (190, "27.65"),
    (192, "29.12"),
    (194, "30.24"),
    (196, "32.3"),
    (198, "33.78"),
    (200, "35.46"),
    (202, "37.27"),
    (204, "38.94"),
    (206, "41.02"),
    (208, "42.97"),
    (210, "45.12"),
    (212, "47.45"),
    (214, "49.76"),
    (216, "52.57"),
    (218, "55.3"),
    (220, "57.6"),
    (222, "60.22"),
    (224, "62.86"),
    (226, "65.46"),
    (228, "68.16"),
    (230, "70.6"),
    (232, "73.15"),
    (234, "75.46"),
    (236, "77.26"),
    (238, "79.74"),
    (240, "82.03"),
];

/// C.5: the column with the average of a pupil's group.
fn average(measure: &str) -> Option<&'static str> {
    match measure {
        "ks2.reading.mean" => Some("KS2_Reading_Average"),
        "ks2.maths.mean" => Some("KS2_Maths_Average"),
        _ => None,
    }
}

/// RULES_2027 C.2, C.3, C.5: what similar pupils got, in percent or points; None without a usable prior.
pub fn value(measure: &str, whose: Whose, pupil: &ReferencePupil) -> Option<ReferenceFraction> {
    if let Some(column) = average(measure) {
        let most = ReferenceFraction::whole(120);
        return number(pupil.cell(column)).filter(|average| !most.is_less_than(*average));
    }
    let twice = twice_the_mean_score(pupil)?;
    if measure == "ks4.a8" {
        return ATTAINMENT_8.iter().find(|(most, _)| twice <= *most).and_then(|(_, points)| number(points));
    }
    let (_, at_4, at_5) = BOTH.iter().rfind(|(least, ..)| twice >= *least)?;
    let of = if measure == "ks4.em4" { at_4 } else { at_5 };
    number(of[whose as usize])
}

/// Whether a measure has similar pupils and the file says who they are.
pub fn is_in(measure: &str, cohort: &ReferenceCohort) -> bool {
    if let Some(column) = average(measure) {
        return cohort.has(column);
    }
    ["ks4.em4", "ks4.em5", "ks4.a8"].contains(&measure) && PRIOR.iter().all(|column| cohort.has(column))
}

/// C.2: disadvantaged and other pupils by their own columns.
pub fn whose(group_by: &str, group: &str) -> Whose {
    match (group_by, yes_or_no(group).as_deref()) {
        ("disadvantaged", Some("Y")) => Whose::Disadvantaged,
        ("disadvantaged", Some("N")) => Whose::Other,
        _ => Whose::All,
    }
}

/// C.2: eligible are the pupils with a usable prior, left out the others.
pub fn figure(measure: &str, whose: Whose, pupils: &[&ReferencePupil]) -> ReferenceFigure {
    mean(pupils, |pupil| value(measure, whose, pupil))
}

/// The tables held against the totals that their source prints.
#[cfg(test)]
mod checks {
    use super::{ATTAINMENT_8, BOTH};

    /// Pupils of each band in summer 2024, from the first table of REFERENCE 6.4.
    const PUPILS: [f64; 10] = [21916., 41832., 57687., 59753., 80056., 88907., 81127., 84076., 45147., 12768.];
    /// Pupils below 80 and without a score, with their rates at 4 and at 5.
    const OTHERS: [(f64, f64, f64); 2] = [(13238., 3., 1.2), (42700., 54.2, 39.1)];

    fn number(text: &str) -> f64 {
        text.parse().unwrap()
    }

    /// 629,207 pupils, 65 % at 4 and above in both, 45.9 % at 5 and above.
    #[test]
    fn the_bands_make_up_the_total() {
        let all = PUPILS.iter().sum::<f64>() + OTHERS.iter().map(|(pupils, ..)| pupils).sum::<f64>();
        let at_4 = BOTH.iter().zip(PUPILS).map(|((_, rates, _), pupils)| pupils * number(rates[0])).sum::<f64>();
        let at_5 = BOTH.iter().zip(PUPILS).map(|((_, _, rates), pupils)| pupils * number(rates[0])).sum::<f64>();
        let others_at_4 = OTHERS.iter().map(|(pupils, at_4, _)| pupils * at_4).sum::<f64>();
        let others_at_5 = OTHERS.iter().map(|(pupils, _, at_5)| pupils * at_5).sum::<f64>();
        assert!((all - 629_207.).abs() < 0.5);
        assert!(((at_4 + others_at_4) / all - 65.).abs() < 0.05, "{}", (at_4 + others_at_4) / all);
        assert!(((at_5 + others_at_5) / all - 45.9).abs() < 0.05, "{}", (at_5 + others_at_5) / all);
    }

    /// All pupils lie between the disadvantaged and the others, and who starts higher gets more.
    #[test]
    fn rates_rise_and_lie_between_the_groups() {
        for (_, at_4, at_5) in BOTH {
            for [all, disadvantaged, other] in [at_4, at_5].map(|rates| rates.map(number)) {
                assert!(disadvantaged < all && all < other && other < 100., "{all}");
            }
        }
        let rises = |values: Vec<f64>| values.windows(2).all(|pair| pair[0] < pair[1]);
        for column in 0..3 {
            assert!(rises(BOTH.iter().map(|(_, at_4, _)| number(at_4[column])).collect()));
            assert!(rises(BOTH.iter().map(|(_, _, at_5)| number(at_5[column])).collect()));
        }
        assert!(rises(ATTAINMENT_8.iter().map(|(_, points)| number(points)).collect()));
        assert!(rises(ATTAINMENT_8.iter().map(|(most, _)| *most as f64).collect()));
    }
}
