//! Makes what the restricted grammar does not have inert before the Markdown parser sees a rich-text field: HTML,
//! code, quotes, entities, rules, reference definitions. Changes no character a reader sees.

/// A rich-text field that is safe to parse.
pub(super) struct Gated {
    /// The text with backslashes before what must stay literal.
    pub(super) text: String,
    /// The first HTML tag found, as written.
    pub(super) html: Option<String>,
}

/// The element names word processors and web editors leave behind. Anything else in angle brackets is somebody's text.
pub(super) const HTML_NAMES: [&str; 40] = [
    "a", "b", "body", "br", "center", "code", "div", "em", "font", "h1", "h2", "h3", "h4", "h5",
    "h6", "head", "hr", "html", "i", "iframe", "img", "li", "link", "meta", "ol", "o:p", "p",
    "pre", "script", "span", "strong", "style", "sub", "sup", "svg", "table", "td", "th", "tr",
    "ul",
];

/// How many list marks may stand after each other on one line before the rest is text.
const MARKS_IN_LINE: usize = 8;

/// Escapes what is not in the grammar, line by line.
pub(super) fn gate(source: &str) -> Gated {
    let mut text = String::with_capacity(source.len() + source.len() / 16);
    let mut html = None;
    for (number, line) in source.split('\n').enumerate() {
        if number > 0 {
            text.push('\n');
        }
        let body = open_line(line, &mut text);
        escape(body, &mut text, &mut html);
    }
    Gated { text, html }
}

/// Copies the indentation and list marks of a line; escapes what would open a block that the grammar does not have.
fn open_line<'a>(line: &'a str, out: &mut String) -> &'a str {
    let mut rest = line;
    for _ in 0..MARKS_IN_LINE {
        let indent = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        out.push_str(&rest[..indent]);
        rest = &rest[indent..];
        let Some(mark) = list_mark(rest) else { break };
        out.push_str(&rest[..mark]);
        rest = &rest[mark..];
    }
    let trimmed = rest.trim_start_matches([' ', '\t']);
    out.push_str(&rest[..rest.len() - trimmed.len()]);
    if opens_foreign_block(trimmed) {
        out.push('\\');
    }
    trimmed
}

/// The length of a list mark with its space at the start of `text`, unless the whole line is a thematic break.
fn list_mark(text: &str) -> Option<usize> {
    if is_underline(text) {
        return None;
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let after = match text.as_bytes().get(digits)? {
        b'-' | b'*' if digits == 0 => 1,
        b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    matches!(text.as_bytes().get(after), Some(b' ' | b'\t')).then_some(after + 1)
}

/// A line of only `-`, `=`, `*` or `_` (and spaces): a Setext underline or a thematic break in Markdown, text to us.
/// Rows of `|---|` under a table's head hold other characters and are left alone.
fn is_underline(text: &str) -> bool {
    let mut marks = text.chars().filter(|c| !matches!(c, ' ' | '\t'));
    let Some(first) = marks.next() else {
        return false;
    };
    let same = matches!(first, '-' | '=' | '*' | '_') && marks.by_ref().all(|c| c == first);
    // A lone "-" is an empty list item; a lone "=" already underlines.
    same && (first == '=' || text.chars().filter(|c| *c == first).count() >= 2)
}

fn opens_foreign_block(text: &str) -> bool {
    let Some(first) = text.chars().next() else {
        return false;
    };
    match first {
        '>' | '+' => true,
        '~' => text.starts_with("~~~"),
        // "[x]: address" defines a link reference and vanishes; "[^x]: …" is a footnote and stays.
        '[' => {
            !text.starts_with("[^")
                && text
                    .split_once("]:")
                    .is_some_and(|(label, _)| !label[1..].contains(['[', ']']))
        }
        '-' | '=' | '*' | '_' => is_underline(text) && !text.contains('|'),
        _ => false,
    }
}

/// Escapes the characters that open inline HTML, entities and code.
fn escape(text: &str, out: &mut String, html: &mut Option<String>) {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => {
                out.push(c);
                // The author's own escape: the pair stays as it is.
                if let Some((_, next)) = chars.next_if(|(_, next)| next.is_ascii_punctuation()) {
                    out.push(next);
                }
            }
            '<' | '&' | '`' => {
                if c == '<' && html.is_none() {
                    *html = html_tag(&text[at..]);
                }
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
}

/// The tag at the start of `text`, if it is one a browser would know.
fn html_tag(text: &str) -> Option<String> {
    let (end, _) = text
        .char_indices()
        .skip(1)
        .take(400)
        .take_while(|(_, c)| *c != '<')
        .find(|(_, c)| *c == '>')?;
    let inside = text[1..end].trim_start_matches('/');
    let name_end = inside
        .find(|c: char| c.is_whitespace() || c == '/')
        .unwrap_or(inside.len());
    let name = inside[..name_end].to_ascii_lowercase();
    let rest = inside[name_end..].trim();
    // "a<b och b>c" compares; attributes have an equals sign.
    let is_tag =
        HTML_NAMES.contains(&name.as_str()) && (matches!(rest, "" | "/") || rest.contains('='));
    (inside.starts_with("!--") || is_tag).then(|| text[..=end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::gate;

    #[test]
    fn foreign_markdown_is_escaped() {
        for (source, expected) in [
            ("> citat", "\\> citat"),
            ("- > citat", "- \\> citat"),
            ("Rubrik\n===", "Rubrik\n\\==="),
            ("---", "\\---"),
            ("* * *", "\\* * *"),
            ("a `b` & c", "a \\`b\\` \\& c"),
            ("[x]: http://a", "\\[x]: http://a"),
            ("[^1]: fotnot", "[^1]: fotnot"),
            ("\\< redan", "\\< redan"),
            ("+ plus", "\\+ plus"),
            ("~~~", "\\~~~"),
            ("- punkt", "- punkt"),
            ("| a | b |\n|---|---|", "| a | b |\n|---|---|"),
            ("--- | ---", "--- | ---"),
        ] {
            assert_eq!(gate(source).text, expected, "{source}");
        }
    }

    #[test]
    fn html_is_told_from_ordinary_angle_brackets() {
        assert_eq!(
            gate("<ul style=\"x\">").html.as_deref(),
            Some("<ul style=\"x\">")
        );
        assert_eq!(gate("</p>").html.as_deref(), Some("</p>"));
        for text in ["a < b", "<namn@kommun.se>", "barn <6 år>", "<mitt förslag>"] {
            assert_eq!(gate(text).html, None, "{text}");
        }
    }
}
