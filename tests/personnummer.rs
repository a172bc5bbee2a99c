//! PII-01 on made-up prose: every way of writing a personnummer is found, and what only looks like one is left alone.
//! The texts are generated, the same every time; no number is anybody's other than by chance.
#![allow(clippy::disallowed_methods, clippy::print_stdout)]

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use fastrand::Rng;
use kansli::finding::Level;
use kansli::profile::{self, Profile};
use kansli::rules::{self, Exceptions, Pack, RuleContext};
use kansli::workspace::ReferencePage;
use serde_json::json;

fn profile() -> Profile {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("templates");
    let read = |name: &str| fs::read_to_string(root.join(name)).ok().map(Arc::from);
    profile::resolve("sv-bas", &["sv-bas".to_owned()], &read).expect("the profile")
}

/// The last digit of the ten.
fn check_digit(nine: &str) -> u32 {
    let digits = nine.chars().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits
        .enumerate()
        .map(|(at, digit)| digit * if at % 2 == 0 { 2 } else { 1 })
        .map(|product| product / 10 + product % 10)
        .sum();
    (10 - sum % 10) % 10
}

struct Number {
    century: u32,
    /// YYMMDD.
    date: String,
    serial: String,
}

fn number(rng: &mut Rng) -> Number {
    let year = rng.u32(1920..2021);
    let month = rng.u32(1..13);
    let raised = if rng.u8(0..6) == 0 { 60 } else { 0 };
    let day = rng.u32(1..29) + raised;
    let date = format!("{:02}{month:02}{day:02}", year % 100);
    let three = format!("{:03}", rng.u32(1..1000));
    let serial = format!("{three}{}", check_digit(&format!("{date}{three}")));
    Number {
        century: year / 100,
        date,
        serial,
    }
}

/// Every way of writing one.
fn forms(number: &Number) -> Vec<String> {
    let Number {
        century,
        date,
        serial,
    } = number;
    let (yy, mm, dd) = (&date[..2], &date[2..4], &date[4..]);
    let mut forms = Vec::new();
    for day in [date.clone(), format!("{century}{date}")] {
        for sign in [
            "-",
            "+",
            "",
            " ",
            "\u{a0}",
            "\u{202f}",
            "–",
            " – ",
            " - ",
            "- ",
            "\u{2010}",
            "\u{2011}",
            "\u{2212}",
            "\u{a0}–\u{a0}",
            "\\-",
            "-\u{200b}",
        ] {
            forms.push(format!("{day}{sign}{serial}"));
        }
    }
    forms.push(format!("{century} {date}-{serial}"));
    forms.push(format!("{century}{yy}-{mm}-{dd}-{serial}"));
    forms.push(format!("{century}{yy}-{mm}-{dd} {serial}"));
    forms.push(format!("{century}{yy} {mm} {dd} {serial}"));
    forms.push(format!("{yy} {mm} {dd} {serial}"));
    forms.push(format!("{yy} {mm} {dd}-{serial}"));
    forms.push(format!("{yy}-{mm}-{dd}-{serial}"));
    forms.push(format!("{date}-{} {}", &serial[..2], &serial[2..]));
    forms
}

const WITH_CONTEXT: [&str; 20] = [
    "Personnummer: {}.",
    "Sökanden har personnummer {} och bor i kommunen.",
    "Ansökan kommer från Karin Ek, personnr {}, och gäller färdtjänst.",
    "Beslutet gäller eleven ({}), som har rätt till skolskjuts.",
    "Klaganden, {}, begär att nämnden ändrar sitt beslut.",
    "Pers.nr {} har fått ett felaktigt besked.",
    "Patienten, med personnumret {}, har lämnat ett klagomål.",
    "Barnet är fött i Sverige (samordningsnummer {}).",
    "Vårdnadshavaren {} har yttrat sig över utredningen.",
    "Hon, född {}, har haft insatsen sedan 2019.",
    "Den enskilde ({}) har avböjt insatsen.",
    "God man är Per Ås, pnr {}.",
    "I akten finns pnr: {}, vilket ska tas bort före publicering.",
    "Huvudmannen, personnummer {}, har godkänt redovisningen.",
    "Brukaren {} överklagar.",
    "Av registret framgår personnummer **{}** för den som ansökte.",
    "Dödsboet efter {} har inte hörts av.",
    "Innehavaren av tillståndet, {}, har bytt adress.",
    "Numret {} (personnummer) står på blanketten.",
    "Makan, p.nr {}; sonen är myndig.",
];

