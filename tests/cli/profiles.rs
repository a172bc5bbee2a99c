//! Profiles from the outside: what `kansli profile` shows, and a nämnd's own layer in a person's templates.

use super::project::{ARENDE, Project};

const NAMND: &str = "namn = \"Borås Stad, Servicenämnden\"\nparagraf = \"SN § {nummer}\"\n\n[[regel]]\nid = \"UND-01\"\nniva = \"varning\"\n";

#[test]
fn a_profile_is_laid_open_with_the_place_of_each_value() {
    let project = Project::new();
    let list = project.run(&["profile"]);
    assert_eq!(list.code, 0, "{}", list.all());
    assert!(
        list.out.contains("goteborg    Göteborgs Stad\n"),
        "{}",
        list.out
    );
    let one = project.run(&["profil", "goteborg"]).out;
    for line in [
        "namn = \"Göteborgs Stad\"  # profiler/goteborg/profil.toml, rad 3\n",
        "version = \"1\"  # profiler/sv-bas/profil.toml, rad 3\n",
        "typ.plan.namn = \"Plan\"  # profiler/sv-bas/rubriker.toml, rad ",
        "regel.DEC-02.niva = \"fel\"  # profiler/sv-bas/regler.toml, rad ",
        "regel.DEC-02.fraser = [\"i enlighet med föreliggande förslag\"",
    ] {
        assert!(one.contains(line), "{line} in {one}");
    }
    let data: serde_json::Value =
        serde_json::from_str(&project.run(&["profile", "boras", "--report", "json"]).out)
            .expect("JSON");
    let values = data["varden"].as_array().expect("a list");
    let date = values.iter().find(|value| value["nyckel"] == "datum");
    assert_eq!(
        date.map(|d| (&d["varde"], &d["fil"])),
        Some((&"iso".into(), &"profiler/boras/profil.toml".into()))
    );
    for (arguments, words) in [
        (&["profile", "borås"][..], "Menade du ”boras”?"),
        (&["profile", "boras", "--namnd", "x"], "ingen nämnd ”x”"),
    ] {
        let run = project.run(arguments);
        assert!(run.code == 2 && run.err.contains(words), "{}", run.all());
    }
}

#[test]
fn a_namnds_layer_follows_its_body_or_the_flag() {
    let project = Project::new();
    project.file("mallar/profiler/boras/servicenamnden.toml", NAMND);
    let undated = ARENDE
        .replace("\"datum\": \"2026-02-02\"", "\"typ\": \"x\"")
        .replace(",\n      \"typ\": \"x\"", "");
    assert_ne!(undated, ARENDE);
    project.file("ks.json", &undated);
    let own = undated.replace(
        "\"instans\": \"Kommunstyrelsen\"",
        "\"instans\": \"Servicenämnden\"",
    );
    project.file(
        "sn.json",
        own.replace("Kommunstyrelsen antar", "Servicenämnden antar"),
    );

    let check = |arguments: &[&str]| {
        let common = ["check", "--kommun", "boras", "--templates", "mallar"];
        project.run(&[&common[..], arguments].concat())
    };
    let plain = check(&["ks.json"]);
    assert!(plain.out.contains("Fel UND-01"), "{}", plain.all());
    for arguments in [
        &["sn.json"][..],
        &["ks.json", "--namnd", "servicenamnden"],
        &["ks.json", "--namnd", "Servicenämnden"],
    ] {
        let run = check(arguments);
        assert!(run.out.contains("Varning UND-01"), "{}", run.all());
    }
    let unknown = check(&["ks.json", "--namnd", "servicenämden"]);
    assert!(
        unknown.code == 2 && unknown.err.contains("Menade du ”servicenamnden”?"),
        "{}",
        unknown.all()
    );
    let shown = project.run(&[
        "profil",
        "boras",
        "--namnd",
        "servicenamnden",
        "--mallar",
        "mallar",
    ]);
    let line = "paragraf = \"SN § {nummer}\"  # profiler/boras/servicenamnden.toml, rad 2\n";
    assert!(shown.out.contains(line), "{}", shown.all());

    project.file(
        "mallar/profiler/boras/servicenamnden.toml",
        "[[regel]]\nid = \"UND-1\"\n",
    );
    let broken = check(&["sn.json"]);
    assert_eq!(broken.code, 2);
    let place = "profiler/boras/servicenamnden.toml, rad 2, kolumn 6: ";
    assert!(broken.err.contains(place), "{}", broken.all());
}
