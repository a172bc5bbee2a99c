//! Reads a PDF as a screen reader does: through its structure tree, and nothing that the tree does not hold.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::outline::{Flow, Item, Outline, list_item, squeeze, table};
use super::pdf_content::{Contents, contents, text_string};

/// An element of the structure tree, with its standard role.
#[derive(Debug, Clone, Default)]
pub struct Element {
    pub role: String,
    pub alt: Option<String>,
    pub lang: Option<String>,
    /// What a header cell heads: `Column`, `Row`.
    pub scope: Option<String>,
    pub children: Vec<Node>,
}

/// What an element holds.
#[derive(Debug, Clone)]
pub enum Node {
    Element(Element),
    Text(String),
    /// A link's area, with its address if it leads out of the file.
    Link(Option<String>),
}

/// The structure tree's root element.
///
/// # Panics
/// Says what is wrong with the file, also when pages show text that the tree does not hold.
pub fn tree(bytes: &[u8]) -> Element {
    let pdf = Document::load_mem(bytes).expect("a PDF");
    let root = pdf
        .catalog()
        .and_then(|catalog| catalog.get_deref(b"StructTreeRoot", &pdf))
        .and_then(Object::as_dict)
        .expect("a structure tree");
    let mut reader = Reader {
        roles: root
            .get_deref(b"RoleMap", &pdf)
            .and_then(Object::as_dict)
            .ok(),
        contents: contents(&pdf),
        pdf: &pdf,
    };
    let loose = squeeze(&reader.contents.loose);
    assert_eq!(loose, "", "text that is neither marked nor an artifact");
    let mut element = Element::default();
    reader.kids(root, None, &mut element.children);
    let forgotten: Vec<_> = reader.contents.marked.into_values().collect();
    assert_eq!(
        squeeze(&forgotten.concat()),
        "",
        "marked text that the tree does not hold"
    );
    element
}

struct Reader<'a> {
    pdf: &'a Document,
    roles: Option<&'a Dictionary>,
    /// What no element has taken yet.
    contents: Contents,
}

impl<'a> Reader<'a> {
    fn kids(&mut self, parent: &'a Dictionary, page: Option<ObjectId>, out: &mut Vec<Node>) {
        let Ok(kids) = parent.get_deref(b"K", self.pdf) else {
            return;
        };
        match kids {
            Object::Array(kids) => kids.iter().for_each(|kid| self.kid(kid, page, out)),
            kid => self.kid(kid, page, out),
        }
    }

    fn kid(&mut self, kid: &'a Object, page: Option<ObjectId>, out: &mut Vec<Node>) {
        let (_, kid) = self.pdf.dereference(kid).expect("a kid");
        if let Object::Integer(mark) = kid {
            let page = page.expect("the page of a mark");
            return out.push(self.take(page, *mark));
        }
        let kid = kid.as_dict().expect("an element or a reference");
        let page = kid.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        match kid.get(b"Type").and_then(Object::as_name).ok() {
            Some(b"MCR") => {
                let stream = kid.get(b"Stm").and_then(Object::as_reference).ok();
                let owner = stream.or(page).expect("the page of a mark");
                let mark = kid.get(b"MCID").and_then(Object::as_i64).expect("a mark");
                out.push(self.take(owner, mark));
            }
            Some(b"OBJR") => {
                let object = kid.get_deref(b"Obj", self.pdf).and_then(Object::as_dict);
                out.push(Node::Link(self.address(object.expect("an annotation"))));
            }
            _ => out.push(Node::Element(self.element(kid, page))),
        }
    }

    fn take(&mut self, owner: ObjectId, mark: i64) -> Node {
        let text = self.contents.marked.remove(&(owner, mark));
        Node::Text(text.unwrap_or_else(|| panic!("mark {mark} of {owner:?} is on no page")))
    }

    fn address(&self, annotation: &Dictionary) -> Option<String> {
        let action = annotation.get_deref(b"A", self.pdf).ok()?.as_dict().ok()?;
        let address = action.get_deref(b"URI", self.pdf).ok()?;
        Some(text_string(address))
    }

