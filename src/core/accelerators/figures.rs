//! What can be said of a device in numbers, each in one unit, so that devices may stand side by side.

use super::{Accelerator, FIELDS, Field, Numeric};
use crate::core::quantity::{FlopRate, show};

/// One number of a device.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    pub id: &'static str,
    pub words: &'static str,
    pub unit: &'static str,
    /// The field that changes it, if there is one.
    pub field: Option<&'static Field>,
    /// In base units for a field, else in `unit`.
    get: fn(&Accelerator) -> f64,
}

const fn derived(id: &'static str, words: &'static str, unit: &'static str, get: fn(&Accelerator) -> f64) -> Figure {
    Figure { id, words, unit, field: None, get }
}

const TERA: f64 = 1e12;

/// Numbers that no field changes by itself, and the field after which each stands.
const DERIVED: [(&str, Figure); 7] = [
    ("fp16", derived("fp16-acc16", "FP16 rate, sums in FP16", "TFLOP/s", |a| a.rates.fp16_acc16 / TERA)),
    ("fp8", derived("fp8-acc16", "FP8 rate, sums in FP16", "TFLOP/s", |a| a.rates.fp8_acc16 / TERA)),
    ("bandwidth", derived("ridge", "16-bit FLOP for a byte of memory", "FLOP/B", |a| a.ridge())),
    ("power", derived("measured", "largest product measured, 16 bits", "TFLOP/s", |a| a.measured.bf16 / TERA)),
    ("power", derived("reached", "of the peak, 16 bits", "%", |a| 100.0 * a.reached(Numeric::Bf16).unwrap_or(0.0))),
    ("power", derived("measured-fp8", "largest product measured, FP8", "TFLOP/s", |a| a.measured.fp8 / TERA)),
    ("power", derived("reached-fp8", "of the peak, FP8", "%", |a| 100.0 * a.reached(Numeric::Fp8).unwrap_or(0.0))),
];

/// All of them in the order of the fields.
pub fn figures() -> impl Iterator<Item = Figure> {
    FIELDS.iter().flat_map(|f| {
        let after = DERIVED.iter().filter(|(id, _)| *id == f.id).map(|(_, figure)| *figure);
        std::iter::once(Figure::of(f)).chain(after)
    })
}

/// The one of this id.
pub fn figure(id: &str) -> Option<Figure> {
    figures().find(|f| f.id == id)
}

impl Figure {
    pub const fn of(field: &'static Field) -> Figure {
        Figure { id: field.id, words: field.words, unit: field.unit, field: Some(field), get: field.get }
    }

    /// The number, where it is known; for comparing devices alone.
    pub fn value(&self, a: &Accelerator) -> Option<f64> {
        Some((self.get)(a)).filter(|v| *v > 0.0)
    }

    /// In its unit, in four digits: `989.4 TFLOP/s`.
    pub fn text(&self, a: &Accelerator) -> Option<String> {
        let value = self.value(a)?;
        Some(four(self.field.map_or(value, |f| f.shown(value)), self.unit))
    }

    /// How many times as much as another has; none where either is not known.
    pub fn ratio(&self, a: &Accelerator, to: &Accelerator) -> Option<f64> {
        Some(self.value(a)? / self.value(to)?)
    }
}

/// Four digits and a unit.
fn four(value: f64, unit: &str) -> String {
    let rounded = format!("{value:.3e}").parse().unwrap_or(value);
    let number = show::full(rounded);
    if unit.is_empty() { number } else { format!("{number}{}{unit}", show::NARROW) }
}

impl Accelerator {
    /// The largest measured product and the peak; of 16 bits and FP8 alone.
    fn largest(&self, format: Numeric) -> Option<(f64, f64)> {
        let (measured, peak) = match format {
            Numeric::Bf16 => (self.measured.bf16, self.half()),
            Numeric::Fp8 => (self.measured.fp8, self.rates.fp8),
            _ => return None,
        };
        (measured > 0.0 && peak > 0.0).then_some((measured, peak))
    }

    /// The largest measured product over the peak.
    pub fn reached(&self, format: Numeric) -> Option<f64> {
        self.largest(format).map(|(measured, peak)| measured / peak)
    }

