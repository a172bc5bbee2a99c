//! The command line as clap sees it, in Swedish. Parses only: opens no file and decides nothing.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::num::NonZero;
use std::path::PathBuf;

use clap::builder::Styles;
use clap::{
    Arg, ArgAction, Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum,
};
use clap_complete::Shell;

use crate::finding::Level;
use crate::render::Format;
use crate::workspace::Which;

/// What stands around the help of every command.
const HELP: &str = "{about-with-newline}\nAnvändning: {usage}\n\n{all-args}{after-help}";

const EXIT_CODES: &str = "Slutkoder:\n  \
    0  allt gick bra\n  \
    1  fynd stoppar ett dokument\n  \
    2  fel i kommandoraden, konfigurationen, en mall eller valet av fil\n  \
    3  disken, en behörighet eller ett lås står i vägen\n  \
    4  internt fel i Kansli\n  \
    130  avbrutet";

const RENDER_EXAMPLES: &str = "Exempel:\n  \
    kansli render arende.json\n  \
    kansli render arenden/ --out utskick --format pdf\n  \
    kansli render arende.json --format html --out - > arende.html";

const BATCH_EXAMPLES: &str = "Exempel:\n  \
    kansli batch arenden/ --out utskick\n  \
    kansli batch mote.json --per-mottagare --eml --out utskick\n  \
    kansli batch lista.ndjson --out utskick --dry-run\n  \
    kansli batch arenden/ --out utskick --shard 2/8 --report-dir rapporter\n  \
    kansli batch merge-report rapporter --out utskick";

const CHECK_EXAMPLES: &str = "Exempel:\n  \
    kansli check arende.json\n  \
    kansli check arenden/ --level varning --report json\n  \
    kansli check arende.json --rule LNG-01,LNG-05 --fix\n  \
    kansli check --templates mallar";

const WATCH_EXAMPLES: &str = "Exempel:\n  \
    kansli watch arende.json --open\n  \
    kansli watch mote.json --utdrag --open\n  \
    kansli watch arenden/ --out utskick --format pdf --status status.json";

const RULE_EXAMPLES: &str = "Exempel:\n  \
    kansli rule UND-01\n  \
    kansli rule --kommun boras";

const NEW_EXAMPLES: &str = "Exempel:\n  \
    kansli new tjansteskrivelse arende.json\n  \
    kansli new mote --antal 60 mote.json";

const PROFILE_EXAMPLES: &str = "Exempel:\n  \
    kansli profile boras\n  \
    kansli profile boras --namnd servicenamnden --templates mallar --report json";

const FRISTER_EXAMPLES: &str = "Exempel:\n  \
    kansli frister sammantraden/ks-2026-05-05.json\n  \
    kansli frister sammantraden/ --report json";

const COMPLETIONS_EXAMPLES: &str = "Exempel:\n  \
    kansli completions bash > ~/.local/share/bash-completion/completions/kansli";

