//! Do charts say what they should, and never break, whatever they are given? Drawn as SVG.
#![cfg(feature = "charts")]

#[path = "charts/reading.rs"]
mod reading;
#[path = "charts/samples.rs"]
mod samples;

use isoflop::chart::{
    Axis, Chart, Face, Frame, Labels, Readout, Rgb, Rule, Scale, Theme, Weight, draw, layout, svg, ticks,
};
use plotters::backend::SVGBackend;
use plotters::drawing::IntoDrawingArea;
use reading::{Element, strokes};
use samples::{axis, descent, frontier, isoflop_curve, line, samples, small_multiple};

/// (labels of the axis, in order)
fn labels(axis: &Axis, fit: usize) -> Vec<String> {
    ticks(axis, fit).into_iter().map(|t| t.label).filter(|label| !label.is_empty()).collect()
}

const SIZES: [(u32, u32); 7] = [(700, 130), (1200, 500), (690, 336), (560, 300), (358, 280), (288, 260), (222, 150)];

#[test]
fn linear_axes_step_by_one_two_or_five() {
    let y = |range| axis("", "", Scale::Linear, Labels::Decimal, range);
    assert_eq!(labels(&y((1.90, 2.08)), 6), ["1.90", "1.95", "2.00", "2.05"]);
    assert_eq!(labels(&y((1.7, 3.6)), 6), ["2.0", "2.5", "3.0", "3.5"]);
    assert_eq!(labels(&y((0.0, 50_000.0)), 6), ["0", "10,000", "20,000", "30,000", "40,000", "50,000"]);
    assert_eq!(labels(&y((-1.0, 1.0)), 6), ["−1.0", "−0.5", "0.0", "0.5", "1.0"]);
    assert_eq!(labels(&y((1.973, 1.976)), 6), ["1.973", "1.974", "1.975", "1.976"]);
    let words = axis("", "", Scale::Linear, Labels::Words, (0.0, 4e9));
    assert_eq!(labels(&words, 5), ["0", "1\u{202f}B", "2\u{202f}B", "3\u{202f}B", "4\u{202f}B"]);
}

#[test]
fn log_axes_name_powers_and_what_fits_between() {
    let x = |kind, range| axis("", "", Scale::Log, kind, range);
    let sizes = ["10 B", "20 B", "50 B", "100 B", "200 B", "500 B"].map(|s| s.replace(' ', "\u{202f}"));
    assert_eq!(labels(&x(Labels::Words, (8e9, 800e9)), 9), sizes);
    assert_eq!(labels(&x(Labels::Power, (1e17, 1e26)), 4), ["10¹⁷", "10²⁰", "10²³", "10²⁶"]);
    assert_eq!(labels(&x(Labels::Power, (1e-3, 1e1)), 5), ["10⁻³", "10⁻²", "10⁻¹", "10⁰", "10¹"]);
    assert_eq!(labels(&x(Labels::Times, (0.3, 50.0)), 9), ["0.5×", "1×", "2×", "5×", "10×", "20×", "50×"]);
    let thousands = ["1 M", "1 B", "1 T"].map(|s| s.replace(' ', "\u{202f}"));
    assert_eq!(labels(&x(Labels::Words, (3e5, 3e13)), 4), thousands);
    assert_eq!(labels(&x(Labels::Words, (1e15, 1e17)), 3)[0], "10¹⁵");
    // Too narrow for 1-2-5: even steps.
    assert_eq!(labels(&x(Labels::Decimal, (2.1, 3.1)), 6), ["2.2", "2.4", "2.6", "2.8", "3.0"]);
    // Less than a decade and a half: 1, 2 and 5 all have numbers, powers are the long ticks.
    let few = ticks(&x(Labels::Power, (1.5e22, 3e23)), 8);
    let majors: Vec<_> = few.iter().filter(|t| t.major).map(|t| t.label.as_str()).collect();
    assert!(few.iter().all(|t| !t.label.is_empty()) && majors.contains(&"10²³"));
}

#[test]
fn the_picture_says_what_the_axes_say() {
    let picture = svg(&isoflop_curve(), &Theme::light(), 690, 336);
    assert!(picture.starts_with("<svg width=\"690\" height=\"336\" viewBox=\"0 0 5520 2688\""));
    assert!(picture.trim_end().ends_with("</svg>") && picture.matches("</svg>").count() == 1);
    let texts: Vec<_> = Element::all(&picture, "text").iter().map(|t| t.text.to_owned()).collect();
    for expected in
        ["Loss, nats per token", "parameters", "1.90", "2.05", "100\u{202f}B", "Besiroglu 2024", "40.4 B, 1.918"]
    {
        assert!(texts.iter().any(|text| text == expected), "{expected} in {texts:?}");
    }
    assert!(texts.iter().any(|text| text.starts_with("band: 80")));
}

#[test]
fn escapes_what_a_name_contains() {
    let mut chart = descent();
    chart.series[0].label = "a<b & \"c\"".to_owned();
    let picture = svg(&chart, &Theme::light(), 900, 336);
    assert!(picture.contains("a&lt;b &amp; &quot;c&quot;"));
}

