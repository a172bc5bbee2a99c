//! The forms of Swedish verbs that decisions are written with: "godkänna", "godkänner", "godkänns". Knows no sentence,
//! and holds no list of what counts as a decision.

/// The forms that the verb of a decision stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verbform {
    /// "godkänna".
    Infinitiv,
    /// "godkänner".
    Presens,
    /// "godkänns"; for most verbs also the passive infinitive ("noteras", "antas").
    Passiv,
    /// "godkännas", where it is written otherwise than the present.
    PassivInfinitiv,
    /// "godkänn", where it is written otherwise than the infinitive and the present.
    Imperativ,
}

/// How infinitives end whose present is in -er (or in nothing, after r), compounds included: "avsätta", "genomföra".
/// Every other verb takes -r: "noterar", "avslår", "antar".
const IN_ER: [&str; 93] = [
    "behöva", "binda", "bjuda", "bryta", "bygga", "byta", "bära", "böja", "draga", "driva", "döma",
    "falla", "finna", "fylla", "fälla", "följa", "föra", "giva", "gripa", "gräva", "gälla", "gära",
    "göra", "hjälpa", "hyra", "hänga", "häva", "hålla", "höja", "höra", "knyta", "komma", "kräva",
    "känna", "köpa", "leda", "lyda", "lysa", "lägga", "länga", "lära", "läsa", "låsa", "låta",
    "lösa", "mäla", "märka", "möta", "njuta", "nämna", "reda", "råda", "röja", "skilja", "skjuta",
    "skriva", "skänka", "skära", "skärpa", "sköta", "sluta", "sprida", "stiga", "strida", "stryka",
    "styra", "styrka", "ställa", "stämma", "stänga", "stärka", "stödja", "säga", "sälja", "sända",
    "sänka", "sätta", "söka", "taga", "trycka", "träda", "tycka", "tyda", "täcka", "tända",
    "tänka", "vika", "vinna", "väcka", "väga", "välja", "vända", "växa",
];

/// Those that end like one of them and yet take -r.
const IN_R: [&str; 2] = ["avsluta", "besluta"];

/// The verb without its last vowel, where its present is in -er: "godkänn", "välj", "genomför".
fn stem(infinitive: &str) -> Option<&str> {
    let is_in_er = !IN_R.contains(&infinitive) && IN_ER.iter().any(|end| infinitive.ends_with(end));
    infinitive.strip_suffix('a').filter(|_| is_in_er)
}

/// A stem before a consonant or at the end of a word: "bestäm" of "bestämm", "stöd" of "stödj".
fn short(stem: &str) -> &str {
    let shorter = stem.strip_suffix('m').filter(|rest| rest.ends_with('m'));
    shorter
        .or_else(|| stem.strip_suffix('j').filter(|rest| rest.ends_with('d')))
        .unwrap_or(stem)
}

/// "godkänner" of "godkänna".
#[must_use]
pub fn presens(infinitive: &str) -> String {
    match stem(infinitive) {
        None => format!("{infinitive}r"),
        Some(stem) if stem.ends_with('r') => stem.to_owned(),
        Some(stem) => format!("{stem}er"),
    }
}

/// "godkänns" of "godkänna".
#[must_use]
pub fn passiv(infinitive: &str) -> String {
    match stem(infinitive) {
        None => format!("{infinitive}s"),
        Some(stem) if stem.ends_with(['s', 'x']) => format!("{stem}es"),
        Some(stem) => format!("{}s", short(stem)),
    }
}

/// Which form of the verb a word in lower case is.
fn form_of(word: &str, infinitive: &str) -> Option<Verbform> {
    // No form loses more than the last two letters of it: nearly every word is told apart here.
    let root = infinitive.floor_char_boundary(infinitive.len().saturating_sub(2));
    if !word.starts_with(&infinitive[..root]) {
        return None;
    }
    let ending = |of: &str| word.strip_prefix(of);
    let Some(stem) = stem(infinitive) else {
        return match ending(infinitive)? {
            "" => Some(Verbform::Infinitiv),
            "r" => Some(Verbform::Presens),
            "s" => Some(Verbform::Passiv),
            _ => None,
        };
    };
    match ending(stem) {
        Some("a") => return Some(Verbform::Infinitiv),
        Some("as") => return Some(Verbform::PassivInfinitiv),
        Some("er") if !stem.ends_with('r') => return Some(Verbform::Presens),
        Some("") if stem.ends_with('r') => return Some(Verbform::Presens),
        Some("es") if stem.ends_with(['s', 'x']) => return Some(Verbform::Passiv),
        _ => {}
    }
    match ending(short(stem))? {
        "" => Some(Verbform::Imperativ),
        "s" if !stem.ends_with(['s', 'x']) => Some(Verbform::Passiv),
        _ => None,
    }
}

