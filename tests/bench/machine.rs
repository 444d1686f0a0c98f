//! Measures this machine natively: `cargo bench --bench machine --features bench`.

fn main() {}