#[derive(Debug, Parser)]
#[command(
    name = "kansli",
    version,
    about = "Gör färdiga dokument av kommunala ärenden: granskar dem och skapar PDF, Word, HTML och text.",
    override_usage = "kansli KOMMANDO [FLAGGOR] …",
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = EXIT_CODES
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Skapa dokument av ärenden
    #[command(visible_alias = "skapa", override_usage = "kansli render [FLAGGOR] FILER…", after_help = RENDER_EXAMPLES)]
    Render(RenderArgs),
    /// Skapa många dokument: hela mappar, möten och listor; en ny körning gör bara det som har ändrats
    #[command(
        visible_alias = "massrendera",
        override_usage = "kansli batch [FLAGGOR] FILER…\n       kansli batch merge-report [FLAGGOR] RAPPORTER…",
        after_help = BATCH_EXAMPLES,
        args_conflicts_with_subcommands = true,
        subcommand_negates_reqs = true
    )]
    Batch(BatchArgs),
    /// Granska ärenden, eller med bara --templates mallar och profiler, utan att skapa något
    #[command(visible_alias = "granska", override_usage = "kansli check [FLAGGOR] FILER…", after_help = CHECK_EXAMPLES)]
    Check(CheckArgs),
    /// Bevaka ärenden och skapa dokumenten på nytt vid varje ändring
    #[command(visible_alias = "bevaka", override_usage = "kansli watch [FLAGGOR] FILER…", after_help = WATCH_EXAMPLES)]
    Watch(WatchArgs),
    /// Skriv ut schemat för en dokumenttyp, eller lista typerna
    #[command(override_usage = "kansli schema [FLAGGOR] [TYP]")]
    Schema(SchemaArgs),
    /// Börja på ett ärende: ett skelett att fylla i
    #[command(visible_alias = "ny", override_usage = "kansli new [FLAGGOR] TYP [FIL]", after_help = NEW_EXAMPLES)]
    New(NewArgs),
    /// Förklara en regel, eller lista reglerna
    #[command(visible_alias = "regel", override_usage = "kansli rule [FLAGGOR] [ID]", after_help = RULE_EXAMPLES)]
    Rule(RuleArgs),
    /// Visa en profil: varje värde och filen det kommer från; utan KOMMUN listas profilerna
    #[command(visible_alias = "profil", override_usage = "kansli profile [FLAGGOR] [KOMMUN]", after_help = PROFILE_EXAMPLES)]
    Profile(ProfileArgs),
    /// Räkna ut ett sammanträdes frister: justering, anslag, överklagande och laga kraft
    #[command(override_usage = "kansli frister [FLAGGOR] MÖTE…", after_help = FRISTER_EXAMPLES)]
    Frister(FristerArgs),
    /// Skriv ut komplettering för ditt skal
    #[command(
        visible_alias = "komplettering",
        override_usage = "kansli completions SKAL",
        after_help = COMPLETIONS_EXAMPLES
    )]
    Completions(CompletionsArgs),
}

/// What judging needs, with or without a document after it.
#[derive(Debug, Args)]
pub(super) struct JudgeArgs {
    /// Ärendefiler i JSON; en mapp står för alla ärenden i den, - för standard in
    #[arg(value_name = "FILER", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// Kommunens profil, i stället för den som ärendet anger
    #[arg(long, value_name = "ID")]
    pub(super) kommun: Option<String>,
    /// Nämnden vars egna inställningar läggs på profilen, i stället för den som ärendets instans har
    #[arg(long, value_name = "NÄMND")]
    pub(super) namnd: Option<String>,
    /// Mapp med egna mallar, profiler och scheman som går före programmets
    #[arg(long, visible_alias = "mallar", value_name = "MAPP")]
    pub(super) templates: Option<PathBuf>,
    /// Projektets mapp; inget utanför den läses (annars mappen med kansli.toml, eller mappen ovanför ärendets)
    #[arg(long, visible_alias = "rot", value_name = "MAPP")]
    pub(super) root: Option<PathBuf>,
    /// Lägsta nivå som stoppar ett dokument: fel, varning eller rad (förval: fel)
    #[arg(
        long,
        visible_alias = "niva",
        value_name = "NIVÅ",
        default_value = "fel",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(super) level: LevelArg,
    /// Granska som om ärendet inte hade några undantag
    #[arg(long = "no-exceptions", visible_alias = "utan-undantag")]
    pub(super) no_exceptions: bool,
    #[command(flatten)]
    pub(super) report: ReportArgs,
    /// Hur många trådar som arbetar samtidigt (förval: datorns alla)
    #[arg(short, long, visible_alias = "tradar", value_name = "ANTAL")]
    pub(super) jobs: Option<NonZero<usize>>,
}

/// How the result is told.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct ReportArgs {
    /// Hur resultatet visas: human för människor, json för program, sarif för editorer, antal för fynd per regel (förval: human)
    #[arg(
        long,
        visible_alias = "rapport",
        value_name = "FORM",
        default_value = "human",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(super) report: ReportArg,
}

