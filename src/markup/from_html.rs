//! HTML that came along from another system, as rich text: what stood in it, in paragraphs and lists. Knows the tags
//! of word processors and web editors; every other angle bracket is somebody's text.

use super::gate::HTML_NAMES;

/// The lines of rich text that say what the HTML says.
pub(crate) fn from_html(source: &str) -> Vec<String> {
    let mut writer = Writer::default();
    let mut rest = source;
    while !rest.is_empty() {
        if let Some((tag, length)) = tag(rest) {
            rest = &rest[length..];
            if matches!(tag.name.as_str(), "script" | "style" | "head") && !tag.closes {
                rest = after_closing(rest, &tag.name);
            } else {
                writer.tag(&tag);
            }
        } else if let Some((c, length)) = entity(rest) {
            writer.entity(c);
            rest = &rest[length..];
        } else {
            let c = rest.chars().next().unwrap_or_default();
            writer.character(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    writer.finish()
}

/// A tag, or a comment (which has no name).
struct Tag {
    name: String,
    closes: bool,
    href: Option<String>,
}

/// A tag ends near its beginning, or it is none: looking to the end of a text at every "<" would take a square.
const LONGEST_TAG: usize = 2000;

/// The tag at the start of `text` and how long it is.
fn tag(text: &str) -> Option<(Tag, usize)> {
    let inside = text.strip_prefix('<')?;
    let inside = &inside[..inside.floor_char_boundary(LONGEST_TAG)];
    if let Some(comment) = inside.strip_prefix("!--") {
        let end = comment.find("-->")?;
        let tag = Tag {
            name: String::new(),
            closes: false,
            href: None,
        };
        return Some((tag, "<!---->".len() + end));
    }
    let closes = inside.starts_with('/');
    let named = inside.trim_start_matches('/');
    let end = named.find(|c: char| !(c.is_ascii_alphanumeric() || c == ':'))?;
    let name = named[..end].to_ascii_lowercase();
    if !HTML_NAMES.contains(&name.as_str()) {
        return None;
    }
    let attributes = &named[end..];
    let close = end_of_attributes(attributes)?;
    let written = &attributes[..close];
    // "a <b och c> d" compares.
    if !matches!(written.trim(), "" | "/") && !written.contains('=') {
        return None;
    }
    let href = (name == "a").then(|| href(written)).flatten();
    let length = text.len() - (text.len() - 1 - (inside.len() - named.len())) + end + close + 1;
    Some((Tag { name, closes, href }, length))
}

/// Where the ">" stands that closes a tag: not within quotes, unless they are never closed. No other tag begins before.
fn end_of_attributes(text: &str) -> Option<usize> {
    let text = &text[..text.find('<').unwrap_or(text.len())];
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (c, quote) {
            ('>', None) => return Some(at),
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            _ => {}
        }
    }
    text.find('>')
}

/// The address of a link, if it is one that a document may have.
fn href(attributes: &str) -> Option<String> {
    let at = attributes.to_ascii_lowercase().find("href")?;
    let value = attributes[at + "href".len()..].trim_start();
    let value = value.strip_prefix('=')?.trim_start();
    let address = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next(),
        _ => value.split_whitespace().next(),
    }?;
    let address = decoded(address.trim());
    let is_allowed = ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| address.to_ascii_lowercase().starts_with(scheme));
    let is_plain =
        !address.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>' | '\\'));
    (is_allowed && is_plain).then_some(address)
}

fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (c, length) = entity(rest).unwrap_or((first, first.len_utf8()));
        out.push(c);
        rest = &rest[length..];
    }
    out
}

/// What follows an element that has no text for people, from its closing tag on; where it is not closed, what follows
/// its opening tag.
fn after_closing<'t>(text: &'t str, name: &str) -> &'t str {
    const LONGEST: usize = 5_000;
    let near = &text[..text.floor_char_boundary(LONGEST)];
    let end = near.match_indices("</").find(|(at, _)| {
        let after = &near.as_bytes()[at + 2..];
        after.len() >= name.len() && after[..name.len()].eq_ignore_ascii_case(name.as_bytes())
    });
    end.map_or(text, |(at, _)| &text[at..])
}

