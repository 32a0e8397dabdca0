//! Screens: what the engine has worked out, put into numbers and sentences for the page, one folder a screen. Each has
//! its shape in `view.rs`, which the page lays out, and is filled in from a [`scene::Scene`]. The table below says what
//! can be asked for, and what answers it.

mod ambition;
mod challenge;
mod chart;
mod check;
mod counts;
mod estimates;
mod exchange;
mod export;
mod exports;
mod grid_table;
mod method;
mod preview;
mod pupils;
mod pupils_on_paper;
mod queries;
mod scene;
mod shared_form;
mod sheets;
mod summary;
mod table;
mod tables;
mod trajectories;
mod view;
mod what_if;

use std::any::Any;

use serde::{Deserialize, Serialize};

pub use crate::guidance::Paragraph;
pub use chart::{ChartDot, FigureChart};
pub use exchange::{Answer, Exchange};
pub use export::{ExportForm, ExportQuery};
pub use grid_table::GridTable;
pub use shared_form::SharedForm;
pub use table::{CellInput, GroupDots, TableCell, TableColumn, TableRow, TableSection, TableView};
pub use view::{Chip, CountOf, LinkedCount, Tone};

use crate::session::command::{PupilsQuery, RuleApplication};
use crate::session::document::Document;
use SharedForm::{AsIs, Protected, Withheld};
use queries::queries;
use scene::Scene;

queries! {
    document;
    screens {
        /// What is open, for the frame of the page.
        summary: Summary -> Summary, Protected, summary::present::summary(&Scene::new(document));
        /// How the file was read.
        check: Check -> CheckPage, Withheld, check::present::check(&Scene::new(document));
        /// The statutory targets against what the guidance expects.
        ambition: Ambition -> AmbitionPage, Withheld, ambition::present::ambition(&Scene::new(document));
        /// One page of the pupils.
        pupils: Pupils(query: PupilsQuery) -> PupilsPage, Withheld, pupils::present::pupils(document, query);
        /// The pupils of the list's other pages, for paper.
        pupils_on_paper: PupilsOnPaper(query: PupilsQuery) -> PupilsOnPaper, Withheld,
            pupils_on_paper::present::pupils_on_paper(document, query);
        /// What a rule would change, before it is applied.
        preview: Preview(rule: RuleApplication) -> RulePreview, Withheld, preview::present::preview(document, rule);
        /// What the conversion tables say of this cohort.
        estimates: Estimates -> EstimatesPage, Withheld, estimates::present::estimates(&Scene::new(document));
        /// What a higher target would take.
        what_if: WhatIf(query: WhatIfQuery) -> WhatIfPage, Withheld, what_if::present::what_if(document, query);
        /// What to raise, as an agenda.
        challenge: Challenge -> ChallengePage, Withheld, challenge::present::challenge(&Scene::new(document));
        /// The ways from current performance to the goals.
        trajectories: Trajectories -> TrajectoriesPage, Withheld,
            trajectories::present::trajectories(&Scene::new(document));
        /// Tables of groups, children in care, special needs, schools, or the return.
        tables: Tables(query: TablesQuery) -> TablesPage, tables::shared_form(query.about), tables::tables(&Scene::new(document), query);
        /// A sheet on a topic.
        sheets: Sheet(query: SheetQuery) -> SheetPage, sheets::shared_form(query.topic), sheets::sheet(document, query);
        /// Figures as numbers, for programs.
        counts: Counts(query: CountsQuery) -> CountsPage, Withheld, counts::present::counts(&Scene::new(document), query);
        /// Every measure with its rule, conventions and paragraphs.
        method: Method -> MethodPage, AsIs, method::present::of_document(&Scene::new(document));
    }
    exports {
        /// The tables of a screen, all rows of them.
        Export(query: ExportQuery), export::shared_form(query), export::export(document, query);
        /// The timetable for a calendar program (RULES 9.1).
        Calendar(query: CalendarQuery), AsIs, exports::calendar(&Scene::new(document), query);
        /// The figures as CSV (RULES 10.2).
        FiguresCsv, Protected, exports::figures(&Scene::new(document));
        /// All pupils with their targets as they are now, as CSV that can be read again (RULES 10.1).
        TargetsCsv, Withheld, exports::targets(&Scene::new(document));
        /// The columns given to fields by hand, as a text for `ReadSetting::Columns`: headings and fields, nothing of a
        /// pupil.
        ColumnsFile, AsIs, exports::columns(document);
        /// Everything noticed while the file was read, as CSV.
        ProblemsCsv, Withheld, exports::problems(document);
        /// The findings as CSV (RULES 10.3).
        FindingsCsv, Withheld, exports::findings(&Scene::new(document));
    }
}

#[cfg(test)]
mod tests;
