//! The comparison as a picture: a panel for each row, in it a bar for each client and a line from the least to the most.

use std::fmt::Write as _;

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
const LONGEST: f64 = 440.0;

/// The colours follow the reader's choice of a light or a dark screen.
const STYLE: &str = "\
text{font:13px system-ui,sans-serif;fill:#1f2328}.title{font-weight:600}.keyin{fill:#0969da}.peer{fill:#afb8c1}\
.spread{stroke:#1f2328}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.keyin{fill:#4493f8}.peer{fill:#59636e}\
.spread{stroke:#e6edf3}}";

/// The picture, as SVG.
pub fn plot(run: &Comparison) -> String {
    let height = ROWS.len() as f64 * panel_height(run);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\">\n\
         <title>keyin beside the public clients of the API</title>\n<style>{STYLE}</style>\n"
    );
    for (place, row) in ROWS.iter().enumerate() {
        panel(&mut svg, run, row, place as f64 * panel_height(run));
    }
    svg + "</svg>\n"
}

fn panel_height(run: &Comparison) -> f64 {
    TITLE + STEP * (run.peers.len() as f64 + 1.0) + GAP
}

fn panel(svg: &mut String, run: &Comparison, row: &Row, top: f64) {
    let better = if row.more_is_better { "more is better" } else { "less is better" };
    let _ =
        writeln!(svg, "<text class=\"title\" x=\"0\" y=\"{}\">{} ({better})</text>", top + 20.0, row.title);
    let peers = run.peers.iter().map(|peer| ("peer", peer.name.as_str(), peer.spread(row)));
    let bars: Vec<(&str, &str, Spread)> =
        std::iter::once(("keyin", "keyin-adapter-iamport", run.of_keyin(row))).chain(peers).collect();
    let most = bars.iter().map(|(_, _, spread)| spread.most).fold(0.0, f64::max);
    let length = |value: f64| if most > 0.0 { LONGEST * value / most } else { 0.0 };
    for (place, (class, name, spread)) in bars.iter().enumerate() {
        let (top, told) = (top + TITLE + STEP * place as f64, number::plain(spread.median));
        let (text, middle) = (top + BAR - 3.5, top + BAR / 2.0);
        let (least, median, most) = (length(spread.least), length(spread.median), length(spread.most));
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{text:.1}\" text-anchor=\"end\">{name}</text>\
             <rect class=\"{class}\" x=\"{LEFT}\" y=\"{top:.1}\" width=\"{median:.1}\" height=\"{BAR}\"/>\
             <path class=\"spread\" d=\"M{:.1} {middle:.1}H{:.1}\"/>\
             <text x=\"{:.1}\" y=\"{text:.1}\">{told}</text>",
            LEFT - 10.0,
            LEFT + least,
            LEFT + most,
            LEFT + most + 8.0,
        );
    }
}