    fn element(&mut self, element: &'a Dictionary, page: Option<ObjectId>) -> Element {
        let role = element.get(b"S").and_then(Object::as_name).expect("a role");
        let text = |key: &[u8]| Some(text_string(element.get_deref(key, self.pdf).ok()?));
        let mut found = Element {
            role: self.standard(role),
            alt: text(b"Alt"),
            lang: text(b"Lang"),
            scope: self.scope(element),
            children: Vec::new(),
        };
        if let Some(said) = text(b"ActualText") {
            let mut unsaid = Vec::new();
            self.kids(element, page, &mut unsaid);
            found.children.push(Node::Text(said));
        } else {
            self.kids(element, page, &mut found.children);
        }
        found
    }

    /// The standard role that a role is mapped to, perhaps by way of others.
    fn standard(&self, role: &[u8]) -> String {
        let mut role = role;
        while let Some(next) = self.roles.and_then(|roles| roles.get(role).ok()) {
            role = next.as_name().expect("a role");
        }
        String::from_utf8_lossy(role).into_owned()
    }

    fn scope(&self, element: &Dictionary) -> Option<String> {
        let attributes = element.get_deref(b"A", self.pdf).ok()?;
        let all = match attributes {
            Object::Array(all) => all.iter().collect(),
            one => vec![one],
        };
        all.into_iter().find_map(|one| {
            let (_, one) = self.pdf.dereference(one).ok()?;
            let scope = one.as_dict().ok()?.get(b"Scope").ok()?.as_name().ok()?;
            Some(String::from_utf8_lossy(scope).into_owned())
        })
    }
}

/// The outline of a PDF.
pub fn outline(bytes: &[u8]) -> Outline {
    let root = tree(bytes);
    let mut outliner = Outliner::default();
    let items = outliner.flow(&root.children, 0);
    let mut links = outliner.links;
    links.append(&mut outliner.note_links);
    Outline {
        items,
        notes: outliner.notes,
        links,
    }
}

#[derive(Default)]
struct Outliner {
    notes: Vec<String>,
    links: Vec<(String, String)>,
    note_links: Vec<(String, String)>,
}

impl Outliner {
    fn flow(&mut self, children: &[Node], depth: usize) -> Vec<Item> {
        let mut flow = Flow::default();
        for child in children {
            let element = match child {
                Node::Text(text) => {
                    flow.text(text);
                    continue;
                }
                Node::Link(_) => panic!("a link's area outside a Link element"),
                Node::Element(element) => element,
            };
            match &*element.role {
                "P" => {
                    let items = self.flow(&element.children, depth);
                    flow.items(items);
                }
                "H1" | "H2" | "H3" | "H4" | "H5" | "H6" => {
                    let text = self.words(element);
                    let level = element.role.as_bytes()[1] - b'0';
                    flow.items([Item::Heading { level, text }]);
                }
                "L" => flow.items(self.list(element, depth + 1)),
                "Table" => flow.items(self.table(element)),
                "Figure" => {
                    let alt = element.alt.as_deref().expect("an alternative text");
                    flow.items([Item::Figure { alt: squeeze(alt) }]);
                }
                "Caption" => {
                    let text = self.words(element);
                    flow.items([Item::Caption(text)]);
                }
                "Document" | "Part" | "Art" | "Sect" | "Div" | "NonStruct" => {
                    let items = self.flow(&captions_last(element), depth);
                    flow.items(items);
                }
                _ => {
                    let mut text = String::new();
                    self.inline(element, &mut text);
                    flow.text(&text);
                }
            }
        }
        flow.finish()
    }

    /// Typst hangs a nested list either in its item's body or directly in the list: both say the same.
    fn list(&mut self, list: &Element, depth: usize) -> Vec<Item> {
        let mut items = Vec::new();
        for element in elements(list) {
            match &*element.role {
                "LI" => {
                    let label = elements(element).find(|e| e.role == "Lbl");
                    let label = label.map(|label| squeeze(&label.bare_text()));
                    let number = label.as_deref().and_then(number);
                    let body = elements(element).filter(|e| e.role == "LBody");
                    let inside = body.flat_map(|body| self.flow(&body.children, depth));
                    let inside = inside.collect();
                    items.extend(list_item(depth, number, inside));
                }
                "L" => items.extend(self.list(element, depth + 1)),
                other => panic!("{other} in a list"),
            }
        }
        items
    }

