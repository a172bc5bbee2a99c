//! PRO-02: the yrkanden are in the protocol, and so is the order of propositions when there is more than one proposal.

use std::collections::BTreeSet;

use serde_json::Value;

use super::PROTOKOLL;
use crate::finding::Level;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::phrases::Phrases;
use crate::rules::settings::Settings;
use crate::rules::sittning::{Paragraf, Sittning, rich};
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "PRO-02",
    slug: "yrkanden-och-proposition",
    level: Level::Fel,
    since: "0.2",
    types: PROTOKOLL,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Kontrollerar att de yrkanden som inte har tagits tillbaka står i paragrafen, med det som yrkas. Finns mer än ett förslag \
ska det också framgå i vilken ordning ordföranden ställde proposition. Ett förslag som ställs mot ett annat i \
propositionen eller omröstningen ska finnas bland yrkandena.

## Varför
Protokollet ska visa vilka förslag instansen valde mellan och hur valet gick till. Annars går det inte att se vad en röst \
betydde eller om ordningen var riktig.

## Exempel
Fel: ett bifallsyrkande och ett avslagsyrkande utan `proposition`
Rätt: `\"proposition\": { \"forslag\": [\"bifall till arbetsutskottets förslag\", \"avslag\"], \"finner\": \"bifall till \
arbetsutskottets förslag\" }`

## Åtgärd
Lägg till det som saknas i `yrkanden` eller `proposition`. Ett yrkande som har tagits tillbaka märks `aterkallat` och ska \
inte ställas under proposition.

## Källa
5 kap. 67 § kommunallagen (2017:725); för nämnder 6 kap. 35 §. Orden som skiljer yrkanden åt i löpande text står i \
profilens `regler.toml`.
",
};

struct Yrkanden {
    /// What makes a yrkande in running text another proposal than the one that was prepared.
    other: Phrases,
    withdrawn: Phrases,
    /// What comes from outside the body that prepares: a motion.
    outside: Phrases,
    /// Words that say no to it.
    against: Phrases,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    Ok(Box::new(Yrkanden {
        other: Phrases::read(settings, "andra_forslag", &[])?.unwrap_or_default(),
        withdrawn: Phrases::read(settings, "aterkallade", &[])?.unwrap_or_default(),
        outside: Phrases::read(settings, "utifran", &[])?.unwrap_or_default(),
        against: Phrases::read(settings, "avslag", &[])?.unwrap_or_default(),
    }))
}

/// A yrkande as the rule reads it.
struct Yrkande<'a> {
    at: Pointer,
    value: &'a Value,
    /// Everything that is said in it, in lower case.
    said: String,
    is_withdrawn: bool,
}

impl Check for Yrkanden {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let sittning = Sittning::of(case);
        for paragraf in sittning.paragrafer.iter().filter(|p| !p.is("utgar")) {
            let yrkanden = self.yrkanden(paragraf);
            empty(paragraf, &yrkanden, out);
            if !named_without_yrkande(&sittning, paragraf, &yrkanden, out) {
                voted_without_yrkande(paragraf, &yrkanden, out);
            }
            self.proposition(paragraf, &yrkanden, out);
        }
    }
}

