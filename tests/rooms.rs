//! The rooms of the house and the doors between them: which part of the source may know of which other.

use std::fs;
use std::path::{Path, PathBuf};

const LONGEST_FILE: usize = 600;

/// Every Rust file under `folder` of the source, with its text.
fn sources(folder: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    walk(&root.join("src").join(folder), &mut found);
    found.sort();
    assert!(!found.is_empty(), "nothing under src/{folder}");
    found
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(root).unwrap().display().to_string();
            (name, fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// Where a word of `forbidden` stands in the files of `folder`.
fn mentions(folder: &str, forbidden: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (name, text) in sources(folder) {
        for (i, line) in text.lines().enumerate() {
            let words = forbidden.iter().filter(|word| line.contains(**word));
            found.extend(words.map(|word| format!("{name}:{}: {word}", i + 1)));
        }
    }
    found
}

const NOTHING: [String; 0] = [];

#[test]
fn the_core_knows_no_web_and_no_screen() {
    let forbidden = [
        "web_sys",
        "wasm_bindgen",
        "js_sys",
        "yew",
        "gloo",
        "plotters",
        "wgpu::",
        "serde::",
        "serde_wasm_bindgen",
        "crate::page",
        "crate::chart",
        "crate::module",
        "crate::bench",
    ];
    assert_eq!(mentions("core", &forbidden), NOTHING);
}

#[test]
fn charts_know_nothing_of_laws_or_pages() {
    assert_eq!(mentions("chart", &["crate::core", "crate::page", "crate::module"]), NOTHING);
}

/// Every `crate::` path in the module and in the benchmark leads to the core, or stays at home.
#[test]
fn the_module_and_the_benchmark_know_only_the_core() {
    for home in ["module", "bench"] {
        for (name, text) in sources(home) {
            for (i, line) in text.lines().enumerate() {
                for rest in line.split("crate::").skip(1) {
                    let room: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                    assert!(room == "core" || room == home, "{name}:{}: crate::{room}", i + 1);
                }
            }
        }
    }
}

/// wgpu stays in its room, and reaches the page only through a worker.
#[test]
fn only_the_benchmark_knows_wgpu() {
    for home in ["core", "chart", "page", "module"] {
        assert_eq!(mentions(home, &["wgpu::", "crate::bench"]), NOTHING);
    }
}

/// Text from outside reaches the page as text only, and the page keeps a content-security policy without inline
/// styles.
#[test]
fn the_page_writes_no_raw_html_and_no_inline_styles() {
    let raw = ["from_html_unchecked", "set_inner_html", "inner_html", "set_outer_html", "insert_adjacent_html"];
    assert_eq!(mentions("page", &raw), NOTHING);
    assert_eq!(mentions("page", &["style="]), NOTHING);
}

#[test]
fn no_file_is_too_long_to_read() {
    for (name, text) in sources("") {
        let lines = text.lines().count();
        assert!(lines <= LONGEST_FILE, "{name} has {lines} lines; at most {LONGEST_FILE}");
    }
}
