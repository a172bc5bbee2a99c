//! The grammar of JSON, read once from start to end without recursion: names and values with their places go to a
//! `Sink`, faults to a list. Goes on after a fault whenever what was meant is clear; builds nothing itself.

use std::ops::Range;

use serde_json::Number;

use super::fault::{Fault, Kind, LONGEST_NAME, MOST_FAULTS};
use super::lex;
use super::literal::Literal;

/// No ärende is nested deeper; templates and schemas recurse over what passes.
pub(super) const DEEPEST: usize = 64;

/// An object or a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    Object,
    Array,
}

impl Container {
    /// The Swedish noun that a secretary sees.
    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Object => "Gruppen { … }",
            Self::Array => "Listan [ … ]",
        }
    }

    pub(super) const fn closing(self) -> char {
        match self {
            Self::Object => '}',
            Self::Array => ']',
        }
    }
}

/// A value without parts.
#[derive(Debug, Clone)]
pub(super) enum Scalar<'t> {
    Null,
    Bool(bool),
    Number(Number),
    Text(Literal<'t>),
}

/// Takes what the scanner reads, in the order of the text.
pub(super) trait Sink {
    fn open(&mut self, container: Container, at: usize);
    fn key(&mut self, name: Literal<'_>, span: Range<usize>);
    fn scalar(&mut self, value: Scalar<'_>, span: Range<usize>);
    fn close(&mut self, end: usize);
}

/// Reads all of `text` into `sink`; gives back what was wrong, in the order of the text.
pub(super) fn scan(text: &str, sink: &mut impl Sink) -> Vec<Fault> {
    let mut scanner = Scanner {
        text,
        at: 0,
        last_end: 0,
        last: Last::Other,
        open: Vec::new(),
        expect: Expect::Root,
        faults: Vec::new(),
        sink,
    };
    scanner.run();
    scanner.faults
}

/// What the grammar wants next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    Root,
    FirstElement,
    NextElement { comma: usize },
    FieldValue,
    FirstKey,
    NextKey { comma: usize },
    Colon,
    Separator,
    Nothing,
}

/// What the last token was, where it helps to explain the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Text,
    Number,
    Other,
}

/// The rest of the text cannot be read with any sense.
struct Stop;

type Step = Result<(), Stop>;

struct Scanner<'t, 's, S> {
    text: &'t str,
    at: usize,
    last_end: usize,
    last: Last,
    open: Vec<(Container, usize)>,
    expect: Expect,
    faults: Vec<Fault>,
    sink: &'s mut S,
}

