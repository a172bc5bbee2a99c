//! The names a template mentions, with their places, read from its source without running it: a name in a branch that
//! no dry run takes is found all the same. Knows the words of templates, not their grammar.

/// What a name is used as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// `{{ x | name }}`, `{% filter name %}`.
    Filter,
    /// `x is name`.
    Test,
    /// `name(…)`.
    Function,
    /// `{% macro name %}`, `{% from … import name %}`: made here.
    Made,
    /// `{% include "name" %}`, `{% from "name" … %}`.
    Template,
    /// `:::name` alone on its line.
    Section,
}

/// A name and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// What it is used as.
    pub used_as: Use,
    /// The name.
    pub name: String,
    /// The byte it begins at.
    pub at: usize,
}

/// Every name of `source`, in order.
#[must_use]
pub fn mentions(source: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut words_from = 0;
    while let Some(open) = source[at..].find('{') {
        let open = at + open;
        let ending = match source.as_bytes().get(open + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                at = open + 1;
                continue;
            }
        };
        sections(source, words_from, open, &mut found);
        let inner = open + 2;
        let end = if ending == "#}" {
            source[inner..].find(ending).map(|n| inner + n)
        } else {
            end_of(source, inner, ending)
        };
        let Some(end) = end else { return found };
        if ending != "#}" {
            tag(
                &tokens(&source[inner..end], inner),
                ending == "%}",
                &mut found,
            );
        }
        at = end + 2;
        words_from = at;
    }
    sections(source, words_from, source.len(), &mut found);
    found
}

/// Fences between `from` and `to` that stand alone on their line.
fn sections(source: &str, from: usize, to: usize, found: &mut Vec<Mention>) {
    let mut at = from;
    for line in source[from..to].split_inclusive('\n') {
        let is_whole = at == 0 || source.as_bytes()[at - 1] == b'\n';
        let ends = line.ends_with('\n') || at + line.len() == source.len();
        let name = line.trim().strip_prefix(":::").map(str::trim);
        if let Some(name) = name.filter(|name| is_whole && ends && !name.is_empty()) {
            let within = line.find(name).unwrap_or(0);
            found.push(Mention {
                used_as: Use::Section,
                name: name.to_owned(),
                at: at + within,
            });
        }
        at += line.len();
    }
}

/// Where a tag ends, quotes passed over.
fn end_of(source: &str, from: usize, ending: &str) -> Option<usize> {
    let bytes = source.as_bytes();
    let mut quote = None;
    let mut at = from;
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (Some(_), b'\\') => at += 1,
            (Some(open), c) if c == open => quote = None,
            (None, c @ (b'"' | b'\'')) => quote = Some(c),
            (None, _) if bytes[at..].starts_with(ending.as_bytes()) => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

#[derive(Debug, PartialEq)]
enum Token<'s> {
    Name(&'s str, usize),
    Text(&'s str, usize),
    Sign(char),
}

fn tokens(inner: &str, offset: usize) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = inner.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        if c.is_whitespace() {
            continue;
        }
        if c == '"' || c == '\'' {
            let end = rest.by_ref().find(|(_, d)| *d == c);
            let end = end.map_or(inner.len(), |(at, _)| at);
            found.push(Token::Text(&inner[start + 1..end], offset + start + 1));
        } else if c.is_alphanumeric() || c == '_' {
            let mut end = start + c.len_utf8();
            while let Some((at, d)) = rest.next_if(|(_, d)| d.is_alphanumeric() || *d == '_') {
                end = at + d.len_utf8();
            }
            found.push(Token::Name(&inner[start..end], offset + start));
        } else {
            found.push(Token::Sign(c));
        }
    }
    found
}

/// Words before a parenthesis that are no functions.
const WORDS: [&str; 12] = [
    "and", "or", "not", "in", "is", "if", "elif", "else", "for", "set", "with", "do",
];

fn tag(tokens: &[Token<'_>], is_statement: bool, found: &mut Vec<Mention>) {
    let mut mention = |used_as, name: &str, at| {
        found.push(Mention {
            used_as,
            name: name.to_owned(),
            at,
        });
    };
    let tokens = match tokens {
        [Token::Sign('-' | '+'), rest @ ..] => rest,
        all => all,
    };
    let statement = match tokens.first() {
        Some(Token::Name(word, _)) if is_statement => *word,
        _ => "",
    };
    match (statement, tokens) {
        ("macro", [_, Token::Name(name, at), ..]) => {
            mention(Use::Made, name, *at);
            return;
        }
        ("filter", [_, Token::Name(name, at), ..]) => mention(Use::Filter, name, *at),
        ("include" | "import" | "from" | "extends", [_, Token::Text(name, at), rest @ ..]) => {
            mention(Use::Template, name, *at);
            for token in rest {
                if let Token::Name(name, at) = token
                    && !["import", "as", "ignore", "missing"].contains(name)
                {
                    mention(Use::Made, name, *at);
                }
            }
            return;
        }
        _ => {}
    }
    for (index, token) in tokens.iter().enumerate() {
        let Token::Name(name, at) = token else {
            continue;
        };
        let before = index.checked_sub(1).and_then(|n| tokens.get(n));
        let earlier = index.checked_sub(2).and_then(|n| tokens.get(n));
        let is_word = |token: Option<&Token<'_>>, word: &str| matches!(token, Some(Token::Name(name, _)) if *name == word);
        let is_called = tokens.get(index + 1) == Some(&Token::Sign('('));
        if before == Some(&Token::Sign('|')) {
            mention(Use::Filter, name, *at);
        } else if (is_word(before, "is") && *name != "not")
            || (is_word(before, "not") && is_word(earlier, "is"))
        {
            mention(Use::Test, name, *at);
        } else if is_called
            && before != Some(&Token::Sign('.'))
            && !WORDS.contains(name)
            && !(index == 0 && statement == "call")
        {
            mention(Use::Function, name, *at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Use, mentions};

    #[test]
    fn names_are_told_by_their_use() {
        let source = "{# {{ a | no }} #}{% from \"g/b.j2\" import punkter as p %}\n:::beslut\n{{ a.b(c) | x | y(\"| z\") }}\n\
                      {%- if a is not lika(\"}}\") and f(1) %}text :::nej{% endif %}\n:::\n{% macro m(v) %}{% endmacro %}";
        let told: Vec<(Use, String, &str)> = mentions(source)
            .into_iter()
            .map(|m| {
                (
                    m.used_as,
                    m.name.clone(),
                    &source[m.at..m.at + m.name.len()],
                )
            })
            .collect();
        let told: Vec<(Use, &str)> = told
            .iter()
            .map(|(used_as, name, there)| {
                assert_eq!(name, there);
                (*used_as, name.as_str())
            })
            .collect();
        assert_eq!(
            told,
            [
                (Use::Template, "g/b.j2"),
                (Use::Made, "punkter"),
                (Use::Made, "p"),
                (Use::Section, "beslut"),
                (Use::Filter, "x"),
                (Use::Filter, "y"),
                (Use::Test, "lika"),
                (Use::Function, "f"),
                (Use::Made, "m"),
            ]
        );
    }

    #[test]
    fn broken_sources_end() {
        for source in ["{{", "{% \"", "{#", "{", "{{ 'a\\", ""] {
            assert_eq!(mentions(source), [], "{source}");
        }
    }
}
