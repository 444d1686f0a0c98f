//! `cargo xtask test`: every stage in order, all of them even when one fails, then one line of counts.

use crate::run::{Project, Result, WASM, echo, run, text_of};
use crate::{audit, browser, budget, build, tools, vulkan};

/// How many checks of a stage passed and failed.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
struct Count {
    passed: u64,
    failed: u64,
}

struct Stage {
    name: &'static str,
    title: &'static str,
    /// Looks at `dist/`, so the build comes before it.
    needs_build: bool,
    run: fn(&Project) -> Result<Count>,
}

const STAGES: [Stage; 9] = [
    Stage { name: "fmt", title: "Formatting", needs_build: false, run: fmt },
    Stage { name: "clippy", title: "Lints", needs_build: false, run: clippy },
    Stage { name: "core", title: "The core alone", needs_build: false, run: core },
    Stage { name: "charts", title: "Charts, page and tools", needs_build: false, run: charts },
    Stage { name: "kernels", title: "Kernels on an adapter", needs_build: false, run: kernels },
    Stage { name: "audit", title: "Dependencies", needs_build: false, run: |p| audit::check(p).map(one_passed) },
    Stage { name: "build", title: "Build", needs_build: false, run: |p| build::build(p).map(one_passed) },
    Stage { name: "budget", title: "Size budget", needs_build: true, run: |p| budget::check(p).map(one_passed) },
    Stage { name: "browser", title: "The page in a browser", needs_build: true, run: in_browser },
];

pub fn all(project: &Project) -> Result<()> {
    let mut outcomes: Vec<(&str, Count, Option<String>)> = Vec::new();
    for stage in &STAGES {
        println!("\n== {} ({})", stage.title, stage.name);
        let no_build = outcomes.iter().any(|(name, count, _)| *name == "build" && count.failed > 0);
        let outcome = if stage.needs_build && no_build {
            Err("Not run, because the build failed.".to_string())
        } else {
            (stage.run)(project)
        };
        outcomes.push(counted(stage.name, outcome));
    }
    summary(&outcomes)
}

pub fn one(project: &Project, name: &str) -> Result<()> {
    let stage = STAGES.iter().find(|stage| stage.name == name);
    let stage = stage.ok_or_else(|| {
        let names: Vec<&str> = STAGES.iter().map(|stage| stage.name).collect();
        format!("`{name}` is not a stage: the stages are {}.", names.join(", "))
    })?;
    if stage.needs_build {
        build::build(project)?;
    }
    println!("\n== {} ({})", stage.title, stage.name);
    summary(&[counted(stage.name, (stage.run)(project))])
}

fn counted(name: &str, outcome: Result<Count>) -> (&str, Count, Option<String>) {
    match outcome {
        Ok(count) => (name, count, None),
        Err(message) => {
            println!("FAIL {name}: {message}");
            (name, Count { passed: 0, failed: 1 }, Some(message))
        }
    }
}

fn summary(outcomes: &[(&str, Count, Option<String>)]) -> Result<()> {
    println!("\n== Summary");
    for (name, count, message) in outcomes {
        let word = if count.failed > 0 { "FAIL" } else { "ok" };
        let why = message.as_deref().map(|m| format!(": {m}")).unwrap_or_default();
        println!("{word:<5}{name:<9}{:>5} passed{:>5} failed{why}", count.passed, count.failed);
    }
    let passed: u64 = outcomes.iter().map(|(_, count, _)| count.passed).sum();
    let failed: u64 = outcomes.iter().map(|(_, count, _)| count.failed).sum();
    println!("{passed} passed, {failed} failed");
    if failed == 0 { Ok(()) } else { Err("Some tests failed.".into()) }
}

fn one_passed(_: ()) -> Count {
    Count { passed: 1, failed: 0 }
}

fn fmt(project: &Project) -> Result<Count> {
    run(&mut project.cargo(&["fmt", "--check"])).map(one_passed).map_err(|e| format!("{e} `cargo fmt` puts it right."))
}

