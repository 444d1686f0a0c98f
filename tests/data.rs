//! The loss surfaces against the runs they were fitted on: points read off Figure 4 of Hoffmann et al. 2022 by
//! Besiroglu et al. 2024, 245 rows, of which the refit drops the five with the highest loss; and the 104 runs that
//! Gadre et al. 2024 released.
//!
//! The tables are not part of this repository. Where one is not beside it, its tests say so and check nothing.

use isoflop::core::laws::{Choice, find};
use isoflop::core::quantity::{Params, Tokens};
use std::path::Path;

const TABLE: &str = "../shared/data/chinchilla_extracted.csv";
const OVERTRAINING: &str = "../shared/data/gadre_overtraining.csv";

#[derive(Clone, Copy)]
struct Row {
    params: f64,
    tokens: f64,
    flops: f64,
    loss: f64,
}

/// The runs of a table with the family of each, or `None` after a line that says what is not checked.
fn table(name: &str, unchecked: &str) -> Option<Vec<(Row, String)>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("The table {name} was not found; not checked: {unchecked}.");
        return None;
    };
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("params,tokens,flops,loss,family"));
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |i: usize| cells[i].parse().unwrap();
        (Row { params: number(0), tokens: number(1), flops: number(2), loss: number(3) }, cells[4].to_owned())
    };
    Some(lines.map(row).collect())
}

/// The 240 runs of the refit.
fn runs(unchecked: &str) -> Option<Vec<Row>> {
    let mut rows: Vec<Row> = table(TABLE, unchecked)?.into_iter().map(|(row, _)| row).collect();
    assert_eq!(rows.len(), 245);
    rows.sort_by(|a, b| b.loss.total_cmp(&a.loss));
    Some(rows.split_off(5))
}

fn law(id: &str) -> Choice {
    find(id).unwrap_or_else(|e| panic!("{e}"))
}

/// ln of the law's loss over the loss that was read, run by run.
fn residuals(id: &str, rows: &[Row]) -> Vec<f64> {
    let loss = |r: &Row| {
        law(id).loss(Params::new(r.params).unwrap(), Some(Tokens::new(r.tokens).unwrap())).unwrap().loss.get()
    };
    rows.iter().map(|r| (loss(r) / r.loss).ln()).collect()
}

fn root_mean_square(residuals: &[f64]) -> f64 {
    (residuals.iter().map(|r| r * r).sum::<f64>() / residuals.len() as f64).sqrt()
}

/// The objective of both fits: the sum of Huber losses of the residuals, δ = 10⁻³.
fn huber_sum(residuals: &[f64]) -> f64 {
    let delta = 1e-3;
    residuals.iter().map(|r| if r.abs() <= delta { 0.5 * r * r } else { delta * (r.abs() - 0.5 * delta) }).sum()
}

/// Rounding the exponents to two digits costs more than the unfinished search did; the refit is nearest.
#[test]
fn the_refit_is_nearest_to_the_runs() {
    let Some(rows) = runs("which constants are nearest to the runs") else { return };
    let [refit, unrounded, printed] =
        ["besiroglu-2024", "hoffmann-2022-approach-3", "hoffmann-2022-approach-3-printed"]
            .map(|id| root_mean_square(&residuals(id, &rows)));
    assert!(refit < unrounded && unrounded < printed, "{refit} {unrounded} {printed}");
    // The losses were read from colours, to within about a per cent.
    assert!(refit < 0.01, "{refit}");
}

/// The printed constants of the refit have the objective 1.02284e-3, a little above the least there is,
/// 1.0182740164e-3; no constants can be below that.
#[test]
fn the_refit_has_its_known_objective() {
    let Some(rows) = runs("the objective of the published fits") else { return };
    let refit = huber_sum(&residuals("besiroglu-2024", &rows));
    assert!((refit - 1.022_84e-3).abs() < 1e-8, "{refit:e}");
    for id in ["besiroglu-2024", "hoffmann-2022-approach-3", "hoffmann-2022-approach-3-printed"] {
        assert!(huber_sum(&residuals(id, &rows)) > 1.018_274e-3, "{id}");
    }
}

#[test]
fn the_runs_keep_six_n_d() {
    let Some(rows) = runs("that the runs count 6 FLOP for each parameter and token") else { return };
    // Tokens are rounded to whole numbers in the table.
    assert!(rows.iter().all(|r| (6.0 * r.params * r.tokens / r.flops - 1.0).abs() < 1e-8));
}

/// The range a law states is that of the runs it was fitted on, to the digits it gives: three for sizes and
/// tokens, two for compute.
#[test]
fn the_fitted_range_is_that_of_the_runs() {
    let Some(rows) = runs("the fitted range of the refit") else { return };
    let fitted = law("besiroglu-2024").meta().fitted;
    for (name, stated, digits, column) in [
        ("params", fitted.params, 3, (|r| r.params) as fn(&Row) -> f64),
        ("tokens", fitted.tokens, 3, |r| r.tokens),
        ("flops", fitted.flops, 2, |r| r.flops),
    ] {
        let rounded = |v: f64| format!("{v:.*e}", digits - 1).parse::<f64>().unwrap();
        let low = rows.iter().map(column).fold(f64::INFINITY, f64::min);
        let high = rows.iter().map(column).fold(0.0, f64::max);
        assert_eq!(stated, (rounded(low), rounded(high)), "{name}");
    }
}

/// Gadre's laws were fitted to five runs of about thirty-five each. From 20 tokens per parameter on they miss by 0.9 to
/// 1.5 % (root mean square) and 4.4 % at worst, the 6.9 B run on C4; at 5 every run has a higher loss than they say, by
/// up to 17 %.
#[test]
fn five_runs_foretell_the_others() {
    let Some(rows) = table(OVERTRAINING, "the laws of Gadre et al. against the runs they were not fitted on") else {
        return;
    };
    assert_eq!(rows.len(), 104);
    for (family, count, mean, worst) in
        [("c4", 26, 0.0150, 0.044), ("redpajama", 27, 0.0093, 0.024), ("refinedweb", 27, 0.0111, 0.028)]
    {
        let id = format!("gadre-2024-{family}");
        let of = |wanted: fn(f64) -> bool| -> Vec<Row> {
            let chosen = rows.iter().filter(|(r, f)| f == family && wanted(r.tokens / r.params));
            chosen.map(|(r, _)| *r).collect()
        };
        let meant = residuals(&id, &of(|ratio| ratio > 19.0));
        assert_eq!(meant.len(), count, "{id}");
        assert!(root_mean_square(&meant) < mean, "{id}: {}", root_mean_square(&meant));
        assert!(meant.iter().all(|r| r.abs() < worst), "{id}");
        let few = residuals(&id, &of(|ratio| ratio < 7.0));
        assert_eq!(few.len(), 4, "{id}");
        assert!(few.iter().all(|r| (-0.16..0.0).contains(r)), "{id}: {few:?}");
    }
}
