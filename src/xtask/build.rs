//! Everything that is shipped, into `dist/`: the page in the folder itself, the module in `module/`.

use crate::run::{Project, Result, WASM, path_with, program, run};
use crate::{files, html, npm, sizes, tools};
use std::path::{Path, PathBuf};

/// The body of the page as it is before any script runs: a worked example.
fn shell() -> String {
    isoflop::page::shell()
}

pub fn build(project: &Project) -> Result<()> {
    let tools = tools::ensure(project)?;
    npm::ensure(project)?;

    println!("Building the page.");
    let staged = page(project, &tools)?;
    println!("Building the module.");
    let module = module(project, &tools)?;
    println!("Building the benchmark.");
    let bench = bench(project, &tools)?;

    println!("Writing dist/.");
    let dist = project.dist();
    files::fresh(&dist)?;
    let version = ship_page(&staged, &module, &bench, &dist)?;
    for name in files::below(&module)? {
        files::write(&files::at(&dist.join("module"), &name), files::read(&files::at(&module, &name))?)?;
    }
    print!("{}", sizes::table(&sizes::measure(&dist)?));
    println!("dist/ is ready, version {version}.");
    Ok(())
}

/// Trunk compiles the page and brings the files of `static/`; wasm-opt shrinks the result.
fn page(project: &Project, tools: &tools::Tools) -> Result<PathBuf> {
    let staged = project.target.join("xtask").join("page");
    files::fresh(&staged)?;
    let mut trunk = program(&tools.trunk);
    trunk.args(["build", "--release", "--offline", "--log", "warn", "--dist"]).arg(&staged);
    trunk.current_dir(&project.root);
    trunk.env("CARGO_TARGET_DIR", &project.target).env("PATH", path_with(&tools.folders())?);
    // Trunk reads NO_COLOR as true or false and stops on the usual 1.
    trunk.env_remove("NO_COLOR");
    project.for_wasm(&mut trunk);
    run(&mut trunk)?;
    npm::wasm_opt(project, &staged.join("page_bg.wasm"), "-Oz")?;
    Ok(staged)
}

/// The library with one feature as `isoflop.js` and `isoflop_bg.wasm`, in a folder of the feature's name.
fn library(project: &Project, tools: &tools::Tools, feature: &str) -> Result<PathBuf> {
    let out = project.target.join("xtask").join(feature);
    files::fresh(&out)?;
    // As a C dynamic library alone: only then is the whole program optimised at once.
    run(&mut project.cargo_wasm(&[
        "rustc",
        "--quiet",
        "--profile",
        "module",
        "--lib",
        "--target",
        WASM,
        "--features",
        feature,
        "--crate-type",
        "cdylib",
    ]))?;
    let wasm = project.target.join(WASM).join("module").join("isoflop.wasm");
    run(program(&tools.wasm_bindgen)
        .args(["--target", "web", "--out-name", "isoflop", "--out-dir"])
        .arg(&out)
        .arg(wasm))?;
    npm::wasm_opt(project, &out.join("isoflop_bg.wasm"), "-O3")?;
    Ok(out)
}

/// What measures the machine, for a worker of the page.
fn bench(project: &Project, tools: &tools::Tools) -> Result<PathBuf> {
    library(project, tools, "bench")
}

/// The library for JavaScript: an ES module, its wasm, its types and a package description.
fn module(project: &Project, tools: &tools::Tools) -> Result<PathBuf> {
    let out = library(project, tools, "module")?;
    let types_of_wasm = out.join("isoflop_bg.wasm.d.ts");
    std::fs::remove_file(&types_of_wasm).map_err(|e| format!("{} cannot be removed: {e}.", types_of_wasm.display()))?;
    // Classes are given a member of a library newer than many projects compile with.
    let types = out.join("isoflop.d.ts");
    let text = std::fs::read_to_string(&types).map_err(|e| format!("{} cannot be read: {e}.", types.display()))?;
    let kept: Vec<&str> = text.lines().filter(|l| !l.contains("[Symbol.dispose]")).collect();
    files::write(&types, kept.join("\n") + "\n")?;
    files::write(&out.join("package.json"), package(&project.version))?;
    Ok(out)
}

fn package(version: &str) -> String {
    format!(
        r#"{{
  "name": "isoflop",
  "version": "{version}",
  "type": "module",
  "main": "./isoflop.js",
  "types": "./isoflop.d.ts",
  "exports": {{
    ".": {{ "types": "./isoflop.d.ts", "default": "./isoflop.js" }},
    "./isoflop_bg.wasm": "./isoflop_bg.wasm",
    "./package.json": "./package.json"
  }},
  "license": "MIT OR Apache-2.0"
}}
"#
    )
}

/// What the page loads of the module and of the benchmark, in workers.
const IN_WORKER: [&str; 2] = ["isoflop.js", "isoflop_bg.wasm"];

/// Copies the staged page into `dist/`, with the shell, the content version and the list of files
/// for offline use filled in. Returns the version.
fn ship_page(staged: &Path, module: &Path, bench: &Path, dist: &Path) -> Result<String> {
    let mut content = Vec::new();
    for name in files::below(staged)? {
        let mut bytes = files::read(&files::at(staged, &name))?;
        if name == "index.html" {
            bytes = html::with_shell(&files::read_text(&staged.join("index.html"))?, &shell())?.into_bytes();
        }
        content.push((name, bytes));
    }
    let needed = [
        "index.html",
        "style.css",
        "theme.js",
        "start.js",
        "page.js",
        "page_bg.wasm",
        "sw.js",
        "worker.js",
        "bench.js",
    ];
    for needed in needed {
        if !content.iter().any(|(name, _)| name == needed) {
            return Err(format!("The page has no {needed}; it belongs to static/ or is made by Trunk."));
        }
    }
    for name in IN_WORKER {
        content.push((format!("module/{name}"), files::read(&module.join(name))?));
        content.push((format!("bench/{name}"), files::read(&bench.join(name))?));
    }
    let version = files::version(content.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    let names: Vec<String> = content.iter().map(|(name, _)| name.clone()).collect();
    for (name, bytes) in content {
        let bytes = match name.as_str() {
            "index.html" => html::with_version(&text(&name, bytes)?, &version)?.into_bytes(),
            "sw.js" => html::service_worker(&text(&name, bytes)?, &names, &version)?.into_bytes(),
            _ => bytes,
        };
        files::write(&files::at(dist, &name), bytes)?;
    }
    Ok(version)
}

fn text(name: &str, bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|_| format!("{name} is not text."))
}
