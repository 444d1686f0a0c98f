//! Steps along the 1-2-5 series, and rounding of an answer that becomes an input.

/// The next number of the series 1, 2, 5, 10, … above or below `value`, or a whole decade away.
pub fn step(value: f64, up: bool, decade: bool) -> f64 {
    if decade {
        return if up { value * 10.0 } else { value / 10.0 };
    }
    let power = 10f64.powf(value.log10().floor());
    let series = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0].map(|s| s * power);
    let near = 1e-9 * value;
    if up {
        series.into_iter().find(|s| *s > value + near).unwrap_or(value * 2.0)
    } else {
        series.into_iter().rev().find(|s| *s < value - near).unwrap_or(value / 2.0)
    }
}

/// `value` to three significant digits, for an answer that becomes an input.
pub fn rounded(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap_or(value)
}
