//! The letters of a page's picture, drawn as one path for each run of text instead of one element for each letter: a
//! browser shows such a page in half the time. Knows the form in which Typst writes them, and leaves alone what has any
//! other: letters that are pictures, and letters with an edge or a gradient of their own.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::ops::Range;

use svgtypes::{PathParser, PathSegment};

/// Units for each point: whole numbers are half as long as Typst's decimals, and no screen shows the difference.
const UNITS: f64 = 100.0;

/// The same picture with fewer elements.
pub(super) fn joined(svg: &str) -> String {
    let symbols = symbols(svg);
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut needed = HashSet::new();
    let mut from = 0;
    while let Some(at) = svg[from..].find("<use ").map(|at| from + at) {
        from = at + 1;
        let Some(letter) = Letter::at(svg, at).filter(|letter| letter.is_plain(&symbols)) else {
            needed.extend(attribute(&svg[at..], "xlink:href=\"#"));
            continue;
        };
        from = letter.place.end;
        match runs.last_mut() {
            Some(run) if run.goes_on_with(&letter) => run.letters.push(letter),
            _ => runs.push(Run {
                letters: vec![letter],
            }),
        }
    }
    let mut changes: Vec<(Range<usize>, String)> = runs
        .iter()
        .map(|run| (run.place(), run.drawn(&symbols)))
        .collect();
    let unneeded = symbols.iter().filter(|(id, _)| !needed.contains(*id));
    changes.extend(unneeded.map(|(_, symbol)| (symbol.place.clone(), String::new())));
    changes.sort_by_key(|(place, _)| place.start);
    let mut out = String::with_capacity(svg.len() * 2);
    let mut done = 0;
    for (place, text) in changes {
        out.push_str(&svg[done..place.start]);
        out.push_str(&text);
        done = place.end;
    }
    out.push_str(&svg[done..]);
    out
}

/// A letter's outline, kept once in the picture.
struct Symbol {
    place: Range<usize>,
    outline: String,
}

/// By name, those that are an outline and nothing else.
fn symbols(svg: &str) -> HashMap<&str, Symbol> {
    const END: &str = "</symbol>";
    let starts = svg.match_indices("<symbol ").map(|(at, _)| at);
    let symbol = |at: usize| {
        let text = &svg[at..at + svg[at..].find(END)? + END.len()];
        let id = attribute(text, "id=\"")?;
        let inside = &text[text.find('>')? + 1..text.len() - END.len()];
        let path = inside.strip_prefix("<path d=\"")?.strip_suffix("\"/>")?;
        let symbol = Symbol {
            place: at..at + text.len(),
            outline: outline(path)?,
        };
        Some((id, symbol))
    };
    starts.filter_map(symbol).collect()
}

/// What follows `start`, up to the next quotation mark.
fn attribute<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let (_, value) = text.split_once(start)?;
    Some(value.split_once('"')?.0)
}

/// A letter where it is drawn.
struct Letter<'a> {
    place: Range<usize>,
    symbol: &'a str,
    x: f64,
    y: f64,
    /// The attributes that say how it is filled.
    paint: &'a str,
}

impl<'a> Letter<'a> {
    fn at(svg: &'a str, at: usize) -> Option<Self> {
        let text = svg[at..].strip_prefix("<use xlink:href=\"#")?;
        let (symbol, text) = text.split_once("\" x=\"")?;
        let (x, text) = text.split_once("\" y=\"")?;
        let (y, text) = text.split_once("\" ")?;
        let (paint, rest) = text.split_once("/>")?;
        Some(Self {
            place: at..svg.len() - rest.len(),
            symbol,
            x: x.parse().ok()?,
            y: y.parse().ok()?,
            paint,
        })
    }

    /// Whether it has an outline and one colour: a gradient would begin anew in each letter.
    fn is_plain(&self, symbols: &HashMap<&str, Symbol>) -> bool {
        symbols.contains_key(self.symbol)
            && self.paint.starts_with("fill=\"#")
            && self.paint.ends_with("\" fill-rule=\"nonzero\"")
            && !self.paint.contains("stroke")
    }
}

