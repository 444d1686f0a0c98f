//! What may stand after a number: sizes and units, each as an exact factor.

/// `factor × 10^exponent`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    pub factor: u32,
    pub exponent: i32,
}

impl Scale {
    pub const ONE: Scale = Scale::ten(0);

    pub const fn ten(exponent: i32) -> Scale {
        Scale { factor: 1, exponent }
    }
}

pub(super) const PARAMS: &[&str] = &["param", "params", "parameter", "parameters"];
pub(super) const TOKENS: &[&str] = &["token", "tokens", "tok", "toks"];
pub(super) const DEVICES: &[&str] =
    &["gpu", "gpus", "accelerator", "accelerators", "chip", "chips", "device", "devices", "card", "cards"];
const MONEY: &[&str] = &["$", "usd", "us dollars", "us dollar", "dollars", "dollar", "$ usd"];

/// K, M, B, T and their words.
pub(super) fn size(word: &str) -> Option<i32> {
    Some(match word {
        "k" | "thousand" => 3,
        "m" | "mn" | "million" | "millions" => 6,
        "b" | "bn" | "g" | "billion" | "billions" => 9,
        "t" | "tn" | "trillion" | "trillions" => 12,
        _ => return None,
    })
}

/// An optional size, then at most one of the units.
fn sized(rest: &str, units: &[&str]) -> Option<Scale> {
    let mut words = rest.split_whitespace().peekable();
    let exponent = words.peek().and_then(|w| size(w));
    if exponent.is_some() {
        words.next();
    }
    let unit = words.collect::<Vec<_>>().join(" ");
    let known = unit.is_empty() || units.contains(&unit.as_str());
    known.then(|| Scale::ten(exponent.unwrap_or(0)))
}

pub(super) fn bare_size(rest: &str) -> Option<Scale> {
    sized(&rest.to_lowercase(), &[])
}

pub(super) fn params(rest: &str) -> Option<Scale> {
    sized(&rest.to_lowercase(), PARAMS)
}

pub(super) fn tokens(rest: &str) -> Option<Scale> {
    sized(&rest.to_lowercase(), TOKENS)
}

pub(super) fn count(rest: &str) -> Option<Scale> {
    sized(&rest.to_lowercase(), DEVICES)
}

const JOINTS: [char; 3] = ['-', '×', '*'];

/// Lower case, no spaces, no dashes or multiplication signs between the words.
fn folded(rest: &str) -> String {
    let loose = rest.starts_with(JOINTS) || rest.ends_with(JOINTS);
    rest.to_lowercase().chars().filter(|c| *c != ' ' && (loose || !JOINTS.contains(c))).collect()
}

fn prefix(word: &str) -> Option<i32> {
    Some(match word {
        "" => 0,
        "k" | "kilo" | "thousand" => 3,
        "m" | "mega" | "million" => 6,
        "g" | "giga" | "billion" => 9,
        "t" | "tera" | "trillion" => 12,
        "p" | "peta" => 15,
        "e" | "exa" => 18,
        "z" | "zetta" => 21,
        "y" | "yotta" => 24,
        "r" | "ronna" => 27,
        "q" | "quetta" => 30,
        _ => return None,
    })
}

fn without<'a>(word: &'a str, ends: &[&str]) -> Option<&'a str> {
    ends.iter().find_map(|end| word.strip_suffix(end))
}

/// FLOP with SI prefixes, and rates held for a day such as PF-days.
pub(super) fn flop(rest: &str) -> Option<Scale> {
    let word = folded(rest);
    if word.is_empty() {
        return Some(Scale::ONE);
    }
    if let Some(head) = without(&word, &["flops", "flop"]) {
        return prefix(head).map(Scale::ten);
    }
    let rate = without(&word, &["days", "day", "d"])?;
    let head = without(rate, &["flops/s", "flop/s", "flops", "flop", "f/s", "fs", "f"])?;
    match prefix(head)? {
        0 => None,
        exponent => Some(Scale { factor: 864, exponent: exponent + 2 }),
    }
}

