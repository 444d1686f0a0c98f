//! A device as it is used: a row of the table, or one with some of its numbers changed by hand.

use std::ops::Deref;

use super::{Accelerator, Numeric};
use crate::core::error::{Code, Error};
use crate::core::laws::Confidence;
use crate::core::quantity::{FlopRate, GIB, parse, show};

/// A number of a device that may be changed by hand.
#[derive(Debug)]
pub struct Field {
    pub id: &'static str,
    pub words: &'static str,
    /// The unit in which people write it.
    pub unit: &'static str,
    /// That unit in base units: so many tens times so many twos.
    tens: i32,
    twos: i32,
    /// The largest that is believed, in base units; the smallest is so many times smaller that no device is.
    most: f64,
    whole: bool,
    pub(super) get: fn(&Accelerator) -> f64,
    put: fn(&mut Accelerator, f64),
}

const fn rate(
    id: &'static str,
    words: &'static str,
    get: fn(&Accelerator) -> f64,
    put: fn(&mut Accelerator, f64),
) -> Field {
    Field { id, words, unit: "TFLOP/s", tens: 12, twos: 0, most: 1e20, whole: false, get, put }
}

const fn speed(
    id: &'static str,
    words: &'static str,
    get: fn(&Accelerator) -> f64,
    put: fn(&mut Accelerator, f64),
) -> Field {
    Field { id, words, unit: "GB/s", tens: 9, twos: 0, most: 1e18, whole: false, get, put }
}

const fn count(
    id: &'static str,
    words: &'static str,
    get: fn(&Accelerator) -> f64,
    put: fn(&mut Accelerator, f64),
) -> Field {
    Field { id, words, unit: "", tens: 0, twos: 0, most: 1e6, whole: true, get, put }
}

const MANY: usize = 17;
const PRODUCT: &str = "product";

/// All of them, in the order in which they are written.
pub static FIELDS: [Field; MANY] = [
    rate("bf16", "BF16 rate", |a| a.rates.bf16, |a, v| half(a, |a| a.rates.bf16 = v)),
    rate("fp16", "FP16 rate", |a| a.rates.fp16, |a, v| half(a, |a| a.rates.fp16 = v)),
    rate("fp8", "FP8 rate", |a| a.rates.fp8, |a, v| (a.rates.fp8, a.measured.fp8) = (v, 0.0)),
    rate("int8", "INT8 rate", |a| a.rates.int8, |a, v| a.rates.int8 = v),
    rate("fp6", "FP6 rate", |a| a.rates.fp6, |a, v| a.rates.fp6 = v),
    rate("fp4", "FP4 rate", |a| a.rates.fp4, |a, v| a.rates.fp4 = v),
    rate("tf32", "TF32 rate", |a| a.rates.tf32, |a, v| a.rates.tf32 = v),
    rate("fp32", "FP32 rate", |a| product(a, Numeric::Fp32), |a, v| (a.rates.fp32, a.rates.fp32_matrix) = (v, 0.0)),
    rate("fp64", "FP64 rate", |a| product(a, Numeric::Fp64), |a, v| (a.rates.fp64, a.rates.fp64_matrix) = (v, 0.0)),
    Field {
        id: "memory",
        words: "memory",
        unit: "GiB",
        tens: 0,
        twos: 0,
        most: 1e6,
        whole: false,
        get: |a| a.capacity().get() / GIB,
        put: |a, v| (a.memory, a.visible) = (&[], v * GIB),
    },
    speed("bandwidth", "bandwidth of the memory", |a| a.bandwidth, |a, v| a.bandwidth = v),
    Field {
        id: "cache",
        words: "cache",
        unit: "MiB",
        tens: 0,
        twos: 20,
        most: 1e15,
        whole: false,
        get: |a| a.cache,
        put: |a, v| a.cache = v,
    },
    speed("link", "links, one way", |a| a.link.rate, |a, v| a.link.rate = v),
    count("devices", "devices joined so", |a| a.link.devices.into(), |a, v| a.link.devices = v as u32),
    speed("nic", "network, one way", |a| a.nic, |a, v| a.nic = v),
    Field {
        id: "power",
        words: "power",
        unit: "W",
        tens: 0,
        twos: 0,
        most: 1e6,
        whole: false,
        get: |a| a.power,
        put: |a, v| a.power = v,
    },
    rate(PRODUCT, "fastest 16-bit product", |a| a.measured.bf16, |a, v| a.measured.bf16 = v),
];

/// Changes a 16-bit rate: nothing was measured at the new one.
fn half(a: &mut Accelerator, change: impl FnOnce(&mut Accelerator)) {
    let before = a.half();
    change(a);
    if a.half() != before {
        a.measured.bf16 = 0.0;
    }
}

