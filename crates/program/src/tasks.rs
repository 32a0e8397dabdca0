//! What each command does.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use ambition_engine::intake::ReadFile;
use ambition_engine::report::problems::problems_csv;
use ambition_engine::screens::{Exchange, Query, TablesAbout, TablesQuery, View};
use ambition_engine::session::{Command, Session};
use ambition_evaluation::account::{self, NoticedRow, ToldLines};
use ambition_evaluation::files::GuidanceInUse;
use ambition_evaluation::{Evaluation, files};

use crate::arguments::{
    Arguments, CheckArguments, ConvertArguments, EditionArguments, Format, Place, Pupils, Source, TableArguments, Task,
};
use crate::output;
use crate::table::{self, OutputTable};

/// Does what is asked for; returns the number of open questions that count.
pub fn run(arguments: Arguments) -> Result<usize, String> {
    match arguments.task {
        Task::Figures(arguments) => {
            let format = arguments.output.form()?;
            let opened = evaluate(&arguments.source, &arguments.pupils, &arguments.output.place)?;
            output::write_csv(
                format,
                &arguments.output.place,
                "figures",
                &opened.evaluation.figures_csv(arguments.groups),
            )?;
            Ok(opened.questions)
        }
        Task::Findings(arguments) => {
            let format = arguments.output.form()?;
            let opened = evaluate(&arguments.source, &arguments.pupils, &arguments.output.place)?;
            output::write_csv(format, &arguments.output.place, "findings", &opened.evaluation.findings_csv())?;
            Ok(opened.questions)
        }
        Task::Check(arguments) => check(&arguments),
        Task::Return(arguments) => fill_return(&arguments),
        Task::Convert(arguments) => convert(&arguments),
        Task::Edition(arguments) => pack_edition(&arguments),
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
    let (opened, told) = read(source, pupils.year.as_deref(), pupils.current.as_deref(), place)?;
    told.iter().for_each(|told| tell(place, told));
    if pupils.strict {
        tell_line_on_questions(place, opened.questions);
        return Ok(opened);
    }
    Ok(OpenedFiles { questions: 0, ..opened })
}

/// Opens files, with the year group and the results beside them; also returns how they were read.
fn read(
    source: &Source,
    year: Option<&str>,
    current: Option<&str>,
    place: &Place,
) -> Result<(OpenedFiles, Vec<ToldLines>), String> {
    let inputs = source.files.iter().map(String::as_str).chain(current);
    inputs.clone().try_for_each(refuse_json)?;
    output::refuse_inputs(place, inputs.chain(source.edition_file.as_deref()))?;
    let guidance = files::read_guidance(source.edition_file.as_deref())?;
    let own = guidance.own.as_ref().map(|own| own.id.as_str());
    let edition = source.edition.as_deref().or(own);
    let mut evaluation = Evaluation::open(&source.files, edition, &guidance.guidance)?;
    if let Some(year) = year {
        check_year(&evaluation, year)?;
    }
    let mut told = file_lines(&evaluation, &guidance, year);
    let mut last = None;
    if let Some(year) = year {
        evaluation.pick_year(year);
    }
    if let Some(path) = current {
        let (file, doubts) = evaluation.take_current(path)?;
        told.push(ToldLines { lines: vec![format!("current performance from {path}:")], ..ToldLines::default() });
        told.push(account::of_file(&file, evaluation.guidance()));
        told.push(account::of_doubts(&doubts));
        last = Some(file);
    }
    let questions = told.iter().map(|told| told.questions).sum();
    Ok((OpenedFiles { evaluation, guidance, last, questions }, told))
}

/// The bytes that a file is recognised by.
const FIRST_BYTES: u64 = 4096;

/// Refuses JSON in words of its own. Not all of it is told from a table: the program's has a line for each row.
fn refuse_json(path: &str) -> Result<(), String> {
    // A pipe can be read once only; a file that cannot be read is refused where it is read.
    let mut bytes = Vec::new();
    if let Some(file) = Some(path).filter(|path| Path::new(path).is_file()).and_then(|path| File::open(path).ok()) {
        file.take(FIRST_BYTES).read_to_end(&mut bytes).unwrap_or_default();
    }
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let mut first = text.iter().filter(|byte| !byte.is_ascii_whitespace());
    match (first.next(), first.next()) {
        (Some(b'['), Some(b'{' | b']')) | (Some(b'{'), Some(b'"' | b'}')) => {
            Err(format!("{path}: this is JSON, which is written and not read. Give the table as CSV or as a workbook."))
        }
        _ => Ok(()),
    }
}

/// Refuses a year group that no pupil is in.
fn check_year(evaluation: &Evaluation, year: &str) -> Result<(), String> {
    let (cohort, guidance) = (&evaluation.file().cohort, evaluation.guidance());
    if !year.trim().is_empty() && (cohort.is_empty() || !cohort.in_year(guidance, year).is_empty()) {
        return Ok(());
    }
    let years = account::year_groups(cohort, guidance);
    let years = if years.is_empty() { "no year groups".to_owned() } else { format!("year {}", years.join(", ")) };
    Err(format!("--year {year:?}: no pupil is in that year; the file has {years}"))
}

fn check(arguments: &CheckArguments) -> Result<usize, String> {
    let CheckArguments { source, year, current, place, .. } = arguments;
    let format = output::form(arguments.format, place)?;
    let (opened, told) = read(source, year.as_deref(), current.as_deref(), place)?;
    let Some(format) = format else {
        let on_questions = line_on_questions(opened.questions);
        let lines = told.iter().flat_map(|told| &told.lines).chain(&on_questions);
        let lines = lines.map(|line| format!("{line}\n")).collect::<String>();
        output::write_bytes(place, lines.as_bytes())?;
        return Ok(opened.questions);
    };
    told.iter().for_each(|told| tell(place, told));
    tell_line_on_questions(place, opened.questions);
    let mut table = OutputTable::from_csv("problems", &problems_csv(&opened.evaluation.file().account))?;
    told.iter().flat_map(|told| &told.noticed).for_each(|row| table.push(row));
    if let (Some(path), Some(last)) = (current, &opened.last) {
        let of_last = OutputTable::from_csv("problems", &problems_csv(&last.account))?;
        table.append(of_last, |what| format!("{path}: {what}"));
    }
    output::write_table(format, place, &table)?;
    Ok(opened.questions)
}

fn fill_return(arguments: &TableArguments) -> Result<usize, String> {
    let (format, place) = (arguments.output.form()?, &arguments.output.place);
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
    output::write_form(format, place, &bytes)?;
    Ok(questions)
}

fn convert(arguments: &ConvertArguments) -> Result<usize, String> {
    let (format, place) = (arguments.output.form()?, &arguments.output.place);
    let nothing_picked = Pupils { year: None, current: None, strict: arguments.strict };
    let OpenedFiles { evaluation, guidance, questions, .. } = evaluate(&arguments.source, &nothing_picked, place)?;
    let mut session = session(evaluation, &arguments.source, &guidance)?;
    let answer = session.exchange(&Exchange { command: None, queries: vec![Query::TargetsCsv] });
    let Some(View::Text { text, .. }) = answer.views.into_iter().next() else {
        return Err("there are no pupils to write".into());
    };
    output::write_csv(format, place, "pupils", &text)?;
    Ok(questions)
}

fn pack_edition(EditionArguments { file, place }: &EditionArguments) -> Result<usize, String> {
    output::refuse_inputs(place, [file.as_str()].into_iter())?;
    let guidance = files::read_guidance(Some(file))?;
    output::write_bytes(place, guidance.pack()?.as_bytes())?;
    if let Some(own) = &guidance.own {
        tell_line(place, &format!("edition {}, which extends {}, for this version of the page", own.id, own.extends));
    }
    Ok(0)
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

fn file_lines(evaluation: &Evaluation, in_use: &GuidanceInUse, year: Option<&str>) -> Vec<ToldLines> {
    let (file, guidance, edition) = (evaluation.file(), evaluation.guidance(), evaluation.edition());
    let mut lines = vec![format!("edition {}: {}", edition.id, evaluation.reason())];
    if let Some(own) = in_use.own.as_ref().filter(|own| own.id == edition.id) {
        lines.push(format!(
            "edition {} is not official guidance: it is from {} and extends {}",
            own.id, own.path, own.extends
        ));
        let of_measures =
            edition.measures.iter().flat_map(|measure| measure.lines.iter().map(move |line| (measure, line)));
        lines.extend(of_measures.map(|(measure, line)| {
            format!("{} {}: {}, {}% ({})", line.kind, measure.id, line.label, line.percent, line.source)
        }));
    }
    let noticed = lines.iter().map(|line| NoticedRow::of_file("edition", line)).collect();
    let mut of_years = account::of_years(&file.cohort, year, guidance);
    if let ([only], None) = (account::year_groups(&file.cohort, guidance).as_slice(), year) {
        // There is nothing to pick.
        of_years = ToldLines { lines: vec![format!("year group: {only}")], ..ToldLines::default() };
    }
    vec![ToldLines { lines, noticed, questions: 0 }, account::of_file(file, guidance), of_years]
}

fn tell(place: &Place, told: &ToldLines) {
    told.lines.iter().for_each(|line| tell_line(place, line));
}

fn tell_line(place: &Place, line: &str) {
    if !place.quiet {
        eprintln!("{line}");
    }
}

/// What to do about open questions.
fn line_on_questions(questions: usize) -> Option<String> {
    let open = if questions == 1 { "1 question is open".to_owned() } else { format!("{questions} questions are open") };
    (questions > 0).then(|| {
        format!("{open}: correct the file, or open it on the page, where questions are answered and columns are chosen")
    })
}

fn tell_line_on_questions(place: &Place, questions: usize) {
    line_on_questions(questions).iter().for_each(|line| tell_line(place, line));
}
