//! The fields of one configuration: what the file says, else what its class says, and which were looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::ignored;
use crate::core::error::{Code, Error};

/// What every class says where a file says nothing; one line a model type.
static CLASSES: LazyLock<BTreeMap<String, Class>> = LazyLock::new(|| {
    let all: Value = serde_json::from_str(include_str!("defaults.json")).unwrap_or(Value::Null);
    let object = |v: Option<&Value>| v.and_then(Value::as_object).cloned().unwrap_or_default();
    let class = |v: &Value| Class { fields: object(v.get("fields")), alias: object(v.get("alias")) };
    all.as_object().into_iter().flatten().map(|(kind, v)| (kind.clone(), class(v))).collect()
});

#[derive(Default)]
struct Class {
    fields: Map<String, Value>,
    /// Other names of fields: common name → the class's own.
    alias: Map<String, Value>,
}

pub struct Config<'a> {
    kind: String,
    given: &'a Map<String, Value>,
    class: Option<&'static Class>,
    seen: BTreeSet<String>,
    /// Fields of nested objects that are not known.
    unknown: Vec<String>,
    inferred: Vec<String>,
    remarks: Vec<String>,
    /// What was looked at in objects inside this one, and what they say.
    looked: Vec<(String, Value)>,
    nested: Vec<(String, Value)>,
}

/// What is to be said of a reading.
pub struct Notes {
    pub unknown: Vec<String>,
    pub inferred: Vec<String>,
    pub remarks: Vec<String>,
    pub looked: Vec<(String, Value)>,
    pub essence: Value,
}

/// Larger numbers are mistakes, and the product of two smaller ones fits 64 bits, of four 128.
const LARGEST: u64 = 1 << 26;

impl<'a> Config<'a> {
    /// # Errors
    /// When this is not an object or says of no model type.
    pub fn of(value: &'a Value) -> Result<Config<'a>, Error> {
        let given = value.as_object().ok_or_else(|| {
            Error::new(Code::WrongType, "config", "A config.json is an object: it begins with { and ends with }.")
        })?;
        if given.contains_key("_diffusers_version") || given.contains_key("_class_name") {
            return Err(Error::new(
                Code::Inconsistent,
                "_class_name",
                "This describes a part of a diffusion model; a language model is needed here.",
            ));
        }
        let kind = given.get("model_type").and_then(Value::as_str).map(str::to_owned).ok_or_else(|| {
            Error::new(
                Code::MissingField,
                "model_type",
                "\"model_type\" is needed: the name of the architecture, for example \"llama\".",
            )
        })?;
        let class = CLASSES.get(&kind);
        let seen = BTreeSet::from(["model_type".to_owned()]);
        Ok(Config::fresh(kind, given, class, seen))
    }

    fn fresh(
        kind: String,
        given: &'a Map<String, Value>,
        class: Option<&'static Class>,
        seen: BTreeSet<String>,
    ) -> Config<'a> {
        let (unknown, inferred, remarks) = (Vec::new(), Vec::new(), Vec::new());
        Config { kind, given, class, seen, unknown, inferred, remarks, looked: Vec::new(), nested: Vec::new() }
    }

    /// Names of the fields that the class has.
    #[cfg(test)]
    pub fn class_fields(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.class.into_iter().flat_map(|c| c.fields.keys().map(String::as_str))
    }

    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The value of a field: from the file under any of its names, else from the class. Null is no value.
    fn value(&mut self, name: &str) -> Option<&Value> {
        self.seen.insert(name.to_owned());
        let mut found = self.given.get(name);
        if let Some(class) = self.class {
            for (other, own) in &class.alias {
                let own = own.as_str().unwrap_or_default();
                let twin = if own == name {
                    other
                } else if other == name {
                    own
                } else {
                    continue;
                };
                self.seen.insert(twin.to_owned());
                found = found.or_else(|| self.given.get(twin));
                if found.is_none() && !class.fields.contains_key(name) {
                    return class.fields.get(twin).filter(|v| !v.is_null());
                }
            }
        }
        let value = match found {
            Some(v) => Some(v),
            None => self.class.and_then(|c| c.fields.get(name)),
        };
        value.filter(|v| !v.is_null())
    }

    /// Notes names that repeat what other fields say.
    pub fn repeats(&mut self, names: &[&str]) {
        self.seen.extend(names.iter().map(|n| (*n).to_owned()));
    }

    /// Does the file itself say this?
    pub fn says(&self, name: &str) -> bool {
        self.given.get(name).is_some_and(|v| !v.is_null())
    }