/// Whether the words are a computing rate, not an amount.
pub(super) fn is_rate(rest: &str) -> bool {
    let word = folded(rest).replace("per", "/");
    without(&word, &["/s", "/sec", "/second"]).is_some()
}

/// One unit of time, in seconds.
pub(super) fn time(rest: &str) -> Option<Scale> {
    let factor = match rest.to_lowercase().trim() {
        "s" | "sec" | "secs" | "second" | "seconds" => 1,
        "min" | "mins" | "minute" | "minutes" => 60,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600,
        "d" | "day" | "days" => 86_400,
        "w" | "wk" | "wks" | "week" | "weeks" => 604_800,
        "y" | "yr" | "yrs" | "year" | "years" => 31_536_000,
        _ => return None,
    };
    Some(Scale { factor, exponent: 0 })
}

/// As [`time`], and a month as thirty days: free words show how they were read.
pub(super) fn spoken_time(rest: &str) -> Option<Scale> {
    time(rest).or_else(|| is_month(rest).then_some(Scale { factor: 30 * 86_400, exponent: 0 }))
}

/// One unit of the time that accelerators work, in hours.
pub(super) fn hours(rest: &str) -> Option<Scale> {
    let factor = match rest.to_lowercase().trim() {
        "h" | "hr" | "hrs" | "hour" | "hours" => 1,
        "d" | "day" | "days" => 24,
        _ => return None,
    };
    Some(Scale { factor, exponent: 0 })
}

pub(super) fn is_month(rest: &str) -> bool {
    matches!(rest.to_lowercase().trim(), "mo" | "mos" | "month" | "months")
}

pub(super) fn nats(rest: &str) -> Option<Scale> {
    let word = folded(rest).replace("per", "/");
    matches!(word.as_str(), "" | "nat" | "nats" | "nat/token" | "nats/token" | "nat/tok" | "nats/tok")
        .then_some(Scale::ONE)
}

/// A size and dollars, on whichever side of the size they stand.
pub(super) fn dollars(rest: &str) -> Option<Scale> {
    sized(&rest.to_lowercase().replace("us$", "$").replace('$', " $ "), MONEY)
}

/// Money that is not dollars.
pub(super) fn is_foreign(text: &str) -> bool {
    let text = text.to_lowercase();
    text.contains(['€', '£', '¥', '₹', '₽', '₩'])
        || text
            .split(|c: char| !c.is_alphabetic())
            .any(|w| matches!(w, "eur" | "euro" | "euros" | "gbp" | "pounds" | "yen" | "jpy" | "cny" | "rmb" | "chf"))
}

/// Dollars for each accelerator-hour; the "per hour" must be there.
pub(super) fn per_hour(rest: &str) -> Option<Scale> {
    let text = format!(" {} ", rest.to_lowercase()).replace(" per ", "/").replace(" an ", "/").replace(" a ", "/");
    let (money, per) = text.split_once('/')?;
    let per: String = per.chars().filter(|c| !matches!(c, ' ' | '-' | '/')).collect();
    let what = without(&per, &["hours", "hour", "hrs", "hr", "h"])?;
    let device = what.is_empty()
        || matches!(what, "gpu" | "tpu" | "chip" | "accelerator" | "device" | "card")
        || (what.contains(|c: char| c.is_ascii_digit()) && what.chars().all(|c| c.is_ascii_alphanumeric()));
    if device { dollars(money) } else { None }
}

pub(super) fn price(rest: &str) -> Option<Scale> {
    per_hour(rest).or_else(|| dollars(rest))
}

/// A percentage, or nothing, with or without the word for utilisation.
pub(super) fn fraction(rest: &str) -> Option<Scale> {
    let word = folded(rest);
    let word = without(&word, &["mfu", "utilisation", "utilization"]).unwrap_or(&word);
    match word {
        "" => Some(Scale::ONE),
        "%" | "percent" | "pct" => Some(Scale::ten(-2)),
        _ => None,
    }
}
