//! Medians and the like, and numbers out of what the browser gives back.

use serde_json::Value;

/// The middle one.
pub fn median(times: &[f64]) -> f64 {
    let sorted = sorted(times);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 }
}

/// The smallest that 95 in a hundred do not exceed.
pub fn percentile_95(times: &[f64]) -> f64 {
    let sorted = sorted(times);
    sorted[(sorted.len() * 95).div_ceil(100) - 1]
}

/// The largest.
pub fn largest(times: &[f64]) -> f64 {
    times.iter().copied().fold(0.0, f64::max)
}

fn sorted(times: &[f64]) -> Vec<f64> {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// One number of each repetition.
pub fn each(results: &[Value], name: &str) -> Vec<f64> {
    results.iter().map(|result| number(&result[name])).collect()
}

/// A number.
pub fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

/// The numbers of an array.
pub fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(number).collect()
}

/// "median 3.1 ms, largest 5.0 ms".
pub fn spread(name: &str, times: &[f64]) {
    println!("{name:<48}median {:>6.1} ms, largest {:>6.1} ms", median(times), largest(times));
}

/// "median 3.1 ms, 95th percentile 4.2 ms, largest 5.0 ms".
pub fn wide_spread(name: &str, times: &[f64]) {
    let (middle, most, largest) = (median(times), percentile_95(times), largest(times));
    println!("{name:<48}median {middle:>6.1} ms, 95th percentile {most:>6.1} ms, largest {largest:>6.1} ms");
}
