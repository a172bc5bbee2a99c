//! Stream ends that every reader takes alike. The exporter writes a line feed before `endstream`; where the data's own
//! last byte is a carriage return, some validators take the two for one line end and find the length wrong. Such a
//! stream gets one more byte, which its decoder never reads. Changes nothing else.

use std::ops::Range;

use memchr::memmem;

/// A stream's data ending so can be read in two ways.
const AMBIGUOUS: &[u8] = b"\r\nendstream";
/// The byte added after the compressed data.
const PADDING: u8 = 0;
/// An entry of the cross-reference table is always this long.
const ENTRY: usize = 20;

/// A place where bytes are put in the stead of others.
struct Change {
    old: Range<usize>,
    new: Vec<u8>,
}

/// The file with every ambiguous stream padded; untouched when there is none or when the file is not laid out the way
/// the exporter does it.
pub(super) fn disambiguate(bytes: Vec<u8>) -> Vec<u8> {
    let ends: Vec<usize> = memmem::find_iter(&bytes, AMBIGUOUS).collect();
    if ends.is_empty() {
        return bytes;
    }
    padded(&bytes, &ends).unwrap_or(bytes)
}

fn padded(bytes: &[u8], ends: &[usize]) -> Option<Vec<u8>> {
    let (table, offsets) = cross_references(bytes)?;
    let mut changes = Vec::with_capacity(2 * ends.len());
    for &end in ends {
        let object = *offsets.iter().filter(|offset| **offset < end).max()?;
        changes.push(longer_length(bytes, object..end)?);
        changes.push(Change {
            old: end + 1..end + 1,
            new: vec![PADDING],
        });
    }
    let moved = |offset: usize| {
        let before = changes.iter().filter(|c| c.old.end <= offset);
        before.fold(offset, |at, c| at + c.new.len() - c.old.len())
    };
    let mut out = Vec::with_capacity(bytes.len() + 2 * changes.len());
    let mut copied = 0;
    for change in &changes {
        out.extend_from_slice(&bytes[copied..change.old.start]);
        out.extend_from_slice(&change.new);
        copied = change.old.end;
    }
    out.extend_from_slice(&bytes[copied..table.start]);
    for entry in bytes[table.clone()].chunks(ENTRY) {
        let offset = number(entry, 0)?.0;
        if entry.get(17) == Some(&b'n') {
            out.extend_from_slice(format!("{:010}", moved(offset)).as_bytes());
            out.extend_from_slice(&entry[10..]);
        } else {
            out.extend_from_slice(entry);
        }
    }
    let start = memmem::rfind(bytes, b"startxref\n")? + b"startxref\n".len();
    let (old_start, after) = number(bytes, start)?;
    out.extend_from_slice(&bytes[table.end..start]);
    out.extend_from_slice(moved(old_start).to_string().as_bytes());
    out.extend_from_slice(&bytes[after..]);
    Some(out)
}

/// Where the entries of the cross-reference table lie, and the offsets of the objects in use.
fn cross_references(bytes: &[u8]) -> Option<(Range<usize>, Vec<usize>)> {
    let pointer = memmem::rfind(bytes, b"startxref\n")? + b"startxref\n".len();
    let (start, _) = number(bytes, pointer)?;
    let header = start + bytes.get(start..)?.strip_prefix(b"xref\n0 ").map(|_| 7)?;
    let (count, after) = number(bytes, header)?;
    let entries = after + 1..after + 1 + count * ENTRY;
    let offsets = bytes
        .get(entries.clone())?
        .chunks(ENTRY)
        .filter(|entry| entry.get(17) == Some(&b'n'))
        .map(|entry| number(entry, 0).map(|(offset, _)| offset))
        .collect::<Option<_>>()?;
    Some((entries, offsets))
}

/// The change that makes the `/Length` of an object's stream one greater.
fn longer_length(bytes: &[u8], object: Range<usize>) -> Option<Change> {
    let dictionary_end = memmem::find(&bytes[object.clone()], b"stream\n")?;
    let dictionary = &bytes[object.start..object.start + dictionary_end];
    let digits = object.start + memmem::find(dictionary, b"/Length ")? + b"/Length ".len();
    let (length, after) = number(bytes, digits)?;
    Some(Change {
        old: digits..after,
        new: (length + 1).to_string().into_bytes(),
    })
}

/// The decimal number at `at`, and where it ends.
fn number(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let digits = bytes
        .get(at..)?
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count();
    let text = std::str::from_utf8(&bytes[at..at + digits]).ok()?;
    Some((text.parse().ok()?, at + digits))
}

#[cfg(test)]
mod tests {
    use super::disambiguate;

    /// A file of the exporter's layout with one stream of the given data.
    fn file(data: &[u8]) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n".to_vec();
        let first = out.len();
        out.extend(format!("1 0 obj\n<</Length {}>>\nstream\n", data.len()).bytes());
        out.extend(data);
        out.extend(b"\nendstream\nendobj\n");
        let second = out.len();
        out.extend(b"2 0 obj\n<<>>\nendobj\n");
        let table = out.len();
        out.extend(b"xref\n0 3\n0000000000 65535 f\r\n");
        out.extend(format!("{first:010} 00000 n\r\n{second:010} 00000 n\r\n").bytes());
        out.extend(format!("trailer\n<</Size 3>>\nstartxref\n{table}\n%%EOF").bytes());
        out
    }

    #[test]
    fn a_stream_that_ends_with_a_carriage_return_is_padded() {
        for data in [&b"abc\r"[..], b"12345678\r"] {
            let mut expected = data.to_vec();
            expected.push(0);
            assert_eq!(disambiguate(file(data)), file(&expected));
        }
    }

    #[test]
    fn every_other_file_is_left_alone() {
        for bytes in [
            file(b"abc"),
            file(b""),
            b"\r\nendstream".to_vec(),
            Vec::new(),
        ] {
            assert_eq!(disambiguate(bytes.clone()), bytes);
        }
    }
}
