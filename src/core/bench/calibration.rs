//! A measured machine as an accelerator that every plan can use.

use super::probe::{Arithmetic, Probe};
use super::record::Record;
use super::roofline::{self, Roofline, fastest_product};
use crate::core::accelerators::{Device, get, own};
use crate::core::error::{Code, Error};
use crate::core::quantity::{Bytes, GIB};

/// Which part of a record is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Gpu,
    /// One thread of it.
    Processor,
}

/// Memory of the device where nobody says it: a browser tells only the largest buffer that it allows.
pub fn memory(record: &Record) -> Bytes {
    let allowed = record.machine.limits.buffer;
    // Buffers are bounded for other reasons too, so what they say is held to sizes that devices have.
    let gib = (allowed / GIB).clamp(4.0, 512.0).round();
    Bytes::new(gib * GIB).unwrap_or_default()
}

/// Memory as people write it, `16` or `16 GiB`.
///
/// # Errors
/// What is wrong with the text.
pub fn read_memory(text: &str) -> Result<Bytes, Error> {
    let own = Device::from(get(own::ID)?);
    if text.trim().is_empty() {
        return Err(Error::new(Code::MissingField, "memory", "How much memory it has must be said, for example 16."));
    }
    // Makers write GB for what is GiB.
    let plain = text.trim().strip_suffix("GB").unwrap_or(text);
    Ok(own.with("memory", plain)?.capacity())
}

/// The accelerator that this part of a record makes of `my-machine`.
///
/// # Errors
/// `inconsistent` for a software adapter, which says nothing of a GPU; `missing-field` where the readings do not reach;
/// what is wrong with the memory.
pub fn device(record: &Record, part: Part, memory: Bytes) -> Result<Device, Error> {
    let roofline = roof(record, part)?;
    let rate = |a: Arithmetic| roofline.peak(a).map(|p| p.rate);
    let full = rate(Arithmetic::F32).unwrap_or_default();
    // Without 16-bit arithmetic, or with a slow one, 16-bit operands are multiplied as 32-bit ones.
    let half = rate(Arithmetic::F16).unwrap_or(full).max(full);
    let mut edits =
        vec![("fp32", full), ("fp16", half), ("bandwidth", roofline.bandwidth), ("memory", memory.get() / GIB)];
    edits.extend(rate(Arithmetic::Int8).map(|r| ("int8", r)));
    if part == Part::Gpu {
        edits.extend(fastest_product(record).map(|(r, _)| ("product", r.min(half))));
    }
    let text: Vec<String> = edits.iter().map(|(id, v)| format!("{id}:{}", rounded(*v))).collect();
    Device::from(get(own::ID)?).with_edits(&text.join(";"))
}

/// The roofline of a part that may be used.
///
/// # Errors
/// As [`device`].
pub fn roof(record: &Record, part: Part) -> Result<Roofline, Error> {
    let found = match part {
        Part::Gpu if record.machine.software => {
            let name = record.machine.name();
            let message = format!(
                "{name} is a processor that plays a GPU: its figures say nothing of a GPU, so they calibrate nothing."
            );
            return Err(Error::new(Code::Inconsistent, "machine", message));
        }
        Part::Gpu => roofline::of_gpu(record),
        Part::Processor => roofline::of_processor(record),
    };
    found.ok_or_else(|| {
        let here = |p: &Probe| p.on_processor() == (part == Part::Processor);
        let memory =
            record.measured().any(|r| here(&r.probe) && matches!(r.probe, Probe::Stream { .. } | Probe::Memcpy { .. }));
        let lacks = if memory { "arithmetic in FP32" } else { "memory" };
        let message = format!("The record does not reach: {lacks} was not measured. Measure until it is there.");
        Error::new(Code::MissingField, "readings", message)
    })
}

/// Four digits: more are noise, and make links long.
fn rounded(v: f64) -> String {
    let text = format!("{v:.3e}");
    let plain: f64 = text.parse().unwrap_or(v);
    crate::core::quantity::show::shortest(plain)
}

#[cfg(test)]
mod tests {
    use super::super::roofline::tests::made_up;
    use super::*;
    use crate::core::link;

    fn gib(v: f64) -> Bytes {
        Bytes::new(v * GIB).unwrap()
    }

    #[test]
    fn a_measured_machine_is_an_accelerator() {
        let d = device(&made_up(), Part::Gpu, gib(16.0)).unwrap();
        assert_eq!((d.id, d.rates.fp32, d.half(), d.bandwidth), ("my-machine", 10e12, 20e12, 400e9));
        assert_eq!((d.measured.bf16, d.capacity()), (12e12, gib(16.0)));
        assert_eq!(d.called(), "my machine");
        let cpu = device(&made_up(), Part::Processor, gib(8.0)).unwrap();
        assert_eq!((cpu.rates.fp32, cpu.half(), cpu.bandwidth, cpu.measured.bf16), (20e9, 20e9, 10e9, 0.0));
    }

    #[test]
    fn memory_as_people_write_it() {
        assert_eq!(read_memory("16").unwrap(), gib(16.0));
        assert_eq!(read_memory(" 24 GiB").unwrap(), gib(24.0));
        assert_eq!(read_memory("16 GB ").unwrap(), gib(16.0));
        for bad in ["", " ", "lots", "-3", "0", "1e30"] {
            assert_eq!(read_memory(bad).unwrap_err().field, "memory", "{bad}");
        }
    }

    /// It goes into a link and comes back the same.
    #[test]
    fn it_travels_in_a_link() {
        let d = device(&made_up(), Part::Gpu, gib(16.0)).unwrap();
        let mut scenario = link::read("").unwrap().scenario;
        scenario.accelerator = d;
        let text = link::write(&scenario);
        assert!(text.len() < 300, "{text}");
        let back = link::read(&text).unwrap();
        assert_eq!((back.scenario.accelerator, back.notices.len()), (d, 0), "{text}");
    }

    #[test]
    fn a_software_adapter_calibrates_nothing() {
        let mut record = made_up();
        record.machine.software = true;
        let e = device(&record, Part::Gpu, gib(8.0)).unwrap_err();
        assert_eq!((e.code, e.field.as_str()), (Code::Inconsistent, "machine"));
        assert!(device(&record, Part::Processor, gib(8.0)).is_ok());
        record.readings.clear();
        assert_eq!(device(&record, Part::Processor, gib(8.0)).unwrap_err().code, Code::MissingField);
    }
}
