//! A phrase cut into numbers, words and signs.

use super::chip;
use super::line::Flaw;
use super::number::{Decimal, scan};

pub(super) enum What {
    Number(Decimal),
    Word(String),
    Sign(char),
}

pub(super) struct Token {
    pub what: What,
    pub from: usize,
    pub to: usize,
}

pub(super) fn cut(line: &[char]) -> Result<Vec<Token>, Flaw> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(&c) = line.get(at) {
        let next = line.get(at + 1).copied().unwrap_or(' ');
        if c == ' ' {
            at += 1;
            continue;
        }
        let after_number = tokens.last().is_some_and(|t| t.to == at && matches!(t.what, What::Number(_)));
        // The X of `MI 300X` belongs to the name.
        let before = tokens.len().checked_sub(2).and_then(|i| tokens.get(i));
        let named = after_number && before.is_some_and(|t| matches!(&t.what, What::Word(w) if chip::is_family(w)));
        let apart = after_number || next == ' ' || (at > 0 && next.is_ascii_digit());
        let times = matches!(c, 'x' | 'X') && apart && !named;
        let (what, to) = if let Some((number, to)) = scan(line, at)? {
            (What::Number(number), to)
        } else if times || c == '*' {
            (What::Sign('×'), at + 1)
        } else if c.is_alphabetic() {
            let mut to = at;
            while line.get(to).is_some_and(|c| {
                let joint = matches!(c, '-' | '_' | '.') && line.get(to + 1).is_some_and(|n| n.is_alphanumeric());
                joint || c.is_alphanumeric()
            }) {
                to += 1;
            }
            (What::Word(line[at..to].iter().collect()), to)
        } else {
            (What::Sign(c), at + 1)
        };
        tokens.push(Token { what, from: at, to });
        at = to;
    }
    Ok(tokens)
}
