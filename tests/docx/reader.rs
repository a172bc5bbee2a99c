//! A reader of its own: what a Word document holds, found without the writer's help.

use std::io::Read as _;

use quick_xml::Reader;
use quick_xml::events::Event;

/// The parts of a package by name, in the order they are stored.
pub(crate) fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip file");
    (0..zip.len())
        .map(|index| {
            let mut file = zip.by_index(index).expect("an entry");
            let mut content = Vec::new();
            file.read_to_end(&mut content).expect("a whole entry");
            (file.name().expect("a name").into_owned(), content)
        })
        .collect()
}

/// One part as text.
pub(crate) fn part(bytes: &[u8], name: &str) -> String {
    let found = parts(bytes).into_iter().find(|(part, _)| part == name);
    let (_, content) = found.unwrap_or_else(|| panic!("no part {name}"));
    String::from_utf8(content).expect("UTF-8")
}

/// The text of a part: `w:t`, with `w:br` as a newline, `w:tab` as a space and each paragraph on a line of its own.
pub(crate) fn text(xml: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    walk(xml, &mut |event| match event {
        Event::Start(tag) if tag.name().as_ref() == "w:t" => inside = true,
        Event::End(tag) if tag.name().as_ref() == "w:t" => inside = false,
        Event::End(tag) if tag.name().as_ref() == "w:p" => out.push('\n'),
        Event::Empty(tag) if tag.name().as_ref() == "w:br" => out.push('\n'),
        // In a paragraph's properties `w:tab` is a stop, not a character.
        Event::Empty(tag) if tag.name().as_ref() == "w:tab" && tag.attributes().count() == 0 => {
            out.push(' ');
        }
        Event::Text(text) if inside => out.push_str(text.as_ref()),
        Event::GeneralRef(name) if inside => out.push(match name.as_ref() {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            other => panic!("unknown reference &{other};"),
        }),
        _ => {}
    });
    out
}

/// Every value of an attribute of an element, in order.
pub(crate) fn values(xml: &str, element: &str, attribute: &str) -> Vec<String> {
    let mut out = Vec::new();
    walk(xml, &mut |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event
            && tag.name().as_ref() == element
        {
            for found in tag.attributes().flatten() {
                if found.key.as_ref() == attribute {
                    out.push(found.value.to_string());
                }
            }
        }
    });
    out
}

/// Reads the whole part and fails on anything that is not well-formed.
pub(crate) fn walk(xml: &str, see: &mut dyn FnMut(&Event<'_>)) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => see(&event),
            Err(error) => panic!("not well-formed at {}: {error}", reader.error_position()),
        }
    }
}

/// What outputs are compared by: no white space, no soft hyphens.
pub(crate) fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{AD}')
        .collect()
}
