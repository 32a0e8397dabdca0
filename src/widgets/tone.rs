//! How loudly something is said, as a class of the stylesheet. The words beside it say it too.

use ambition_engine::screens::Tone;

/// The class of a tone; the stylesheet gives it a colour and a symbol.
pub fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
    }
}
