//! Which rows the table has, and in which order.

use std::cmp::Ordering;

use crate::core::compare::{self, Row};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Law,
    Form,
    Size,
    Tokens,
    Ratio,
    Loss,
    Slope,
    SlopeInterval,
    Fitted,
    Data,
    Counts,
    Interval,
    Confidence,
}

impl Column {
    pub const ALL: [Column; 13] = [
        Column::Law,
        Column::Form,
        Column::Size,
        Column::Tokens,
        Column::Ratio,
        Column::Loss,
        Column::Slope,
        Column::SlopeInterval,
        Column::Fitted,
        Column::Data,
        Column::Counts,
        Column::Interval,
        Column::Confidence,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Column::Law => "law",
            Column::Form => "form",
            Column::Size => "size N*",
            Column::Tokens => "tokens D*",
            Column::Ratio => "D*/N*",
            Column::Loss => "loss",
            Column::Slope => "slope a",
            Column::SlopeInterval => "interval of a",
            Column::Fitted => "fitted on",
            Column::Data => "data",
            Column::Counts => "N counts",
            Column::Interval => "interval of N*",
            Column::Confidence => "constants",
        }
    }

    /// What a press on the head does, for whoever hears it.
    pub const fn is_number(self) -> bool {
        matches!(self, Column::Size | Column::Tokens | Column::Ratio | Column::Loss | Column::Slope)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    pub column: Column,
    pub down: bool,
}

impl Order {
    /// A press on a head: up, down, then as listed.
    pub fn pressed(now: Option<Order>, column: Column) -> Option<Order> {
        match now.filter(|o| o.column == column) {
            None => Some(Order { column, down: false }),
            Some(Order { down: false, .. }) => Some(Order { column, down: true }),
            Some(_) => None,
        }
    }
}

/// What a row must have to be shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub loss: bool,
    pub interval: bool,
    pub same_text: bool,
    pub inside: bool,
    /// Second readings of a law are shown as well, not only where one is drawn or chosen.
    pub seconds: bool,
    pub text: String,
}

impl Filter {
    /// Whether the row is shown; `name` is what the page calls the law, `drawn` whether it is laid over others.
    pub fn keeps(&self, row: &Row, name: &str, drawn: bool) -> bool {
        let m = row.meta;
        let texts = [m.id, name, m.title, m.authors, m.data, m.form, m.arxiv.unwrap_or_default()];
        let has = |word: &str| texts.iter().any(|t| t.to_lowercase().contains(word));
        (!self.loss || m.has_loss())
            && (!self.interval || m.interval.is_some() || m.slope_interval.is_some())
            && (!self.same_text || row.same_text)
            && (!self.inside || row.inside)
            && (self.seconds || drawn || m.variant_of.is_none())
            && self.text.to_lowercase().split_whitespace().all(has)
    }
}

/// What a row is sorted by; `None` comes last either way.
enum Sorted {
    Text(String),
    Number(f64),
}

fn key(row: &Row, column: Column, alike: bool) -> Option<Sorted> {
    let (m, a) = (row.meta, row.answer);
    let number = |v: Option<f64>| v.map(Sorted::Number);
    let text = |t: &str| Some(Sorted::Text(t.to_lowercase()));
    match column {
        Column::Law => text(m.short),
        Column::Form => text(m.form),
        Column::Size => number(a.map(|a| compare::size(a, alike))),
        Column::Tokens => number(a.map(|a| a.tokens.value)),
        Column::Ratio => number(a.map(|a| compare::ratio(a, alike))),
        Column::Loss => number(a.and_then(|a| Some(a.loss.as_ref()?.value))),
        Column::Slope => number(a.and_then(|a| Some(a.slope.as_ref()?.value))),
        Column::SlopeInterval => number(m.slope_interval.map(|i| i.0)),
        Column::Fitted => number(crate::core::laws::known_range(m.fitted.params).map(|r| r.1)),
        Column::Data => text(m.data),
        Column::Counts => text(m.params_count),
        Column::Interval => m.interval.and_then(text),
        Column::Confidence => number(row.weakest.map(|c| compare::doubt(c) as f64)),
    }
}

/// Losses are set against each other within one text only: the chosen law's first, then text by text.
pub fn sort(rows: &mut [Row], order: Option<Order>, alike: bool) {
    let Some(Order { column, down }) = order else { return };
    rows.sort_by(|a, b| {
        let text = |r: &Row| (!r.same_text, r.meta.data);
        let (x, y) = (key(a, column, alike), key(b, column, alike));
        let groups =
            if column == Column::Loss && x.is_some() && y.is_some() { text(a).cmp(&text(b)) } else { Ordering::Equal };
        let by = match (x, y) {
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
        };
        groups.then(by)
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::link;
    use crate::core::report::{Report, estimate};

    fn report() -> Report {
        estimate(&link::read("").unwrap().scenario).unwrap()
    }

    fn sorted(r: &Report, column: Column, down: bool) -> Vec<Row<'_>> {
        let mut rows = compare::rows(r);
        sort(&mut rows, Some(Order { column, down }), false);
        rows
    }

    #[test]
    fn numbers_go_up_and_down_and_what_has_none_is_last() {
        let r = report();
        for down in [false, true] {
            let slopes: Vec<Option<f64>> =
                sorted(&r, Column::SlopeInterval, down).iter().map(|r| r.meta.slope_interval.map(|i| i.0)).collect();
            let known: Vec<f64> = slopes.iter().copied().flatten().collect();
            assert!(slopes.iter().take(known.len()).all(Option::is_some));
            assert!(known.windows(2).all(|w| if down { w[0] >= w[1] } else { w[0] <= w[1] }));
        }
    }

    #[test]
    fn losses_are_ordered_within_one_text_only() {
        let r = report();
        let rows = sorted(&r, Column::Loss, false);
        let texts: Vec<&str> =
            rows.iter().filter(|r| r.answer.is_some_and(|a| a.loss.is_some())).map(|r| r.meta.data).collect();
        let mut seen: Vec<&str> = Vec::new();
        for text in texts {
            if seen.last() != Some(&text) {
                assert!(!seen.contains(&text), "{text} stands in two places");
                seen.push(text);
            }
        }
        assert_eq!(seen[0], "MassiveText");
    }

    #[test]
    fn filters_and_words_go_together() {
        let r = report();
        let count = |f: Filter| compare::rows(&r).iter().filter(|r| f.keeps(r, r.meta.short, false)).count();
        let first = count(Filter::default());
        let all = count(Filter { seconds: true, ..Filter::default() });
        assert_eq!(all, crate::core::laws::ALL.len());
        assert!(first < all);
        assert!(count(Filter { loss: true, ..Filter::default() }) < first);
        assert_eq!(count(Filter { text: "KAPLAN webtext2".into(), ..Filter::default() }), 1);
        assert_eq!(count(Filter { text: "zzz".into(), ..Filter::default() }), 0);
    }

    #[test]
    fn a_head_pressed_three_times_is_as_before() {
        let once = Order::pressed(None, Column::Size);
        let twice = Order::pressed(once, Column::Size);
        assert!(once.is_some_and(|o| !o.down) && twice.is_some_and(|o| o.down));
        assert_eq!(Order::pressed(twice, Column::Size), None);
        assert_eq!(Order::pressed(twice, Column::Law), Some(Order { column: Column::Law, down: false }));
    }
}
