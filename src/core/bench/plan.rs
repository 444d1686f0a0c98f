//! What is run on a machine, in which order, and about how long it takes.

use super::probe::{Arithmetic, Probe, Stored, Way};
use super::record::Machine;
use super::sampling::shortest;

/// One probe, and why it cannot be run here; empty where it can.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub probe: Probe,
    pub unsupported: String,
    /// Seconds that its samples may take.
    pub budget: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub steps: Vec<Step>,
    /// Seconds of the whole, about.
    pub seconds: f64,
}

/// No run that is expected to take longer than so many seconds is started: a device that is silent for a few seconds
/// is taken for hung and reset.
pub const LONGEST: f64 = 0.5;
/// Compiling, checking and warming up, for each probe: on a GPU, and on a processor that plays one.
const AROUND: f64 = 0.06;
const AROUND_SOFTWARE: f64 = 0.2;
/// Comparing the kernels of a product.
const COMPARING: f64 = 2.0;

/// Names of what an adapter may offer.
pub const F16: &str = "shader-f16";
pub const PACKED: &str = "packed_4x8_integer_dot_product";
pub const SUBGROUPS: &str = "subgroups";

impl Plan {
    pub fn of(machine: &Machine) -> Plan {
        let probes = match (machine.has_gpu(), machine.software) {
            (true, false) => [device(machine), processor(256)].concat(),
            (true, true) => [software(), processor(128)].concat(),
            (false, _) => processor(256),
        };
        let steps: Vec<Step> = probes
            .into_iter()
            .map(|probe| Step { probe, unsupported: unsupported(machine, &probe), budget: budget(machine, &probe) })
            .collect();
        let around = if machine.software { AROUND_SOFTWARE } else { AROUND };
        let comparing = if machine.has_gpu() { COMPARING } else { 0.0 };
        // A coarse clock needs longer samples than the budget has.
        let least = 4.0 * shortest(machine.tick);
        let all = steps.iter().filter(|s| s.unsupported.is_empty());
        let seconds: f64 = all.map(|s| s.budget.max(least) + around).sum();
        Plan { steps, seconds: comparing + seconds }
    }

    pub fn probes(&self) -> Vec<Probe> {
        self.steps.iter().map(|s| s.probe).collect()
    }
}

/// The first probe, which is measured again at the end.
pub fn first(machine: &Machine) -> Probe {
    let (lanes, each) = if machine.software { (4096, 1024) } else { (1 << 19, 8192) };
    Probe::Chains { arithmetic: Arithmetic::F32, lanes, each }
}

fn chains(machine: &Machine) -> Vec<Probe> {
    let Probe::Chains { lanes, each, .. } = first(machine) else { return Vec::new() };
    [Arithmetic::F32, Arithmetic::F16, Arithmetic::Int8]
        .into_iter()
        .map(|arithmetic| Probe::Chains { arithmetic, lanes, each })
        .collect()
}

fn streams(sizes: &[u64]) -> Vec<Probe> {
    Way::ALL.into_iter().flat_map(|way| sizes.iter().map(move |b| Probe::Stream { way, bytes: *b })).collect()
}

fn tiled(side: u32) -> Vec<Probe> {
    [1, 4, 8, 16, 32].into_iter().map(|tile| Probe::Tiled { tile, m: side, k: side, n: side }).collect()
}

/// Sides of squares, and m × k × n of others.
fn products(squares: &[u32], others: &[[u32; 3]]) -> Vec<Probe> {
    let sizes: Vec<[u32; 3]> = squares.iter().map(|s| [*s; 3]).chain(others.iter().copied()).collect();
    [Arithmetic::F32, Arithmetic::F16]
        .into_iter()
        .flat_map(|arithmetic| sizes.iter().map(move |[m, k, n]| Probe::Product { arithmetic, m: *m, k: *k, n: *n }))
        .collect()
}

fn vectors(rows: u32, columns: u32) -> Vec<Probe> {
    Stored::ALL.into_iter().map(|stored| Probe::Vector { stored, rows, columns }).collect()
}