/// Which document of a meeting is made instead of its protocol.
#[derive(Debug, Args)]
pub(super) struct MoteArgs {
    /// Ur ett sammanträde: bara utdraget av den här paragrafen i stället för hela protokollet
    #[arg(long, value_name = "NUMMER")]
    pub(super) paragraf: Option<String>,
    /// Ur ett sammanträde: kallelsen i stället för protokollet
    #[arg(long, conflicts_with = "paragraf")]
    pub(super) kallelse: bool,
}

/// `kansli render`.
#[derive(Debug, Args)]
pub(super) struct RenderArgs {
    /// Format, åtskilda av komma: pdf, docx, html, text (förval: pdf,docx)
    #[arg(
        long,
        value_name = "FORMAT",
        value_delimiter = ',',
        default_value = "pdf,docx",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(super) format: Vec<FormatArg>,
    /// Mapp för dokumenten, skapas vid behov; - skriver ett enda dokument till standard ut (förval: ut)
    #[arg(
        long,
        visible_alias = "ut",
        value_name = "MAPP",
        default_value = "ut",
        hide_default_value = true
    )]
    pub(super) out: PathBuf,
    /// Skapa dokumentet trots fynd, märkt UTKAST
    #[arg(long, visible_alias = "utkast")]
    pub(super) draft: bool,
    #[command(flatten)]
    pub(super) mote: MoteArgs,
    /// Ersätt även filer som har ändrats för hand
    #[arg(long, visible_alias = "tvinga")]
    pub(super) force: bool,
    #[command(flatten)]
    pub(super) judge: JudgeArgs,
}

/// `kansli batch`.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of its own on the command line"
)]
pub(super) struct BatchArgs {
    #[command(subcommand)]
    pub(super) command: Option<BatchCommand>,
    /// Format, åtskilda av komma: pdf, docx, html, text (förval: pdf,docx)
    #[arg(
        long,
        value_name = "FORMAT",
        value_delimiter = ',',
        default_value = "pdf,docx",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(super) format: Vec<FormatArg>,
    /// Mapp för dokumenten, skapas vid behov (förval: ut)
    #[arg(
        long,
        visible_alias = "ut",
        value_name = "MAPP",
        default_value = "ut",
        hide_default_value = true
    )]
    pub(super) out: PathBuf,
    /// Skapa dokumenten trots fynd, märkta UTKAST
    #[arg(long, visible_alias = "utkast")]
    pub(super) draft: bool,
    /// Ett exemplar till varje mottagare också
    #[arg(long = "per-mottagare")]
    pub(super) per_mottagare: bool,
    /// Ett färdigt e-postbrev (.eml) till varje mottagare, med PDF-filen bifogad
    #[arg(long)]
    pub(super) eml: bool,
    /// Gör om allt, och ersätt även filer som har ändrats för hand
    #[arg(long, visible_alias = "tvinga")]
    pub(super) force: bool,
    /// Ta bort filer vars dokument inte längre finns
    #[arg(long, visible_alias = "rensa")]
    pub(super) prune: bool,
    /// Gör bara det som stoppades, misslyckades eller aldrig blev gjort förra gången
    #[arg(long = "retry-failed", visible_alias = "gor-om")]
    pub(super) retry_failed: bool,
    /// Sluta vid det första dokumentet som stoppas eller misslyckas
    #[arg(long = "fail-fast", visible_alias = "forsta-felet")]
    pub(super) fail_fast: bool,
    /// Visa planen med varje filnamn, utan att skapa något
    #[arg(long = "dry-run", visible_alias = "plan")]
    pub(super) dry_run: bool,
    /// Gör bara en del av dokumenten, till exempel 2/8; auto läser delen från Kubernetes eller Slurm
    #[arg(long, visible_alias = "del", value_name = "DEL")]
    pub(super) shard: Option<String>,
    /// Mapp för rapporten, som text, JSON och JUnit
    #[arg(
        long = "report-dir",
        visible_alias = "rapportmapp",
        value_name = "MAPP"
    )]
    pub(super) report_dir: Option<PathBuf>,
    #[command(flatten)]
    pub(super) judge: JudgeArgs,
}

