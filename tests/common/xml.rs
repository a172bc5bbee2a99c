//! A small tree of elements and text, read with quick-xml. Knows no vocabulary.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

/// An element.
#[derive(Debug, Clone, Default)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

/// What an element holds.
#[derive(Debug, Clone)]
pub enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let (_, value) = self.attributes.iter().find(|(n, _)| n == name)?;
        Some(value)
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first child with that name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// A descendant by the names on the way to it.
    pub fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter()
            .try_fold(self, |element, name| element.child(name))
    }

    /// Every descendant with that name, in document order.
    pub fn all<'a>(&'a self, name: &str) -> Vec<&'a Element> {
        let mut found = Vec::new();
        for element in self.elements() {
            if element.name == name {
                found.push(element);
            }
            found.extend(element.all(name));
        }
        found
    }

    /// All text in it.
    pub fn text(&self) -> String {
        self.children
            .iter()
            .map(|node| match node {
                Node::Element(element) => element.text(),
                Node::Text(text) => text.clone(),
            })
            .collect()
    }
}

/// The root element of a well-formed document.
///
/// # Panics
/// Says where the document is not well-formed.
pub fn parse(text: &str) -> Element {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        let event = reader
            .read_event()
            .unwrap_or_else(|e| panic!("at byte {}: {e}", reader.error_position()));
        let parent = open.last_mut().expect("the root is never closed");
        match event {
            Event::Start(tag) => open.push(element(&tag)),
            Event::Empty(tag) => parent.children.push(Node::Element(element(&tag))),
            Event::End(_) => {
                let element = open.pop().expect("quick-xml checks the names");
                let parent = open.last_mut().expect("quick-xml checks the nesting");
                parent.children.push(Node::Element(element));
            }
            Event::Text(text) => parent
                .children
                .push(Node::Text(text.xml10_content().into())),
            Event::CData(text) => parent
                .children
                .push(Node::Text(text.xml10_content().into())),
            Event::GeneralRef(reference) => {
                let c = reference.resolve_char_ref().expect("a character's number");
                let c = c.unwrap_or_else(|| named(&reference.xml10_content()));
                parent.children.push(Node::Text(c.into()));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            Event::Eof => break,
        }
    }
    assert_eq!(open.len(), 1, "an element is never closed");
    let root = open.remove(0);
    let root = root.elements().next().expect("a root element");
    root.clone()
}

fn element(tag: &BytesStart<'_>) -> Element {
    let attributes = tag.attributes().map(|attribute| {
        let attribute = attribute.expect("a well-formed attribute");
        let value = attribute
            .normalized_value(XmlVersion::Explicit1_0)
            .expect("a value with known references");
        (attribute.key.as_ref().into(), value.into_owned())
    });
    Element {
        name: tag.name().as_ref().into(),
        attributes: attributes.collect(),
        children: Vec::new(),
    }
}

fn named(name: &str) -> char {
    match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => panic!("&{name}; is no reference of XML"),
    }
}
