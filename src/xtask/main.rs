//! `cargo xtask …`: builds, serves and tests the project. Plain Rust, the same on every system.

mod apt;
mod audit;
mod browser;
mod budget;
mod build;
mod docs;
mod files;
mod html;
mod licence;
mod npm;
mod open;
mod run;
mod server;
mod sizes;
mod test;
mod tools;
mod vulkan;

use run::{Project, Result};

const USAGE: &str = "\
usage: cargo xtask <command>

  build                          build everything that is shipped into dist/
  serve [--port N] [--no-open]   build, then serve dist/ on this machine and open it
  test [STAGE]                   run every test, or one stage:
                                 fmt clippy core charts kernels audit build budget browser
  docs                           write the README's tables of laws and formulas
  budget --raise \"reason\"        accept the sizes of the present build as the new budget
";

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let Err(message) = dispatch(&args) {
        eprintln!("{message}");
        std::process::exit(1);
    }
}

fn dispatch(args: &[String]) -> Result<()> {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["build"] => build::build(&Project::find()?),
        ["serve", options @ ..] => open::serve(&Project::find()?, options),
        ["test"] => test::all(&Project::find()?),
        ["test", stage] => test::one(&Project::find()?, stage),
        ["docs"] => docs::write(&Project::find()?),
        ["budget", "--raise", reason] => budget::raise(&Project::find()?, reason),
        ["help"] | ["--help"] | ["-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        _ => Err(USAGE.into()),
    }
}
