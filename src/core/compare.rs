//! Every law side by side at one budget: rows, their spread, and all of it as a file.

use super::laws::own::{self, Own};
use super::laws::{self, Choice, Confidence, Constant, Counting, Kind, Meta};
use super::quantity::{Flop, Params, Tokens};
use super::report::{LawAnswer, Report};

/// One law of the list, whether it answers or not.
#[derive(Clone)]
pub struct Row<'a> {
    pub law: Choice,
    pub meta: &'static Meta,
    pub answer: Option<&'a LawAnswer>,
    pub counting: Counting,
    /// The weakest word among its constants; `None` for a law without any.
    pub weakest: Option<Confidence>,
    /// Its loss is on the chosen law's text.
    pub same_text: bool,
    /// The budget lies inside its fitted range, which is known.
    pub inside: bool,
}

/// Every law: the chosen one, one's own, then the list in its order.
pub fn rows(report: &Report) -> Vec<Row<'_>> {
    let chosen = report.answer.law;
    let mut rows: Vec<Row> = report
        .scenario
        .laws()
        .into_iter()
        .map(|law| {
            let meta = law.meta();
            Row {
                meta,
                answer: report.law(meta.id),
                counting: laws::counting(&*law),
                weakest: weakest(&law.constants()),
                same_text: meta.data == chosen.data,
                inside: laws::known_range(meta.fitted.flops)
                    .is_some_and(|range| laws::decades_outside(report.answer.flops.value, range) == 0.0),
                law,
            }
        })
        .collect();
    rows.sort_by_key(|r| (r.meta.id != chosen.id, r.meta.id != own::ID));
    rows
}

/// From the surest to the least sure.
const WORDS: [Confidence; 7] = [
    Confidence::Own,
    Confidence::Convention,
    Confidence::Verified,
    Confidence::Transcribed,
    Confidence::Derived,
    Confidence::RecalledHigh,
    Confidence::RecalledMedium,
];

/// The place of a word from the surest to the least sure.
pub fn doubt(word: Confidence) -> usize {
    WORDS.iter().position(|w| *w == word).unwrap_or(WORDS.len())
}

/// The least sure word among constants.
pub fn weakest(constants: &[Constant]) -> Option<Confidence> {
    constants.iter().map(|c| c.confidence).max_by_key(|c| doubt(*c))
}

/// The best size, as the law counts or all parameters.
pub fn size(answer: &LawAnswer, alike: bool) -> f64 {
    if alike { answer.total_params } else { answer.params.value }
}

/// Tokens for each parameter, as the law counts or of all parameters.
pub fn ratio(answer: &LawAnswer, alike: bool) -> f64 {
    answer.tokens.value / size(answer, alike)
}

/// Laws whose answers a sentence sets against each other: published fits with an optimum for dense models of text, first
/// readings only; where all parameters are counted, those of which they are known.
pub fn published(report: &Report, alike: bool) -> Vec<&LawAnswer> {
    let fits = |m: &Meta| m.variant_of.is_none() && m.kind != Kind::Rule && m.id != own::ID;
    let known = |a: &&LawAnswer| !alike || laws::counting(&*a.law) != Counting::Unknown;
    report.laws.iter().filter(|a| fits(a.meta) && laws::sizes_dense_text(&*a.law)).filter(known).collect()
}

/// The least and the largest of some answers.
#[derive(Clone, Copy)]
pub struct Extent<'a> {
    pub low: &'a LawAnswer,
    pub high: &'a LawAnswer,
    pub laws: usize,
    /// The largest over the least.
    pub factor: f64,
}

pub fn extent<'a>(answers: &[&'a LawAnswer], of: impl Fn(&LawAnswer) -> f64) -> Option<Extent<'a>> {
    let by = |a: &&&LawAnswer, b: &&&LawAnswer| of(a).total_cmp(&of(b));
    let (low, high) = (answers.iter().min_by(by)?, answers.iter().max_by(by)?);
    let factor = of(high) / of(low);
    factor.is_finite().then_some(Extent { low, high, laws: answers.len(), factor })
}

/// The law without which the others agree best on the size.
pub fn outlier(answers: &[&LawAnswer], alike: bool) -> Option<&'static str> {
    let of = |a: &LawAnswer| size(a, alike);
    let all = extent(answers, of)?;
    let left = |id: &str| {
        let others: Vec<_> = answers.iter().copied().filter(|a| a.meta.id != id).collect();
        extent(&others, of).map_or(f64::INFINITY, |e| e.factor)
    };
    let ends = [all.low.meta.id, all.high.meta.id];
    ends.into_iter().min_by(|a, b| left(a).total_cmp(&left(b)))
}

