//! The rows behind a cut in a large file, read apart from those before it and joined to them: two readers share the
//! work, and what comes out is what one reader would have made of the file.
//!
//! A cut at a line end is sound where the reader of the rows before it, who comes from the start of the file, stands
//! between two rows ([`Reading::between_rows`]); only that reader can tell, because the line end may be inside quotes.
//! The reader of the part gets the file's first bytes too, for the headings, and counts its rows from 1.

mod about;
mod packed;
pub(super) mod people;

use about::About;
use packed::Packed;

use super::account::Account;
use super::pupils::Pupils;
use super::reading::{LARGEST_CHUNK, Reading, State};
use super::tokenizer::Tokenizer;

/// Columns of bytes, wherever they are; the first one says what the others are.
pub trait Columns {
    /// How many bytes a column has; `None`: there is no such column.
    fn size(&self, column: usize) -> Option<usize>;
    /// Copies the bytes of a column from this one on; the room is never larger than what is left.
    fn copy(&self, column: usize, from: usize, room: &mut [u8]);
}

impl Columns for Vec<Vec<u8>> {
    fn size(&self, column: usize) -> Option<usize> {
        self.get(column).map(Vec::len)
    }

    fn copy(&self, column: usize, from: usize, room: &mut [u8]) {
        let bytes = self.get(column).and_then(|bytes| bytes.get(from..from + room.len()));
        room.copy_from_slice(bytes.unwrap_or_default());
    }
}

/// Bytes copied at a time: few enough for the processor's cache, and a whole number of pairs, of fours and of eights.
const PIECE: usize = 1 << 15;

/// Hands on a column piece by piece.
pub(super) fn pieces(columns: &dyn Columns, column: usize, mut each: impl FnMut(&[u8])) {
    let size = columns.size(column).unwrap_or_default();
    let mut room = vec![0; PIECE.min(size)];
    for from in (0..size).step_by(PIECE) {
        let piece = room.get_mut(..PIECE.min(size - from)).unwrap_or_default();
        columns.copy(column, from, piece);
        each(piece);
    }
}

impl Reading {
    /// The bytes taken so far end between two rows: a cut here is sound.
    pub fn between_rows(&self) -> bool {
        self.tokenizer.as_ref().is_some_and(Tokenizer::between_rows)
    }

    /// Having taken the file's first bytes, forgets their rows and reads a part of so many bytes by their headings.
    /// `None`: no headings were found in them.
    pub fn into_part(mut self, size: u64) -> Option<Self> {
        self.look().ok()?;
        let known = self.state.account;
        self.state.pupils?;
        // Bytes of another encoding are turned into text from the start on.
        if self.decoder.is_some() {
            return None;
        }
        let pupils = Some(Pupils::new(&known.headings, &self.guidance));
        let mut tokenizer = Tokenizer::new(known.separator);
        tokenizer.expect(usize::try_from(size).unwrap_or(LARGEST_CHUNK).min(LARGEST_CHUNK));
        let account = Account {
            separator: known.separator,
            heading_row: known.heading_row,
            last_read: known.last_read,
            headings: known.headings,
            ..Account::default()
        };
        let odd_rows = self.state.odd_rows;
        let state = State { account, pupils, odd_rows, wanted: 0, heading_too_long: false };
        let (guidance, tokenizer) = (self.guidance, Some(tokenizer));
        Some(Self { guidance, size, taken: 0, start: Vec::new(), decoder: None, tokenizer, state })
    }

    /// There are no more bytes: the part, in columns, for [`Reading::join`]. `None`: this part cannot be joined, and
    /// the file has to be read in one piece.
    pub fn finish_part(mut self) -> Option<Vec<Vec<u8>>> {
        self.rows(0, true).ok()?;
        let mut columns = vec![Vec::new()];
        let of_pupils = self.state.pupils?.into_part(&mut columns)?;
        let about = About::new(&self.state.account, self.taken, of_pupils)?;
        about.pack(columns.first_mut()?);
        Some(columns)
    }

    /// Takes a part in place of its bytes, and tells whether it did: not where the cut is not sound, or the part was
    /// read by other headings. Nothing has changed then.
    pub fn join(&mut self, columns: &dyn Columns) -> bool {
        self.between_rows() && self.try_join(columns).is_some()
    }

    fn try_join(&mut self, columns: &dyn Columns) -> Option<()> {
        let mut packed = vec![0; columns.size(0)?];
        columns.copy(0, 0, &mut packed);
        let about = About::unpack(&mut packed.as_slice())?;
        let rows_before = self.tokenizer.as_ref()?.next_row() - 1;
        let pupils = self.state.pupils.as_mut()?;
        if !about.read_like(&self.state.account) || !pupils.fits(&about.pupils, columns) {
            return None;
        }
        pupils.join(&about.pupils, columns, rows_before);
        about.add_to(&mut self.state.account, rows_before);
        self.taken += about.bytes();
        Some(())
    }
}