    fn table(&mut self, element: &Element) -> Vec<Item> {
        let mut items = Vec::new();
        let mut header = 0;
        let mut rows = Vec::new();
        for part in elements(element) {
            match &*part.role {
                "Caption" => items.push(Item::Caption(self.words(part))),
                "TR" => rows.push(self.row(part, rows.len(), &mut header)),
                "THead" | "TBody" | "TFoot" => {
                    for row in elements(part) {
                        rows.push(self.row(row, rows.len(), &mut header));
                    }
                }
                other => panic!("{other} in a table"),
            }
        }
        items.push(table(header, rows));
        items
    }

    fn row(&mut self, row: &Element, at: usize, header: &mut usize) -> Vec<Vec<Item>> {
        assert_eq!(row.role, "TR", "only rows in a table");
        let heads = |cell: &&Element| cell.role == "TH" && cell.scope.as_deref() == Some("Column");
        let heads = elements(row).filter(heads).count();
        // A row heads its columns with every cell, or with none.
        if heads > 0 {
            assert_eq!(*header, at, "header rows come first");
            assert_eq!(heads, elements(row).count(), "all of a header row");
            *header += 1;
        }
        elements(row)
            .map(|cell| self.flow(&cell.children, 0))
            .collect()
    }

    fn words(&mut self, element: &Element) -> String {
        let mut text = String::new();
        self.inline(element, &mut text);
        squeeze(&text)
    }

    fn inline(&mut self, element: &Element, out: &mut String) {
        match &*element.role {
            "Note" => self.note(element),
            // The mark of a note is no part of the text; it names the note that comes next.
            "Lbl" => {
                let mark = squeeze(&element.bare_text());
                assert_eq!(
                    mark,
                    (self.notes.len() + 1).to_string(),
                    "the mark of a note"
                );
            }
            "Link" => {
                let mut text = String::new();
                self.inlines(element, &mut text);
                let address = element.children.iter().find_map(|child| match child {
                    Node::Link(address) => Some(address.clone()),
                    _ => None,
                });
                // Without an address it leads to a note: its number is no part of the text.
                if let Some(address) = address.expect("a link's area") {
                    self.links.push((squeeze(&text), address));
                    out.push_str(&text);
                }
            }
            "Span" | "Quote" | "Code" | "Reference" | "Em" | "Strong" | "P" | "H1" | "H2"
            | "H3" | "H4" | "H5" | "H6" | "Caption" | "Div" | "NonStruct" => {
                self.inlines(element, out);
            }
            other => panic!("{other} in running text"),
        }
    }

    fn inlines(&mut self, parent: &Element, out: &mut String) {
        for child in &parent.children {
            match child {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => self.inline(element, out),
                Node::Link(_) => {}
            }
        }
    }

    fn note(&mut self, note: &Element) {
        let mut inside = Self::default();
        let mut text = String::new();
        for child in &note.children {
            match child {
                Node::Element(element) if element.role == "Lbl" => {}
                Node::Element(element) => inside.inline(element, &mut text),
                Node::Text(words) => text.push_str(words),
                Node::Link(_) => {}
            }
        }
        self.notes.push(squeeze(&text));
        self.note_links.append(&mut inside.links);
    }
}

impl Element {
    /// Whether an element of that role stands in it.
    fn has(&self, role: &str) -> bool {
        elements(self).any(|e| e.role == role || e.has(role))
    }

    fn bare_text(&self) -> String {
        self.children
            .iter()
            .map(|child| match child {
                Node::Text(text) => text.clone(),
                Node::Element(element) => element.bare_text(),
                Node::Link(_) => String::new(),
            })
            .collect()
    }
}

fn elements(parent: &Element) -> impl Iterator<Item = &Element> {
    parent.children.iter().filter_map(|child| match child {
        Node::Element(element) => Some(element),
        _ => None,
    })
}

/// Typst tags a caption before what it belongs to, wherever it stands on the page: a picture's follows here.
fn captions_last(wrapper: &Element) -> Vec<Node> {
    let mut children = wrapper.children.clone();
    let has_caption = elements(wrapper)
        .next()
        .is_some_and(|e| e.role == "Caption");
    if has_caption && wrapper.has("Figure") && !wrapper.has("Table") {
        children.rotate_left(1);
    }
    children
}

/// The number a list's label says: "3.", "b)".
fn number(label: &str) -> Option<u64> {
    let bare = label.trim_matches(['.', '(', ')', ':']);
    match bare.as_bytes() {
        [letter @ b'a'..=b'z'] => Some(u64::from(letter - b'a') + 1),
        _ => bare.parse().ok(),
    }
}
