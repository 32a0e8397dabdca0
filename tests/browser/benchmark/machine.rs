//! The machine, and what else runs on it.

use super::super::support::BrowserKind;

/// Says how busy the machine is: "at the start: 2 cores, load 0.42 0.30 0.20 (1, 5, 15 minutes)".
pub fn print_load(when: &str) {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').take(3).collect::<Vec<_>>().join(" ");
    let load = if load.is_empty() { "not known".into() } else { format!("{load} (1, 5 and 15 minutes)") };
    println!("\n{} {when}: {cores} cores, load {load}", BrowserKind::selected().name());
}
