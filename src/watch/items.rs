//! Every input with what its last making read, and once around them: which are judged again, held back, made. Waits for
//! nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use crate::source::{State, Stopwatch};

use super::look::{Looks, expected};
use super::{
    Documents, HELD_BACK, Hints, Judged, Made, Reads, Round, Sheet, Telling, Verdict, folders_of,
};

/// What must stand at the paths that something was made from.
type Basis = BTreeMap<PathBuf, State>;

/// One input.
#[derive(Debug, Default)]
struct Item {
    /// `None` until it has been judged.
    basis: Option<Basis>,
    /// Since when it has been missing or unfinished without anybody being told.
    unfinished: Option<Duration>,
    /// A file could not be written: it is tried again.
    blocked: bool,
    /// What was last told of it, hashed.
    told: Option<[u8; 32]>,
    /// The names its documents have, or had when it was last good.
    stems: Vec<String>,
    /// What was last written, by name.
    made: BTreeMap<String, [u8; 32]>,
    /// Documents of it have another input's name.
    clashes: bool,
}

/// Every input, and what they share.
#[derive(Debug, Default)]
pub(super) struct Items {
    each: BTreeMap<String, Item>,
    order: Vec<String>,
    searched: Vec<PathBuf>,
    shared: Basis,
    looks: Looks,
    /// The folders of all that, from when something was last judged.
    folders: BTreeSet<PathBuf>,
    builds: u64,
    rounds: u64,
}

/// After so many rounds the folders are looked up anew although nothing was judged: a link on the way to one may lead
/// elsewhere.
const LINKS: u64 = 30;

/// An input that was judged in this round, before anything is made.
struct Pending<R, T> {
    input: String,
    sheets: Vec<Sheet<R>>,
    told: T,
    /// Its content stops all its documents.
    is_stopped: bool,
    /// The names of those that its content stops while others may be made.
    stopped: Vec<String>,
}

/// The inputs whose documents have a name that another's has too: the name and that other.
type Clashes = BTreeMap<String, Vec<(String, String)>>;

/// What a round came to.
pub(super) struct Turn<T> {
    /// What there is to tell.
    pub(super) round: Option<Round<T>>,
    /// Something changed while it was read: look again as soon as it is quiet.
    pub(super) soon: bool,
    /// When something that is held back is due.
    pub(super) held: Option<Duration>,
}

impl Items {
    /// The folders in which a change of anything that matters is noticed.
    pub(super) const fn folders(&self) -> &BTreeSet<PathBuf> {
        &self.folders
    }

    fn look_up_folders(&mut self) {
        let bases = self.each.values().filter_map(|item| item.basis.as_ref());
        let paths = bases.flat_map(BTreeMap::keys).chain(self.shared.keys());
        let paths = paths.chain(&self.searched);
        self.folders = folders_of(paths.map(PathBuf::as_path));
        self.folders.extend(self.searched.iter().cloned());
    }

    /// Looks at everything, and judges and makes what is no longer right.
    pub(super) fn round<D: Documents>(
        &mut self,
        documents: &mut D,
        clock: &Stopwatch,
        hints: &Hints,
    ) -> Turn<D::Told> {
        let began = clock.elapsed();
        self.looks.begin();
        self.rounds += 1;
        let listing = documents.list();
        let is_listed_anew = self.order != listing.inputs || self.searched != listing.folders;
        self.order = listing.inputs;
        self.searched = listing.folders;
        let gone = self.drop_those_gone();
        let anew = self.rounds > 1 && !holds(&mut self.looks, &self.shared);
        let shared_before = now_at(&mut self.looks, Some(&self.shared));
        if anew {
            documents.reopen();
        }
        let mut judged = self.order.clone();
        judged.retain(|input| anew || !self.is_right(input));
        let mut pending = Vec::new();
        for input in &judged {
            if hints.is_stopped() {
                break;
            }
            let alone = judged.len() == 1;
            pending.extend(self.judge(documents, (input, alone), clock.elapsed()));
        }
        let is_quiet = self.rounds > 1 && !is_listed_anew && !anew && judged.is_empty();
        if is_quiet && !self.rounds.is_multiple_of(LINKS) {
            // Nothing but this happens while nobody writes.
            return Turn {
                round: None,
                soon: false,
                held: None,
            };
        }
        // One that another had to make way for may be made again.
        for input in self.newly_clashing(documents) {
            if !pending.iter().any(|other| other.input == input) {
                pending.extend(self.judge(documents, (&input, false), clock.elapsed()));
                judged.push(input);
            }
        }
        let clashes = self.clashes(documents);
        let mut tellings = BTreeMap::new();
        for one in pending {
            if hints.is_stopped() {
                break;
            }
            let input = one.input.clone();
            if let Some(telling) = self.make_all(documents, one, &clashes) {
                tellings.insert(input, telling);
            }
        }
        self.share(documents.shared(), &shared_before, anew);
        self.builds += u64::from(tellings.values().any(|telling| telling.made));
        self.forget();
        let held = self.each.values().filter_map(|item| item.unfinished).min();
        // What was not judged now was right when it was looked at; its next change gives a hint of its own.
        let soon = judged.iter().any(|input| {
            let item = &self.each[input];
            !item.blocked && item.unfinished.is_none() && !self.is_right(input)
        });
        self.look_up_folders();
        let tellings: Vec<_> = self
            .order
            .iter()
            .filter_map(|input| tellings.remove(input))
            .collect();
        let is_worth_telling = !tellings.is_empty() || !gone.is_empty() || self.rounds == 1;
        Turn {
            round: is_worth_telling.then(|| Round {
                builds: self.builds,
                tellings,
                gone,
                inputs: self.order.len(),
                took: clock.elapsed().saturating_sub(began),
            }),
            soon,
            held: held.map(|since| since + HELD_BACK),
        }
    }

