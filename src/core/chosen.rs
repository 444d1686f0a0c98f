//! The model at hand: a released one or a pasted configuration, with what was changed by hand.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::Value;

use super::config::{self, Reading};
use super::error::{Code, Error};
use super::model::presets::{self, Preset};
use super::model::{Architecture, Attention, Cache, Counts, Kind};
use super::quantity::parse;

/// A model as it was chosen. Cheap to copy: what was read is shared.
#[derive(Clone, Debug)]
pub struct Model {
    /// The row of the table it started from; none for a pasted configuration.
    pub preset: Option<&'static Preset>,
    /// The configuration without what was changed by hand.
    base: Rc<Value>,
    /// Fields of a released model that were changed by hand, in the order they were changed. A pasted one takes them in.
    edits: Vec<(String, Value)>,
    reading: Rc<Reading>,
    pub counts: Counts,
}

/// Models are the same when they say the same.
impl PartialEq for Model {
    fn eq(&self, other: &Model) -> bool {
        self.preset.map(|p| p.id) == other.preset.map(|p| p.id)
            && self.base == other.base
            && self.edits == other.edits
            && self.reading.unknown == other.reading.unknown
    }
}

impl Model {
    /// The last one is kept: who asks about a model asks about it again and again.
    ///
    /// # Errors
    /// `unknown-id`.
    pub fn preset(id: &str) -> Result<Model, Error> {
        thread_local! {
            static LAST: RefCell<Option<Model>> = const { RefCell::new(None) };
        }
        let preset = presets::find(id)?;
        let last = LAST.with(|l| l.try_borrow().ok().and_then(|l| l.clone()));
        if let Some(last) = last.filter(|m| m.preset.is_some_and(|p| p.id == preset.id)) {
            return Ok(last);
        }
        let base = serde_json::from_str(preset.config).unwrap_or(Value::Null);
        let model = Model::of(Some(preset), Rc::new(base), Vec::new())?;
        LAST.with(|l| l.replace(Some(model.clone())));
        Ok(model)
    }

    /// The text of a `config.json`.
    ///
    /// # Errors
    /// What is wrong with it, at the field of the file.
    pub fn pasted(text: &str) -> Result<Model, Error> {
        Ok(Model::made_of(config::parse(text)?))
    }

    /// A configuration that is already an object.
    ///
    /// # Errors
    /// What is wrong with it, at its field.
    pub fn of_object(config: Value) -> Result<Model, Error> {
        Ok(Model::made_of(config::read(&config)?))
    }

    /// Kept as the few fields that matter.
    fn made_of(reading: Reading) -> Model {
        let (base, counts) = (Rc::new(reading.essence.clone()), Counts::of(&reading.model));
        Model { preset: None, base, edits: Vec::new(), reading: Rc::new(reading), counts }
    }

    fn of(preset: Option<&'static Preset>, base: Rc<Value>, edits: Vec<(String, Value)>) -> Result<Model, Error> {
        let reading = if edits.is_empty() {
            config::read(&base)?
        } else {
            let mut whole = Value::clone(&base);
            for (name, value) in &edits {
                put(&mut whole, name, value);
            }
            config::read(&whole)?
        };
        if preset.is_none() {
            return Ok(Model::made_of(reading));
        }
        let counts = Counts::of(&reading.model);
        Ok(Model { preset, base, edits, reading: Rc::new(reading), counts })
    }

    pub fn architecture(&self) -> &Architecture {
        &self.reading.model
    }

    pub fn reading(&self) -> &Reading {
        &self.reading
    }

    /// What it is called: the name of its row, and whether it was changed.
    pub fn name(&self) -> String {
        match self.preset {
            Some(p) if self.edits.is_empty() => p.name.to_owned(),
            Some(p) => format!("{}, changed", p.name),
            None => format!("your {}", self.reading.model.family),
        }
    }

    /// How its keys and values come about, in a few words.
    pub fn attention(&self) -> String {
        let m = self.architecture();
        let layers: Vec<&Attention> = m.stack.layers().filter_map(|l| l.attention.as_ref()).collect();
        let depth = m.layers() as usize;
        let Some(first) = layers.first() else { return "none: a state of fixed size".to_owned() };
        let kind = match first.kind {
            Kind::Latent { rank, rope, .. } => format!("latent, {rank} + {rope}"),
            Kind::Factored { .. } => format!("factored, {} shared", first.kv_heads),
            Kind::Grouped if first.kv_heads == first.heads => "all heads".to_owned(),
            Kind::Grouped if first.kv_heads == 1 => "one head".to_owned(),
            Kind::Grouped => format!("grouped, {} of {}", first.kv_heads, first.heads),
        };
        let mut out = kind;
        if layers.len() < depth {
            out += &format!(", in {} of {depth} layers", layers.len());
        }
        let windowed = layers
            .iter()
            .filter(|a| a.cache.iter().any(|c| matches!(c, Cache::Tokens { window: Some(_), .. })))
            .count();
        if windowed > 0 {
            let part =
                if windowed == layers.len() { "all".to_owned() } else { format!("{windowed} of {}", layers.len()) };
            out += &format!(", {part} windowed");
        }
        out
    }

