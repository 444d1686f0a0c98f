//! Debian's packages, where there is apt-get: as root, or with a sudo that asks no password.

use crate::run::{on_path, program, run, text_of};
use std::path::Path;

/// Installs packages; whether that worked.
pub fn install(packages: &[&str]) -> bool {
    let Some(apt) = on_path("apt-get").filter(|_| cfg!(target_os = "linux")) else { return false };
    let root = text_of(program("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    let apt_get = |args: &[&str]| {
        let mut command = program(if root { apt.as_path() } else { Path::new("sudo") });
        if !root {
            command.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive"]).arg(&apt);
        }
        run(command.args(args).env("DEBIAN_FRONTEND", "noninteractive")).is_ok()
    };
    let install = [&["install", "-y", "-qq", "--no-install-recommends"], packages].concat();
    apt_get(&["update", "-qq"]) && apt_get(&install)
}