    /// Forgets inputs that are listed no more, and makes room for new ones. Gives those that somebody had been told of.
    fn drop_those_gone(&mut self) -> Vec<String> {
        let listed: BTreeSet<&String> = self.order.iter().collect();
        let mut gone = Vec::new();
        self.each.retain(|input, item| {
            let stays = listed.contains(input);
            if !stays && item.told.is_some() {
                gone.push(input.clone());
            }
            stays
        });
        for input in &self.order {
            self.each.entry(input.clone()).or_default();
        }
        gone
    }

    /// Whether nothing has changed since an input was judged, and nothing waits to be done with it.
    fn is_right(&mut self, input: &str) -> bool {
        let item = &self.each[input];
        let waits = item.blocked || item.unfinished.is_some();
        let basis = item.basis.as_ref();
        !waits && basis.is_some_and(|basis| holds(&mut self.looks, basis))
    }

    /// Judges an input, alone in its round or not. `None` when there is nothing to make or tell yet.
    fn judge<D: Documents>(
        &mut self,
        documents: &mut D,
        (input, alone): (&str, bool),
        now: Duration,
    ) -> Option<Pending<D::Ready, D::Told>> {
        let before = self.each[input].basis.as_ref();
        let before = now_at(&mut self.looks, before);
        let Judged {
            reads,
            verdict,
            told,
        } = documents.judge(input, alone);
        if matches!(verdict, Verdict::Unfinished) && self.is_held_back(input, now) {
            return None;
        }
        let basis = self.basis(reads, &before);
        let item = self.each.get_mut(input)?;
        item.basis = Some(basis);
        item.unfinished = None;
        item.blocked = false;
        let (sheets, stopped, is_stopped) = match verdict {
            Verdict::Foreign => {
                item.stems.clear();
                return None;
            }
            Verdict::Unfinished | Verdict::Stopped => (Vec::new(), Vec::new(), true),
            Verdict::Ready(sheets) => {
                item.stems = names(&sheets);
                (sheets, Vec::new(), false)
            }
            Verdict::Partly(sheets, stopped) => {
                item.stems = [names(&sheets), stopped.clone()].concat();
                (sheets, stopped, false)
            }
        };
        Some(Pending {
            input: input.to_owned(),
            sheets,
            told,
            is_stopped,
            stopped,
        })
    }

    /// Makes the documents of an input. `None` when there is nothing to tell that has not been told.
    fn make_all<D: Documents>(
        &mut self,
        documents: &mut D,
        pending: Pending<D::Ready, D::Told>,
        clashes: &Clashes,
    ) -> Option<Telling<D::Told>> {
        let Pending {
            input,
            sheets,
            mut told,
            is_stopped,
            mut stopped,
        } = pending;
        let all = sheets.len() + stopped.len();
        let clashing = clashes.get(&input);
        self.each.get_mut(&input)?.clashes = clashing.is_some();
        let mut made_now = false;
        for sheet in sheets {
            let other = clashing.and_then(|all| all.iter().find(|(stem, _)| *stem == sheet.stem));
            if let Some((stem, other)) = other {
                documents.tell_clash(&mut told, stem, other);
                stopped.push(sheet.stem);
                continue;
            }
            let stem = sheet.stem.clone();
            match self.make(documents, &input, sheet, &mut told) {
                Some(Made::Written) => made_now = true,
                Some(Made::Blocked | Made::Failed) => stopped.push(stem),
                None => {}
            }
        }
        let digest = documents.digest(&told);
        let item = self.each.get_mut(&input)?;
        let is_news = made_now || item.told != Some(digest);
        item.told = Some(digest);
        let shows_earlier = if is_stopped || (all > 0 && stopped.len() == all) {
            !item.made.is_empty()
        } else {
            stopped.iter().any(|stem| item.made.contains_key(stem))
        };
        is_news.then(|| Telling {
            input,
            told,
            made: made_now,
            shows_earlier,
        })
    }

