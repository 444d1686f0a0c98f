//! A device as the engine sees it: rates that kernels reach, and two levels of network.

use super::constants::{
    CEILING, CEILING_FEW, CLOCK, EXPONENTIALS, LINK, LINK_DELAY, MEMORY, PORT, PORT_DELAY, SEND, SUSTAINED,
};
use super::routing::Routing;
use crate::core::accelerators::{self, Accelerator, Numeric, Topology};
use crate::core::error::{Code, Error};
use crate::core::quantity::{FlopRate, Span};

/// The format in which a product's operands are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operands {
    /// FP32, or TF32 where that is asked for.
    Full,
    /// BF16 or FP16.
    Half,
    /// FP8 with one scale for a tensor.
    Eight,
    /// FP8 with a scale for each row, tile or block.
    EightFine,
}

impl Operands {
    pub const fn words(self) -> &'static str {
        match self {
            Operands::Full => "FP32",
            Operands::Half => "16 bits",
            Operands::Eight => "FP8",
            Operands::EightFine => "FP8, a scale for few numbers",
        }
    }

    /// FP8, however it is scaled.
    pub const fn in_eight_bits(self) -> bool {
        matches!(self, Operands::Eight | Operands::EightFine)
    }

    /// Bytes of one number.
    pub const fn bytes(self) -> f64 {
        match self {
            Operands::Full => 4.0,
            Operands::Half => 2.0,
            Operands::Eight | Operands::EightFine => 1.0,
        }
    }
}

/// A device among others.
#[derive(Clone, Copy, Debug)]
pub struct Machine<'a> {
    pub row: &'a Accelerator,
    /// Devices joined fast.
    pub node: u64,
    /// Bytes a second of one device to other nodes.
    pub port: f64,
    /// FLOP/s that products reach: FP32, 16 bits, 8 bits.
    full: f64,
    half: f64,
    eight: f64,
    /// Bytes a second that kernels reach.
    pub memory: f64,
    /// Exponentials a second.
    pub exponentials: f64,
}

/// A port where the table has none: 100 Gb/s.
pub(super) const SLOW: f64 = 12.5e9;

impl<'a> Machine<'a> {
    /// With the node and the port of the table, or others.
    ///
    /// # Errors
    /// `out-of-domain` at `node` and `nic`.
    pub fn of(row: &'a Accelerator, node: Option<u64>, port: Option<f64>) -> Result<Machine<'a>, Error> {
        let node = node.unwrap_or(u64::from(row.link.devices)).max(1);
        let port = port.unwrap_or(if row.nic > 0.0 { row.nic } else { SLOW });
        if !(port.is_finite() && (1.0..=1e18).contains(&port)) {
            let message = "The network must carry from 1 to 1e18 bytes a second, for example 50e9.";
            return Err(Error::new(Code::OutOfDomain, "nic", message));
        }
        let half = row.half();
        let eight = if row.rates.fp8 > 0.0 { row.rates.fp8 } else { half };
        let share = |measured: f64, peak: f64| if measured > 0.0 && peak > 0.0 { measured / peak } else { 0.0 };
        // Of a chip that was measured in another form, that measurement.
        let same = |a: &&Accelerator| a.half() == row.half() && a.units.count == row.units.count;
        let measured = |of: fn(&Accelerator) -> f64| {
            if of(row) > 0.0 { of(row) } else { accelerators::all().filter(same).map(of).fold(0.0, f64::max) }
        };
        let of_half = share(measured(|a| a.measured.bf16), row.half());
        // Devices of few large units lose less between pieces.
        let many = row.units.are_many();
        let of_half = if of_half > 0.0 {
            of_half
        } else if many {
            CEILING
        } else {
            CEILING_FEW
        };
        let of_eight = share(measured(|a| a.measured.fp8), row.rates.fp8);
        let of_eight = if of_eight > 0.0 { of_eight } else { of_half };
        let full = row.rate(Numeric::Fp32).map_or(half / 8.0, FlopRate::get);
        // Devices of many small units have their exponentials in them; the others are given twice what products need.
        let exponentials = if many { EXPONENTIALS * CLOCK * f64::from(row.units.count) } else { half / 256.0 };
        Ok(Machine {
            row,
            node,
            port,
            full: full * CEILING,
            half: half * of_half,
            eight: eight * of_eight,
            memory: row.bandwidth * MEMORY,
            exponentials,
        })
    }

    /// The same in a run that never rests.
    pub fn under_load(self) -> Machine<'a> {
        Machine { full: self.full * SUSTAINED, half: self.half * SUSTAINED, eight: self.eight * SUSTAINED, ..self }
    }