const BARE: [&str; 14] = [
    "Ärendet gäller {} enligt bilagan.",
    "Se {}.",
    "Handlingen är märkt {} i arkivet.",
    "Kommunen har tagit emot {} i dag.",
    "Uppgiften {} står i tabellen.",
    "({})",
    "Nämnden beslutar om {} i juni.",
    "Enligt {} är det så.",
    "Underlaget heter {} och är daterat.",
    "Siffran {} är riktig.",
    "Det står {} på sidan 3.",
    "{} har registrerats.",
    "Anteckning: {}.",
    "I rutan står {}, inget annat.",
];

fn digits(rng: &mut Rng, count: usize) -> String {
    (0..count)
        .map(|_| char::from(rng.u8(b'0'..=b'9')))
        .collect()
}

/// Something that looks like a personnummer and is none.
fn near_miss(rng: &mut Rng) -> String {
    let year = rng.u32(1990..2031);
    let (month, day) = (rng.u32(1..13), rng.u32(1..29));
    let (hour, minute) = (rng.u32(0..24), rng.u32(0..60));
    match rng.u8(0..26) {
        0 | 1 => {
            // A legal person's number has 20 or more where a month would stand, and the same check digit.
            let nine = format!(
                "{}{:02}{:02}{}",
                rng.choice(["21", "55", "71", "76", "80", "90"])
                    .unwrap_or("55"),
                rng.u32(20..100),
                rng.u32(0..100),
                digits(rng, 3)
            );
            let ten = format!("{nine}{}", check_digit(&nine));
            let sign = rng.choice(["-", "", " ", "–"]).unwrap_or("-");
            format!("{}{sign}{}", &ten[..6], &ten[6..])
        }
        2 => format!("16{}-{}", digits(rng, 6), digits(rng, 4)),
        3 => format!(
            "07{}-{} {} {}",
            digits(rng, 1),
            digits(rng, 3),
            digits(rng, 2),
            digits(rng, 2)
        ),
        4 => format!("070{}", digits(rng, 7)),
        5 => format!(
            "0{}-{} {} {}",
            digits(rng, 2),
            digits(rng, 2),
            digits(rng, 2),
            digits(rng, 2)
        ),
        6 => format!(
            "+46 70 {} {} {}",
            digits(rng, 3),
            digits(rng, 2),
            digits(rng, 2)
        ),
        7 => format!("{}-{}", digits(rng, 4), digits(rng, 4)),
        8 => format!("{}-{}", digits(rng, 3), digits(rng, 4)),
        9 => format!(
            "{} {} {}-{}",
            digits(rng, 2),
            digits(rng, 2),
            digits(rng, 2),
            digits(rng, 1)
        ),
        10 => format!("KS {year}-{}", digits(rng, 5)),
        11 => format!("{year}/KS {}", digits(rng, 4)),
        12 => format!("KFKS {year}/{}", digits(rng, 4)),
        13 => {
            let count = rng.usize(8..20);
            format!("OCR {}", digits(rng, count))
        }
        14 => format!("Sparven {}:{}", rng.u32(1..99), rng.u32(1..999)),
        15 => format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:00"),
        16 => format!("{year}{month:02}{day:02}T{hour:02}{minute:02}"),
        17 => format!("20{:02}{month:02}{day:02}{hour:02}{minute:02}", year % 31),
        18 => format!("20{:02}{month:02}{day:02}-{hour:02}{minute:02}", year % 31),
        19 => format!(
            "{year}-{month:02}-{day:02}–{}-{month:02}-{day:02}",
            year + 1
        ),
        20 => format!("73{}", digits(rng, 11)),
        21 => {
            // A number with one digit wrong.
            let right = number(rng);
            let wrong = (right.serial[3..].parse::<u32>().unwrap_or(0) + rng.u32(1..10)) % 10;
            format!("{}-{}{wrong}", right.date, &right.serial[..3])
        }
        22 => {
            // A day that does not exist, and a check digit that fits.
            let nine = format!(
                "{:02}{:02}{:02}{}",
                rng.u32(0..100),
                rng.u32(13..20),
                rng.u32(32..61),
                digits(rng, 3)
            );
            format!("{}-{}{}", &nine[..6], &nine[6..], check_digit(&nine))
        }
        23 => format!("{} {} kronor", rng.u32(100..1000), digits(rng, 3)),
        24 => format!(
            "SE{} {} {} {} {}",
            digits(rng, 2),
            digits(rng, 4),
            digits(rng, 4),
            digits(rng, 4),
            digits(rng, 4)
        ),
        _ => format!("{year}{month:02}{day:02}–{}{month:02}{day:02}", year + 1),
    }
}