fn product(a: &Accelerator, format: Numeric) -> f64 {
    a.rate(format).map_or(0.0, FlopRate::get)
}

impl Field {
    /// # Errors
    /// `unknown-field`, naming what there is.
    pub fn find(id: &str) -> Result<&'static Field, Error> {
        FIELDS.iter().find(|f| f.id == id).ok_or_else(|| {
            let shown: String = id.chars().take(40).collect();
            let known = FIELDS.iter().map(|f| f.id).collect::<Vec<_>>().join(", ");
            let message = format!("\"{shown}\" is no number of a device that can be changed; there are {known}.");
            Error::new(Code::UnknownField, "device", message)
        })
    }

    /// A number in the unit of people as one in base units; decimal, so that nothing is lost.
    fn base(&self, value: f64) -> f64 {
        shift(value, self.tens) * f64::exp2(self.twos.into())
    }

    /// And back.
    pub(super) fn shown(&self, value: f64) -> f64 {
        shift(value / f64::exp2(self.twos.into()), -self.tens)
    }

    /// A value in base units that a device may have.
    fn checked(&self, value: f64) -> Result<f64, Error> {
        let least = if self.whole { 1.0 } else { self.most * 1e-12 };
        if (least..=self.most).contains(&value) && (!self.whole || value.fract() == 0.0) {
            return Ok(value);
        }
        let code = if value.is_finite() { Code::OutOfDomain } else { Code::NotFinite };
        let unit = if self.unit.is_empty() { String::new() } else { format!(" {}", self.unit) };
        let message = format!(
            "The {} must be {} from {} to {}{unit}, for example {}.",
            self.words,
            if self.whole { "a whole number" } else { "a number" },
            show::full(self.shown(least)),
            show::full(self.shown(self.most)),
            self.example()
        );
        Err(Error::new(code, self.id, message))
    }

    /// As an H100 has it.
    fn example(&self) -> String {
        let row = super::get(super::DEFAULT).ok().map(|a| (self.get)(a)).filter(|v| *v > 0.0);
        show::shortest(row.map_or(500.0, |v| self.shown(v)))
    }
}

/// A number times a power of ten, in decimal.
fn shift(value: f64, tens: i32) -> f64 {
    let text = format!("{value:e}");
    let moved = text.split_once('e').and_then(|(digits, power)| {
        let power = power.parse::<i32>().ok()?.checked_add(tens)?;
        format!("{digits}e{power}").parse().ok()
    });
    moved.unwrap_or(value)
}

/// A row of the table with what was changed by hand. It is read as the accelerator that this makes.
#[derive(Clone, Copy, Debug)]
pub struct Device {
    row: &'static Accelerator,
    /// By the order of [`FIELDS`]; zero is not changed.
    edits: [f64; MANY],
    made: Accelerator,
}

const CHANGED: &str = "numbers changed by hand here; the others as the table has them";
const MEASURED: &str = "measured by the benchmark, or changed by hand";

impl From<&'static Accelerator> for Device {
    fn from(row: &'static Accelerator) -> Device {
        Device { row, edits: [0.0; MANY], made: *row }
    }
}

impl Deref for Device {
    type Target = Accelerator;

    fn deref(&self) -> &Accelerator {
        &self.made
    }
}

/// Devices are the same when they say the same.
impl PartialEq for Device {
    fn eq(&self, other: &Device) -> bool {
        self.row.id == other.row.id && self.edits == other.edits
    }
}