/// Letters beside each other.
struct Run<'a> {
    letters: Vec<Letter<'a>>,
}

impl Run<'_> {
    fn goes_on_with(&self, letter: &Letter<'_>) -> bool {
        let last = self.letters.last();
        last.is_some_and(|last| last.place.end == letter.place.start && last.paint == letter.paint)
    }

    fn place(&self) -> Range<usize> {
        let last = self.letters.last().map_or(0, |last| last.place.end);
        self.letters.first().map_or(0, |first| first.place.start)..last
    }

    fn drawn(&self, symbols: &HashMap<&str, Symbol>) -> String {
        let mut path = String::new();
        for letter in &self.letters {
            let outline = &symbols[letter.symbol].outline;
            if !outline.is_empty() {
                let _ = write!(path, "M{} {}{outline}", units(letter.x), units(letter.y));
            }
        }
        let paint = self.letters.first().map_or("", |first| first.paint);
        if path.is_empty() {
            return String::new();
        }
        format!(
            "<path transform=\"scale({})\" {paint} d=\"{path}\"/>",
            1.0 / UNITS
        )
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a page is some thousand units wide"
)]
fn units(points: f64) -> i64 {
    (points * UNITS).round() as i64
}

type Point = (f64, f64);

/// An outline in whole units, each place from the one before it; `None` when it is no outline of a font. It begins where
/// its letter stands. Every place is rounded for itself, so that no error grows along the outline.
fn outline(path: &str) -> Option<String> {
    let mut out = String::new();
    let (mut start, mut now) = ((0.0, 0.0), (0.0, 0.0));
    for (number, segment) in PathParser::from(path).enumerate() {
        let from = |abs: bool, x: f64, y: f64| if abs { (x, y) } else { (now.0 + x, now.1 + y) };
        match segment.ok()? {
            PathSegment::MoveTo { abs, x, y } => {
                let to = from(abs, x, y);
                if number > 0 {
                    put(&mut out, 'm', now, &[to]);
                } else if to != (0.0, 0.0) {
                    return None;
                }
                (start, now) = (to, to);
            }
            PathSegment::LineTo { abs, x, y } => {
                let to = from(abs, x, y);
                put(&mut out, 'l', now, &[to]);
                now = to;
            }
            PathSegment::HorizontalLineTo { abs, x } => {
                let to = if abs { x } else { now.0 + x };
                step(&mut out, 'h', now.0, to);
                now.0 = to;
            }
            PathSegment::VerticalLineTo { abs, y } => {
                let to = if abs { y } else { now.1 + y };
                step(&mut out, 'v', now.1, to);
                now.1 = to;
            }
            PathSegment::Quadratic { abs, x1, y1, x, y } => {
                let (by, to) = (from(abs, x1, y1), from(abs, x, y));
                put(&mut out, 'q', now, &[by, to]);
                now = to;
            }
            PathSegment::CurveTo {
                abs,
                x1,
                y1,
                x2,
                y2,
                x,
                y,
            } => {
                let to = from(abs, x, y);
                let by = [from(abs, x1, y1), from(abs, x2, y2), to];
                put(&mut out, 'c', now, &by);
                now = to;
            }
            PathSegment::ClosePath { .. } => {
                out.push('z');
                now = start;
            }
            _ => return None,
        }
    }
    Some(out)
}

/// Writes a command that goes along one axis.
fn step(out: &mut String, command: char, now: f64, to: f64) {
    let _ = write!(out, "{command}{}", units(to) - units(now));
}

/// Writes a command with its places, seen from where the pen stands.
fn put(out: &mut String, command: char, now: Point, places: &[Point]) {
    out.push(command);
    let mut is_first = true;
    for place in places {
        for (to, now) in [(place.0, now.0), (place.1, now.1)] {
            let way = units(to) - units(now);
            if way >= 0 && !std::mem::take(&mut is_first) {
                out.push(' ');
            }
            is_first = false;
            let _ = write!(out, "{way}");
        }
    }
}

#[cfg(test)]
mod tests {
    use resvg::tiny_skia::{Pixmap, Transform};
    use resvg::usvg::{Options, Tree};

    use super::*;