    /// The largest measured product in words.
    pub fn measured_words(&self, format: Numeric) -> Option<String> {
        self.largest(format).map(|(measured, _)| four(measured / TERA, "TFLOP/s"))
    }

    /// The dense 16-bit rate in words: `989.4 TFLOP/s`.
    pub fn half_words(&self) -> String {
        four(self.half() / TERA, "TFLOP/s")
    }

    /// The rate of a format in words; none where it is not known.
    pub fn rate_words(&self, format: Numeric) -> Option<String> {
        let unit = if format == Numeric::Int8 { "TOP/s" } else { "TFLOP/s" };
        self.rate(format).map(|r| four(r.get() / TERA, unit))
    }

    /// Formats that are faster with sums in FP16, and that rate in words.
    pub fn half_sums(&self) -> impl Iterator<Item = (Numeric, String)> {
        let faster = [(Numeric::Fp16, self.rates.fp16_acc16), (Numeric::Fp8, self.rates.fp8_acc16)];
        faster.into_iter().filter(|(_, v)| *v > 0.0).map(|(n, v)| (n, four(v / TERA, "TFLOP/s")))
    }

    /// The links in words: `NVLink 4, switch, 450 GB/s one way, 8 devices`.
    pub fn link_words(&self) -> Option<String> {
        let l = &self.link;
        (l.rate > 0.0).then(|| {
            let rate = four(l.rate / 1e9, "GB/s");
            format!("{}, {}: {rate} one way to {} devices", l.name, l.topology.words(), show::full(l.devices.into()))
        })
    }
}

/// The number by which a table of devices is ordered.
pub fn rate_of(a: &Accelerator, format: Numeric) -> Option<f64> {
    a.rate(format).map(FlopRate::get)
}

#[cfg(test)]
mod tests {
    use super::super::get;
    use super::*;

    fn named(words: &str) -> Figure {
        figures().find(|f| f.words == words).unwrap()
    }

    #[test]
    fn numbers_in_units_of_people() {
        let said = |id: &str, words: &str| named(words).text(get(id).unwrap()).map(|t| t.replace(show::NARROW, " "));
        for (id, words, text) in [
            ("h100-sxm", "BF16 rate", Some("989.4 TFLOP/s")),
            ("h100-sxm", "FP8 rate", Some("1,979 TFLOP/s")),
            ("h100-sxm", "memory", Some("80 GiB")),
            ("h100-sxm", "bandwidth of the memory", Some("3,350 GB/s")),
            ("h100-sxm", "cache", Some("50 MiB")),
            ("h100-sxm", "links, one way", Some("450 GB/s")),
            ("h100-sxm", "devices joined so", Some("8")),
            ("h100-sxm", "16-bit FLOP for a byte of memory", Some("295.3 FLOP/B")),
            ("h100-sxm", "of the peak, 16 bits", Some("80.3 %")),
            ("b200-sxm", "memory", Some("179.1 GiB")),
            ("rtx-4090", "FP16 rate, sums in FP16", Some("330.3 TFLOP/s")),
            ("a100-80-sxm", "FP8 rate", None),
            ("m1", "links, one way", None),
        ] {
            assert_eq!(said(id, words).as_deref(), text, "{id} {words}");
        }
    }

    #[test]
    fn every_field_stands_once_and_ratios_are_of_the_same() {
        let fields: Vec<&str> = figures().filter_map(|f| f.field).map(|f| f.id).collect();
        assert_eq!(fields, FIELDS.iter().map(|f| f.id).collect::<Vec<_>>());
        let (h100, h200) = (get("h100-sxm").unwrap(), get("h200-sxm").unwrap());
        assert_eq!(named("BF16 rate").ratio(h200, h100), Some(1.0));
        assert!((named("memory").ratio(h200, h100).unwrap() - 141.0 / 80.0).abs() < 1e-12);
        assert_eq!(named("FP8 rate").ratio(get("a100-80-sxm").unwrap(), h100), None);
        assert_eq!(named("FP8 rate").ratio(h100, get("a100-80-sxm").unwrap()), None);
    }
}