impl Device {
    /// The row that it started from.
    pub const fn row(&self) -> &'static Accelerator {
        self.row
    }

    /// What it is called: the name of its row, and whether it was changed.
    pub fn called(&self) -> String {
        if self.edits().is_some() && self.row.id != super::own::ID {
            format!("{}, changed", self.row.name)
        } else {
            self.row.name.to_owned()
        }
    }

    /// Another row, without what was changed; the same row keeps it.
    pub fn choose(self, row: &'static Accelerator) -> Device {
        if row.id == self.row.id { self } else { row.into() }
    }

    fn of(row: &'static Accelerator, mut edits: [f64; MANY]) -> Device {
        let mut made = *row;
        for (field, value) in FIELDS.iter().zip(edits).filter(|(_, v)| *v > 0.0) {
            (field.put)(&mut made, value);
        }
        // No product is faster than the units that compute it: of slower ones it was not measured.
        if made.measured.bf16 > made.half() {
            made.measured.bf16 = 0.0;
            for (edit, _) in edits.iter_mut().zip(&FIELDS).filter(|(_, f)| f.id == PRODUCT) {
                *edit = 0.0;
            }
        }
        if edits.iter().any(|v| *v > 0.0) {
            let own = row.id == super::own::ID;
            let (source, notes) = if own { (MEASURED, super::own::CAVEAT) } else { (CHANGED, "") };
            (made.source, made.confidence, made.notes) = (source, Confidence::Own, notes);
        }
        Device { row, edits, made }
    }

    /// Is this number changed by hand?
    pub fn is_changed(&self, field: &Field) -> bool {
        FIELDS.iter().zip(self.edits).any(|(f, v)| f.id == field.id && v > 0.0)
    }

    /// A number as people write it, in the field's unit; empty where it is not known.
    pub fn text(&self, field: &Field) -> String {
        let value = (field.get)(&self.made);
        if value > 0.0 { show::shortest(field.shown(value)) } else { String::new() }
    }

    /// The same with one number read from `text` in the field's unit; an empty text takes the change back.
    ///
    /// # Errors
    /// What is wrong with the text, at the field.
    pub fn with(&self, id: &str, text: &str) -> Result<Device, Error> {
        let field = Field::find(id)?;
        if text.trim().is_empty() {
            return Ok(self.put(field, 0.0));
        }
        let read = parse::number(text, field.words, field.unit, &field.example());
        let value = read.map_err(|e| e.at(field.id))?;
        Ok(self.put(field, self.believed(field, field.checked(field.base(value))?)?))
    }

    /// A value for this device; refuses a product that is faster than its 16-bit rate.
    fn believed(&self, field: &Field, value: f64) -> Result<f64, Error> {
        if field.id != PRODUCT || value <= self.made.half() {
            return Ok(value);
        }
        let most = show::shortest(field.shown(self.made.half()));
        let message = format!("The {} cannot be above the 16-bit rate, {most} {}.", field.words, field.unit);
        Err(Error::new(Code::OutOfDomain, field.id, message).suggest(most))
    }

    /// What is as it was is no change.
    fn put(&self, field: &Field, value: f64) -> Device {
        let value = if (field.get)(self.row) == value { 0.0 } else { value };
        let mut edits = self.edits;
        for (edit, _) in edits.iter_mut().zip(&FIELDS).filter(|(_, f)| f.id == field.id) {
            *edit = value;
        }
        Device::of(self.row, edits)
    }

    /// What was changed by hand, in base units (memory in GiB), as text that [`Device::with_edits`] reads back; none
    /// when nothing was.
    pub fn edits(&self) -> Option<String> {
        let parts = FIELDS.iter().zip(self.edits).filter(|(_, v)| *v > 0.0);
        let parts: Vec<String> = parts.map(|(f, v)| format!("{}:{}", f.id, show::shortest(v))).collect();
        (!parts.is_empty()).then(|| parts.join(";"))
    }

    /// Many changes at once in base units, `bf16:1.2e15;memory:120`; they replace those before.
    ///
    /// # Errors
    /// What is wrong with the text, at the field.
    pub fn with_edits(&self, text: &str) -> Result<Device, Error> {
        let mut next = Device::from(self.row);
        let mut said: Vec<(&'static Field, f64)> = Vec::new();
        for part in text.split(';').filter(|p| !p.trim().is_empty()) {
            let Some((id, value)) = part.split_once(':') else {
                let shown: String = part.chars().take(40).collect();
                let message = format!("\"{shown}\" is only half of number:value, as in bandwidth:4e12.");
                return Err(Error::new(Code::WrongType, "device", message));
            };
            let field = Field::find(id.trim())?;
            if said.iter().any(|(f, _)| f.id == field.id) {
                let message = format!("\"{}\" stands twice; say it once.", field.id);
                return Err(Error::new(Code::Inconsistent, field.id, message));
            }
            let example = show::shortest(field.base(field.example().parse().unwrap_or(1.0)));
            let value = parse::number(value, field.words, "", &example).map_err(|e| e.at(field.id))?;
            said.push((field, field.checked(value)?));
        }
        // Whether a product can be is seen once the rates are known.
        said.sort_by_key(|(field, _)| field.id == PRODUCT);
        for (field, value) in said {
            next = next.put(field, next.believed(field, value)?);
        }
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{all, get};
    use super::*;

    fn h100() -> Device {
        get("h100-sxm").unwrap().into()
    }

    #[test]
    fn changes_are_made_and_taken_back() {
        let d = h100().with_edits("bf16:1.2e15;memory:120;bandwidth:4e12;link:4.2e11;power:800").unwrap();
        assert_eq!((d.half(), d.bandwidth, d.link.rate, d.power), (1.2e15, 4e12, 4.2e11, 800.0));
        assert_eq!(d.capacity().get(), 120.0 * GIB);
        assert_eq!((d.id, d.rates.fp8, d.confidence), ("h100-sxm", 1979e12, Confidence::Own));
        // Nobody measured a product at the new rate.
        assert_eq!(d.measured.bf16, 0.0);
        assert_eq!(d.edits().as_deref(), Some("bf16:1.2e15;memory:120;bandwidth:4e12;link:4.2e11;power:800"));
        assert_eq!(d.with("bf16", "").unwrap().half(), 989.4e12);
        // A product is of the rate that it was measured at.
        let measured = h100().with("product", "900").unwrap();
        assert_eq!(measured.edits().as_deref(), Some("product:9e14"));
        assert_eq!(measured.with("bf16", "800").unwrap().edits().as_deref(), Some("bf16:8e14"));
        assert_eq!(h100().with_edits("product:1.1e15;bf16:1.2e15").unwrap().measured.bf16, 1.1e15);
        assert_eq!(h100().with_edits("power:700").unwrap(), h100());
        assert_eq!(d.with_edits("").unwrap(), h100());
        assert_eq!(d.choose(get("h100-sxm").unwrap()), d);
        assert_eq!(d.choose(get("mi300x").unwrap()).edits(), None);
    }

    #[test]
    fn numbers_are_typed_in_units_of_people() {
        let d = h100().with("bf16", "1,200").unwrap();
        assert_eq!(d.half(), 1.2e15);
        assert_eq!(h100().with("bf16", "1.2k TFLOP/s").unwrap(), d);
        assert_eq!(h100().with("bandwidth", "3352 GB/s").unwrap().bandwidth, 3.352e12);
        assert_eq!(h100().with("memory", "94 GiB").unwrap().capacity().get(), 94.0 * GIB);
        assert_eq!(h100().with("devices", "256").unwrap().link.devices, 256);
        assert_eq!(h100().with("fp4", "4000").unwrap().rates.fp4, 4e15);
        assert_eq!(h100().text(Field::find("bf16").unwrap()), "989.4");
        assert_eq!(h100().text(Field::find("cache").unwrap()), "50");
        assert_eq!(h100().text(Field::find("fp4").unwrap()), "");
    }

    /// Every number of every row, as it is shown, is the row's; and changes read back to the same bits.
    #[test]
    fn what_is_shown_reads_back() {
        for row in all() {
            let device = Device::from(row);
            for field in &FIELDS {
                let text = device.text(field);
                let back = device.with(field.id, &text).unwrap();
                assert_eq!(back, device, "{} {} {text}", row.id, field.id);
            }
            let mut changed = device;
            for (i, field) in FIELDS.iter().enumerate() {
                let text = match field.id {
                    _ if field.whole => (i + 17).to_string(),
                    // Not above the 16-bit rates.
                    "product" => "0.7".to_owned(),
                    _ => format!("{}.7", i + 3),
                };
                changed = changed.with(field.id, &text).unwrap();
                assert!(changed.is_changed(field), "{} {} {text}", row.id, field.id);
            }
            assert_eq!(device.with_edits(&changed.edits().unwrap()).unwrap(), changed);
            assert!(changed.peak().is_ok());
        }
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        for (text, code, field) in [
            ("bf16:-1", Code::OutOfDomain, "bf16"),
            ("bf16:0", Code::OutOfDomain, "bf16"),
            ("bf16:NaN", Code::NotFinite, "bf16"),
            ("bf16:inf", Code::NotFinite, "bf16"),
            ("bf16:1e999", Code::NotFinite, "bf16"),
            ("memory:1e7", Code::OutOfDomain, "memory"),
            ("devices:2.5", Code::OutOfDomain, "devices"),
            ("devices:1e9", Code::OutOfDomain, "devices"),
            ("power:many", Code::NotANumber, "power"),
            ("product:1e20", Code::OutOfDomain, "product"),
            ("product:9e14;bf16:8e14;fp16:8e14", Code::OutOfDomain, "product"),
            ("colour:3", Code::UnknownField, "device"),
            ("bf16", Code::WrongType, "device"),
            ("power:1;power:2", Code::Inconsistent, "power"),
        ] {
            let e = h100().with_edits(text).unwrap_err();
            assert_eq!((e.code, e.field.as_str()), (code, field), "{text}: {e}");
            assert!(e.message.ends_with('.') && e.message.len() < 300, "{e}");
        }
        let e = h100().with("memory", "10,000,000").unwrap_err();
        assert!(e.message.contains("1,000,000 GiB") && e.message.contains("80"), "{e}");
        assert!(h100().with("bf16", "0").is_err() && h100().with("shape", "1").is_err());
    }
}
