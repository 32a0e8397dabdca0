//! What each command does.

use ambition_engine::intake::ReadFile;
use ambition_engine::screens::{Exchange, Query, TablesAbout, TablesQuery, View};
use ambition_engine::session::{Command, Session};
use ambition_evaluation::account::{self, ToldLines};
use ambition_evaluation::answers::Answers;
use ambition_evaluation::files::{GuidanceInUse, InputFile};
use ambition_evaluation::places::Places;
use ambition_evaluation::{Evaluation, codes, files, wording};

use crate::arguments::{
    Arguments, CheckArguments, ConvertArguments, EditionArguments, Format, Place, Pupils, Source, TableArguments, Task,
};
use crate::output;
use crate::table::{self, OutputTable};
use crate::telling::{Telling, print_error};

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
                &[],
            )?;
            Ok(opened.questions)
        }
        Task::Findings(arguments) => {
            let format = arguments.output.form()?;
            let opened = evaluate(&arguments.source, &arguments.pupils, &arguments.output.place)?;
            output::write_csv(format, &arguments.output.place, "findings", &opened.evaluation.findings_csv(), &[])?;
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
    /// Last year's results, and what their file is called.
    last: Option<(ReadFile, String)>,
    /// Open questions that count.
    questions: usize,
}

/// Opens files, with the year group and the results beside them, and tells how they were read.
fn evaluate(source: &Source, pupils: &Pupils, place: &Place) -> Result<OpenedFiles, String> {
    let (opened, telling) = read(source, pupils.year.as_deref(), pupils.current.as_deref(), place)?;
    telling.print(place, pupils.strict);
    Ok(if pupils.strict { opened } else { OpenedFiles { questions: 0, ..opened } })
}

/// Opens files, with the year group and the results beside them; also returns how they were read.
fn read(
    source: &Source,
    year: Option<&str>,
    current: Option<&str>,
    place: &Place,
) -> Result<(OpenedFiles, Telling), String> {
    let guidance = files::read_guidance(source.edition_file.as_deref())?;
    read_by(guidance.clone(), source, year, current, place).map_err(|error| {
        let edition = source.edition.as_deref().and_then(|id| guidance.guidance.edition(id));
        let edition = edition.or_else(|| guidance.guidance.newest_edition());
        edition.map_or(error.clone(), |edition| wording::for_command_line(&error, edition))
    })
}

fn read_by(
    guidance: GuidanceInUse,
    source: &Source,
    year: Option<&str>,
    current: Option<&str>,
    place: &Place,
) -> Result<(OpenedFiles, Telling), String> {
    let paths = source.files.iter().map(String::as_str).chain(current).map(str::to_owned).collect::<Vec<_>>();
    refuse_twice(&source.files, current)?;
    output::refuse_inputs(place, paths.iter().map(String::as_str).chain(source.edition_file.as_deref()))?;
    let mut inputs = InputFile::take(&paths)?;
    paths.iter().zip(&inputs).try_for_each(|(path, input)| refuse_json(path, input))?;
    let current = current.and_then(|_| inputs.pop());
    let mut telling = Telling::new(paths.len());
    let first = inputs.first().map(|input| input.name().to_owned()).unwrap_or_default();
    let own = guidance.own.as_ref().map(|own| own.id.as_str());
    let edition = source.edition.as_deref().or(own);
    let mut answers = Answers::new(source.answer.clone());
    let mut evaluation = Evaluation::open_answered(inputs, edition, &mut answers, &guidance.guidance)?;
    if let Some(year) = year {
        check_year(&evaluation, year)?;
    }
    telling.tell(edition_lines(&evaluation, &guidance), &evaluation);
    let places = Places::new(evaluation.parts());
    let of_files = account::of_files(evaluation.file(), evaluation.parts(), evaluation.guidance());
    let unlisted = account::of_unlisted(&evaluation.file().account, evaluation.parts());
    let mut of_years = year_lines(&evaluation, year);
    of_years.noticed = of_years.noticed.into_iter().map(|noticed| places.place_counted_on(noticed)).collect();
    for told in [of_files, unlisted, of_years] {
        match evaluation.parts() {
            [] => telling.tell_of(&first, told, &evaluation),
            _ => telling.tell(told, &evaluation),
        }
    }
    if let Some(year) = year {
        evaluation.pick_year(year);
    }
    let mut last = None;
    if let Some(input) = current {
        let (file, doubts) = evaluation.take_current_answered(&input, &mut answers)?;
        telling
            .tell(ToldLines::of_line("current", &format!("current performance from {}:", input.path())), &evaluation);
        telling.tell_of(input.name(), account::of_file(&file, evaluation.guidance()), &evaluation);
        telling.tell_of(input.name(), account::of_unlisted(&file.account, &[]), &evaluation);
        telling.tell_of(input.name(), account::of_doubts(&doubts), &evaluation);
        last = Some((file, files::file_name(input.path())));
    }
    telling.tell(answer_lines(&answers), &evaluation);
    let questions = telling.questions;
    Ok((OpenedFiles { evaluation, guidance, last, questions }, telling))
}

