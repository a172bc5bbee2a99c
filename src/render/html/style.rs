//! The page's style sheet: a fixed one, plus the profile's look and what stands on each printed page. Lets no
//! profile and no ärende write CSS.

use std::fmt::Write as _;

use crate::document::Document;
use crate::render::Design;

const PAGE: &str = include_str!("page.css");

/// The whole style sheet, without any `<` or `&`.
pub(super) fn sheet(document: &Document, design: &Design) -> String {
    let mut css = String::with_capacity(PAGE.len() + 1024);
    variables(design, &mut css);
    css.push_str(PAGE);
    printed_page(document, design, &mut css);
    css
}

fn variables(design: &Design, css: &mut String) {
    let usual = Design::default();
    let colours = [
        ("farg", colour(&design.farg, &usual.farg)),
        ("ton", colour(&design.ton, &usual.ton)),
        ("dampad", colour(&design.dampad, &usual.dampad)),
    ];
    css.push_str(":root {");
    for (name, value) in colours {
        let _ = write!(css, " --{name}: {value};");
    }
    let _ = writeln!(
        css,
        " --typsnitt: {}, {}, Arial, sans-serif; --storlek: {}pt; --radavstand: {}; }}",
        string(&design.typsnitt_word),
        string(&design.typsnitt),
        design.storlek_pt,
        design.radavstand
    );
}

/// Margins, page numbers, the line of the following pages, and the markings that must stand on every page.
fn printed_page(document: &Document, design: &Design, css: &mut String) {
    let [top, right, bottom, left] = design.marginaler_mm;
    let small = "font: 9pt sans-serif; color: #333;";
    let _ = writeln!(
        css,
        "@page {{ size: A4; margin: {top}mm {right}mm {bottom}mm {left}mm;\n  \
         @top-left {{ content: {}; {small} }}\n  \
         @top-center {{ content: {}; {small} font-weight: bold; }}\n  \
         @top-right {{ content: counter(page) \"(\" counter(pages) \")\"; {small} }} }}\n\
         @page :first {{ margin-top: 20mm; @top-left {{ content: \"\"; }} }}",
        string(&document.frame.fortsattning),
        string(&document.meta.markningar.join(" · ")),
    );
}

/// `written` if it is a colour as profiles write them, else the usual one.
fn colour<'a>(written: &'a str, usual: &'a str) -> &'a str {
    let is_colour = written
        .strip_prefix('#')
        .is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()));
    if is_colour { written } else { usual }
}

/// A CSS string: everything but letters, digits and spaces by its number, so that it can end nothing.
fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || c == ' ' {
            out.push(c);
        } else {
            let _ = write!(out, "\\{:06x}", u32::from(c));
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::{colour, string};
    use crate::render::Design;

    #[test]
    fn strings_and_colours_cannot_leave_their_place() {
        assert_eq!(string("§ 9"), r#""\0000a7 9""#);
        assert_eq!(
            string("\"}</style>"),
            r#""\000022\00007d\00003c\00002fstyle\00003e""#
        );
        assert_eq!(colour("#12abEF", "#000000"), "#12abEF");
        assert_eq!(colour("red;}", "#000000"), "#000000");
        assert_eq!(colour("#12345é", "#000000"), "#000000");
    }

    #[test]
    fn the_usual_look_can_be_read() {
        let design = Design::default();
        for (text, background) in [
            (&*design.farg, "#ffffff"),
            (&design.dampad, "#ffffff"),
            (&design.farg, &design.ton),
            ("#1b1b1b", &design.ton),
            ("#8c1d18", "#ffffff"),
        ] {
            assert!(contrast(text, background) >= 4.5, "{text} on {background}");
        }
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Relative luminance as WCAG 2.1 defines it.
    fn luminance(colour: &str) -> f64 {
        [1, 3, 5]
            .into_iter()
            .zip([0.2126, 0.7152, 0.0722])
            .map(|(at, weight)| {
                let part = u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour");
                let part = f64::from(part) / 255.0;
                let linear = if part <= 0.03928 {
                    part / 12.92
                } else {
                    ((part + 0.055) / 1.055).powf(2.4)
                };
                weight * linear
            })
            .sum()
    }
}