/// How much each text weighs: the highest level of PII-01 in it.
fn judged(texts: &[String]) -> (Vec<Option<Level>>, Vec<String>) {
    let mut profile = profile();
    let off: String = rules::RULES
        .iter()
        .filter(|rule| rule.id != "PII-01")
        .map(|rule| ["[[regel]]\nid = \"", rule.id, "\"\nniva = \"av\"\n"].concat())
        .collect::<Vec<_>>()
        .concat();
    profile
        .rules
        .push(("prov/regler.toml".to_owned(), Arc::from(off)));
    let pack = Pack::read(&profile).unwrap_or_else(|error| panic!("{error}"));
    let mut levels = vec![None; texts.len()];
    let mut messages = Vec::new();
    // A paragraph for each text: what stands in one is no context of the next.
    for (chunk, texts) in texts.chunks(500).enumerate() {
        let lines: Vec<&str> = texts.iter().flat_map(|text| [text.as_str(), ""]).collect();
        let arende = json!({"rubrik": "Prov", "arendet": lines});
        let context = RuleContext {
            typ: "skrivelse",
            arende: &arende,
            document: None,
            of_meeting: false,
            remarks: &[],
            profile: &profile,
            layout: &ReferencePage,
            today: jiff::civil::date(2026, 6, 1),
            folder: None,
        };
        for finding in rules::check_all(&pack, &context, Exceptions::Apply) {
            assert_eq!(finding.rule, "PII-01", "{}", finding.message);
            let place = finding
                .pointer
                .as_ref()
                .and_then(kansli::pointer::Pointer::last);
            let line: usize = place.and_then(|n| n.parse().ok()).expect("a line");
            let level = &mut levels[chunk * 500 + line / 2];
            *level = (*level).max(Some(finding.level));
            messages.push(finding.message);
        }
    }
    (levels, messages)
}

#[test]
fn every_form_in_its_context_is_found_and_never_shown() {
    let mut rng = Rng::with_seed(0x004b_414e_534c_4932);
    let mut texts = Vec::new();
    for round in 0..4 {
        for (place, template) in WITH_CONTEXT.iter().enumerate() {
            let forms = forms(&number(&mut rng)).len();
            for form in 0..forms {
                let number = number(&mut rng);
                let written = forms_of(&number, form + round + place);
                texts.push(template.replace("{}", &written));
            }
        }
    }
    let (levels, messages) = judged(&texts);
    let missed: Vec<&String> = texts
        .iter()
        .zip(&levels)
        .filter(|(_, level)| **level < Some(Level::Varning))
        .map(|(text, _)| text)
        .collect();
    let found = texts.len() - missed.len();
    println!("personnummer: {found} of {} found", texts.len());
    assert!(texts.len() >= 2000, "{}", texts.len());
    assert!(found * 1000 >= texts.len() * 995, "missed: {missed:#?}");
    for message in &messages {
        let last: String = message
            .chars()
            .filter(|c| matches!(c, '0'..='9' | '*'))
            .collect();
        assert!(last.ends_with("****"), "{message}");
    }
}

fn forms_of(number: &Number, at: usize) -> String {
    let mut forms = forms(number);
    let index = at % forms.len();
    forms.swap_remove(index)
}

#[test]
fn what_only_looks_like_one_is_left_alone() {
    let mut rng = Rng::with_seed(0x004b_414e_534c_4931);
    let texts: Vec<String> = (0..21_000)
        .map(|_| {
            let near = near_miss(&mut rng);
            let template = rng.choice(BARE).unwrap_or("{}");
            template.replace("{}", &near)
        })
        .collect();
    let (levels, _) = judged(&texts);
    let alarms = |least: Level| -> Vec<&String> {
        let both = texts.iter().zip(&levels);
        both.filter(|(_, level)| **level >= Some(least))
            .map(|(text, _)| text)
            .collect()
    };
    let (high, all) = (alarms(Level::Varning), alarms(Level::Rad));
    println!(
        "near misses: {} warnings and {} advice in {}",
        high.len(),
        all.len() - high.len(),
        texts.len()
    );
    assert!(texts.len() >= 20_000);
    assert!(high.len() * 1000 <= texts.len(), "{high:#?}");
    assert!(all.len() * 100 <= texts.len(), "{all:#?}");
}
