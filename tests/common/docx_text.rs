//! Reads a Word file as Word and its screen readers do: styles, numbering, header rows, relations. Sees the body and
//! the footnotes; headers and footers are the frame.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use super::outline::{Flow, Item, Outline, list_item, squeeze, table};
use super::xml::{self, Element};

/// The outline of a Word file.
pub fn outline(bytes: &[u8]) -> Outline {
    let package = Package::open(bytes);
    let document = package.part("word/document.xml").expect("a document");
    let mut reader = Reader {
        numbering: Numbering::read(&package),
        targets: package.targets("document"),
        ..Reader::default()
    };
    let items = reader.blocks(document.child("w:body").expect("a body"));
    let mut outline = Outline {
        items,
        links: reader.links,
        notes: Vec::new(),
    };
    if let Some(footnotes) = package.part("word/footnotes.xml") {
        for id in reader.notes {
            let note = footnotes
                .elements()
                .find(|note| note.attribute("w:id") == Some(&id))
                .unwrap_or_else(|| panic!("footnote {id} is missing"));
            let mut inside = Reader {
                targets: package.targets("footnotes"),
                ..Reader::default()
            };
            let text: String = note
                .all("w:p")
                .into_iter()
                .map(|p| inside.words(p))
                .collect();
            outline.notes.push(squeeze(&text));
            outline.links.append(&mut inside.links);
        }
    } else {
        assert!(reader.notes.is_empty(), "footnotes without their part");
    }
    outline
}

/// The parts of the file, by name.
struct Package(BTreeMap<String, Vec<u8>>);

impl Package {
    fn open(bytes: &[u8]) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
        let mut parts = BTreeMap::new();
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).expect("a readable entry");
            let mut content = Vec::new();
            file.read_to_end(&mut content).expect("a whole entry");
            let name = file.name().expect("a name").into_owned();
            parts.insert(name, content);
        }
        Self(parts)
    }

    fn part(&self, name: &str) -> Option<Element> {
        let text = std::str::from_utf8(self.0.get(name)?).expect("UTF-8");
        Some(xml::parse(text.trim_start_matches('\u{feff}')))
    }

    /// Addresses by the ids that a part knows them by.
    fn targets(&self, part: &str) -> BTreeMap<String, String> {
        let Some(relations) = self.part(&format!("word/_rels/{part}.xml.rels")) else {
            return BTreeMap::new();
        };
        relations
            .elements()
            .filter_map(|relation| {
                let get = |name| relation.attribute(name).map(str::to_owned);
                Some((get("Id")?, get("Target")?))
            })
            .collect()
    }
}

/// How lists are numbered: what `numbering.xml` and the styles say, and how far each list has come.
#[derive(Default)]
struct Numbering {
    /// First number of each level of each list; `None` for a bullet.
    lists: BTreeMap<(String, usize), Option<u64>>,
    /// The list and level that a style brings.
    styles: BTreeMap<String, (String, usize)>,
    /// The abstract list of each list: lists that share it go on counting.
    kinds: BTreeMap<String, String>,
    /// Last number given, by abstract list and level.
    counts: BTreeMap<(String, usize), u64>,
    /// Lists with a start of their own that have begun.
    begun: Vec<String>,
    restarts: Vec<String>,
}

impl Numbering {
    fn read(package: &Package) -> Self {
        let mut numbering = Self::default();
        if let Some(part) = package.part("word/numbering.xml") {
            for num in part.elements().filter(|e| e.name == "w:num") {
                numbering.list(&part, num);
            }
        }
        if let Some(part) = package.part("word/styles.xml") {
            for style in part.elements().filter(|e| e.name == "w:style") {
                if let Some(props) = style.at(&["w:pPr", "w:numPr"])
                    && let Some((id, level)) = num_pr(props)
                {
                    let name = style.attribute("w:styleId").expect("a style's id");
                    numbering.styles.insert(name.to_owned(), (id, level));
                }
            }
        }
        numbering
    }

    fn list(&mut self, part: &Element, num: &Element) {
        let id = num.attribute("w:numId").expect("a list's id").to_owned();
        let kind = value(num.child("w:abstractNumId")).expect("a list's kind");
        let definition = part
            .elements()
            .find(|e| e.name == "w:abstractNum" && e.attribute("w:abstractNumId") == Some(&kind))
            .unwrap_or_else(|| panic!("abstract list {kind} is missing"));
        for level in definition.elements().filter(|e| e.name == "w:lvl") {
            let at = level_of(level);
            let format = value(level.child("w:numFmt")).unwrap_or_default();
            let first = value(level.child("w:start")).map_or(0, |v| v.parse().expect("a number"));
            let first = (format != "bullet" && format != "none").then_some(first);
            self.lists.insert((id.clone(), at), first);
        }
        for own in num.elements().filter(|e| e.name == "w:lvlOverride") {
            if let Some(first) = value(own.child("w:startOverride")) {
                let first = first.parse().expect("a number");
                self.lists.insert((id.clone(), level_of(own)), Some(first));
                self.restarts.push(id.clone());
            }
        }
        self.kinds.insert(id, kind);
    }

    /// The next number of a list's level; the levels under it start anew.
    fn next(&mut self, id: &str, level: usize) -> Option<u64> {
        let key = (id.to_owned(), level);
        let first = *self
            .lists
            .get(&key)
            .unwrap_or_else(|| panic!("list {id} has no level {level}"));
        let kind = self.kinds[id].clone();
        if self.restarts.iter().any(|r| r == id) && !self.begun.iter().any(|b| b == id) {
            self.begun.push(id.to_owned());
            self.counts.retain(|(k, _), _| *k != kind);
        }
        self.counts.retain(|(k, l), _| *k != kind || *l <= level);
        let first = first?;
        let count = self
            .counts
            .entry((kind, level))
            .and_modify(|count| *count += 1)
            .or_insert(first);
        Some(*count)
    }
}

