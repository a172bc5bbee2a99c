//! The part of a schema that speaks of one place in the data: its titles, fields and examples. Validates nothing.

use serde_json::Value;

/// The schemas that apply to one place, outermost first: a field's own words come before those of the part it refers to.
#[derive(Debug, Clone)]
pub(super) struct Site<'s> {
    root: &'s Value,
    chain: Vec<&'s Value>,
    /// The title of what holds the place.
    pub(super) around: Option<&'s str>,
    /// Whether the place is an element of a list.
    pub(super) is_element: bool,
}

impl<'s> Site<'s> {
    /// Follows an evaluation path such as `/properties/beslut/$ref/items/minItems` to the schema that holds its last
    /// keyword.
    pub(super) fn of(root: &'s Value, evaluation_path: &str) -> Self {
        let mut site = Self {
            root,
            chain: vec![root],
            around: None,
            is_element: false,
        };
        let segments: Vec<String> = evaluation_path
            .split('/')
            .skip(1)
            .map(|segment| segment.replace("~1", "/").replace("~0", "~"))
            .collect();
        let steps = &segments[..segments.len().saturating_sub(1)];
        let mut at = 0;
        while let Some(keyword) = steps.get(at) {
            let argument = steps.get(at + 1).map(String::as_str);
            match site.step(keyword, argument) {
                Some(taken) => at += taken,
                None => break,
            }
        }
        site
    }

    /// Takes one step; gives how many segments it took.
    fn step(&mut self, keyword: &str, argument: Option<&str>) -> Option<usize> {
        let here = *self.chain.last()?;
        let next = here.get(keyword)?;
        match keyword {
            "$ref" => {
                self.chain.push(resolved(self.root, next)?);
                Some(1)
            }
            "properties" | "patternProperties" | "$defs" => {
                self.enter(next.get(argument?)?, false);
                Some(2)
            }
            "items" | "contains" | "unevaluatedItems" => {
                self.enter(next, true);
                Some(1)
            }
            "prefixItems" => {
                self.enter(next.get(argument?.parse::<usize>().ok()?)?, true);
                Some(2)
            }
            "additionalProperties" | "unevaluatedProperties" | "propertyNames" => {
                self.enter(next, false);
                Some(1)
            }
            _ if next.is_array() => {
                self.chain.push(next.get(argument?.parse::<usize>().ok()?)?);
                Some(2)
            }
            _ => {
                self.chain.push(next);
                Some(1)
            }
        }
    }

    fn enter(&mut self, schema: &'s Value, is_element: bool) {
        self.around = self.title();
        self.chain = vec![schema];
        self.is_element = is_element;
    }

    /// The place's title.
    pub(super) fn title(&self) -> Option<&'s str> {
        self.each().find_map(title)
    }

    /// A keyword of the innermost schema that has it.
    pub(super) fn keyword(&self, name: &str) -> Option<&'s Value> {
        self.each().find_map(|schema| schema.get(name))
    }

    /// The examples that may stand here, in the schema's order.
    pub(super) fn examples(&self) -> impl Iterator<Item = &'s Value> {
        let lists = self
            .each()
            .filter_map(|schema| schema.get("examples")?.as_array());
        lists.flatten()
    }

    /// The names of the fields that may stand here.
    pub(super) fn fields(&self) -> Vec<&'s str> {
        let all = self
            .each()
            .filter_map(|schema| schema.get("properties")?.as_object());
        all.flat_map(|fields| fields.keys().map(String::as_str))
            .collect()
    }

    /// The place of a field in here.
    pub(super) fn field(&self, name: &str) -> Option<Self> {
        let field = self
            .each()
            .find_map(|schema| schema.get("properties")?.get(name))?;
        let mut site = self.clone();
        site.enter(field, false);
        Some(site)
    }

    /// The schemas of the chain, and what the last of them refers to.
    fn each(&self) -> impl Iterator<Item = &'s Value> {
        let root = self.root;
        let last = self.chain.last().copied();
        let beyond = std::iter::successors(last, move |schema| resolved(root, schema.get("$ref")?));
        self.chain.iter().copied().chain(beyond.skip(1).take(8))
    }
}

/// A schema's own title.
pub(super) fn title(schema: &Value) -> Option<&str> {
    schema.get("title")?.as_str()
}

/// The part of the bundle that a reference names.
pub(super) fn resolved<'s>(root: &'s Value, reference: &Value) -> Option<&'s Value> {
    let name = reference.as_str()?.strip_prefix("#/$defs/")?;
    root.get("$defs")?.get(name)
}
