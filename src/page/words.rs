//! Numbers as the page writes them. Which digits and which unit, never which value.

use crate::core::quantity::{Bytes, Dollars, Flop, GIB, Seconds, show};
use crate::core::report::{Ask, Number, Section};

/// A narrow space that does not break.
pub const THIN: &str = "\u{202f}";

/// Keys of the figures that are parts of a whole.
const SHARES: [&str; 10] = [
    "share",
    "mfu",
    "mfuCausal",
    "hfu",
    "goodput",
    "dropped",
    "sentShare",
    "travelShare",
    "inactiveShare",
    "activeShare",
];

/// As a sentence has it: three digits and the unit where the sentence does not say it.
pub fn in_sentence(ask: Ask, n: &Number) -> String {
    match ask {
        Ask::Params | Ask::LawParams(_) | Ask::LawAll(_) | Ask::Tokens | Ask::LawTokens(_) => {
            let text = count(n);
            format!("{text} {}", unit(&text, n.unit))
        }
        Ask::Figure(p) if p.section == Section::Anatomy => show::short(n.value),
        _ => in_table(ask, n),
    }
}

/// As a table has it: the column head says the unit.
pub fn in_table(ask: Ask, n: &Number) -> String {
    let v = n.value;
    match ask {
        // Counts of weights and bytes of one token are exact, and are wanted so.
        Ask::Figure(p) if p.section == Section::Anatomy || p.key.starts_with("perToken") => show::full(v),
        Ask::Figure(p) if SHARES.contains(&p.key) => percent(v),
        Ask::Figure(p) if p.section.is_run() || matches!(p.section, Section::Clock | Section::Real) => of_run(n),
        Ask::Figure(_) => by_unit(n),
        Ask::Flops | Ask::RunFlops(_) | Ask::RunNeeded(_) => flop(v),
        Ask::Params | Ask::Tokens | Ask::LawParams(_) | Ask::LawTokens(_) | Ask::LawAll(_) => count(n),
        Ask::SizeParams(_) | Ask::SizeTokens(_) => show::short(v),
        Ask::TokensPerParam | Ask::LawRatio(_) | Ask::LawAllRatio(_) | Ask::LawSlope(_) | Ask::SizeRatio(_) => ratio(v),
        Ask::SizeMore(_) | Ask::RunMore(_) => show::signed(v, 4),
        Ask::SizeWorth(_) | Ask::SizeLost(_) | Ask::RunOverspent(_) => percent(v),
        Ask::Loss | Ask::LawLoss(_) => loss(v, 2),
        Ask::SizeLoss(_) | Ask::RunLoss(_) => loss(v, 4),
        Ask::Seconds => Seconds::new(v).map_or_else(|_| "–".into(), show::duration),
        Ask::Hours => show::short(v),
        Ask::Dollars => Dollars::new(v).map_or_else(|_| "–".into(), show::dollars),
        Ask::Rate => format!("{} FLOP/s", show::power(v, 3)),
        Ask::Utilisation => percent(v),
        Ask::RunOversize(_) => times(v),
    }
}

/// A size or a number of tokens: as it was typed, or in three digits where it was worked out.
pub fn count(n: &Number) -> String {
    if n.why.expr.is_none() { show::given(n.value) } else { show::short(n.value) }
}

/// The first letter as a heading begins.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |c| c.to_uppercase().chain(letters).collect())
}

/// Whatever stands in a question's table, by its unit.
pub fn by_unit(n: &Number) -> String {
    let v = n.value;
    match n.unit {
        "FLOP" => flop(v),
        "sequences" if v < 1e6 && n.why.symbol == "n" => show::full(v),
        "parameters" | "tokens" | "sequences" | "steps" => count(n),
        "nats per token" if n.why.symbol.starts_with('Δ') || n.why.symbol == "δ" => show::signed(v, 4),
        "nats per token" => loss(v, 4),
        "of the compute" | "of the weights" | "of the neurons" => percent(v),
        "B" => bytes(v),
        "layers" | "experts" => show::full(v),
        "×" => times(v),
        "tokens per parameter" | "epochs" => ratio(v),
        "Gbit/s" => format!("{}{THIN}Gbit/s", show::sig(v, 3)),
        _ => show::sig(v, 3),
    }
}

/// A number of a run, by its unit.
fn of_run(n: &Number) -> String {
    let v = n.value;
    match n.unit {
        "s" => time(v),
        "$" => Dollars::new(v).map_or_else(|_| "–".into(), show::dollars),
        "kWh" if v >= 1e6 => format!("{}{THIN}GWh", show::sig(v / 1e6, 3)),
        "kWh" => format!("{}{THIN}MWh", show::sig(v / 1e3, 3)),
        "t CO₂e" => format!("{}{THIN}t CO₂e", show::short(v)),
        "FLOP/s" => format!("{}{THIN}TFLOP/s", show::sig(v / 1e12, 3)),
        "tokens/s" | "accelerator-hours" | "copies" => show::short(v),
        "bit/s" => bits(v),
        _ => by_unit(n),
    }
}

/// A time; shorter ones in thousandths and millionths of a second.
pub fn time(v: f64) -> String {
    match v {
        0.0 => "0".to_owned(),
        _ if v < 9.995e-4 => format!("{}{THIN}µs", show::sig(v * 1e6, 3)),
        _ if v < 0.9995 => format!("{}{THIN}ms", show::sig(v * 1e3, 3)),
        _ => Seconds::new(v).map_or_else(|_| "–".into(), show::duration),
    }
}

