//! Shards: the rows after a cut in a large file, read by a second reader and appended to those before it. The result is
//! what one reader would have made of the file.
//!
//! A cut at a line end is valid if the first reader, who comes from the start of the file, is between two records there
//! ([`CohortReader::at_row_boundary`]); only that reader can tell, because the line end may be inside quotes. The second
//! reader gets the first bytes of the file too, for the headings, and numbers its rows from 1. It transfers its pupils
//! in pieces while it reads, column by column in each; what it learns on the way (names, spellings, rejected rows)
//! comes last, in the header.

mod header;

use header::ShardHeader;

use super::account::{Account, RejectReason};
use super::cohort_builder::CohortBuilder;
use super::cohort_reader::{CohortReader, LARGEST_CHUNK};
use super::csv::Tokenizer;
use super::reader_state::ReaderState;

/// The pieces of a shard, wherever they are stored.
pub trait ShardPieces {
    /// Length of each piece in bytes.
    fn sizes(&self) -> Vec<usize>;
    /// Copies a piece into a buffer of its length.
    fn copy(&self, piece: usize, room: &mut [u8]);
}

impl ShardPieces for Vec<Vec<u8>> {
    fn sizes(&self) -> Vec<usize> {
        self.iter().map(Vec::len).collect()
    }

    fn copy(&self, piece: usize, room: &mut [u8]) {
        room.copy_from_slice(self.get(piece).map(Vec::as_slice).unwrap_or_default());
    }
}

/// Least number of pupils in a piece: few enough for their columns to stay in the cache, enough for few pieces.
pub const PIECE_PUPILS: usize = 1 << 13;

impl CohortReader {
    /// True if the bytes so far end between two records: a cut here is valid.
    pub fn at_row_boundary(&self) -> bool {
        self.tokenizer.as_ref().is_some_and(Tokenizer::at_record_boundary)
    }

    /// Given the first bytes of the file, forgets their rows and starts on a shard of `size` bytes with their headings.
    /// `None`: no headings were found in them, or the file has to be decoded.
    pub fn into_shard_reader(mut self, size: u64) -> Option<Self> {
        self.detect_early().ok()?;
        let known = std::mem::take(&mut self.state.account);
        self.state.pupils.take()?;
        // Decoding depends on everything before.
        if self.decoder.is_some() {
            return None;
        }
        let pupils = Some(CohortBuilder::for_shard(&known.headings, &self.guidance));
        let mut tokenizer = Tokenizer::new(known.separator);
        tokenizer.reserve(usize::try_from(size).unwrap_or(LARGEST_CHUNK).min(LARGEST_CHUNK));
        let account = Account {
            separator: known.separator,
            heading_row: known.heading_row,
            last_read: known.last_read,
            headings: known.headings,
            ..Account::default()
        };
        self.state.local_numbers.forget();
        let state = ReaderState { account, pupils, ..self.state };
        Some(Self { tokenizer: Some(tokenizer), state, ..Self::new(self.guidance, size) })
    }

    /// Drains the pupils read so far into bytes for [`CohortReader::append_shard`]; `None` if there are fewer than
    /// `least`.
    pub fn drain_piece(&mut self, least: usize) -> Option<Vec<u8>> {
        let pupils = self.state.pupils.as_mut().filter(|pupils| pupils.pending() >= least)?;
        Some(pupils.drain_piece())
    }

    /// Ends the shard: returns its header and its last piece. `None`: it cannot be appended, and the file has to be
    /// read by one reader.
    pub fn finish_shard(mut self) -> Option<(Vec<u8>, Vec<u8>)> {
        self.tokenize(0, true).ok()?;
        // Only the reader of the whole file can ask about rows, and tell which table they belong to.
        let is_simple =
            self.state.unsure.numbers.is_empty() && self.state.shifted.numbers.is_empty() && !self.state.in_other_table;
        if !is_simple || self.state.account.rejected.iter().any(|row| row.reason == RejectReason::OtherTable) {
            return None;
        }
        let mut pupils = self.state.pupils?;
        let last = pupils.drain_piece();
        let header =
            ShardHeader::new(&self.state.account, self.bytes_read, self.state.nobody.in_view, pupils.into_shard()?)?;
        Some((header.to_bytes()?, last))
    }

    /// Appends a shard instead of reading its bytes; returns whether it did. It does not if the cut is invalid or the
    /// headings differ; then nothing has changed.
    pub fn append_shard(&mut self, header: &[u8], pieces: &dyn ShardPieces) -> bool {
        self.at_row_boundary() && self.try_append_shard(header, pieces).is_some()
    }

    fn try_append_shard(&mut self, header: &[u8], pieces: &dyn ShardPieces) -> Option<()> {
        let header = ShardHeader::from_bytes(header)?;
        if self.state.in_other_table {
            return None;
        }
        let rows_before = self.tokenizer.as_ref()?.next_record() - 1;
        let pupils = self.state.pupils.as_mut()?;
        if !header.has_same_headings(&self.state.account) || !pupils.fits(&header.pupils, pieces) {
            return None;
        }
        pupils.append_shard(&header.pupils, pieces, rows_before);
        self.state.local_numbers.forget();
        header.append_to(&mut self.state.account, rows_before);
        self.state.nobody.show(header.rows_of_nobody(rows_before));
        self.bytes_read += header.bytes;
        Some(())
    }
}