/// A verb of a list: its infinitive, and the words that belong to it and stand somewhere after it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Verb {
    infinitive: String,
    particle: String,
}

/// A list of verbs, found by any of their forms.
#[derive(Debug, Clone, Default)]
pub struct Verbs {
    /// Sorted: a form begins like its infinitive.
    list: Vec<Verb>,
}

impl Verbs {
    /// Verbs by their infinitives, with what belongs to them: "anta", "lägga till handlingarna".
    pub fn new<'a>(infinitives: impl IntoIterator<Item = &'a str>) -> Self {
        let split = |written: &str| {
            let written = written.trim().to_lowercase();
            let (infinitive, particle) = written.split_once(' ').unwrap_or((&written, ""));
            Verb {
                infinitive: infinitive.to_owned(),
                particle: particle.to_owned(),
            }
        };
        let mut list: Vec<Verb> = infinitives.into_iter().map(split).collect();
        list.sort();
        Self { list }
    }

    /// The infinitive and the form of a word in lower case, if it is a verb of the list. What belongs to the verb has to
    /// stand after it, which `follows` answers.
    pub fn find(&self, word: &str, follows: impl Fn(&str) -> bool) -> Option<(&str, Verbform)> {
        let second = word.char_indices().nth(2);
        let prefix = &word[..second.map_or(word.len(), |(at, _)| at)];
        let first = self
            .list
            .partition_point(|verb| verb.infinitive.as_str() < prefix);
        let near = self.list[first..]
            .iter()
            .take_while(|verb| !prefix.is_empty() && verb.infinitive.starts_with(prefix));
        near.filter_map(|verb| Some((verb, form_of(word, &verb.infinitive)?)))
            .find(|(verb, _)| verb.particle.is_empty() || follows(&verb.particle))
            .map(|(verb, form)| (verb.infinitive.as_str(), form))
    }
}

#[cfg(test)]
mod tests {
    use super::{Verbform, Verbs, passiv, presens};

    /// Infinitive, present, passive: the verbs of municipal decisions, as they are written.
    const FORMS: &str = "
        acceptera accepterar accepteras, anmäla anmäler anmäls, anmoda anmodar anmodas, anse anser anses,
        anslå anslår anslås, ansluta ansluter ansluts, ansöka ansöker ansöks, anställa anställer anställs,
        anta antar antas, anteckna antecknar antecknas, anvisa anvisar anvisas, använda använder används,
        arrendera arrenderar arrenderas, attestera attesterar attesteras, avbryta avbryter avbryts, avge avger avges,
        avgöra avgör avgörs, avhjälpa avhjälper avhjälps, avråda avråder avråds, avskriva avskriver avskrivs,
        avslå avslår avslås, avsluta avslutar avslutas, avstyrka avstyrker avstyrks, avstå avstår avstås,
        avsäga avsäger avsägs, avsätta avsätter avsätts, avtala avtalar avtalas, avveckla avvecklar avvecklas,
        avvisa avvisar avvisas, befria befriar befrias, begära begär begärs, bekräfta bekräftar bekräftas,
        bemyndiga bemyndigar bemyndigas, bereda bereder bereds, besluta beslutar beslutas, bestrida bestrider bestrids,
        bestämma bestämmer bestäms, besvara besvarar besvaras, betala betalar betalas, bevilja beviljar beviljas,
        bidra bidrar bidras, bifalla bifaller bifalls, bilda bildar bildas, bjuda bjuder bjuds,
        bordlägga bordlägger bordläggs, bygga bygger byggs, dela delar delas, delegera delegerar delegeras,
        döma dömer döms, entlediga entledigar entledigas, ersätta ersätter ersätts, fastslå fastslår fastslås,
        fastställa fastställer fastställs, finansiera finansierar finansieras, finna finner finns,
        flytta flyttar flyttas, framföra framför framförs, framhålla framhåller framhålls, frånträda frånträder frånträds,
        fullgöra fullgör fullgörs, fördela fördelar fördelas, förelägga förelägger föreläggs, föreslå föreslår föreslås,
        förklara förklarar förklaras, förlänga förlänger förlängs, förorda förordar förordas,
        förordna förordnar förordnas, förvärva förvärvar förvärvas, ge ger ges, genomföra genomför genomförs,
        godkänna godkänner godkänns, godta godtar godtas, göra gör görs, hemställa hemställer hemställs,
        hyra hyr hyrs, hänskjuta hänskjuter hänskjuts, hänvisa hänvisar hänvisas, höja höjer höjs,
        inbjuda inbjuder inbjuds, införa inför införs, informera informerar informeras, ingå ingår ingås,
        inhämta inhämtar inhämtas, inleda inleder inleds, inrätta inrättar inrättas, instämma instämmer instäms,
        justera justerar justeras, kalla kallar kallas, komplettera kompletterar kompletteras, köpa köper köps,
        lägga lägger läggs, lämna lämnar lämnas, låta låter låts, lösa löser löses, meddela meddelar meddelas,
        medge medger medges, notera noterar noteras, omfördela omfördelar omfördelas, ompröva omprövar omprövas,
        ordna ordnar ordnas, placera placerar placeras, prioritera prioriterar prioriteras, pröva prövar prövas,
        påbörja påbörjar påbörjas, redovisa redovisar redovisas, rekommendera rekommenderar rekommenderas,
        remittera remitterar remitteras, revidera reviderar revideras, samtycka samtycker samtycks,
        skicka skickar skickas, skjuta skjuter skjuts, ställa ställer ställs, stänga stänger stängs,
        stödja stödjer stöds, sälja säljer säljs, sända sänder sänds, sänka sänker sänks, säga säger sägs, ta tar tas,
        teckna tecknar tecknas, tillerkänna tillerkänner tillerkänns, tillfråga tillfrågar tillfrågas,
        tillföra tillför tillförs, tillkännage tillkännager tillkännages, tillskriva tillskriver tillskrivs,
        tillstyrka tillstyrker tillstyrks, tillsätta tillsätter tillsätts, tillåta tillåter tillåts,
        undanta undantar undantas, underteckna undertecknar undertecknas, undersöka undersöker undersöks,
        upphandla upphandlar upphandlas, upphäva upphäver upphävs, uppdra uppdrar uppdras, uppmana uppmanar uppmanas,
        upplåta upplåter upplåts, upprätta upprättar upprättas, uppta upptar upptas, utesluta utesluter utesluts,
        utfärda utfärdar utfärdas, utlysa utlyser utlyses, utnämna utnämner utnämns, utreda utreder utreds,
        utse utser utses, uttala uttalar uttalas, utöka utökar utökas, utdela utdelar utdelas,
        vidarebefordra vidarebefordrar vidarebefordras, vidhålla vidhåller vidhålls, vidta vidtar vidtas,
        välja väljer väljs, väcka väcker väcks, yrka yrkar yrkas, ålägga ålägger åläggs, återkalla återkallar återkallas,
        återlämna återlämnar återlämnas, återremittera återremitterar återremitteras, återta återtar återtas,
        ändra ändrar ändras, överklaga överklagar överklagas, överlåta överlåter överlåts,
        överlämna överlämnar överlämnas, översända översänder översänds, överta övertar övertas,
        överväga överväger övervägs, överföra överför överförs, öronmärka öronmärker öronmärks";

