//! `cargo xtask serve`: builds, serves `dist/` on this machine and opens it in the browser.

use crate::build;
use crate::run::{Project, Result, program};
use crate::server::Server;
use std::process::Stdio;

pub fn serve(project: &Project, options: &[&str]) -> Result<()> {
    let (port, open) = read(options)?;
    build::build(project)?;
    let server = Server::bind(&project.dist(), "/", port)?;
    let url = server.url()?;
    println!("isoflop is at {url} (stop with Ctrl+C)");
    if open && !in_browser(&url) {
        println!("No browser could be opened; open the address by hand.");
    }
    server.run();
    Ok(())
}

fn read(options: &[&str]) -> Result<(u16, bool)> {
    let (mut port, mut open) = (8080, true);
    let mut rest = options.iter();
    while let Some(option) = rest.next() {
        match *option {
            "--no-open" => open = false,
            "--port" => {
                let number = rest.next().copied().unwrap_or_default();
                port = number.parse().map_err(|_| format!("`{number}` is not a port: give a number up to 65535."))?;
            }
            other => {
                return Err(format!("`{other}` is not an option of serve: it has --port N and --no-open."));
            }
        }
    }
    Ok((port, open))
}

fn in_browser(url: &str) -> bool {
    let mut command = if cfg!(windows) {
        let mut start = program("cmd");
        start.args(["/C", "start", "", url]);
        start
    } else {
        let mut start = program(if cfg!(target_os = "macos") { "open" } else { "xdg-open" });
        start.arg(url);
        start
    };
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().is_ok()
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn options_are_read() {
        assert_eq!(read(&[]), Ok((8080, true)));
        assert_eq!(read(&["--no-open", "--port", "9000"]), Ok((9000, false)));
        assert!(read(&["--port", "many"]).is_err());
    }
}
