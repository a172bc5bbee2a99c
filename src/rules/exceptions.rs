//! Exceptions (`undantag`) in the ärende and in the profile: which findings they take away, and which of them are
//! themselves worth a finding. Knows no rule.

use jiff::civil::Date;
use serde_json::Value;

use crate::finding::{Finding, Level};
use crate::mote;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::text;

use super::pack::Configured;
use super::settings::{Place, Settings, hint};

/// The id of findings about exceptions.
pub const UNDANTAG: &str = "UNDANTAG";

/// Whether exceptions count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Exceptions {
    /// They take findings away.
    #[default]
    Apply,
    /// As if there were none (`--utan-undantag`).
    Ignore,
}

/// `[[undantag]]` in a profile: a rule that does not count at some place of every ärende.
#[derive(Debug, Clone)]
pub(super) struct ProfileException {
    rule: String,
    place: Pointer,
    types: Vec<String>,
    until: Option<Date>,
    at: Place,
}

impl ProfileException {
    pub(super) fn read(settings: &Settings, rules: &[Configured]) -> Result<Self, ProfileError> {
        let rule = settings.required("regel")?.to_owned();
        if !rules.iter().any(|r| r.id == rule) {
            let known: Vec<&str> = rules.iter().map(|r| r.id.as_str()).collect();
            let message = format!("regeln ”{rule}” finns inte. {}", hint(&rule, &known));
            return Err(settings.value_place("regel").error(message));
        }
        settings.required("motivering")?;
        let place = match settings.text("pekare")? {
            None => Pointer::root(),
            Some(written) => Pointer::parse(written).ok_or_else(|| {
                let message = "en pekare börjar med ”/”, till exempel ”/beslutsunderlag”";
                settings.value_place("pekare").error(message)
            })?,
        };
        let until = match settings.text("galler_till")? {
            None => None,
            Some(written) => Some(text::iso_datum(written).map_err(|fault| {
                settings
                    .value_place("galler_till")
                    .error(format!("{} {fault}", text::quoted(written)))
            })?),
        };
        let types = settings.texts("typer")?;
        settings.finish()?;
        Ok(Self {
            rule,
            place,
            types,
            until,
            at: settings.place.clone(),
        })
    }

    /// Why it takes nothing away from any ärende, if it does not: told at its place.
    pub(super) fn idle(&self, rules: &[Configured], today: Date) -> Option<ProfileError> {
        let rule = rules.iter().find(|rule| rule.id == self.rule)?;
        let is_expired = self.until.filter(|until| *until < today);
        let message = if let Some(until) = is_expired {
            format!(
                "undantaget från {} gällde till {until} och räknas inte längre",
                self.rule
            )
        } else if rule.level == Level::Av {
            format!(
                "undantaget från {} behövs inte: regeln är avstängd",
                self.rule
            )
        } else if !self.types.is_empty() && !self.types.iter().any(|typ| rule.applies_to(typ)) {
            format!(
                "undantaget från {} behövs inte: regeln gäller inte {}",
                self.rule,
                text::eller_lista(&self.types)
            )
        } else {
            return None;
        };
        Some(self.at.error(message))
    }

    fn covers(&self, finding: &Finding, typ: &str) -> bool {
        self.rule == finding.rule
            && (self.types.is_empty() || self.types.iter().any(|t| t == typ))
            && finding
                .pointer
                .as_ref()
                .is_none_or(|pointer| pointer.is_within(&self.place))
    }
}

/// What an ärende's exceptions are applied with.
pub(super) struct Applied<'a> {
    pub(super) arende: &'a Value,
    pub(super) typ: &'a str,
    pub(super) today: Date,
    /// Every rule of the profile.
    pub(super) rules: &'a [Configured],
    /// Ids of rules that could not be run this time: an exception from one of them is not unused.
    pub(super) not_run: &'a [&'a str],
    pub(super) profile: &'a [ProfileException],
}