    #[test]
    fn the_verbs_of_decisions_have_their_forms() {
        let rows: Vec<Vec<&str>> = FORMS
            .split(',')
            .map(|row| row.split_whitespace().collect())
            .collect();
        assert!(rows.len() > 120, "{}", rows.len());
        let all = Verbs::new(rows.iter().map(|row| row[0]));
        for row in rows {
            let (infinitive, wanted) = (row[0], [row[1], row[2]]);
            assert_eq!([presens(infinitive), passiv(infinitive)], wanted);
            let forms = [
                (infinitive, Verbform::Infinitiv),
                (wanted[0], Verbform::Presens),
                (wanted[1], Verbform::Passiv),
            ];
            for (word, form) in forms {
                assert_eq!(
                    all.find(word, |_| false),
                    Some((infinitive, form)),
                    "{word}"
                );
            }
        }
    }

    #[test]
    fn words_that_are_no_form_of_a_verb_are_left_alone() {
        let verbs = Verbs::new([
            "anta",
            "godkänna",
            "välja",
            "bestämma",
            "utlysa",
            "ge i uppdrag",
        ]);
        for word in [
            "",
            "a",
            "an",
            "antal",
            "antagande",
            "godkännande",
            "godkänt",
            "valj",
            "väl",
            "bestämd",
            "utlyss",
            "gest",
            "å",
            "😀😀😀",
            "antaas",
            "godkännser",
        ] {
            assert_eq!(verbs.find(word, |_| true), None, "{word}");
        }
        let find = |word| verbs.find(word, |_| false);
        assert_eq!(
            find("godkännas"),
            Some(("godkänna", Verbform::PassivInfinitiv))
        );
        assert_eq!(find("godkänn"), Some(("godkänna", Verbform::Imperativ)));
        assert_eq!(find("bestäm"), Some(("bestämma", Verbform::Imperativ)));
        assert_eq!(find("utlyses"), Some(("utlysa", Verbform::Passiv)));
        assert_eq!(find("ger"), None);
        let follows = |particle: &str| particle == "i uppdrag";
        assert_eq!(verbs.find("ger", follows), Some(("ge", Verbform::Presens)));
    }
}
