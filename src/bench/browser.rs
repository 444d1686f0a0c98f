//! What a browser says of itself, its clock, and its adapter: looked up by name, in a page or in a worker.

use js_sys::{Array, Function, Promise, Reflect, global};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::trouble::short;
use crate::core::bench::record::{Machine, plays_a_gpu};

/// A property, however deep; undefined where there is none.
fn get(of: &JsValue, names: &[&str]) -> JsValue {
    names.iter().fold(of.clone(), |value, name| Reflect::get(&value, &JsValue::from_str(name)).unwrap_or_default())
}

fn text(of: &JsValue, names: &[&str]) -> String {
    get(of, names).as_string().unwrap_or_default()
}

fn is_true(of: &JsValue, names: &[&str]) -> bool {
    get(of, names).as_bool().unwrap_or(false)
}

/// Calls a method with one value; undefined where there is no such method, or it fails.
fn call(of: &JsValue, name: &str, with: &JsValue) -> JsValue {
    get(of, &[name]).dyn_into::<Function>().ok().and_then(|f| f.call1(of, with).ok()).unwrap_or_default()
}

/// The clock of the page or worker, in milliseconds.
#[derive(Clone, Debug)]
pub struct Performance {
    object: JsValue,
    now: Option<Function>,
}

impl Performance {
    pub fn find() -> Performance {
        let object = get(&global(), &["performance"]);
        let now = get(&object, &["now"]).dyn_into::<Function>().ok();
        Performance { object, now }
    }

    pub fn now(&self) -> f64 {
        let now = self.now.as_ref().and_then(|f| f.call0(&self.object).ok()).and_then(|v| v.as_f64());
        now.unwrap_or_default()
    }
}

/// Lets the browser do what waits.
pub async fn pause() {
    let promise = Promise::new(&mut |done, _| {
        let timer = get(&global(), &["setTimeout"]).dyn_into::<Function>();
        let set = timer.ok().and_then(|f| f.call2(&JsValue::UNDEFINED, &done, &JsValue::from_f64(0.0)).ok());
        if set.is_none() {
            let _ = done.call0(&JsValue::UNDEFINED);
        }
    });
    let _ = JsFuture::from(promise).await;
}

pub fn host() -> Machine {
    let navigator = get(&global(), &["navigator"]);
    Machine {
        host: text(&navigator, &["userAgent"]),
        threads: get(&navigator, &["hardwareConcurrency"]).as_f64().unwrap_or_default() as u32,
        ..Machine::default()
    }
}

/// The worker's script has asked the device for subgroups, and it has them.
pub fn has_subgroups() -> bool {
    is_true(&global(), &["subgroups"])
}

const REFUSED: &str = "This browser knows WebGPU and gives no adapter: there is no GPU that it trusts, or the use of it \
                       is switched off.";

/// The adapter, and what its shading language knows. The names of the adapter are lost on the way through wgpu, so
/// that the browser is asked once more for them.
pub async fn found(
    _wanted: &str,
    machine: &mut Machine,
) -> Result<(wgpu::Adapter, wgpu::WgslLanguageFeatures), String> {
    let gpu = get(&global(), &["navigator", "gpu"]);
    if gpu.is_undefined() || gpu.is_null() {
        return Err(if is_true(&global(), &["isSecureContext"]) {
            "This browser does not offer WebGPU here.".to_owned()
        } else {
            "WebGPU is offered to pages that come by https or from this machine only; this one does not.".to_owned()
        });
    }
    let wish = js_sys::Object::new();
    let _ = Reflect::set(&wish, &"powerPreference".into(), &"high-performance".into());
    let asked = call(&gpu, "requestAdapter", &wish).dyn_into::<Promise>().map_err(|_| REFUSED.to_owned())?;
    let named = JsFuture::from(asked).await.map_err(|e| format!("{REFUSED} ({})", short(&format!("{e:?}"))))?;
    if named.is_null() || named.is_undefined() {
        return Err(REFUSED.to_owned());
    }
    let instance = wgpu::Instance::new(wgpu::InstanceDescriptor {
        backends: wgpu::Backends::BROWSER_WEBGPU,
        ..wgpu::InstanceDescriptor::new_without_display_handle()
    });
    let options = wgpu::RequestAdapterOptions {
        power_preference: wgpu::PowerPreference::HighPerformance,
        ..wgpu::RequestAdapterOptions::default()
    };
    let adapter = instance.request_adapter(&options).await.map_err(|_| REFUSED.to_owned())?;
    let info = get(&named, &["info"]);
    machine.backend = "WebGPU".to_owned();
    machine.vendor = text(&info, &["vendor"]);
    machine.architecture = text(&info, &["architecture"]);
    machine.device = text(&info, &["device"]);
    machine.description = text(&info, &["description"]);
    let fallback = is_true(&info, &["isFallbackAdapter"]) || is_true(&named, &["isFallbackAdapter"]);
    let names = [&machine.vendor, &machine.architecture, &machine.device, &machine.description];
    machine.software = fallback || names.into_iter().any(|n| plays_a_gpu(n));
    Ok((adapter, language(&gpu)))
}

/// What the shading language knows of what is asked here.
fn language(gpu: &JsValue) -> wgpu::WgslLanguageFeatures {
    let packed = wgpu::WgslLanguageFeatures::Packed4x8IntegerDotProduct;
    let known = Array::from(&get(gpu, &["wgslLanguageFeatures"]));
    let has = known.iter().any(|f| f.as_string().as_deref() == Some(crate::core::bench::plan::PACKED));
    if has { packed } else { wgpu::WgslLanguageFeatures::empty() }
}
