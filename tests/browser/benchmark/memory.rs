//! What a tab holds, as the system sees it: the one measure that JavaScript and WebAssembly have in common. On Linux.

use std::collections::BTreeMap;
use std::fs;

/// The processes of pages, among those that this one has started, with the bytes that each holds.
pub struct PageProcesses(BTreeMap<u32, f64>);

impl PageProcesses {
    /// As they are now; from now on the system notes the most that each holds.
    pub fn watch() -> Self {
        let pages = descendants().into_iter().filter(|process| is_page(*process));
        let held = pages.filter_map(|process| {
            fs::write(format!("/proc/{process}/clear_refs"), "5").ok()?;
            Some((process, bytes(process, "VmRSS:")?))
        });
        Self(held.collect())
    }

    /// How much more than before one of them held at most, in bytes; `None`: the system does not say.
    pub fn growth(&self) -> Option<f64> {
        let growth = self.0.iter().filter_map(|(process, before)| Some(bytes(*process, "VmHWM:")? - before));
        growth.max_by(f64::total_cmp)
    }
}

/// All that descend from this process.
fn descendants() -> Vec<u32> {
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let parents = numbers.filter_map(|process| Some((process, parent(process)?))).collect::<BTreeMap<_, _>>();
    let own = std::process::id();
    let is_ours =
        |process: &u32| std::iter::successors(Some(*process), |it| parents.get(it).copied()).any(|it| it == own);
    parents.keys().copied().filter(is_ours).collect()
}

fn parent(process: u32) -> Option<u32> {
    status(process, "PPid:")?.parse().ok()
}

fn is_page(process: u32) -> bool {
    fs::read_to_string(format!("/proc/{process}/cmdline")).is_ok_and(|line| line.contains("--type=renderer"))
}

/// A line of the status of a process that is a number of kB, in bytes.
fn bytes(process: u32, name: &str) -> Option<f64> {
    Some(status(process, name)?.split(' ').next()?.parse::<f64>().ok()? * 1024.0)
}

fn status(process: u32, name: &str) -> Option<String> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned())
}
