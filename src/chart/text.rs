//! How wide is a line of text, where nothing can measure it, and where does it break?

/// How strong a text is. plotters knows no weight of 500; nothing here slants, so `oblique` carries it to our backends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    Plain,
    Medium,
    Strong,
}

/// Estimated width in the units of `size`, wide enough for the wider of the usual sans-serifs.
pub fn width(text: &str, size: f64, face: Face) -> f64 {
    let em: f64 = text.chars().map(advance).sum();
    let heavier = match face {
        Face::Plain => 1.0,
        Face::Medium => 1.04,
        Face::Strong => 1.12,
    };
    em * size * heavier
}

fn advance(c: char) -> f64 {
    match c {
        '\u{202f}' => 0.2,
        ' ' | '\u{a0}' => 0.32,
        'i' | 'j' | 'l' | '\'' | '!' | '.' | ',' | ':' | ';' | '|' | '’' | '·' => 0.31,
        'f' | 't' | 'r' | '(' | ')' | '[' | ']' | 'I' | '/' => 0.4,
        'm' | 'w' | '%' | 'M' | 'W' | '@' => 0.95,
        '²' | '³' | '¹' | '⁰' | '⁴'..='⁻' => 0.43,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' => 0.57,
        '0'..='9' => 0.64,
        '×' | '+' | '−' | '±' | '=' | '<' | '>' => 0.84,
        'A'..='Z' => 0.71,
        _ => 0.63,
    }
}

/// Breaks at spaces so that no line is wider than `room`; a word that is wider alone is cut.
pub(crate) fn wrap(text: &str, room: f64, measure: impl Fn(&str) -> f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if line.is_empty() || measure(&longer) <= room {
            line = longer;
        } else {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines.into_iter().map(|line| cut(&line, room, &measure)).collect()
}

/// The text, or as much of it as fits with an ellipsis.
pub(crate) fn cut(text: &str, room: f64, measure: impl Fn(&str) -> f64) -> String {
    if measure(text) <= room {
        return text.to_owned();
    }
    let mut short = text.to_owned();
    while short.pop().is_some() {
        let tried = format!("{}…", short.trim_end());
        if measure(&tried) <= room {
            return tried;
        }
    }
    String::new()
}
