//! The TypeScript types of the module. A test gives every function's result to the TypeScript compiler
//! as a literal of its type, so a field too many or too few is found.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = r#"
/** What every function throws: which input, what was wrong, what would be right. */
export interface IsoflopError { code: string; field: string; message: string }

export interface Version { crate: string; contract: number }

export interface Warning { code: string; field: string; message: string }

export interface LawConstant {
    symbol: string; meaning: string; value: number; standardError: number | null; unit: string; confidence: string;
}

export interface LawInfo {
    id: string; title: string; authors: string; year: number; arxiv: string | null; locator: string;
    kind: string; form: string; inputs: string[]; constants: LawConstant[];
    fittedRange: { params: [number, number]; tokens: [number, number]; flops: [number, number]; what: string };
    data: string; paramsCount: string; flopsConvention: string; lossUnit: string | null;
    interval: string | null; notes: string[];
}

/** `tokens` may be left out for the laws of Kaplan et al. 2020: loss on unlimited data. */
export interface PredictLossQuery { law: string; params: number; tokens?: number | null }

/** `terms` add up to `loss` for the sum forms; for Kaplan et al. 2020 each is the loss if the other were unlimited. */
export interface PredictLossResult {
    loss: number; low: number | null; high: number | null;
    terms: { irreducible: number; params: number; data: number };
    warnings: Warning[];
}

/** Exactly one of flops, loss, tokens and params. */
export interface ComputeOptimalQuery {
    law: string; flops?: number | null; loss?: number | null; tokens?: number | null; params?: number | null;
}

export interface ComputeOptimalResult {
    flops: number; params: number; tokens: number; tokensPerParam: number;
    loss: number | null; low: number | null; high: number | null;
    intervals: {
        flops: [number, number] | null; params: [number, number] | null;
        tokens: [number, number] | null; tokensPerParam: [number, number] | null;
    };
    warnings: Warning[];
}

/** Every field optional; numbers in base units. Exactly one way of saying the budget. */
export interface Scenario {
    title?: string;
    budget?: { flops?: number; time?: number; dollars?: number; loss?: number; params?: number; tokens?: number };
    law?: string;
    hardware?: { accelerator?: string; count?: number };
    assumptions?: { mfu?: number; pricePerHour?: number };
    model?: { preset?: string; params?: number; tokens?: number };
}

/** A letter of a formula; `formula` says what it is made of, null for what is given or published. */
export interface ExplainInput {
    symbol: string; meaning: string; formula: string | null; value: number; standardError: number | null; unit: string;
}

/** Where a number comes from. `formula` is null when the number was given. */
export interface Explain {
    title: string; formula: string | null; substituted: string | null; inputs: ExplainInput[];
    note: string | null; sources: string[];
    fittedRange: { low: number; high: number; value: number; unit: string; decadesOutside: number } | null;
}

export interface ReportNumber { value: number; unit: string; low: number | null; high: number | null; explain: Explain }

/** A run against the optimum of its own compute, by the chosen law; the last four are null where it has no loss. */
export interface ComparedRun {
    preset: string | null; params: number; tokens: number; flops: ReportNumber;
    bestParams: ReportNumber; bestTokens: ReportNumber; oversize: ReportNumber;
    loss: ReportNumber | null; moreLoss: ReportNumber | null; needed: ReportNumber | null; overspent: ReportNumber | null;
}

export interface Report {
    scenario: Scenario;
    link: string;
    answer: {
        law: string; flops: ReportNumber; params: ReportNumber; tokens: ReportNumber;
        tokensPerParam: ReportNumber; loss: ReportNumber | null;
    };
    laws: {
        id: string; chosen: boolean; lossComparable: boolean; params: ReportNumber; totalParams: number;
        tokens: ReportNumber; tokensPerParam: ReportNumber; loss: ReportNumber | null; decadesOutside: number;
    }[];
    /** The smallest and the largest size among the other laws, all parameters counted. */
    spread: { low: { law: string; totalParams: number }; high: { law: string; totalParams: number } } | null;
    sizes: {
        factor: number; params: ReportNumber; tokens: ReportNumber; tokensPerParam: ReportNumber; loss: ReportNumber;
        moreLoss: ReportNumber; worth: ReportNumber; lost: ReportNumber;
    }[];
    training: { rate: ReportNumber; seconds: ReportNumber; acceleratorHours: ReportNumber; dollars: ReportNumber };
    model: ComparedRun | null;
    published: ComparedRun[];
    warnings: Warning[];
}
"#;
