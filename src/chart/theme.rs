//! Which colours and which font does a chart use?

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// `#rrggbb` or `#rgb`.
    pub fn parse(text: &str) -> Option<Rgb> {
        let hex = text.trim().strip_prefix('#')?;
        let n = u32::from_str_radix(hex, 16).ok()?;
        match hex.len() {
            6 => Some(Rgb::hex(n)),
            3 => {
                let part = |shift: u32| (((n >> shift) & 15) * 17) as u8;
                Some(Rgb(part(8), part(4), part(0)))
            }
            _ => None,
        }
    }

    const fn hex(n: u32) -> Rgb {
        Rgb((n >> 16) as u8, (n >> 8) as u8, n as u8)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    pub bg: Rgb,
    pub pop: Rgb,
    pub ink: Rgb,
    pub ink2: Rgb,
    pub ink3: Rgb,
    pub rule: Rgb,
    pub axis: Rgb,
    pub series: [Rgb; 6],
    pub font: String,
}

const FONT: &str =
    "Inter, Segoe UI Variable Text, Segoe UI, system-ui, -apple-system, Roboto, Helvetica Neue, Arial, sans-serif";

impl Theme {
    pub fn light() -> Theme {
        Theme {
            bg: Rgb::hex(0xfcfcfa),
            pop: Rgb::hex(0xffffff),
            ink: Rgb::hex(0x14181d),
            ink2: Rgb::hex(0x4a525b),
            ink3: Rgb::hex(0x666e77),
            rule: Rgb::hex(0xdcdfdc),
            axis: Rgb::hex(0x858d95),
            series: [0x0063a6, 0xc94400, 0x006b48, 0xad3c7c, 0x5c4100, 0x353d46].map(Rgb::hex),
            font: FONT.to_owned(),
        }
    }

    pub fn dark() -> Theme {
        Theme {
            bg: Rgb::hex(0x0f1215),
            pop: Rgb::hex(0x171b20),
            ink: Rgb::hex(0xeceff1),
            ink2: Rgb::hex(0xb3bbc3),
            ink3: Rgb::hex(0x8f98a1),
            rule: Rgb::hex(0x2a3036),
            axis: Rgb::hex(0x69727b),
            series: [0x62b8f0, 0xf39a5a, 0x8fdcbd, 0xe072bd, 0xe8d45a, 0x808890].map(Rgb::hex),
            font: FONT.to_owned(),
        }
    }

    /// The colour of series `index`; the seventh repeats the first.
    pub fn color(&self, index: usize) -> Rgb {
        self.series[index % self.series.len()]
    }
}
