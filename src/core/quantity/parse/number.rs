//! A number as it is written, kept as decimal digits so that it is rounded only once.

use super::line::{Flaw, quote, skip_spaces, text};
use super::unit::Scale;

/// `digits × 10^exponent`, exactly.
#[derive(Clone, Debug)]
pub(super) struct Decimal {
    digits: String,
    exponent: i64,
}

impl Decimal {
    pub fn one() -> Decimal {
        Decimal { digits: "1".into(), exponent: 0 }
    }

    pub fn value(&self) -> f64 {
        self.times(Scale::ONE)
    }

    /// The product with an exact factor, correctly rounded.
    pub fn times(&self, scale: Scale) -> f64 {
        let mut product: Vec<u8> = Vec::with_capacity(self.digits.len() + 20);
        let mut carry = 0u64;
        for digit in self.digits.bytes().rev() {
            carry += u64::from(digit - b'0') * u64::from(scale.factor);
            product.push(b'0' + (carry % 10) as u8);
            carry /= 10;
        }
        while carry > 0 {
            product.push(b'0' + (carry % 10) as u8);
            carry /= 10;
        }
        let digits: String = product.iter().rev().map(|&b| char::from(b)).collect();
        format!("{digits}e{}", self.exponent + i64::from(scale.exponent)).parse().unwrap_or(f64::NAN)
    }
}

/// The number that begins at `start`, and where it ends; `None` when none begins there.
pub(super) fn scan(line: &[char], start: usize) -> Result<Option<(Decimal, usize)>, Flaw> {
    let Some((mut number, at)) = mantissa(line, start)? else {
        return Ok(None);
    };
    if matches!(line.get(at), Some('e' | 'E'))
        && let Some((exponent, end)) = signed(line, at + 1)
    {
        number.exponent += exponent;
        return Ok(Some((number, end)));
    }
    if let Some((exponent, end)) = raised(line, at) {
        if number.digits == "10" && number.exponent == 0 {
            return Ok(Some((Decimal { digits: "1".into(), exponent }, end)));
        }
        let message = format!(
            "{} is a power of another number than ten; write it like 6e23 or 6 × 10^23.",
            quote(&text(&line[start..end]))
        );
        let meant = format!("{}e{exponent}", text(&line[start..at]));
        return Err(Flaw::unreadable(message).fix(start, end, meant));
    }
    let sign = skip_spaces(line, at);
    if matches!(line.get(sign), Some('×' | 'x' | 'X' | '*')) {
        let ten = skip_spaces(line, sign + 1);
        if line.get(ten) == Some(&'1')
            && line.get(ten + 1) == Some(&'0')
            && let Some((exponent, end)) = raised(line, ten + 2)
        {
            number.exponent += exponent;
            return Ok(Some((number, end)));
        }
    }
    Ok(Some((number, at)))
}

fn run(line: &[char], at: usize) -> usize {
    line[at.min(line.len())..].iter().take_while(|c| c.is_ascii_digit()).count()
}

fn digit_at(line: &[char], at: usize) -> bool {
    line.get(at).is_some_and(char::is_ascii_digit)
}

/// Digits with their separators and decimals.
fn mantissa(line: &[char], start: usize) -> Result<Option<(Decimal, usize)>, Flaw> {
    let first = run(line, start);
    let mut at = start + first;
    let mut digits: String = line[start.min(at)..at.min(line.len())].iter().collect();
    let mut separator = None;
    while let Some(&sign) = line.get(at) {
        if !matches!(sign, '_' | ',' | ' ') || first == 0 || !digit_at(line, at + 1) {
            break;
        }
        let group = run(line, at + 1);
        let thousands = (1..=3).contains(&first) && group == 3 && line[start] != '0';
        let same = separator.is_none_or(|s| s == sign);
        if !(same && (sign == '_' || thousands)) {
            if sign == ',' {
                return Err(comma(line, start, at));
            }
            break;
        }
        separator = Some(sign);
        digits.extend(&line[at + 1..at + 1 + group]);
        at += 1 + group;
    }
    let mut exponent = 0;
    if line.get(at) == Some(&'.') && (first > 0 || digit_at(line, at + 1)) {
        let decimals = run(line, at + 1);
        digits.extend(&line[at + 1..at + 1 + decimals]);
        exponent = -(decimals as i64);
        at += 1 + decimals;
        if matches!(line.get(at), Some('.' | ',')) && digit_at(line, at + 1) {
            return Err(points(line, start));
        }
    }
    Ok(if digits.is_empty() { None } else { Some((Decimal { digits, exponent }, at)) })
}

