//! Where the elements of an ärende's long lists stand, found in one pass: what is looked for in one § of a meeting is
//! then looked for in that § and not in the whole file.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::pointer::Pointer;

use super::characters::normal;
use super::literal::Literal;
use super::scan::{Container, Scalar, Sink, scan};

/// The objects and lists that are elements of a list at the top of the text, with their bytes.
pub(super) fn elements(text: &str) -> BTreeMap<Pointer, Range<usize>> {
    let mut sink = Elements::default();
    let _ = scan(text, &mut sink);
    sink.found
}

/// The element that a pointer is in: `/paragrafer/3` of `/paragrafer/3/beslut/0`.
pub(super) fn element_of(pointer: &Pointer) -> Option<Pointer> {
    let mut ends = pointer.as_str().match_indices('/').skip(2);
    let end = ends.next().map_or(pointer.as_str().len(), |(at, _)| at);
    let element = Pointer::parse(&pointer.as_str()[..end])?;
    element.parent()?.parent().map(|_| element)
}

#[derive(Default)]
struct Elements {
    open: Vec<Container>,
    /// The field at the top that is being read; `None` for one that repeats an earlier name.
    field: Option<Pointer>,
    read: Vec<Pointer>,
    next: usize,
    start: usize,
    found: BTreeMap<Pointer, Range<usize>>,
}

impl Elements {
    fn is_in_list(&self) -> bool {
        matches!(self.open[..], [Container::Object, Container::Array])
    }
}

impl Sink for Elements {
    fn open(&mut self, container: Container, at: usize) {
        if self.is_in_list() {
            self.start = at;
        }
        self.open.push(container);
        if self.is_in_list() {
            self.next = 0;
        }
    }

    fn key(&mut self, name: Literal<'_>, _: Range<usize>) {
        if self.open.len() == 1 {
            let field = Pointer::root().key(&normal(name.text()));
            let is_new = !self.read.contains(&field);
            self.field = is_new.then(|| field.clone());
            self.read.push(field);
        }
    }

    fn scalar(&mut self, _: Scalar<'_>, _: Range<usize>) {
        if self.is_in_list() {
            self.next += 1;
        }
    }

    fn close(&mut self, end: usize) {
        self.open.pop();
        if self.is_in_list() {
            if let Some(field) = &self.field {
                self.found.insert(field.index(self.next), self.start..end);
            }
            self.next += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{element_of, elements};
    use crate::pointer::Pointer;

    #[test]
    fn elements_of_lists_at_the_top_are_found() {
        let text = r#"{"a": [1, {"b": [{}]}, [2]], "c": {"d": [{}]}, "a": [{}]}"#;
        let found: Vec<(String, &str)> = elements(text)
            .into_iter()
            .map(|(at, span)| (at.to_string(), &text[span]))
            .collect();
        assert_eq!(
            found,
            [
                ("/a/1".to_owned(), r#"{"b": [{}]}"#),
                ("/a/2".to_owned(), "[2]")
            ]
        );
    }

    #[test]
    fn a_pointer_is_in_one_element_at_most() {
        let element = |written: &str| {
            let pointer = Pointer::parse(written).expect("a pointer");
            element_of(&pointer).map(|element| element.to_string())
        };
        assert_eq!(element("/a/1/b/0").as_deref(), Some("/a/1"));
        assert_eq!(element("/a/1").as_deref(), Some("/a/1"));
        assert_eq!((element("/a"), element("")), (None, None));
    }
}