#[test]
fn dashes_are_outside_the_solid_range_and_nowhere_else() {
    let (mut chart, theme) = (descent(), Theme::light());
    let at = layout(&chart, &Frame { width: 666.0, height: 312.0, unit: 8.0 });
    let end = at.px_of(3e21);
    let found = strokes(&svg(&chart, &theme, 690, 336), theme.series[0], 2.5);
    let (solid, dashes) = found.split_first().unwrap();
    assert!((solid.0 - at.left).abs() < 0.2 && (solid.1 - end).abs() < 0.2, "{solid:?}, {end}");
    assert!(dashes.len() > 10);
    assert!(dashes.iter().all(|(from, to)| *from >= end - 0.2 && to - from <= 6.2 && *to <= at.right + 0.2));
    // The pattern goes on over the points of the line: no two dashes touch.
    assert!(dashes.windows(2).all(|pair| pair[1].0 - pair[0].1 > 2.0));

    chart.series[0].solid = None;
    let found = strokes(&svg(&chart, &theme, 690, 336), theme.series[0], 2.5);
    assert_eq!(found.len(), 1);
    chart.series[0].solid = Some((1e2, 1e3));
    let found = strokes(&svg(&chart, &theme, 690, 336), theme.series[0], 2.5);
    assert!(found.iter().all(|(from, to)| to - from <= 6.2));
}

#[test]
fn lines_end_exactly_at_the_edge_of_the_plot() {
    let mut chart = frontier();
    chart.series.truncate(1);
    chart.series[0].points = vec![(1e10, 1e3), (1e30, 1e13)];
    chart.series[0].solid = None;
    let theme = Theme::light();
    let at = layout(&chart, &Frame { width: 666.0, height: 312.0, unit: 8.0 });
    let found = strokes(&svg(&chart, &theme, 690, 336), theme.series[0], 2.5);
    assert_eq!(found.len(), 1);
    // The line crosses the lowest value, 1e7, at 1e18 and leaves at the right end.
    assert!((found[0].0 - at.px_of(1e18)).abs() < 0.2 && (found[0].1 - at.right).abs() < 0.2, "{found:?}");
}

#[test]
fn everything_is_inside_the_frame() {
    for chart in samples() {
        for (width, height) in SIZES {
            let picture = svg(&chart, &Theme::dark(), width, height);
            let (right, bottom) = (f64::from(width * 8), f64::from(height * 8));
            for text in Element::all(&picture, "text") {
                let [l, t, r, b] = text.bounds();
                assert!(l >= 0.0 && t >= 0.0 && r <= right && b <= bottom, "{} at {width}×{height}", text.text);
            }
            for line in Element::all(&picture, "polyline").into_iter().chain(Element::all(&picture, "polygon")) {
                let inside = |(x, y): (f64, f64)| x >= 0.0 && y >= 0.0 && x <= right && y <= bottom;
                assert!(line.points().into_iter().all(inside));
            }
        }
    }
}

#[test]
fn no_two_texts_touch() {
    for (n, chart) in samples().iter().enumerate() {
        for (width, height) in SIZES {
            let picture = svg(chart, &Theme::light(), width, height);
            let texts: Vec<_> = Element::all(&picture, "text").iter().map(|t| (t.text, t.bounds())).collect();
            for (i, (a, [l, t, r, b])) in texts.iter().enumerate() {
                for (c, [left, top, right, bottom]) in &texts[..i] {
                    let apart = l >= right || left >= r || t >= bottom || top >= b;
                    assert!(apart, "chart {n}, {width}×{height}: {a} on {c}");
                }
            }
        }
    }
}

#[test]
fn names_in_the_margin_are_fifteen_pixels_apart() {
    let chart = frontier();
    let picture = svg(&chart, &Theme::light(), 690, 336);
    let at = layout(&chart, &Frame { width: 666.0, height: 312.0, unit: 8.0 });
    let texts = Element::all(&picture, "text");
    let names = texts.iter().filter(|t| t.number("x") > (at.right + 12.0) * 8.0 && t.face() != Face::Plain);
    let mut heights: Vec<_> = names.map(|t| t.number("y") / 8.0).collect();
    heights.sort_by(f64::total_cmp);
    assert!(heights.len() >= 6, "{heights:?}");
    assert!(heights.windows(2).all(|pair| pair[1] - pair[0] >= 14.99), "{heights:?}");
}

#[test]
fn each_theme_has_its_colours() {
    for (theme, ground) in [(Theme::light(), "#FCFCFA"), (Theme::dark(), "#0F1215")] {
        let picture = svg(&isoflop_curve(), &theme, 690, 336);
        let Rgb(r, g, b) = theme.series[0];
        assert!(picture.contains(ground) && picture.contains(&format!("#{r:02X}{g:02X}{b:02X}")));
    }
    assert_eq!(Rgb::parse(" #0063a6"), Some(Rgb(0, 0x63, 0xa6)));
    assert_eq!(Rgb::parse("#fff"), Some(Rgb(255, 255, 255)));
    assert_eq!(Rgb::parse("rgb(1,2,3)"), None);
}

