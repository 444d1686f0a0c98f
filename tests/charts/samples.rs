//! Charts like those of the page.

use isoflop::chart::{Axis, Band, Chart, Labels, Mark, Rule, Scale, Series, Shape, Weight};

pub fn axis(title: &str, unit: &str, scale: Scale, labels: Labels, range: (f64, f64)) -> Axis {
    Axis { title: title.to_owned(), unit: unit.to_owned(), scale, labels, range }
}

pub fn curve(from: f64, to: f64, y: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    (0..=160).map(|i| from * (to / from).powf(f64::from(i) / 160.0)).map(|x| (x, y(x))).collect()
}

pub fn line(label: &str, color: usize, points: Vec<(f64, f64)>, solid: Option<(f64, f64)>, weight: Weight) -> Series {
    Series { label: label.to_owned(), color, points, solid, weight }
}

pub fn mark(x: f64, y: f64, color: usize, shape: Shape, label: &str) -> Mark {
    Mark { x, y, color, shape, filled: true, label: label.to_owned(), drop: false, large: false }
}

/// Loss against size at one budget, two laws and a band.
pub fn isoflop_curve() -> Chart {
    let law = |best: f64, floor: f64, bend: f64| move |n: f64| floor + bend * (n / best).ln().powi(2);
    let (a, b) = (law(72.2e9, 1.974, 0.0105), law(40.4e9, 1.918, 0.0108));
    let band = curve(8e9, 800e9, a).into_iter().map(|(x, y)| (x, y - 0.014, y + 0.017)).collect();
    Chart {
        x: axis("", "parameters", Scale::Log, Labels::Words, (8e9, 800e9)),
        y: axis("Loss, nats per token", "", Scale::Linear, Labels::Decimal, (1.90, 2.08)),
        series: vec![
            line("Besiroglu 2024", 0, curve(8e9, 800e9, a), Some((57e6, 16e9)), Weight::Chosen),
            line("Hoffmann 2022, approach 3", 1, curve(8e9, 800e9, b), Some((70e6, 16e9)), Weight::Normal),
        ],
        bands: vec![Band { color: 0, label: "band: 80 % of 400 refits".to_owned(), points: band }],
        marks: vec![
            Mark { drop: true, large: true, ..mark(72.2e9, 1.974, 0, Shape::Circle, "optimum 72.2 B, 1.974") },
            mark(40.4e9, 1.918, 1, Shape::Square, "40.4 B, 1.918"),
        ],
        rules: vec![],
        notes: vec!["dashed: outside the fitted range".to_owned()],
    }
}

pub const LAWS: [(&str, f64, f64, Shape); 6] = [
    ("Besiroglu 2024", 0.513, 72.2e9, Shape::Circle),
    ("Hoffmann 2022, approach 3", 0.457, 40.4e9, Shape::Square),
    ("Hoffmann 2022, approach 2", 0.49, 63.0e9, Shape::Triangle),
    ("Muennighoff 2023", 0.50, 70.0e9, Shape::Diamond),
    ("Porian 2024", 0.497, 76.2e9, Shape::Inverted),
    ("Kaplan 2020", 0.73, 804e9, Shape::Hexagon),
];

/// Best size against compute, six laws.
pub fn frontier() -> Chart {
    let series = LAWS.iter().enumerate().map(|(i, (name, slope, at, _))| {
        let weight = if i == 0 { Weight::Chosen } else { Weight::Normal };
        let points = curve(1e17, 1e27, |c| at * (c / 5.76e23).powf(*slope));
        line(name, i, points, Some((6e18, 3e21)), weight)
    });
    Chart {
        x: axis("", "FLOP", Scale::Log, Labels::Power, (1e17, 1e27)),
        y: axis("Best size, parameters", "", Scale::Log, Labels::Words, (1e7, 1e14)),
        series: series.collect(),
        bands: vec![],
        marks: LAWS.iter().enumerate().map(|(i, (_, _, at, shape))| mark(5.76e23, *at, i, *shape, "")).collect(),
        rules: vec![Rule { x: 5.76e23, label: "your budget".to_owned() }],
        notes: vec!["dashed: outside the fitted range".to_owned()],
    }
}

/// Loss against compute along each optimum.
pub fn descent() -> Chart {
    let law = |floor: f64, rise: f64, fall: f64| move |c: f64| floor + rise * (c / 1e18).powf(-fall);
    Chart {
        x: axis("", "FLOP", Scale::Log, Labels::Power, (1e18, 1e26)),
        y: axis("Loss, nats per token", "", Scale::Linear, Labels::Decimal, (1.7, 3.6)),
        series: vec![
            line("Besiroglu 2024", 0, curve(1e18, 1e26, law(1.817, 1.5, 0.18)), Some((1e18, 3e21)), Weight::Chosen),
            line("Hoffmann 3", 1, curve(1e18, 1e26, law(1.693, 1.6, 0.155)), Some((1e18, 3e21)), Weight::Normal),
        ],
        bands: vec![],
        marks: vec![mark(5.76e23, 1.817 + 1.5 * 5.76e5f64.powf(-0.18), 0, Shape::Circle, "1.97")],
        rules: vec![],
        notes: vec![],
    }
}

/// One law highlighted, the others ghosts: a small multiple.
pub fn small_multiple() -> Chart {
    let relative = |slope: f64, at: f64| move |c: f64| at / 69.3e9 * (c / 5.76e23).powf(slope - 0.5);
    let series = LAWS.iter().enumerate().map(|(i, (_, slope, at, _))| {
        let weight = if i == 5 { Weight::Chosen } else { Weight::Ghost };
        line("", i, curve(1e17, 1e26, relative(*slope, *at)), Some((1e17, 1e21)), weight)
    });
    Chart {
        x: axis("", "", Scale::Log, Labels::Power, (1e17, 1e26)),
        y: axis("", "", Scale::Log, Labels::Times, (0.3, 50.0)),
        series: series.collect(),
        bands: vec![],
        marks: vec![mark(5.76e23, 804e9 / 69.3e9, 5, Shape::Hexagon, "804 B")],
        rules: vec![Rule { x: 5.76e23, label: String::new() }],
        notes: vec![],
    }
}

pub fn samples() -> Vec<Chart> {
    vec![isoflop_curve(), frontier(), descent(), small_multiple()]
}
