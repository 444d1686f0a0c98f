//! Which colours and font does the page use right now?

use crate::chart::{Rgb, Theme};
use web_sys::window;

/// Read from the CSS variables of the document; what is missing stays as in the light theme.
pub(super) fn theme() -> Theme {
    let mut theme = Theme::light();
    let style = window().and_then(|window| {
        let root = window.document()?.document_element()?;
        window.get_computed_style(&root).ok()?
    });
    let Some(style) = style else { return theme };
    let read = |name: &str| style.get_property_value(name).unwrap_or_default().trim().to_owned();
    let color = |name: &str, to: &mut Rgb| {
        if let Some(color) = Rgb::parse(&read(name)) {
            *to = color;
        }
    };
    color("--bg", &mut theme.bg);
    color("--pop", &mut theme.pop);
    color("--ink", &mut theme.ink);
    color("--ink2", &mut theme.ink2);
    color("--ink3", &mut theme.ink3);
    color("--rule", &mut theme.rule);
    color("--axis", &mut theme.axis);
    for (name, to) in ["--s1", "--s2", "--s3", "--s4", "--s5", "--s6"].into_iter().zip(&mut theme.series) {
        color(name, to);
    }
    let font = read("--font");
    if !font.is_empty() {
        theme.font = font;
    }
    theme
}
