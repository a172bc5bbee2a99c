//! What judging shares between commands: the workspace and the options the person asked for. Prints nothing, writes
//! nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::mote;
use crate::rules::Selection;
use crate::source::{Clock as _, DiskFiles, FileKind, Files, Recording, Seen, SystemClock};
use crate::text::visible;
use crate::watch::Reads;
use crate::workspace::{
    Assets, Checked, Input, Mended, Opened, Options, Part, Ready, Which, Workspace,
};

use super::Failure;
use super::args::{JudgeArgs, MoteArgs};
use super::inputs::{Content, Listed};

/// A person's own templates: their folder, and what has been read in it.
pub(super) type Templates = (PathBuf, Arc<Recording<DiskFiles>>);

/// A workspace with what is asked of it.
pub(super) struct Desk {
    pub(super) workspace: Workspace,
    pub(super) options: Options,
    root: Option<PathBuf>,
    asked: Asked,
}

/// Which of a meeting's documents are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    /// The protocol.
    Protokoll,
    /// The one with this key.
    One(String),
    /// The protocol and every extract.
    Utdrag,
}

impl Asked {
    /// What a person asked for.
    pub(super) fn of(args: &MoteArgs) -> Self {
        match &args.paragraf {
            Some(number) => Self::One(mote::utdrag_key(number)),
            None if args.kallelse => Self::One(mote::KALLELSE.to_owned()),
            None => Self::Protokoll,
        }
    }
}

/// A document that was judged, by its key and name; those of an input that has none are nothing.
pub(super) struct Judged {
    pub(super) key: String,
    pub(super) stem: String,
    /// The § as printed, if it is about one.
    pub(super) paragraf: Option<String>,
    pub(super) checked: Checked,
}

impl Desk {
    pub(super) fn open(args: &JudgeArgs, draft: bool) -> Result<Self, Failure> {
        let over = args.templates.as_deref().map(own_templates).transpose()?;
        let over = over.map(|files| Arc::new(files) as Arc<dyn Files>);
        Self::over(over, args, draft)
    }

    /// The same desk, and what has been read of a person's own templates.
    pub(super) fn open_noting(
        args: &JudgeArgs,
        draft: bool,
    ) -> Result<(Self, Option<Templates>), Failure> {
        let own = args.templates.as_deref().map(own_templates).transpose()?;
        let own = own.map(|files| (files.root().to_path_buf(), Recording::new(files)));
        let own = own.map(|(root, files)| (root, Arc::new(files)));
        let over = own
            .as_ref()
            .map(|(_, files)| Arc::clone(files) as Arc<dyn Files>);
        Ok((Self::over(over, args, draft)?, own))
    }

    fn over(over: Option<Arc<dyn Files>>, args: &JudgeArgs, draft: bool) -> Result<Self, Failure> {
        let workspace = Workspace::new(Assets::new(over));
        // An unknown profile on the command line is told once, not once per ärende.
        if let Some(kommun) = &args.kommun {
            workspace.require_profile(kommun, args.namnd.as_deref())?;
        }
        let options = Options {
            kommun: args.kommun.clone(),
            namnd: args.namnd.clone(),
            draft,
            ignore_exceptions: args.no_exceptions,
            threshold: args.level.into(),
            today: SystemClock.today(),
            selection: Selection::default(),
        };
        Ok(Self {
            workspace,
            options,
            root: args.root.clone(),
            asked: Asked::Protokoll,
        })
    }

    /// The same desk, at which these documents of every meeting are asked for.
    pub(super) fn asking_for(mut self, asked: Asked) -> Self {
        self.asked = asked;
        self
    }

    /// The same desk, at which only some rules speak.
    pub(super) fn hearing(mut self, selection: Selection) -> Self {
        self.options.selection = selection;
        self
    }

    /// Reads and judges one ärende; `None` when it is none. A document that may come to be ready is handed to `ahead`
    /// before the rules have read it: see [`Workspace::check_part_ahead`].
    pub(super) fn judge(
        &self,
        item: &Listed,
        ahead: &mut dyn FnMut(Ready),
    ) -> Result<Option<Checked>, Failure> {
        let Some(content) = item.read(self.root.as_deref())? else {
            return Ok(None);
        };
        let judged = self.judged(item, input(item, &content), ahead)?;
        Ok(judged.into_iter().next().map(|one| one.checked))
    }

