//! What can go wrong on a device.

#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// The device is gone, with all that was on it.
    Lost(String),
    /// This did not work; other things may.
    Failed(String),
}

/// Characters of a message that are kept.
const LONGEST: usize = 300;

/// A message of many lines as one of a few hundred characters.
pub fn short(message: &str) -> String {
    let mut words = message.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = words.char_indices().nth(LONGEST) {
        words.truncate(at);
        words.push('…');
    }
    words
}
