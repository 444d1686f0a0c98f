//! [`Value`] to and from JavaScript values.

use std::borrow::Cow;

use js_sys::{JsString, Reflect};
use serde::ser::{Serialize, SerializeSeq, SerializeStruct, Serializer};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::core::error::{Code, Error};
use crate::core::value::Value;

struct Out<'a>(&'a Value);

impl Serialize for Out<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => s.serialize_none(),
            Value::Bool(b) => s.serialize_bool(*b),
            Value::Number(v) => s.serialize_f64(*v),
            Value::Text(t) => s.serialize_str(t),
            Value::List(list) => {
                let mut seq = s.serialize_seq(Some(list.len()))?;
                for v in list {
                    seq.serialize_element(&Out(v))?;
                }
                seq.end()
            }
            Value::Object(fields) => {
                // As a struct: names known when the program was built cross the border once and are kept there.
                let mut object = s.serialize_struct("", fields.len())?;
                for (name, v) in fields {
                    if let Cow::Borrowed(name) = name {
                        object.serialize_field(name, &Out(v))?;
                    }
                }
                object.end()
            }
        }
    }
}

/// Deeper, larger or longer input is refused before it is copied: the largest is the text of a config.json.
const DEEPEST: usize = 8;
const MOST_VALUES: usize = 20_000;
const LONGEST_TEXT: u32 = 1 << 21;

pub(super) fn to_js(value: &Value) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    Out(value).serialize(&serializer).unwrap_or(JsValue::NULL)
}

/// # Errors
/// `wrong-type` for anything that is not made of plain objects, lists, numbers and text, or is larger than a query.
pub(super) fn from_js(value: &JsValue) -> Result<Value, Error> {
    let mut left = MOST_VALUES;
    read(value, DEEPEST, &mut left)
}

fn refused(message: &str) -> Error {
    Error::new(Code::WrongType, "query", message)
}

fn read(value: &JsValue, depth: usize, left: &mut usize) -> Result<Value, Error> {
    let too_large = || refused("The query is larger or deeper than any query of this module; pass plain fields only.");
    *left = left.checked_sub(1).ok_or_else(too_large)?;
    if value.is_null() || value.is_undefined() {
        return Ok(Value::Null);
    }
    if let Some(b) = value.as_bool() {
        return Ok(Value::Bool(b));
    }
    if let Some(v) = value.as_f64() {
        return Ok(Value::Number(v));
    }
    if let Some(text) = value.dyn_ref::<JsString>() {
        return if text.length() > LONGEST_TEXT { Err(too_large()) } else { Ok(Value::Text(text.into())) };
    }
    if depth == 0 {
        return Err(too_large());
    }
    // From here on anything may throw: a getter, a trap of a proxy, a proxy that was revoked.
    let not_plain = || refused("The query must be made of plain objects, numbers and text.");
    if is_list(value).map_err(|_| not_plain())? {
        let length =
            Reflect::get(value, &JsValue::from_str("length")).ok().and_then(|l| l.as_f64()).ok_or_else(not_plain)?;
        if length > *left as f64 {
            return Err(too_large());
        }
        let items = (0..length as u32).map(|i| Reflect::get_u32(value, i).map_err(|_| not_plain()));
        return items.map(|v| read(&v?, depth - 1, left)).collect::<Result<_, _>>().map(Value::List);
    }
    if !is_plain(value).unwrap_or(false) {
        return Err(not_plain());
    }
    let keys = Reflect::own_keys(value).map_err(|_| not_plain())?;
    if keys.length() as usize > *left {
        return Err(too_large());
    }
    let mut fields = Vec::new();
    for key in keys.iter() {
        // Symbols name nothing here.
        let Some(name) = key.dyn_ref::<JsString>() else { continue };
        if name.length() > LONGEST_TEXT {
            return Err(too_large());
        }
        let value = Reflect::get(value, name).map_err(|_| not_plain())?;
        fields.push((Cow::Owned(String::from(name)), read(&value, depth - 1, left)?));
    }
    Ok(Value::Object(fields))
}

#[wasm_bindgen]
extern "C" {
    /// Throws where asked about a proxy that was revoked.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_list(value: &JsValue) -> Result<bool, JsValue>;
}

/// An object literal, here or from another frame: its prototype is none, or one that has none itself.
fn is_plain(value: &JsValue) -> Result<bool, JsValue> {
    if !value.is_object() {
        return Ok(false);
    }
    let prototype = Reflect::get_prototype_of(value)?;
    Ok(prototype.is_null() || Reflect::get_prototype_of(&prototype)?.is_null())
}