    const LETTERS: &str = concat!(
        r##"<svg viewBox="0 0 60 30" width="60pt" height="30pt" xmlns="http://www.w3.org/2000/svg" "##,
        r##"xmlns:xlink="http://www.w3.org/1999/xlink"><g transform="matrix(1 0 0 -1 4.4726562 20.2)">"##,
        r##"<use xlink:href="#gA" x="0" y="0" fill="#14483a" fill-rule="nonzero"/>"##,
        r##"<use xlink:href="#gB" x="12.33984375" y="0" fill="#14483a" fill-rule="nonzero"/>"##,
        r##"<use xlink:href="#gA" x="24.1" y="1.5" fill="#aa0000" fill-rule="nonzero"/>"##,
        r##"<use xlink:href="#gP" transform="matrix(1 0 0 -1 36 0)"/>"##,
        r##"<use xlink:href="#gB" x="44.2" y="0" fill="#14483a" fill-rule="nonzero" stroke="#000000"/>"##,
        r##"</g><defs><symbol id="gA" overflow="visible"><path d="M 0 0m 1.015625 0.48828125h 8.3359375v 9.0859375"##,
        r##"h -8.3359375Z m 2 2v 4.1q 2.2 2.1 4.4 0.1q 0.1 -2.2 -0.2 -4.2Z "/></symbol>"##,
        r##"<symbol id="gB" overflow="visible"><path d="M 0 0h 7.1l -3.3333 9.7c -1.1 -2.2 -3.3 0.25 -3.7 -8.1Z "/></symbol>"##,
        r##"<symbol id="gP" overflow="visible"><rect width="5" height="5"/></symbol></defs></svg>"##,
    );

    fn pixels(svg: &str) -> Vec<u8> {
        let tree = Tree::from_str(svg, &Options::default()).expect("a picture");
        let mut canvas = Pixmap::new(240, 120).expect("room");
        // A screen of double density.
        let scale = Transform::from_scale(3.0, 3.0);
        resvg::render(&tree, scale, &mut canvas.as_mut());
        canvas.data().to_vec()
    }

    #[test]
    fn the_picture_stays_as_it_was() {
        let joined = joined(LETTERS);
        let (before, after) = (pixels(LETTERS), pixels(&joined));
        let ink: u32 = before.iter().map(|byte| u32::from(*byte)).sum();
        let pairs = before.iter().zip(&after);
        let moved: u32 = pairs.map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
        // The rasterizer has four steps to a pixel: an edge on the boundary of two may take the other one.
        assert!(
            ink > 1_000_000 && moved < ink / 500,
            "{moved} of {ink}: {joined}"
        );
        // The first two letters have one colour, the third another; a picture and an edge stay as they were.
        assert_eq!(joined.matches("<path transform").count(), 2, "{joined}");
        assert_eq!(joined.matches("<use ").count(), 2, "{joined}");
        assert_eq!(joined.matches("<symbol ").count(), 2, "{joined}");
    }

    #[test]
    fn places_are_rounded_each_for_itself() {
        let steps = "h 0.004".repeat(250);
        let outline = outline(&format!("M 0 0{steps}")).expect("an outline");
        let long: i64 = outline
            .split('h')
            .filter_map(|step| step.parse::<i64>().ok())
            .sum();
        assert_eq!(long, 100, "{outline}");
    }

    #[test]
    fn what_has_another_form_is_left_alone() {
        for svg in [
            "",
            "<svg><use x=\"1\"/></svg>",
            "<svg><use xlink:href=\"#gA\" x=\"a\" y=\"0\" fill=\"#000000\" fill-rule=\"nonzero\"/></svg>",
            "<svg><use xlink:href=\"#gA\" x=\"1\" y=\"0\" fill=\"#000000\" fill-rule=\"nonzero\"/></svg>",
            "<svg><use xlink:href=\"#gA\" x=\"1\" y=\"0\" fill=\"url(#a)\" fill-rule=\"nonzero\"/>\
             <symbol id=\"gA\"><path d=\"M 0 0h 1\"/></symbol></svg>",
            "<svg><symbol id=\"g",
        ] {
            assert_eq!(joined(svg), svg);
        }
    }
}
