//! Reading, writing, listing and hashing files, with failures that name the file.

use crate::run::Result;
use std::fs;
use std::path::{Path, PathBuf};

pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|e| format!("{} cannot be read: {e}.", path.display()))
}

pub fn read_text(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|e| format!("{} cannot be read: {e}.", path.display()))
}

/// Writes a file, making its folder when needed.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| format!("{} cannot be made: {e}.", folder.display()))?;
    }
    fs::write(path, content).map_err(|e| format!("{} cannot be written: {e}.", path.display()))
}

/// Makes an empty folder, removing what was there.
pub fn fresh(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|e| format!("{} cannot be removed: {e}.", folder.display()))?;
    }
    fs::create_dir_all(folder).map_err(|e| format!("{} cannot be made: {e}.", folder.display()))
}

/// All files below a folder, as `/`-separated names relative to it, sorted.
pub fn below(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    let mut open = vec![(folder.to_path_buf(), String::new())];
    while let Some((path, prefix)) = open.pop() {
        let entries = fs::read_dir(&path).map_err(|e| format!("{} cannot be listed: {e}.", path.display()))?;
        for entry in entries.flatten() {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                open.push((entry.path(), format!("{name}/")));
            } else {
                names.push(name);
            }
        }
    }
    names.sort();
    Ok(names)
}

/// A `/`-separated name below a folder.
pub fn at(folder: &Path, name: &str) -> PathBuf {
    name.split('/').fold(folder.to_path_buf(), |path, part| path.join(part))
}

/// The content version: eight hex digits over names and contents (FNV-1a, 64 bits, folded).
pub fn version<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut feed = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    for (name, content) in files {
        feed(name.as_bytes());
        feed(&(content.len() as u64).to_le_bytes());
        feed(content);
    }
    format!("{:08x}", (hash ^ (hash >> 32)) as u32)
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn the_version_changes_with_names_and_contents() {
        let one = version([("a", &b"xy"[..]), ("b", &b""[..])]);
        assert_eq!(one.len(), 8);
        assert_ne!(one, version([("a", &b"x"[..]), ("b", &b"y"[..])]));
        assert_ne!(one, version([("c", &b"xy"[..]), ("b", &b""[..])]));
    }
}
