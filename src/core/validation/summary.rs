//! How far predictions are from what was published: row by row, over all rows, and over groups of them.
//!
//! An error is predicted over published speed, less one; utilisations of one row differ by the same factor.

use std::sync::OnceLock;

use super::predict::Predicted;
use super::{Model, Row, all};
use crate::core::accelerators::{self, Accelerator};
use crate::core::chosen;
use crate::core::engine::machine::Operands;
use crate::core::engine::pass::operands;
use crate::core::error::Error;
use crate::core::memory::recipe;
use crate::core::model::Counts;
use crate::core::quantity::show;

/// Devices that are built alike, for the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    Ampere,
    Hopper,
    Blackwell,
    Amd,
    Tpu,
    Others,
}

impl Family {
    pub const ALL: [Family; 6] =
        [Family::Ampere, Family::Hopper, Family::Blackwell, Family::Amd, Family::Tpu, Family::Others];

    pub const fn words(self) -> &'static str {
        match self {
            Family::Ampere => "A100",
            Family::Hopper => "H100, H200, H800",
            Family::Blackwell => "Blackwell",
            Family::Amd => "AMD",
            Family::Tpu => "TPU",
            Family::Others => "others",
        }
    }

    pub fn of(device: &Accelerator) -> Family {
        let starts = |names: &[&str]| names.iter().any(|n| device.id.starts_with(n));
        match device.maker {
            "AMD" => Family::Amd,
            "Google" => Family::Tpu,
            _ if starts(&["a100", "a800"]) => Family::Ampere,
            _ if starts(&["h100", "h200", "h800", "h20", "gh200"]) => Family::Hopper,
            _ if starts(&["b100", "b200", "b300", "gb200", "gb300"]) => Family::Blackwell,
            _ => Family::Others,
        }
    }
}

/// A row with its prediction.
#[derive(Clone, Debug)]
pub struct Check {
    pub row: &'static Row,
    /// What the model is called, or how large it is.
    pub model: String,
    /// It has experts of which a token uses some.
    pub mixture: bool,
    pub device: Option<&'static Accelerator>,
    pub operands: Option<Operands>,
    /// An error for a row that the engine cannot time.
    pub predicted: Result<Predicted, Error>,
}

impl Check {
    fn of(row: &'static Row) -> Check {
        let architecture = row.architecture();
        let mixture = architecture.as_ref().is_ok_and(|a| a.has_experts());
        let size = architecture.as_ref().map_or_else(|_| String::new(), |a| show::short(Counts::of(a).total as f64));
        let named = match row.model {
            Model::Preset(id) => chosen::Model::preset(id).ok().map(|m| m.name()),
            Model::Shape(_) | Model::Config(_) => None,
        };
        let kind = if mixture { "mixture of experts" } else { "decoder" };
        Check {
            row,
            model: named.unwrap_or_else(|| format!("{kind}, {size}")),
            mixture,
            device: accelerators::get(row.device).ok(),
            operands: recipe::find(row.recipe).ok().map(|r| operands(r).0),
            predicted: row.predict(),
        }
    }

    pub fn error(&self) -> Option<f64> {
        self.predicted.as_ref().ok().map(Predicted::error).filter(|e| e.is_finite())
    }

    pub fn device_name(&self) -> &'static str {
        self.device.map_or(self.row.device, |d| d.name)
    }

    pub fn family(&self) -> Family {
        self.device.map_or(Family::Others, Family::of)
    }

    pub fn precision(&self) -> &'static str {
        self.operands.map_or("not known", Operands::words)
    }

    pub fn kind(&self) -> &'static str {
        if self.mixture { "mixture of experts" } else { "dense" }
    }
}

impl Row {
    /// Constants are fitted on such rows alone; the others check them. The split never changes: a row is in this half
    /// where the bytes of its id add up to an even number.
    pub fn is_fitted(&self) -> bool {
        self.id.bytes().map(u32::from).sum::<u32>() % 2 == 0
    }

