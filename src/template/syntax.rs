//! MiniJinja's own words on a template that it cannot read, in Swedish: what is wrong, and what to write. Words that
//! are not known here are quoted as they are.

use crate::text::quoted;

/// What a syntax error says, as one or more sentences of which the first begins in lower case.
pub(super) fn explain(detail: &str) -> String {
    whole(detail)
        .map(str::to_owned)
        .or_else(|| named(detail))
        .or_else(|| unexpected(detail))
        .unwrap_or_else(|| foreign(detail))
}

/// Words in English that nobody here knows.
pub(super) fn foreign(detail: &str) -> String {
    format!(
        "Mallmotorn MiniJinja säger: {}.",
        quoted(detail.trim_end_matches('.'))
    )
}

/// The sentences that say nothing of the template's own words.
fn whole(detail: &str) -> Option<&'static str> {
    Some(match detail {
        "'_' may not occur at end of number" => {
            "ett tal slutar med ”_”. Ta bort understrecket efter siffrorna."
        }
        "invalid float" => "ett tal är felskrivet. Skriv det som 12 eller 12.5.",
        "invalid integer (too large)" => {
            "ett tal är för stort. Skriv ett mindre tal, eller sätt citattecken omkring det."
        }
        "unexpected character" => {
            "här står ett tecken som inte får finnas i mallkod. Ta bort det, eller sätt citattecken omkring texten."
        }
        "unexpected end of string" => "en text saknar sitt avslutande citattecken. Sätt dit det.",
        "unexpected end of comment" => "en kommentar är inte avslutad. Avsluta den med ”#}”.",
        "unexpected end of raw block" => {
            "”{% raw %}” är inte avslutat. Sätt ”{% endraw %}” efter texten."
        }
        "unexpected input after end of variable block" | "unexpected input after expression" => {
            "det står något efter uttryckets slut. Ta bort det, eller avsluta uttrycket med ”}}” först där det slutar."
        }
        "template exceeds maximum recursion limits" => {
            "uttryck eller block står i varandra i för många nivåer. Dela upp mallen med ”{% include %}” eller ”{% set %}”."
        }
        "Too many arguments in function call" => {
            "en funktion får för många värden. Ge den högst 2000."
        }
        "'continue' must be placed inside a loop" | "'break' must be placed inside a loop" => {
            "”continue” och ”break” får bara stå i en ”{% for %}”. Flytta det dit, eller ta bort det."
        }
        "block tags in macros are not allowed" => {
            "ett ”{% block %}” står i ett ”{% macro %}”. Flytta ut blocket ur makrot."
        }
        "Required blocks can only contain comments or whitespace" => {
            "ett block som är ”required” har ett innehåll. Töm blocket, eller ta bort ordet ”required”."
        }
        "names starting with an underline can not be imported" => {
            "namn som börjar med understreck kan inte hämtas med ”{% from %}”. Byt namnet i mallen som det hämtas ur."
        }
        _ => return None,
    })
}

