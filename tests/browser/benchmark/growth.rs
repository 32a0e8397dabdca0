//! Whether time and memory grow with the rows and no faster: `cargo xtask bench --growth`.

use serde_json::Value;

use super::statistics::{each, largest, median};
use super::{PageServer, machine, packed_page, prepare, run};

/// Repetitions of each file after the first.
const TIMES: usize = 3;
/// The files: the input each is chosen in, its name, and its rows.
const FILES: [(&str, &str, f64); 2] = [("england", "england.csv", 600_000.0), ("growth", "growth.csv", 5_000_000.0)];

/// Of a row: microseconds until the file is open and until its figures are answered, and bytes of memory.
struct RowCosts([f64; 3]);

impl RowCosts {
    fn new(results: &[Value], rows: f64) -> Self {
        let time = |name: &str| median(&each(&results[1..], name)) * 1000.0 / rows;
        let memory = largest(&each(results, "memory")) - largest(&each(results, "empty"));
        Self([time("opened"), time("answered"), memory / rows])
    }

    fn print(&self, name: &str) {
        let [opened, answered, memory] = self.0;
        println!(
            "{name:<20}opened {opened:>6.3} µs a row, answered {answered:>6.3} µs a row, {memory:>6.1} bytes a row"
        );
    }
}

async fn measure() -> [RowCosts; FILES.len()] {
    let inputs = FILES.map(|(input, name, _)| (input, name));
    let journey = prepare(PageServer::start(packed_page()), &inputs).await;
    let mut results = [const { Vec::new() }; FILES.len()];
    for _ in 0..=TIMES {
        for (results, (input, ..)) in results.iter_mut().zip(FILES) {
            results.push(run(&journey, &format!("bench.engine({input}.files[0])"), vec![]).await);
        }
    }
    let mut costs = results.iter().zip(FILES).map(|(results, (.., rows))| RowCosts::new(results, rows));
    std::array::from_fn(|_| costs.next().unwrap())
}

#[tokio::test]
#[ignore = "a benchmark: cargo xtask bench --growth"]
async fn growth() {
    machine::print_load("at the start");
    let costs = measure().await;
    println!("\nGrowth: the engine alone, the medians of {TIMES} after the first, memory in WebAssembly");
    for (costs, (.., rows)) in costs.iter().zip(FILES) {
        costs.print(&format!("{rows} rows"));
    }
    let [few, many] = costs;
    let ratio = |which: usize| many.0[which] / few.0[which];
    println!("{:<20}opened {:.2} ×, answered {:.2} ×, memory {:.2} ×", "a row", ratio(0), ratio(1), ratio(2));
    machine::print_load("at the end");
}