/// A comma that does not part groups of three.
fn comma(line: &[char], start: usize, at: usize) -> Flaw {
    let end = stretch(line, start);
    let flaw = Flaw::unreadable(format!(
        "{} cannot be read: a comma parts groups of three digits and a point starts the decimals, as in 1,500 or 1.5.",
        quote(&text(&line[start..end]))
    ));
    if line[start..end].iter().filter(|c| matches!(c, ',' | '.')).count() == 1 {
        return flaw.fix(at, at + 1, ".");
    }
    flaw.fix(start, end, line[start..end].iter().filter(|&&c| c != ',').collect::<String>())
}

/// A second point, or a comma after the point.
fn points(line: &[char], start: usize) -> Flaw {
    let end = stretch(line, start);
    let flaw = Flaw::unreadable(format!(
        "{} has too many points or commas; write thousands as 1,500,000 and decimals as 1.5.",
        quote(&text(&line[start..end]))
    ));
    let written: String = line[start..end].iter().collect();
    let (whole, last) = written.rsplit_once(['.', ',']).unwrap_or((&written, ""));
    let whole_plain: String = whole.chars().filter(char::is_ascii_digit).collect();
    match written.contains(',') {
        true if written.rfind(',') > written.rfind('.') => flaw.fix(start, end, format!("{whole_plain}.{last}")),
        false if whole.split('.').skip(1).all(|g| g.len() == 3) && last.len() == 3 => {
            flaw.fix(start, end, whole_plain + last)
        }
        _ => flaw,
    }
}

/// Where the digits, points and commas that begin at `start` end.
fn stretch(line: &[char], start: usize) -> usize {
    start + line[start..].iter().take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.')).count()
}

/// `^23`, `**23` or `²³`, directly or after a space.
fn raised(line: &[char], at: usize) -> Option<(i64, usize)> {
    let mut written = String::new();
    let mut end = at;
    while let Some(c) = line.get(end).copied().and_then(lowered) {
        written.push(c);
        end += 1;
    }
    if end > at {
        let plain: Vec<char> = written.chars().collect();
        return signed(&plain, 0).filter(|&(_, used)| used == plain.len()).map(|(n, _)| (n, end));
    }
    let sign = skip_spaces(line, at);
    let after = match line.get(sign)? {
        '^' => sign + 1,
        '*' if line.get(sign + 1) == Some(&'*') => sign + 2,
        _ => return None,
    };
    signed(line, skip_spaces(line, after))
}

fn lowered(c: char) -> Option<char> {
    Some(match c {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴'..='⁹' => char::from_digit(c as u32 - 0x2070, 10)?,
        '⁻' => '-',
        '⁺' => '+',
        _ => return None,
    })
}

/// A whole number with an optional sign, held to a range that no later sum can leave.
fn signed(line: &[char], at: usize) -> Option<(i64, usize)> {
    let sign = line.get(at)?;
    let from = at + usize::from(matches!(sign, '+' | '-'));
    let length = run(line, from);
    let digits: String = line[from.min(line.len())..from.min(line.len()) + length].iter().collect();
    if length == 0 {
        return None;
    }
    let size = digits.parse::<i64>().unwrap_or(i64::MAX).min(99_999);
    Some((if *sign == '-' { -size } else { size }, from + length))
}
