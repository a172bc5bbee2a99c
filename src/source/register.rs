//! Values by name, kept small: of ten thousands of names that a long run notes, none has memory of its own. Between what
//! comes and goes with each document, a small piece that stays keeps a page of memory for itself, and a large one that
//! grows leaves a hole where it was.

use std::collections::HashMap;
use std::ops::Range;

/// Values by name.
#[derive(Debug)]
pub struct Register<V> {
    /// The names, one after the other.
    text: String,
    /// In the order in which the names came; nothing where one was removed.
    slots: Vec<Option<Slot<V>>>,
    /// Where each stands in `slots`, by half of its BLAKE3: no two names have the same.
    places: HashMap<u128, usize>,
}

#[derive(Debug)]
struct Slot<V> {
    name: Range<usize>,
    value: V,
}

impl<V> Default for Register<V> {
    fn default() -> Self {
        Self {
            text: String::new(),
            slots: Vec::new(),
            places: HashMap::new(),
        }
    }
}

/// The length that room is taken for, in bytes: of a document's name in the journal, or of a file's.
const NAME: usize = 128;

fn key(name: &str) -> u128 {
    let hash = *blake3::hash(name.as_bytes()).as_bytes();
    let (half, _) = hash.split_first_chunk().unwrap_or((&[0; 16], &[]));
    u128::from_le_bytes(*half)
}

impl<V> Register<V> {
    /// Takes room for so many more names at once. It costs no memory until they come.
    pub fn make_room(&mut self, names: usize) {
        self.text.reserve(names.saturating_mul(NAME));
        self.slots.reserve(names);
        self.places.reserve(names);
    }

    /// The value of a name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&V> {
        let place = self.places.get(&key(name))?;
        Some(&self.slots[*place].as_ref()?.value)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut V> {
        let place = self.places.get(&key(name))?;
        Some(&mut self.slots[*place].as_mut()?.value)
    }

    /// Gives a name its value, and says where it stands; the one it had is gone.
    pub fn insert(&mut self, name: &str, value: V) -> usize {
        let key = key(name);
        if let Some(place) = self.places.get(&key) {
            if let Some(slot) = &mut self.slots[*place] {
                slot.value = value;
            }
            return *place;
        }
        let start = self.text.len();
        self.text.push_str(name);
        let name = start..self.text.len();
        let place = self.slots.len();
        self.slots.push(Some(Slot { name, value }));
        self.places.insert(key, place);
        place
    }

    /// Forgets a name.
    pub fn remove(&mut self, name: &str) {
        if let Some(place) = self.places.remove(&key(name)) {
            self.slots[place] = None;
        }
    }

    /// The name that stands there; nothing when it was forgotten.
    #[must_use]
    pub fn name(&self, place: usize) -> &str {
        let slot = self.slots.get(place).and_then(Option::as_ref);
        slot.map_or("", |slot| &self.text[slot.name.clone()])
    }

    /// Every name and its value, in the order of the names.
    #[must_use]
    pub fn sorted(&self) -> Vec<(&str, &V)> {
        let slots = self.slots.iter().flatten();
        let mut all: Vec<(&str, &V)> = slots
            .map(|slot| (&self.text[slot.name.clone()], &slot.value))
            .collect();
        all.sort_unstable_by_key(|(name, _)| *name);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_its_last_value_until_it_is_forgotten() {
        let mut register = Register::default();
        let first = register.insert("§ 2", 2);
        register.insert("§ 10", 10);
        register.insert("", 0);
        assert_eq!(register.insert("§ 2", 22), first);
        assert_eq!(register.get("§ 2"), Some(&22));
        assert_eq!(register.name(first), "§ 2");
        assert_eq!(register.sorted(), [("", &0), ("§ 10", &10), ("§ 2", &22)]);
        register.remove("§ 2");
        register.remove("§ 2");
        assert_eq!((register.get("§ 2"), register.name(first)), (None, ""));
        assert_eq!(register.insert("§ 2", 3), 3);
        if let Some(value) = register.get_mut("") {
            *value += 1;
        }
        assert_eq!(register.sorted(), [("", &1), ("§ 10", &10), ("§ 2", &3)]);
    }
}
