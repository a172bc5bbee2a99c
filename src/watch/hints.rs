//! What the system tells of changed files, made into hints that it may be time to look. Watches folders and never files,
//! because an editor that saves by renaming takes the watched file away.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use notify::{ErrorKind, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::source::{folder_identity, is_network, is_own_temporary};

use super::{Way, Why};

/// Something that ends the waiting.
#[derive(Debug)]
pub enum Hint {
    /// Something may have changed.
    Touched,
    /// The system will tell no more, and why.
    Lost(String),
    /// The watching is over.
    Stop,
}

/// Where hints come from.
pub struct Hints {
    send: Sender<Hint>,
    stopped: Arc<AtomicBool>,
    watcher: Option<RecommendedWatcher>,
    /// Which folder stood at each watched path when the watch was set.
    watched: BTreeMap<PathBuf, (u64, u64)>,
}

impl std::fmt::Debug for Hints {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Hints").finish_non_exhaustive()
    }
}

/// Ends the watching from another thread.
#[derive(Debug, Clone)]
pub struct Stopper {
    send: Sender<Hint>,
    stopped: Arc<AtomicBool>,
}

impl Stopper {
    /// Ends it, after the file that is being written.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
        // Nobody hears it when it is over already.
        let _ = self.send.send(Hint::Stop);
    }
}

/// A source of hints, and where they are heard.
#[must_use]
pub fn hints() -> (Hints, Receiver<Hint>) {
    let (send, heard) = channel();
    let hints = Hints {
        send,
        stopped: Arc::default(),
        watcher: None,
        watched: BTreeMap::new(),
    };
    (hints, heard)
}

impl Hints {
    /// A handle that ends the watching.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        Stopper {
            send: self.send.clone(),
            stopped: Arc::clone(&self.stopped),
        }
    }

    /// Whether somebody has ended the watching.
    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Asks the system to tell.
    pub(super) fn begin(&mut self) -> Way {
        let send = self.send.clone();
        let hear = move |told: notify::Result<notify::Event>| {
            let hint = match told {
                Ok(event) if matters(&event) => Hint::Touched,
                Ok(_) => return,
                Err(error) => match exhausted(&error) {
                    Some(why) => Hint::Lost(why),
                    None => Hint::Touched,
                },
            };
            // Nobody hears it when the watching is over.
            let _ = send.send(hint);
        };
        match RecommendedWatcher::new(hear, notify::Config::default()) {
            Ok(watcher) => {
                self.watcher = Some(watcher);
                Way::Told
            }
            Err(error) => {
                let why = exhausted(&error).unwrap_or_else(|| error.to_string());
                Way::Polled(super::POLL, Why::Exhausted(why))
            }
        }
    }

    /// Watches these folders and no others. A folder that is not there is watched when it is. Says whether there are
    /// new ones among them.
    pub(super) fn watch(&mut self, folders: &BTreeSet<PathBuf>) -> Result<bool, Why> {
        let result = self.rewatch(folders);
        if result.is_err() {
            self.end();
        }
        result
    }

    fn rewatch(&mut self, folders: &BTreeSet<PathBuf>) -> Result<bool, Why> {
        let Some(watcher) = &mut self.watcher else {
            return Ok(false);
        };
        let mut more = false;
        let now: BTreeMap<&PathBuf, (u64, u64)> = folders
            .iter()
            .filter_map(|folder| Some((folder, folder_identity(folder)?)))
            .collect();
        self.watched.retain(|folder, identity| {
            let stands = now.get(folder) == Some(identity);
            if !stands {
                // The system may have ended the watch with the folder.
                let _ = watcher.unwatch(folder);
            }
            stands
        });
        for (folder, identity) in now {
            if self.watched.contains_key(folder) {
                continue;
            }
            if is_network(folder) {
                return Err(Why::Network(folder.clone()));
            }
            match watcher.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => {
                    self.watched.insert(folder.clone(), identity);
                    more = true;
                }
                // It went away just now: the next round tries again, and until then finds changes by looking.
                Err(error) => {
                    if let Some(why) = exhausted(&error) {
                        return Err(Why::Exhausted(why));
                    }
                }
            }
        }
        Ok(more)
    }

    /// Lets the system tell no more.
    pub(super) fn end(&mut self) {
        self.watcher = None;
        self.watched.clear();
    }
}

