//! What goes with the rows of a part.

use super::packed::Packed;
use crate::intake::account::{Account, Reason, SetAside};
use crate::intake::checks::{SHORT_ROW, short_row};
use crate::intake::headings::Headings;
use crate::intake::notes::{STRAY_QUOTE, stray_quote};
use crate::intake::pupils::PartOfPupils;

/// By what the rows were read: separator, headings, and the fields served by them (0: none).
type ReadBy = (u8, (Vec<String>, Vec<u32>));

/// The account of a part, and what its pupils need to be joined.
#[derive(Debug)]
pub(super) struct About {
    read_by: ReadBy,
    /// Bytes read, in two halves.
    bytes: (u32, u32),
    rows: u32,
    set_aside: Vec<SetAside>,
    /// Row and column of each stray quote that is listed.
    stray_quotes: Vec<(u32, u32)>,
    /// Each short row that is listed.
    short_rows: Vec<u32>,
    /// Stray quotes and short rows that are not.
    not_listed: (u32, u32),
    last_row: u32,
    pub pupils: PartOfPupils,
}

fn read_by(separator: u8, headings: &Headings) -> ReadBy {
    let field = |field: &Option<crate::guidance::FieldId>| field.map_or(0, |field| u32::from(field.0) + 1);
    (separator, (headings.texts.clone(), headings.fields.iter().map(field).collect()))
}

impl About {
    /// `None`: something was noticed that cannot be handed on.
    pub fn new(account: &Account, bytes: u64, pupils: PartOfPupils) -> Option<Self> {
        let of = |code: &'static str| account.diagnostics.iter().filter(move |noticed| noticed.code == code);
        let stray = of(STRAY_QUOTE).map(|noticed| Some((noticed.row, u32::try_from(noticed.column?).ok()?)));
        let short_rows = of(SHORT_ROW).map(|noticed| noticed.row).collect::<Vec<_>>();
        if of(STRAY_QUOTE).count() + short_rows.len() < account.diagnostics.len() {
            return None;
        }
        let not_listed = |code| u32::try_from(account.not_listed_of(code)).ok();
        Some(Self {
            read_by: read_by(account.separator, &account.headings),
            bytes: (bytes as u32, (bytes >> 32) as u32),
            rows: account.rows,
            set_aside: account.set_aside.clone(),
            stray_quotes: stray.collect::<Option<_>>()?,
            short_rows,
            not_listed: (not_listed(STRAY_QUOTE)?, not_listed(SHORT_ROW)?),
            last_row: account.last_row,
            pupils,
        })
    }

    /// How many bytes were read.
    pub fn bytes(&self) -> u64 {
        u64::from(self.bytes.0) | u64::from(self.bytes.1) << 32
    }

    /// The rows were read by the same headings.
    pub fn read_like(&self, account: &Account) -> bool {
        self.read_by == read_by(account.separator, &account.headings)
    }

    /// Adds this account to the one of the rows before.
    pub fn add_to(&self, account: &mut Account, rows_before: u32) {
        account.rows += self.rows;
        let aside = self.set_aside.iter().map(|aside| SetAside { row: aside.row + rows_before, ..*aside });
        account.set_aside.extend(aside);
        for (row, column) in &self.stray_quotes {
            account.note(stray_quote(row + rows_before, *column as usize));
        }
        self.short_rows.iter().for_each(|row| account.note(short_row(row + rows_before)));
        account.not_kept(STRAY_QUOTE, self.not_listed.0);
        account.not_kept(SHORT_ROW, self.not_listed.1);
        account.last_row = rows_before + self.last_row;
    }
}

impl Packed for About {
    fn pack(&self, out: &mut Vec<u8>) {
        self.read_by.pack(out);
        self.bytes.pack(out);
        self.rows.pack(out);
        self.set_aside.pack(out);
        self.stray_quotes.pack(out);
        self.short_rows.pack(out);
        self.not_listed.pack(out);
        self.last_row.pack(out);
        self.pupils.pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        Some(Self {
            read_by: Packed::unpack(from)?,
            bytes: Packed::unpack(from)?,
            rows: Packed::unpack(from)?,
            set_aside: Packed::unpack(from)?,
            stray_quotes: Packed::unpack(from)?,
            short_rows: Packed::unpack(from)?,
            not_listed: Packed::unpack(from)?,
            last_row: Packed::unpack(from)?,
            pupils: Packed::unpack(from)?,
        })
    }
}

impl Packed for PartOfPupils {
    fn pack(&self, out: &mut Vec<u8>) {
        self.count.pack(out);
        self.names.pack(out);
        self.school_name.pack(out);
        self.jumps.pack(out);
        self.unknown.pack(out);
        self.labels.pack(out);
        self.numbers.pack(out);
        self.aside.pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        Some(Self {
            count: Packed::unpack(from)?,
            names: Packed::unpack(from)?,
            school_name: Packed::unpack(from)?,
            jumps: Packed::unpack(from)?,
            unknown: Packed::unpack(from)?,
            labels: Packed::unpack(from)?,
            numbers: Packed::unpack(from)?,
            aside: Packed::unpack(from)?,
        })
    }
}

/// Numbers for the reasons; a repeated row is known only when all rows are.
impl Packed for SetAside {
    fn pack(&self, out: &mut Vec<u8>) {
        let (kind, column) = match self.reason {
            Reason::BeyondHeadings { column } => (0_u8, column),
            Reason::UnclosedQuote { column } => (1, column),
            Reason::TooLong => (2, 0),
            Reason::Repeated { of } => (3, of as usize),
            Reason::HeadingsAgain => (4, 0),
            Reason::Total => (5, 0),
        };
        let column = u32::try_from(column).unwrap_or(u32::MAX);
        (self.row, (kind, column)).pack(out);
    }

    fn unpack(from: &mut &[u8]) -> Option<Self> {
        let (row, (kind, number)) = <(u32, (u8, u32))>::unpack(from)?;
        let column = number as usize;
        let reason = match kind {
            0 => Reason::BeyondHeadings { column },
            1 => Reason::UnclosedQuote { column },
            2 => Reason::TooLong,
            4 => Reason::HeadingsAgain,
            5 => Reason::Total,
            _ => Reason::Repeated { of: number },
        };
        Some(Self { row, reason })
    }
}
