//! What a template's own Markdown means: its words are words, its tokens are the values parked behind them. Anything
//! out of place here is the template's fault.

use crate::document::tokens::{FieldText, Piece, SignerData, TableData, Token, Tokens, pieces};
use crate::document::{Block, BlockKind, Cell, Inline, Signer, Table, TextStyle, is_allowed_link};
use crate::text;

use super::builder::{Leaf, Meaning, Misplaced};
use super::{Pictures, Remark, RemarkKind, cells, field_inlines, rich};

/// The values behind the tokens of one output.
pub(super) struct Output<'a> {
    pub(super) tokens: &'a Tokens,
    pub(super) pictures: &'a dyn Pictures,
    pub(super) remarks: &'a mut Vec<Remark>,
}

impl Output<'_> {
    fn token(&mut self, token: &Token, style: TextStyle, level: u8, out: &mut Vec<Leaf>) {
        match token {
            Token::Text(field) => out.extend(styled(field, style).map(Leaf::Inline)),
            Token::Link { text, target } => {
                out.push(Leaf::Inline(Inline::Link {
                    target: target.clone(),
                    text: styled(text, style).collect(),
                }));
            }
            Token::Tab => out.push(Leaf::Inline(Inline::Tab)),
            Token::Rich(field) => out.push(Leaf::Blocks(rich::parse(
                field,
                level,
                self.pictures,
                self.remarks,
            ))),
            Token::Table(table) => out.push(Leaf::Blocks(vec![self.table(table, level)])),
            Token::Signers(people) => out.push(Leaf::Blocks(vec![signature(people)])),
        }
    }

    fn cell(&mut self, field: &FieldText, is_plain: bool, level: u8) -> Cell {
        if is_plain {
            let text = field_inlines(field);
            let blocks = if text.is_empty() {
                vec![]
            } else {
                vec![Block::paragraph(text)]
            };
            return Cell { blocks };
        }
        let blocks = rich::parse(field, level, self.pictures, self.remarks);
        let (blocks, has_table) = cells::fitted(blocks);
        if has_table {
            self.remarks.push(Remark {
                line: None,
                kind: RemarkKind::TableInCell,
                pointer: field.from.clone(),
            });
        }
        Cell { blocks }
    }

    fn table(&mut self, data: &TableData, level: u8) -> Block {
        let columns = data.columns.len();
        let head = data.columns.iter().map(|(text, _)| Cell {
            blocks: vec![Block::paragraph(field_inlines(text))],
        });
        let mut rows = Vec::with_capacity(data.rows.len());
        for row in &data.rows {
            let mut cells: Vec<Cell> = row
                .iter()
                .map(|cell| self.cell(cell, data.is_plain, level))
                .collect();
            // The schema cannot count columns; PLN-02 tells of a ragged row, and nothing of it is lost.
            let extra: Vec<Block> = cells
                .drain(columns.min(cells.len())..)
                .flat_map(|c| c.blocks)
                .collect();
            cells.resize_with(columns, Cell::default);
            if let Some(last) = cells.last_mut() {
                last.blocks.extend(extra);
            }
            rows.push(cells);
        }
        let table = Table {
            caption: data.caption.as_ref().map(field_inlines).unwrap_or_default(),
            head: head.collect(),
            align: data.columns.iter().map(|(_, align)| *align).collect(),
            rows,
        };
        Block {
            kind: BlockKind::Table(table),
            origin: Some(data.from.clone()),
            held: false,
        }
    }
}

/// A field's text in a style.
fn styled(field: &FieldText, style: TextStyle) -> impl Iterator<Item = Inline> {
    field_inlines(field)
        .into_iter()
        .map(move |inline| match inline {
            Inline::Text { value, from, .. } => Inline::Text { value, from, style },
            other => other,
        })
}

fn signature(people: &[SignerData]) -> Block {
    let line = |text: &Option<FieldText>| text.as_ref().map(field_inlines).unwrap_or_default();
    let signers = people.iter().map(|person| Signer {
        over: line(&person.over),
        name: field_inlines(&person.name),
        under: line(&person.under),
    });
    Block::new(BlockKind::Signature(signers.collect()))
}

impl Meaning for Output<'_> {
    fn text(
        &mut self,
        text: &str,
        style: TextStyle,
        level: u8,
        out: &mut Vec<Leaf>,
    ) -> Result<(), String> {
        for piece in pieces(text) {
            match piece {
                Piece::Words(words) => {
                    out.push(Leaf::Inline(Inline::Text {
                        value: words.to_owned(),
                        from: None,
                        style,
                    }));
                }
                Piece::Token(number) => match self.tokens.get(number) {
                    Some(token) => self.token(token, style, level, out),
                    None => return Err("mallen har klippt sönder ett värde".to_owned()),
                },
            }
        }
        Ok(())
    }

    fn picture(&mut self, _: &str, _: &str) -> Option<Vec<Block>> {
        None
    }

    fn link(&mut self, target: &str) -> Result<Option<String>, String> {
        if is_allowed_link(target) && !pieces(target).any(|p| matches!(p, Piece::Token(_))) {
            Ok(Some(target.to_owned()))
        } else {
            Err("en länk i mallen måste ha en fast adress; använd filtret lank för adresser ur ärendet".to_owned())
        }
    }

    fn level(&self, written: u8) -> u8 {
        written
    }

    fn remark(&mut self, remark: Misplaced) -> Result<(), String> {
        Err(match remark {
            Misplaced::BlocksInLine => "ett stycke text, en tabell eller en lista skrivs ut mitt på en rad; ställ det i ett eget stycke".to_owned(),
            Misplaced::TooDeep { .. } => "listan är för djup".to_owned(),
            Misplaced::UnevenRow { cells, columns, .. } => format!("tabellraden har {} men tabellhuvudet {columns}", text::antal(cells, "cell", "celler")),
            Misplaced::NoteMissing(label) => format!("fotnoten {label} saknar text"),
            Misplaced::NoteInNote(label) => format!("en fotnot hänvisar till fotnoten {label}"),
            Misplaced::NoteUnused(label) => format!("fotnoten {label} används inte"),
            Misplaced::Foreign(what) => format!("mallen innehåller {what}"),
        })
    }
}
