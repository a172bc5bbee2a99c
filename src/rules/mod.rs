//! What a municipal document must be: the registry of rules, their profile settings, and the one function that runs
//! them on an ärende. Renders nothing and never fails on an ärende: everything wrong is a finding.
//!
//! A wording rule is one entry in a profile's `regler.toml` (see `kinds/`); a rule that needs code is one file in
//! `builtin/` and one line in [`RULES`]. No rule has a level of its own: the profile's counts.

mod builtin;
mod decisions;
pub mod exceptions;
mod findings;
mod kinds;
mod layout;
mod names;
mod openings;
mod pack;
mod phrases;
mod register;
mod rest;
mod rewriting;
mod selection;
mod sentence;
mod settings;
mod sittning;
mod texts;

use std::cell::OnceCell;
use std::path::Path;

use jiff::civil::Date;
use serde_json::Value;

use crate::document::Document;
use crate::finding::{Finding, Level};
use crate::markup::Remark;
use crate::mote;
use crate::profile::{Profile, ProfileError, TypeFile};
use crate::source::Files;

pub use builtin::RULES;
pub use exceptions::Exceptions;
pub use layout::{Layout, Setting};
pub use pack::{Configured, Pack};
pub use selection::Selection;

use findings::Findings;
use register::{Receiver, Register};
use settings::Settings;
use texts::Texts;

/// The headings every rule's documentation has, in this order.
pub const DOC_HEADINGS: [&str; 5] = ["Vad regeln gör", "Varför", "Exempel", "Åtgärd", "Källa"];

/// A rule in Rust: what it is called and means, and how it is made ready from a profile's settings.
pub struct Rule {
    /// `UND-01`.
    pub id: &'static str,
    /// A short Swedish name.
    pub slug: &'static str,
    /// Its level where no profile says anything.
    pub level: Level,
    /// The version that brought it.
    pub since: &'static str,
    /// The document types it applies to; empty means all.
    pub types: &'static [&'static str],
    /// Swedish, under the [`DOC_HEADINGS`].
    pub docs: &'static str,
    /// Whether it reads the document or what was remarked when it was made.
    pub needs_document: bool,
    prepare: Prepare,
}

/// Makes a rule ready: reads its settings once, so that checking an ärende costs only the reading of the ärende.
type Prepare = fn(&Settings) -> Result<Box<dyn Check>, ProfileError>;

/// A rule made ready for one profile.
trait Check: Send + Sync {
    /// Finds text that nobody else should see: reports it and hides it. Run before every [`Check::check`].
    fn clear(&self, _texts: &mut Texts<'_>, _out: &mut Findings<'_>) {}

    /// Finds what is wrong.
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>);
}

/// A rule without settings is a function.
impl<F: Fn(&Case<'_>, &mut Findings<'_>) + Send + Sync> Check for F {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        self(case, out);
    }
}

/// What is to be checked.
pub struct RuleContext<'a> {
    /// The document type's id.
    pub typ: &'a str,
    /// The whole ärende.
    pub arende: &'a Value,
    /// The document made of it; `None` when it could not be made, and then no rule that needs it is run.
    pub document: Option<&'a Document>,
    /// Whether the ärende is one § of a meeting: the rules that judge whole meetings have judged it already.
    pub of_meeting: bool,
    /// What was remarked in rich text on the way to the document.
    pub remarks: &'a [Remark],
    /// The profile the document is made by.
    pub profile: &'a Profile,
    /// Measures text on paper for the rules that ask.
    pub layout: &'a dyn Layout,
    /// Decides only whether exceptions have expired.
    pub today: Date,
    /// Where the files that the ärende names are looked for; `None` where there is no place to look.
    pub folder: Option<Folder<'a>>,
}

/// The folder an ärende lies in.
#[derive(Clone, Copy)]
pub struct Folder<'a> {
    /// The root that no read leaves.
    pub files: &'a dyn Files,
    /// The folder inside `files`.
    pub path: &'a Path,
}

/// What a rule sees of an ärende.
struct Case<'a> {
    context: &'a RuleContext<'a>,
    /// Every text, leftover template text hidden.
    texts: Texts<'a>,
    /// What the profile says of the document type.
    typ: TypeFile,
    /// The municipality's bodies.
    register: &'a Register,
    /// Who the receivers are, found once for all rules.
    receivers: OnceCell<Vec<Receiver>>,
}

impl<'a> Case<'a> {
    /// A field at the top of the ärende.
    fn field(&self, name: &str) -> Option<&'a Value> {
        self.context.arende.get(name)
    }

    /// Whether it is a § that is no ärende: val av justerare, information, meddelanden.
    fn is_no_arende(&self) -> bool {
        self.field("paragraf").is_some() && self.field("diarienummer").is_none()
    }

    /// The elements of a list at the top of the ärende.
    fn list(&self, name: &str) -> impl Iterator<Item = (usize, &'a Value)> + use<'a> {
        let items = self.field(name).and_then(Value::as_array);
        items.map_or(&[][..], Vec::as_slice).iter().enumerate()
    }
}

/// Runs every rule of the profile that applies and gives what they find, from the top of the ärende to its end.
#[must_use]
pub fn check_all(pack: &Pack, context: &RuleContext<'_>, exceptions: Exceptions) -> Vec<Finding> {
    check_selected(pack, context, exceptions, &Selection::default())
}

/// As [`check_all`], but only the rules of the selection speak.
#[must_use]
pub fn check_selected(
    pack: &Pack,
    context: &RuleContext<'_>,
    exceptions: Exceptions,
    selection: &Selection,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut texts = Texts::of(context.arende);
    let active: Vec<&Configured> = pack
        .rules
        .iter()
        .filter(|rule| {
            rule.applies_to(context.typ) && !(context.of_meeting && rule.applies_to(mote::TYP))
        })
        .collect();
    for rule in &active {
        // What a rule hides is hidden whether or not it may say so.
        let mut unheard = Vec::new();
        let heard = if selection.has(&rule.id) {
            &mut findings
        } else {
            &mut unheard
        };
        rule.check.clear(&mut texts, &mut Findings::of(rule, heard));
    }
    let case = Case {
        context,
        texts,
        typ: context.profile.typ(context.typ),
        register: &pack.register,
        receivers: OnceCell::new(),
    };
    let mut not_run = Vec::new();
    if context.of_meeting || context.typ == mote::TYP {
        // One field holds the exceptions of the meeting and of its §§.
        let others = pack.rules.iter().filter(|rule| {
            let is_run = active.iter().any(|active| active.id == rule.id);
            !is_run
        });
        not_run.extend(others.map(|rule| rule.id.as_str()));
    }
    for rule in active {
        let lacks_document =
            context.document.is_none() && rule.builtin.is_some_and(|rule| rule.needs_document);
        if lacks_document || !selection.has(&rule.id) {
            not_run.push(rule.id.as_str());
            continue;
        }
        rule.check
            .check(&case, &mut Findings::of(rule, &mut findings));
    }
    if exceptions == Exceptions::Apply {
        let applied = exceptions::Applied {
            arende: context.arende,
            typ: context.typ,
            today: context.today,
            rules: &pack.rules,
            not_run: &not_run,
            profile: &pack.exceptions,
        };
        applied.apply(&mut findings);
        findings.retain(|finding| selection.has(&finding.rule));
    }
    findings::sort(&mut findings, context.arende);
    findings
}

#[cfg(test)]
mod beslutsprov;
#[cfg(test)]
mod tests;
