//! What each command does.

use std::fs;
use std::io::{self, IsTerminal, Write};

use ambition_engine::intake::ReadFile;
use ambition_engine::report::problems::problems_csv;
use ambition_engine::screens::{Exchange, Query, TablesAbout, TablesQuery, View};
use ambition_engine::session::{Command, Session};
use ambition_evaluation::account::{self, ToldLines};
use ambition_evaluation::files::GuidanceInUse;
use ambition_evaluation::{Evaluation, files};

use crate::arguments::{
    Arguments, CheckArguments, ConvertArguments, Format, Output, Place, Pupils, ReturnArguments, Source, Task,
};
use crate::table::{self, OutputTable};

/// Does what is asked for; returns the number of open questions that count.
pub fn run(arguments: Arguments) -> Result<usize, String> {
    match arguments.task {
        Task::Figures(arguments) => {
            let opened = evaluate(&arguments.source, &arguments.pupils, &arguments.output.place)?;
            write_csv(&arguments.output, "figures", &opened.evaluation.figures_csv(arguments.groups))?;
            Ok(opened.questions)
        }
        Task::Findings(arguments) => {
            let opened = evaluate(&arguments.source, &arguments.pupils, &arguments.output.place)?;
            write_csv(&arguments.output, "findings", &opened.evaluation.findings_csv())?;
            Ok(opened.questions)
        }
        Task::Check(arguments) => check(&arguments),
        Task::Return(arguments) => fill_return(&arguments),
        Task::Convert(arguments) => convert(&arguments),
    }
}

/// Files that were opened and told about.
struct OpenedFiles {
    evaluation: Evaluation,
    guidance: GuidanceInUse,
    /// Last year's results.
    last: Option<ReadFile>,
    /// Open questions that count.
    questions: usize,
}

/// Opens files, with the year group and the results beside them, and tells how they were read.
fn evaluate(source: &Source, pupils: &Pupils, place: &Place) -> Result<OpenedFiles, String> {
    let (mut evaluation, guidance) = open(source)?;
    let mut questions = tell_file(&evaluation, &guidance, pupils.year.as_deref(), place);
    let mut last = None;
    if let Some(year) = &pupils.year {
        evaluation.pick_year(year);
    }
    if let Some(path) = &pupils.current {
        let (file, doubts) = evaluation.take_current(path)?;
        tell_line(place, &format!("current performance from {path}:"));
        questions += tell(place, &account::of_file(&file, evaluation.guidance()));
        questions += tell(place, &account::of_doubts(&doubts));
        last = Some(file);
    }
    Ok(OpenedFiles { evaluation, guidance, last, questions: if pupils.strict { questions } else { 0 } })
}

fn open(source: &Source) -> Result<(Evaluation, GuidanceInUse), String> {
    let guidance = files::read_guidance(source.edition_file.as_deref())?;
    let own = guidance.own.as_ref().map(|own| own.id.as_str());
    let edition = source.edition.as_deref().or(own);
    Ok((Evaluation::open(&source.files, edition, &guidance.guidance)?, guidance))
}

fn check(arguments: &CheckArguments) -> Result<usize, String> {
    let (evaluation, guidance) = open(&arguments.source)?;
    let year = arguments.year.as_deref();
    let Some(format) = arguments.format else {
        let told = file_lines(&evaluation, &guidance, year);
        let lines = told.iter().flat_map(|told| &told.lines).map(|line| format!("{line}\n")).collect::<String>();
        write_bytes(&arguments.place, lines.as_bytes())?;
        return Ok(told.iter().map(|told| told.questions).sum());
    };
    let questions = tell_file(&evaluation, &guidance, year, &arguments.place);
    let table = OutputTable::from_csv("problems", &problems_csv(&evaluation.file().account))?;
    write_table(format, &arguments.place, &table)?;
    Ok(questions)
}

fn fill_return(arguments: &ReturnArguments) -> Result<usize, String> {
    let Output { format, place } = &arguments.output;
    let OpenedFiles { evaluation, guidance, last, questions } = evaluate(&arguments.source, &arguments.pupils, place)?;
    let edition = evaluation.edition();
    if edition.local.rows.is_empty() {
        return Err(format!("edition {} has no table of targets to return; --edition chooses another", edition.id));
    }
    let mut session = session(evaluation, &arguments.source, &guidance)?;
    if let Some(year) = &arguments.pupils.year {
        command(&mut session, Command::SetYear { year: year.clone() })?;
    }
    if let (Some(path), Some(file)) = (&arguments.pupils.current, last) {
        session.open_current(file, &files::file_name(path))?;
    }
    let screen = Query::Tables(TablesQuery { about: TablesAbout::Return, ..TablesQuery::default() });
    let tables = session.tables(&screen).iter().map(OutputTable::from_sheet).collect::<Vec<_>>();
    let bytes = match format {
        Format::Csv => table::csv_of(&tables).into_bytes(),
        Format::Json => table::json_of(&tables).into_bytes(),
        Format::Xlsx => table::workbook_of(&tables),
    };
    write_form(*format, place, &bytes)?;
    Ok(questions)
}

