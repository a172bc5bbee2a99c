//! One document of an opened input: built, and then judged by the rules. Whoever will render it can have it in between.

use std::sync::Arc;

use crate::arende::Arende;
use crate::document::Document;
use crate::finding::{Finding, Level};

use super::meeting::{Meeting, Which};
use super::setup::Setup;
use super::{Built, Checked, Input, Opened, Options, Part, Prepared, Ready};
use super::{Workspace, WorkspaceError, in_reading_order, leave_out_explained};

/// What an ärende is judged by, and where it came from.
#[derive(Clone, Copy)]
struct Judging<'a> {
    setup: &'a Arc<Setup>,
    input: Input<'a>,
    options: &'a Options,
}

impl Judging<'_> {
    /// Hands a document over before the rules have seen it, unless something stops it already. Never a draft: which
    /// characters it cannot have is known only when all is found.
    fn hand_over(
        &self,
        built: Option<&Built>,
        part: &Part,
        found: &[&[Finding]],
        ahead: &mut dyn FnMut(Ready),
    ) {
        let threshold = self.options.threshold;
        let mut found = found.iter().copied().flatten();
        if let Some(built) = built
            && !self.options.draft
            && found.all(|finding| finding.level < threshold)
        {
            ahead(Ready(self.prepared(&built.document, part)));
        }
    }

    fn prepared(&self, document: &Arc<Document>, part: &Part) -> Prepared {
        Prepared {
            document: Arc::clone(document),
            key: part.key.clone(),
            stem: part.stem.clone(),
            setup: Arc::clone(self.setup),
        }
    }

    fn judge(
        &self,
        arende: &Arende,
        built: Option<&Built>,
        findings: &mut Vec<Finding>,
    ) -> Result<(), WorkspaceError> {
        let built = built.map(|built| (&*built.document, &*built.remarks));
        self.setup
            .judge(arende, built, self.input, self.options, findings)
    }
}

impl Workspace {
    /// Judges one ärende and, if its data allows, builds its document.
    ///
    /// # Errors
    /// As [`Workspace::check_part`].
    pub fn check(&self, input: Input<'_>, options: &Options) -> Result<Checked, WorkspaceError> {
        let opened = self.open(input, options)?;
        match opened.parts().first() {
            Some(part) => self.check_part(&opened, part, input, options),
            None => Ok(opened.refused(options)),
        }
    }

    /// Judges one document of an opened input and, if its data allows, builds it. `input` is what was opened.
    ///
    /// # Errors
    /// Only what is wrong with the templates or the configuration; everything wrong with the input is a finding.
    pub fn check_part(
        &self,
        opened: &Opened,
        part: &Part,
        input: Input<'_>,
        options: &Options,
    ) -> Result<Checked, WorkspaceError> {
        self.check_part_ahead(opened, part, input, options, &mut drop)
    }

    /// The same, and hands the document to `ahead` as soon as it is built, so that it can be rendered while the rules
    /// read it. They may stop it yet: what is made of it counts only if what is returned is ready. A document that
    /// something stops already is not handed over, nor is a draft.
    ///
    /// # Errors
    /// As [`Workspace::check_part`].
    pub fn check_part_ahead(
        &self,
        opened: &Opened,
        part: &Part,
        input: Input<'_>,
        options: &Options,
        ahead: &mut dyn FnMut(Ready),
    ) -> Result<Checked, WorkspaceError> {
        let Some(arende) = &opened.arende else {
            return Ok(opened.refused(options));
        };
        let judging = opened.setup.as_ref().map(|setup| Judging {
            setup,
            input,
            options,
        });
        if let (Some(meeting), Some(which), Some(judging)) = (&opened.meeting, part.which, judging)
        {
            return self.check_document(opened, (meeting, which), part, judging, ahead);
        }
        let mut findings = opened.findings.clone();
        let mut prepared = None;
        findings.extend(self.schemas.check(&arende.typ, &arende.raw)?);
        if let Some(judging) = judging {
            // A document of the wrong shape cannot be set: what the schema says is enough to mend it.
            let is_sound = findings.iter().all(|f| f.level < Level::Fel);
            let kalla = is_sound.then(|| part.content.clone());
            let built = self.built(arende, kalla, judging, &mut findings)?;
            judging.hand_over(built.as_ref(), part, &[&findings], ahead);
            judging.judge(arende, built.as_ref(), &mut findings)?;
            let built = self.drafted(arende, built, judging)?;
            prepared = built.map(|built| judging.prepared(&built.document, part));
        }
        arende.source.place_all(&mut findings);
        leave_out_explained(&mut findings);
        in_reading_order(&mut findings);
        Ok(Checked {
            findings,
            threshold: options.threshold,
            draft: options.draft,
            prepared,
            read: Some((arende.source.clone(), Arc::clone(&arende.raw))),
        })
    }

