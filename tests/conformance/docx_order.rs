//! The order that the schema of Word files asks of an element's children; Word refuses a file with another.

use super::common::xml::Element;

/// Children in their order. What is not named is not ours to write.
const ORDERS: [(&str, &str); 9] = [
    (
        "w:pPr",
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs \
         suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd \
         snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment \
         textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    ),
    (
        "w:rPr",
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish \
         webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang \
         eastAsianLayout specVanish oMath",
    ),
    (
        "w:tblPr",
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd \
         tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    ),
    (
        "w:tcPr",
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    ),
    (
        "w:sectPr",
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols \
         formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    ),
    (
        "w:style",
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal \
         personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    ),
    (
        "w:lvl",
        "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    ),
    ("w:tbl", "tblPr tblGrid tr sdt"),
    (
        "wp:inline",
        "extent effectExtent docPr cNvGraphicFramePr graphic",
    ),
];

/// Elements whose properties come before everything else in them.
const FIRST: [(&str, &str); 4] = [
    ("w:p", "w:pPr"),
    ("w:r", "w:rPr"),
    ("w:tr", "w:trPr"),
    ("w:tc", "w:tcPr"),
];

pub(crate) fn judge(part: &str, element: &Element, told: &mut Vec<String>) {
    if let Some((name, order)) = ORDERS.iter().find(|(name, _)| *name == element.name) {
        in_order(part, name, order, element, told);
    }
    if let Some((name, first)) = FIRST.iter().find(|(name, _)| *name == element.name)
        && element.elements().skip(1).any(|child| child.name == *first)
    {
        told.push(format!(
            "order: {first} does not come first in {name} in {part}"
        ));
    }
    for child in element.elements() {
        judge(part, child, told);
    }
}

fn in_order(part: &str, name: &str, order: &str, element: &Element, told: &mut Vec<String>) {
    let mut reached = 0;
    for child in element.elements() {
        let (_, bare) = child.name.split_once(':').unwrap_or(("", &child.name));
        let Some(mut at) = order.split_whitespace().position(|known| known == bare) else {
            told.push(format!("order: {} in {name} in {part}", child.name));
            continue;
        };
        // References to headers and footers stand in any order among themselves, and so do rows and controls.
        if matches!(bare, "headerReference" | "sdt") {
            at += usize::from(bare == "headerReference");
            at -= usize::from(bare == "sdt");
        }
        if at < reached {
            told.push(format!(
                "order: {} too late in {name} in {part}",
                child.name
            ));
        }
        reached = at;
    }
}