    /// The same model with one field changed by hand; an empty text takes the change back.
    ///
    /// # Errors
    /// What is wrong with the text, or with the model that it makes, at the field.
    pub fn with(&self, field: &str, text: &str) -> Result<Model, Error> {
        let known = self.reading.fields.iter().find(|(name, _)| name == field).map(|(_, v)| v);
        let Some(known) = known else {
            let message = format!("\"{field}\" is not a field that shapes this model.");
            return Err(Error::new(Code::UnknownField, field, message));
        };
        let mut edits = self.edits.clone();
        edits.retain(|(name, _)| name != field);
        if !text.trim().is_empty() {
            let value = if known.is_boolean() { switch(field, text)? } else { whole(field, text)? };
            // What is as it was is no change.
            let before = Model::of(self.preset, self.base.clone(), edits.clone())?;
            if !before.reading.fields.iter().any(|(name, v)| name == field && *v == value) {
                edits.push((field.to_owned(), value));
            }
        }
        Model::of(self.preset, self.base.clone(), edits)
    }

    /// Is this field changed by hand?
    pub fn is_changed(&self, field: &str) -> bool {
        self.edits.iter().any(|(name, _)| name == field)
    }

    /// What was changed by hand, as text that [`Model::with_edits`] reads back; none when nothing was.
    pub fn edits(&self) -> Option<String> {
        let parts: Vec<String> = self.edits.iter().map(|(name, value)| format!("{name}:{value}")).collect();
        (!parts.is_empty()).then(|| parts.join(";"))
    }

    /// Many changes at once, `num_hidden_layers:60;hidden_size:8192`; they replace those before.
    ///
    /// # Errors
    /// As [`Model::with`].
    pub fn with_edits(&self, text: &str) -> Result<Model, Error> {
        let mut edits = Vec::new();
        for part in text.split(';').filter(|p| !p.trim().is_empty()) {
            let Some((name, value)) = part.split_once(':') else {
                let shown: String = part.chars().take(40).collect();
                let message = format!("\"{shown}\" is only half of field:value, as in num_hidden_layers:60.");
                return Err(Error::new(Code::WrongType, "shape", message));
            };
            let value = match value.trim() {
                "true" | "false" => switch(name, value)?,
                _ => whole(name, value)?,
            };
            edits.retain(|(n, _)| n != name);
            edits.push((name.trim().to_owned(), value));
        }
        let next = Model::of(self.preset, self.base.clone(), edits)?;
        match next.edits.iter().find(|(name, _)| !next.reading.fields.iter().any(|(n, _)| n == name)) {
            Some((name, _)) => {
                let message = format!("\"{name}\" is not a field that shapes this model.");
                Err(Error::new(Code::UnknownField, "shape", message))
            }
            None => Ok(next),
        }
    }

    /// The configuration of a pasted model, as short as says the same.
    pub fn config_text(&self) -> Option<String> {
        self.preset.is_none().then(|| self.reading.essence.to_string())
    }
}

/// Sets a field, `text_config.hidden_size` inside the object of that name.
fn put(whole: &mut Value, name: &str, value: &Value) {
    let (object, field) = match name.split_once('.') {
        Some((outer, inner)) => (&mut whole[outer], inner),
        None => (whole, name),
    };
    if let Some(object) = object.as_object_mut() {
        object.insert(field.to_owned(), value.clone());
    }
}

/// A whole number as people write it: `8192`, `8,192`, `8k`.
fn whole(field: &str, text: &str) -> Result<Value, Error> {
    let text = text.trim();
    if text == "0" {
        return Ok(Value::from(0u64));
    }
    let read = parse::number(text, "number", "", "64").ok().filter(|v| v.fract() == 0.0 && *v <= 4e9);
    read.map(|v| Value::from(v as u64)).ok_or_else(|| {
        let shown: String = text.chars().take(40).collect();
        Error::new(
            Code::OutOfDomain,
            field,
            format!("\"{field}\" is \"{shown}\"; it must be a whole number, for example 64."),
        )
    })
}

fn switch(field: &str, text: &str) -> Result<Value, Error> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Ok(Value::Bool(true)),
        "false" | "no" | "off" | "0" => Ok(Value::Bool(false)),
        _ => Err(Error::new(Code::WrongType, field, format!("\"{field}\" is yes or no."))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_made_and_taken_back() {
        let m = Model::preset(presets::DEFAULT).unwrap();
        assert_eq!(m.counts.total, 70_553_706_496);
        let fewer = m.with("num_hidden_layers", "40").unwrap();
        // A layer of Llama 3 70B: 2·8192² + 2·8192·1024 + 3·8192·28672 + 2·8192.
        assert_eq!(m.counts.total - fewer.counts.total, 40 * 855_654_400);
        assert_eq!(fewer.edits().as_deref(), Some("num_hidden_layers:40"));
        assert_eq!(m.with_edits("num_hidden_layers:40").unwrap(), fewer);
        assert_eq!(fewer.with("num_hidden_layers", "").unwrap(), m);
        assert_eq!(m.with("num_key_value_heads", "7").unwrap_err().field, "num_key_value_heads");
        assert_eq!(m.with("nothing", "7").unwrap_err().code, Code::UnknownField);
        assert_eq!(m.with("hidden_size", "0").unwrap_err().field, "hidden_size");
    }

    #[test]
    fn a_pasted_model_keeps_what_matters() {
        let text = r#"{"model_type": "llama", "torch_dtype": "bfloat16", "hidden_size": 4096, "num_hidden_layers": 4, "rope_theta": 1e4, "mystery": 3}"#;
        let m = Model::pasted(text).unwrap();
        assert_eq!(m.reading().unknown, ["mystery"]);
        let again = Model::pasted(&m.config_text().unwrap()).unwrap();
        assert_eq!(again.counts, m.counts);
        assert_eq!(m.config_text().unwrap(), r#"{"model_type":"llama","num_hidden_layers":4}"#);
    }
}
