//! The program of the page.

fn main() {
    isoflop::page::run();
}
