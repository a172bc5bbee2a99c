//! What `kansli batch` makes documents of: files, folders, and lists with an ärende on each line. Judges nothing of what
//! they say.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::de::IgnoredAny;

use crate::arende::LARGEST;
use crate::batch::{BatchError, Content, Inputs, Trouble};
use crate::source::{DiskFiles, Files, Line, List, Project, SourceError};

use super::Failure;
use super::inputs::{self, DASH, Listed};

/// The extensions of lists.
const LISTS: [&str; 2] = ["ndjson", "jsonl"];

/// Everything that was named, in order.
pub(super) struct Sources {
    items: Vec<Item>,
    lists: Vec<NamedList>,
    root: Option<PathBuf>,
    /// The root of every folder that was met with, and the folder's place in it.
    places: Mutex<BTreeMap<PathBuf, (Arc<DiskFiles>, PathBuf)>>,
}

enum Item {
    File {
        listed: Listed,
        source: String,
    },
    Line {
        list: usize,
        number: usize,
        line: Line,
    },
    Nothing {
        source: String,
        why: Failure,
    },
}

struct NamedList {
    list: List,
    source: String,
    path: PathBuf,
}

impl Sources {
    pub(super) fn new(arguments: &[PathBuf], root: Option<&Path>) -> Self {
        let mut sources = Self {
            items: Vec::new(),
            lists: Vec::new(),
            root: root.map(Path::to_path_buf),
            places: Mutex::default(),
        };
        let is_list = |path: &Path| {
            let extension = path.extension().and_then(|e| e.to_str());
            path.as_os_str() == DASH || extension.is_some_and(|e| LISTS.contains(&e))
        };
        // Files that are not lists are listed together: each of them counts once.
        let mut files = Vec::new();
        for argument in arguments {
            if is_list(argument) && !argument.is_dir() {
                sources.add_files(&std::mem::take(&mut files));
                sources.add_list(argument);
            } else {
                files.push(argument.clone());
            }
        }
        sources.add_files(&files);
        sources.part_namesakes();
        sources
    }

    fn add_files(&mut self, arguments: &[PathBuf]) {
        for listed in inputs::listed(arguments) {
            let source = listed
                .path()
                .map_or_else(|| listed.name().to_owned(), |path| self.source_of(path));
            self.items.push(Item::File { listed, source });
        }
    }

    fn add_list(&mut self, path: &Path) {
        let source = if path.as_os_str() == DASH {
            DASH.to_owned()
        } else {
            self.source_of(path)
        };
        if self.lists.iter().any(|list| list.source == source) {
            return;
        }
        let list = if path.as_os_str() == DASH {
            List::taken(Path::new("standard in"), io::stdin().lock())
        } else {
            List::open(path)
        };
        let mut lines = Vec::new();
        let read = list.and_then(|list| {
            list.lines(|number, line| lines.push((number, line)))?;
            Ok(list)
        });
        let list = match read {
            Ok(list) => list,
            Err(error) => {
                let why = Failure::from(error);
                self.items.push(Item::Nothing { source, why });
                return;
            }
        };
        if lines.is_empty() {
            let why = Failure::usage("Listan är tom.").help("Skriv ett ärende på varje rad.");
            self.items.push(Item::Nothing { source, why });
            return;
        }
        if is_one(&list, lines[0].1) {
            lines = vec![(1, list.whole())];
        }
        let index = self.lists.len();
        let items = lines.into_iter();
        self.items.extend(items.map(|(number, line)| Item::Line {
            list: index,
            number,
            line,
        }));
        self.lists.push(NamedList {
            list,
            source,
            path: path.into(),
        });
    }

    /// Two files of different projects may have the same place in them: then the words of the command line tell them
    /// apart.
    fn part_namesakes(&mut self) {
        let mut seen = BTreeSet::new();
        for item in &mut self.items {
            if let Item::File { listed, source } = item
                && !seen.insert(source.clone())
            {
                listed.name().clone_into(source);
            }
        }
    }

    /// The file's place in its project, with `/`.
    fn source_of(&self, path: &Path) -> String {
        let placed = self.place(path).ok().zip(path.file_name());
        let inside = placed.map(|((_, folder), name)| folder.join(name));
        inside
            .as_deref()
            .unwrap_or(path)
            .to_string_lossy()
            .replace('\\', "/")
    }

    /// The root of a file's project, and its folder in it.
    fn place(&self, path: &Path) -> Result<(Arc<DiskFiles>, PathBuf), SourceError> {
        let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = places.get(&folder) {
            return Ok(known.clone());
        }
        let project = Project::of(path, self.root.as_deref())?;
        let files = Arc::new(DiskFiles::new(&project.root)?);
        let inside = project
            .input
            .parent()
            .unwrap_or(Path::new(""))
            .to_path_buf();
        places.insert(folder, (Arc::clone(&files), inside.clone()));
        Ok((files, inside))
    }

    fn content(&self, index: usize) -> Result<Option<Content>, Failure> {
        let (bytes, path) = match &self.items[index] {
            Item::Nothing { why, .. } => return Err(why.clone()),
            Item::File { listed, .. } => {
                let Some(bytes) = listed.bytes(self.root.as_deref())? else {
                    return Ok(None);
                };
                (bytes, listed.path().unwrap_or(Path::new("./-")))
            }
            Item::Line { list, line, .. } => {
                let list = &self.lists[*list];
                let bytes = match list.list.read(*line, LARGEST) {
                    // As many as it takes for the reader of ärenden to say so in its own words.
                    Err(SourceError::TooLarge { limit, .. }) => (0..=limit).map(|_| 0).collect(),
                    read => read?,
                };
                let path = if list.path.as_os_str() == DASH {
                    Path::new("./-")
                } else {
                    &list.path
                };
                (bytes.into(), path)
            }
        };
        let (files, folder) = self.place(path)?;
        Ok(Some(Content {
            bytes,
            folder,
            files,
        }))
    }
}

/// Whether what should be a list is one ärende, written over many lines.
fn is_one(list: &List, first: Line) -> bool {
    let sound = |line| {
        let bytes = list.read(line, LARGEST).ok()?;
        serde_json::from_slice::<IgnoredAny>(&bytes).ok()
    };
    sound(first).is_none() && sound(list.whole()).is_some()
}

impl Inputs for Sources {
    fn count(&self) -> usize {
        self.items.len()
    }

    fn source(&self, index: usize) -> String {
        match &self.items[index] {
            Item::File { source, .. } | Item::Nothing { source, .. } => source.clone(),
            Item::Line { list, .. } => self.lists[*list].source.clone(),
        }
    }

    fn line(&self, index: usize) -> Option<usize> {
        match &self.items[index] {
            Item::Line { number, .. } => Some(*number),
            Item::File { .. } | Item::Nothing { .. } => None,
        }
    }

    fn read(&self, index: usize) -> Result<Option<Content>, BatchError> {
        self.content(index)
            .map_err(|why| BatchError::Told(Trouble::from(why)))
    }

    fn files(&self, index: usize) -> Result<Arc<dyn Files>, BatchError> {
        let here = Path::new("./-");
        let path = match &self.items[index] {
            Item::Nothing { .. } => here,
            Item::File { listed, .. } => listed.path().unwrap_or(here),
            Item::Line { list, .. } => match &self.lists[*list].path {
                path if path.as_os_str() == DASH => here,
                path => path,
            },
        };
        Ok(self.place(path)?.0)
    }

    fn is_gone(&self, source: &str) -> bool {
        let places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let mut roots = places.values().map(|(files, _)| files.root());
        roots.len() > 0 && !roots.any(|root| root.join(source).exists())
    }
}
