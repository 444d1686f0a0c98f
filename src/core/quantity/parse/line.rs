//! The text as the readers see it, and the flaw they answer with.

use crate::core::error::Code;

/// More characters than this are refused unread.
pub(super) const LONGEST: usize = 200;

/// What was wrong, and how the text would have to change: replace this range by these words.
pub(super) struct Flaw {
    pub code: Code,
    pub message: String,
    pub fix: Option<(usize, usize, String)>,
}

impl Flaw {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Flaw { code, message: message.into(), fix: None }
    }

    pub fn unreadable(message: impl Into<String>) -> Self {
        Flaw::new(Code::NotANumber, message)
    }

    pub fn fix(mut self, from: usize, to: usize, words: impl Into<String>) -> Self {
        self.fix = Some((from, to, words.into()));
        self
    }
}

/// Characters that take no place on the screen: joiners, direction marks, byte-order mark.
fn unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// One spelling for each sign, single spaces, no spaces at the ends, nothing unseen.
pub(super) fn plain(text: &str) -> Vec<char> {
    let mut line: Vec<char> = Vec::new();
    for c in text.chars().filter(|&c| !unseen(c)) {
        let c = match c {
            _ if c.is_whitespace() || c.is_control() => ' ',
            '\u{2212}' | '\u{2010}' | '\u{2011}' | '\u{fe63}' | '\u{ff0d}' => '-',
            '·' | '⋅' | '∙' | '✕' | '✖' | '⨯' => '×',
            '∼' | '≃' | '≅' | '≈' => '~',
            _ => c,
        };
        if c != ' ' || line.last().is_some_and(|&last| last != ' ') {
            line.push(c);
        }
    }
    if line.last() == Some(&' ') {
        line.pop();
    }
    line
}

pub(super) fn skip_spaces(line: &[char], mut at: usize) -> usize {
    while line.get(at) == Some(&' ') {
        at += 1;
    }
    at
}

pub(super) fn text(line: &[char]) -> String {
    line.iter().collect::<String>().trim().to_owned()
}

/// The text in quotation marks, cut after 20 characters.
pub(super) fn quote(text: &str) -> String {
    let mut seen = text.chars().filter(|&c| !unseen(c) && !c.is_control());
    let start: String = seen.by_ref().take(20).collect();
    let more = if seen.next().is_some() { "…" } else { "" };
    format!("\"{start}{more}\"")
}

/// Steps over `+` and `~`; also says where a minus stood.
pub(super) fn lead(line: &[char], mut at: usize) -> (usize, Option<usize>) {
    let mut minus = None;
    loop {
        at = skip_spaces(line, at);
        match line.get(at) {
            Some('+' | '~') => {}
            Some('-') => minus = Some(at),
            _ => return (at, minus),
        }
        at += 1;
    }
}

/// Whether the words stand for something that is not a finite number.
pub(super) fn endless(words: &str) -> bool {
    matches!(words.trim().to_lowercase().as_str(), "nan" | "inf" | "infinity" | "infinite" | "∞" | "not a number")
}