/// The sentences that name something of the template.
fn named(detail: &str) -> Option<String> {
    if let Some(name) = detail.strip_prefix("cannot assign to reserved variable name ") {
        return Some(format!(
            "{} är ett ord som mallspråket har tagit. Välj ett annat namn.",
            quoted(name)
        ));
    }
    if let Some(name) = detail.strip_prefix("unknown statement ") {
        return Some(statement(name));
    }
    if let Some(token) = detail
        .strip_prefix("unknown ")
        .and_then(|rest| rest.strip_suffix(", expected statement"))
    {
        return Some(format!(
            "efter ”{{%” står {} där det ska stå vad som ska göras. Skriv till exempel ”if”, ”for”, ”set” eller \
             ”include”.",
            thing(token)?
        ));
    }
    if let Some(name) = detail
        .strip_prefix("block '")
        .and_then(|rest| rest.strip_suffix("' defined twice"))
    {
        return Some(format!(
            "blocket {} finns två gånger. Ge det ena ett annat namn.",
            quoted(name)
        ));
    }
    if let Some((got, expected)) = detail
        .strip_prefix("mismatching name on block. Got `")
        .and_then(|rest| rest.strip_suffix('`'))
        .and_then(|rest| rest.split_once("`, expected `"))
    {
        return Some(format!(
            "blocket {} avslutas som {}. Skriv samma namn efter ”endblock”, eller inget.",
            quoted(expected),
            quoted(got)
        ));
    }
    let got = detail.strip_prefix("expected call expression in call block, got ")?;
    let got = match got {
        "variable" => "ett namn",
        "constant" => "ett fast värde",
        "expression" => "ett uttryck",
        "list literal" => "en lista",
        "tuple literal" => "en följd av värden",
        "map literal" => "ett objekt",
        "test expression" => "en fråga med ”is”",
        "filter expression" => "ett filter",
        _ => return None,
    };
    Some(format!(
        "efter ”call” eller ”do” ska ett makro anropas, men där står {got}. Skriv makrots namn med parenteser, till \
         exempel ”m()”."
    ))
}

/// A word after `{%` that begins nothing.
fn statement(name: &str) -> String {
    let opening = name
        .strip_prefix("end")
        .filter(|opening| !opening.is_empty());
    match (name, opening) {
        ("else" | "elif", _) => format!(
            "”{{% {name} %}}” står inte i någon ”{{% if %}}”. Ta bort det, eller sätt dit början av villkoret."
        ),
        (_, Some(opening)) => format!(
            "”{{% {name} %}}” avslutar något som inte är öppet. Ta bort det, eller sätt dit ”{{% {opening} … %}}” före."
        ),
        _ => {
            let near = crate::text::closest(name, STATEMENTS);
            let hint = near.map_or_else(
                || "Skriv till exempel ”if”, ”for”, ”set” eller ”include”.".to_owned(),
                |near| format!("Menade du ”{near}”?"),
            );
            format!("{} kan inte stå först efter ”{{%”. {hint}", quoted(name))
        }
    }
}

/// What can stand first after `{%`.
const STATEMENTS: [&str; 23] = [
    "autoescape",
    "block",
    "call",
    "do",
    "elif",
    "else",
    "endblock",
    "endcall",
    "endfilter",
    "endfor",
    "endif",
    "endmacro",
    "endset",
    "endwith",
    "extends",
    "filter",
    "for",
    "from",
    "if",
    "import",
    "include",
    "macro",
    "set",
];

/// "unexpected `)`, expected expression", and the same without what was expected.
fn unexpected(detail: &str) -> Option<String> {
    let rest = detail.strip_prefix("unexpected ")?;
    let (got, expected) = match rest.split_once(", expected ") {
        Some((got, expected)) => (got, wanted(expected)?),
        None => (rest, "ett fält eller ett värde".to_owned()),
    };
    Some(match got {
        "end of input" => format!(
            "mallen tar slut där {expected} ska stå. Avsluta det som är öppet: ”{{{{” med ”}}}}”, ”{{%” med ”%}}”, \
             och till exempel ”{{% if %}}” med ”{{% endif %}}”."
        ),
        got => format!(
            "här står {} där {expected} ska stå. Skriv dit det som fattas, eller ta bort det som är för mycket.",
            thing(got)?
        ),
    })
}

/// What stands in the template.
fn thing(token: &str) -> Option<String> {
    Some(match token {
        "template-data" => "vanlig text".to_owned(),
        "start of variable block" => "”{{”".to_owned(),
        "end of variable block" => "”}}”".to_owned(),
        "start of block" => "”{%”".to_owned(),
        "end of block" => "”%}”".to_owned(),
        "identifier" => "ett namn".to_owned(),
        "string" => "en text inom citattecken".to_owned(),
        "integer" => "ett heltal".to_owned(),
        "float" => "ett decimaltal".to_owned(),
        "end of input" => "mallens slut".to_owned(),
        sign => sign_itself(sign)?,
    })
}