    /// How devices share the work, in words; what is one is not said.
    pub fn layout(&self) -> String {
        let replica = self.tensor.saturating_mul(self.pipeline).saturating_mul(self.context).max(1);
        let parts = [
            ("tensor", self.tensor),
            ("pipeline", self.pipeline),
            ("chunks", self.interleave),
            ("context", self.context),
            ("expert", self.expert),
            ("data", self.devices / replica),
        ];
        let mut words: Vec<String> = parts.iter().filter(|p| p.1 > 1).map(|(w, n)| format!("{w} {n}")).collect();
        if self.zero > 0 {
            words.push(format!("ZeRO {}", self.zero));
        }
        words.extend(self.shard.map(|s| format!("in groups of {s}")));
        words.push(format!("micro-batch {}", self.micro));
        words.join(", ")
    }
}

/// Errors of some rows, without their signs but for the middle one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Errors {
    pub rows: usize,
    /// Half of the rows are off by less, half by more.
    pub median: f64,
    /// Nine of ten rows are off by no more.
    pub nine: f64,
    pub worst: f64,
    /// The middle one with its sign: above zero, predictions tend to be too fast.
    pub middle: f64,
}

impl Errors {
    /// `None` for no rows at all.
    pub fn of(errors: impl IntoIterator<Item = f64>) -> Option<Errors> {
        let mut signed: Vec<f64> = errors.into_iter().collect();
        signed.sort_by(f64::total_cmp);
        let mut sizes: Vec<f64> = signed.iter().map(|e| e.abs()).collect();
        sizes.sort_by(f64::total_cmp);
        let rows = sizes.len();
        // The least that is at least nine tenths of all.
        let nine = (9 * rows).div_ceil(10).saturating_sub(1);
        Some(Errors {
            rows,
            median: median(&sizes)?,
            nine: *sizes.get(nine)?,
            worst: *sizes.last()?,
            middle: median(&signed)?,
        })
    }
}

/// The middle of a sorted list, or between the two middle ones.
fn median(sorted: &[f64]) -> Option<f64> {
    let half = sorted.len() / 2;
    let upper = *sorted.get(half)?;
    if sorted.len() % 2 == 1 { Some(upper) } else { Some(0.5 * (sorted.get(half.checked_sub(1)?)? + upper)) }
}

/// Rows that share something.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    pub by: &'static str,
    pub name: String,
    pub errors: Errors,
}

/// What a row is called in one respect.
type Named = fn(&Check) -> &'static str;

/// Every row with its prediction, and errors over them.
#[derive(Clone, Debug)]
pub struct Summary {
    /// As the table of rows has them; none is left out.
    pub checks: Vec<Check>,
    /// Over all rows that can be timed.
    pub all: Option<Errors>,
    /// Over the half on which constants are fitted, and over the half that checks them.
    pub fitted: Option<Errors>,
    pub checking: Option<Errors>,
    pub groups: Vec<Group>,
    /// Rows that the engine cannot time.
    pub failed: usize,
}

impl Summary {
    /// Rows from the largest error down.
    pub fn worst(&self, most: usize) -> Vec<&Check> {
        let mut rows: Vec<(&Check, f64)> = self.checks.iter().filter_map(|c| Some((c, c.error()?.abs()))).collect();
        rows.sort_by(|a, b| b.1.total_cmp(&a.1));
        rows.into_iter().take(most).map(|(c, _)| c).collect()
    }

    /// Sizes of errors, each with the share of rows that are off by no more.
    pub fn shares(&self, which: impl Fn(&Check) -> bool) -> Vec<(f64, f64)> {
        let mut sizes: Vec<f64> =
            self.checks.iter().filter(|c| which(c)).filter_map(|c| c.error().map(f64::abs)).collect();
        sizes.sort_by(f64::total_cmp);
        let rows = sizes.len() as f64;
        sizes.into_iter().enumerate().map(|(i, e)| (e, (i + 1) as f64 / rows)).collect()
    }

    /// The share of rows that are off by no more than `error`.
    pub fn within(&self, which: impl Fn(&Check) -> bool, error: f64) -> f64 {
        self.shares(which).iter().rev().find(|(e, _)| *e <= error).map_or(0.0, |(_, share)| *share)
    }

