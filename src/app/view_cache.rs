//! The last views that the engine answered.

use std::rc::Rc;

use ambition_engine::screens::{
    Ambition, Challenge, Check, Grids, Method, Preview, PupilsPage, Sheet, Summary, Tables, Trajectories, View,
};
use ambition_engine::session::command::{Query, Topic};

/// A view, and the number of the exchange it came from: an older answer never replaces a newer one.
#[derive(Clone, PartialEq)]
struct Slot<T> {
    serial: u32,
    view: Option<Rc<T>>,
}

impl<T> Default for Slot<T> {
    fn default() -> Slot<T> {
        Slot { serial: 0, view: None }
    }
}

impl<T> Slot<T> {
    fn put(&mut self, serial: u32, view: Option<T>) {
        if serial >= self.serial {
            self.serial = serial;
            self.view = view.map(Rc::new);
        }
    }

    fn drop_before(&mut self, serial: u32) {
        if self.serial < serial {
            self.view = None;
        }
    }
}

/// What is on the screen or was lately.
#[derive(Clone, Default, PartialEq)]
pub struct Shown {
    summary: Slot<Summary>,
    check: Slot<Check>,
    ambition: Slot<Ambition>,
    pupils: Slot<PupilsPage>,
    challenge: Slot<Challenge>,
    grids: Slot<Grids>,
    preview: Slot<Preview>,
    trajectories: Slot<Trajectories>,
    tables: Slot<Tables>,
    sheet: Slot<Sheet>,
    method: Slot<Method>,
}

impl Shown {
    /// What is open; `None`: nothing.
    pub fn summary(&self) -> Option<&Rc<Summary>> {
        self.summary.view.as_ref()
    }

    /// How the file was read.
    pub fn check(&self) -> Option<&Rc<Check>> {
        self.check.view.as_ref()
    }

    /// The targets.
    pub fn ambition(&self) -> Option<&Rc<Ambition>> {
        self.ambition.view.as_ref()
    }

    /// The page of pupils last wanted.
    pub fn pupils(&self) -> Option<&Rc<PupilsPage>> {
        self.pupils.view.as_ref()
    }

    /// What to raise.
    pub fn challenge(&self) -> Option<&Rc<Challenge>> {
        self.challenge.view.as_ref()
    }

    /// Estimates, or what a higher target would take.
    pub fn grids(&self) -> Option<&Rc<Grids>> {
        self.grids.view.as_ref()
    }

    /// What a rule would change.
    pub fn preview(&self) -> Option<&Rc<Preview>> {
        self.preview.view.as_ref()
    }

    /// The ways to the goals.
    pub fn trajectories(&self) -> Option<&Rc<Trajectories>> {
        self.trajectories.view.as_ref()
    }

    /// The tables last wanted.
    pub fn tables(&self) -> Option<&Rc<Tables>> {
        self.tables.view.as_ref()
    }

    /// The sheet last wanted, if it is on this topic.
    pub fn sheet(&self, topic: Topic) -> Option<&Rc<Sheet>> {
        self.sheet.view.as_ref().filter(|sheet| sheet.topic == topic)
    }

    /// The rules.
    pub fn method(&self) -> Option<&Rc<Method>> {
        self.method.view.as_ref()
    }

    /// Keeps the answer to a query of the `serial`th exchange, unless it is no longer wanted.
    pub fn take(&mut self, serial: u32, query: &Query, view: View, wanted: Option<&Query>) {
        match (query, view) {
            (_, View::Summary(view)) => self.summary.put(serial, Some(*view)),
            (_, View::Check(view)) => self.check.put(serial, Some(*view)),
            (_, View::Ambition(view)) => self.ambition.put(serial, Some(view)),
            (_, View::Challenge(view)) => self.challenge.put(serial, Some(view)),
            (_, View::Grids(view)) if wanted == Some(query) => self.grids.put(serial, Some(view)),
            (_, View::Preview(view)) => self.preview.put(serial, Some(view)),
            (_, View::Trajectories(view)) => self.trajectories.put(serial, Some(view)),
            (_, View::Method(view)) => self.method.put(serial, Some(view)),
            (_, View::Pupils(view)) if wanted == Some(query) => self.pupils.put(serial, Some(view)),
            (_, View::Tables(view)) if wanted == Some(query) => self.tables.put(serial, Some(*view)),
            (_, View::Sheet(view)) if wanted == Some(query) => self.sheet.put(serial, Some(*view)),
            (Query::Summary, View::Empty) => self.summary.put(serial, None),
            _ => (),
        }
    }

    /// Another view is wanted: what several of them share is not shown in the wrong one.
    pub fn leave(&mut self) {
        self.grids.view = None;
        self.preview.view = None;
    }

    /// Drops what was answered before a change that the `serial`th exchange made.
    pub fn changed(&mut self, serial: u32) {
        self.check.drop_before(serial);
        self.ambition.drop_before(serial);
        self.pupils.drop_before(serial);
        self.challenge.drop_before(serial);
        self.grids.drop_before(serial);
        self.preview.drop_before(serial);
        self.trajectories.drop_before(serial);
        self.tables.drop_before(serial);
        self.sheet.drop_before(serial);
        self.method.drop_before(serial);
    }
}