    /// Judges one document of a meeting and, if its data allows, builds it.
    fn check_document(
        &self,
        opened: &Opened,
        (meeting, which): (&Meeting, Which),
        part: &Part,
        judging: Judging<'_>,
        ahead: &mut dyn FnMut(Ready),
    ) -> Result<Checked, WorkspaceError> {
        let options = judging.options;
        let mut findings = opened.findings.clone();
        findings.extend(meeting.told_of(which));
        let mut found = Vec::new();
        let mut built = None;
        let arende = (!is_bereft(meeting, which)).then(|| meeting.document(which));
        if let Some(arende) = &arende {
            let kalla = meeting.is_sound(which).then(|| part.content.clone());
            built = self.built(arende, kalla, judging, &mut found)?;
            // As for an ärende: what could not be read right is not set, not even as a draft.
            let can_be_set = opened.findings.iter().all(|f| f.level < Level::Fel);
            let sound = built.as_ref().filter(|_| can_be_set);
            judging.hand_over(sound, part, &[&findings, &found], ahead);
        }
        if which == Which::Protokoll {
            for index in meeting.extracts() {
                let found = meeting.judged(index, || self.extract(meeting, index, judging))?;
                findings.extend(found.iter().filter(|one| !opened.has_told(one)).cloned());
            }
        }
        if let Some(arende) = &arende {
            judging.judge(arende, built.as_ref(), &mut found)?;
            built = self.drafted(arende, built, judging)?;
            arende.place_all(&mut found);
        }
        findings.extend(found.into_iter().filter(|one| !opened.has_told(one)));
        let built = built.filter(|_| opened.findings.iter().all(|f| f.level < Level::Fel));
        leave_out_explained(&mut findings);
        in_reading_order(&mut findings);
        findings.dedup_by(|one, other| {
            one.rule == other.rule && one.location == other.location && one.message == other.message
        });
        let own = meeting.arende();
        Ok(Checked {
            findings,
            threshold: options.threshold,
            draft: options.draft,
            prepared: built.map(|built| judging.prepared(&built.document, part)),
            read: Some((own.source.clone(), Arc::clone(&own.raw))),
        })
    }

    /// What is found in a § as an extract of its own: each has its place in the file it is about.
    fn extract(
        &self,
        meeting: &Meeting,
        index: usize,
        judging: Judging<'_>,
    ) -> Result<Vec<Finding>, WorkspaceError> {
        let which = Which::Utdrag(index, None);
        let mut found = Vec::new();
        if !is_bereft(meeting, which) {
            let arende = meeting.document(which);
            let kalla = meeting.is_sound(which).then(|| arende.hash());
            let built = self.built(&arende, kalla, judging, &mut found)?;
            judging.judge(&arende, built.as_ref(), &mut found)?;
            arende.place_all(&mut found);
        }
        Ok(found)
    }

    /// The document of an ärende, when the hash of what it is made from is given.
    fn built(
        &self,
        arende: &Arende,
        kalla: Option<String>,
        judging: Judging<'_>,
        findings: &mut Vec<Finding>,
    ) -> Result<Option<Built>, WorkspaceError> {
        kalla
            .map(|kalla| {
                self.build(
                    arende,
                    kalla,
                    judging.setup,
                    judging.input,
                    judging.options,
                    findings,
                )
            })
            .transpose()
    }

    /// The document that is set: findings have told of what cannot be printed; a draft shows where it stood.
    fn drafted(
        &self,
        arende: &Arende,
        built: Option<Built>,
        judging: Judging<'_>,
    ) -> Result<Option<Built>, WorkspaceError> {
        match built {
            Some(built) if judging.options.draft => {
                let holes =
                    self.build_with_holes(arende, judging.setup, judging.input, judging.options)?;
                Ok(Some(holes.unwrap_or(built)))
            }
            built => Ok(built),
        }
    }
}

/// Whether a document is the extract of a § that lacks what it points at.
fn is_bereft(meeting: &Meeting, which: Which) -> bool {
    matches!(which, Which::Utdrag(index, _) if meeting.is_bereft(index))
}
