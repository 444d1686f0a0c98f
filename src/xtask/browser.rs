//! The browser tests: finds a browser, or installs one, and runs `tests/browser/run.mjs` against
//! `dist/` served under a sub-path. No browser is a failure, never a skip.

use crate::run::{Project, Result, echo, on_path, program, run, text_of};
use crate::server::Server;
use crate::{apt, npm};
use std::path::{Path, PathBuf};

const NAMES: [&str; 6] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];

/// Runs the tests; returns what they printed and whether they all passed.
pub fn tests(project: &Project) -> Result<(String, bool)> {
    npm::ensure(project)?;
    let browser = find(project)?;
    println!("Browser: {}", browser.display());
    let server = Server::bind(&project.dist(), "/some/sub-path/", 0)?;
    let url = server.url()?;
    server.start();
    echo(
        program(npm::node()?)
            .arg("run.mjs")
            .current_dir(project.browser_tests())
            .env("ISOFLOP_URL", url)
            .env("ISOFLOP_DIST", project.dist())
            .env("BROWSER", browser),
    )
}

fn find(project: &Project) -> Result<PathBuf> {
    for name in ["ISOFLOP_BROWSER", "CHROME"] {
        if let Some(named) = std::env::var_os(name).filter(|value| !value.is_empty()) {
            let file = PathBuf::from(named);
            let found = if file.is_file() { Some(file.clone()) } else { on_path(&file.to_string_lossy()) };
            return found.ok_or_else(|| format!("{name} names {}, which is not there.", file.display()));
        }
    }
    if let Some(found) = here() {
        return Ok(found);
    }
    println!("No browser was found; installing one for the tests.");
    if let Some(found) = from_apt() {
        return Ok(found);
    }
    from_npm(project).ok_or_else(|| {
        "No browser for the tests: install Chromium or Chrome, or name one in the variable ISOFLOP_BROWSER.".into()
    })
}

/// On the path or in the usual places, and able to run.
fn here() -> Option<PathBuf> {
    let named = NAMES.iter().filter_map(|name| on_path(name));
    named.chain(usual_places().into_iter().filter(|file| file.is_file())).find(|file| runs(file))
}

fn usual_places() -> Vec<PathBuf> {
    if cfg!(target_os = "macos") {
        let apps = ["Google Chrome", "Chromium", "Microsoft Edge"];
        return apps.iter().map(|app| PathBuf::from(format!("/Applications/{app}.app/Contents/MacOS/{app}"))).collect();
    }
    if cfg!(windows) {
        let folders = ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"].iter().filter_map(std::env::var_os);
        let files = [r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe"];
        return folders.flat_map(|folder| files.map(|file| Path::new(&folder).join(file))).collect();
    }
    Vec::new()
}

/// A stand-in that only tells how to install the browser does not count. Browsers on Windows open
/// a window when asked for their version, so there the file is enough.
fn runs(file: &Path) -> bool {
    cfg!(windows) || text_of(program(file).arg("--version")).is_ok_and(|text| text.contains(char::is_numeric))
}

/// Installs Chromium where apt-get is.
fn from_apt() -> Option<PathBuf> {
    apt::install(&["chromium"]).then(here).flatten()
}

/// Downloads the small Chromium of Playwright into its own cache.
fn from_npm(project: &Project) -> Option<PathBuf> {
    let folder = project.browser_tests();
    let node = npm::node().ok()?;
    let cli = folder.join("node_modules").join("playwright-core").join("cli.js");
    run(program(&node).arg(cli).args(["install", "chromium-headless-shell"]).current_dir(&folder)).ok()?;
    let ask = "import('playwright-core').then(p => console.log(p.chromium.executablePath()))";
    let named = text_of(program(&node).args(["-e", ask]).current_dir(&folder)).ok()?;
    let file = PathBuf::from(named.trim());
    runs(&file).then_some(file)
}