impl Applied<'_> {
    /// Takes away what the exceptions cover, and adds what is wrong with the exceptions themselves.
    pub(super) fn apply(&self, findings: &mut Vec<Finding>) {
        let own = own(self.arende);
        let mut used = vec![false; own.len()];
        findings.retain(|finding| {
            let mut covered = false;
            for (exception, used) in own.iter().zip(&mut used) {
                if exception.covers(finding, self.today) {
                    *used = true;
                    covered = true;
                }
            }
            !covered && !self.profile_covers(finding)
        });
        for (exception, used) in own.iter().zip(used) {
            findings.extend(self.fault(exception, used));
        }
        findings.extend(
            self.profile
                .iter()
                .filter_map(|e| self.expired_in_profile(e)),
        );
    }

    fn profile_covers(&self, finding: &Finding) -> bool {
        let mut valid = self
            .profile
            .iter()
            .filter(|e| e.until.is_none_or(|until| self.today <= until));
        valid.any(|exception| exception.covers(finding, self.typ))
    }

    fn expired_in_profile(&self, exception: &ProfileException) -> Option<Finding> {
        let until = exception.until.filter(|until| *until < self.today)?;
        let concerns = exception.types.is_empty() || exception.types.iter().any(|t| t == self.typ);
        concerns.then(|| {
            let message = format!(
                "Profilens undantag från {} ({}) gällde till {until} och räknas inte längre.",
                exception.rule,
                exception.at.shown()
            );
            Finding::new(UNDANTAG, Level::Varning, message).help(
                "Be den som sköter profilen att ta bort undantaget eller ge det ett nytt datum.",
            )
        })
    }

    /// What is wrong with an exception of the ärende, if anything is.
    fn fault(&self, exception: &Own<'_>, used: bool) -> Option<Finding> {
        let rule = exception.rule?;
        let finding = |message: String, help: &str| {
            Some(
                Finding::new(UNDANTAG, Level::Varning, message)
                    .help(help)
                    .at(exception.at.clone()),
            )
        };
        if !self.rules.iter().any(|r| r.id == rule) {
            let near = text::closest(rule, self.rules.iter().map(|r| r.id.as_str()));
            let near = near.map_or_else(String::new, |near| format!(" Menade du ”{near}”?"));
            let message = format!(
                "Undantaget gäller regeln {}, som inte finns.{near}",
                text::quoted(rule)
            );
            return finding(
                message,
                "Skriv regelns beteckning som den står i granskningen.",
            );
        }
        if !exception.has_reason {
            let message =
                format!("Undantaget från {rule} saknar motivering och räknas därför inte.");
            return finding(
                message,
                "Skriv i ”motivering” varför regeln inte ska gälla här.",
            );
        }
        if let Some(until) = exception.until.filter(|until| *until < self.today) {
            let message =
                format!("Undantaget från {rule} gällde till {until} och räknas inte längre.");
            return finding(
                message,
                "Rätta det som undantaget gällde, eller ge undantaget ett nytt datum.",
            );
        }
        if used || exception.is_borrowed || self.not_run.contains(&rule) {
            return None;
        }
        let message =
            format!("Undantaget från {rule} behövs inte: regeln har inget att anmärka där.");
        finding(
            message,
            "Ta bort undantaget, eller rätta dess ”pekare” om den pekar på fel fält.",
        )
    }
}

/// An entry of the field `undantag`.
struct Own<'a> {
    rule: Option<&'a str>,
    place: Option<Pointer>,
    has_reason: bool,
    until: Option<Date>,
    /// It came along with a part of another file, and may be of no use here.
    is_borrowed: bool,
    at: Pointer,
}

impl Own<'_> {
    fn covers(&self, finding: &Finding, today: Date) -> bool {
        self.has_reason
            && self.until.is_none_or(|until| today <= until)
            && self.rule == Some(&*finding.rule)
            && match (&self.place, &finding.pointer) {
                (Some(place), Some(pointer)) => pointer.is_within(place),
                (Some(place), None) => *place == Pointer::root(),
                (None, _) => false,
            }
    }
}

fn own(arende: &Value) -> Vec<Own<'_>> {
    let list = arende.get("undantag").and_then(Value::as_array);
    let entries = list
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(index, entry)| {
            let text = |key: &str| entry.get(key).and_then(Value::as_str).map(str::trim);
            Own {
                rule: text("regel"),
                place: text("pekare").and_then(Pointer::parse),
                has_reason: text("motivering").is_some_and(|reason| !reason.is_empty()),
                until: text("galler_till").and_then(|written| text::iso_datum(written).ok()),
                is_borrowed: entry.get(mote::LANAT).is_some(),
                at: Pointer::root().key("undantag").index(index),
            }
        });
    entries.collect()
}
