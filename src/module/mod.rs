//! The JavaScript module: the functions of [`crate::core::contract`], with values carried across the border.

mod bridge;
mod types;

use crate::core::contract;
use crate::core::error::Error;
use crate::core::value::Value;
use bridge::{from_js, to_js};
use wasm_bindgen::prelude::*;

fn failed(e: Error) -> JsValue {
    let value = Value::object([
        ("code", Value::text(e.code.as_str())),
        ("field", Value::text(e.field)),
        ("message", Value::text(e.message)),
    ]);
    to_js(&value)
}

fn answer(query: JsValue, f: impl Fn(&Value) -> Result<Value, Error>) -> Result<JsValue, JsValue> {
    from_js(&query).and_then(|q| f(&q)).map(|v| to_js(&v)).map_err(failed)
}

/// Version of the package and of its contract.
#[wasm_bindgen(unchecked_return_type = "Version")]
pub fn version() -> JsValue {
    to_js(&contract::version())
}

/// Every law with its constants, fitted range and source.
#[wasm_bindgen(unchecked_return_type = "LawInfo[]")]
pub fn laws() -> JsValue {
    to_js(&contract::laws())
}

/// Loss of a model of a given size trained on a given number of tokens. Throws an `IsoflopError`.
#[wasm_bindgen(js_name = predictLoss, unchecked_return_type = "PredictLossResult")]
pub fn predict_loss(
    #[wasm_bindgen(unchecked_param_type = "PredictLossQuery")] query: JsValue,
) -> Result<JsValue, JsValue> {
    answer(query, contract::predict_loss)
}

/// Best size and tokens when one of compute, loss, size or tokens is given. Throws an `IsoflopError`.
#[wasm_bindgen(js_name = computeOptimal, unchecked_return_type = "ComputeOptimalResult")]
pub fn compute_optimal(
    #[wasm_bindgen(unchecked_param_type = "ComputeOptimalQuery")] query: JsValue,
) -> Result<JsValue, JsValue> {
    answer(query, contract::compute_optimal)
}

/// Every formula that is not a loss in size and tokens, with its inputs, constants and source.
#[wasm_bindgen(unchecked_return_type = "FormulaInfo[]")]
pub fn formulas() -> JsValue {
    to_js(&contract::formulas())
}

/// The value of a formula at its inputs and constants. Throws an `IsoflopError`.
#[wasm_bindgen(unchecked_return_type = "EvaluateResult")]
pub fn evaluate(#[wasm_bindgen(unchecked_param_type = "EvaluateQuery")] query: JsValue) -> Result<JsValue, JsValue> {
    answer(query, contract::evaluate)
}

/// Released models with their configurations, sizes and sources.
#[wasm_bindgen(unchecked_return_type = "ModelInfo[]")]
pub fn models() -> JsValue {
    to_js(&contract::models())
}

/// Accelerators with their rates, memory, links and sources.
#[wasm_bindgen(unchecked_return_type = "AcceleratorInfo[]")]
pub fn accelerators() -> JsValue {
    to_js(&contract::accelerators())
}

/// Parameters of a model by part, in total and per token. Throws an `IsoflopError`.
#[wasm_bindgen(js_name = countParams, unchecked_return_type = "CountParamsResult")]
pub fn count_params(
    #[wasm_bindgen(unchecked_param_type = "Model | { model: Model }")] model: JsValue,
) -> Result<JsValue, JsValue> {
    answer(model, contract::count_params)
}

/// FLOP of training a model on a number of tokens. Throws an `IsoflopError`.
#[wasm_bindgen(js_name = trainingFlops, unchecked_return_type = "TrainingFlopsResult")]
pub fn training_flops(
    #[wasm_bindgen(unchecked_param_type = "TrainingFlopsQuery")] query: JsValue,
) -> Result<JsValue, JsValue> {
    answer(query, contract::training_flops)
}

