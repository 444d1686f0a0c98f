//! What the build writes into `index.html` and `sw.js`: the shell, the content version, the files.

use crate::run::Result;

const MARK: &str = "<!-- shell -->";

/// The files whose address carries the version, so that no cache can mix two of them.
const VERSIONED: [&str; 11] = [
    "style.css",
    "theme.js",
    "start.js",
    "page.js",
    "page_bg.wasm",
    "worker.js",
    "module/isoflop.js",
    "module/isoflop_bg.wasm",
    "bench.js",
    "bench/isoflop.js",
    "bench/isoflop_bg.wasm",
];

/// Puts the first answer into the page.
pub fn with_shell(page: &str, shell: &str) -> Result<String> {
    once(page, MARK, shell, "index.html")
}

/// Adds the version to the addresses in the page, and starts the two large downloads early.
pub fn with_version(page: &str, version: &str) -> Result<String> {
    let mut page = page.to_string();
    for (attribute, name) in [("href", "style.css"), ("src", "theme.js"), ("src", "start.js")] {
        let plain = format!("{attribute}=\"{name}\"");
        page = once(&page, &plain, &format!("{attribute}=\"{name}?v={version}\""), "index.html")?;
    }
    let early = format!(
        "<link rel=\"modulepreload\" href=\"page.js?v={version}\">\n\
         <link rel=\"preload\" as=\"fetch\" crossorigin type=\"application/wasm\" href=\"page_bg.wasm?v={version}\">\n\
         </head>"
    );
    once(&page, "</head>", &early, "index.html")
}

/// Fills in the service worker: what to keep, and under which version.
pub fn service_worker(script: &str, files: &[String], version: &str) -> Result<String> {
    let kept = files.iter().filter(|name| name.as_str() != "sw.js").map(|name| address(name, version));
    let list: Vec<String> = kept.map(|name| format!("  \"{name}\",\n")).collect();
    let script = once(script, "const VERSION = \"\";", &format!("const VERSION = \"{version}\";"), "sw.js")?;
    once(&script, "const FILES = [];", &format!("const FILES = [\n{}];", list.concat()), "sw.js")
}

/// The address under which the page asks for one of its files.
fn address(name: &str, version: &str) -> String {
    match name {
        "index.html" => "./".into(),
        name if VERSIONED.contains(&name) => format!("{name}?v={version}"),
        name => name.into(),
    }
}

/// Replaces text that must be there exactly once.
fn once(text: &str, old: &str, new: &str, file: &str) -> Result<String> {
    match text.matches(old).count() {
        1 => Ok(text.replacen(old, new, 1)),
        n => Err(format!("{file} must contain `{old}` once, but contains it {n} times.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_gets_its_shell_and_versions() {
        let page = format!(
            "<head><link href=\"style.css\"><script src=\"theme.js\"></script></head>{MARK}<script src=\"start.js\"></script>"
        );
        let page = with_version(&with_shell(&page, "<p>$1 hi</p>").unwrap(), "abcd").unwrap();
        assert!(
            page.contains("<p>$1 hi</p>") && page.contains("start.js?v=abcd") && page.contains("page_bg.wasm?v=abcd")
        );
        assert!(with_shell(&page, "again").is_err());
    }

    #[test]
    fn the_service_worker_lists_addresses_and_not_itself() {
        let files = ["icon.svg", "index.html", "page.js", "sw.js"].map(String::from);
        let script = service_worker("const VERSION = \"\";\nconst FILES = [];\n", &files, "abcd").unwrap();
        assert!(script.contains("\"./\"") && script.contains("\"page.js?v=abcd\"") && script.contains("\"icon.svg\""));
        assert!(!script.contains("sw.js"));
    }
}
