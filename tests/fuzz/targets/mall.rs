//! Templates: any source ends, in a document or in an error with its line; nothing outside the ärende is reached.
#![no_main]

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use kansli::markup::{self, Arrangement, Picture, Pictures};
use kansli::template::{Engine, Loader, Phrases};
use kansli_fuzz::arende;
use serde_json::Value;

struct None;

impl Pictures for None {
    fn find(&self, _: &str) -> Option<Picture> {
        Option::None
    }
}

/// No template takes longer; far more than the fuel lasts for.
const LONGEST: Duration = Duration::from_secs(10);

/// The processor time of this thread: what else the machine does is not the template's.
fn spent() -> Duration {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(
        now.tv_sec.unsigned_abs(),
        u32::try_from(now.tv_nsec).unwrap_or_default(),
    )
}

kansli_fuzz::target!(|source: &str| {
    static DATA: OnceLock<Arc<Value>> = OnceLock::new();
    let data = DATA.get_or_init(|| Arc::new(arende("En **text**.\n\n- a\n- b", "Ord")));
    let text: Arc<str> = source.into();
    let loader: Loader = Arc::new(move |name| (name == "x.md.j2").then(|| Arc::clone(&text)));
    let before = spent();
    let engine = Engine::new("x.md.j2", loader, &Phrases::default());
    match engine.render(Arc::clone(data)) {
        Ok((output, tokens)) => {
            let parsed = markup::parse(&output, &tokens, &None, &Arrangement::default());
            assert!(parsed.is_ok() || parsed.is_err_and(|e| e.line > 0));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    let taken = spent().saturating_sub(before);
    assert!(taken < LONGEST, "{taken:?}");
});
