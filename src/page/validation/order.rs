//! Which runs the table has, and in which order.

use std::cmp::Ordering;

use crate::core::validation::summary::Check;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Model,
    Device,
    Devices,
    Layout,
    Format,
    Published,
    Predicted,
    Error,
    Half,
    Source,
    Assumed,
}

impl Column {
    pub const ALL: [Column; 11] = [
        Column::Model,
        Column::Device,
        Column::Devices,
        Column::Layout,
        Column::Format,
        Column::Published,
        Column::Predicted,
        Column::Error,
        Column::Half,
        Column::Source,
        Column::Assumed,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Column::Model => "model",
            Column::Device => "device",
            Column::Devices => "devices",
            Column::Layout => "layout",
            Column::Format => "format",
            Column::Published => "published",
            Column::Predicted => "predicted",
            Column::Error => "error",
            Column::Half => "half",
            Column::Source => "source",
            Column::Assumed => "assumed",
        }
    }

    pub const fn is_number(self) -> bool {
        matches!(self, Column::Devices | Column::Published | Column::Predicted | Column::Error)
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

/// What a run must have to be shown; what is empty does not matter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub text: String,
    pub device: &'static str,
    pub framework: &'static str,
}

impl Filter {
    pub fn keeps(&self, c: &Check) -> bool {
        let r = c.row;
        let texts = [r.id, &c.model, c.device_name(), r.framework, r.source, r.assumed, c.kind(), c.precision()];
        let has = |word: &str| texts.iter().any(|t| t.to_lowercase().contains(word));
        (self.device.is_empty() || self.device == r.device)
            && (self.framework.is_empty() || self.framework == r.framework)
            && self.text.to_lowercase().split_whitespace().all(has)
    }
}

/// The runs that are shown, in their order; those without a number are last.
pub fn shown<'a>(checks: &'a [Check], filter: &Filter, order: Option<Order>) -> Vec<&'a Check> {
    let mut rows: Vec<&Check> = checks.iter().filter(|c| filter.keeps(c)).collect();
    if let Some(Order { column, down }) = order {
        rows.sort_by(|a, b| {
            let by = compare(a, b, column, down);
            if down && !column.is_number() { by.reverse() } else { by }
        });
    }
    rows
}

fn compare(a: &Check, b: &Check, column: Column, down: bool) -> Ordering {
    let text = |of: fn(&Check) -> String| of(a).to_lowercase().cmp(&of(b).to_lowercase());
    let number = |of: fn(&Check) -> Option<f64>| match (of(a), of(b)) {
        (Some(x), Some(y)) if down => y.total_cmp(&x),
        (Some(x), Some(y)) => x.total_cmp(&y),
        (x, y) => y.is_some().cmp(&x.is_some()),
    };
    match column {
        Column::Model => text(|c| c.model.clone()),
        Column::Device => text(|c| c.device_name().to_owned()),
        Column::Devices => number(|c| Some(c.row.devices as f64)),
        Column::Layout => text(|c| c.row.layout()),
        Column::Format => text(|c| c.precision().to_owned()),
        Column::Published => number(|c| Some(c.predicted.as_ref().ok()?.said_mfu)),
        Column::Predicted => number(|c| Some(c.predicted.as_ref().ok()?.mfu)),
        Column::Error => number(Check::error),
        Column::Half => a.row.is_fitted().cmp(&b.row.is_fitted()),
        Column::Source => text(|c| c.row.source.to_owned()),
        Column::Assumed => text(|c| c.row.assumed.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::validation::summary::summary;

    #[test]
    fn all_rows_stand_there_and_filters_take_some_away() {
        let checks = &summary().checks;
        let count = |f: &Filter| shown(checks, f, None).len();
        assert_eq!(count(&Filter::default()), checks.len());
        let text = |t: &str| Filter { text: t.into(), ..Filter::default() };
        assert!((1..checks.len()).contains(&count(&text("MEGATRON a100"))));
        assert_eq!(count(&text("zzzz")), 0);
        let one = Filter { device: "tpu-v5p", ..Filter::default() };
        assert!(shown(checks, &one, None).iter().all(|c| c.row.device == "tpu-v5p"));
    }

    #[test]
    fn errors_go_up_and_down() {
        let checks = &summary().checks;
        for down in [false, true] {
            let rows = shown(checks, &Filter::default(), Some(Order { column: Column::Error, down }));
            let errors: Vec<f64> = rows.iter().filter_map(|c| c.error()).collect();
            assert!(errors.windows(2).all(|w| if down { w[0] >= w[1] } else { w[0] <= w[1] }));
        }
        for column in Column::ALL {
            assert_eq!(shown(checks, &Filter::default(), Some(Order { column, down: true })).len(), checks.len());
        }
    }
}
