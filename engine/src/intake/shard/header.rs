//! The header of a shard: everything but its pupils' columns.

use super::byte_codec::ByteCodec;
use crate::intake::account::{Account, RejectReason, RejectedRow};
use crate::intake::checks::{SHORT_ROW, short_row};
use crate::intake::cohort_builder::ShardPupils;
use crate::intake::headings::Headings;
use crate::intake::notes::{STRAY_QUOTE, stray_quote};

/// What must agree between readers: delimiter, heading texts, and the field of each column (id + 1; 0: none).
type HeadingKey = (u8, (Vec<String>, Vec<u32>));

/// The account of a shard, and what is needed to append its pupils.
#[derive(Debug)]
pub(super) struct ShardHeader {
    heading_key: HeadingKey,
    /// Number of bytes read, as lower and upper half.
    bytes: (u32, u32),
    rows: u32,
    rejected: Vec<RejectedRow>,
    /// Row and column of each listed stray quote.
    stray_quotes: Vec<(u32, u32)>,
    /// The listed short rows.
    short_rows: Vec<u32>,
    /// Number of stray quotes and of short rows that are not listed.
    not_listed: (u32, u32),
    last_row: u32,
    pub pupils: ShardPupils,
}

fn heading_key(separator: u8, headings: &Headings) -> HeadingKey {
    let field = |field: &Option<crate::guidance::FieldId>| field.map_or(0, |field| u32::from(field.0) + 1);
    (separator, (headings.texts.clone(), headings.fields.iter().map(field).collect()))
}

impl ShardHeader {
    /// `None` if there are diagnostics of a kind that cannot be transferred.
    pub fn new(account: &Account, bytes: u64, pupils: ShardPupils) -> Option<Self> {
        let of = |code: &'static str| account.diagnostics.iter().filter(move |noticed| noticed.code == code);
        let stray = of(STRAY_QUOTE).map(|noticed| Some((noticed.row, u32::try_from(noticed.column?).ok()?)));
        let short_rows = of(SHORT_ROW).map(|noticed| noticed.row).collect::<Vec<_>>();
        if of(STRAY_QUOTE).count() + short_rows.len() < account.diagnostics.len() {
            return None;
        }
        let not_listed = |code| u32::try_from(account.not_listed_of(code)).ok();
        Some(Self {
            heading_key: heading_key(account.separator, &account.headings),
            bytes: (bytes as u32, (bytes >> 32) as u32),
            rows: account.rows,
            rejected: account.rejected.clone(),
            stray_quotes: stray.collect::<Option<_>>()?,
            short_rows,
            not_listed: (not_listed(STRAY_QUOTE)?, not_listed(SHORT_ROW)?),
            last_row: account.last_row,
            pupils,
        })
    }

    /// Number of bytes read.
    pub fn bytes(&self) -> u64 {
        u64::from(self.bytes.0) | u64::from(self.bytes.1) << 32
    }

    /// True if the rows were read with the same delimiter and headings.
    pub fn has_same_headings(&self, account: &Account) -> bool {
        self.heading_key == heading_key(account.separator, &account.headings)
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

impl ByteCodec for ShardHeader {
    fn pack(&self, out: &mut Vec<u8>) {
        self.heading_key.pack(out);
        self.bytes.pack(out);
        self.rows.pack(out);
        self.rejected.pack(out);
        self.stray_quotes.pack(out);
        self.short_rows.pack(out);
        self.not_listed.pack(out);
        self.last_row.pack(out);
        self.pupils.pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        Some(Self {
            heading_key: ByteCodec::unpack(from)?,
            bytes: ByteCodec::unpack(from)?,
            rows: ByteCodec::unpack(from)?,
            rejected: ByteCodec::unpack(from)?,
            stray_quotes: ByteCodec::unpack(from)?,
            short_rows: ByteCodec::unpack(from)?,
            not_listed: ByteCodec::unpack(from)?,
            last_row: ByteCodec::unpack(from)?,
            pupils: ByteCodec::unpack(from)?,
        })
    }
}

impl ByteCodec for ShardPupils {
    fn pack(&self, out: &mut Vec<u8>) {
        self.count.pack(out);
        self.names.pack(out);
        self.school_name.pack(out);
        self.jumps.pack(out);
        self.unknown.pack(out);
        self.labels.pack(out);
        self.numbers.pack(out);
        self.rejected.pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        Some(Self {
            count: ByteCodec::unpack(from)?,
            names: ByteCodec::unpack(from)?,
            school_name: ByteCodec::unpack(from)?,
            jumps: ByteCodec::unpack(from)?,
            unknown: ByteCodec::unpack(from)?,
            labels: ByteCodec::unpack(from)?,
            numbers: ByteCodec::unpack(from)?,
            rejected: ByteCodec::unpack(from)?,
        })
    }
}

/// Reasons as numbers; a duplicate is known only once all rows are.
impl ByteCodec for RejectedRow {
    fn pack(&self, out: &mut Vec<u8>) {
        let (kind, column) = match self.reason {
            RejectReason::BeyondHeadings { column } => (0_u8, column),
            RejectReason::UnclosedQuote { column } => (1, column),
            RejectReason::TooLong => (2, 0),
            RejectReason::Repeated { of } => (3, of as usize),
            RejectReason::RepeatedHeadings => (4, 0),
            RejectReason::Total => (5, 0),
            RejectReason::NamesNobody => (6, 0),
            RejectReason::OtherTable => (7, 0),
            RejectReason::PutTogether { of } => (8, of as usize),
            RejectReason::OtherRowCounts { of } => (9, of as usize),
        };
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        (self.row, (kind, column)).pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        let (row, (kind, number)) = <(u32, (u8, u32))>::unpack(from)?;
        let column = number as usize;
        let reason = match kind {
            0 => RejectReason::BeyondHeadings { column },
            1 => RejectReason::UnclosedQuote { column },
            2 => RejectReason::TooLong,
            4 => RejectReason::RepeatedHeadings,
            5 => RejectReason::Total,
            6 => RejectReason::NamesNobody,
            7 => RejectReason::OtherTable,
            8 => RejectReason::PutTogether { of: number },
            9 => RejectReason::OtherRowCounts { of: number },
            _ => RejectReason::Repeated { of: number },
        };
        Some(Self { row, reason })
    }
}