/// Products are squares, then those of GPT-2's feed-forward layers with 1024 tokens, and of Llama 3 8B's attention and
/// feed-forward layers with 512 and with 16.
fn device(machine: &Machine) -> Vec<Probe> {
    let fits = |bytes: f64| bytes <= machine.limits.binding && bytes <= machine.limits.buffer;
    // The largest is beyond what caches hold; where a binding may not be so large, it is as large as may be.
    let largest = [256 << 20, 128 << 20, 64 << 20].into_iter().find(|b: &u64| fits(*b as f64));
    let sizes: Vec<u64> = [8 << 10, 64 << 10, 512 << 10, 4 << 20, 32 << 20]
        .into_iter()
        .filter(|b: &u64| fits(*b as f64))
        .chain(largest)
        .collect();
    let others = [[1024, 768, 3072], [512, 4096, 4096], [512, 4096, 14336], [16, 4096, 14336]];
    // The largest that fits in 32 bits, so that all four can be compared.
    let (rows, columns) = [(28672, 8192), (14336, 4096)]
        .into_iter()
        .find(|(r, c)| fits(4.0 * f64::from(*r) * f64::from(*c)))
        .unwrap_or((4096, 4096));
    let mut all = vec![Probe::Submission, Probe::Dispatch];
    all.extend(chains(machine));
    all.extend(streams(&sizes));
    all.extend(tiled(1024));
    all.extend(products(&[256, 512, 1024, 2048, 4096], &others));
    all.extend(vectors(rows, columns));
    all.push(Probe::Softmax { rows: 4096, columns: 8192 });
    all.push(Probe::Attention { heads: 32, width: 128, context: 8192 });
    all
}

/// A processor that plays a GPU does a thousandth of it.
fn software() -> Vec<Probe> {
    let machine = Machine { software: true, ..Machine::default() };
    let mut all = vec![Probe::Submission, Probe::Dispatch];
    all.extend(chains(&machine));
    all.extend(streams(&[8 << 10, 64 << 10, 512 << 10, 4 << 20]));
    all.extend(tiled(32));
    all.extend(products(&[64, 128, 256], &[[64, 256, 1024], [16, 256, 1024]]));
    all.extend(vectors(256, 1024));
    all.push(Probe::Softmax { rows: 32, columns: 1024 });
    all.push(Probe::Attention { heads: 2, width: 64, context: 256 });
    all
}

fn processor(side: u32) -> Vec<Probe> {
    vec![
        Probe::Processor { simd: false, side },
        Probe::Processor { simd: true, side },
        Probe::Memcpy { bytes: 32 << 10 },
        Probe::Memcpy { bytes: 32 << 20 },
    ]
}

fn budget(machine: &Machine, probe: &Probe) -> f64 {
    let light = matches!(probe, Probe::Stream { .. } | Probe::Memcpy { .. } | Probe::Dispatch | Probe::Submission);
    match (machine.software, light) {
        (true, true) => 0.08,
        (true, false) => 0.12,
        (false, true) => 0.1,
        (false, false) => 0.2,
    }
}

/// Why a probe cannot be run here; empty where it can.
pub fn unsupported(machine: &Machine, probe: &Probe) -> String {
    if probe.on_processor() {
        return String::new();
    }
    let lacks = |name: &str| !machine.features.iter().any(|f| f == name);
    match *probe {
        Probe::Chains { arithmetic: Arithmetic::F16, .. } | Probe::Product { arithmetic: Arithmetic::F16, .. }
            if lacks(F16) =>
        {
            return "The adapter does not offer 16-bit arithmetic (shader-f16).".to_owned();
        }
        Probe::Chains { arithmetic: Arithmetic::Int8, .. } if lacks(PACKED) => {
            return "No products of packed bytes here (packed_4x8_integer_dot_product).".to_owned();
        }
        Probe::Tiled { tile, .. } if tile * tile > machine.limits.invocations => {
            return format!(
                "A tile of {tile} × {tile} needs {} invocations in a workgroup; the adapter allows {}.",
                tile * tile,
                machine.limits.invocations
            );
        }
        _ => {}
    }
    let (needed, allowed) = (largest(probe), machine.limits.buffer.min(machine.limits.binding));
    if needed > allowed {
        return format!("It needs a buffer of {:.0} MB; the adapter allows {:.0} MB.", needed / 1e6, allowed / 1e6);
    }
    String::new()
}

