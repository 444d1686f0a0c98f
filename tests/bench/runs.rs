//! Predicted against published: every row of the table of runs and of measured products.
//! `cargo bench --bench runs`, with words that rows must have after `--`.

use isoflop::core::validation::{self, products};

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let mut errors = Vec::new();
    for row in validation::all().filter(|r| words.iter().all(|w| r.id.contains(w.as_str()) || r.device == w)) {
        match row.predict() {
            Ok(p) => {
                let s = p.step;
                let share = |part| 100.0 * s.part(part).get() / s.time.get();
                let parts: Vec<String> = isoflop::core::engine::step::Part::ALL
                    .iter()
                    .map(|part| format!("{} {:.0}", &part.key()[..4], share(*part)))
                    .collect();
                println!(
                    "{:+6.1} % {:5.1} for {:5.1}  {:44} {}",
                    100.0 * p.error(),
                    100.0 * p.mfu,
                    100.0 * p.said_mfu,
                    row.id,
                    parts.join(" ")
                );
                errors.push(p.error());
            }
            Err(e) => println!("{}: {e}", row.id),
        }
    }
    spread("runs", &errors);
    for row in products::ROWS {
        if let Ok(p) = row.predicted() {
            errors.push(p / row.measured - 1.0);
        }
    }
    let products: Vec<f64> =
        products::ROWS.iter().filter_map(|r| r.predicted().ok().map(|p| p / r.measured - 1.0)).collect();
    spread("products", &products);
}

fn spread(what: &str, errors: &[f64]) {
    let mut sizes: Vec<f64> = errors.iter().map(|e| e.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    let at = |q: f64| sizes.get(((sizes.len() as f64 - 1.0) * q) as usize).copied().unwrap_or(f64::NAN);
    let mean = errors.iter().sum::<f64>() / errors.len() as f64;
    println!(
        "{what}: {} rows, median {:.1} %, nine of ten {:.1} %, worst {:.1} %, mean {:+.1} %",
        errors.len(),
        100.0 * at(0.5),
        100.0 * at(0.9),
        100.0 * at(1.0),
        100.0 * mean
    );
}
