//! Which values does an axis name?

use super::label::label;
use super::model::{Axis, Labels};
use super::scale::Span;

#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    pub value: f64,
    /// Empty: a tick without a number.
    pub label: String,
    /// A long tick and, on the y axis, a grid line.
    pub major: bool,
}

/// `fit`: how many labels there is room for.
pub fn ticks(axis: &Axis, fit: usize) -> Vec<Tick> {
    let span = Span::of(axis);
    let fit = fit.max(2);
    if !span.log {
        return linear(span, axis.labels, fit.min(6));
    }
    if axis.labels == Labels::Binary {
        return binary(span, fit);
    }
    let fine = rhythm(span);
    if fine.len() < 3 { linear(span, axis.labels, fit.min(6)) } else { log(span, axis.labels, fit, &fine) }
}

/// Powers of two, as many of them named as there is room for.
fn binary(span: Span, fit: usize) -> Vec<Tick> {
    let slack = 1e-9;
    let (first, last) = ((span.lo.log2() - slack).ceil() as i32, (span.hi.log2() + slack).floor() as i32);
    let every = (1..64).find(|n| (last - first) / n < fit as i32).unwrap_or(64);
    (first..=last)
        .map(|e| {
            let value = 2f64.powi(e);
            let named = (e - first) % every == 0;
            Tick { value, label: if named { label(Labels::Binary, value, None) } else { String::new() }, major: named }
        })
        .collect()
}

/// Steps of 1, 2 or 5: the finest that gives no more than `most` labels.
fn linear(span: Span, kind: Labels, most: usize) -> Vec<Tick> {
    let width = span.hi - span.lo;
    let start = (width / most as f64).log10().floor() - 1.0;
    let slack = 1e-9;
    let bounds = |step: f64| ((span.lo / step - slack).ceil(), (span.hi / step + slack).floor());
    let named = |step: &f64| {
        let (first, last) = bounds(*step);
        last - first + 1.0
    };
    let steps: Vec<f64> = (0..12).map(|i| [1.0, 2.0, 5.0][i % 3] * 10f64.powf(start + (i / 3) as f64)).collect();
    // One number alone gives no scale: then rather a step finer than there is room for.
    let fits = steps.iter().position(|step| named(step) <= most as f64);
    let step = fits.map_or(width, |i| match steps[i] {
        step if named(&step) < 2.0 && i > 0 => steps[i - 1],
        step => step,
    });
    let (first, last) = bounds(step);
    let count = (last - first).clamp(0.0, 12.0) as usize;
    (0..=count)
        .map(|i| {
            let value = snap((first + i as f64) * step, step);
            Tick { value, label: label(kind, value, Some(step)), major: true }
        })
        .filter(|tick| !span.log || tick.value > 0.0)
        .collect()
}

/// Removes the dust of multiplying by 0.05.
fn snap(value: f64, step: f64) -> f64 {
    let scale = 10f64.powf((-step.log10()).ceil() + 1.0);
    let rounded = (value * scale).round() / scale;
    if scale.is_finite() && scale > 0.0 && rounded.is_finite() { rounded + 0.0 } else { value }
}

/// The 1-2-5 values inside a log range, as (lead, exponent).
fn rhythm(span: Span) -> Vec<(i32, i32)> {
    let slack = 1e-9;
    let (a, b) = (span.lo.log10() - slack, span.hi.log10() + slack);
    (a.floor() as i32..=b.floor() as i32)
        .flat_map(|e| [1, 2, 5].map(|m| (m, e)))
        .filter(|(m, e)| {
            let at = f64::from(*e) + f64::from(*m).log10();
            at >= a && at <= b
        })
        .collect()
}

fn log(span: Span, kind: Labels, fit: usize, fine: &[(i32, i32)]) -> Vec<Tick> {
    let powers: Vec<i32> = fine.iter().filter(|(m, _)| *m == 1).map(|(_, e)| *e).collect();
    let narrow = span.decades() < 1.5;
    let all = fine.len() <= fit || (narrow && powers.len() < 2);
    let (every, origin) = stride(kind, &powers, fit);
    let subdivided = span.decades() <= 12.0;
    fine.iter()
        .filter(|(m, _)| *m == 1 || subdivided)
        .map(|(m, e)| {
            let value = f64::from(*m) * 10f64.powi(*e);
            let named = if *m == 1 { (e - origin).rem_euclid(every) == 0 } else { all };
            Tick {
                value,
                label: if named { label(kind, value, None) } else { String::new() },
                major: if powers.len() < 2 { named } else { *m == 1 && named },
            }
        })
        .collect()
}

/// Every how many decades a label, counted from which.
fn stride(kind: Labels, powers: &[i32], fit: usize) -> (i32, i32) {
    let (Some(first), Some(last)) = (powers.first(), powers.last()) else {
        return (1, 0);
    };
    let enough = |every: i32| (last - first) / every < fit as i32;
    if enough(1) {
        return (1, *first);
    }
    if kind == Labels::Words {
        // A thousand at a time: 1 M, 1 B, 1 T.
        let every = (1..200).map(|i| 3 * i).find(|n| enough(*n)).unwrap_or(600);
        return (every, 0);
    }
    let every = (2..700).find(|n| enough(*n)).unwrap_or(700);
    (every, *first)
}
