//! Patterson et al. 2021, "Carbon Emissions and Large Neural Network Training", arXiv 2104.10350: energy and carbon of a
//! training run.

use super::{Cite, Filled, Formula, Slot, Topic};
use crate::core::expr::{Expr, product, quotient};
use crate::core::laws::Confidence;

const DEVICES: Slot = Slot::new("devices", "n", "accelerators", "", 1024.0, (1.0, 1e9)).whole();
const HOURS: Slot = Slot::new("hours", "t", "time of the job", "hours", 720.0, (1e-3, 1e7));
const POWER: Slot = Slot::new("power", "P", "rated power of an accelerator", "W", 700.0, (1.0, 1e5));
const LOAD: Slot = Slot::new("load", "u", "power while training, against the rated power", "", 0.8, (0.01, 1.5));
const HOST: Slot = Slot::new("host", "o", "power of the node against its accelerators", "", 1.4, (1.0, 5.0));
const PUE: Slot = Slot::new("pue", "PUE", "power of the data centre against its machines", "", 1.1, (1.0, 5.0));
const GRID: Slot = Slot::new("grid", "g", "carbon intensity of the electricity", "g CO₂e/kWh", 380.0, (0.0, 2000.0));

const FACTORS: &str = "Load while training 0.7 to 0.9, host and network 1.25 to 1.6, PUE 1.1 to 1.2 of large data centres and 1.56 to 1.58 on average: recalled ranges to start from.";

pub static ENERGY: Formula = Formula {
    id: "patterson-2021-energy",
    title: "Energy of a training run, Patterson 2021",
    short: "Patterson 2021, energy",
    topic: Topic::Operation,
    cite: Cite {
        authors: "Patterson, Gonzalez, Le et al.",
        year: 2021,
        arxiv: Some("2104.10350"),
        locator: "energy as accelerators, hours, mean power and PUE; not seen again, 2026-11-23",
    },
    form: "E = n t P u o PUE / 1000",
    confidence: Confidence::RecalledHigh,
    symbol: "E",
    meaning: "electricity of the job",
    unit: "kWh",
    inputs: &[DEVICES, HOURS, POWER, LOAD, HOST, PUE],
    constants: &[],
    over: "hours",
    what: "arithmetic; the paper measures the mean power, here it is the rated power, a load and what the host adds",
    notes: &[
        FACTORS,
        "The card of Llama 3.1 counts 700 W and nothing else: 30.84 M hours of the 405B are 21.6 GWh, at 414 g for a kilowatt-hour with the PUE in it.",
    ],
    expr: energy,
};

pub static CARBON: Formula = Formula {
    id: "patterson-2021-carbon",
    title: "Carbon of a training run, Patterson 2021",
    short: "Patterson 2021, carbon",
    form: "E g / 10⁶, E = n t P u o PUE / 1000",
    symbol: "T",
    meaning: "carbon dioxide equivalent of the electricity",
    unit: "t CO₂e",
    inputs: &[DEVICES, HOURS, POWER, LOAD, HOST, PUE, GRID],
    notes: &[
        FACTORS,
        "Intensities, recalled, in g: France 30 to 60, EU 210 to 250, United States 370 to 390, world 445 to 480, China 550 to 580, India 650 to 710.",
    ],
    expr: |f: &Filled| quotient(product([energy(f), f.x("grid")]), Expr::Number(1e6)),
    ..ENERGY
};

fn energy(f: &Filled) -> Expr {
    let parts = ["devices", "hours", "power", "load", "host", "pue"].map(|key| f.x(key));
    quotient(product(parts), Expr::Number(1000.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(f: &'static Formula, with: &[(&str, f64)]) -> f64 {
        with.iter().fold(f.start(), |filled, (key, v)| filled.with(key, *v)).evaluate().unwrap().value
    }

    /// GPT-3: 10,000 V100 for 14.8 days at 330 W with a PUE of 1.10 are 1,287 MWh and 552 t. GLM-130B: 768 A100 of 400 W
    /// for 60 days are 442.4 MWh. Llama 3.1 405B: 21.6 GWh.
    #[test]
    fn published_runs() {
        let gpt = [
            ("devices", 1e4),
            ("hours", 14.8 * 24.0),
            ("power", 330.0),
            ("load", 1.0),
            ("host", 1.0),
            ("pue", 1.1),
            ("grid", 429.0),
        ];
        assert!((at(&ENERGY, &gpt) / 1287e3 - 1.0).abs() < 2.5e-3);
        assert!((at(&CARBON, &gpt) / 552.0 - 1.0).abs() < 2.5e-3);
        let bare = [("load", 1.0), ("host", 1.0), ("pue", 1.0)];
        let glm = [&bare[..], &[("devices", 768.0), ("hours", 1440.0), ("power", 400.0)]].concat();
        assert!((at(&ENERGY, &glm) / 1000.0 - 442.4).abs() < 0.05);
        let llama = [&bare[..], &[("devices", 30.84e6), ("hours", 1.0), ("power", 700.0)]].concat();
        assert!((at(&ENERGY, &llama) / 1e6 - 21.6).abs() < 0.05);
    }
}