/// Why the system can tell no more, if that is what the error says.
fn exhausted(error: &notify::Error) -> Option<String> {
    const EMFILE: i32 = 24;
    const ENFILE: i32 = 23;
    const ENOSPC: i32 = 28;
    match &error.kind {
        ErrorKind::MaxFilesWatch => Some("systemets gräns för bevakade mappar är nådd".to_owned()),
        ErrorKind::Io(io) if matches!(io.raw_os_error(), Some(EMFILE | ENFILE)) => {
            Some("systemets gräns för öppna filer är nådd".to_owned())
        }
        ErrorKind::Io(io) if io.raw_os_error() == Some(ENOSPC) => {
            Some("systemets gräns för bevakade mappar är nådd".to_owned())
        }
        ErrorKind::Io(io) if matches!(io.kind(), std::io::ErrorKind::NotFound) => None,
        ErrorKind::PathNotFound | ErrorKind::WatchNotFound => None,
        ErrorKind::Io(io) => Some(io.to_string()),
        ErrorKind::Generic(what) => Some(what.clone()),
        ErrorKind::InvalidConfig(_) => Some("bevakningen kunde inte ställas in".to_owned()),
    }
}

/// Whether an event may mean that something has changed that somebody depends on.
fn matters(event: &notify::Event) -> bool {
    if event.need_rescan() {
        return true;
    }
    if matches!(event.kind, EventKind::Access(_)) {
        return false;
    }
    event.paths.is_empty() || !event.paths.iter().all(|path| is_noise(path))
}

/// Whether a file is one that programs leave beside the one that somebody works on. Should something depend on one all
/// the same, the next look finds its change.
fn is_noise(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(OsStr::to_str) else {
        return false;
    };
    let ends = |ending: &str| name.len() > ending.len() && name.ends_with(ending);
    is_own_temporary(name)
        || name.starts_with("~$")
        || name.starts_with(".~lock.")
        || name.starts_with(".#")
        || (name.starts_with('#') && ends("#"))
        || [".swp", ".swx", ".swo", ".tmp", ".crdownload", "~"]
            .iter()
            .any(|ending| ends(ending))
        || ["4913", ".DS_Store", "Thumbs.db", "desktop.ini"].contains(&name)
}

#[cfg(test)]
mod tests {
    use super::{is_noise, matters};
    use notify::event::{AccessKind, CreateKind, Flag};
    use notify::{Event, EventKind};
    use std::path::Path;

    #[test]
    fn what_programs_leave_beside_a_file_is_noise() {
        for name in [
            "~$a.docx",
            ".~lock.a.docx#",
            ".a.json.swp",
            "x.tmp",
            ".DS_Store",
            "4913",
            "a.json~",
            "#a.json#",
            ".#a.json",
            ".kansli-abcdef123456.tmp",
        ] {
            assert!(is_noise(&Path::new("m").join(name)), "{name}");
        }
        for name in [
            "a.json",
            "logotyp.svg",
            "tmp",
            "~",
            "profil.toml",
            "a.json.bak",
        ] {
            assert!(!is_noise(&Path::new("m").join(name)), "{name}");
        }
    }

    #[test]
    fn reading_is_no_change_and_an_overflow_is() {
        let read = Event::new(EventKind::Access(AccessKind::Any)).add_path("a.json".into());
        assert!(!matters(&read));
        let made = Event::new(EventKind::Create(CreateKind::File));
        assert!(matters(&made.clone().add_path("a.json".into())));
        assert!(!matters(&made.add_path("m/4913".into())));
        assert!(matters(
            &Event::new(EventKind::Other).set_flag(Flag::Rescan)
        ));
    }
}
