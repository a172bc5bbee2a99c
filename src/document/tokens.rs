//! The side table between templates and markup: what a template prints of an ärende is a token, and the value waits
//! here. The Markdown parser only ever sees tokens, so that no value can become structure.

use crate::pointer::Pointer;

use super::Align;

/// Opens a token in template output. A private-use character: refused in data and in templates.
pub const OPEN: char = '\u{E000}';
/// Closes a token.
pub const CLOSE: char = '\u{E001}';

/// A text from the ärende and the field it stands in. `from` is `None` for the template's own strings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldText {
    /// The characters, cleaned at the door.
    pub value: String,
    /// Where they stand in the ärende.
    pub from: Option<Pointer>,
}

/// What a template printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// A plain value: becomes text, newlines become line breaks.
    Text(FieldText),
    /// A plain value that is a link if `target` is given.
    Link {
        /// What is read.
        text: FieldText,
        /// Address with scheme.
        target: String,
    },
    /// The rest of the line at the right margin.
    Tab,
    /// A rich-text field, parsed on its own with the restricted grammar.
    Rich(FieldText),
    /// A table given as data.
    Table(TableData),
    /// People who sign beside each other.
    Signers(Vec<SignerData>),
}

/// A table as it stands in the ärende.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableData {
    /// Where the table stands.
    pub from: Pointer,
    /// Caption, if any.
    pub caption: Option<FieldText>,
    /// Header cells with their alignment.
    pub columns: Vec<(FieldText, Align)>,
    /// Rows of cells.
    pub rows: Vec<Vec<FieldText>>,
    /// Whether the cells are plain values: rich text otherwise.
    pub is_plain: bool,
}

/// One who signs, as given in the ärende.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignerData {
    /// Party or group above the name.
    pub over: Option<FieldText>,
    /// The name.
    pub name: FieldText,
    /// Role under the name.
    pub under: Option<FieldText>,
}

/// The tokens of one rendering, numbered in the order they were printed.
#[derive(Debug, Default)]
pub struct Tokens(Vec<Token>);

impl Tokens {
    /// Parks a value and gives the characters that stand for it in the template's output.
    pub fn park(&mut self, token: Token) -> String {
        let number = self.0.len();
        self.0.push(token);
        format!("{OPEN}{number}{CLOSE}")
    }

    /// The value behind a token's number.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&Token> {
        self.0.get(number)
    }
}

/// A piece of template output: its own words, or a token's number.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// The template's own words.
    Words(&'a str),
    /// A token.
    Token(usize),
}

/// Splits a stretch of template output into words and tokens.
pub fn pieces(output: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = output;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some(after) = rest.strip_prefix(OPEN)
            && let Some((number, tail)) = after.split_once(CLOSE)
            && let Ok(number) = number.parse()
        {
            rest = tail;
            return Some(Piece::Token(number));
        }
        let end = rest
            .char_indices()
            .skip(1)
            .find(|(_, c)| *c == OPEN)
            .map_or(rest.len(), |(at, _)| at);
        let (words, tail) = rest.split_at(end);
        rest = tail;
        Some(Piece::Words(words))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_splits_into_words_and_tokens() {
        let mut tokens = Tokens::default();
        let a = tokens.park(Token::Tab);
        let b = tokens.park(Token::Tab);
        let output = format!("före {a}{b} efter");
        let found: Vec<_> = pieces(&output).collect();
        assert_eq!(
            found,
            [
                Piece::Words("före "),
                Piece::Token(0),
                Piece::Token(1),
                Piece::Words(" efter")
            ]
        );
    }
}