    /// Whether an unfinished input is taken for a save under way: one that was whole before, for a while.
    fn is_held_back(&mut self, input: &str, now: Duration) -> bool {
        let Some(item) = self.each.get_mut(input) else {
            return false;
        };
        if item.told.is_none() {
            return false;
        }
        let since = *item.unfinished.get_or_insert(now);
        now < since + HELD_BACK
    }

    /// Makes a document's files, unless the same ones stand there. `None` when they did.
    fn make<D: Documents>(
        &mut self,
        documents: &mut D,
        input: &str,
        sheet: Sheet<D::Ready>,
        told: &mut D::Told,
    ) -> Option<Made> {
        let (stem, likeness) = (sheet.stem.clone(), sheet.likeness);
        if self.each.get(input)?.made.get(&stem) == Some(&likeness) && documents.stands(&stem) {
            return None;
        }
        let made = documents.make(input, sheet, told);
        if made == Made::Written {
            // Whoever had the name before has it no more.
            for other in self.each.values_mut() {
                other.made.remove(&stem);
            }
        }
        let item = self.each.get_mut(input)?;
        match made {
            Made::Written => {
                item.made.insert(stem, likeness);
            }
            Made::Blocked => item.blocked = true,
            Made::Failed => {}
        }
        Some(made)
    }

    /// Every clash there is now.
    fn clashes<D: Documents>(&self, documents: &D) -> Clashes {
        let named: Vec<(&String, &String)> = self
            .each
            .iter()
            .flat_map(|(input, item)| item.stems.iter().map(move |stem| (input, stem)))
            .collect();
        let stems: Vec<&str> = named.iter().map(|(_, stem)| stem.as_str()).collect();
        let mut all = Clashes::new();
        for (one, other) in documents.clashes(&stems) {
            let ((input, stem), (other, _)) = (named[one], named[other]);
            let own = all.entry(input.clone()).or_default();
            own.push((stem.clone(), other.clone()));
        }
        all
    }

    /// The inputs that clash now and did not when they were made, or the other way round.
    fn newly_clashing<D: Documents>(&self, documents: &D) -> Vec<String> {
        let now = self.clashes(documents);
        let changed = self.each.iter().filter(|(input, item)| {
            item.told.is_some()
                && item.unfinished.is_none()
                && item.clashes != now.contains_key(*input)
        });
        changed.map(|(input, _)| input.clone()).collect()
    }

    /// Takes in what all documents share. What was known already stays as it was when it was first read.
    fn share(&mut self, reads: Reads, before: &Basis, anew: bool) {
        let known = std::mem::take(&mut self.shared);
        self.shared = self.basis(reads, before);
        if !anew {
            self.shared.extend(known);
        }
    }

    fn basis(&mut self, reads: Reads, before: &Basis) -> Basis {
        let mut basis = Basis::new();
        for (path, seen) in reads {
            let now = self.looks.at(&path);
            let state = expected(seen, before.get(&path).copied(), now);
            basis.insert(path, state);
        }
        basis
    }

    /// Forgets the looks at paths that nothing depends on.
    fn forget(&mut self) {
        let bases = self.each.values().filter_map(|item| item.basis.as_ref());
        let all: Vec<&Basis> = bases.chain([&self.shared]).collect();
        self.looks
            .keep(|path| all.iter().any(|basis| basis.contains_key(path)));
    }
}

fn names<R>(sheets: &[Sheet<R>]) -> Vec<String> {
    sheets.iter().map(|sheet| sheet.stem.clone()).collect()
}

/// What stands now at the paths of an earlier basis, before they are read again.
fn now_at(looks: &mut Looks, basis: Option<&Basis>) -> Basis {
    let paths = basis.into_iter().flat_map(BTreeMap::keys);
    paths.map(|path| (path.clone(), looks.at(path))).collect()
}

/// Whether everything still stands where it did.
fn holds(looks: &mut Looks, basis: &Basis) -> bool {
    basis.iter().all(|(path, state)| looks.at(path) == *state)
}
