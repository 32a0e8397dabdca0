//! The macro that the table of screens and exports is written with.

/// Makes [`Query`](super::Query), [`View`](super::View) and the dispatch from one to the other of a table with a line
/// each for every screen and every export:
///
/// ```text
/// /// What it shows.
/// folder: Variant(query: Parameters) -> Page, shared form, presenter;
/// ```
///
/// - `folder`: the screen's module, whose `view.rs` is re-exported for the page.
/// - `Variant`: the name of what is asked and, for a screen, of the answer.
/// - `(query: Parameters)`: what the query says besides; nothing where it says nothing.
/// - `Page`: the type of the answer. An export has none; its presenter makes the whole [`View`](super::View).
/// - What becomes of it while views are made fit to share: an expression of type [`SharedForm`](super::SharedForm).
/// - The presenter: an expression of type `Page` that fills it in from the document, by its name at the head of the
///   table, and from `query`.
macro_rules! queries {
    (
        $document:ident;
        screens {$(
            $(#[$about:meta])*
            $folder:ident: $Screen:ident $(($query:ident: $Parameters:ty))? -> $Page:ty, $shared:expr, $page:expr;
        )*}
        exports {$(
            $(#[$about_export:meta])*
            $Export:ident $(($of:ident: $Of:ty))?, $shared_export:expr, $view:expr;
        )*}
    ) => {
        $(pub use $folder::view::*;)*

        /// A view wanted.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        #[serde(rename_all = "kebab-case")]
        pub enum Query {
            $($(#[$about])* $Screen $(($Parameters))?,)*
            $($(#[$about_export])* $Export $(($Of))?,)*
        }

        /// One view.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        #[serde(rename_all = "kebab-case")]
        pub enum View {
            /// Nothing is open that could be shown.
            Empty,
            /// It is not shown while views are made fit to share.
            Withheld,
            $($(#[$about])* $Screen(Box<$Page>),)*
            /// A file to save that is no text.
            File {
                /// Its name.
                name: String,
                /// Its bytes.
                #[cfg_attr(feature = "typescript", ts(type = "Uint8Array"))]
                bytes: Vec<u8>,
            },
            /// A text to save or copy.
            Text {
                /// A file name for it.
                name: String,
                /// The text itself.
                text: String,
            },
        }

        impl Query {
            /// What becomes of it while views are made fit to share.
            #[expect(unused_variables, reason = "few are shared in a form that depends on their parameters")]
            pub fn shared_form(&self) -> SharedForm {
                match self {
                    $(Self::$Screen $(($query))? => $shared,)*
                    $(Self::$Export $(($of))? => $shared_export,)*
                }
            }

            /// Whether it is answered by a file to save, not by a screen.
            pub fn is_export(&self) -> bool {
                match self {
                    $(Self::$Screen { .. } => false,)*
                    $(Self::$Export { .. } => true,)*
                }
            }

            /// Whether a screen is asked for with parameters.
            pub fn has_parameters(&self) -> bool {
                match self {
                    $(Self::$Screen { .. } => !concat!($(stringify!($query))?).is_empty(),)*
                    $(Self::$Export { .. } => false,)*
                }
            }

            /// Its answer.
            fn answer(&self, $document: &mut Document) -> View {
                match self {
                    $(Self::$Screen $(($query))? => View::$Screen(Box::new($page)),)*
                    $(Self::$Export $(($of))? => $view,)*
                }
            }
        }

        impl View {
            /// What a screen shows, of the type in its line of the table; `None`: there is nothing to lay out.
            pub fn into_page(self) -> Option<Box<dyn Any>> {
                match self {
                    $(Self::$Screen(page) => Some(page),)*
                    Self::Empty | Self::Withheld | Self::File { .. } | Self::Text { .. } => None,
                }
            }
        }
    };
}

pub(crate) use queries;
