//! The theme: the design's colours and face under the names that Word's palettes use. No text looks at it.

use super::sheet::{Colour, Sheet};
use super::xml::Xml;

/// `theme1.xml`.
pub(super) fn part(sheet: &Sheet<'_>) -> Vec<u8> {
    let mut xml = Xml::part(concat!(
        "<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"Kansli\">",
        "<a:themeElements><a:clrScheme name=\"Kansli\">",
        "<a:dk1><a:sysClr val=\"windowText\" lastClr=\"000000\"/></a:dk1>",
        "<a:lt1><a:sysClr val=\"window\" lastClr=\"FFFFFF\"/></a:lt1>",
    ));
    colour(&mut xml, "a:dk2", sheet.muted);
    colour(&mut xml, "a:lt2", sheet.tint);
    for accent in [
        "a:accent1",
        "a:accent2",
        "a:accent3",
        "a:accent4",
        "a:accent5",
        "a:accent6",
    ] {
        let odd = accent.ends_with(['1', '3', '5']);
        colour(
            &mut xml,
            accent,
            if odd { sheet.colour } else { sheet.muted },
        );
    }
    colour(&mut xml, "a:hlink", sheet.colour);
    colour(&mut xml, "a:folHlink", sheet.colour);
    xml.raw("</a:clrScheme><a:fontScheme name=\"Kansli\">");
    for name in ["a:majorFont", "a:minorFont"] {
        xml.open(name, &[]);
        xml.empty("a:latin", &[("typeface", &sheet.font)]);
        xml.raw("<a:ea typeface=\"\"/><a:cs typeface=\"\"/>");
        xml.close(name);
    }
    xml.raw(FORMATS);
    xml.finish("</a:theme>")
}

/// Fills, lines and effects of drawings. The schema wants three of each; a municipal document draws none.
const FORMATS: &str = concat!(
    "</a:fontScheme><a:fmtScheme name=\"Kansli\"><a:fillStyleLst>",
    "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>",
    "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>",
    "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>",
    "</a:fillStyleLst><a:lnStyleLst>",
    "<a:ln w=\"6350\"><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:ln>",
    "<a:ln w=\"12700\"><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:ln>",
    "<a:ln w=\"19050\"><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:ln>",
    "</a:lnStyleLst><a:effectStyleLst>",
    "<a:effectStyle><a:effectLst/></a:effectStyle>",
    "<a:effectStyle><a:effectLst/></a:effectStyle>",
    "<a:effectStyle><a:effectLst/></a:effectStyle>",
    "</a:effectStyleLst><a:bgFillStyleLst>",
    "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>",
    "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>",
    "<a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>",
    "</a:bgFillStyleLst></a:fmtScheme></a:themeElements>",
);

fn colour(xml: &mut Xml, name: &'static str, value: Colour) {
    xml.open(name, &[]);
    xml.empty("a:srgbClr", &[("val", &value)]);
    xml.close(name);
}
