//! Formulas that sum up a column: a sure sign that their row is no pupil's.

/// Functions that sum up.
const FUNCTIONS: [&str; 9] =
    ["SUM", "SUBTOTAL", "AVERAGE", "COUNT", "COUNTA", "COUNTIF", "AVERAGEIF", "AGGREGATE", "MEDIAN"];

/// A part of one column; row and column are counted from 0, the last row is included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnRange {
    /// The column.
    pub column: u32,
    /// The first row.
    pub top: u32,
    /// The last row.
    pub bottom: u32,
}

impl ColumnRange {
    /// True if a cell with a formula over this range sums up its own column: the rows above it or below it.
    pub fn is_total_in(self, row: u32, column: u32) -> bool {
        self.column == column && self.top < self.bottom && !(self.top..=self.bottom).contains(&row)
    }
}

/// True if a formula in this cell sums up its own column and does nothing else: `SUM(L2:L9)`, `of:=AVERAGE([.L2:.L9])`.
pub fn is_total(formula: &str, row: u32, column: u32) -> bool {
    let formula = formula.trim_start_matches("of:").trim_start_matches(['=', '+', ' ']).trim_end();
    let Some((function, rest)) = formula.split_once('(') else { return false };
    let Some(inside) = rest.strip_suffix(')') else { return false };
    let known = FUNCTIONS.iter().any(|known| known.eq_ignore_ascii_case(function.trim()));
    // Nothing but arguments of this one function.
    if !known || inside.contains(['(', ')']) {
        return false;
    }
    inside.split([',', ';']).filter_map(a1_range).any(|range| range.is_total_in(row, column))
}

/// True if a formula with relative places (`SUM(R[-8]C:R[-1]C)`, as XML Spreadsheet has them) sums up its own column.
pub fn is_relative_total(formula: &str) -> bool {
    let Some((function, rest)) = formula.trim_start_matches('=').split_once('(') else { return false };
    let known = FUNCTIONS.iter().any(|known| known.eq_ignore_ascii_case(function.trim()));
    let inside = rest.strip_suffix(')').filter(|inside| !inside.contains(['(', ')']));
    let Some(inside) = inside.filter(|_| known) else { return false };
    inside.split([',', ';']).filter_map(|range| range.trim().split_once(':')).any(|(from, to)| {
        let row = |place: &str| place.strip_prefix("R[")?.strip_suffix("]C")?.parse::<i64>().ok();
        let rows = row(from).zip(row(to));
        rows.is_some_and(|(from, to)| from < to && (to < 0 || from > 0))
    })
}

/// `L2:L9`, `$L$2:$L$9` or `[.L2:.L9]`.
fn a1_range(text: &str) -> Option<ColumnRange> {
    let (from, to) = text.trim().trim_start_matches('[').trim_end_matches(']').split_once(':')?;
    let ((top, column), (bottom, other)) = (a1_place(from)?, a1_place(to)?);
    (column == other).then_some(ColumnRange { column, top, bottom })
}

/// `L2` as row and column, counted from 0; `$` and a leading point are passed over.
pub fn a1_place(text: &str) -> Option<(u32, u32)> {
    let mut column = 0_u32;
    let mut digits = String::new();
    for letter in text.chars().filter(|letter| *letter != '$').skip_while(|letter| *letter == '.') {
        match letter.to_ascii_uppercase() {
            letter @ 'A'..='Z' if digits.is_empty() => {
                column = column.checked_mul(26)?.checked_add(u32::from(letter) - u32::from('A') + 1)?;
            }
            letter @ '0'..='9' => digits.push(letter),
            _ => return None,
        }
    }
    let row = digits.parse::<u32>().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_that_sum_up_their_column() {
        let sums = |formula| is_total(formula, 9, 11);
        let all = ["SUM(L2:L9)", "subtotal(9,$L$2:$L$9)", "of:=AVERAGE([.L2:.L9])", "COUNTIF(L2:L9,\">=4\")"];
        all.iter().for_each(|formula| assert!(sums(formula), "{formula}"));
        let others =
            ["SUM(J10:K10)", "SUM(K2:K9)", "L2-AVERAGE(L2:L9)", "RANK(L9,L2:L9)", "SUM(L2:L99)", "SUM(S!L2:L9)"];
        others.iter().for_each(|formula| assert!(!sums(formula), "{formula}"));
        assert!(is_relative_total("=SUM(R[-8]C:R[-1]C)") && is_relative_total("=SUBTOTAL(1,R[-8]C:R[-1]C)"));
        assert!(!is_relative_total("=SUM(RC[-2]:RC[-1])") && !is_relative_total("=R[-8]C+R[-1]C"));
    }

    #[test]
    fn places() {
        assert_eq!(a1_place("A1"), Some((0, 0)));
        assert_eq!(a1_place("$XFD$1048576"), Some((1_048_575, 16_383)));
        assert_eq!([a1_place("A0"), a1_place("1A"), a1_place("A"), a1_place("ZZZZZZZZZ1")], [None; 4]);
    }
}
