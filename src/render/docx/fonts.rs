//! The font table: which face the document names, and what may stand in for it. Embeds nothing.

use super::sheet::Sheet;
use super::xml::Xml;

/// `fontTable.xml`.
pub(super) fn part(sheet: &Sheet<'_>) -> Vec<u8> {
    let mut xml = Xml::part(
        "<w:fonts xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
    );
    xml.open("w:font", &[("w:name", &sheet.font)]);
    xml.raw(
        "<w:charset w:val=\"00\"/><w:family w:val=\"auto\"/><w:pitch w:val=\"variable\"/></w:font>",
    );
    xml.finish("</w:fonts>")
}
