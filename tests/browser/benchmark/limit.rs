//! The limit: reading a file's bytes in a worker and passing over them once.

use serde_json::json;

use super::statistics::{median, number};
use super::{TIMES, run};
use crate::support::Journey;

/// The ways to pass over the bytes; `none` only reads them.
const PASSES: [&str; 5] = ["none", "bytes", "words", "doubles", "quads"];

/// How long each way took, each time.
#[derive(Default)]
pub struct LimitTimes([Vec<f64>; PASSES.len()]);

impl LimitTimes {
    /// Each way to pass over the bytes of the file in this input, another one first each time.
    pub async fn measure(&mut self, journey: &Journey, input: &str, time: usize) {
        for turn in 0..PASSES.len() {
            let pass = (turn + time) % PASSES.len();
            let part = format!("bench.timeOfLimit({input}.files[0], arguments[0])");
            let took = number(&run(journey, &part, vec![json!(PASSES[pass])]).await);
            // The first time warms up the loops and the computer's memory of the file.
            if time > 0 {
                self.0[pass].push(took);
            }
        }
    }

    /// The limit, by the quickest loop that does pass over the bytes; prints it, and what the others took.
    pub fn print(&self) -> f64 {
        let medians = self.0.each_ref().map(|times| median(times));
        let real = PASSES.into_iter().zip(medians).filter(|(kind, _)| *kind != "none");
        let (quickest, limit) = real.min_by(|one, other| one.1.total_cmp(&other.1)).unwrap();
        print!("the limit is {limit:.1} ms (median of {TIMES}), by {quickest}; reading and passing over by");
        PASSES.iter().zip(medians).for_each(|(kind, time)| print!(" {kind} {time:.1} ms"));
        println!();
        limit
    }
}
