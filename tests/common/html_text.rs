//! Reads our HTML, which is well-formed XML too. Sees the main part only: header and footer are the frame.

use super::outline::{Flow, Item, Outline, list_item, squeeze, table};
use super::xml::{self, Element, Node};

/// The outline of a page.
pub fn outline(bytes: &[u8]) -> Outline {
    let page = xml::parse(std::str::from_utf8(bytes).expect("UTF-8"));
    let main = page.at(&["body", "main"]).expect("a main part");
    let mut reader = Reader::default();
    let items = reader.flow(main, 0);
    let mut outline = Outline {
        items,
        ..Outline::default()
    };
    let mut links = reader.links;
    for note in reader.notes {
        let mut inside = Reader::default();
        let mut text = String::new();
        inside.inline(&note, &mut text);
        outline.notes.push(squeeze(&text));
        links.append(&mut inside.links);
    }
    outline.links = links;
    outline
}

#[derive(Default)]
struct Reader {
    notes: Vec<Element>,
    links: Vec<(String, String)>,
}

impl Reader {
    fn flow(&mut self, parent: &Element, depth: usize) -> Vec<Item> {
        let mut flow = Flow::default();
        for node in &parent.children {
            match node {
                Node::Text(text) => flow.text(text),
                Node::Element(element) => match &*element.name {
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => flow.items([Item::Heading {
                        level: element.name.as_bytes()[1] - b'0',
                        text: self.words(element),
                    }]),
                    "p" => {
                        flow.end_paragraph();
                        flow.text(&self.words(element));
                        flow.end_paragraph();
                    }
                    "ol" | "ul" => flow.items(self.list(element, depth + 1)),
                    "table" => flow.items(self.table(element)),
                    "figure" => flow.items(self.figure(element)),
                    "section" if element.attribute("role") == Some("doc-endnotes") => {
                        self.notes.extend(element.all("li").into_iter().cloned());
                    }
                    "section" | "div" => flow.items(self.flow(element, depth)),
                    "br" | "span" | "strong" | "em" | "a" | "sup" => {
                        let mut text = String::new();
                        self.inline_element(element, &mut text);
                        flow.text(&text);
                    }
                    other => panic!("<{other}> is not an element of our pages"),
                },
            }
        }
        flow.finish()
    }

    fn list(&mut self, list: &Element, depth: usize) -> Vec<Item> {
        let first = list.attribute("start").map_or(Ok(1), str::parse::<u64>);
        let first = first.expect("a number");
        let mut items = Vec::new();
        for (item, at) in list.elements().zip(0..) {
            assert_eq!(item.name, "li", "only items in a list");
            let number = (list.name == "ol").then_some(first + at);
            items.extend(list_item(depth, number, self.flow(item, depth)));
        }
        items
    }

    fn table(&mut self, element: &Element) -> Vec<Item> {
        let mut items = Vec::new();
        if let Some(caption) = element.child("caption") {
            items.push(Item::Caption(self.words(caption)));
        }
        let mut header = 0;
        let mut rows = Vec::new();
        for tr in element.all("tr") {
            // A row heads its columns with every cell, or with none.
            let heads = tr.elements().filter(|cell| cell.name == "th").count();
            if heads > 0 {
                assert_eq!(header, rows.len(), "header rows come first");
                assert_eq!(heads, tr.elements().count(), "all of a header row");
                header += 1;
            }
            for cell in tr.elements().filter(|cell| cell.name == "th") {
                assert_eq!(cell.attribute("scope"), Some("col"));
            }
            rows.push(tr.elements().map(|cell| self.flow(cell, 0)).collect());
        }
        items.push(table(header, rows));
        items
    }

    fn figure(&mut self, element: &Element) -> Vec<Item> {
        let image = element.child("img").expect("a picture");
        let alt = squeeze(image.attribute("alt").expect("an alternative text"));
        let caption = element.child("figcaption");
        let caption = caption.map(|c| Item::Caption(self.words(c)));
        std::iter::once(Item::Figure { alt })
            .chain(caption)
            .collect()
    }

    fn words(&mut self, element: &Element) -> String {
        let mut text = String::new();
        self.inline(element, &mut text);
        squeeze(&text)
    }

    fn inline(&mut self, parent: &Element, out: &mut String) {
        for node in &parent.children {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => self.inline_element(element, out),
            }
        }
    }

    fn inline_element(&mut self, element: &Element, out: &mut String) {
        match &*element.name {
            "br" => out.push('\n'),
            // The mark of a note and the way back from it are no part of the text.
            "sup" => assert_eq!(element.attribute("class"), Some("not")),
            "a" if element.attribute("role") == Some("doc-backlink") => {}
            "a" => {
                let mut text = String::new();
                self.inline(element, &mut text);
                let target = element.attribute("href").expect("an address");
                self.links.push((squeeze(&text), target.to_owned()));
                out.push_str(&text);
            }
            "span" | "strong" | "em" => self.inline(element, out),
            other => panic!("<{other}> is not an element of our text"),
        }
    }
}
