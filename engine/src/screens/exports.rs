//! What is saved as a file and is of no one screen, with its name.

use super::View;
use super::scene::Scene;
use super::sheets::view::CalendarQuery;
use crate::cohort::school_slices::school_slices;
use crate::measures::Bases;
use crate::measures::bases::PriorCache;
use crate::report;
use crate::session::document::Document;
use crate::text::csv::{CsvStart, CsvText};

/// Schools whose figures are saved by group.
const SCHOOLS_BY_GROUP: usize = 500;

/// The timetable for a calendar program.
pub(crate) fn calendar(scene: &Scene, query: &CalendarQuery) -> View {
    let (edition, settings) = (scene.edition, &scene.document.settings);
    View::Text {
        name: format!("timetable-{}.ics", edition.id),
        text: report::calendar::calendar(edition, &query.today, |id| settings.is_done(id)),
    }
}

/// The figures as CSV, by group too; for a file of very many schools without the groups, which would be millions of
/// rows that no spreadsheet opens.
pub(crate) fn figures(scene: &Scene) -> View {
    let by_group = school_slices(scene.document.cohort(), scene.guidance).len() <= SCHOOLS_BY_GROUP;
    let form = match (scene.document.disclosure().is_on(), by_group) {
        (true, _) => "-to-share",
        (false, true) => "",
        (false, false) => "-without-groups",
    };
    let name = format!("figures-{}{form}.csv", scene.edition.id);
    View::Text { name, text: figures_csv(scene, CsvText::for_spreadsheet, by_group) }
}

/// The figures in the exchange format; while views are made fit to share, those that are.
pub(crate) fn figures_csv(scene: &Scene, begin: CsvStart, by_group: bool) -> String {
    let (document, edition) = (scene.document, scene.edition);
    let priors = PriorCache::new(edition);
    // What is of all years is of all years of the school shown.
    let of_school = document.settings.school.as_ref().map(|school| document.file.in_school(scene.guidance, school));
    let of_school = of_school.map(|pupils| (document.file.subset(&pupils), document.moderated.only(&pupils)));
    let (cohort, moderated) =
        of_school.as_ref().map_or((&document.file, &document.moderated), |(file, moderated)| (file, moderated));
    let file = Bases::new(cohort, scene.guidance, moderated, &priors)
        .with_local(&document.settings.reported, &document.settings.authority);
    let disclosure = document.disclosure();
    if disclosure.is_on() {
        return report::figures::shared_figures_csv(begin, edition, &scene.bases, &file, disclosure);
    }
    report::figures::figures_csv(begin, edition, &scene.bases, &file, by_group)
}

/// The findings as CSV.
pub(crate) fn findings(scene: &Scene) -> View {
    View::Text {
        name: format!("findings-{}.csv", scene.edition.id),
        text: findings_csv(scene, CsvText::for_spreadsheet),
    }
}

/// The findings in the exchange format.
pub(crate) fn findings_csv(scene: &Scene, begin: CsvStart) -> String {
    report::findings::findings_csv(begin, scene.edition, &scene.bases, scene.document.evidence())
}

/// All pupils with their targets as they are now, as CSV.
pub(crate) fn targets(scene: &Scene) -> View {
    let document = scene.document;
    View::Text {
        name: format!("pupils-{}.csv", scene.edition.id),
        text: report::targets::targets_csv(&document.file, &document.moderated, &document.reasons, scene.guidance),
    }
}

/// The columns given to fields by hand.
pub(crate) fn columns(document: &Document) -> View {
    View::Text { name: "columns.json".into(), text: document.account.read_as.columns_text() }
}

/// Everything noticed while the file was read, as CSV.
pub(crate) fn problems(document: &Document) -> View {
    View::Text { name: "problems.csv".into(), text: report::problems::problems_csv(&document.account) }
}
