//! Names in texts, and receivers.

use super::{Receiver, Register};

fn register() -> Register {
    Register::of([
        "Kommunfullmäktige",
        "Kommunstyrelsen",
        "Kommunstyrelsens arbetsutskott",
        "Individ- och familjeomsorgsnämnden",
        "Sociala omsorgsnämnden",
        "Vård- och äldrenämnden",
        "Tekniska nämnden",
        "Servicenämnden",
        "Servicekontoret",
        "Koncerninköp",
        "Stadsrevisionen",
        "Stadsledningskansliet",
        "Valnämnden",
        "Fritids- och folkhälsoförvaltningen",
        "KF",
        "Testkontor",
    ])
}

#[test]
fn names_are_found_in_every_form() {
    let register = register();
    let found = |text: &str| -> Vec<String> {
        let all = register.find(text).into_iter();
        all.map(|f| {
            let sign = if f.is_genitive { "'s" } else { "" };
            format!("{}{sign}", register.body(f.body).namn)
        })
        .collect()
    };
    for (text, wanted) in [
        (
            "kommunstyrelsen och KOMMUNFULLMÄKTIGES",
            &["Kommunstyrelsen", "Kommunfullmäktige's"][..],
        ),
        (
            "Kommunstyrelsens arbetsutskott",
            &["Kommunstyrelsens arbetsutskott"],
        ),
        ("Kommunstyrelsens rapport", &["Kommunstyrelsen's"]),
        (
            "vård och\näldrenämnden, Vård- och\u{a0}äldrenämndens",
            &["Vård- och äldrenämnden", "Vård- och äldrenämnden's"],
        ),
        (
            "Koncerninköpavdelningen och Servicenämndens",
            &["Servicenämnden's"],
        ),
        (
            "KF, KF:s, kf, KF 2018-00859, KF.diarium@boras.se och x-KF",
            &["KF", "KF's"],
        ),
        (
            "Testkontorets och testkontor",
            &["Testkontor's", "Testkontor"],
        ),
        ("Folkhälsonämnden i Åmål", &[]),
        ("", &[]),
    ] {
        assert_eq!(found(text), wanted, "{text}");
    }
}

#[test]
fn receivers_are_registered_or_near_or_somebody_else() {
    let register = register();
    for name in [
        "Kommunstyrelsens diarium",
        "SERVICENÄMNDEN",
        "Ordföranden i Tekniska nämnden",
        "Fritids- och Folkhälsoförvaltningen",
        "Vård och äldrenämnden",
    ] {
        assert!(
            matches!(register.receiver(name, ""), Receiver::Registered(_)),
            "{name}"
        );
    }
    for (name, written, body) in [
        (
            "Individ- och familjenämndens diarium",
            "Individ- och familjenämnden",
            "Individ- och familjeomsorgsnämnden",
        ),
        ("Servicenämden", "Servicenämden", "Servicenämnden"),
        (
            "Vård- och äldreomsorgsnämnden (för kännedom)",
            "Vård- och äldreomsorgsnämnden",
            "Vård- och äldrenämnden",
        ),
        (
            "Stadsledingskansliets registrator",
            "Stadsledingskansliet",
            "Stadsledningskansliet",
        ),
        ("Servicenämnd", "Servicenämnd", "Servicenämnden"),
        ("Kommunstyrelse", "Kommunstyrelse", "Kommunstyrelsen"),
    ] {
        match register.receiver(name, "") {
            Receiver::Near {
                body: found,
                written: range,
            } => {
                assert_eq!((&name[range], &*register.body(found).namn), (written, body));
            }
            other => panic!("{name}: {other:?}"),
        }
    }
    for name in [
        "Akten",
        "Sökanden",
        "IVO",
        "Länsstyrelsen",
        "Länsstyrelsen i Västra Götalands län",
        "Författningssamlingen",
        "Inspektionen för vård och omsorg",
        "Regionfullmäktige",
        "Regionstyrelsen",
        "Socialnämnden",
        "Byggnadsnämnden",
        "Vägnämnden",
        "Vårdnämnden",
        "Kulturnämnden",
        "Grundskolenämnden",
        "Miljö- och konsumentnämnden",
        "Fritids- och folkhälsonämnden",
        "Servicecentret",
        "Tekniska kontoret",
        "Tekniska förvaltningen",
        "Revisorerna",
        "Karin Sandell",
        "Borås Elnät AB",
        "Sjuhärads samordningsförbund",
        "",
        ",",
        " (",
        "  ,  ",
    ] {
        assert_eq!(register.receiver(name, ""), Receiver::External, "{name}");
    }
}
