//! Swedish for people: inflection, dates, holidays, numbers, order and how odd characters are shown. Knows no
//! ärende and reads nothing.

mod bytes;
mod closest;
mod date;
mod facts;
mod inflection;
mod kalender;
mod letters;
mod lines;
mod masked;
mod number;
mod order;
mod personnummer;
mod quotation;
mod sentence;
mod stem;
mod verb;
mod visible;
mod words;

pub use bytes::{bytes_among, bytes_within, digits};
pub use closest::closest;
pub use date::{DateFault, MANADER, datum_i_ord, datum_ur_ord, iso_datum};
pub use facts::{Datum, Slag, Uppgift, Varde, faktor, uppgifter};
pub use inflection::{eller_lista, gemen, genitiv, obestamd, och_lista, versal};
pub use kalender::{helgdag, ledig_dag, paskdagen, senare, vardag, veckodag};
pub use letters::{is_word, lower, lowercase, lowered};
pub use lines::rader;
pub use masked::masked_json;
pub use number::{NBSP, antal, antalsord, decimaltal, intervall, paragraf, paragrafer, tal};
pub use order::sort_key;
pub use personnummer::{Certainty, Personnummer, masked, personnummer};
pub use quotation::{citat, is_inside};
pub use sentence::{meningar, stycken};
pub use stem::stam;
pub use verb::{Verbform, Verbs, passiv, presens};
pub use visible::{is_hidden, quoted, visible};
pub use words::{Word, word_hash, words, words_hash};
