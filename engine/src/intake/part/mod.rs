//! The rows behind a cut in a large file, read apart from those before it and joined to them: two readers share the
//! work, and what comes out is what one reader would have made of the file.
//!
//! A cut at a line end is sound where the reader of the rows before it, who comes from the start of the file, stands
//! between two rows ([`Reading::between_rows`]); only that reader can tell, because the line end may be inside quotes.
//! The reader of the part gets the file's first bytes too, for the headings, and counts its rows from 1. It hands its
//! pupils over piece by piece while it reads, column by column in each; what it has learnt on the way (names, spellings,
//! rows set aside) comes at the end.

mod about;
mod packed;

use about::About;
use packed::Packed;

use super::account::Account;
use super::csv::Tokenizer;
use super::pupils::Pupils;
use super::reading::{LARGEST_CHUNK, Reading, State};

/// The rows of a part in pieces, wherever they are.
pub trait Rows {
    /// How many bytes each piece has.
    fn sizes(&self) -> Vec<usize>;
    /// Copies the bytes of a piece; the room is as large as they are.
    fn copy(&self, piece: usize, room: &mut [u8]);
}

impl Rows for Vec<Vec<u8>> {
    fn sizes(&self) -> Vec<usize> {
        self.iter().map(Vec::len).collect()
    }

    fn copy(&self, piece: usize, room: &mut [u8]) {
        room.copy_from_slice(self.get(piece).map(Vec::as_slice).unwrap_or_default());
    }
}

/// Pupils of a piece, at least: so few that their columns stay in the processor's cache, so many that pieces are few.
pub const PIECE: usize = 1 << 13;

impl Reading {
    /// The bytes taken so far end between two rows: a cut here is sound.
    pub fn between_rows(&self) -> bool {
        self.tokenizer.as_ref().is_some_and(Tokenizer::at_record_boundary)
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
        let pupils = Some(Pupils::of_part(&known.headings, &self.guidance));
        let mut tokenizer = Tokenizer::new(known.separator);
        tokenizer.reserve(usize::try_from(size).unwrap_or(LARGEST_CHUNK).min(LARGEST_CHUNK));
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

    /// The pupils of a part that are there, as bytes for [`Reading::join`], which are forgotten here; `None`: they are fewer
    /// than so many.
    pub fn hand_over(&mut self, least: usize) -> Option<Vec<u8>> {
        let pupils = self.state.pupils.as_mut().filter(|pupils| pupils.here() >= least)?;
        Some(pupils.hand_over())
    }

    /// There are no more bytes: what goes with the rows of a part, and the last of them. `None`: this part cannot be
    /// joined, and the file has to be read in one piece.
    pub fn finish_part(mut self) -> Option<(Vec<u8>, Vec<u8>)> {
        self.rows(0, true).ok()?;
        let mut pupils = self.state.pupils?;
        let last = pupils.hand_over();
        let mut packed = Vec::new();
        About::new(&self.state.account, self.taken, pupils.into_part()?)?.pack(&mut packed);
        Some((packed, last))
    }

    /// Takes a part in place of its bytes, and tells whether it did: not where the cut is not sound, or the part was
    /// read by other headings. Nothing has changed then.
    pub fn join(&mut self, about: &[u8], rows: &dyn Rows) -> bool {
        self.between_rows() && self.try_join(about, rows).is_some()
    }

    fn try_join(&mut self, mut about: &[u8], rows: &dyn Rows) -> Option<()> {
        let about = About::unpack(&mut about)?;
        let rows_before = self.tokenizer.as_ref()?.next_record() - 1;
        let pupils = self.state.pupils.as_mut()?;
        if !about.read_like(&self.state.account) || !pupils.fits(&about.pupils, rows) {
            return None;
        }
        pupils.join(&about.pupils, rows, rows_before);
        about.add_to(&mut self.state.account, rows_before);
        self.taken += about.bytes();
        Some(())
    }
}