/// The laws by the text their loss was measured on, in the order given.
pub fn by_text(laws: &[Choice]) -> Vec<(&'static str, Vec<Choice>)> {
    let mut out: Vec<(&'static str, Vec<Choice>)> = Vec::new();
    for law in laws {
        let data = law.meta().data;
        match out.iter_mut().find(|(text, _)| *text == data) {
            Some((_, group)) => group.push(law.clone()),
            None => out.push((data, vec![law.clone()])),
        }
    }
    out
}

/// The five constants of a law that is L = E + A / N^α + B / D^β and nothing else, as a start for one's own.
pub fn additive(law: &Choice) -> Option<Own> {
    let meta = law.meta();
    if meta.kind != Kind::Surface || meta.id == own::ID {
        return None;
    }
    let constants = law.constants();
    let of = |symbol: &str| constants.iter().find(|c| c.symbol == symbol);
    let mut own = Own::start();
    for which in own::Which::ALL {
        let c = of(which.symbol())?;
        own = own.with(which, c.value).ok()?.with_error(which, c.standard_error).ok()?;
    }
    let (mine, at) = (own.law(), [(1e8, 1e9), (1e9, 3e11), (7e10, 2e12), (1e12, 1e11)]);
    let same = at.into_iter().all(|(n, d)| {
        let (Ok(n), Ok(d)) = (Params::new(n), Tokens::new(d)) else { return false };
        match (mine.loss(n, Some(d)), law.loss(n, Some(d))) {
            (Ok(a), Ok(b)) => (a.loss.get() / b.loss.get() - 1.0).abs() < 1e-9,
            _ => false,
        }
    });
    // The constants mean the same only where compute does.
    let per = Params::new(1e9).map_or(0.0, |n| law.flop_per_param_token(n));
    (same && per == laws::FLOP_PER_PARAM_TOKEN).then_some(own)
}

/// Why a law of the list has no answer at this budget.
pub fn silence(law: &Choice, report: &Report) -> String {
    let asked = law.under(&report.scenario.setting).and_then(|law| {
        let best = law.optimum(laws::Pin::Flops(Flop::new(report.answer.flops.value)?))?;
        laws::answerable(&best)
    });
    asked.err().map_or_else(String::new, |e| e.message)
}

/// The table as comma-separated values, numbers in base units and in full.
pub fn csv(rows: &[Row], report: &Report) -> String {
    let head = "id,law,authors,year,form,budget_flop,params_as_published,params_counted,params_all,tokens,tokens_per_param,\
        loss_nats,loss_text,slope,slope_low,slope_high,slope_interval,fitted_params_low,fitted_params_high,\
        fitted_tokens_low,fitted_tokens_high,fitted_flop_low,fitted_flop_high,flop_convention,interval,confidence,arxiv\n";
    rows.iter().fold(head.to_owned(), |mut out, r| {
        let (m, a) = (r.meta, r.answer);
        let name = report.scenario.own.as_ref().filter(|o| m.id == own::ID && !o.name.is_empty());
        let fitted = |ends: (f64, f64)| {
            let known = laws::known_range(ends);
            [known.map(|e| e.0), known.map(|e| e.1)]
        };
        let [n_lo, n_hi] = fitted(m.fitted.params);
        let [d_lo, d_hi] = fitted(m.fitted.tokens);
        let [c_lo, c_hi] = fitted(m.fitted.flops);
        let all = a.filter(|_| r.counting != Counting::Unknown).map(|a| a.total_params);
        let cells = [
            quoted(m.id),
            quoted(name.map_or(m.short, |o| &o.name)),
            quoted(m.authors),
            m.year.to_string(),
            quoted(m.form),
            number(Some(report.answer.flops.value)),
            number(a.map(|a| a.params.value)),
            quoted(m.params_count),
            number(all),
            number(a.map(|a| a.tokens.value)),
            number(a.map(|a| a.tokens_per_param.value)),
            number(a.and_then(|a| Some(a.loss.as_ref()?.value))),
            quoted(m.data),
            number(a.and_then(|a| Some(a.slope.as_ref()?.value))),
            number(m.slope_interval.map(|i| i.0)),
            number(m.slope_interval.map(|i| i.1)),
            quoted(m.slope_interval.map_or("", |i| i.2)),
            number(n_lo),
            number(n_hi),
            number(d_lo),
            number(d_hi),
            number(c_lo),
            number(c_hi),
            quoted(m.flops_convention),
            quoted(m.interval.unwrap_or_default()),
            quoted(r.weakest.map_or("", Confidence::as_str)),
            quoted(m.arxiv.unwrap_or_default()),
        ];
        out.push_str(&cells.join(","));
        out.push('\n');
        out
    })
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(String::new, |v| format!("{v:e}"))
}

/// Text in quotes; a sheet must not take it for a formula.
fn quoted(text: &str) -> String {
    let guard = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::link;
    use crate::core::report::estimate;

    fn report(text: &str) -> Report {
        estimate(&link::read(text).unwrap().scenario).unwrap()
    }

    #[test]
    fn every_law_has_a_row_and_the_chosen_one_is_first() {
        let r = report("#v=1&law=kaplan-2020&ownE=1.7");
        let rows = rows(&r);
        assert_eq!(rows.len(), laws::ALL.len() + 1);
        assert_eq!((rows[0].meta.id, rows[1].meta.id), ("kaplan-2020", own::ID));
        let of = |id: &str| rows.iter().find(|r| r.meta.id == id).unwrap();
        assert_eq!(of("besiroglu-2024").counting, Counting::All);
        assert_eq!(of("kaplan-2020").counting, Counting::Converted);
        assert!(!of(own::ID).inside, "nothing is known of its range");
        assert!(of("hoffmann-2022-approach-1").weakest == Some(Confidence::Derived));
        for row in rows.iter().filter(|r| r.answer.is_none()) {
            assert!(!silence(&row.law, &r).is_empty(), "{}", row.meta.id);
        }
    }

    /// The closed form of the slope, β / (α + β), and the exponents that papers print.
    #[test]
    fn slopes_are_those_of_the_formulas() {
        for (flops, law, slope, within) in [
            ("1e18", "besiroglu-2024", 0.3658 / (0.3478 + 0.3658), 1e-4),
            ("1e26", "besiroglu-2024", 0.3658 / (0.3478 + 0.3658), 1e-4),
            ("1e21", "hoffmann-2022-approach-1", 0.4981, 1e-9),
            ("1e21", "kaplan-2020", 0.73, 1e-9),
            ("1e21", "rule-of-thumb-20", 0.5, 1e-9),
        ] {
            let r = report(&format!("#v=1&flops={flops}"));
            let a = r.law(law).unwrap().slope.as_ref().unwrap();
            assert!((a.value - slope).abs() < within, "{law}: {}", a.value);
            assert_eq!(a.why.expr.as_ref().unwrap().eval(), a.value);
        }
    }

    #[test]
    fn all_parameters_are_explained_where_a_law_counts_fewer() {
        let r = report("");
        assert!(r.law("besiroglu-2024").unwrap().alike.is_none());
        let kaplan = r.law("kaplan-2020").unwrap();
        let alike = kaplan.alike.as_ref().unwrap();
        assert!((alike.params.value / kaplan.total_params - 1.0).abs() < 1e-12);
        assert!((alike.tokens_per_param.value * alike.params.value / kaplan.tokens.value - 1.0).abs() < 1e-12);
    }

    #[test]
    fn spread_names_both_ends_and_the_law_that_stands_apart() {
        let r = report("");
        let laws: Vec<&LawAnswer> = published(&r, false)
            .into_iter()
            .filter(|a| ["besiroglu-2024", "hoffmann-2022-approach-3", "kaplan-2020"].contains(&a.meta.id))
            .collect();
        let e = extent(&laws, |a| size(a, false)).unwrap();
        assert_eq!((e.low.meta.id, e.high.meta.id), ("hoffmann-2022-approach-3", "kaplan-2020"));
        assert!((e.factor - e.high.params.value / e.low.params.value).abs() < 1e-12);
        assert_eq!(outlier(&laws, false), Some("kaplan-2020"));
        assert!(published(&r, false).iter().all(|a| a.meta.kind != Kind::Rule && a.meta.variant_of.is_none()));
        assert!(extent(&[], |a| size(a, true)).is_none());
    }

    #[test]
    fn texts_group_laws() {
        let laws = ["besiroglu-2024", "kaplan-2020", "hoffmann-2022-approach-3"].map(|id| laws::find(id).unwrap());
        let groups = by_text(&laws);
        let names: Vec<_> = groups.iter().map(|(text, g)| (*text, g.len())).collect();
        assert_eq!(names, [("MassiveText", 2), ("WebText2", 1)]);
    }

    #[test]
    fn only_plain_sums_can_be_copied() {
        let of = |id: &str| additive(&laws::find(id).unwrap());
        let own = of("hoffmann-2022-approach-3").unwrap();
        assert_eq!(own.entry(own::Which::A).value, 406.401_017_519_473_7);
        assert!(of("besiroglu-2024").unwrap().entry(own::Which::Beta).error.is_some());
        for id in ["kaplan-2020", "hoffmann-2022-approach-1", "rule-of-thumb-20"] {
            assert!(of(id).is_none(), "{id}");
        }
    }

    #[test]
    fn the_file_has_a_line_for_every_law_and_no_formulas() {
        let r = report("#v=1&ownName=%3DSUM(A1),\"x\"");
        let text = csv(&rows(&r), &r);
        assert_eq!(text.lines().count(), laws::ALL.len() + 2);
        assert!(text.contains("\"'=SUM(A1),\"\"x\"\"\""), "{text}");
        let fields = |line: &str| {
            let mut inside = false;
            line.chars()
                .filter(|c| {
                    if *c == '"' {
                        inside = !inside;
                    }
                    *c == ',' && !inside
                })
                .count()
        };
        let head = text.lines().next().map(fields);
        assert!(text.lines().all(|l| Some(fields(l)) == head));
        assert!(!text.contains("NaN") && !text.contains("inf"));
    }
}
