//! The programs that come from npm (wasm-opt and what the browser tests use), exactly as locked
//! in `tests/browser/package-lock.json`.

use crate::files;
use crate::run::{Project, Result, on_path, program, run};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Installs the locked packages when they are missing or differ from the lock.
pub fn ensure(project: &Project) -> Result<()> {
    let folder = project.browser_tests();
    node()?;
    if up_to_date(&folder)? {
        return Ok(());
    }
    let npm = on_path("npm").ok_or("npm was not found: install Node.js 20 or newer, which brings npm.")?;
    println!("Installing the npm packages of tests/browser (once).");
    run(program(npm).args(["ci", "--no-audit", "--no-fund"]).current_dir(folder))
}

pub fn node() -> Result<PathBuf> {
    on_path("node").ok_or_else(|| "node was not found: install Node.js 20 or newer.".into())
}

/// Shrinks a wasm file in place. Features are named one by one: allowing all of them would write
/// encodings that browsers do not read yet.
pub fn wasm_opt(project: &Project, wasm: &Path, level: &str) -> Result<()> {
    let script = project.browser_tests().join("node_modules").join("binaryen").join("bin").join("wasm-opt");
    let features = [
        "--enable-bulk-memory",
        "--enable-bulk-memory-opt",
        "--enable-call-indirect-overlong",
        "--enable-multivalue",
        "--enable-mutable-globals",
        "--enable-nontrapping-float-to-int",
        "--enable-reference-types",
        "--enable-sign-ext",
        "--enable-simd",
    ];
    let smaller = wasm.with_extension("opt.wasm");
    run(program(node()?)
        .arg(script)
        .args([level, "--strip-debug", "--strip-producers", "--strip-target-features"])
        .args(features)
        .arg(wasm)
        .arg("-o")
        .arg(&smaller))?;
    std::fs::rename(&smaller, wasm).map_err(|e| format!("{} cannot be replaced: {e}.", wasm.display()))
}

fn up_to_date(folder: &Path) -> Result<bool> {
    let installed = folder.join("node_modules").join(".package-lock.json");
    if !installed.is_file() {
        return Ok(false);
    }
    Ok(packages(&folder.join("package-lock.json"))? == packages(&installed)?)
}

/// Name and checksum of every package in a lock file, the project itself left out.
fn packages(lock: &Path) -> Result<BTreeMap<String, String>> {
    let json: Value =
        serde_json::from_str(&files::read_text(lock)?).map_err(|e| format!("{} is not JSON: {e}.", lock.display()))?;
    let list = json["packages"].as_object().ok_or_else(|| format!("{} lists no packages.", lock.display()))?;
    let entry = |(name, value): (&String, &Value)| (name.clone(), value["integrity"].to_string());
    Ok(list.iter().filter(|(name, _)| !name.is_empty()).map(entry).collect())
}