/// What `kansli batch` does beside making documents.
#[derive(Debug, Subcommand)]
pub(super) enum BatchCommand {
    /// Sätt ihop rapporterna från alla delar, och visa att varje dokument är gjort precis en gång
    #[command(
        name = "merge-report",
        visible_alias = "samla-rapport",
        override_usage = "kansli batch merge-report [FLAGGOR] RAPPORTER…"
    )]
    MergeReport(MergeArgs),
}

/// `kansli batch merge-report`.
#[derive(Debug, Args)]
pub(super) struct MergeArgs {
    /// Rapporter i JSON, eller mappar med dem
    #[arg(value_name = "RAPPORTER", required = true)]
    pub(super) reports: Vec<PathBuf>,
    /// Mapp för den samlade rapporten (förval: den första rapportens mapp)
    #[arg(
        long = "report-dir",
        visible_alias = "rapportmapp",
        value_name = "MAPP"
    )]
    pub(super) report_dir: Option<PathBuf>,
    /// Mappen med dokumenten, om delarna delar den: deras journaler blir en
    #[arg(long, visible_alias = "ut", value_name = "MAPP")]
    pub(super) out: Option<PathBuf>,
}

/// `kansli check`.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Granska bara efter de här reglerna, åtskilda av komma; fel i själva filen visas ändå
    #[arg(
        long,
        visible_alias = "regel",
        value_name = "ID",
        value_delimiter = ','
    )]
    pub(super) rule: Vec<String>,
    /// Granska utan de här reglerna, åtskilda av komma
    #[arg(long, visible_alias = "utan", value_name = "ID", value_delimiter = ',')]
    pub(super) without: Vec<String>,
    /// Rätta i ärendefilen det som kan rättas utan att betydelsen ändras; --fix=all (eller alla) rättar även det som
    /// någon bör läsa igenom, sedan du har sett ändringarna och svarat ja
    #[arg(
        long,
        visible_alias = "ratta",
        value_name = "VILKA",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "safe",
        hide_possible_values = true
    )]
    pub(super) fix: Option<FixArg>,
    /// Svara ja på frågan som --fix=all ställer
    #[arg(long, visible_alias = "ja", requires = "fix")]
    pub(super) yes: bool,
    /// Visa bara hur många fynd varje regel ger, som --report antal; med --report json som data
    #[arg(long, visible_alias = "antal")]
    pub(super) count: bool,
    #[command(flatten)]
    pub(super) judge: JudgeArgs,
}

/// `kansli watch`.
#[derive(Debug, Args)]
pub(super) struct WatchArgs {
    /// Format, åtskilda av komma: pdf, docx, html, text (förval: pdf,docx)
    #[arg(
        long,
        value_name = "FORMAT",
        value_delimiter = ',',
        default_value = "pdf,docx",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(super) format: Vec<FormatArg>,
    /// Mapp för dokumenten, skapas vid behov (förval: ut)
    #[arg(
        long,
        visible_alias = "ut",
        value_name = "MAPP",
        default_value = "ut",
        hide_default_value = true
    )]
    pub(super) out: PathBuf,
    /// Skapa dokumentet trots fynd, märkt UTKAST
    #[arg(long, visible_alias = "utkast")]
    pub(super) draft: bool,
    #[command(flatten)]
    pub(super) mote: MoteArgs,
    /// Ur ett sammanträde: varje utdrag också; en ändrad paragraf gör bara om de dokument som den står i
    #[arg(long, conflicts_with_all = ["paragraf", "kallelse"])]
    pub(super) utdrag: bool,
    /// Visa sidorna och fynden i webbläsaren medan du skriver
    #[arg(long, visible_alias = "oppna")]
    pub(super) open: bool,
    /// Port för webbläsaren på den här datorn (förval: en ledig)
    #[arg(long, value_name = "NUMMER")]
    pub(super) port: Option<u16>,
    /// Titta efter ändringar med jämna mellanrum i stället för att vänta på systemets besked, så många millisekunder
    /// emellan (förval: 500)
    #[arg(
        long,
        visible_alias = "polla",
        value_name = "MS",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "500",
        value_parser = clap::value_parser!(u64).range(20..=3_600_000)
    )]
    pub(super) poll: Option<u64>,
    /// Fil som efter varje ändring får läget som JSON, för editorer
    #[arg(long, value_name = "FIL")]
    pub(super) status: Option<PathBuf>,
    #[command(flatten)]
    pub(super) judge: JudgeArgs,
}

