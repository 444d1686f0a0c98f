//! A GPU for the tests of kernels, or a program that plays one: on Linux both are reached through Vulkan.

use crate::apt;
use std::path::Path;

/// Where the loader may lie, and where drivers say that they are there.
const LOADERS: [&str; 4] = ["/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib"];
const DRIVERS: [&str; 2] = ["/usr/share/vulkan/icd.d", "/etc/vulkan/icd.d"];

/// Installs a loader and software drivers where either is missing. The tests say it when there is no adapter then.
pub fn ensure() {
    if cfg!(target_os = "linux") && !is_there() {
        println!("Vulkan was not found; installing it with software drivers for the tests of kernels.");
        apt::install(&["mesa-vulkan-drivers", "libvulkan1"]);
    }
}

fn is_there() -> bool {
    let loader = LOADERS.iter().any(|folder| Path::new(folder).join("libvulkan.so.1").exists());
    let named = ["VK_ICD_FILENAMES", "VK_DRIVER_FILES"].iter().any(|name| std::env::var_os(name).is_some());
    let driver =
        DRIVERS.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).any(|mut files| files.next().is_some());
    loader && (named || driver)
}