/// What should stand there.
fn wanted(expected: &str) -> Option<String> {
    Some(match expected {
        "expression" => "ett fält eller ett värde".to_owned(),
        "identifier or integer" => "ett namn eller ett heltal".to_owned(),
        "block keyword" | "keyword" => "ett ord som ”if” eller ”for”".to_owned(),
        "assignment operator" => "”=”".to_owned(),
        "comma" => "”,”".to_owned(),
        "missing keyword" => "ordet ”missing”".to_owned(),
        "in" | "as" | "import" | "context" => format!("ordet ”{expected}”"),
        other => thing(other)?,
    })
}

/// "`)`" as the sign it is.
fn sign_itself(token: &str) -> Option<String> {
    let sign = token.strip_prefix('`')?.strip_suffix('`')?;
    let is_sign =
        !sign.is_empty() && sign.len() <= 2 && sign.bytes().all(|b| b.is_ascii_punctuation());
    is_sign.then(|| format!("”{sign}”"))
}

#[cfg(test)]
mod tests {
    use minijinja::{Environment, ErrorKind};

    use super::explain;

    fn detail(source: &str) -> String {
        let environment = Environment::empty();
        let Err(error) = environment.template_from_str(source) else {
            panic!("{source} can be read");
        };
        assert_eq!(error.kind(), ErrorKind::SyntaxError, "{source}");
        assert!(error.line().is_some_and(|line| line > 0), "{source}");
        error.detail().unwrap_or_default().to_owned()
    }