impl Yrkanden {
    fn yrkanden<'a>(&self, paragraf: &Paragraf<'a>) -> Vec<Yrkande<'a>> {
        let all = paragraf.list("yrkanden").map(|(at, value)| {
            let said = if value.is_object() {
                let av: Vec<&str> = value
                    .get("av")
                    .and_then(Value::as_array)
                    .map_or(&[][..], Vec::as_slice)
                    .iter()
                    .filter_map(Value::as_str)
                    .collect();
                let forslag = value.get("forslag").and_then(Value::as_str);
                format!(
                    "{} {} {}",
                    av.join(" "),
                    forslag.unwrap_or_default(),
                    rich(value.get("text"))
                )
            } else {
                rich(Some(value))
            };
            let is_withdrawn = value.get("aterkallat") == Some(&Value::Bool(true))
                || (!value.is_object() && self.withdrawn.is_in(&said));
            Yrkande {
                at,
                value,
                said: said.to_lowercase(),
                is_withdrawn,
            }
        });
        all.collect()
    }

    /// How many proposals the body chooses between, as far as that is certain.
    fn proposals(&self, paragraf: &Paragraf<'_>, yrkanden: &[Yrkande<'_>]) -> usize {
        let prepared: Vec<&Value> = paragraf.list("forslag").map(|(_, value)| value).collect();
        let base = self.base(&prepared);
        let mut all: BTreeSet<String> = BTreeSet::new();
        if !prepared.is_empty() || paragraf.word("arende").is_some() {
            all.insert(base.to_owned());
        }
        for yrkande in yrkanden.iter().filter(|yrkande| !yrkande.is_withdrawn) {
            let about = yrkande.value.get("forslag").and_then(Value::as_str);
            // A motion is bifallen or avslagen whatever the body that prepared it proposes.
            let is_outside = about.is_some_and(|about| self.outside.is_in(about));
            match yrkande.value.get("typ").and_then(Value::as_str) {
                Some(typ @ ("bifall" | "avslag")) if is_outside => {
                    all.insert(typ.to_owned());
                }
                // That something is to be done as proposed, or not, says that there is something proposed.
                Some("bifall") => {
                    all.insert(base.to_owned());
                }
                Some("avslag") => {
                    all.insert(base.to_owned());
                    all.insert("avslag på förslaget".to_owned());
                }
                // Two who want the ärende sent back want one thing, whatever their reasons.
                Some(typ @ ("aterremiss" | "bordlaggning")) => {
                    all.insert(typ.to_owned());
                }
                Some(_) => {
                    all.insert(yrkande.at.to_string());
                }
                None if yrkande.value.is_object() || yrkande.said.trim().is_empty() => {}
                None if self.outside.is_in(&yrkande.said) => {
                    let is_against = self.against.is_in(&yrkande.said);
                    let is_for = yrkande.said.contains("bifall");
                    match (is_for, is_against) {
                        (true, false) => all.insert("bifall".to_owned()),
                        (false, true) => all.insert("avslag".to_owned()),
                        _ => false,
                    };
                }
                None => {
                    // One sentence may say two things: it is counted as one.
                    let is_other = self.other.is_in(&yrkande.said);
                    all.insert(if is_other { "i text" } else { base }.to_owned());
                }
            }
        }
        all.len()
    }

    /// What is proposed: to avslå or bifalla something from outside, or anything else.
    fn base(&self, prepared: &[&Value]) -> &'static str {
        let decisions = prepared.iter().filter_map(|p| p.get("beslut")?.as_array());
        let points = decisions
            .flatten()
            .filter_map(|decision| decision.get("punkter")?.as_array())
            .flatten()
            .map(|point| rich(Some(point)).to_lowercase());
        for point in points.filter(|point| self.outside.is_in(point)) {
            if self.against.is_in(&point) {
                return "avslag";
            }
            if point.contains("bifall") {
                return "bifall";
            }
        }
        "förslaget"
    }

    fn proposition(
        &self,
        paragraf: &Paragraf<'_>,
        yrkanden: &[Yrkande<'_>],
        out: &mut Findings<'_>,
    ) {
        let is_said = match paragraf.value.get("proposition") {
            Some(Value::Object(parts)) => ["forslag", "finner", "text"].iter().any(|part| {
                parts.get(*part).is_some_and(|part| match part {
                    Value::Array(items) => !items.is_empty(),
                    Value::String(text) => !text.trim().is_empty(),
                    _ => true,
                })
            }),
            field @ (Some(Value::String(_) | Value::Array(_)) | None) => {
                !rich(field).trim().is_empty()
            }
            Some(Value::Null) => false,
            // Of another type: the schema speaks of that.
            Some(_) => true,
        };
        if is_said || paragraf.list("beslut").next().is_none() {
            return;
        }
        let count = self.proposals(paragraf, yrkanden);
        if count > 1 {
            out.add(
                paragraf.at.key("proposition"),
                paragraf.says(&format!(
                    "{} förslag finns, men det framgår inte i vilken ordning ordföranden ställde proposition.",
                    text::antalsord(count as u64)
                )),
            )
            .relies_on(paragraf.at.key("proposition"))
            .advise("Fyll i ”proposition” med förslagen i den ordning de ställdes.");
        }
    }
}