/// Bytes of keys, values and states of a model. Throws an `IsoflopError`.
#[wasm_bindgen(js_name = kvCache, unchecked_return_type = "KvCacheResult")]
pub fn kv_cache(#[wasm_bindgen(unchecked_param_type = "KvCacheQuery")] query: JsValue) -> Result<JsValue, JsValue> {
    answer(query, contract::kv_cache)
}

/// Bytes on each device that trains a model, part by part and stage by stage. Throws an `IsoflopError`.
#[wasm_bindgen(js_name = trainingMemory, unchecked_return_type = "TrainingMemoryResult")]
pub fn training_memory(
    #[wasm_bindgen(unchecked_param_type = "TrainingMemoryQuery")] query: JsValue,
) -> Result<JsValue, JsValue> {
    answer(query, contract::training_memory)
}

/// Time, utilisation, energy and cost of a training run. Throws an `IsoflopError`.
#[wasm_bindgen(js_name = trainingTime, unchecked_return_type = "TrainingTimeResult")]
pub fn training_time(
    #[wasm_bindgen(unchecked_param_type = "TrainingTimeQuery")] query: JsValue,
) -> Result<JsValue, JsValue> {
    answer(query, contract::training_time)
}

/// The fastest layouts of a training run that fit, best first. Throws an `IsoflopError`.
#[wasm_bindgen(js_name = planParallelism, unchecked_return_type = "PlannedLayout[]")]
pub fn plan_parallelism(
    #[wasm_bindgen(unchecked_param_type = "PlanParallelismQuery")] query: JsValue,
) -> Result<JsValue, JsValue> {
    answer(query, contract::plan_parallelism)
}

/// The search of `planParallelism`, a few layouts at a time, so that a program can show how far it is, and stop.
#[wasm_bindgen]
pub struct ParallelismSearch(contract::LayoutSearch);

#[wasm_bindgen]
impl ParallelismSearch {
    /// Of a query of `planParallelism`, or of the link of a scenario. Throws an `IsoflopError`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "PlanParallelismQuery | string")] query: JsValue,
    ) -> Result<ParallelismSearch, JsValue> {
        from_js(&query).and_then(|q| contract::LayoutSearch::new(&q)).map(ParallelismSearch).map_err(failed)
    }

    /// Tries about so many more layouts; the part of the search that is done, 1 at its end. Throws an `IsoflopError`.
    pub fn advance(&mut self, layouts: f64) -> Result<f64, JsValue> {
        self.0.advance(layouts as u64).map_err(failed)
    }

    /// What was found so far. Throws an `IsoflopError` where nothing fits.
    #[wasm_bindgen(unchecked_return_type = "FoundLayouts")]
    pub fn result(&self) -> Result<JsValue, JsValue> {
        self.0.result().map(|v| to_js(&v)).map_err(failed)
    }
}

/// The whole report of a scenario. Throws an `IsoflopError`.
#[wasm_bindgen(unchecked_return_type = "Report")]
pub fn estimate(#[wasm_bindgen(unchecked_param_type = "Scenario")] scenario: JsValue) -> Result<JsValue, JsValue> {
    answer(scenario, contract::estimate)
}

/// The link text of a scenario, `#v=1&…`. Throws an `IsoflopError`.
#[wasm_bindgen(js_name = encodeScenario, unchecked_return_type = "string")]
pub fn encode_scenario(
    #[wasm_bindgen(unchecked_param_type = "Scenario")] scenario: JsValue,
) -> Result<JsValue, JsValue> {
    answer(scenario, contract::encode_scenario)
}

/// The scenario of a link, with the defaults filled in. Throws an `IsoflopError`.
#[wasm_bindgen(js_name = decodeScenario, unchecked_return_type = "Scenario")]
pub fn decode_scenario(#[wasm_bindgen(unchecked_param_type = "string")] text: JsValue) -> Result<JsValue, JsValue> {
    answer(text, contract::decode_scenario)
}