/// `kansli schema`.
#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// Dokumenttyp, eller rapport för det som --report json skriver och massrapport för det som batch rapporterar; utan den listas typerna
    #[arg(value_name = "TYP")]
    pub(super) typ: Option<String>,
    /// Mapp med egna scheman som går före programmets
    #[arg(long, visible_alias = "mallar", value_name = "MAPP")]
    pub(super) templates: Option<PathBuf>,
}

/// `kansli new`.
#[derive(Debug, Args)]
pub(super) struct NewArgs {
    /// Dokumenttyp; kansli schema listar typerna
    #[arg(value_name = "TYP", display_order = 1)]
    pub(super) typ: String,
    /// Ny fil; utan den, eller med -, skrivs skelettet till standard ut
    #[arg(value_name = "FIL", display_order = 2)]
    pub(super) file: Option<PathBuf>,
    /// Ett påhittat sammanträde med så många paragrafer, att prova med (bara mote)
    #[arg(long, value_name = "ANTAL", value_parser = clap::value_parser!(u64).range(1..=100_000))]
    pub(super) antal: Option<u64>,
    /// Vilket påhittat sammanträde det blir: samma tal ger alltid samma (förval: 1)
    #[arg(long, value_name = "TAL", requires = "antal")]
    pub(super) fro: Option<u64>,
    /// Mapp med egna scheman som går före programmets
    #[arg(long, visible_alias = "mallar", value_name = "MAPP")]
    pub(super) templates: Option<PathBuf>,
}

/// `kansli rule`.
#[derive(Debug, Args)]
pub(super) struct RuleArgs {
    /// Regelns id, till exempel UND-01; utan det listas reglerna
    #[arg(value_name = "ID")]
    pub(super) id: Option<String>,
    /// Kommunens profil, vars nivåer, ord och egna regler visas (förval: sv-bas)
    #[arg(long, value_name = "ID")]
    pub(super) kommun: Option<String>,
    /// Mapp med egna mallar, profiler och scheman som går före programmets
    #[arg(long, visible_alias = "mallar", value_name = "MAPP")]
    pub(super) templates: Option<PathBuf>,
    /// Hur reglerna visas: human för människor, json för program (förval: human)
    #[arg(
        long,
        visible_alias = "rapport",
        value_name = "FORM",
        default_value = "human",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(super) report: ListArg,
}

/// `kansli profile`.
#[derive(Debug, Args)]
pub(super) struct ProfileArgs {
    /// Profilens id, till exempel boras; utan det listas profilerna
    #[arg(value_name = "KOMMUN")]
    pub(super) kommun: Option<String>,
    /// Nämnden vars egna inställningar läggs på profilen
    #[arg(long, value_name = "NÄMND")]
    pub(super) namnd: Option<String>,
    /// Mapp med egna profiler som går före programmets
    #[arg(long, visible_alias = "mallar", value_name = "MAPP")]
    pub(super) templates: Option<PathBuf>,
    #[command(flatten)]
    pub(super) report: ReportArgs,
}

/// `kansli frister`.
#[derive(Debug, Args)]
pub(super) struct FristerArgs {
    /// Sammanträden i JSON; en mapp står för alla sammanträden i den, - för standard in
    #[arg(value_name = "MÖTE", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// Hur fristerna visas: human för människor, json för program (förval: human)
    #[arg(
        long,
        visible_alias = "rapport",
        value_name = "FORM",
        default_value = "human",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(super) report: ListArg,
}

