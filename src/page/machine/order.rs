//! Which devices the table has, and in which order.

use std::cmp::Ordering;

use crate::core::accelerators::{Accelerator, Numeric, rate_of};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Device,
    Maker,
    Year,
    Half,
    /// The rate of the format that is asked for.
    Rate,
    Memory,
    Bandwidth,
    Ridge,
    Link,
    Power,
    Reached,
}

impl Column {
    pub const ALL: [Column; 11] = [
        Column::Device,
        Column::Maker,
        Column::Year,
        Column::Half,
        Column::Rate,
        Column::Memory,
        Column::Bandwidth,
        Column::Ridge,
        Column::Link,
        Column::Power,
        Column::Reached,
    ];

    pub const fn name(self, format: Numeric) -> &'static str {
        match self {
            Column::Device => "device",
            Column::Maker => "maker",
            Column::Year => "year",
            Column::Half => "16 bits, dense",
            Column::Rate => format.name(),
            Column::Memory => "memory",
            Column::Bandwidth => "bandwidth",
            Column::Ridge => "ridge",
            Column::Link => "links, one way",
            Column::Power => "power",
            Column::Reached => "reached",
        }
    }

    /// More words for a head that needs them.
    pub const fn title(self) -> Option<&'static str> {
        match self {
            Column::Half => Some("Peak in BF16, or FP16 where there is no BF16, without sparsity"),
            Column::Ridge => Some("16-bit FLOP for a byte of memory: with fewer, a kernel waits for memory"),
            Column::Reached => Some("The largest product in 16 bits that was measured, over the peak"),
            _ => None,
        }
    }

    pub const fn is_number(self) -> bool {
        !matches!(self, Column::Device | Column::Maker)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    pub column: Column,
    pub down: bool,
}

impl Order {
    /// A press on a head: numbers from the largest, words from A; then the other way, then as listed.
    pub fn pressed(now: Option<Order>, column: Column) -> Option<Order> {
        let first = column.is_number();
        match now.filter(|o| o.column == column) {
            None => Some(Order { column, down: first }),
            Some(o) if o.down == first => Some(Order { column, down: !first }),
            Some(_) => None,
        }
    }
}

/// What a device must have to be shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// All where there is none.
    pub maker: Option<&'static str>,
    pub format: Option<Numeric>,
    /// Without those that are announced only.
    pub sold: bool,
    pub text: String,
}

impl Filter {
    pub fn keeps(&self, a: &Accelerator) -> bool {
        let year = a.year.to_string();
        let texts = [a.id, a.name, a.maker, a.form, a.memory_kind, a.link.name, &year];
        let has = |word: &str| texts.iter().any(|t| t.to_lowercase().contains(word));
        self.maker.is_none_or(|m| m == a.maker)
            && self.format.is_none_or(|f| a.rate(f).is_some())
            && !(self.sold && a.announced)
            && self.text.to_lowercase().split_whitespace().all(has)
    }

    /// The format of the column beside the 16-bit rate.
    pub fn shown(&self) -> Numeric {
        self.format.unwrap_or(Numeric::Fp8)
    }
}

/// What a device is ordered by; what is not known comes last either way.
enum Sorted {
    Text(String),
    Number(f64),
}

fn key(a: &Accelerator, column: Column, format: Numeric) -> Option<Sorted> {
    let number = |v: f64| (v > 0.0).then_some(Sorted::Number(v));
    match column {
        Column::Device => Some(Sorted::Text(a.name.to_lowercase())),
        Column::Maker => Some(Sorted::Text(a.maker.to_lowercase())),
        Column::Year => number(a.year.into()),
        Column::Half => number(a.half()),
        Column::Rate => rate_of(a, format).and_then(number),
        Column::Memory => number(a.capacity().get()),
        Column::Bandwidth => number(a.bandwidth),
        Column::Ridge => number(a.ridge()),
        Column::Link => number(a.link.rate),
        Column::Power => number(a.power),
        Column::Reached => a.reached(Numeric::Bf16).and_then(number),
    }
}

pub fn sort(rows: &mut [&'static Accelerator], order: Option<Order>, format: Numeric) {
    let Some(Order { column, down }) = order else { return };
    rows.sort_by(|a, b| match (key(a, column, format), key(b, column, format)) {
        (None, None) => Ordering::Equal,
        (None, _) => Ordering::Greater,
        (_, None) => Ordering::Less,
        (Some(x), Some(y)) => {
            let by = match (x, y) {
                (Sorted::Number(x), Sorted::Number(y)) => x.total_cmp(&y),
                (Sorted::Text(x), Sorted::Text(y)) => x.cmp(&y),
                _ => Ordering::Equal,
            };
            if down { by.reverse() } else { by }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::accelerators::all;

    fn sorted(column: Column, down: bool) -> Vec<&'static Accelerator> {
        let mut rows: Vec<_> = all().collect();
        sort(&mut rows, Some(Order { column, down }), Numeric::Fp8);
        rows
    }

    #[test]
    fn what_is_not_known_is_last_either_way() {
        for down in [false, true] {
            let powers: Vec<f64> = sorted(Column::Power, down).iter().map(|a| a.power).collect();
            let known = powers.iter().take_while(|p| **p > 0.0).count();
            assert!(known > 20 && powers[known..].iter().all(|p| *p == 0.0));
            assert!(powers[..known].windows(2).all(|w| if down { w[0] >= w[1] } else { w[0] <= w[1] }));
        }
        assert_eq!(sorted(Column::Half, true)[0].id, "mi455x");
        assert_eq!(sorted(Column::Rate, true)[0].id, "rubin");
    }

    #[test]
    fn filters_and_words_go_together() {
        let ids = |f: Filter| all().filter(|a| f.keeps(a)).map(|a| a.id).collect::<Vec<_>>();
        let every = all().count();
        assert_eq!(ids(Filter::default()).len(), every);
        assert_eq!(ids(Filter { sold: true, ..Filter::default() }).len(), every - 2);
        assert_eq!(ids(Filter { maker: Some("Google"), ..Filter::default() }).len(), 7);
        let words = |text: &str| ids(Filter { text: text.into(), ..Filter::default() });
        assert_eq!(words("H100 sxm"), ["h100-sxm"]);
        assert_eq!(words("amd 2024"), ["mi325x"]);
        assert!(words("zzz").is_empty());
        let fp4 = ids(Filter { format: Some(Numeric::Fp4), ..Filter::default() });
        assert!(fp4.contains(&"b200-sxm") && !fp4.contains(&"h100-sxm"), "{fp4:?}");
    }

    #[test]
    fn a_head_pressed_three_times_is_as_before() {
        for (column, first) in [(Column::Device, false), (Column::Power, true)] {
            let once = Order::pressed(None, column);
            let twice = Order::pressed(once, column);
            assert_eq!((once, twice), (Some(Order { column, down: first }), Some(Order { column, down: !first })));
            assert_eq!(Order::pressed(twice, column), None);
        }
    }
}
