//! Where the project is, and how other programs are started: without the variables that the
//! running `cargo run` has set, so that an inner cargo behaves like one started by hand.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Every failure is one sentence for the reader.
pub type Result<T> = std::result::Result<T, String>;

/// The wasm target that the page and the module are built for.
pub const WASM: &str = "wasm32-unknown-unknown";

/// The places of the project on this machine.
pub struct Project {
    pub root: PathBuf,
    pub target: PathBuf,
    pub version: String,
}

impl Project {
    /// Asks cargo where the project and its target folder are.
    pub fn find() -> Result<Self> {
        let start = match std::env::var_os("CARGO_MANIFEST_DIR") {
            Some(folder) => PathBuf::from(folder),
            None => std::env::current_dir().map_err(|e| format!("There is no current folder: {e}."))?,
        };
        let mut ask = cargo();
        ask.args(["metadata", "--no-deps", "--format-version", "1"]).current_dir(start);
        let json: serde_json::Value =
            serde_json::from_str(&text_of(&mut ask)?).map_err(|e| format!("cargo metadata is not readable: {e}."))?;
        let field = |value: &serde_json::Value, name: &str| {
            value[name].as_str().map(str::to_string).ok_or_else(|| format!("cargo metadata has no {name}."))
        };
        Ok(Self {
            root: field(&json, "workspace_root")?.into(),
            target: field(&json, "target_directory")?.into(),
            version: field(&json["packages"][0], "version")?,
        })
    }

    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    pub fn browser_tests(&self) -> PathBuf {
        self.root.join("tests").join("browser")
    }

    /// A cargo command in the project, for this machine.
    pub fn cargo(&self, args: &[&str]) -> Command {
        let mut command = cargo();
        command.args(args).current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        command
    }

    /// A cargo command in the project, for wasm.
    pub fn cargo_wasm(&self, args: &[&str]) -> Command {
        let mut command = self.cargo(args);
        self.for_wasm(&mut command);
        command
    }

    /// Flags meant for this machine do not apply to wasm. In what is shipped, the places of sources
    /// are named without this machine's folders, so that every machine builds the same bytes.
    pub fn for_wasm(&self, command: &mut Command) {
        forget_flags(command);
        let sources = cargo_home().map(|home| home.join("registry").join("src"));
        let registries = sources.and_then(|folder| std::fs::read_dir(folder).ok());
        let registries = registries.into_iter().flatten().flatten().map(|entry| entry.path());
        let flags: Vec<String> = std::iter::once((self.root.clone(), "isoflop"))
            .chain(registries.map(|folder| (folder, "crates")))
            .map(|(folder, name)| format!("--remap-path-prefix={}={name}", folder.display()))
            .collect();
        command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
    }
}

/// Where cargo keeps its things on this machine.
pub fn cargo_home() -> Option<PathBuf> {
    let from = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let user = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
    from("CARGO_HOME").or_else(|| from(user).map(|home| home.join(".cargo")))
}

/// A program, without what the outer cargo put into the environment.
pub fn program(name: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(name);
    let exact =
        ["CARGO", "CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE", "OUT_DIR"];
    for (name, _) in std::env::vars_os() {
        let known = name.to_string_lossy();
        let prefixed = known.starts_with("CARGO_PKG_") || known.starts_with("CARGO_BIN_");
        if prefixed || exact.contains(&known.as_ref()) {
            command.env_remove(&name);
        }
    }
    command
}

/// The cargo that started this program, or the one on the path.
pub fn cargo() -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
}

/// Removes compiler flags that were set for this machine's own programs.
pub fn forget_flags(command: &mut Command) {
    for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_RUSTFLAGS", "CARGO_BUILD_TARGET"] {
        command.env_remove(name);
    }
}

/// The command as a reader would type it.
fn shown(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let args = command.get_args().map(|a| a.to_string_lossy().into_owned());
    std::iter::once(name).chain(args).collect::<Vec<_>>().join(" ")
}

fn not_started(command: &Command, error: &std::io::Error) -> String {
    format!("`{}` could not be started: {error}.", shown(command))
}

/// Runs a command with its output shown.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|e| not_started(command, &e))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed.", shown(command))) }
}

/// Runs a command and returns what it printed; its error output is part of the failure sentence.
pub fn text_of(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().map_err(|e| not_started(command, &e))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let error = String::from_utf8_lossy(&output.stderr);
    Err(format!("`{}` failed: {}", shown(command), error.trim()))
}

/// Runs a command with its output shown and its standard output also returned, with the outcome.
pub fn echo(command: &mut Command) -> Result<(String, bool)> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|e| not_started(command, &e))?;
    let mut kept = String::new();
    if let Some(pipe) = child.stdout.take() {
        for line in BufReader::new(pipe).split(b'\n').map_while(std::result::Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            println!("{}", line.trim_end_matches('\r'));
            kept.push_str(&line);
            kept.push('\n');
        }
    }
    let status = child.wait().map_err(|e| not_started(command, &e))?;
    Ok((kept, status.success()))
}

/// A program on the path: its full name, or nothing. On Windows the usual endings are tried.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .flat_map(|folder| endings.iter().map(move |end| folder.join(format!("{name}{end}"))))
        .find(|file| file.is_file())
}

/// `PATH` with these folders in front.
pub fn path_with(folders: &[PathBuf]) -> Result<OsString> {
    let old = std::env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(std::env::split_paths(&old));
    std::env::join_paths(all).map_err(|e| format!("PATH cannot be extended: {e}."))
}
