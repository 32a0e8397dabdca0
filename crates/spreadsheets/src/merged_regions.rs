//! Merged cells: which cells show the value of another one.
//!
//! Over rows, the value of a merged cell is the value of each of its rows: a school's name beside its pupils. Over
//! columns it is the value of each column above the table, where it is a heading over several headings; a title alone
//! in its row is left as it is, and so are cells merged over columns inside the table.

use std::collections::BTreeMap;

use crate::limits;
use crate::read_error::ReadError;

/// Cells merged into one; rows and columns counted from 0, the last ones included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Region {
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

/// The merged cells of a sheet, and the row above which cells merged over columns are headings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergedRegions {
    /// In order of their first rows.
    regions: Vec<Region>,
    /// The first row with as many cells as any row has.
    table_row: u32,
}

/// Fills merged cells, row by row.
#[derive(Debug, Default)]
pub struct RegionFiller {
    merged: MergedRegions,
    /// Number of regions that have begun.
    begun: usize,
    /// Those among them that have not ended, and their values, by first column. They do not overlap.
    open: BTreeMap<u32, (Region, String)>,
}

/// A cell of the row being filled: its column and text.
pub type RowCell = (u32, String);

impl MergedRegions {
    /// Of a sheet; `table_row` is the first row with as many cells as any row has.
    pub fn new(mut regions: Vec<Region>, table_row: u32) -> Self {
        regions.sort_unstable();
        Self { regions, table_row }
    }

    /// True if no cells are merged.
    pub fn is_empty(&self) -> bool {
        self.regions.is_empty()
    }
}

impl Region {
    /// Adds the region to those of a sheet, if it has more than one cell.
    ///
    /// # Errors
    /// When there are too many.
    pub fn add_to(self, regions: &mut Vec<Self>) -> Result<(), ReadError> {
        if self.top < self.bottom || self.left < self.right {
            if regions.len() >= limits::REGIONS {
                return Err(ReadError::too_large(format!(
                    "More than {} cells of this sheet are merged ones.",
                    limits::REGIONS
                )));
            }
            regions.push(self);
        }
        Ok(())
    }
}

impl RegionFiller {
    /// For a sheet from its first row on.
    pub fn new(merged: MergedRegions) -> Self {
        Self { merged, begun: 0, open: BTreeMap::new() }
    }

    /// True if no cells are merged.
    pub fn is_idle(&self) -> bool {
        self.merged.is_empty()
    }

    /// Fills a row that has cells of its own. Rows come in order; those without cells need not come.
    pub fn fill(&mut self, row: u32, cells: &mut Vec<RowCell>) {
        self.open.retain(|_, (region, _)| region.bottom >= row);
        while let Some(region) = self.merged.regions.get(self.begun).filter(|region| region.top <= row).copied() {
            self.begun += 1;
            let value = cells.iter().find(|(column, _)| *column == region.left && region.top == row);
            if let Some((_, value)) = value.filter(|_| self.is_free(region)) {
                self.open.insert(region.left, (region, value.clone()));
            }
        }
        let widely = row < self.merged.table_row && cells.len() > 1;
        let mut taken = cells.iter().map(|(column, _)| *column).collect::<Vec<_>>();
        taken.sort_unstable();
        for (region, value) in self.open.values() {
            let last = if widely { region.right } else { region.left };
            let columns = (region.left..=last).filter(|column| taken.binary_search(column).is_err());
            cells.extend(columns.map(|column| (column, value.clone())));
        }
    }

    /// True if no open region has columns of this one.
    fn is_free(&self, region: Region) -> bool {
        let before = self.open.range(..=region.right).next_back();
        before.is_none_or(|(_, (other, _))| other.right < region.left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(regions: &[[u32; 4]], table_row: u32, rows: &[(u32, &[(u32, &str)])]) -> Vec<String> {
        let regions = regions.iter().map(|[top, left, bottom, right]| Region {
            top: *top,
            left: *left,
            bottom: *bottom,
            right: *right,
        });
        let mut filler = RegionFiller::new(MergedRegions::new(regions.collect(), table_row));
        let fill = |(row, cells): &(u32, &[(u32, &str)])| {
            let mut cells = cells.iter().map(|(column, text)| (*column, (*text).to_owned())).collect::<Vec<_>>();
            filler.fill(*row, &mut cells);
            cells.sort();
            cells.iter().map(|(column, text)| format!("{column}{text}")).collect::<Vec<_>>().join(" ")
        };
        rows.iter().map(fill).collect()
    }

    #[test]
    fn a_cell_over_rows_is_the_value_of_each() {
        let rows: [(u32, &[(u32, &str)]); 4] =
            [(1, &[(0, "Hillview"), (1, "a")]), (2, &[(1, "b")]), (4, &[(1, "c")]), (5, &[(1, "d")])];
        assert_eq!(filled(&[[1, 0, 4, 0]], 0, &rows), ["0Hillview 1a", "0Hillview 1b", "0Hillview 1c", "1d"]);
    }

    #[test]
    fn a_heading_over_columns_is_filled_and_a_title_is_not() {
        let rows: [(u32, &[(u32, &str)]); 3] = [
            (0, &[(0, "Targets")]),
            (1, &[(0, "UPN"), (1, "English"), (3, "Maths")]),
            (2, &[(1, "Now"), (2, "Target"), (3, "Now"), (4, "Target")]),
        ];
        let regions = [[0, 0, 0, 4], [1, 0, 2, 0], [1, 1, 1, 2], [1, 3, 1, 4]];
        let expected = ["0Targets", "0UPN 1English 2English 3Maths 4Maths", "0UPN 1Now 2Target 3Now 4Target"];
        assert_eq!(filled(&regions, 3, &rows), expected);
    }

    #[test]
    fn cells_over_columns_inside_the_table_are_left() {
        assert_eq!(filled(&[[3, 1, 3, 2]], 0, &[(3, &[(0, "A1"), (1, "left")])]), ["0A1 1left"]);
    }
}