/// `kansli completions`.
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// Skal: bash, elvish, fish, powershell eller zsh
    #[arg(value_name = "SKAL", hide_possible_values = true)]
    pub(super) shell: Shell,
}

/// An output format as a word.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum FormatArg {
    Pdf,
    #[value(alias = "word")]
    Docx,
    Html,
    #[value(alias = "txt")]
    Text,
}

impl FormatArg {
    /// The formats asked for, each once and in one order, however they were written.
    pub(super) fn each_once(asked: &[Self]) -> Vec<Format> {
        let formats: BTreeSet<Format> = asked.iter().copied().map(Format::from).collect();
        formats.into_iter().collect()
    }
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Pdf => Self::Pdf,
            FormatArg::Docx => Self::Docx,
            FormatArg::Html => Self::Html,
            FormatArg::Text => Self::Text,
        }
    }
}

/// A level as a word.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum LevelArg {
    Fel,
    Varning,
    #[value(alias = "råd")]
    Rad,
}

impl From<LevelArg> for Level {
    fn from(level: LevelArg) -> Self {
        match level {
            LevelArg::Fel => Self::Fel,
            LevelArg::Varning => Self::Varning,
            LevelArg::Rad => Self::Rad,
        }
    }
}

/// Who reads the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ReportArg {
    Human,
    Json,
    Sarif,
    #[value(alias = "count")]
    Antal,
}

/// Who reads a list that is no report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ListArg {
    Human,
    Json,
}

/// Which fixes are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FixArg {
    #[value(alias = "sakra", alias = "säkra")]
    Safe,
    #[value(alias = "alla")]
    All,
}

impl From<FixArg> for Which {
    fn from(fix: FixArg) -> Self {
        match fix {
            FixArg::Safe => Self::Safe,
            FixArg::All => Self::All,
        }
    }
}

/// Reads the command line.
pub(super) fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, clap::Error> {
    let matches = command().try_get_matches_from(arguments)?;
    Cli::from_arg_matches(&matches).map(|cli| cli.command)
}

/// The whole command, in its Swedish dress.
pub(super) fn command() -> clap::Command {
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version)
        .help("Visa versionen");
    // Without ärenden the templates themselves are checked.
    let optional = |arg: Arg| arg.required(false).required_unless_present("templates");
    let command = Cli::command()
        .mut_subcommand("check", |check| check.mut_arg("files", optional))
        // It tells people, and programs through --status; and it makes one document at a time.
        .mut_subcommand("watch", |watch| {
            watch.mut_args(|arg| match arg.get_id().as_str() {
                "report" | "jobs" => arg.hide(true),
                _ => arg,
            })
        });
    dressed(command.disable_version_flag(true).arg(version))
}

/// Clap's own headings and flags, in Swedish, for a command and those under it.
fn dressed(command: clap::Command) -> clap::Command {
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .visible_alias("hjalp")
        .action(ArgAction::Help)
        .help("Visa hjälpen");
    command
        .help_template(HELP)
        .styles(Styles::plain())
        .max_term_width(100)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .subcommand_help_heading("Kommandon")
        .arg(help)
        .mut_args(|arg| {
            let heading = if arg.is_positional() {
                "Argument"
            } else {
                "Flaggor"
            };
            arg.help_heading(heading)
        })
        .mut_subcommands(dressed)
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn the_command_line_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn flags_have_one_spelling_in_every_command() {
        let command = command();
        let mut aliases = std::collections::BTreeMap::new();
        for sub in command.get_subcommands() {
            for arg in sub.get_arguments().filter(|arg| !arg.is_positional()) {
                let alias = arg.get_visible_aliases().unwrap_or_default();
                let first = aliases
                    .entry(arg.get_long().expect("a long name").to_owned())
                    .or_insert(alias.clone());
                assert_eq!(*first, alias, "{} i {}", arg.get_id(), sub.get_name());
            }
        }
        assert!(aliases.len() > 8);
    }
}