fn clippy(project: &Project) -> Result<Count> {
    tools::wasm_target()?;
    let strict = ["--", "-D", "warnings"];
    let here = ["clippy", "--quiet", "--all-targets", "--features", "tools,charts,bench"];
    let page = ["clippy", "--quiet", "--bin", "page", "--features", "page", "--target", WASM];
    let module = ["clippy", "--quiet", "--lib", "--features", "module", "--target", WASM];
    let bench = ["clippy", "--quiet", "--lib", "--features", "bench", "--target", WASM];
    let outcomes = [
        run(project.cargo(&here).args(strict)),
        run(project.cargo_wasm(&page).args(strict)),
        run(project.cargo_wasm(&module).args(strict)),
        run(project.cargo_wasm(&bench).args(strict)),
    ];
    outcomes.into_iter().collect::<Result<Vec<()>>>().map(|_| one_passed(()))
}

/// The core's tests, and that the core needs no crate of the web.
fn core(project: &Project) -> Result<Count> {
    let tree = text_of(&mut project.cargo(&["tree", "-e", "normal,dev", "--prefix", "none", "--format", "{p}"]))?;
    for name in ["wasm-bindgen", "web-sys", "js-sys", "yew"] {
        if tree.lines().any(|line| line.split_whitespace().next() == Some(name)) {
            return Err(format!("The core depends on {name}, but must build without any crate of the web."));
        }
    }
    cargo_test(project, &["test"])
}

fn charts(project: &Project) -> Result<Count> {
    cargo_test(project, &["test", "--features", "charts,tools", "--lib", "--bins", "--test", "charts"])
}

fn kernels(project: &Project) -> Result<Count> {
    vulkan::ensure();
    cargo_test(project, &["test", "--features", "bench", "--test", "kernels"])
}

fn cargo_test(project: &Project, args: &[&str]) -> Result<Count> {
    let mut command = project.cargo(args);
    command.arg("--no-fail-fast");
    if cfg!(windows) {
        // A running program cannot be replaced there, and this one may be built anew by its tests.
        command.env("CARGO_TARGET_DIR", project.target.join("xtask").join("test"));
    }
    let (text, success) = echo(&mut command)?;
    let count = cargo_counts(&text);
    match (success, count) {
        (true, Count { passed: 0, .. }) => Err("No test was run.".into()),
        (false, Count { failed: 0, .. }) => Err("The tests could not be built or run.".into()),
        _ => Ok(count),
    }
}

/// Adds up the result lines of cargo's test programs.
fn cargo_counts(text: &str) -> Count {
    let mut count = Count::default();
    for line in text.lines().filter(|line| line.starts_with("test result:")) {
        count.passed += number_before(line, " passed");
        count.failed += number_before(line, " failed");
    }
    count
}

fn number_before(line: &str, word: &str) -> u64 {
    let before = line.split(word).next().unwrap_or_default();
    before.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn in_browser(project: &Project) -> Result<Count> {
    let (text, success) = browser::tests(project)?;
    let last = text.lines().rev().find(|line| line.contains(" passed, ")).unwrap_or_default();
    let count = Count { passed: number_before(last, " passed"), failed: number_before(last, " failed") };
    match (success, count) {
        (true, Count { passed: 0, .. }) => Err("No browser test was run.".into()),
        (false, Count { failed: 0, .. }) => Err("The browser tests stopped before their end.".into()),
        _ => Ok(count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_added_up() {
        let text = "test a ... ok\ntest result: ok. 12 passed; 0 failed; 1 ignored\n\ntest result: FAILED. 3 passed; 2 failed; 0 ignored\n";
        assert_eq!(cargo_counts(text), Count { passed: 15, failed: 2 });
        assert_eq!(number_before("7 passed, 1 failed", " failed"), 1);
    }
}
