//! Sizes of what a first visit loads and of the module: raw, gzip -9 and brotli 11.

use crate::files;
use crate::run::Result;
use std::io::Write;
use std::path::Path;

const VISIT: [&str; 8] =
    ["index.html", "style.css", "theme.js", "start.js", "page.js", "page_bg.wasm", "icon.svg", "manifest.webmanifest"];
const MODULE: [&str; 4] = ["module/isoflop.js", "module/isoflop_bg.wasm", "module/isoflop.d.ts", "module/package.json"];

/// What the screen Bench loads besides.
const BENCH: [&str; 3] = ["bench.js", "bench/isoflop.js", "bench/isoflop_bg.wasm"];

/// The bytes of one file, or of several together.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Bytes {
    pub raw: u64,
    pub gzip: u64,
    pub brotli: u64,
}

/// Named sizes of one build.
pub struct Sizes {
    pub visit: Vec<(String, Bytes)>,
    pub module: Vec<(String, Bytes)>,
    pub bench: Vec<(String, Bytes)>,
}

impl Sizes {
    /// Everything that a first visit loads.
    pub fn total(&self) -> Bytes {
        self.visit.iter().fold(Bytes::default(), |sum, (_, one)| Bytes {
            raw: sum.raw + one.raw,
            gzip: sum.gzip + one.gzip,
            brotli: sum.brotli + one.brotli,
        })
    }
}

pub fn measure(dist: &Path) -> Result<Sizes> {
    let each = |names: &[&str]| -> Result<Vec<(String, Bytes)>> {
        names.iter().map(|name| Ok((name.to_string(), bytes(&files::read(&files::at(dist, name))?)?))).collect()
    };
    Ok(Sizes { visit: each(&VISIT)?, module: each(&MODULE)?, bench: each(&BENCH)? })
}

fn bytes(content: &[u8]) -> Result<Bytes> {
    let failed = |e: std::io::Error| format!("Compression failed: {e}.");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(content).map_err(failed)?;
    let gzip = gzip.finish().map_err(failed)?;
    let mut brotli = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &content[..], &mut brotli, &settings).map_err(failed)?;
    Ok(Bytes { raw: content.len() as u64, gzip: gzip.len() as u64, brotli: brotli.len() as u64 })
}

/// The sizes as a table for a terminal.
pub fn table(sizes: &Sizes) -> String {
    let line = |name: &str, b: &Bytes| format!("{name:<26}{:>10}{:>10}{:>10}\n", b.raw, b.gzip, b.brotli);
    let mut text = format!("{:<26}{:>10}{:>10}{:>10}\n", "bytes", "raw", "gzip", "brotli");
    sizes.visit.iter().for_each(|(name, b)| text.push_str(&line(name, b)));
    text.push_str(&line("first visit", &sizes.total()));
    sizes.module.iter().chain(&sizes.bench).for_each(|(name, b)| text.push_str(&line(name, b)));
    text
}
