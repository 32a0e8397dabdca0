//! What can be asked for. The words are those of `--help`.

use ambition_evaluation::answers::GivenAnswer;
use clap::{Args, Parser, Subcommand, ValueEnum};

const HELP: &str = "\
Examples:
  ambition check cohort.xlsx
      How the file was read, and what is still to be said about it.
  ambition figures cohort.xlsx --year 6 --groups --output figures.csv
      Every figure of year 6, also of groups.
  ambition findings cohort.csv attendance.csv --current last-year.csv --format json
      What to raise, of two files joined by pupil, with last year's results beside them.
  ambition figures cohort.xlsx --edition-file local.toml
      Every figure, also of the measures that the authority has added to the guidance.
  ambition figures autumn.csv --answer rows-differ=2 --strict
      Every figure, with an answer to what `check` has asked; ends with 3 if anything else is open.
  export-from-system | ambition figures - --format json
      Of the standard input, as JSON.
  ambition convert transfer.xml --format xlsx --output pupils.xlsx
      A Common Transfer File as a table with one row for each pupil.
  ambition edition local.toml --output local.edition
      The authority's own edition, checked and packed for the page.

A file is read as a school's system or spreadsheet wrote it: text in any usual encoding, an Excel or OpenDocument
workbook, a web page, or a Common Transfer File. Several files are joined by pupil. `-` is the standard input. JSON is
written only.

A question about a file says what holds until it is answered, and with each answer the option that gives it. Where it
names none, correct the file.

Tables go to the standard output or to --output; what is told about the files goes to the standard error.

Exit codes:
  0  done, also for a file with headings and no pupils
  2  not done: the arguments make no sense, no pupil is in the year, a file cannot be read or written, or an
     edition is wrong
  3  a question is open: always from `check`, from the others with --strict. The table was written all the same";

/// Figures, findings and returns of pupil files, by English guidance on school targets.
#[derive(Parser)]
#[command(name = "ambition", version, after_long_help = HELP, after_help = "`ambition --help` has examples and exit codes.")]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub task: Task,
}

/// What to do.
#[derive(Subcommand)]
pub enum Task {
    /// Every figure: how many reach what, on each basis in the file
    ///
    /// The columns are edition, school, group_by, group, measure, basis, achieved, eligible, missing, left_out and
    /// value. `value` is in percent or points; it is blank where nobody is eligible.
    Figures(FiguresArguments),
    /// What a School Improvement Partner would raise, with its paragraph
    ///
    /// The columns are edition, school, measure, code, pupils, paragraph and message.
    Findings(TableArguments),
    /// How the files were read, and the questions that are open
    ///
    /// Prints lines. With --format it writes a table with a row for each of them instead: file, row, column, code,
    /// severity, what, and what to do. Ends with 3 while a question is open. Each says which --answer there is, or what
    /// to correct in the file.
    Check(CheckArguments),
    /// The local authority's return, row by row as in the guidance
    ///
    /// Only an edition with a table of targets to return has one.
    Return(TableArguments),
    /// The pupils as one table under the columns' own names
    ///
    /// Every value is written as it was understood. As CSV or a workbook the table can be read again, and gives the same
    /// figures.
    Convert(ConvertArguments),
    /// An edition of one's own, checked and packed for the page
    ///
    /// The page opens the file that is written, like a file of pupils, and works by it. An edition with something wrong
    /// in it is refused with its line.
    Edition(EditionArguments),
}

/// The files to read, and by what.
#[derive(Args)]
pub struct Source {
    /// Pupil files, which are joined by pupil; `-` is the standard input
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<String>,
    /// The edition of the guidance, such as 2027; without it the columns of the files choose
    #[arg(long, value_name = "ID")]
    pub edition: Option<String>,
    /// A file with an edition of one's own, which extends one of the guidance and is worked by unless --edition is given
    #[arg(long, value_name = "FILE")]
    pub edition_file: Option<String>,
    /// An answer that is named with a question, such as rows-differ=1; may be given several times
    #[arg(long, value_name = "CODE=NUMBER")]
    pub answer: Vec<GivenAnswer>,
}

/// What becomes of a table.
#[derive(Args)]
pub struct Output {
    /// The form of the table; without it the ending of --output tells, and otherwise it is CSV
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    #[command(flatten)]
    pub place: Place,
}

/// Where a table goes, and what is told.
#[derive(Args)]
pub struct Place {
    /// Write the table to this file instead of the standard output; it cannot be a file that is read
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<String>,
    /// Tell nothing about how the files were read
    #[arg(long, short)]
    pub quiet: bool,
}

/// Which pupils count, and beside which results.
#[derive(Args)]
pub struct Pupils {
    /// Count the pupils of one year group only, such as 6
    #[arg(long)]
    pub year: Option<String>,
    /// Last year's results of the school, which are current performance
    #[arg(long, value_name = "FILE")]
    pub current: Option<String>,
    /// End with 3 while a question is open
    #[arg(long)]
    pub strict: bool,
}

/// The arguments of `figures`.
#[derive(Args)]
pub struct FiguresArguments {
    #[command(flatten)]
    pub source: Source,
    #[command(flatten)]
    pub pupils: Pupils,
    /// The figures of groups as well
    #[arg(long)]
    pub groups: bool,
    #[command(flatten)]
    pub output: Output,
}

/// The arguments of `findings` and `return`.
#[derive(Args)]
pub struct TableArguments {
    #[command(flatten)]
    pub source: Source,
    #[command(flatten)]
    pub pupils: Pupils,
    #[command(flatten)]
    pub output: Output,
}

/// The arguments of `check`.
#[derive(Args)]
pub struct CheckArguments {
    #[command(flatten)]
    pub source: Source,
    /// Also ask what is to be asked where one year group counts, such as 6
    #[arg(long)]
    pub year: Option<String>,
    /// Last year's results of the school, which are looked at as well
    #[arg(long, value_name = "FILE")]
    pub current: Option<String>,
    /// Write a table instead of lines, in this form; the ending of --output tells, too
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    #[command(flatten)]
    pub place: Place,
}

/// The arguments of `convert`.
#[derive(Args)]
pub struct ConvertArguments {
    #[command(flatten)]
    pub source: Source,
    /// End with 3 while a question is open
    #[arg(long)]
    pub strict: bool,
    #[command(flatten)]
    pub output: Output,
}

/// The arguments of `edition`.
#[derive(Args)]
pub struct EditionArguments {
    /// A file with an edition of one's own, which extends one of the guidance
    #[arg(value_name = "FILE")]
    pub file: String,
    #[command(flatten)]
    pub place: Place,
}

/// The form of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Comma-separated values in UTF-8
    Csv,
    /// A list of objects, one for each row
    Json,
    /// An Excel workbook
    Xlsx,
}

impl Format {
    /// As it is asked for.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Xlsx => "xlsx",
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_fit_together() {
        Arguments::command().debug_assert();
    }
}
