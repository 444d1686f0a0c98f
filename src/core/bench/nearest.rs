//! The row of the data sheets that a measured machine is, or is most like.

use super::probe::Arithmetic;
use super::record::{Machine, Record};
use super::roofline::Roofline;
use crate::core::accelerators::{self, Accelerator};

/// A row, and what of its figures was reached. Beyond one says something about the row, or about how it was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearest {
    pub device: &'static Accelerator,
    /// The machine says so itself; otherwise it is the one with the nearest figures.
    pub by_name: bool,
    /// Measured over printed: FP32 on vector units, and memory.
    pub of_rate: f64,
    pub of_bandwidth: f64,
}

/// A device whose sheet is not named is taken only where so much of its figures was reached, and not more.
const REACHED: std::ops::RangeInclusive<f64> = 0.5..=1.15;

/// None for a software adapter, which is like no device, and where neither a name nor the figures tell.
pub fn nearest(record: &Record, roofline: &Roofline) -> Option<Nearest> {
    let machine = &record.machine;
    if machine.software || !machine.has_gpu() {
        return None;
    }
    let rate = roofline.peak(Arithmetic::F32)?.rate;
    let named = named(machine).filter(|a| is_known(a));
    let like = || {
        let maker = maker(machine)?;
        let alike = |a: &&Accelerator| {
            REACHED.contains(&(rate / a.rates.fp32)) && REACHED.contains(&(roofline.bandwidth / a.bandwidth))
        };
        let rows = comparable().filter(|a| a.maker == maker).filter(alike);
        let far = |a: &Accelerator| {
            let off = |measured: f64, printed: f64| (measured / printed).ln().powi(2);
            off(rate, a.rates.fp32) + off(roofline.bandwidth, a.bandwidth)
        };
        rows.min_by(|a, b| far(a).total_cmp(&far(b)))
    };
    let device = named.or_else(like)?;
    Some(Nearest { by_name: named.is_some(), ..against(roofline, device)? })
}

/// Devices whose sheets say both figures.
pub fn comparable() -> impl Iterator<Item = &'static Accelerator> {
    accelerators::all().filter(|a| is_known(a))
}

/// Set against a row of one's own choice.
pub fn against(roofline: &Roofline, device: &'static Accelerator) -> Option<Nearest> {
    is_known(device).then_some(())?;
    Some(Nearest {
        device,
        by_name: false,
        of_rate: roofline.peak(Arithmetic::F32)?.rate / device.rates.fp32,
        of_bandwidth: roofline.bandwidth / device.bandwidth,
    })
}

fn is_known(a: &Accelerator) -> bool {
    a.rates.fp32 > 0.0 && a.bandwidth > 0.0
}

/// Makers as adapters call them.
const MAKERS: [(&str, &str); 4] = [("nvidia", "NVIDIA"), ("apple", "Apple"), ("amd", "AMD"), ("intel", "Intel")];

fn maker(machine: &Machine) -> Option<&'static str> {
    let vendor = machine.vendor.to_ascii_lowercase();
    MAKERS.iter().find(|(word, _)| vendor.contains(word)).map(|(_, maker)| *maker)
}

/// The row of the name that the machine has, if it has one.
fn named(machine: &Machine) -> Option<&'static Accelerator> {
    [&machine.description, &machine.device].into_iter().find_map(|said| {
        // "ANGLE (…)", "(LLVM …)" and the like say nothing of the device.
        let words: String = said.chars().take_while(|c| *c != '(' && *c != '/').collect();
        // The chip of a laptop has the name of another.
        if words.contains("Laptop") {
            return None;
        }
        let words = words.replace("Graphics", "").replace("GPU", "");
        (!words.trim().is_empty()).then(|| accelerators::find(words.trim()).ok()).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::super::roofline::{of_gpu, tests::made_up};
    use super::*;

    fn of(vendor: &str, description: &str) -> Option<Nearest> {
        let mut record = made_up();
        record.machine.vendor = vendor.to_owned();
        record.machine.description = description.to_owned();
        let roofline = of_gpu(&record).unwrap();
        nearest(&record, &roofline)
    }

    /// 10 TFLOP/s and 400 GB/s are an M1 Max (10.6 and 400) among Apple's.
    #[test]
    fn by_name_or_by_figures() {
        let found = of("nvidia", "NVIDIA GeForce RTX 4090").unwrap();
        assert_eq!((found.device.id, found.by_name), ("rtx-4090", true));
        assert!((found.of_rate - 10.0 / 82.6).abs() < 1e-9 && (found.of_bandwidth - 400.0 / 1008.0).abs() < 1e-9);
        assert_eq!(of("", "Apple M2 Max").unwrap().device.id, "m2-max");
        assert!(of("nvidia", "NVIDIA GeForce RTX 4090 Laptop GPU").is_none_or(|n| !n.by_name));
        let found = of("apple", "").unwrap();
        assert_eq!((found.device.id, found.by_name), ("m1-max", false));
        // Neither a name nor a maker; and no device of Intel's is like it.
        assert_eq!((of("", "a thing of the future"), of("intel", "")), (None, None));
    }

    #[test]
    fn software_is_like_no_device() {
        let mut record = made_up();
        record.machine.software = true;
        let roofline = of_gpu(&record).unwrap();
        assert_eq!(nearest(&record, &roofline), None);
    }
}