/// Bits a second, in the unit that keeps them above one.
pub fn bits(v: f64) -> String {
    let units = [(1e12, "Tbit/s"), (1e9, "Gbit/s"), (1e6, "Mbit/s"), (1e3, "kbit/s")];
    match units.into_iter().find(|(unit, _)| v >= 0.9995 * unit) {
        Some((unit, name)) => format!("{}{THIN}{name}", show::sig(v / unit, 3)),
        None => format!("{}{THIN}bit/s", show::sig(v, 3)),
    }
}

/// Whether [`by_unit`] writes the unit with the number.
pub fn says(unit: &str) -> bool {
    matches!(unit, "FLOP" | "×" | "Gbit/s" | "B")
}

/// The unit after a number as it is written: one has no plural.
pub fn unit(number: &str, unit: &'static str) -> &'static str {
    match unit {
        _ if number != "1" => unit,
        "parameters" => "parameter",
        "tokens" => "token",
        "tokens per parameter" => "token per parameter",
        "accelerator-hours" => "accelerator-hour",
        "nats per token" => "nat per token",
        other => other,
    }
}

/// The whole number, as an explanation heads it; what is counted has no fraction.
pub fn full(n: &Number) -> String {
    let v = n.value;
    match v {
        _ if !(1e-3..1e15).contains(&v) => show::power(v, 7),
        _ if v >= 1e6 => show::full(v.round()),
        _ => show::full(v),
    }
}

pub fn flop(v: f64) -> String {
    Flop::new(v).map_or_else(|_| "–".into(), |f| format!("{}{THIN}FLOP", show::power(f.get(), 3)))
}

/// Memory, in the binary unit that keeps it above one.
pub fn bytes(v: f64) -> String {
    let units = [(1024.0 * GIB, "TiB"), (GIB, "GiB"), (1_048_576.0, "MiB"), (1024.0, "KiB")];
    match units.into_iter().find(|(unit, _)| v >= 0.9995 * unit) {
        Some((unit, name)) => format!("{}{THIN}{name}", show::sig(v / unit, 3)),
        None if v == 0.0 => "0".to_owned(),
        None => format!("{}{THIN}B", show::sig(v, 3)),
    }
}

/// Memory in the decimal units of bandwidth.
pub fn gigabytes(v: Bytes) -> String {
    if v.gb() >= 0.9995 {
        format!("{}{THIN}GB", show::sig(v.gb(), 3))
    } else {
        format!("{}{THIN}MB", show::sig(v.gb() * 1e3, 3))
    }
}

pub fn ratio(v: f64) -> String {
    show::sig(v, 3)
}

pub fn times(v: f64) -> String {
    format!("{}{THIN}×", show::sig(v, 3))
}

pub fn loss(v: f64, decimals: usize) -> String {
    format!("{v:.decimals$}")
}

/// `57.5–98.6 B`, without repeating the unit where both ends share it.
pub fn between(low: String, high: String) -> String {
    match (low.rsplit_once(THIN), high.rsplit_once(THIN)) {
        (Some((a, u)), Some((_, w))) if u == w => format!("{a}–{high}"),
        _ => format!("{low}–{high}"),
    }
}

/// A share; what is not nothing is never written as 0 %, what is not the whole never as 100 %.
pub fn percent(v: f64) -> String {
    let share = 100.0 * v;
    match share {
        _ if share > 0.0 && share < 0.01 => format!("< 0.01{THIN}%"),
        _ if share > 99.9 && share < 100.0 => format!("> 99.9{THIN}%"),
        _ if share > 99.0 && share < 100.0 => format!("{}{THIN}%", show::sig(share, 3)),
        _ => format!("{}{THIN}%", show::sig(share, 2)),
    }
}

/// `1.6 decades beyond` what was fitted, in a word, or nothing inside.
pub fn outside(decades: f64) -> Option<String> {
    let side = if decades > 0.0 { "beyond" } else { "below" };
    match decades.abs() {
        0.0 => None,
        far if far < 0.05 => Some(format!("just {side}")),
        far => Some(format!("{far:.1} decades {side}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_near_the_ends_are_not_rounded_onto_them() {
        for (share, text) in [
            (0.0, "0 %"),
            (1e-9, "< 0.01 %"),
            (9.9e-5, "< 0.01 %"),
            (1e-4, "0.010 %"),
            (0.057, "5.7 %"),
            (0.98, "98 %"),
            (0.9912, "99.1 %"),
            (0.996, "99.6 %"),
            (0.999, "99.9 %"),
            (0.9996, "> 99.9 %"),
            (1.0 - 1e-12, "> 99.9 %"),
            (1.0, "100 %"),
        ] {
            assert_eq!(percent(share).replace(THIN, " "), text, "{share}");
        }
    }

    #[test]
    fn one_has_no_plural() {
        assert_eq!(unit("1", "accelerator-hours"), "accelerator-hour");
        assert_eq!(unit("1", "parameters"), "parameter");
        assert_eq!(unit("1.5", "tokens"), "tokens");
        assert_eq!(unit("1 B", "tokens"), "tokens");
    }
}