/// A yrkande that does not say what it wants.
fn empty(paragraf: &Paragraf<'_>, yrkanden: &[Yrkande<'_>], out: &mut Findings<'_>) {
    for yrkande in yrkanden.iter().filter(|yrkande| !yrkande.is_withdrawn) {
        let typ = yrkande.value.get("typ").and_then(Value::as_str);
        let says = |name: &str| !rich(yrkande.value.get(name)).trim().is_empty();
        if matches!(typ, Some("andring" | "tillagg")) && !says("text") && !says("forslag") {
            let av = yrkande
                .value
                .get("av")
                .and_then(|av| av.get(0))
                .and_then(Value::as_str);
            let message = format!(
                "det framgår inte vad {} yrkar.",
                av.unwrap_or("den som ställer yrkandet")
            );
            out.add(yrkande.at.key("text"), paragraf.says(&message))
                .advise("Skriv yrkandet i ”text”, som fortsättning på ”yrkar”.");
        }
    }
}

/// The texts that name a proposal in votes and propositions, each with its place.
fn labels<'a>(paragraf: &Paragraf<'a>) -> Vec<(Pointer, &'a str)> {
    let mut labels = Vec::new();
    if let Some(proposition) = paragraf.value.get("proposition").filter(|p| p.is_object()) {
        labels.extend(crate::rules::sittning::names(
            &paragraf.at.key("proposition"),
            proposition,
            "forslag",
        ));
    }
    for (at, vote) in paragraf.list("omrostningar") {
        for side in ["ja", "nej"] {
            let label = vote
                .get(side)
                .and_then(|side| side.get("forslag"))
                .and_then(Value::as_str);
            labels.extend(label.map(|label| (at.key(side).key("forslag"), label)));
        }
    }
    labels
}

/// A proposal of somebody who has no yrkande, or has taken it back. Gives whether there is any.
fn named_without_yrkande(
    sittning: &Sittning<'_>,
    paragraf: &Paragraf<'_>,
    yrkanden: &[Yrkande<'_>],
    out: &mut Findings<'_>,
) -> bool {
    /// More names than this in one label are no label.
    const LONGEST: usize = 400;
    let mut told = BTreeSet::new();
    for (at, label) in labels(paragraf) {
        let lower = label.to_lowercase();
        if lower.len() > LONGEST || !lower.contains("yrkande") {
            continue;
        }
        for tjanst in &sittning.tjanster {
            let name = tjanst.person.namn.to_lowercase();
            if !name.contains(' ') || !lower.contains(&name) || !told.insert(tjanst.who) {
                continue;
            }
            let of = |yrkande: &&Yrkande<'_>| yrkande.said.contains(&name);
            let mut own = yrkanden.iter().filter(of).peekable();
            let message = if own.peek().is_none() {
                format!(
                    "{} ställs under proposition eller omröstning, men yrkandet är inte redovisat.",
                    text::versal(label)
                )
            } else if own.all(|yrkande| yrkande.is_withdrawn) {
                format!(
                    "{} ställs under proposition eller omröstning, men yrkandet har tagits tillbaka.",
                    text::versal(label)
                )
            } else {
                continue;
            };
            out.add(at.clone(), paragraf.says(&message))
                .advise("Lägg till yrkandet i ”yrkanden”, eller rätta förslaget här.");
        }
    }
    !told.is_empty()
}

/// A vote about proposals that nobody has made.
fn voted_without_yrkande(
    paragraf: &Paragraf<'_>,
    yrkanden: &[Yrkande<'_>],
    out: &mut Findings<'_>,
) {
    let is_open = |vote: &Value| vote.get("typ").and_then(Value::as_str) != Some("sluten");
    let has_vote = paragraf.list("omrostningar").any(|(_, vote)| is_open(vote));
    let bodies = paragraf.list("forslag").count();
    if has_vote && bodies < 2 && yrkanden.iter().all(|yrkande| yrkande.is_withdrawn) {
        out.add(
            paragraf.at.key("yrkanden"),
            paragraf.says("det görs en omröstning, men inga yrkanden är redovisade."),
        )
        .relies_on(paragraf.at.key("yrkanden"))
        .advise("Lägg till yrkandena i ”yrkanden”: vem som yrkade och vad.");
    }
}