    /// The same held to so many watts: power goes with the third power of the clock, as the voltage goes with it.
    pub fn held(self, watts: f64) -> Machine<'a> {
        let share = if self.row.power > 0.0 { (watts / self.row.power).clamp(0.01, 1.0).cbrt() } else { 1.0 };
        Machine { full: self.full * share, half: self.half * share, eight: self.eight * share, ..self }
    }

    /// FLOP/s that large products reach.
    pub const fn rate(&self, operands: Operands) -> f64 {
        match operands {
            Operands::Full => self.full,
            Operands::Half => self.half,
            Operands::Eight | Operands::EightFine => self.eight,
        }
    }

    /// FLOP/s on the data sheet.
    pub fn peak(&self, operands: Operands) -> f64 {
        match operands {
            Operands::Full => self.full / CEILING,
            Operands::Half => self.row.half(),
            Operands::Eight | Operands::EightFine if self.row.rates.fp8 > 0.0 => self.row.rates.fp8,
            Operands::Eight | Operands::EightFine => self.row.half(),
        }
    }

    /// `size` devices, each `stride` from the next.
    pub fn group(&self, size: u64, stride: u64, axes: Axes) -> Group {
        let size = size.max(1);
        // A device without links reaches the others through its port.
        let node = if self.row.link.rate > 0.0 { self.node } else { 1 };
        let near = (node / stride.max(1)).clamp(1, size);
        let link = self.row.link;
        let share = match link.topology {
            Topology::Switch => 1.0,
            Topology::Bus => 0.5,
            Topology::Mesh => {
                let others = f64::from(link.devices.max(2) - 1);
                (near.saturating_sub(1) as f64 / others).clamp(1.0 / others, 1.0)
            }
            Topology::Torus(all) => {
                let all = f64::from(all.max(1));
                match axes {
                    Axes::One => 1.0 / all,
                    Axes::Rest => ((all - 1.0) / all).max(1.0 / all),
                    Axes::All => 1.0,
                }
            }
        };
        Group { size, near, link: (link.rate * share * LINK).max(1.0), port: (self.port * PORT).max(1.0) }
    }
}

/// Axes of a torus that a group may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axes {
    One,
    Rest,
    All,
}

/// Devices that speak with one another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    pub size: u64,
    /// Of them in one node.
    pub near: u64,
    /// Bytes a second of one device to those near, and to others.
    pub link: f64,
    pub port: f64,
}

impl Group {
    /// Nodes that the group covers; the last may be covered in part.
    const fn nodes(&self) -> f64 {
        self.size.div_ceil(self.near) as f64
    }

    /// Every device ends up with all of `bytes`, of which each had an equal part; the way back (a sum of which each
    /// keeps a part) takes as long. The parts go round a ring: (n − 1)/n of the bytes pass every device.
    pub fn gather(&self, bytes: f64) -> Span {
        if self.size <= 1 {
            return Span::ZERO;
        }
        let (near, nodes) = (self.near as f64, self.nodes());
        let inside = bytes * (near - 1.0) / near / self.link;
        // The ports of all devices of a node carry the bytes between nodes together.
        let between = bytes * (nodes - 1.0) / nodes / (near * self.port);
        Span::seconds(inside.max(between) + self.round())
    }

    /// Every device ends up with the sum: a sum of which each keeps a part, and a gathering of the parts.
    pub fn reduce(&self, bytes: f64) -> Span {
        self.gather(bytes) * 2.0
    }

    /// Each device sends `bytes` in equal parts to all (itself included). `copies`: of every number, so many go to
    /// different devices; to each node one is sent, and passed on there. Buffers of fixed size go whole to each of them.
    pub fn exchange(&self, bytes: f64, copies: f64, routing: &Routing) -> Span {
        if self.size <= 1 {
            return Span::ZERO;
        }
        let (n, nodes) = (self.size as f64, self.nodes());
        let near = self.near as f64;
        let copies = if routing.capacity.is_some() { 1.0 } else { copies.max(1.0) };
        // Nodes other than its own that a number has to reach, by chance among those it may go to, against its copies.
        let within = routing.nodes.map_or(nodes, |limit| (limit.max(1) as f64).min(nodes));
        let reached = (nodes - 1.0) * (within / nodes) * (1.0 - (1.0 - 1.0 / within).powf(copies));
        let between = bytes * reached / copies / (self.port / PORT * SEND);
        let delay = if self.near < self.size { PORT_DELAY } else { LINK_DELAY };
        if routing.bi_level && near > 1.0 && nodes > 1.0 {
            // To a device of the right node, and from there to the right device.
            let inside = bytes * (near - 1.0) / near / self.link;
            let messages = (nodes - 1.0) + (near - 1.0);
            return Span::seconds(inside + between + delay + LINK_DELAY) + routing.message * messages;
        }
        let inside = bytes * (near - 1.0) / n / self.link;
        Span::seconds(inside.max(between) + delay) + routing.message * (n - 1.0)
    }

    /// One device sends `bytes` to the next.
    pub fn send(&self, bytes: f64) -> Span {
        if self.size <= 1 {
            return Span::ZERO;
        }
        let (rate, delay) = if self.near > 1 { (self.link, LINK_DELAY) } else { (self.port, PORT_DELAY) };
        Span::seconds(bytes / rate + delay)
    }

    /// Messages one after the other: once round the ring of all devices.
    fn round(&self) -> f64 {
        let (size, nodes) = (self.size as f64, self.nodes());
        (size - nodes) * LINK_DELAY + (nodes - 1.0) * PORT_DELAY
    }
}