/// What became of answers.
fn answer_lines(answers: &Answers) -> ToldLines {
    let given = answers.given().iter().map(|(answer, label)| format!("answer {answer}: {label}"));
    let waiting = answers.waiting().iter().map(|answer| format!("answer {answer}: nothing asks for it"));
    let mut told = ToldLines::default();
    given.chain(waiting).for_each(|line| told.append(ToldLines::of_line("answer", &line)));
    told
}

/// Refuses a file that is given twice: its pupils would be joined with themselves.
fn refuse_twice(files: &[String], current: Option<&str>) -> Result<(), String> {
    let is_again = |(index, path): &(usize, &String)| files.iter().take(*index).any(|other| other == *path);
    if let Some((_, path)) = files.iter().enumerate().find(is_again) {
        return Err(format!("{path}: it is given twice; give each file once"));
    }
    match current.filter(|path| *path == files::STANDARD_INPUT && files.iter().any(|other| other == path)) {
        Some(path) => Err(format!("{path}: the standard input can be read once only; give one of the two as a file")),
        None => Ok(()),
    }
}

/// What work that is saved on the page begins with, also if it has a passphrase.
const SAVED_WORK: &str = "\"ambition-work";

/// The bytes that a file is recognised by.
const FIRST_BYTES: u64 = 4096;

/// Refuses JSON in words of its own. Not all of it is told from a table: the program's has a line for each row.
fn refuse_json(path: &str, input: &InputFile) -> Result<(), String> {
    let bytes = input.first_bytes(FIRST_BYTES);
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let mut first = text.iter().filter(|byte| !byte.is_ascii_whitespace());
    match (first.next(), first.next()) {
        (Some(b'{'), Some(b'"')) if String::from_utf8_lossy(text).contains(SAVED_WORK) => Err(format!(
            "{path}: this is work that was saved on the page. Open it there, and save the pupils as a table."
        )),
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
    let format = output::form_of_check(arguments.format, place)?;
    let (opened, telling) = read(source, year.as_deref(), current.as_deref(), place)?;
    if let Some(format) = format {
        telling.print(place, true);
        output::write_table(format, place, &telling.table())?;
    } else {
        let lines = telling.lines().iter().map(|line| format!("{line}\n")).collect::<String>();
        output::write_bytes(place, lines.as_bytes())?;
    }
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
    if let Some((file, name)) = last {
        session.open_current(file, &name)?;
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
    let by = evaluation.guidance().clone();
    let mut session = session(evaluation, &arguments.source, &guidance)?;
    let answer = session.exchange(&Exchange { command: None, queries: vec![Query::TargetsCsv] });
    let Some(View::Text { text, .. }) = answer.views.into_iter().next() else {
        return Err("there are no pupils to write".into());
    };
    output::write_csv(format, place, "pupils", &text, &codes::number_headings(&by))?;
    Ok(questions)
}

fn pack_edition(EditionArguments { file, place }: &EditionArguments) -> Result<usize, String> {
    output::refuse_inputs(place, [file.as_str()].into_iter())?;
    let guidance = files::read_guidance(Some(file))?;
    output::write_bytes(place, guidance.pack()?.as_bytes())?;
    if let Some(own) = guidance.own.filter(|_| !place.quiet) {
        print_error(&format!("edition {}, which extends {}, for this version of the page", own.id, own.extends));
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

/// Which edition is worked by, and what one of one's own adds.
fn edition_lines(evaluation: &Evaluation, in_use: &GuidanceInUse) -> ToldLines {
    let edition = evaluation.edition();
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
    let mut told = ToldLines::default();
    lines.iter().for_each(|line| told.append(ToldLines::of_line("edition", line)));
    told
}

fn year_lines(evaluation: &Evaluation, year: Option<&str>) -> ToldLines {
    let (cohort, guidance) = (&evaluation.file().cohort, evaluation.guidance());
    match (account::year_groups(cohort, guidance).as_slice(), year) {
        // There is nothing to pick.
        ([only], None) => ToldLines::of_line("year", &format!("year group: {only}")),
        _ => account::of_years(cohort, year, guidance),
    }
}
