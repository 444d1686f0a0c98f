//! The texts that run on a GPU: files in the language of WebGPU, with a few lines before them that say what numbers
//! and how many.

pub mod products;

use products::{Form, Variant};

use crate::core::bench::plan::{F16, PACKED, Plan, SUBGROUPS};
use crate::core::bench::probe::{Arithmetic, Probe, Stored, Way};
use crate::core::bench::record::{Limits, Machine};

/// One text, and what a device must offer to run it.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Kernel {
    pub name: String,
    pub text: String,
    /// Names of features, as WebGPU has them.
    pub features: Vec<&'static str>,
    /// Invocations of a workgroup, and bytes that it shares.
    pub invocations: u32,
    pub shared: u32,
}

impl Kernel {
    fn new(name: &str, text: String) -> Kernel {
        Kernel { name: name.to_owned(), text, invocations: 256, ..Kernel::default() }
    }

    /// What keeps this machine from running it; empty where nothing does.
    pub fn lacking(&self, machine: &Machine) -> String {
        let missing = self.features.iter().find(|f| !machine.features.iter().any(|have| have == *f));
        if let Some(feature) = missing {
            return format!("The adapter does not offer {feature}.");
        }
        if self.invocations > machine.limits.invocations || f64::from(self.shared) > machine.limits.shared {
            return format!(
                "{} needs {} invocations and {} bytes in a workgroup; the adapter allows {} and {}.",
                self.name, self.invocations, self.shared, machine.limits.invocations, machine.limits.shared
            );
        }
        String::new()
    }
}

const NUM_F32: &str = "alias Num = f32;\nalias Num4 = vec4<f32>;\n";
const NUM_F16: &str = "enable f16;\nalias Num = f16;\nalias Num4 = vec4<f16>;\n";

/// The lines before a kernel that computes with these numbers.
fn numbers(arithmetic: Arithmetic) -> (&'static str, Vec<&'static str>) {
    if arithmetic == Arithmetic::F16 { (NUM_F16, vec![F16]) } else { (NUM_F32, Vec::new()) }
}

pub fn empty() -> Kernel {
    Kernel { invocations: 1, ..Kernel::new("empty", include_str!("empty.wgsl").to_owned()) }
}

pub fn fill() -> Kernel {
    Kernel::new("fill", include_str!("fill.wgsl").to_owned())
}

pub fn chains(arithmetic: Arithmetic) -> Kernel {
    let name = format!("chains {}", arithmetic.id());
    if arithmetic == Arithmetic::Int8 {
        let text = include_str!("chains_int8.wgsl").to_owned();
        return Kernel { features: vec![PACKED], ..Kernel::new(&name, text) };
    }
    let (before, features) = numbers(arithmetic);
    Kernel { features, ..Kernel::new(&name, format!("{before}{}", include_str!("chains.wgsl"))) }
}

pub fn stream(way: Way) -> Kernel {
    let text = match way {
        Way::Read => include_str!("read.wgsl"),
        Way::Write => include_str!("write.wgsl"),
        Way::Copy => include_str!("copy.wgsl"),
    };
    Kernel::new(way.id(), text.to_owned())
}

pub fn tiled(tile: u32) -> Kernel {
    let text = format!("const TILE = {tile}u;\n{}", include_str!("tiled.wgsl"));
    let shared = 8 * tile * tile;
    Kernel { invocations: tile * tile, shared, ..Kernel::new(&format!("tiled {tile} × {tile}"), text) }
}

pub fn vector(stored: Stored) -> Kernel {
    let weights = match stored {
        Stored::F32 => include_str!("weights_f32.wgsl"),
        Stored::F16 => include_str!("weights_f16.wgsl"),
        Stored::Fp8 => include_str!("weights_fp8.wgsl"),
        Stored::Int4 => include_str!("weights_int4.wgsl"),
    };
    let text = format!("{weights}\n{}", include_str!("vector.wgsl"));
    Kernel { invocations: 128, shared: 2048, ..Kernel::new(&format!("vector {}", stored.id()), text) }
}

/// Groups of four numbers of a row that one of 256 invocations keeps.
pub fn softmax(columns: u32) -> Kernel {
    let held = columns.div_ceil(1024).max(1);
    let text = format!("const HELD = {held}u;\n{}", include_str!("softmax.wgsl"));
    Kernel { shared: 1024, ..Kernel::new(&format!("softmax of {held} kept"), text) }
}

pub fn attention() -> [Kernel; 2] {
    let first = Kernel::new("attention", include_str!("attention.wgsl").to_owned());
    let second = Kernel::new("attention, joined", include_str!("attention_join.wgsl").to_owned());
    [Kernel { invocations: 128, shared: 7680, ..first }, Kernel { invocations: 32, ..second }]
}

/// A product by one of the variants, for matrices whose sides are multiples of its tile or for any.
pub fn product(variant: &Variant, arithmetic: Arithmetic, whole: bool) -> Kernel {
    let half = arithmetic == Arithmetic::F16;
    let form = Form { half, whole, enable_subgroups: cfg!(target_arch = "wasm32") };
    let mut features = Vec::new();
    if half {
        features.push(F16);
    }
    if variant.subgroups {
        features.push(SUBGROUPS);
    }
    let name = format!("{} {}{}", variant.name, arithmetic.id(), if whole { "" } else { ", any size" });
    Kernel {
        name,
        text: variant.text(form),
        features,
        invocations: variant.invocations,
        shared: variant.shared_bytes(half),
    }
}

/// Every text that may be run, on whatever machine.
pub fn all() -> Vec<Kernel> {
    let limits = Limits { buffer: 1e12, binding: 1e12, shared: 1e6, invocations: 1024, workgroups: 65535 };
    let offering = |software| Machine {
        backend: "any".to_owned(),
        software,
        features: [F16, PACKED, SUBGROUPS].map(str::to_owned).to_vec(),
        limits,
        ..Machine::default()
    };
    let mut found: Vec<Kernel> = vec![empty(), fill()];
    let probes = [false, true].into_iter().flat_map(|software| Plan::of(&offering(software)).probes());
    for kernel in probes.flat_map(|probe| of(&probe)) {
        if !found.iter().any(|k| k.text == kernel.text) {
            found.push(kernel);
        }
    }
    found
}

/// All texts that a probe may run.
fn of(probe: &Probe) -> Vec<Kernel> {
    match *probe {
        Probe::Chains { arithmetic, .. } => vec![chains(arithmetic)],
        Probe::Tiled { tile, .. } => vec![tiled(tile)],
        Probe::Product { arithmetic, .. } => {
            let both = |v: Variant| [true, false].map(|whole| product(&v, arithmetic, whole));
            products::variants().into_iter().flat_map(both).collect()
        }
        Probe::Vector { stored, .. } => vec![vector(stored)],
        Probe::Stream { way, .. } => vec![stream(way)],
        Probe::Softmax { columns, .. } => vec![softmax(columns)],
        Probe::Attention { .. } => attention().to_vec(),
        Probe::Dispatch | Probe::Submission | Probe::Processor { .. } | Probe::Memcpy { .. } => Vec::new(),
    }
}