/// Bytes of the largest operand or result.
fn largest(probe: &Probe) -> f64 {
    let of = |a: u32, b: u32| f64::from(a) * f64::from(b);
    match *probe {
        Probe::Product { arithmetic, m, k, n } => arithmetic.bytes() * of(m, k).max(of(k, n)).max(of(m, n)),
        Probe::Tiled { m, k, n, .. } => 4.0 * of(m, k).max(of(k, n)).max(of(m, n)),
        Probe::Vector { stored, rows, columns } => stored.bits().floor() / 8.0 * of(rows, columns),
        Probe::Stream { way: Way::Copy, bytes } => bytes as f64 / 2.0,
        Probe::Stream { bytes, .. } => bytes as f64,
        Probe::Softmax { rows, columns } => 4.0 * of(rows, columns),
        Probe::Attention { heads, width, context } => 4.0 * of(heads, width) * f64::from(context),
        Probe::Chains { lanes, .. } => 4.0 * f64::from(lanes),
        _ => 16.0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::Limits;
    use super::*;

    fn machine(binding: f64, invocations: u32, features: &[&str], software: bool) -> Machine {
        Machine {
            backend: "WebGPU".to_owned(),
            software,
            features: features.iter().map(|f| (*f).to_owned()).collect(),
            limits: Limits { buffer: 2.0 * binding, binding, shared: 16384.0, invocations, workgroups: 65535 },
            ..Machine::default()
        }
    }

    #[test]
    fn a_real_device_is_done_in_fifteen_seconds() {
        let plan = Plan::of(&machine(4e9, 1024, &[F16, PACKED], false));
        assert!(plan.steps.iter().all(|s| s.unsupported.is_empty()));
        assert!(plan.seconds < 15.0, "{}", plan.seconds);
        assert!(plan.steps.contains(&Step {
            probe: first(&machine(4e9, 1024, &[], false)),
            unsupported: String::new(),
            budget: 0.2
        }));
        // Every probe once.
        let probes = plan.probes();
        for (i, probe) in probes.iter().enumerate() {
            assert!(!probes[..i].contains(probe), "{probe:?}");
        }
    }

    /// The smallest limits that WebGPU guarantees: 128 MiB of a binding, 256 invocations, no features.
    #[test]
    fn what_an_adapter_lacks_is_said() {
        let plan = Plan::of(&machine(134_217_728.0, 256, &[], false));
        let why = |probe: Probe| plan.steps.iter().find(|s| s.probe == probe).map(|s| s.unsupported.clone());
        let square = |arithmetic| Probe::Product { arithmetic, m: 256, k: 256, n: 256 };
        assert!(why(square(Arithmetic::F16)).unwrap().contains("shader-f16"));
        assert_eq!(why(square(Arithmetic::F32)).unwrap(), "");
        let tile = |tile| Probe::Tiled { tile, m: 1024, k: 1024, n: 1024 };
        assert!(why(tile(32)).unwrap().contains("1024 invocations") && why(tile(16)).unwrap().is_empty());
        // 4096 × 14336 × 4 bytes are 235 MB.
        let wide = Probe::Product { arithmetic: Arithmetic::F32, m: 512, k: 4096, n: 14336 };
        assert!(why(wide).unwrap().contains("235 MB"), "{:?}", why(wide));
        // A set of 256 MiB does not fit; vectors are smaller.
        assert_eq!(why(Probe::Stream { way: Way::Read, bytes: 256 << 20 }), None);
        assert_eq!(why(Probe::Stream { way: Way::Read, bytes: 128 << 20 }).unwrap(), "");
        assert_eq!(why(Probe::Vector { stored: Stored::F32, rows: 4096, columns: 4096 }).unwrap(), "");
    }

    #[test]
    fn without_a_gpu_the_processor_remains() {
        let plan = Plan::of(&Machine::default());
        assert!(plan.steps.len() == 4 && plan.steps.iter().all(|s| s.probe.on_processor() && s.unsupported.is_empty()));
        let plan = Plan::of(&machine(1e9, 1024, &[F16, PACKED], true));
        assert!(plan.seconds < 15.0 && plan.steps.iter().all(|s| s.probe.flop() < 2e8), "{}", plan.seconds);
    }
}
