//! Looks at the dependencies: their licences, crates that are there in two versions, and published
//! advisories where `cargo audit` and its database are at hand.

use crate::licence::{Verdict, verdict};
use crate::run::{Project, Result, cargo, cargo_home, on_path, run, text_of};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Crates known to be there in more than one version, because others ask for different ones.
const DUPLICATES: [&str; 5] = ["bincode", "hashbrown", "syn", "thiserror", "thiserror-impl"];

pub fn check(project: &Project) -> Result<()> {
    let packages = packages(project)?;
    let mut complaints = Vec::new();
    complaints.extend(licences(&packages));
    complaints.extend(duplicates(project)?);
    complaints.extend(advisories(project).err());
    if complaints.is_empty() { Ok(()) } else { Err(complaints.join(" ")) }
}

/// Name, version and licence of every package of any feature on any system.
fn packages(project: &Project) -> Result<Vec<(String, String, String)>> {
    let mut ask = project.cargo(&["metadata", "--format-version", "1", "--all-features", "--locked"]);
    let json: Value =
        serde_json::from_str(&text_of(&mut ask)?).map_err(|e| format!("cargo metadata is not readable: {e}."))?;
    let list = json["packages"].as_array().ok_or("cargo metadata lists no packages.")?;
    let field = |package: &Value, name: &str| package[name].as_str().unwrap_or_default().to_string();
    Ok(list.iter().map(|p| (field(p, "name"), field(p, "version"), field(p, "license"))).collect())
}

fn licences(packages: &[(String, String, String)]) -> Option<String> {
    let mut denied = Vec::new();
    for (name, version, licence) in packages {
        match verdict(licence) {
            Verdict::Allowed => {}
            Verdict::Flagged => println!("note: {name} {version} has the licence {licence}"),
            Verdict::Denied => denied.push(format!("{name} {version} ({licence})")),
        }
    }
    println!("Licences of {} packages read.", packages.len());
    (!denied.is_empty()).then(|| format!("Licences that are not allowed: {}.", denied.join(", ")))
}

/// Crates in several versions, among everything that any feature needs on any system.
fn duplicates(project: &Project) -> Result<Option<String>> {
    let tree = text_of(&mut project.cargo(&[
        "tree",
        "--all-features",
        "--target",
        "all",
        "-e",
        "normal",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]))?;
    let mut versions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in tree.lines() {
        let mut words = line.split_whitespace();
        if let (Some(name), Some(version)) = (words.next(), words.next()) {
            versions.entry(name).or_default().insert(version);
        }
    }
    versions.retain(|_, found| found.len() > 1);
    for (name, found) in &versions {
        println!("in several versions: {name} {}", found.iter().copied().collect::<Vec<_>>().join(", "));
    }
    let new: Vec<&str> = versions.keys().copied().filter(|name| !DUPLICATES.contains(name)).collect();
    for gone in DUPLICATES.iter().filter(|name| !versions.contains_key(*name)) {
        println!("note: {gone} is there in one version now and need not be in the list of duplicates");
    }
    let sentence = || format!("In several versions, and not in the list in src/xtask/audit.rs: {}.", new.join(", "));
    Ok((!new.is_empty()).then(sentence))
}

/// Runs `cargo audit` on the database that is already here; nothing is fetched.
fn advisories(project: &Project) -> Result<()> {
    if on_path("cargo-audit").is_none() {
        println!("Advisories were not checked, because cargo-audit is not installed.");
        return Ok(());
    }
    if !cargo_home().is_some_and(|folder| folder.join("advisory-db").is_dir()) {
        println!("Advisories were not checked, because the database of cargo-audit is not on this machine.");
        return Ok(());
    }
    run(cargo().args(["audit", "--no-fetch"]).current_dir(&project.root))
}
