//! RULES 1: results and what they are worth. Letter case is ignored throughout.

/// RULES 1.1: results below level 1. `P1`, `P2`, `P3` without i or ii are unknown.
const BELOW_LEVEL_1: [&str; 12] = ["P1I", "P1II", "P2I", "P2II", "P3I", "P3II", "P4", "P5", "P6", "P7", "P8", "W"];

/// RULES 1.2: the whole level of a result; None for codes, blanks and unknown spellings.
pub fn whole_level(result: &str) -> Option<i128> {
    let result = result.to_ascii_uppercase();
    if BELOW_LEVEL_1.contains(&result.as_str()) {
        return Some(0); // RULES 1.2: P scales and W are 0
    }
    if result == "EP" {
        return Some(9); // RULES 1.2: EP is 9
    }
    let (level, rest) = result.split_at_checked(1)?;
    let level = level.parse().ok().filter(|level| (1..=8).contains(level))?;
    let is_level = ["", "A", "B", "C"].contains(&rest) || is_decimal_part(rest);
    is_level.then_some(level)
}

/// RULES 1.1: a decimal level (4.3) is its whole part.
fn is_decimal_part(rest: &str) -> bool {
    match rest.strip_prefix('.') {
        Some(digits) => !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()),
        None => false,
    }
}

/// RULES 1.3: points. 6 a level (1 is 9, 8 is 51, and EP above it 57); sub-level c, b, a: −2, 0, +2; W and P scales 3.
pub fn points(result: &str) -> Option<i128> {
    let level = whole_level(result)?;
    let last = result.chars().last()?.to_ascii_uppercase();
    let is_level = (1..=8).contains(&level);
    let step = match last {
        'C' if is_level => -2,
        'A' if is_level => 2,
        _ => 0,
    };
    Some(6 * level + 3 + step)
}

/// RULES 2.2: B (below the test) and N (no level awarded) count as not having made the progress.
pub fn is_below_test_or_no_level(result: &str) -> bool {
    ["B", "N"].contains(&result.to_ascii_uppercase().as_str())
}

/// RULES 1.4: KS1 English is the average of reading and writing. Default switch: both must have points.
pub fn ks1_english_level(reading: &str, writing: &str) -> Option<i128> {
    let twice_the_average = points(reading)? + points(writing)?;
    Some(match twice_the_average {
        ..12 => 0,   // average < 6
        12..24 => 1, // 6 to < 12
        24..36 => 2, // 12 to < 18
        36..48 => 3, // 18 to < 24
        _ => 4,      // ≥ 24
    })
}

/// RULES 1.5: points of a GCSE grade; None for M, T, L, N, Z (no outcome), blanks and unknown spellings.
pub fn grade_points(grade: &str) -> Option<i128> {
    let points = match grade.to_ascii_uppercase().as_str() {
        "A*" => 58,
        "A" => 52,
        "B" => 46,
        "C" => 40,
        "D" => 34,
        "E" => 28,
        "F" => 22,
        "G" => 16,
        "U" | "X" => 0,
        _ => return None,
    };
    Some(points)
}

/// RULES 1.5: good is A*–C.
pub fn is_good_grade(grade: &str) -> bool {
    grade_points(grade).is_some_and(|points| points >= 40)
}

/// RULES 3 (S0 ¶31): the grade for a KS3 level. RULES 3.1: level 7 needs A in both subjects, level 8 or EP A*.
pub fn grade_for_ks3_level(level: i128) -> &'static str {
    match level {
        ..2 => "G",
        2 => "F",
        3 => "E",
        4 => "D",
        5 => "C",
        6 => "B",
        7 => "A",
        _ => "A*",
    }
}