#[derive(Default)]
struct Reader {
    numbering: Numbering,
    targets: BTreeMap<String, String>,
    /// Ids of the footnotes met.
    notes: Vec<String>,
    links: Vec<(String, String)>,
}

impl Reader {
    fn blocks(&mut self, parent: &Element) -> Vec<Item> {
        let mut items = Vec::new();
        for element in parent.elements() {
            match &*element.name {
                "w:p" => items.extend(self.paragraph(element)),
                "w:tbl" => items.push(self.table(element)),
                "w:sdt" => items.extend(self.blocks(content(element))),
                "w:sectPr" | "w:tcPr" | "w:bookmarkStart" | "w:bookmarkEnd" => {}
                other => panic!("{other} is not a block we write"),
            }
        }
        items
    }

    fn paragraph(&mut self, p: &Element) -> Vec<Item> {
        let properties = p.child("w:pPr");
        let style = properties.and_then(|props| value(props.child("w:pStyle")));
        let style = style.unwrap_or_default();
        let mut flow = Flow::default();
        for drawing in p.all("w:drawing") {
            let named = drawing.all("wp:docPr");
            let alt = named.first().and_then(|d| d.attribute("descr"));
            let alt = squeeze(alt.expect("a picture with an alternative text"));
            flow.items([Item::Figure { alt }]);
        }
        let text = squeeze(&self.words(p));
        let numbered = properties
            .and_then(|props| props.child("w:numPr"))
            .and_then(num_pr)
            .or_else(|| self.numbering.styles.get(&style).cloned())
            .filter(|(id, _)| id != "0");
        // Without words only a list's mark is something to read.
        if text.is_empty() && numbered.is_none() {
            return flow.finish();
        }
        let item = match &*style {
            "Title" => Item::Heading { level: 1, text },
            "Caption" => Item::Caption(text),
            style => {
                if let Some(level) = style.strip_prefix("Heading") {
                    let level = level.parse().expect("a heading's level");
                    Item::Heading { level, text }
                } else {
                    Item::Paragraph(text)
                }
            }
        };
        match (numbered, item) {
            (Some((id, level)), Item::Paragraph(text)) => {
                let number = self.numbering.next(&id, level);
                let paragraph = vec![Item::Paragraph(text)];
                flow.items(list_item(level + 1, number, paragraph));
            }
            (None, item) => flow.items([item]),
            (Some(_), item) => panic!("{item:?} in a list"),
        }
        flow.finish()
    }

    fn table(&mut self, tbl: &Element) -> Item {
        let mut header = 0;
        let mut rows = Vec::new();
        for tr in through_controls(tbl, "w:tr") {
            let flag = tr.at(&["w:trPr", "w:tblHeader"]);
            if flag.is_some_and(|f| !matches!(f.attribute("w:val"), Some("0" | "false" | "off"))) {
                assert_eq!(header, rows.len(), "header rows come first");
                header += 1;
            }
            let cells = through_controls(tr, "w:tc");
            rows.push(cells.into_iter().map(|tc| self.blocks(tc)).collect());
        }
        table(header, rows)
    }

    /// The text of a paragraph or of what is in it.
    fn words(&mut self, parent: &Element) -> String {
        let mut text = String::new();
        for element in parent.elements() {
            match &*element.name {
                "w:t" => text.push_str(&element.text()),
                "w:br" | "w:cr" => text.push('\n'),
                "w:tab" | "w:ptab" => text.push('\t'),
                "w:noBreakHyphen" => text.push('\u{2011}'),
                "w:footnoteReference" => {
                    let id = element.attribute("w:id").expect("a footnote's id");
                    self.notes.push(id.to_owned());
                }
                "w:hyperlink" => {
                    let words = self.words(element);
                    let id = element.attribute("r:id").expect("a link's relation");
                    let target = self.targets.get(id).expect("a link's address").clone();
                    self.links.push((squeeze(&words), target));
                    text.push_str(&words);
                }
                "w:r" | "w:sdt" | "w:sdtContent" | "w:ins" | "w:smartTag" => {
                    text.push_str(&self.words(element));
                }
                "w:pPr"
                | "w:rPr"
                | "w:sdtPr"
                | "w:sdtEndPr"
                | "w:drawing"
                | "w:footnoteRef"
                | "w:softHyphen"
                | "w:bookmarkStart"
                | "w:bookmarkEnd"
                | "w:lastRenderedPageBreak" => {}
                other => panic!("{other} is not text we write"),
            }
        }
        text
    }
}

/// Children with that name, also those in content controls.
fn through_controls<'a>(parent: &'a Element, name: &str) -> Vec<&'a Element> {
    parent
        .elements()
        .flat_map(|element| match &*element.name {
            "w:sdt" => through_controls(content(element), name),
            found if found == name => vec![element],
            _ => Vec::new(),
        })
        .collect()
}

fn content(sdt: &Element) -> &Element {
    sdt.child("w:sdtContent").expect("a control's content")
}

fn value(element: Option<&Element>) -> Option<String> {
    element?.attribute("w:val").map(str::to_owned)
}

fn level_of(element: &Element) -> usize {
    let level = element.attribute("w:ilvl").expect("a level");
    level.parse().expect("a level's number")
}

fn num_pr(properties: &Element) -> Option<(String, usize)> {
    let id = value(properties.child("w:numId"))?;
    let level = value(properties.child("w:ilvl")).map_or(0, |v| v.parse().expect("a level"));
    Some((id, level))
}
