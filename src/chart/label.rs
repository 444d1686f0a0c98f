//! How is the number at a tick written?

use super::model::Labels;

/// A narrow space that does not break: 100 B.
const THIN: char = '\u{202f}';

/// `decimals`: how many the step of the axis needs; the same for every label of a linear axis, trimmed on a log axis.
pub(crate) fn label(kind: Labels, value: f64, step: Option<f64>) -> String {
    if value == 0.0 {
        return if kind == Labels::Times { "0×".to_owned() } else { fixed(0.0, step, 1.0) };
    }
    match kind {
        Labels::Power => power(value),
        Labels::Words => words(value, step),
        Labels::Decimal => fixed(value, step, 1.0),
        Labels::Times => fixed(value, step, 1.0) + "×",
        Labels::Binary => binary(value),
    }
}

/// 512, 8 Ki, 1 Mi
fn binary(value: f64) -> String {
    let units = [(2f64.powi(30), "Gi"), (2f64.powi(20), "Mi"), (1024.0, "Ki")];
    match units.into_iter().find(|(unit, _)| value >= *unit) {
        Some((unit, word)) => format!("{}{THIN}{word}", fixed(value, None, unit)),
        None => fixed(value, None, 1.0),
    }
}

fn words(value: f64, step: Option<f64>) -> String {
    let size = value.abs() * (1.0 + 1e-9);
    if size >= 1e15 {
        return power(value);
    }
    let (unit, word) = [(1e12, 'T'), (1e9, 'B'), (1e6, 'M'), (1e3, 'k')]
        .into_iter()
        .find(|(unit, _)| size >= *unit)
        .unwrap_or((1.0, ' '));
    let number = fixed(value, step, unit);
    if word == ' ' { number } else { format!("{number}{THIN}{word}") }
}

/// 10²³, 2 × 10²³, 1.5 × 10⁶
fn power(value: f64) -> String {
    let mut exponent = value.abs().log10().floor();
    let mut lead = value / 10f64.powf(exponent);
    if lead.abs() > 9.999_999 {
        lead /= 10.0;
        exponent += 1.0;
    }
    let digits = format!("{exponent}").chars().map(raise).collect::<String>();
    if (lead - 1.0).abs() < 1e-6 { format!("10{digits}") } else { format!("{} × 10{digits}", fixed(lead, None, 1.0)) }
}

fn raise(c: char) -> char {
    match c {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' | '4'..='9' => char::from_u32(0x2070 + c as u32 - '0' as u32).unwrap_or(c),
        other => other,
    }
}

/// `value / unit` with the decimals the step asks for, or as few as say it within a part in a thousand.
fn fixed(value: f64, step: Option<f64>, unit: f64) -> String {
    let number = value / unit;
    let decimals = match step {
        Some(step) => (0..9).find(|d| whole(step / unit, *d)).unwrap_or(9),
        None => (0..12).find(|d| whole(number, *d)).unwrap_or(12),
    };
    let text = format!("{:.*}", decimals as usize, number.abs());
    let text = group(&text);
    if number < 0.0 { format!("−{text}") } else { text }
}

fn whole(number: f64, decimals: i32) -> bool {
    let n = number * 10f64.powi(decimals);
    n.round() != 0.0 && (n - n.round()).abs() < 1e-6 * n.abs()
}

/// 12000 -> 12,000; four digits stay together.
fn group(text: &str) -> String {
    let (whole, rest) = text.split_once('.').map_or((text, None), |(a, b)| (a, Some(b)));
    let mut out = String::with_capacity(text.len() + 4);
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && whole.len() > 4 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    if let Some(rest) = rest {
        out.push('.');
        out.push_str(rest);
    }
    out
}