fn convert(arguments: &ConvertArguments) -> Result<usize, String> {
    let (evaluation, guidance) = open(&arguments.source)?;
    let questions = tell_file(&evaluation, &guidance, None, &arguments.output.place);
    let mut session = session(evaluation, &arguments.source, &guidance)?;
    let answer = session.exchange(&Exchange { command: None, queries: vec![Query::TargetsCsv] });
    let Some(View::Text { text, .. }) = answer.views.into_iter().next() else {
        return Err("there are no pupils to write".into());
    };
    write_csv(&arguments.output, "pupils", &text)?;
    Ok(if arguments.strict { questions } else { 0 })
}

/// A session in which the files are open.
fn session(evaluation: Evaluation, source: &Source, guidance: &GuidanceInUse) -> Result<Session, String> {
    let names = source.files.iter().map(|path| files::file_name(path)).collect::<Vec<_>>();
    let mut session = Session::new(guidance.guidance.clone())?;
    session.open(evaluation.into_file(), &names.join(", "));
    Ok(session)
}

fn command(session: &mut Session, command: Command) -> Result<(), String> {
    let answer = session.exchange(&Exchange { command: Some(command), queries: Vec::new() });
    answer.refused.map_or(Ok(()), Err)
}

fn file_lines(evaluation: &Evaluation, in_use: &GuidanceInUse, year: Option<&str>) -> [ToldLines; 3] {
    let (file, guidance, edition) = (evaluation.file(), evaluation.guidance(), evaluation.edition());
    let mut lines = vec![format!("edition {}: {}", edition.id, evaluation.reason())];
    if let Some(own) = in_use.own.as_ref().filter(|own| own.id == edition.id) {
        lines.push(format!("edition {} is no guidance: it is of {} and extends {}", own.id, own.path, own.extends));
    }
    let edition = ToldLines { lines, questions: 0 };
    [edition, account::of_file(file, guidance), account::of_years(&file.cohort, year, guidance)]
}

/// Tells how the files were read; returns the number of questions.
fn tell_file(evaluation: &Evaluation, guidance: &GuidanceInUse, year: Option<&str>, place: &Place) -> usize {
    file_lines(evaluation, guidance, year).iter().map(|told| tell(place, told)).sum()
}

fn tell(place: &Place, told: &ToldLines) -> usize {
    told.lines.iter().for_each(|line| tell_line(place, line));
    told.questions
}

fn tell_line(place: &Place, line: &str) {
    if !place.quiet {
        eprintln!("{line}");
    }
}

/// Writes CSV of the engine in the form that is asked for.
fn write_csv(output: &Output, title: &str, text: &str) -> Result<(), String> {
    match output.format {
        // The bytes that the engine wrote.
        Format::Csv => write_bytes(&output.place, text.as_bytes()),
        format => write_table(format, &output.place, &OutputTable::from_csv(title, text)?),
    }
}

fn write_table(format: Format, place: &Place, table: &OutputTable) -> Result<(), String> {
    let bytes = match format {
        Format::Csv => table.to_csv().into_bytes(),
        Format::Json => table.to_json().into_bytes(),
        Format::Xlsx => table::workbook_of(std::slice::from_ref(table)),
    };
    write_form(format, place, &bytes)
}

fn write_form(format: Format, place: &Place, bytes: &[u8]) -> Result<(), String> {
    if format == Format::Xlsx && place.output.is_none() && io::stdout().is_terminal() {
        return Err("a workbook is no text for a terminal; --output names a file for it".into());
    }
    write_bytes(place, bytes)
}

fn write_bytes(place: &Place, bytes: &[u8]) -> Result<(), String> {
    match &place.output {
        Some(path) => fs::write(path, bytes).map_err(|error| format!("{path}: cannot be written: {error}")),
        None => match io::stdout().lock().write_all(bytes) {
            // Whoever reads has enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written.map_err(|error| format!("the standard output cannot be written: {error}")),
        },
    }
}