    /// Templates that cannot be read, and words of what is told of them.
    const FAULTS: &[(&str, &str)] = &[
        ("{{ 1_ }}", "slutar med ”_”"),
        ("{{ 1e+ }}", "ett tal är felskrivet"),
        (
            "{{ 999999999999999999999999999999999999999999 }}",
            "för stort",
        ),
        ("{{ a ? b }}", "ett tecken som inte får"),
        ("{{ \"a }}", "avslutande citattecken"),
        ("{# a", "kommentar är inte avslutad"),
        ("{% raw %}a", "raw %}” är inte avslutat"),
        ("{% continue %}", "”continue” kan inte stå först efter ”{%”"),
        (
            "{% macro m() %}{% block b %}{% endblock %}{% endmacro %}",
            "Flytta ut blocket",
        ),
        ("{% block b required %}a{% endblock %}", "har ett innehåll"),
        ("{% from \"a\" import _b %}", "understreck"),
        ("{% set loop = 1 %}", "”loop” är ett ord"),
        ("{% fro x in y %}", "Menade du ”for”?"),
        ("{% endif %}", "avslutar något som inte är öppet"),
        ("{% else %}", "står inte i någon"),
        ("{% 1 %}", "efter ”{%” står ett heltal"),
        (
            "{% block b %}{% endblock %}{% block b %}{% endblock %}",
            "finns två gånger",
        ),
        (
            "{% block b %}{% endblock c %}",
            "blocket ”b” avslutas som ”c”",
        ),
        ("{% call a %}{% endcall %}", "men där står ett namn"),
        ("{% do 1 %}", "men där står ett fast värde"),
        ("{% do a.b %}", "men där står ett uttryck"),
        ("{% do [a] %}", "men där står en lista"),
        ("{% do (a, b) %}", "men där står en följd av värden"),
        ("{% do {\"a\": b} %}", "men där står ett objekt"),
        ("{% do a is defined %}", "men där står en fråga"),
        ("{% do a | b %}", "men där står ett filter"),
        (
            "{% if %}",
            "här står ”%}” där ett fält eller ett värde ska stå",
        ),
        ("{% if a %}b", "mallen tar slut där ”%}” ska stå"),
        ("{% for a in b %}c", "mallen tar slut där ”%}” ska stå"),
        ("{{ a", "mallen tar slut där ”}}” ska stå"),
        ("{{", "mallen tar slut där ett fält eller ett värde ska stå"),
        ("{% if a", "mallen tar slut där ”%}” ska stå"),
        (
            "{%",
            "mallen tar slut där ett ord som ”if” eller ”for” ska stå",
        ),
        ("{{ a b }}", "här står ett namn där ”}}” ska stå"),
        ("{{ a 1.5 }}", "här står ett decimaltal där ”}}” ska stå"),
        (
            "{{ a \"b\" }}",
            "här står en text inom citattecken där ”}}” ska stå",
        ),
        (
            "{{ a. }}",
            "här står ”}}” där ett namn eller ett heltal ska stå",
        ),
        ("{{ a[1 }}", "här står ”}” där ”]” ska stå"),
        ("{{ a( }}", "här står ”}” där"),
        ("{{ a | }}", "här står ”}}” där ett namn ska stå"),
        ("{{ [a b] }}", "här står ett namn där ”,” ska stå"),
        ("{{ {a b} }}", "här står ett namn där ”:” ska stå"),
        ("{% for a of b %}", "där ordet ”in” ska stå"),
        (
            "{% for 1 in b %}",
            "här står ett heltal där ett namn ska stå",
        ),
        ("{% set a %}{% endset", "mallen tar slut"),
        ("{% with a 1 %}", "där ”=” ska stå"),
        ("{% with a = 1 b = 2 %}", "där ”,” ska stå"),
        ("{% include \"a\" ignore %}", "där ordet ”missing” ska stå"),
        ("{% import \"a\" %}", "där ordet ”as” ska stå"),
        ("{% from \"a\" %}", "där ordet ”import” ska stå"),
        (
            "{% import \"a\" as b with %}",
            "där ordet ”context” ska stå",
        ),
        ("{% macro m %}", "där ”(” ska stå"),
        ("{% macro m(a b) %}", "där ”,” ska stå"),
        ("{% set a = 1 2 %}", "där ”%}” ska stå"),
        ("{{ a + }}", "här står ”}}” där ett fält"),
        ("{{ a ** }}", "här står ”}}” där ett fält"),
        ("{{ * }}", "här står ”*” där ett fält"),
        ("{{ // }}", "här står ”//” där ett fält"),
    ];

    #[test]
    fn every_syntax_error_is_told_in_swedish_with_a_remedy() {
        let deep = format!("{{{{ {}1{} }}}}", "(".repeat(200), ")".repeat(200));
        let many = format!("{{{{ f({}1) }}}}", "1, ".repeat(2000));
        let mut wrong = Vec::new();
        let long = [(&*deep, "för många nivåer"), (&*many, "för många värden")];
        for (source, words) in long.into_iter().chain(FAULTS.iter().copied()) {
            let detail = detail(source);
            let told = explain(&detail);
            let is_whole = told.ends_with(['.', '?']) && told.contains(". ");
            if !told.contains(words) || told.contains("MiniJinja") || !is_whole {
                wrong.push(format!("{source}: {detail}: {told}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn what_only_another_build_of_the_parser_says_is_known_too() {
        for detail in [
            "'continue' must be placed inside a loop",
            "'break' must be placed inside a loop",
            "unexpected input after expression",
            "unexpected input after end of variable block",
            "unexpected template-data, expected end of block",
            "unexpected start of variable block, expected `|`",
            "unexpected start of block, expected keyword",
        ] {
            assert!(!explain(detail).contains("MiniJinja"), "{detail}");
        }
        assert_eq!(
            explain("something new"),
            "Mallmotorn MiniJinja säger: ”something new”."
        );
        assert_eq!(
            explain("unexpected wonder, expected `)`"),
            "Mallmotorn MiniJinja säger: ”unexpected wonder, expected `)`”."
        );
    }
}
