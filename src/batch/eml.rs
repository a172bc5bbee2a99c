//! An e-mail as a file that any mail program opens as a draft. Has no date, no sender and no id: those are of the moment it
//! is sent, and the same document gives the same bytes.

use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::raw::Raw;
use mail_builder::headers::text::Text;
use mail_builder::mime::{BodyPart, MimePart};

use crate::workspace::{Letter, Mottagare};

/// The message to a receiver with the document attached.
pub(super) fn message(to: &Mottagare, letter: &Letter, name: &str, pdf: &[u8]) -> Vec<u8> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(letter.text.as_bytes()).update(pdf);
    let hash = hasher.finalize().to_hex();
    let boundary = format!("kansli-{}", &hash.as_str()[..32]);
    let text = MimePart::new(
        ContentType::new("text/plain").attribute("charset", "utf-8"),
        letter.text.replace('\n', "\r\n"),
    );
    let attached =
        MimePart::new(ContentType::new("application/pdf"), BodyPart::from(pdf)).attachment(name);
    let whole = MimePart {
        headers: vec![
            (
                "To".into(),
                Address::new_address(
                    Some(one_line(&to.namn)),
                    one_line(to.adress.as_deref().unwrap_or_default()),
                )
                .into(),
            ),
            (
                "Subject".into(),
                Text::new(one_line(&letter.subject)).into(),
            ),
            // Outlook and others open it ready to be sent.
            ("X-Unsent".into(), Raw::new("1").into()),
            ("MIME-Version".into(), Raw::new("1.0").into()),
            (
                "Content-Type".into(),
                ContentType::new("multipart/mixed")
                    .attribute("boundary", boundary)
                    .into(),
            ),
        ],
        contents: BodyPart::Multipart(vec![text, attached]),
    };
    let mut bytes = Vec::with_capacity(pdf.len() * 3 / 2);
    whole.write_part(&mut bytes);
    bytes
}

/// Nothing from data can begin a header of its own.
fn one_line(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::message;
    use crate::workspace::{Letter, Mottagare};

    #[test]
    fn a_message_is_the_same_every_time_and_has_no_headers_from_data() {
        let to = Mottagare {
            namn: "Servicenämnden\r\nBcc: alla@example.se".into(),
            adress: Some("servicenamnden@example.se".into()),
            pekare: None,
        };
        let letter = Letter {
            subject: "Protokollsutdrag §\u{a0}94: Åtgärder\nBcc: x@example.se".into(),
            text: "Hej!\n\nHär kommer utdraget.\n".into(),
        };
        let made = message(&to, &letter, "KS § 94_Åtgärder.pdf", b"%PDF-1.7");
        assert_eq!(
            made,
            message(&to, &letter, "KS § 94_Åtgärder.pdf", b"%PDF-1.7")
        );
        let text = String::from_utf8(made).expect("ASCII");
        assert!(text.is_ascii(), "{text}");
        let (head, _) = text.split_once("\r\n\r\n").expect("a head");
        let names: Vec<&str> = head
            .split("\r\n")
            .filter(|line| !line.starts_with([' ', '\t']))
            .filter_map(|line| line.split(':').next())
            .collect();
        assert_eq!(
            names,
            ["To", "Subject", "X-Unsent", "MIME-Version", "Content-Type"],
            "{head}"
        );
        for wanted in [
            "servicenamnden@example.se",
            "X-Unsent: 1\r\n",
            "filename*",
            "application/pdf",
            "JVBERi0xLjc=",
        ] {
            assert!(text.contains(wanted), "{wanted}: {text}");
        }
    }
}
