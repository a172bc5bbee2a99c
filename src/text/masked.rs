//! Personnummer in lines of JSON as they are written, escapes and all, so that no output shows one whole.

use std::borrow::Cow;

use super::{masked, personnummer};

/// A line of JSON with every personnummer masked, also one that is written with escapes (`\u2013` for a dash, `\u0031`
/// for a digit, `\t` for a space).
#[must_use]
pub fn masked_json(line: &str) -> Cow<'_, str> {
    if !line.contains('\\') {
        return masked(line);
    }
    // What the line says, and where each byte of that begins in the line.
    let mut plain = String::with_capacity(line.len());
    let mut places = Vec::with_capacity(line.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let (said, length) = escape(rest).unwrap_or((c, c.len_utf8()));
        plain.push(said);
        places.resize(plain.len(), line.len() - rest.len());
        rest = &rest[length..];
    }
    let mut out = line.to_owned();
    for at in personnummer(&plain).iter().flat_map(|number| number.secret) {
        let place = places[at];
        let end = places.get(at + 1).copied().unwrap_or(line.len());
        out.replace_range(place..end, &"*".repeat(end - place));
    }
    Cow::Owned(out)
}

/// The character of the escape that `text` begins with, and how long it is written.
fn escape(text: &str) -> Option<(char, usize)> {
    let rest = text.strip_prefix('\\')?;
    let said = match rest.bytes().next()? {
        b'u' => {
            let code = u32::from_str_radix(rest.get(1..5)?, 16).ok()?;
            return Some((char::from_u32(code)?, 6));
        }
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'f' => '\u{c}',
        b'b' => '\u{8}',
        c @ (b'/' | b'"' | b'\\') => char::from(c),
        _ => return None,
    };
    Some((said, 2))
}

#[cfg(test)]
mod tests {
    use super::masked_json;

    #[test]
    fn escapes_hide_nobodys_number() {
        for (line, shown) in [
            (r#""19811218\f9876""#, r#""19811218\f****""#),
            (r#""\\811218-9876""#, r#""\\811218-****""#),
            (r#""811218-9876""#, r#""811218-****""#),
            (r#""811218\u20139876""#, r#""811218\u2013****""#),
            (r#""\u0038112189\u003876""#, r#""\u003811218*********""#),
            (
                r#""811218-\u0039\u0038\u0037\u0036""#,
                r#""811218-************************""#,
            ),
            (r#""811218\u00a09876 å""#, r#""811218\u00a0**** å""#),
            (r#""19811218\t9876""#, r#""19811218\t****""#),
            (r#""\u12", "\ud800", "a\\""#, r#""\u12", "\ud800", "a\\""#),
        ] {
            assert_eq!(masked_json(line), shown);
        }
    }
}