/// The entities that editors write; others stand as they are.
const ENTITIES: [(&str, char); 40] = [
    ("amp", '&'),
    ("lt", '<'),
    ("gt", '>'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", '\u{a0}'),
    ("aring", 'å'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("Aring", 'Å'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("eacute", 'é'),
    ("Eacute", 'É'),
    ("egrave", 'è'),
    ("agrave", 'à'),
    ("uuml", 'ü'),
    ("Uuml", 'Ü'),
    ("oslash", 'ø'),
    ("aelig", 'æ'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("minus", '\u{2212}'),
    ("rdquo", '”'),
    ("ldquo", '“'),
    ("rsquo", '’'),
    ("lsquo", '‘'),
    ("raquo", '»'),
    ("laquo", '«'),
    ("hellip", '…'),
    ("bull", '•'),
    ("middot", '·'),
    ("sect", '§'),
    ("deg", '°'),
    ("euro", '€'),
    ("frac12", '½'),
    ("sup2", '²'),
    ("sup3", '³'),
    ("times", '×'),
    ("copy", '©'),
];

/// The character that the entity at the start of `text` stands for, and how long it is.
fn entity(text: &str) -> Option<(char, usize)> {
    const LONGEST: usize = 10;
    let inside = text.strip_prefix('&')?;
    let end = inside[..inside.floor_char_boundary(LONGEST)].find(';')?;
    let name = &inside[..end];
    let c = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            let c = char::from_u32(code.ok()?)?;
            if c.is_whitespace() && c != '\u{a0}' {
                ' '
            } else {
                c
            }
        }
        None => ENTITIES.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((c, end + 2))
}

/// A list that is open.
struct List {
    /// The number of the next item of a numbered one.
    next: Option<usize>,
    /// How far its items' text is indented.
    indent: usize,
    /// Whether an item was opened by its tag and not yet closed.
    in_item: bool,
}

/// Lists are nested no deeper than rich text has them.
const DEEPEST: usize = 8;

#[derive(Default)]
struct Writer {
    lines: Vec<String>,
    lists: Vec<List>,
    /// The text of the paragraph or item being written.
    text: String,
    /// What stands before it: indentation and the list's mark.
    lead: String,
    /// Emphasis that is open: the mark and where its text begins.
    open: Vec<(&'static str, usize)>,
    link: Option<(String, usize)>,
    /// Whether the last line belongs to a list.
    after_item: bool,
}

impl Writer {
    fn tag(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "ul" | "ol" if tag.closes => {
                self.flush();
                self.lists.pop();
            }
            "ul" | "ol" => self.open_list(tag.name == "ol"),
            "li" if tag.closes => {
                self.flush();
                if let Some(list) = self.lists.last_mut() {
                    list.in_item = false;
                }
            }
            "li" => {
                self.item();
                if let Some(list) = self.lists.last_mut() {
                    list.in_item = true;
                }
            }
            "p" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "tr" | "table" | "hr"
            | "center" | "pre" | "body" | "html" => self.paragraph(tag.closes),
            "br" => {
                let in_item = self.lists.last().is_some_and(|list| list.in_item);
                if in_item { self.space() } else { self.flush() }
            }
            "td" | "th" => self.space(),
            "b" | "strong" => self.emphasis("**", tag.closes),
            "i" | "em" => self.emphasis("*", tag.closes),
            "a" => self.link(tag),
            _ => {}
        }
    }

    fn open_list(&mut self, numbered: bool) {
        self.flush();
        if self.lists.len() >= DEEPEST {
            return;
        }
        // A list in a list whose own items were never marked is no deeper than it.
        let indent = self
            .lists
            .last()
            .map_or(0, |list| list.indent + list.mark().len());
        self.lists.push(List {
            next: numbered.then_some(1),
            indent,
            in_item: false,
        });
    }

    /// Begins an item of the innermost list; without any list, of one of its own.
    fn item(&mut self) {
        self.flush();
        if self.lists.is_empty() {
            self.open_list(false);
        }
        if let Some(list) = self.lists.last_mut() {
            self.lead = " ".repeat(list.indent) + &list.mark();
            list.next = list.next.map(|number| number + 1);
        }
    }

    /// Ends what was written. A paragraph that no item holds ends the lists, whose closing tags were forgotten.
    fn paragraph(&mut self, closes: bool) {
        if self.lead.is_empty() || !self.text.trim().is_empty() {
            self.flush();
        }
        let in_item = self.lists.iter().any(|list| list.in_item);
        if !closes && !in_item {
            self.lists.clear();
        }
    }

    fn character(&mut self, c: char) {
        match c {
            '•' | '\u{f0b7}' => self.item(),
            c if c.is_whitespace() && c != '\u{a0}' => self.space(),
            c => self.text.push(c),
        }
    }

    /// A character that could not mean anything in the HTML must not mean anything in rich text either.
    fn entity(&mut self, c: char) {
        if crate::text::is_hidden(c) {
            return;
        }
        if matches!(
            c,
            '*' | '_' | '[' | ']' | '\\' | '|' | '#' | '-' | '+' | '~' | '!'
        ) {
            self.text.push('\\');
        }
        self.character(c);
    }

    fn space(&mut self) {
        if !self.text.ends_with(' ') && !self.text.is_empty() {
            self.text.push(' ');
        }
    }

    fn emphasis(&mut self, mark: &'static str, closes: bool) {
        if !closes {
            self.open.push((mark, self.text.len()));
            return;
        }
        let Some(at) = self.open.iter().rposition(|(open, _)| *open == mark) else {
            return;
        };
        let (_, start) = self.open.remove(at);
        self.wrap(start, mark, mark);
    }

    fn link(&mut self, tag: &Tag) {
        if !tag.closes {
            self.link = tag.href.clone().map(|href| (href, self.text.len()));
        } else if let Some((href, start)) = self.link.take() {
            self.wrap(start, "[", &format!("]({href})"));
        }
    }

    /// Writes marks around what was written from `start` on, close to its words.
    fn wrap(&mut self, start: usize, before: &str, after: &str) {
        let Some(written) = self.text.get(start..) else {
            return;
        };
        let inner = written.trim();
        if inner.is_empty() {
            return;
        }
        let (begin, end) = (
            written.len() - written.trim_start().len(),
            written.trim_end().len(),
        );
        let wrapped = format!(
            "{}{before}{inner}{after}{}",
            &written[..begin],
            &written[end..]
        );
        self.text.truncate(start);
        self.text.push_str(&wrapped);
    }

    /// Ends the paragraph or item being written.
    fn flush(&mut self) {
        self.open.clear();
        self.link = None;
        let text = std::mem::take(&mut self.text);
        let text = text.trim_matches(|c: char| c.is_whitespace());
        if text.is_empty() {
            // An item with another list first in it keeps its mark.
            return;
        }
        let lead = std::mem::take(&mut self.lead);
        let is_item = !lead.is_empty();
        let lead = match self.lists.iter().rev().find(|list| list.in_item) {
            Some(list) if !is_item => " ".repeat(list.indent + list.mark().len()),
            _ => lead,
        };
        let follows = is_item && self.after_item;
        if !self.lines.is_empty() && !follows {
            self.lines.push(String::new());
        }
        self.lines.push(lead + text);
        self.after_item = is_item;
    }

    fn finish(mut self) -> Vec<String> {
        self.flush();
        self.lines
    }
}

impl List {
    fn mark(&self) -> String {
        self.next
            .map_or_else(|| "- ".to_owned(), |number| format!("{number}. "))
    }
}

#[cfg(test)]
mod tests {
    use super::from_html;

    #[test]
    fn paragraphs_lists_and_emphasis_are_kept() {
        for (html, wanted) in [
            ("<p>Trygghet</p>", &["Trygghet"][..]),
            (
                "<p>Ett</p><p>Två<br/>Tre</p>",
                &["Ett", "", "Två", "", "Tre"],
            ),
            ("<ul><li>a</li><li>b</li></ul>c", &["- a", "- b", "", "c"]),
            ("<OL>\n <LI>a\n <LI>b\n</OL>", &["1. a", "2. b"]),
            (
                "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
                &["- a", "  - b", "- c"],
            ),
            (
                "<ol><li><p>a</p><p>mer</p></li><li>b</li></ol>",
                &["1. a", "", "   mer", "", "2. b"],
            ),
            (
                "<b>Mål </b>och <em>medel</em>, <a href=\"https://x.se/?a=1&amp;b\">länk</a>",
                &["**Mål** och *medel*, [länk](https://x.se/?a=1&b)"],
            ),
            (
                "<a href='javascript:x'>länk</a> <span style=\"a>b\">text</span>",
                &["länk text"],
            ),
            (
                "&aring;r 2023&ndash;2024 &lt;b&gt; &amp;amp; &#42;x&#x2a; &okänd;",
                &["år 2023–2024 <b> &amp; \\*x\\* &okänd;"],
            ),
            ("<!-- x --><style>p{}</style>a<script>b</script>", &["a"]),
            (
                "barn <6 år>, a <b och c> d",
                &["barn <6 år>, a <b och c> d"],
            ),
            ("• a• b", &["- a", "- b"]),
            (
                "<p>Mål:</p><ul style=\"x\">• a• b <p>Mer:</p> <ul>• c",
                &["Mål:", "", "- a", "- b", "", "Mer:", "", "- c"],
            ),
            ("<p> </p><ul></ul>", &[]),
        ] {
            assert_eq!(from_html(html), wanted, "{html}");
        }
    }

    #[test]
    fn a_hostile_text_costs_no_more_than_a_long_one() {
        for piece in [
            "<",
            "<p ",
            "<p x=\"",
            "<ul>",
            "<li>",
            "<b>",
            "</b>",
            "&",
            "&#",
            "<!--",
            "•",
            "<script>",
            "<a href=x>",
        ] {
            let html = piece.repeat(200_000 / piece.len());
            let written: usize = from_html(&html).iter().map(String::len).sum();
            assert!(written <= 4 * html.len());
        }
    }
}
