//! Settings: what Word must know of the whole document. Nothing that asks, fetches or runs.

use super::xml::Xml;

/// `settings.xml`.
pub(super) fn part(lang: &str, has_notes: bool) -> Vec<u8> {
    let mut xml = Xml::part(concat!(
        "<w:settings xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
        "<w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"1304\"/>",
        "<w:characterSpacingControl w:val=\"doNotCompress\"/>",
    ));
    if has_notes {
        xml.raw("<w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/></w:footnotePr>");
    }
    xml.raw("<w:compat>");
    for (name, value) in [
        ("compatibilityMode", 15),
        ("overrideTableStyleFontSizeAndJustification", 1),
        ("enableOpenTypeFeatures", 1),
        ("doNotFlipMirrorIndents", 1),
        ("differentiateMultirowTableHeaders", 1),
    ] {
        xml.empty(
            "w:compatSetting",
            &[
                ("w:name", &name),
                ("w:uri", &"http://schemas.microsoft.com/office/word"),
                ("w:val", &value),
            ],
        );
    }
    xml.raw("</w:compat>");
    xml.empty("w:themeFontLang", &[("w:val", &lang)]);
    xml.raw(concat!(
        "<w:clrSchemeMapping w:bg1=\"light1\" w:t1=\"dark1\" w:bg2=\"light2\" w:t2=\"dark2\"",
        " w:accent1=\"accent1\" w:accent2=\"accent2\" w:accent3=\"accent3\" w:accent4=\"accent4\"",
        " w:accent5=\"accent5\" w:accent6=\"accent6\" w:hyperlink=\"hyperlink\"",
        " w:followedHyperlink=\"followedHyperlink\"/>",
        "<w:decimalSymbol w:val=\",\"/><w:listSeparator w:val=\";\"/>",
    ));
    xml.finish("</w:settings>")
}
