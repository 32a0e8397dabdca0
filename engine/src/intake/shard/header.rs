//! The header of a shard: everything but its pupils' columns.

use serde::{Deserialize, Serialize};

use crate::guidance::FieldId;
use crate::intake::account::{Account, RejectedRow};
use crate::intake::checks::{SHORT_ROW, short_row};
use crate::intake::cohort_builder::ShardPupils;
use crate::intake::notes::{STRAY_QUOTE, stray_quote};
use crate::intake::table::layout::FirstRow;

/// What must agree between readers.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct HeadingKey {
    /// The delimiter.
    separator: u8,
    /// The texts of the headings.
    texts: Vec<String>,
    /// The field of each column, by number.
    fields: Vec<Option<u16>>,
}

impl HeadingKey {
    fn new(account: &Account) -> Self {
        let fields = account.headings.fields.iter().map(|field| field.map(|FieldId(number)| number)).collect();
        Self { separator: account.separator, texts: account.headings.texts.clone(), fields }
    }
}

/// The account of a shard, and what is needed to append its pupils. Both readers are of the same build, so that the
/// bytes it is written as have no version.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ShardHeader {
    heading_key: HeadingKey,
    /// Number of bytes read.
    pub bytes: u64,
    rows: u32,
    rejected: Vec<RejectedRow>,
    /// Row and column of each listed stray quote.
    stray_quotes: Vec<(u32, u32)>,
    /// The listed short rows.
    short_rows: Vec<u32>,
    /// Number of stray quotes and of short rows that are not listed.
    not_listed: (u32, u32),
    last_row: u32,
    /// Rows that name no pupil, as far as they are shown.
    nobody: Vec<FirstRow>,
    pub pupils: ShardPupils,
}

impl ShardHeader {
    /// `None` if there are diagnostics of a kind that cannot be transferred.
    pub fn new(account: &Account, bytes: u64, nobody: Vec<FirstRow>, pupils: ShardPupils) -> Option<Self> {
        let of = |code: &'static str| account.diagnostics.iter().filter(move |noticed| noticed.code == code);
        let stray = of(STRAY_QUOTE).map(|noticed| Some((noticed.row, u32::try_from(noticed.column?).ok()?)));
        let short_rows = of(SHORT_ROW).map(|noticed| noticed.row).collect::<Vec<_>>();
        if of(STRAY_QUOTE).count() + short_rows.len() < account.diagnostics.len() {
            return None;
        }
        let not_listed = |code| u32::try_from(account.not_listed_of(code)).ok();
        Some(Self {
            heading_key: HeadingKey::new(account),
            bytes,
            rows: account.rows,
            rejected: account.rejected.clone(),
            stray_quotes: stray.collect::<Option<_>>()?,
            short_rows,
            not_listed: (not_listed(STRAY_QUOTE)?, not_listed(SHORT_ROW)?),
            last_row: account.last_row,
            nobody,
            pupils,
        })
    }

    /// The rows that name no pupil, as far as they are shown; `rows_before` is added to their numbers.
    pub fn rows_of_nobody(&self, rows_before: u32) -> impl Iterator<Item = FirstRow> {
        self.nobody.iter().map(move |row| FirstRow { number: row.number + rows_before, cells: row.cells.clone() })
    }

    /// The header as bytes.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        postcard::to_allocvec(self).ok()
    }

    /// From its bytes; `None` if they are not a header.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }

    /// True if the rows were read with the same delimiter and headings.
    pub fn has_same_headings(&self, account: &Account) -> bool {
        self.heading_key == HeadingKey::new(account)
    }

    /// Appends this account to the one of the rows before; `rows_before` is added to its row numbers.
    pub fn append_to(&self, account: &mut Account, rows_before: u32) {
        account.rows += self.rows;
        let rejected =
            self.rejected.iter().map(|rejected| RejectedRow { row: rejected.row + rows_before, ..*rejected });
        account.rejected.extend(rejected);
        for (row, column) in &self.stray_quotes {
            account.note(stray_quote(row + rows_before, *column as usize));
        }
        self.short_rows.iter().for_each(|row| account.note(short_row(row + rows_before)));
        account.count_unlisted(STRAY_QUOTE, self.not_listed.0);
        account.count_unlisted(SHORT_ROW, self.not_listed.1);
        account.last_row = rows_before + self.last_row;
    }
}