    /// The documents that are asked for, each judged by itself. None of an ärende that was only found in a folder, when
    /// a document of a meeting is asked for.
    fn judged(
        &self,
        item: &Listed,
        input: Input<'_>,
        ahead: &mut dyn FnMut(Ready),
    ) -> Result<Vec<Judged>, Failure> {
        let opened = self.workspace.open(input, &self.options)?;
        let known = opened.parts();
        let parts = match &self.asked {
            Asked::Protokoll => known.iter().take(1).cloned().collect(),
            Asked::One(_) if known.is_empty() => Vec::new(),
            Asked::One(_) if item.is_found() && !is_meeting(known) => return Ok(Vec::new()),
            Asked::One(key) => {
                let part = opened.part(key, &self.options);
                vec![part.ok_or_else(|| missing(&opened, key))?]
            }
            Asked::Utdrag => known
                .iter()
                .filter(|part| part.mottagare.is_none())
                .cloned()
                .collect(),
        };
        if parts.is_empty() {
            return Ok(vec![Judged {
                key: String::new(),
                stem: String::new(),
                paragraf: None,
                checked: opened.refused(&self.options),
            }]);
        }
        let judge = |part: Part| {
            let options = &self.options;
            let checked = self
                .workspace
                .check_part_ahead(&opened, &part, input, options, ahead)?;
            Ok(Judged {
                key: part.key,
                stem: part.stem,
                paragraf: part.paragraf,
                checked,
            })
        };
        parts.into_iter().map(judge).collect()
    }

    /// The same for every document that is asked for, and remembers every path that was read.
    pub(super) fn judge_noting(
        &self,
        item: &Listed,
        reads: &mut Reads,
        ahead: &mut dyn FnMut(Ready),
    ) -> Result<Option<(Content, Vec<Judged>)>, Failure> {
        let own = item.path().map(absolute);
        let content = item.read(self.root.as_deref());
        let seen = match &content {
            Ok(Some(content)) => Seen::Content(*blake3::hash(&content.bytes).as_bytes()),
            _ => Seen::Nothing,
        };
        // A file of another kind is known by its content only once it has been looked at: see `Items`.
        reads.extend(own.map(|path| (path, seen)));
        let Some(content) = content? else {
            return Ok(None);
        };
        let files = Recording::new(&content.files);
        let input = Input {
            files: &files,
            ..input(item, &content)
        };
        let judged = self.judged(item, input, ahead);
        let root = content.files.root();
        let asked = files.seen().into_iter();
        reads.extend(asked.map(|(path, seen)| (root.join(path), seen)));
        let judged = judged?;
        Ok((!judged.is_empty()).then_some((content, judged)))
    }

    /// Reads, judges and mends one ärende, in memory; `None` when it is none. With what was read.
    pub(super) fn mend(
        &self,
        item: &Listed,
        which: Which,
    ) -> Result<Option<(Content, Mended)>, Failure> {
        let Some(content) = item.read(self.root.as_deref())? else {
            return Ok(None);
        };
        let mended = self
            .workspace
            .mend(input(item, &content), &self.options, which)?;
        Ok(Some((content, mended)))
    }
}

/// Whether an input with these documents is a meeting.
fn is_meeting(parts: &[Part]) -> bool {
    parts.iter().any(|part| part.key == mote::PROTOKOLL)
}

/// What to say of an input that has no document with this key.
fn missing(opened: &Opened, key: &str) -> Failure {
    let known: Vec<&str> = opened
        .parts()
        .iter()
        .filter_map(|part| part.key.strip_prefix(mote::utdrag_key("").as_str()))
        .collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else {
        return Failure::usage("Filen är inget sammanträde.")
            .help("--paragraf och --kallelse gäller bara sammanträden.");
    };
    let number = key
        .strip_prefix(mote::utdrag_key("").as_str())
        .unwrap_or(key);
    Failure::usage(format!(
        "Sammanträdet har ingen § {} som ger ett utdrag.",
        visible(number)
    ))
    .help(format!("Paragraferna är {first}–{last}."))
}

/// The path from the root of the disk, links and all.
pub(super) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

fn input<'a>(item: &'a Listed, content: &'a Content) -> Input<'a> {
    Input {
        name: item.name(),
        first_line: 1,
        bytes: &content.bytes,
        folder: &content.folder,
        files: &content.files,
    }
}

/// The workspace over a person's own templates, if they have any.
pub(super) fn workspace(templates: Option<&Path>) -> Result<Workspace, Failure> {
    let over = templates.map(own_templates).transpose()?;
    let over = over.map(|files| Arc::new(files) as Arc<dyn Files>);
    Ok(Workspace::new(Assets::new(over)))
}

fn own_templates(folder: &Path) -> Result<DiskFiles, Failure> {
    let files = DiskFiles::new(folder)?;
    let known = [
        "dokument",
        "gemensamt",
        "layout",
        "profiler",
        "schemas",
        "utskick",
    ];
    if known
        .iter()
        .any(|name| files.kind(Path::new(name)) == Some(FileKind::Folder))
    {
        return Ok(files);
    }
    let name = visible(&folder.to_string_lossy()).into_owned();
    Err(
        Failure::usage(format!("Mappen ”{name}” har inga mallar.")).help(format!(
            "Ange en mapp som innehåller {}.",
            crate::text::eller_lista(&known)
        )),
    )
}
