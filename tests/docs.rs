//! The README lists what there is: its tables come from the registries.

use isoflop::core::tables;

#[test]
fn the_readme_lists_every_law_and_formula() {
    let readme = include_str!("../README.md");
    for (name, table) in [("laws", tables::laws()), ("formulas", tables::formulas())] {
        let right = tables::put(readme, name, &table).unwrap_or_else(|| panic!("README has no place for the {name}"));
        assert!(right == readme, "README: the table of {name} is not up to date; `cargo xtask docs` writes it");
    }
}
