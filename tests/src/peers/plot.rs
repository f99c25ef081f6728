//! The comparison as a picture: a panel for all that is compared, in it a bar for each client and a line from the least to
//! the most.

use std::fmt::Write as _;

use super::stampedes::StampedeSpreads;
use super::{Comparison, ROWS, Row, number};
use crate::Spread;

/// All in the picture's own units, which are pixels where it is not enlarged.
const WIDTH: f64 = 760.0;
const TITLE: f64 = 34.0;
const BAR: f64 = 16.0;
const STEP: f64 = 22.0;
const GAP: f64 = 14.0;
/// Where the bars begin, and how long the longest is.
const LEFT: f64 = 210.0;
const LONGEST: f64 = 430.0;

/// The heading of the last panel.
const STAMPEDES: &str = "token requests of both stampedes and, in red, calls that fail (less is better)";

/// The colours follow the reader's choice of a light or a dark screen.
const STYLE: &str = "\
text{font:13px system-ui,sans-serif;fill:#1f2328}.title{font-weight:600}.keyin{fill:#0969da}.peer{fill:#afb8c1}\
.failed{fill:#cf222e}.spread{stroke:#1f2328}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.keyin{fill:#4493f8}\
.peer{fill:#59636e}.failed{fill:#f85149}.spread{stroke:#e6edf3}}";

/// What one client came to in a panel.
struct Bar {
    value: Spread,
    /// What is drawn behind it for calls that failed.
    failed: f64,
    told: String,
}

/// The picture, as SVG.
pub fn plot(run: &Comparison) -> String {
    let panels = ROWS.len() + 1;
    let height = panels as f64 * panel_height(run);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\">\n\
         <title>keyin beside the public clients of the API</title>\n<style>{STYLE}</style>\n"
    );
    for (place, row) in ROWS.iter().enumerate() {
        let theirs = run.peers.iter().map(|peer| of_row(peer.spread(row)));
        let bars: Vec<Bar> = std::iter::once(of_row(run.of_keyin(row))).chain(theirs).collect();
        panel(&mut svg, run, &title(row), &bars, place as f64 * panel_height(run));
    }
    let theirs = run.peers.iter().map(|peer| of_stampedes(&peer.stampedes()));
    let bars: Vec<Bar> = std::iter::once(of_stampedes(&run.stampedes_of_keyin())).chain(theirs).collect();
    panel(&mut svg, run, STAMPEDES, &bars, height - panel_height(run));
    svg + "</svg>\n"
}

fn panel_height(run: &Comparison) -> f64 {
    TITLE + STEP * (run.peers.len() as f64 + 1.0) + GAP
}

fn title(row: &Row) -> String {
    let better = if row.more_is_better { "more is better" } else { "less is better" };
    format!("{} ({better})", row.title)
}

fn of_row(value: Spread) -> Bar {
    Bar { value, failed: 0.0, told: number::plain(value.median) }
}

fn of_stampedes(both: &StampedeSpreads) -> Bar {
    let mut told = format!("{} + {}", number::plain(both.first.median), number::plain(both.ended.median));
    if !both.passed() {
        let _ = write!(told, ", {} fail", number::plain(both.failed.median));
    }
    Bar { value: both.asked, failed: both.failed.median, told }
}

/// The bars are keyin's and then the clients', in their order.
fn panel(svg: &mut String, run: &Comparison, title: &str, bars: &[Bar], top: f64) {
    let _ = writeln!(svg, "<text class=\"title\" x=\"0\" y=\"{}\">{title}</text>", top + 20.0);
    let names =
        std::iter::once("keyin-adapter-iamport").chain(run.peers.iter().map(|peer| peer.name.as_str()));
    let most = bars.iter().map(|bar| bar.value.most + bar.failed).fold(0.0, f64::max);
    let scale = if most > 0.0 { LONGEST / most } else { 0.0 };
    for (place, (name, bar)) in names.zip(bars).enumerate() {
        let class = if place == 0 { "keyin" } else { "peer" };
        draw(svg, (class, name), bar, scale, top + TITLE + STEP * place as f64);
    }
}

fn draw(svg: &mut String, (class, name): (&str, &str), bar: &Bar, scale: f64, top: f64) {
    let (text, middle) = (top + BAR - 3.5, top + BAR / 2.0);
    let [least, median, most] =
        [bar.value.least, bar.value.median, bar.value.most].map(|value| scale * value);
    let failed = scale * bar.failed;
    let _ = write!(
        svg,
        "<text x=\"{:.1}\" y=\"{text:.1}\" text-anchor=\"end\">{name}</text>\
         <rect class=\"{class}\" x=\"{LEFT}\" y=\"{top:.1}\" width=\"{median:.1}\" height=\"{BAR}\"/>",
        LEFT - 10.0,
    );
    if failed > 0.0 {
        let _ = write!(
            svg,
            "<rect class=\"failed\" x=\"{:.1}\" y=\"{top:.1}\" width=\"{failed:.1}\" height=\"{BAR}\"/>",
            LEFT + median,
        );
    }
    let _ = writeln!(
        svg,
        "<path class=\"spread\" d=\"M{:.1} {middle:.1}H{:.1}\"/><text x=\"{:.1}\" y=\"{text:.1}\">{}</text>",
        LEFT + least,
        LEFT + most,
        LEFT + most + failed + 8.0,
        bar.told,
    );
}