    fn new() -> Summary {
        let checks: Vec<Check> = all().map(Check::of).collect();
        let errors =
            |which: &dyn Fn(&Check) -> bool| Errors::of(checks.iter().filter(|c| which(c)).filter_map(Check::error));
        let mut groups = Vec::new();
        let by: [(&'static str, Named); 4] = [
            ("device", Check::device_name),
            ("framework", |c| c.row.framework),
            ("format of products", Check::precision),
            ("kind of model", Check::kind),
        ];
        for (by, of) in by {
            let mut names: Vec<&'static str> = checks.iter().map(of).collect();
            names.sort_unstable();
            names.dedup();
            let group =
                |name: &'static str| Some(Group { by, name: name.to_owned(), errors: errors(&|c| of(c) == name)? });
            groups.extend(names.into_iter().filter_map(group));
        }
        Summary {
            all: errors(&|_| true),
            fitted: errors(&|c| c.row.is_fitted()),
            checking: errors(&|c| !c.row.is_fitted()),
            failed: checks.iter().filter(|c| c.error().is_none()).count(),
            groups,
            checks,
        }
    }
}

/// All of it, worked out when it is first asked for.
pub fn summary() -> &'static Summary {
    static ONCE: OnceLock<Summary> = OnceLock::new();
    ONCE.get_or_init(Summary::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_by_hand() {
        let e = Errors::of([-0.1, 0.3, -0.5, 0.2]).unwrap();
        assert_eq!((e.rows, e.median, e.nine, e.worst, e.middle), (4, 0.25, 0.5, 0.5, 0.05));
        let e = Errors::of((1..=10).map(|i| f64::from(i) / 10.0)).unwrap();
        assert_eq!((e.median, e.nine, e.worst), (0.55, 0.9, 1.0));
        let e = Errors::of((1..=11).map(|i| f64::from(-i))).unwrap();
        assert_eq!((e.median, e.nine, e.worst, e.middle), (6.0, 10.0, 11.0, -6.0));
        assert_eq!(Errors::of([]), None);
    }

    #[test]
    fn no_row_is_left_out() {
        let s = summary();
        assert_eq!(s.checks.len(), all().count());
        let failed: Vec<String> =
            s.checks.iter().filter_map(|c| c.predicted.as_ref().err().map(|e| format!("{}: {e}", c.row.id))).collect();
        assert!(failed.is_empty() && s.failed == 0, "{failed:?}");
        let (a, b) = (s.fitted.unwrap().rows, s.checking.unwrap().rows);
        assert_eq!(a + b, s.checks.len());
        assert!(a.abs_diff(b) < s.checks.len() / 5, "{a} {b}");
        for by in ["device", "framework", "format of products", "kind of model"] {
            let rows: usize = s.groups.iter().filter(|g| g.by == by).map(|g| g.errors.rows).sum();
            assert_eq!(rows, s.checks.len(), "{by}");
        }
    }

    #[test]
    fn shares_reach_all_rows() {
        let s = summary();
        let shares = s.shares(|_| true);
        assert_eq!(shares.last().map(|p| p.1), Some(1.0));
        assert!(shares.windows(2).all(|w| w[0].0 <= w[1].0 && w[0].1 < w[1].1));
        let e = s.all.unwrap();
        assert!(s.within(|_| true, e.nine) >= 0.9 && s.within(|_| true, e.worst) == 1.0);
        assert_eq!(s.within(|_| true, -1.0), 0.0);
        assert_eq!(s.worst(1).first().and_then(|c| c.error()).map(f64::abs), Some(e.worst));
    }

    /// Every device of the rows but one of a kind has a family.
    #[test]
    fn families() {
        for (id, family) in [
            ("a100-80-sxm", Family::Ampere),
            ("h100-sxm", Family::Hopper),
            ("gb200", Family::Blackwell),
            ("mi300x", Family::Amd),
            ("tpu-v5p", Family::Tpu),
            ("v100-sxm2", Family::Others),
        ] {
            assert_eq!(Family::of(accelerators::get(id).unwrap()), family, "{id}");
        }
    }
}
