//! What the school shown is called.

use crate::screens::View;
use crate::screens::scene::Scene;
use crate::session::document::Document;
use crate::session::work::words_of_name;

/// The heading of the names of schools.
const SCHOOL_NAME: &str = "SchoolName";

/// The school that is shown, by the name the user gave it, or the file has for it; of a file of many schools, and of one
/// that names none, the file's name.
pub(crate) fn title(scene: &Scene) -> String {
    let document = scene.document;
    if let Some(school) = &document.settings.school {
        return school_name(scene, school);
    }
    Some(name_alone(scene)).filter(|name| !name.is_empty()).unwrap_or_else(|| document.name.clone())
}

/// The name of what is shown, without a school's number; empty: it has none.
pub(crate) fn name_alone(scene: &Scene) -> String {
    match (&scene.document.settings.school, given(scene.document)) {
        (_, Some(given)) => given.to_owned(),
        (Some(school), None) => name_in_file(scene, school).unwrap_or_default(),
        (None, None) if scene.document.several_schools() => String::new(),
        (None, None) => scene.document.file.school_name().to_owned(),
    }
}

/// "2001 Hillview Primary"; the number alone where neither the user nor the file has a name for it.
pub(crate) fn school_name(scene: &Scene, school: &str) -> String {
    let given = scene.document.settings.school_names.get(&Some(school.to_owned())).cloned();
    let name = given.or_else(|| name_in_file(scene, school));
    name.map_or_else(|| school.to_owned(), |name| format!("{school} {name}"))
}

/// The name that the user gave to what is shown.
fn given(document: &Document) -> Option<&str> {
    document.settings.school_names.get(&document.settings.school).map(String::as_str)
}

fn name_in_file(scene: &Scene, school: &str) -> Option<String> {
    let field = scene.guidance.fields.by_heading(SCHOOL_NAME)?;
    let names = scene.document.file.label_column(field)?;
    let pupil = *scene.document.file.in_school(scene.guidance, school).first()?;
    Some(names.label(pupil).to_owned()).filter(|name| !name.is_empty())
}

/// An export, with the school's name before that of its file: "Hillview-Primary-figures-2009.csv".
pub(crate) fn named_for_school(view: View, document: &Document) -> View {
    let school = words_of_name(&name_alone(&Scene::new(document)));
    let named = |name: String| if school.is_empty() { name } else { format!("{school}-{name}") };
    match view {
        View::Text { name, text } => View::Text { name: named(name), text },
        View::File { name, bytes } => View::File { name: named(name), bytes },
        other => other,
    }
}
