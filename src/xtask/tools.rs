//! The set-up that a build needs: the wasm target, Trunk and wasm-bindgen, at exact versions.
//! A tool is taken from the path, else from the user's cache folder, else compiled into it once.

use crate::files;
use crate::run::{Project, Result, WASM, cargo, forget_flags, on_path, program, run, text_of};
use std::path::{Path, PathBuf};
use std::process::Command;

const TRUNK: &str = "0.21.14";

/// The folders to put in front of the path so that Trunk and wasm-bindgen are the right ones.
pub struct Tools {
    pub trunk: PathBuf,
    pub wasm_bindgen: PathBuf,
}

impl Tools {
    pub fn folders(&self) -> Vec<PathBuf> {
        [&self.trunk, &self.wasm_bindgen].iter().filter_map(|f| f.parent()).map(Path::to_path_buf).collect()
    }
}

/// Makes sure that everything is there; quick when it is.
pub fn ensure(project: &Project) -> Result<Tools> {
    wasm_target()?;
    let bindgen = locked_version(&files::read_text(&project.root.join("Cargo.lock"))?, "wasm-bindgen")
        .ok_or("Cargo.lock does not name wasm-bindgen; run `cargo generate-lockfile`.")?;
    let tools = Tools {
        trunk: tool("trunk", "trunk", TRUNK, &["--no-default-features"])?,
        wasm_bindgen: tool("wasm-bindgen", "wasm-bindgen-cli", &bindgen, &[])?,
    };
    // Trunk builds offline, so everything that the wasm build needs is brought here first.
    run(&mut project.cargo_wasm(&["fetch", "--quiet", "--locked", "--target", WASM]))?;
    Ok(tools)
}

/// Makes sure that the compiler knows the web.
pub fn wasm_target() -> Result<()> {
    let installed = || {
        text_of(program("rustc").args(["--print", "target-libdir", "--target", WASM]))
            .is_ok_and(|folder| Path::new(folder.trim()).is_dir())
    };
    if installed() {
        return Ok(());
    }
    if on_path("rustup").is_none() {
        return Err(format!(
            "The Rust target {WASM} is missing and rustup is not here to add it: install Rust with rustup from https://rustup.rs, or the target with your system's packages."
        ));
    }
    println!("Adding the Rust target {WASM} (once).");
    run(program("rustup").args(["target", "add", WASM]))
}

/// The version of a package in the text of a lock file.
fn locked_version(lock: &str, name: &str) -> Option<String> {
    let start = lock.find(&format!("name = \"{name}\""))?;
    let line = lock[start..].lines().nth(1)?;
    line.strip_prefix("version = \"")?.strip_suffix('"').map(str::to_string)
}

/// Full path of a tool at the exact version.
fn tool(name: &str, package: &str, version: &str, flags: &[&str]) -> Result<PathBuf> {
    if let Some(found) = on_path(name).filter(|file| says(file, version)) {
        return Ok(found);
    }
    let cache = cache_folder()?;
    let root = cache.join("tools").join(format!("{name}-{version}"));
    let file = root.join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if file.is_file() && says(&file, version) {
        return Ok(file);
    }
    if !(on_path("cargo-binstall").is_some() && fetched(package, version, &root) && says(&file, version)) {
        println!("Compiling {package} {version} into the cache folder; this takes some minutes and happens once.");
        let locked = run(&mut install(package, version, &root, &cache, flags, true));
        if locked.is_err() {
            println!("The versions locked by {package} could not be used; trying again without its lock.");
            run(&mut install(package, version, &root, &cache, flags, false))?;
        }
    }
    if says(&file, version) {
        Ok(file)
    } else {
        Err(format!("{} was installed but does not report version {version}.", file.display()))
    }
}

fn says(file: &Path, version: &str) -> bool {
    text_of(program(file).arg("--version")).is_ok_and(|text| text.split_whitespace().any(|word| word == version))
}

fn fetched(package: &str, version: &str, root: &Path) -> bool {
    println!("Fetching {package} {version} into the cache folder (once).");
    let wanted = format!("{package}@{version}");
    run(program("cargo-binstall").args(["--no-confirm", "--root"]).arg(root).arg(wanted)).is_ok()
}

fn install(package: &str, version: &str, root: &Path, cache: &Path, flags: &[&str], locked: bool) -> Command {
    let mut command = cargo();
    command.args(["install", package, "--version", version, "--root"]).arg(root).args(flags);
    if locked {
        command.arg("--locked");
    }
    forget_flags(&mut command);
    // Outside the project, so that its own settings do not apply.
    command.current_dir(std::env::temp_dir());
    command
        .env("CARGO_TARGET_DIR", cache.join("build"))
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    command
}

fn cache_folder() -> Result<PathBuf> {
    let from = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let base = if cfg!(windows) {
        from("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        from("HOME").map(|home| home.join("Library").join("Caches"))
    } else {
        from("XDG_CACHE_HOME").or_else(|| from("HOME").map(|home| home.join(".cache")))
    };
    base.map(|folder| folder.join("isoflop")).ok_or_else(|| "No cache folder is known: set HOME.".into())
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn the_locked_version_is_that_of_the_exact_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "yew"), None);
    }
}
