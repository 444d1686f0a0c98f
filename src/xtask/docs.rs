//! Writes the README's tables of laws and formulas.

use isoflop::core::tables;

use crate::run::{Project, Result};

pub fn write(project: &Project) -> Result<()> {
    let path = project.root.join("README.md");
    let mut text = std::fs::read_to_string(&path).map_err(|e| format!("README.md: {e}"))?;
    for (name, table) in [("laws", tables::laws()), ("formulas", tables::formulas())] {
        text = tables::put(&text, name, &table).ok_or_else(|| format!("README.md has no place for the {name}"))?;
    }
    std::fs::write(&path, text).map_err(|e| format!("README.md: {e}"))?;
    println!("README.md lists every law and formula.");
    Ok(())
}
