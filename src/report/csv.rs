//! Writing CSV (RFC 4180).

/// A table under way.
#[derive(Clone, Debug, Default)]
pub struct Csv(String);

impl Csv {
    /// With its headings.
    pub fn new(headings: &[&str]) -> Self {
        let mut csv = Self::default();
        csv.row(headings);
        csv
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[impl AsRef<str>]) {
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            self.cell(cell.as_ref());
        }
        self.0.push('\n');
    }

    fn cell(&mut self, text: &str) {
        if text.contains([',', '"', '\n', '\r']) {
            self.0.push('"');
            self.0.push_str(&text.replace('"', "\"\""));
            self.0.push('"');
        } else {
            self.0.push_str(text);
        }
    }

    /// The text.
    pub fn finish(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Csv;

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut csv = Csv::new(&["a", "b"]);
        csv.row(&["Smith, J", "say \"hi\""]);
        assert_eq!(csv.finish(), "a,b\n\"Smith, J\",\"say \"\"hi\"\"\"\n");
    }
}
