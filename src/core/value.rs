//! Plain values with names, as other programs hand them in and get them back: the shape of JSON, with full f64.

use std::borrow::Cow;

use super::error::{Code, Error};

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Value>),
    /// Fields in the order written; names that the program itself writes are never copied.
    Object(Vec<(Cow<'static, str>, Value)>),
}

impl Value {
    pub fn text(s: impl Into<String>) -> Value {
        Value::Text(s.into())
    }

    pub fn object(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
        Value::Object(fields.into_iter().map(|(k, v)| (Cow::Borrowed(k), v)).collect())
    }

    pub fn option(value: Option<f64>) -> Value {
        value.map_or(Value::Null, Value::Number)
    }

    pub fn list(values: impl IntoIterator<Item = Value>) -> Value {
        Value::List(values.into_iter().collect())
    }

    pub fn get(&self, field: &str) -> Option<&Value> {
        match self {
            Value::Object(fields) => fields.iter().find(|(k, _)| k == field).map(|(_, v)| v),
            _ => None,
        }
    }

    pub fn as_number(&self) -> Option<f64> {
        match self {
            Value::Number(v) => Some(*v),
            _ => None,
        }
    }

    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        }
    }
}

/// The fields of a query, each taken once; what is left over is an error.
pub struct Fields<'a> {
    left: Vec<(&'a str, &'a Value)>,
    known: Vec<&'static str>,
}

/// More inputs than this are not all named.
const MANY: usize = 20;

impl<'a> Fields<'a> {
    /// # Errors
    /// When the query is not an object.
    pub fn of(query: &'a Value) -> Result<Self, Error> {
        match query {
            Value::Object(fields) => {
                Ok(Fields { left: fields.iter().map(|(k, v)| (k.as_ref(), v)).collect(), known: Vec::new() })
            }
            other => Err(Error::new(
                Code::WrongType,
                "query",
                format!("The query must be an object with named fields, not {}.", other.kind()),
            )),
        }
    }

    fn take(&mut self, name: &'static str) -> Option<&'a Value> {
        self.known.push(name);
        let i = self.left.iter().position(|(k, _)| *k == name)?;
        Some(self.left.remove(i).1).filter(|v| **v != Value::Null)
    }

    /// The field as it stands.
    pub fn value(&mut self, name: &'static str) -> Option<&'a Value> {
        self.take(name)
    }

    /// An object of named numbers; empty where the field is missing.
    ///
    /// # Errors
    /// When it is not an object, or one of its fields is not a number.
    pub fn numbers(&mut self, name: &'static str) -> Result<Vec<(String, f64)>, Error> {
        let Some(value) = self.take(name) else { return Ok(Vec::new()) };
        let Value::Object(fields) = value else {
            let message = format!("\"{name}\" must be an object of named numbers, not {}.", value.kind());
            return Err(Error::new(Code::WrongType, name, message));
        };
        let given = fields.iter().filter(|(_, v)| *v != Value::Null);
        given.map(|(key, v)| Ok((key.to_string(), number(&format!("{name}.{key}"), v)?))).collect()
    }

    /// # Errors
    /// When the field is there and not a number.
    pub fn number(&mut self, name: &'static str) -> Result<Option<f64>, Error> {
        self.take(name).map(|v| number(name, v)).transpose()
    }

    /// # Errors
    /// When the field is missing or not text.
    pub fn required_text(&mut self, name: &'static str) -> Result<&'a str, Error> {
        match self.take(name) {
            Some(v) => text(name, v),
            None => Err(Error::new(Code::MissingField, name, format!("\"{name}\" is needed."))),
        }
    }

    /// # Errors
    /// `unknown-field` for anything not taken.
    pub fn finish(self) -> Result<(), Error> {
        match self.left.first() {
            None => Ok(()),
            Some((name, _)) => {
                let shown: String = name.chars().take(40).collect();
                // Of many, those that begin alike.
                let first = |n: &str| n.chars().next().map(|c| c.to_ascii_lowercase());
                let alike: Vec<&str> = self.known.iter().copied().filter(|n| first(n) == first(&shown)).collect();
                let known = match (self.known.len(), alike.as_slice()) {
                    (..=MANY, _) => format!("the inputs are {}", self.known.join(", ")),
                    (n, []) => format!("there are {n} inputs, and none begins so"),
                    (n, alike) => format!("of {n} inputs these begin so: {}", alike.join(", ")),
                };
                Err(Error::new(
                    Code::UnknownField,
                    shown.clone(),
                    format!("\"{shown}\" is not an input here; {known}."),
                ))
            }
        }
    }
}

pub(crate) fn number(path: &str, value: &Value) -> Result<f64, Error> {
    value.as_number().ok_or_else(|| {
        Error::new(Code::WrongType, path, format!("\"{path}\" must be a number in base units, not {}.", value.kind()))
    })
}

pub(crate) fn text<'a>(path: &str, value: &'a Value) -> Result<&'a str, Error> {
    match value {
        Value::Text(s) => Ok(s),
        other => Err(Error::new(Code::WrongType, path, format!("\"{path}\" must be text, not {}.", other.kind()))),
    }
}

pub(crate) fn boolean(path: &str, value: &Value) -> Result<bool, Error> {
    match value {
        Value::Bool(b) => Ok(*b),
        other => {
            Err(Error::new(Code::WrongType, path, format!("\"{path}\" must be true or false, not {}.", other.kind())))
        }
    }
}