impl<'t, S: Sink> Scanner<'t, '_, S> {
    fn run(&mut self) {
        loop {
            self.skip_blank();
            let Some(c) = self.peek() else {
                if self.expect != Expect::Nothing {
                    self.truncated(self.last_end);
                }
                return;
            };
            if self.faults.len() >= MOST_FAULTS {
                return self.fault(Kind::TooMany(self.faults.len()), self.at..self.at);
            }
            if self.step(c).is_err() {
                return;
            }
        }
    }

    fn step(&mut self, c: char) -> Step {
        match self.expect {
            Expect::FirstKey | Expect::NextKey { .. } => self.key(c),
            Expect::Colon => self.colon(c),
            Expect::Separator => self.separator(c),
            Expect::Nothing => self.stop(Kind::Trailing, self.at..self.line_end()),
            Expect::Root
            | Expect::FirstElement
            | Expect::NextElement { .. }
            | Expect::FieldValue => self.value(c),
        }
    }

    fn value(&mut self, c: char) -> Step {
        match (c, self.expect) {
            ('{', _) => self.open(Container::Object),
            ('[', _) => self.open(Container::Array),
            ('"', _) => {
                let (literal, span) = self.string()?;
                self.scalar(Scalar::Text(literal), span, Last::Text);
                Ok(())
            }
            ('-' | '+' | '.' | '0'..='9', _) => {
                self.number();
                Ok(())
            }
            (']', Expect::FirstElement) => {
                self.close();
                Ok(())
            }
            (']', Expect::NextElement { comma }) => {
                self.fault(Kind::TrailingComma, comma..comma + 1);
                self.close();
                Ok(())
            }
            (
                ',' | ']' | '}',
                Expect::FieldValue | Expect::FirstElement | Expect::NextElement { .. },
            ) => {
                self.fault(Kind::MissingValue, self.at..self.at + 1);
                self.sink.scalar(Scalar::Null, self.at..self.at);
                self.expect = Expect::Separator;
                Ok(())
            }
            (c, _) if lex::is_odd_quote(c) => {
                let (literal, span) = self.oddly_quoted(c)?;
                self.scalar(Scalar::Text(literal), span, Last::Text);
                Ok(())
            }
            (c, _) if c.is_alphabetic() || c == '_' => {
                self.word();
                Ok(())
            }
            (c, Expect::Root) => self.unexpected(c, "{ som inleder ärendet"),
            (c, _) => self.unexpected(c, "ett värde"),
        }
    }

    fn key(&mut self, c: char) -> Step {
        match (c, self.expect) {
            ('"', _) => {
                let (literal, span) = self.string()?;
                self.name(literal, span);
                Ok(())
            }
            ('}', Expect::NextKey { comma }) => {
                self.fault(Kind::TrailingComma, comma..comma + 1);
                self.close();
                Ok(())
            }
            ('}', _) => {
                self.close();
                Ok(())
            }
            (']', _) => self.mismatch(),
            (',', _) => {
                self.fault(Kind::ExtraComma, self.at..self.at + 1);
                self.take(1);
                Ok(())
            }
            ('0'..='9', Expect::NextKey { comma })
                if self.last == Last::Number && comma + 1 == self.at =>
            {
                let end = self.at + lex::run(self.rest(), |c| c.is_ascii_digit());
                self.fault(Kind::DecimalComma, comma..end);
                self.take(end - self.at);
                self.expect = Expect::Separator;
                Ok(())
            }
            (c, _) if lex::is_odd_quote(c) => {
                let (literal, span) = self.oddly_quoted(c)?;
                self.name(literal, span);
                Ok(())
            }
            (c, _) if c.is_alphabetic() || c == '_' || c == '$' => {
                let start = self.at;
                let end = start + lex::run(self.rest(), lex::is_name_char);
                let name = &self.text[start..end];
                self.fault(Kind::UnquotedKey(name.to_owned()), start..end);
                self.take(end - start);
                self.name(Literal::plain(name, start), start..end);
                Ok(())
            }
            (c, _) => self.unexpected(c, "ett fältnamn inom citattecken"),
        }
    }

    fn colon(&mut self, c: char) -> Step {
        match c {
            ':' => self.take(1),
            '=' => {
                self.fault(Kind::MissingColon, self.at..self.at + 1);
                self.take(1);
            }
            ',' | '}' => {
                self.fault(Kind::FieldWithoutValue, self.last_end..self.last_end);
                self.sink.scalar(Scalar::Null, self.at..self.at);
                self.expect = Expect::Separator;
                return Ok(());
            }
            c if c.is_alphanumeric()
                || matches!(c, '"' | '{' | '[' | '-')
                || lex::is_odd_quote(c) =>
            {
                self.fault(Kind::MissingColon, self.last_end..self.last_end);
            }
            c => return self.unexpected(c, "ett kolon"),
        }
        self.expect = Expect::FieldValue;
        Ok(())
    }

    fn separator(&mut self, c: char) -> Step {
        let Some(&(container, _)) = self.open.last() else {
            return self.stop(Kind::Trailing, self.at..self.line_end());
        };
        let after_text =
            self.last == Last::Text && !self.text[self.last_end..self.at].contains('\n');
        match c {
            ',' => self.comma(container),
            ';' => {
                self.fault(Kind::WrongSeparator(c), self.at..self.at + 1);
                self.comma(container);
            }
            '}' | ']' if c == container.closing() => self.close(),
            '}' | ']' => return self.mismatch(),
            c if after_text && (c.is_alphanumeric() || c == '\\') => return self.inner_quote(),
            c if c.is_alphanumeric()
                || matches!(c, '"' | '{' | '[' | '-')
                || lex::is_odd_quote(c) =>
            {
                self.fault(Kind::MissingComma, self.last_end..self.last_end);
                self.expect = after_comma(container, self.last_end);
            }
            c => return self.unexpected(c, "ett komma eller en slutparentes"),
        }
        Ok(())
    }

    fn comma(&mut self, container: Container) {
        self.expect = after_comma(container, self.at);
        let last = self.last;
        self.take(1);
        self.last = last;
    }

    /// `"Han sade "hej" till"`: the string goes on to a mark on the same line that can close it.
    fn inner_quote(&mut self) -> Step {
        let quote = self.last_end - 1..self.last_end;
        self.fault(Kind::InnerQuote, quote);
        match lex::closing_mark(&self.text[self.at..self.line_end()]) {
            Some(end) => {
                self.take(end + 1);
                self.last = Last::Text;
                Ok(())
            }
            None => Err(Stop),
        }
    }

    fn open(&mut self, container: Container) -> Step {
        if self.open.len() == DEEPEST {
            return self.stop(Kind::TooDeep(DEEPEST), self.at..self.at + 1);
        }
        self.sink.open(container, self.at);
        self.open.push((container, self.at));
        self.expect = match container {
            Container::Object => Expect::FirstKey,
            Container::Array => Expect::FirstElement,
        };
        self.take(1);
        Ok(())
    }

    fn close(&mut self) {
        self.take(1);
        self.open.pop();
        self.sink.close(self.at);
        self.expect = if self.open.is_empty() {
            Expect::Nothing
        } else {
            Expect::Separator
        };
    }

    fn mismatch(&mut self) -> Step {
        match self.open.last() {
            Some(&(container, at)) => {
                self.stop(Kind::Mismatch(container, at), self.at..self.at + 1)
            }
            None => self.stop(Kind::Trailing, self.at..self.at + 1),
        }
    }

    fn scalar(&mut self, value: Scalar<'t>, span: Range<usize>, last: Last) {
        self.sink.scalar(value, span);
        self.last = last;
        self.expect = if self.open.is_empty() {
            Expect::Nothing
        } else {
            Expect::Separator
        };
    }

    fn name(&mut self, name: Literal<'t>, span: Range<usize>) {
        if name.len() > LONGEST_NAME {
            self.fault(Kind::LongName, span.clone());
            self.sink.key(Literal::plain("", span.start), span);
        } else {
            self.sink.key(name, span);
        }
        self.expect = Expect::Colon;
    }

    /// A string in straight quotation marks, at which the scanner stands.
    fn string(&mut self) -> Result<(Literal<'t>, Range<usize>), Stop> {
        let start = self.at;
        let end = match lex::string(self.text, start) {
            lex::StringEnd::Closed { end } => end,
            lex::StringEnd::Broken { end, at, closed } => {
                let kind = if closed {
                    Kind::LineBreak
                } else {
                    Kind::UnclosedString
                };
                self.fault(kind, at..at);
                end
            }
            lex::StringEnd::Missing => {
                self.truncated(self.text.len());
                return Err(Stop);
            }
        };
        let inner_end = if self.text[start + 1..end].ends_with('"') {
            end - 1
        } else {
            end
        };
        let literal = Literal::new(&self.text[start + 1..inner_end], start + 1);
        self.faults.extend(literal.faults());
        self.take(end - start);
        Ok((literal, start..end))
    }

    /// A string in quotation marks that JSON does not know: to the matching one on the same line.
    fn oddly_quoted(&mut self, quote: char) -> Result<(Literal<'t>, Range<usize>), Stop> {
        let start = self.at;
        let inner = start + quote.len_utf8();
        self.fault(Kind::WrongQuote(quote), start..inner);
        let line = &self.text[inner..self.line_end()];
        let Some((length, close)) = line.char_indices().find(|(_, c)| lex::closes(quote, *c))
        else {
            return Err(Stop);
        };
        let end = inner + length + close.len_utf8();
        self.take(end - start);
        Ok((
            Literal::plain(&self.text[inner..inner + length], inner),
            start..end,
        ))
    }

    fn number(&mut self) {
        let start = self.at;
        let token = &self.rest()[..lex::run(self.rest(), lex::is_number_char)];
        let end = start + token.len();
        let value = match lex::number(token) {
            Ok(number) => Scalar::Number(number),
            Err(kind) => {
                self.fault(kind, start..end);
                Scalar::Null
            }
        };
        self.take(end - start);
        self.scalar(value, start..end, Last::Number);
    }

    fn word(&mut self) {
        let start = self.at;
        let word = &self.rest()[..lex::run(self.rest(), lex::is_name_char)];
        let mut end = start + word.len();
        let value = match word {
            "true" => Scalar::Bool(true),
            "false" => Scalar::Bool(false),
            "null" => Scalar::Null,
            _ => {
                // A text without quotation marks runs to the end of its line or member.
                let whole = &self.text[start..self.line_end()];
                let whole =
                    whole[..whole.find([',', '}', ']', '"']).unwrap_or(whole.len())].trim_end();
                end = start + whole.len().max(word.len());
                self.fault(Kind::BadWord(self.text[start..end].to_owned()), start..end);
                Scalar::Null
            }
        };
        self.take(end - start);
        self.scalar(value, start..end, Last::Other);
    }

    /// White space; comments and foreign spaces are passed over with a fault.
    fn skip_blank(&mut self) {
        loop {
            let rest = self.rest();
            self.at += lex::run(rest, |c| matches!(c, ' ' | '\t' | '\n' | '\r'));
            let rest = self.rest();
            let skipped = if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else if rest.starts_with("//") || rest.starts_with('#') {
                self.line_end() - self.at
            } else {
                match rest.chars().next() {
                    Some(c) if lex::is_odd_space(c) => {
                        self.fault(Kind::OddSpace(c), self.at..self.at + c.len_utf8());
                        self.at += lex::run(rest, lex::is_odd_space);
                        continue;
                    }
                    _ => return,
                }
            };
            self.fault(Kind::Comment, self.at..self.at + skipped);
            self.at += skipped;
            if self.faults.len() >= MOST_FAULTS {
                return;
            }
        }
    }

    fn truncated(&mut self, at: usize) {
        self.fault(Kind::Truncated(self.open.last().copied()), at..at);
    }

    fn unexpected(&mut self, c: char, wanted: &'static str) -> Step {
        self.stop(Kind::Unexpected(c, wanted), self.at..self.at + c.len_utf8())
    }

    fn stop(&mut self, kind: Kind, span: Range<usize>) -> Step {
        self.fault(kind, span);
        Err(Stop)
    }

    fn fault(&mut self, kind: Kind, span: Range<usize>) {
        self.faults.push(Fault { kind, span });
    }

    fn take(&mut self, bytes: usize) {
        self.at += bytes;
        self.last_end = self.at;
        self.last = Last::Other;
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn line_end(&self) -> usize {
        let rest = self.rest();
        let end = rest.find('\n').unwrap_or(rest.len());
        self.at + rest[..end].trim_end_matches('\r').len()
    }
}

const fn after_comma(container: Container, comma: usize) -> Expect {
    match container {
        Container::Object => Expect::NextKey { comma },
        Container::Array => Expect::NextElement { comma },
    }
}