#[test]
fn pixels_and_values_agree() {
    let chart = isoflop_curve();
    for width in [690.0, 300.0] {
        let at = layout(&chart, &Frame { width, height: 336.0, unit: 8.0 });
        for x in [8e9, 72.2e9, 800e9] {
            let back = at.x_at(at.px_of(x)).unwrap();
            assert!((back / x - 1.0).abs() < 1e-9);
        }
        assert_eq!(at.x_at(at.left - 20.0), None);
        assert_eq!(at.x_at(f64::NAN), None);
        assert!((at.x_at(at.right + 5.0).unwrap() / 800e9 - 1.0).abs() < 1e-9);
        assert!((at.py_of(1.90) - at.bottom).abs() < 1e-9 && (at.py_of(2.08) - at.top).abs() < 1e-9);
    }
}

fn with_readout(chart: &Chart, width: u32, height: u32, said: &Readout) -> String {
    let mut text = String::new();
    let frame = Frame { width: f64::from(width), height: f64::from(height), unit: 8.0 };
    let area = SVGBackend::with_string(&mut text, (width * 8, height * 8)).into_drawing_area();
    draw(&area, chart, &Theme::light(), &frame, Some(said)).unwrap();
    drop(area);
    text
}

#[test]
fn the_readout_box_stays_inside() {
    let chart = isoflop_curve();
    for (width, height) in SIZES {
        for x in [8e9, 20e9, 80e9, 300e9, 800e9] {
            let lines = ["144 B, twice the optimum", "on 664 B tokens", "loss 1.9793", "+0.0049", "one too many"];
            let said = Readout { x, y: Some(1.98), lines: lines.map(str::to_owned).to_vec() };
            let picture = with_readout(&chart, width, height, &said);
            assert!(!picture.contains("one too many"));
            let pop = Element::all(&picture, "polygon").into_iter().find(|p| p.get("fill") == "#FFFFFF").unwrap();
            let (right, bottom) = (f64::from(width * 8), f64::from(height * 8));
            for (x, y) in pop.points() {
                assert!(x >= 0.0 && y >= 0.0 && x <= right && y <= bottom, "{width}×{height}: {x},{y}");
            }
        }
    }
}

#[test]
fn nothing_breaks_it() {
    let odd = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -1.0, 1.0, 1e-320, 1e308, f64::MAX, f64::MIN];
    let full = isoflop_curve();
    for scale in [Scale::Linear, Scale::Log] {
        for kind in [Labels::Power, Labels::Words, Labels::Decimal, Labels::Times] {
            for a in odd {
                for b in odd {
                    let mut chart = full.clone();
                    chart.x = axis("", "u", scale, kind, (a, b));
                    chart.y = axis("t", "", scale, kind, (b, a));
                    chart.series[0].points = odd.iter().zip(odd.iter().rev()).map(|(x, y)| (*x, *y)).collect();
                    chart.series[0].solid = Some((b, a));
                    chart.bands[0].points = odd.iter().map(|x| (*x, a, b)).collect();
                    chart.marks[0].y = a;
                    chart.rules.push(Rule { x: b, label: "here".to_owned() });
                    for axis in [&chart.x, &chart.y] {
                        for fit in [0, 1, 5, 40] {
                            assert!(ticks(axis, fit).len() < 2_000, "{axis:?}");
                        }
                    }
                    let said = Readout { x: a, y: Some(b), lines: vec![] };
                    with_readout(&chart, 300, 200, &said);
                }
            }
        }
    }
}

#[test]
fn an_empty_chart_is_an_empty_plot() {
    let mut chart = isoflop_curve();
    (chart.series, chart.bands, chart.marks, chart.notes) = (vec![], vec![], vec![], vec![]);
    assert!(svg(&chart, &Theme::light(), 690, 336).contains("2.00"));
    chart.series = vec![line("nothing", 9, vec![], Some((1.0, 1.0)), Weight::Normal)];
    chart.series.push(line("a point", 900, vec![(10e9, 2.0)], None, Weight::Chosen));
    for (width, height) in [(0, 0), (1, 5000), (61, 61), (100, 40), (690, 336)] {
        assert!(svg(&chart, &Theme::light(), width, height).contains("<svg"));
    }
    let at = layout(&chart, &Frame { width: f64::NAN, height: -4.0, unit: 8.0 });
    assert!(at.right > at.left && at.bottom > at.top);
}

/// `CHART_SAMPLES=folder cargo test --features charts --test charts samples` writes pictures to look at.
#[test]
fn samples_to_look_at() {
    let Ok(folder) = std::env::var("CHART_SAMPLES") else {
        return;
    };
    let charts =
        [("iso", isoflop_curve()), ("frontier", frontier()), ("descent", descent()), ("multiple", small_multiple())];
    for (name, chart) in &charts {
        for (width, height) in [(690, 336), (358, 280), (288, 260), (222, 150)] {
            for (tone, theme) in [("light", Theme::light()), ("dark", Theme::dark())] {
                let path = format!("{folder}/{name}-{width}-{tone}.svg");
                std::fs::write(path, svg(chart, &theme, width, height)).unwrap();
            }
        }
    }
}