    /// A size that must be there: a whole number above zero.
    ///
    /// # Errors
    /// `missing-field`, or what is wrong with it.
    pub fn size(&mut self, name: &str) -> Result<u64, Error> {
        self.maybe(name)?.ok_or_else(|| {
            Error::new(Code::MissingField, name, format!("\"{name}\" is needed: a whole number above zero."))
        })
    }

    /// A size that may be left out.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn maybe(&mut self, name: &str) -> Result<Option<u64>, Error> {
        match self.count(name)? {
            Some(0) => Err(Error::new(
                Code::OutOfDomain,
                name,
                format!("\"{name}\" is 0; it must be a whole number above zero."),
            )),
            other => Ok(other),
        }
    }

    /// A whole number that may be zero, or left out.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn count(&mut self, name: &str) -> Result<Option<u64>, Error> {
        let Some(value) = self.value(name) else { return Ok(None) };
        let whole = value
            .as_u64()
            .or_else(|| value.as_f64().filter(|v| v.fract() == 0.0 && (0.0..=9e15).contains(v)).map(|v| v as u64));
        match whole {
            Some(v) if v <= LARGEST => Ok(Some(v)),
            Some(v) => Err(Error::new(Code::OutOfDomain, name, format!("\"{name}\" is {v}, more than any model has."))),
            None => {
                let shown: String = value.to_string().chars().take(40).collect();
                let code = if value.is_number() { Code::OutOfDomain } else { Code::WrongType };
                Err(Error::new(code, name, format!("\"{name}\" is {shown}; it must be a whole number above zero.")))
            }
        }
    }

    /// A size that is `otherwise` where neither file nor class says it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn or(&mut self, name: &str, otherwise: u64) -> Result<u64, Error> {
        Ok(self.maybe(name)?.unwrap_or(otherwise))
    }

    /// True or false; what nobody says is false.
    ///
    /// # Errors
    /// When it is something else.
    pub fn flag(&mut self, name: &str) -> Result<bool, Error> {
        match self.value(name) {
            None => Ok(false),
            Some(Value::Bool(b)) => Ok(*b),
            Some(_) => Err(Error::new(Code::WrongType, name, format!("\"{name}\" must be true or false."))),
        }
    }

    /// # Errors
    /// When it is not a number.
    pub fn number(&mut self, name: &str) -> Result<Option<f64>, Error> {
        match self.value(name) {
            None => Ok(None),
            Some(v) => v
                .as_f64()
                .map(Some)
                .ok_or_else(|| Error::new(Code::WrongType, name, format!("\"{name}\" must be a number."))),
        }
    }

    /// # Errors
    /// When it is not text.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Error> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::String(s)) => Ok(Some(s.clone())),
            Some(_) => Err(Error::new(Code::WrongType, name, format!("\"{name}\" must be text."))),
        }
    }

    /// The field as it stands.
    pub fn raw(&mut self, name: &str) -> Option<Value> {
        self.value(name).cloned()
    }

    /// A list of words, one a layer.
    ///
    /// # Errors
    /// When it is something else, or not one for each of `layers`.
    pub fn words(&mut self, name: &str, layers: u64) -> Result<Option<Vec<String>>, Error> {
        let Some(value) = self.raw(name) else { return Ok(None) };
        let words =
            value.as_array().and_then(|l| l.iter().map(|v| v.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>());
        let words = words.ok_or_else(|| {
            Error::new(Code::WrongType, name, format!("\"{name}\" must be a list of words, one a layer."))
        })?;
        if words.len() as u64 == layers {
            return Ok(Some(words));
        }
        Err(Error::new(
            Code::Inconsistent,
            name,
            format!("\"{name}\" speaks of {} layers, the file has {layers}.", words.len()),
        ))
    }

    /// A list of whole numbers.
    ///
    /// # Errors
    /// When it is something else.
    pub fn counts(&mut self, name: &str) -> Result<Option<Vec<u64>>, Error> {
        let Some(value) = self.raw(name) else { return Ok(None) };
        value
            .as_array()
            .and_then(|l| l.iter().map(|v| v.as_u64().filter(|v| *v <= LARGEST)).collect::<Option<Vec<_>>>())
            .map(Some)
            .ok_or_else(|| Error::new(Code::WrongType, name, format!("\"{name}\" must be a list of whole numbers.")))
    }

    /// The number of layers.
    ///
    /// # Errors
    /// As [`Config::size`], and above what any model has.
    pub fn layers(&mut self, name: &str) -> Result<u64, Error> {
        let layers = self.size(name)?;
        if layers > super::MOST_LAYERS {
            return Err(Error::new(
                Code::OutOfDomain,
                name,
                format!("\"{name}\" is {layers}, more than any model has."),
            ));
        }
        Ok(layers)
    }

    /// `whole` in `parts` equal parts.
    ///
    /// # Errors
    /// `inconsistent` when they do not come out even.
    pub fn divided(&self, (whole, of): (&str, u64), (parts, by): (&str, u64)) -> Result<u64, Error> {
        if by != 0 && of.is_multiple_of(by) {
            return Ok(of / by);
        }
        Err(Error::new(
            Code::Inconsistent,
            parts,
            format!("\"{whole}\" {of} does not divide into \"{parts}\" {by} equal parts."),
        ))
    }

    /// Reads the object under `name` as a configuration of type `kind`; what it notes is noted here too.
    ///
    /// # Errors
    /// When it is no object, and what the reading says, at `name.field`.
    pub fn within<T>(
        &mut self,
        name: &str,
        kind: &str,
        read: impl FnOnce(&mut Config) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let value = self.raw(name).unwrap_or_else(|| Value::Object(Map::new()));
        let given = value
            .as_object()
            .ok_or_else(|| Error::new(Code::WrongType, name, format!("\"{name}\" must be an object: {{ … }}.")))?;
        let seen = BTreeSet::from(["model_type".to_owned()]);
        let mut inner = Config::fresh(kind.to_owned(), given, CLASSES.get(kind), seen);
        let out = read(&mut inner).map_err(|e| Error { field: format!("{name}.{}", e.field), ..e })?;
        let notes = inner.finish();
        let inside = |field: String| format!("{name}.{field}");
        self.unknown.extend(notes.unknown.into_iter().map(inside));
        self.inferred.extend(notes.inferred);
        self.remarks.extend(notes.remarks);
        self.looked.extend(notes.looked.into_iter().map(|(field, v)| (inside(field), v)));
        self.nested.push((name.to_owned(), notes.essence));
        Ok(out)
    }

    /// Notes what was concluded.
    pub fn infer(&mut self, sentence: impl Into<String>) {
        self.inferred.push(sentence.into());
    }

    /// Notes what is counted differently, or left out.
    pub fn remark(&mut self, sentence: impl Into<String>) {
        self.remarks.push(sentence.into());
    }

    /// Numbers and switches that were looked at, each as the file or the class has it, in the file's names.
    fn looked(&self) -> Vec<(String, Value)> {
        let own_name = |name: &String| self.class.and_then(|c| c.alias.get(name)).and_then(Value::as_str);
        let effective = |name: &String| {
            let twin = own_name(name).is_some_and(|own| !self.given.contains_key(name) && self.seen.contains(own));
            if twin {
                return None;
            }
            let value = self.given.get(name).or_else(|| self.class?.fields.get(name))?;
            (value.is_number() || value.is_boolean()).then(|| (name.clone(), value.clone()))
        };
        // Of two names of one field, the one that the file or the class uses.
        self.seen.iter().filter_map(effective).chain(self.looked.iter().cloned()).collect()
    }

    /// What the file says beyond its class, in as few fields as give the same model.
    fn essence(&self) -> Value {
        let differs = |(name, value): &(&String, &Value)| {
            *name == "model_type"
                || self.seen.contains(*name) && self.class.and_then(|c| c.fields.get(*name)) != Some(*value)
        };
        let mut out: Map<String, Value> =
            self.given.iter().filter(differs).map(|(k, v)| (k.clone(), v.clone())).collect();
        for (name, inner) in &self.nested {
            out.insert(name.clone(), inner.clone());
        }
        Value::Object(out)
    }

    /// What was not understood, what was concluded, what must be said.
    pub fn finish(self) -> Notes {
        let known = |name: &str| {
            self.seen.contains(name)
                || self.class.is_some_and(|c| c.fields.contains_key(name) || c.alias.contains_key(name))
                || ignored::has(name)
        };
        let (looked, essence) = (self.looked(), self.essence());
        let mut unknown: Vec<String> = self.given.keys().filter(|k| !known(k)).cloned().collect();
        unknown.extend(self.unknown);
        let mut inferred = self.inferred;
        let twin = |n: &str| {
            let mut pairs = self.class.into_iter().flat_map(|c| &c.alias);
            pairs.any(|(other, own)| {
                (own == n && self.given.contains_key(other))
                    || (other == n && own.as_str().is_some_and(|o| self.given.contains_key(o)))
            })
        };
        let silent = self.seen.iter().filter(|n| !self.given.contains_key(*n) && !twin(n));
        let from_class: Vec<String> = silent
            .filter_map(|n| self.class?.fields.get(n).filter(|v| v.is_number()).map(|v| format!("{n} {v}")))
            .collect();
        if !from_class.is_empty() {
            inferred.push(format!("As the class {} has it: {}.", self.kind, from_class.join(", ")));
        }
        Notes { unknown, inferred, remarks: self.remarks, looked, essence }
    }
}
