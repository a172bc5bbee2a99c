//! Values never become structure, whatever form a template prints them in.

use std::sync::Arc;

use serde_json::json;

use super::*;
use crate::document::tokens::{Piece, pieces};

fn render(
    source: &'static str,
    arende: serde_json::Value,
) -> Result<(String, Tokens), TemplateError> {
    let loader: Loader = Arc::new(move |name| (name == "mall").then(|| Arc::from(source)));
    Engine::new("mall", loader, &Phrases::default()).render(Arc::new(arende))
}

/// The output with each token replaced by its value in angle brackets and its pointer.
fn shown(source: &'static str, arende: serde_json::Value) -> String {
    let (output, tokens) = render(source, arende).expect("the template runs");
    pieces(&output)
        .map(|piece| match piece {
            Piece::Words(words) => words.to_owned(),
            Piece::Token(number) => match tokens.get(number) {
                Some(Token::Text(t)) => {
                    format!(
                        "<{}@{}>",
                        t.value,
                        t.from.as_ref().map_or("-", |p| p.as_str())
                    )
                }
                other => format!("<{other:?}>"),
            },
        })
        .collect()
}

#[test]
fn every_form_of_printing_gives_a_token() {
    let data = || json!({"a": "# x", "lista": ["*1*", "2"], "tal": 7, "tom": ""});
    for (source, expected) in [
        ("{{ a }}", "<# x@/a>"),
        ("{{ tal }}", "<7@/tal>"),
        ("{{ \"*fast*\" }}", "<*fast*@->"),
        ("{{ a ~ a }}", "<# x# x@->"),
        ("{% set b = a %}{{ b }}", "<# x@/a>"),
        ("{% set b %}## {{ a }}{% endset %}{{ b }}", "## <# x@/a>"),
        (
            "{% set b %}## {{ a }}{% endset %}{{ b ~ a }}",
            "## <# x@/a><# x@/a>",
        ),
        (
            "{% macro m(x) %}[{{ x }}]{% endmacro %}{{ m(a) }}",
            "[<# x@/a>]",
        ),
        (
            "{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}{{ a }}{% endcall %}",
            "[<# x@/a>]",
        ),
        (
            "{% for l in lista %}{{ loop.index }}{{ l }}{% endfor %}",
            "<1@-><*1*@/lista/0><2@-><2@/lista/1>",
        ),
        ("{{ a | genitiv }}", "<# x@/a>"),
        ("{{ lista[0] | gemen }}", "<*1*@/lista/0>"),
        (
            "{% filter gemen %}{{ a }}{% endfilter %}",
            "<\u{e000}0\u{e001}@->",
        ),
        ("{% if tom %}ja{% else %}nej{% endif %}", "nej"),
        ("{{ (tom or a) }}", "<# x@/a>"),
    ] {
        assert_eq!(shown(source, data()), expected, "{source}");
    }
}

#[test]
fn what_is_not_there_or_has_no_text_is_the_templates_error() {
    for (source, word) in [
        ("\n{{ saknas }}", "inte finns i ärendet"),
        ("{{ a.b.c }}", "inte finns i ärendet"),
        ("{{ objekt }}", "kan inte skrivas ut"),
        ("{{ a | safe }}", "filtret finns inte"),
        ("{{ a | upper }}", "filtret finns inte"),
        ("{% for x in saknas %}{% endfor %}", "inte finns i ärendet"),
        ("{% include \"annan\" %}", "mallen finns inte"),
        ("{% if %}", "går inte att läsa"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", ""),
        (
            "{% for a in range(99) %}{% endfor %}",
            "funktionen finns inte",
        ),
    ] {
        let error = render(source, json!({"a": {}, "objekt": {"x": 1}})).expect_err(source);
        assert!(error.message.contains(word), "{source}: {error}");
        assert!(error.line >= 1, "{source}: {error}");
    }
}

#[test]
fn reserved_characters_in_a_template_are_refused() {
    let error = render("a \u{e000}0\u{e001}", json!({})).expect_err("reserved");
    assert!(error.message.contains("U+E000"), "{error}");
}

#[test]
fn the_lists_of_names_are_what_templates_may_use() {
    let fails = |source: String| {
        let source: Arc<str> = source.into();
        let loader: Loader = Arc::new(move |name| (name == "mall").then(|| Arc::clone(&source)));
        let arende = Arc::new(json!({"a": "x"}));
        let run = Engine::new("mall", loader, &Phrases::default()).render(arende);
        run.err().map(|error| error.message).unwrap_or_default()
    };
    for name in Engine::names(Use::Filter) {
        let told = fails(format!("{{{{ a | {name} }}}}"));
        assert!(!told.contains("finns inte"), "{name}: {told}");
    }
    for name in Engine::names(Use::Test) {
        let told = fails(format!("{{% if a is {name}(\"x\") %}}{{% endif %}}"));
        assert!(!told.contains("finns inte"), "{name}: {told}");
    }
    for name in Engine::names(Use::Function) {
        let told = fails(format!("{{{{ {name}() }}}}"));
        assert!(!told.contains("finns inte"), "{name}: {told}");
    }
}
