//! The page as a whole: what a reader, a browser and a screen reader must find in it.

use super::HtmlRenderer;
use crate::document::{Block, Document, Inline};
use crate::render::{Design, RenderContext, Renderer, sample};

fn page(document: &Document) -> String {
    let context = RenderContext {
        design: &Design::default(),
        layout: &|_| None,
        threads: 1,
    };
    let rendered = HtmlRenderer.render(document, &context).expect("a page");
    String::from_utf8(rendered.bytes).expect("UTF-8")
}

#[test]
fn the_sample_has_all_its_parts() {
    let page = page(&sample::document());
    for part in [
        "<!DOCTYPE html>\n<html lang=\"sv-SE\">",
        "<title>UTKAST – Motion om &lt;b&gt;skolmat&lt;/b&gt; &amp; &quot;kök&quot;</title>",
        "<meta name=\"diarienummer\" content=\"KS 2018-00859\"/>",
        "<meta name=\"markning\" content=\"UTKAST\"/>",
        "alt=\"Ådals kommun\" style=\"height: 12mm\"/>",
        "<p class=\"markning\">UTKAST</p>",
        "<th scope=\"col\" role=\"columnheader\">Datum</th>",
        "<td role=\"cell\">Åsa Öberg<br/>Ekonom</td>",
        "<h1>Motion om &lt;b&gt;skolmat&lt;/b&gt; &amp; &quot;kök&quot;</h1>",
        "<section data-roll=\"beslut\">\n<h2>Beslut</h2>\n<ol start=\"3\">\n<li><p>Motionen avslås.</p>\n<ul>\n<li>Under</li>",
        "<strong>detta</strong><sup class=\"not\"><a id=\"notmarke-1\" href=\"#not-1\"",
        "<br/><a href=\"https://example.se/a?b=1&amp;c=2\">på webben</a> nu.",
        "<div class=\"tabell\" role=\"region\" tabindex=\"0\" aria-labelledby=\"tabell-1\">",
        "<caption id=\"tabell-1\">Kostnader</caption>",
        "<th scope=\"col\" class=\"hoger\">Kronor</th>",
        "<td>Spis</td><td class=\"hoger\">12 000</td>",
        "alt=\"Ett &quot;kök&quot;\" width=\"1\" height=\"1\" style=\"width: 50.0%\"/><figcaption>Köket</figcaption>",
        "<span class=\"rad\"><span>Motion</span> <span>2018-03-01</span> </span>",
        "<tr><th scope=\"col\">För Moderaterna</th></tr>",
        "<tr class=\"namn\"><td>Anna Ek</td></tr>",
        "<li id=\"not-1\">Se &lt;bilagan&gt;. <a href=\"#notmarke-1\"",
        "<p class=\"namn\">Telefon</p>\n<p>0600-123 45</p>",
    ] {
        assert!(page.contains(part), "{part} is missing in\n{page}");
    }
}

#[test]
fn hostile_text_stays_text() {
    let page = page(&sample::document());
    assert!(
        page.contains(
            "&lt;/main&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; {{ 7*7 }} #read("
        )
    );
    assert!(!page.contains("<script"));
    assert_eq!(page.matches("</main>").count(), 1);
}

#[test]
fn an_address_that_is_not_allowed_is_no_link() {
    let mut document = sample::document();
    document.blocks.push(Block::paragraph(vec![Inline::Link {
        target: "javascript:alert(1)".to_owned(),
        text: sample::words("klicka"),
    }]));
    let page = page(&document);
    assert!(page.contains("<p>klicka</p>"));
    assert!(!page.contains("javascript"));
}

#[test]
fn lines_with_and_without_dates_break_once() {
    let mut document = sample::document();
    let (text, tab) = (Inline::text, Inline::Tab);
    document.blocks = vec![Block::paragraph(vec![
        text("a"),
        Inline::LineBreak,
        text("b"),
        tab,
        text("1"),
        Inline::LineBreak,
        text("c"),
        Inline::LineBreak,
        text("d"),
    ])];
    assert!(
        page(&document)
            .contains("<p>a<span class=\"rad\"><span>b</span> <span>1</span> </span>c<br/>d</p>")
    );
}

#[test]
fn the_same_tree_gives_the_same_bytes() {
    assert_eq!(page(&sample::document()), page(&sample::document()));
}

#[test]
fn nothing_is_fetched() {
    let page = page(&sample::document());
    assert!(page.contains("content=\"default-src &#39;none&#39;; img-src data:;"));
    assert!(!page.contains("url(") && !page.contains("@import") && !page.contains("<link"));
    assert_eq!(
        page.matches("src=\"").count(),
        page.matches("src=\"data:image/").count()
    );
}
