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
    fittedRange: { params: [number, number] | null; tokens: [number, number] | null; flops: [number, number] | null; what: string };
    data: string; paramsCount: string; flopsConvention: string;
    /** The law of which this is another reading. */
    variantOf: string | null;
    /** Published interval of the exponent a in N* ∝ C^a, and of what kind it is. */
    slopeInterval: { low: number; high: number; what: string } | null;
    lossUnit: string | null; interval: string | null; notes: string[];
}

/** Bits of training, for each part. */
export interface Precision { weights: number; activations: number; kv: number }

/** Constants of a law of your own, with standard errors where known. */
export interface OwnLaw {
    E: number; A: number; B: number; alpha: number; beta: number;
    EError?: number | null; AError?: number | null; BError?: number | null; alphaError?: number | null; betaError?: number | null;
}

/** What some laws may be asked besides; `laws()` says which in `inputs`. */
export interface LawSetting {
    /** With the law `own`. */
    ownLaw?: OwnLaw | null;
    /** How many distinct tokens are to be had. */
    uniqueTokens?: number | null;
    /** Bits of training: one number for all, or one for each part. */
    precisionBits?: number | Precision | null;
    /** Bits of quantisation after training. */
    postTrainingBits?: number | null;
    /** Replicas that train apart, DiLoCo's M. */
    replicas?: number | null;
    /** Routed experts of a layer, and how many work on a token (one, unless said). */
    experts?: number | null;
    topK?: number | null;
    /** Share of experts that do not work on a token, instead of `experts` and `topK`. */
    sparsity?: number | null;
    /** Width of the feed-forward block over an expert's. */
    granularity?: number | null;
    /** Share of weights that are zero. */
    weightSparsity?: number | null;
    /** Tokens that a dense model was trained on before it became a mixture. */
    denseTokens?: number | null;
}

/**
 * The size as the law counts it (`params`), or for a law of mixtures its active or all parameters instead.
 */
export interface LawSize { params?: number | null; activeParams?: number | null; totalParams?: number | null }

/** For laws of mixtures. */
export interface MixtureSizes { activeParams?: number; totalParams?: number }

/** `tokens` may be left out where the law has a loss on unlimited data, or none that depends on them. */
export interface PredictLossQuery extends LawSetting, LawSize { law: string; tokens?: number | null }

/** `terms` add up to `loss` for the sum forms; for Kaplan et al. 2020 each is the loss if the other were unlimited. */
export interface PredictLossResult extends MixtureSizes {
    loss: number; low: number | null; high: number | null;
    terms: { irreducible: number; params: number; data: number; postTraining?: number };
    warnings: Warning[];
}

/** Exactly one of flops, loss, tokens and params. */
export interface ComputeOptimalQuery extends LawSetting, LawSize {
    law: string; flops?: number | null; loss?: number | null; tokens?: number | null;
    /** No model larger than this. */
    maxParams?: number | null;
    /** Tokens that the model will serve: training and serving together cost least. */
    inferenceTokens?: number | null;
    /** With `ludziejewski-2025` and `flops`: bytes for weights and cache in BF16, tokens in the cache, FLOP of a served token. */
    maxMemory?: number | null; cachedTokens?: number | null; maxInferenceFlops?: number | null;
}

export interface ComputeOptimalResult extends MixtureSizes {
    flops: number; params: number; tokens: number; tokensPerParam: number;
    loss: number | null; low: number | null; high: number | null;
    /** With `uniqueTokens`: how often each token is seen. */
    epochs?: number;
    /** With `inferenceTokens`: compute of serving, and of training and serving together. */
    inferenceFlops?: number; totalFlops?: number;
    /** Under limits of the served model: bytes of weights and cache, FLOP of a served token. */
    memory?: number; inferenceFlopsPerToken?: number;
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
    moe?: {
        experts?: number; topK?: number; sparsity?: number; granularity?: number;
        weightSparsity?: number; denseTokens?: number;
        /** Limits of the served model: bytes of weights and cache, FLOP of a token; and the most experts. */
        maxMemory?: number; maxInferenceFlops?: number; maxExperts?: number;
    };
    /** `device` changes numbers of the accelerator by hand: "bf16:1.2e15;memory:120", in base units, memory in GiB. */
    hardware?: {
        accelerator?: string; device?: string; count?: number;
        /** Devices joined fast, and bytes a second of one to others; the table's where nothing is said. */
        node?: number; nic?: number;
    };
    /** Without `mfu` the utilisation is expected, without `pricePerHour` the price is the accelerator's. */
    assumptions?: {
        mfu?: number; pricePerHour?: number; load?: number; host?: number; pue?: number; gramsPerKwh?: number;
        hoursBetweenFailures?: number; checkpointTime?: number; restartTime?: number;
    };
    /** `architecture` is an id of models() and `config` the text of a config.json; `shape` changes fields of the former. */
    model?: {
        preset?: string; params?: number; tokens?: number; maxParams?: number;
        architecture?: string; config?: string; shape?: string; against?: string;
        adapter?: string; adapterRank?: number; adapterTarget?: string; baseFormat?: string;
    };
    /** `trainingTokens` are those of the model at hand; the plan's where nothing is said. */
    data?: { uniqueTokens?: number; sequenceLength?: number; trainingTokens?: number };
    serving?: {
        inferenceTokens?: number; contextLength?: number; sequences?: number; weightFormat?: string; quantised?: string;
        kvFormat?: string; blockSize?: number; tensorParallel?: number;
    };
    precision?: { training?: number; postTraining?: number; recipe?: string; optimizer?: string };
    parallelism?: {
        replicas?: number; microBatch?: number; batch?: number; tensorParallel?: number; pipelineParallel?: number;
        contextParallel?: number; expertParallel?: number; interleave?: number; zeroStage?: number;
        sequenceParallel?: boolean; recompute?: string; attention?: string; offload?: string;
        /** Communication that is hidden: words of "tensor+data+pipeline+expert+context", or "none". */
        overlap?: string; parallelBlock?: boolean; fusedKernels?: boolean; attentionGeneration?: string;
        /** How tokens are sent to experts, as in `RunQuery`. */
        capacityFactor?: number; imbalance?: number; nodeLimit?: number; dispatchBits?: number; descend?: number;
        shortcut?: boolean; biLevel?: boolean; messageDelay?: number;
    };
    /** Constants of your own in E + A/N^alpha + B/D^beta, for the law "own". */
    ownLaw?: {
        name?: string; E?: number; A?: number; B?: number; alpha?: number; beta?: number;
        EError?: number; AError?: number; BError?: number; alphaError?: number; betaError?: number;
    };
}

export interface FormulaInput {
    key: string; symbol: string; meaning: string; unit: string;
    /** Stands where nothing is given. */
    start: number;
    /** Values that make sense at all. */
    low: number; high: number;
    fittedRange: [number, number] | null;
}

/** A published formula that is not a loss in size and tokens. */
export interface FormulaInfo {
    id: string; title: string; topic: string; authors: string; year: number; arxiv: string | null; locator: string;
    form: string; confidence: string; symbol: string; meaning: string; unit: string;
    inputs: FormulaInput[]; constants: LawConstant[]; fittedOn: string; notes: string[];
}

/** Inputs by `key` and constants by `symbol`; what is left out stands at its start or its published value. */
export interface EvaluateQuery {
    formula: string; inputs?: { [key: string]: number | null } | null; constants?: { [symbol: string]: number | null } | null;
}

export interface EvaluateResult { value: number; unit: string; formula: string; substituted: string; warnings: Warning[] }

/** A config.json as an object, or a shape in a few words. */
export interface ModelShape {
    layers: number; width: number; heads: number; feedForward: number; vocabulary: number;
    kvHeads?: number | null; headDim?: number | null; context?: number | null; window?: number | null;
    experts?: number | null; topK?: number | null; tied?: boolean | null;
}

/** An id of models(), the text of a config.json, that file as an object, or a shape in a few words. */
export type Model = string | ModelShape | { model_type: string; [field: string]: unknown };

export interface ModelInfo {
    id: string; name: string; organisation: string; year: number; total: number; active: number;
    /** The size as its makers print it. */
    published: string;
    /** Fields of its config.json that shape it. */
    config: string; source: string; confidence: string;
}

/** One device as frameworks see it. Rates are dense, in FLOP/s (INT8: operations a second); null is not there or not known. */
export interface AcceleratorInfo {
    id: string; name: string; maker: string; year: number; form: string;
    /** Not to be had yet. */
    announced: boolean;
    /** Without them rates are those of vector units, with sums in the same format. */
    matrixUnits: boolean;
    /** Sums in FP32 (INT8: in INT32); `fp16Acc16` and `fp8Acc16` with sums in FP16, where that is faster. */
    rates: {
        fp64: number | null; fp64Matrix: number | null; fp32: number | null; fp32Matrix: number | null;
        tf32: number | null; bf16: number | null; fp16: number | null; fp16Acc16: number | null;
        fp8: number | null; fp8Acc16: number | null; int8: number | null; fp6: number | null; fp4: number | null;
    };
    /** Bytes that programs see, or 2^30 for every printed GB. */
    memory: number;
    memoryPrinted: string;
    /** Bytes a second. */
    bandwidth: number;
    /** Bytes of the last cache before memory. */
    cache: number | null;
    /** Bytes a second that one device sends, over all its links; devices that are joined so. */
    link: { name: string; topology: string; rate: number; devices: number } | null;
    /** Bytes a second to other machines, one way, of one device. */
    nic: number | null;
    /** Watts of one device alone. */
    power: number | null;
    /** Multiprocessors, compute units or matrix engines. */
    units: number | null;
    /** The fastest large product that was measured and published, FLOP/s. */
    measured: { bf16: number | null; fp8: number | null };
    /** Dense 16-bit FLOP for a byte of memory. */
    ridge: number;
    source: string; confidence: string; notes: string;
}

/** `total` counts every trained weight once; buffers are apart. `embedding` are the tables of tokens and positions, and the head where it is one of its own. */
export interface CountParamsResult {
    total: number; active: number; activeWithoutInputEmbedding: number; embedding: number; nonEmbedding: number;
    inputEmbedding: number; positions: number; head: number; attention: number; mixers: number; mlp: number; experts: number;
    sharedExperts: number; router: number; norms: number; other: number; buffers: number; layers: number; tiedEmbeddings: boolean;
    /** Fields of the configuration that are not known here, what was concluded, what must be said. */
    unknownFields: string[]; inferred: string[]; remarks: string[];
}

export interface TrainingFlopsQuery {
    model: Model; tokens: number;
    /** 4096 where nothing is said. */
    sequenceLength?: number | null;
    recompute?: "none" | "selective" | "full" | null;
    /** The whole square of attention, as most published figures count, or what a token sees. */
    attentionCounting?: "full" | "causal" | null;
}

/** `perToken` and `model` without what is computed again, `hardware` with it; `sixNd` is 6 · params · tokens. */
export interface TrainingFlopsResult {
    perToken: number; model: number; hardware: number; sixNd: number; params: number;
    forwardPerToken: number; attentionCore: number; sequenceLength: number;
}

/** How devices share the training of a model. Everything is 1, and ZeRO 0, where nothing is said. */
export interface TrainingLayout {
    /** Replicas that see different sequences, devices that share every matrix, stages, devices that share a sequence. */
    dataParallel?: number | null; tensorParallel?: number | null; pipelineParallel?: number | null; contextParallel?: number | null;
    /** Devices that share the experts of a layer, among those of data and context parallelism. */
    expertParallel?: number | null;
    /** True where nothing is said; no effect without tensor parallelism. */
    sequenceParallel?: boolean | null;
    /** Pieces of the pipeline on one stage. */
    interleave?: number | null;
    /** From 1 the optimizer, from 2 gradients too, from 3 weights too are spread over data and context parallelism. */
    zeroStage?: 0 | 1 | 2 | 3 | null;
}

export type Place = "device" | "host" | "nvme";

/** What is said of nothing else stands at the first of its words. */
export interface TrainingMemoryQuery extends TrainingLayout {
    model: Model; sequenceLength: number;
    /** Sequences that go through the model at a time. */
    microBatch: number;
    /** "bf16-mixed-fp32-grad" where nothing is said: 18 bytes of weights, gradients and optimizer for a parameter with AdamW. */
    recipe?: "bf16-mixed-fp32-grad" | "fp32" | "bf16-mixed" | "bf16-pure" | "fp8-lm" | "fp8-delayed" | "fp8-block" | "mxfp8" | null;
    optimizer?: "adamw" | "adamw-8bit" | "sgd-momentum" | "lion" | "muon" | "adafactor" | null;
    /** "standard" keeps scores and probabilities. */
    attention?: "flash" | "standard" | null;
    /** Which stage of the pipeline is reported: the fullest, an end, or one by its number from 0 on. */
    stage?: "max" | "first" | "last" | number | null;
    recompute?: "none" | "selective" | "full" | null;
    /** Micro-batches of one step; enough to fill the pipeline where nothing is said. */
    microBatches?: number | null;
    /** "gpipe" does every forward before the first backward. */
    schedule?: "1f1b" | "gpipe" | null;
    /** Scores of the vocabulary: in FP32, with a copy in the recipe's activations, or fused with the loss and not kept. */
    logits?: "fp32" | "copied" | "fused" | null;
    /** Under ZeRO-3 the next layer is gathered while one is computed: true where nothing is said. */
    prefetch?: boolean | null;
    /** ZeRO++: devices that share a second copy of the weights. */
    secondary?: number | null;
    /** What leaves the device; it is then in `host` or `disk` and not in `total`. */
    offload?: { optimizer?: Place | null; weights?: Place | null; checkpoints?: Place | null } | null;
    /** The model is frozen and only this is trained. LoRA on every matrix of the layers where nothing is said. */
    adapter?: {
        rank: number; method?: "lora" | "rslora" | "dora" | "mos" | "adapter" | null;
        target?: "all-linear" | "query-value" | "attention" | null;
    } | null;
    /** Format of frozen weights under an adapter, "bf16" where nothing is said. */
    baseFormat?: string | null;
    /** Bytes of driver and communication library on each device, 0 where nothing is said; usually 0.5e9 to 4e9. */
    reserve?: number | null;
}

/** Bytes on one device of a stage; `total` is weights + gradients + optimizer + activations + logits + buffers, added in this order. */
export interface StageMemory {
    weights: number; gradients: number;
    /** Master weights and moments. */
    optimizer: number;
    /** What the layers keep for the backward pass, for every micro-batch in flight. */
    activations: number;
    /** What is kept outside the layers: masks behind the embedding, inputs of final norm and head, scores. */
    logits: number;
    /** What is there for a while or is neither of the above: weights that ZeRO-3 gathers (two layers with `prefetch`), the
     *  second copy of `secondary`, gradients of the largest layer before ZeRO-2 and 3 spread them, what one layer computes
     *  again under `recompute`, numbers stored but not trained, and `reserve`. On one device without recomputation
     *  only the last two are left. */
    buffers: number;
    total: number;
    /** From 0 on. */
    stage: number; layers: number;
    /** One device's share of what left it. */
    host: number; disk: number;
}

/** The stage asked for, and every stage. */
export interface TrainingMemoryResult extends StageMemory { stages: StageMemory[] }

/** What both questions about time are asked with. */
export interface RunQuery {
    model: Model; tokens: number; accelerator: string; count: number;
    /** The shorter of 4,096 and the model's own where nothing is said. */
    sequenceLength?: number | null;
    recipe?: TrainingMemoryQuery["recipe"]; optimizer?: TrainingMemoryQuery["optimizer"];
    attention?: "flash" | "standard" | null; logits?: "fp32" | "copied" | "fused" | null;
    /** Sequences of a step over all replicas; about four million tokens where nothing is said. */
    globalBatch?: number | null;
    /** Devices joined fast, and bytes a second of one device to others; the table's where nothing is said. */
    node?: number | null; nic?: number | null;
    /** Communication that is hidden behind computing; all but tensor and expert where nothing is said. */
    overlap?: { tensor?: boolean | null; data?: boolean | null; pipeline?: boolean | null; expert?: boolean | null; context?: boolean | null } | null;
    parallelBlock?: boolean | null; fusedKernels?: boolean | null;
    /** Of fused attention kernels: 1 (2022), 2 (2023), 3 (2024 and later, where nothing is said). */
    attentionGeneration?: 1 | 2 | 3 | null;
    /** Room in an expert's buffer over its even share of the tokens; what finds none is dropped. Dropless where nothing is said. */
    capacityFactor?: number | null;
    /** Load of the busiest device over the mean, where nothing is dropped; and nodes that the copies of a token may go to. */
    imbalance?: number | null; nodeLimit?: number | null;
    /** Bits of a number on the way to experts (the recipe's where nothing is said), and the width of a token there over the model's. */
    dispatchBits?: 8 | 16 | null; descend?: number | null;
    /** Experts read what the layer before made, so that tokens travel beside other work. */
    shortcut?: boolean | null;
    /** A token goes to a node first and to a device there after. Seconds that a message takes besides its bytes. */
    biLevel?: boolean | null; messageDelay?: number | null;
    /** Bytes of a device, where they are not the table's. */
    memory?: number | null;
    pricePerHour?: number | null; load?: number | null; host?: number | null; pue?: number | null; gramsPerKwh?: number | null;
    hoursBetweenFailures?: number | null; checkpointTime?: number | null; restartTime?: number | null;
}

export interface TrainingTimeQuery extends RunQuery, TrainingLayout {
    /** One sequence at a time where nothing is said. */
    microBatch?: number | null; recompute?: "none" | "selective" | "full" | null;
    /** A utilisation in place of the expected one; a fraction. */
    mfu?: number | null;
}

/** `mfu` counts attention as the whole square, nothing that is computed again, against the dense peak of the products' format. */
export interface TrainingTimeResult {
    stepTime: number; tokensPerSecond: number; mfu: number; hfu: number; mfuCausal: number; peak: number;
    /** Model FLOP/s of one device. */
    modelFlopsPerDevice: number; modelFlopsPerDeviceCausal: number;
    /** Seconds of a step; they add up to `stepTime`. With a given `mfu` only `compute`. */
    parts: {
        compute: number; recompute?: number; tensorComm?: number; contextComm?: number; expertComm?: number;
        pipelineComm?: number; pipelineBubble?: number; dataComm?: number; optimizer?: number;
    };
    globalBatch: number; microBatches: number | null;
    /** Without interruptions: seconds, accelerator-hours, joules, US dollars, kg CO2e; null where power or price is not known. */
    seconds: number; acceleratorHours: number; energy: number | null; cost: number | null; pricePerHour: number | null; carbon: number | null;
    withInterruptions: { mtbf: number; checkpointInterval: number; goodput: number | null; seconds: number | null };
    /** Bytes of the fullest device, and of a device. */
    memory: number; capacity: number; fits: boolean; warnings: Warning[];
}

export interface PlanParallelismQuery extends RunQuery {
    /** Layouts to give, 20 where nothing is said. */
    keep?: number | null;
    /** Micro-batches to try, up to 8 sequences where nothing is said. */
    mostMicroBatch?: number | null;
}

export interface PlannedLayout extends TrainingTimeResult, Required<TrainingLayout> {
    microBatch: number; recompute: "none" | "selective" | "full";
    /** The part of a step in which it loses most to the best layout, and seconds of it; null where it loses nothing. */
    behind: { part: string; seconds: number } | null;
}

/** What a search has found so far. */
export interface FoundLayouts {
    /** The fastest, best first. */
    best: PlannedLayout[];
    /** No other layout is both faster and smaller than one of these; smallest first. */
    front: PlannedLayout[];
    tried: number; tooLarge: number;
    /** There are more layouts than one search tries. */
    stopped: boolean;
}

export interface KvCacheQuery {
    model: Model; contextLength: number; sequences?: number | null; kvFormat?: string | null;
    /** Tokens of a page; a sequence takes whole pages. */
    blockSize?: number | null;
    /** Devices that share the heads; the bytes are those of one device. */
    tensorParallel?: number | null;
}

/** `perToken` is the next token's share while every window has room, `nextToken` at this length. */
export interface KvCacheResult {
    perToken: number; nextToken: number; perSequence: number; total: number; waste: number; windows: number[];
}

/** A letter of a formula; `formula` says what it is made of, null for what is given or published. */
export interface ExplainInput {
    symbol: string; meaning: string; formula: string | null; value: number; standardError: number | null; unit: string;
}

/** Where a number comes from. `formula` is null when the number was given, or found as `note` says. */
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

/** A question beyond the plain optimum: numbers by name, one row or more, and what must be said. */
export interface Question { rows: QuestionRow[]; remarks: string[] }

export interface QuestionRow { name: string | null; [figure: string]: ReportNumber | string | null }

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
    training: { utilisation: ReportNumber; rate: ReportNumber; seconds: ReportNumber; acceleratorHours: ReportNumber; dollars: ReportNumber };
    questions: {
        serving: Question | null; smaller: Question | null; capped: Question | null; repeated: Question | null;
        precision: Question | null; quantised: Question | null; apart: Question | null; hyperparameters: Question | null;
        /** A row of `zeros` is a share of them, its first the best share; of `activations` a published size, of `upcycled` a size. */
        zeros: Question | null; activations: Question | null; upcycled: Question | null;
    };
    /** The model at hand; a row of `stages` is a pipeline stage, of the others a model. With `error` where its layout cannot be. */
    memory: {
        anatomy: Question | null; compute: Question | null; stages: Question | null; fit: Question | null;
        served: Question | null; cache: Question | null; fits: boolean;
        /** What would make it fit: bytes of the fullest device then. */
        advice: { change: string; fullest: number; fits: boolean }[];
    } | { error: string; field: string };
    /** Training of the model at hand; a row of `step` is a part, of `operators` an operator. With `error` where its layout cannot be. */
    timing: {
        step: Question | null; speed: Question | null; operators: Question | null; run: Question | null; failures: Question | null;
        globalBatch: number; trainingTokens: number; accelerators: number;
    } | { error: string; field: string };
    /** Dense or a mixture of experts: a row of `designs` is a number of experts, `experts` the best of them; a row of `equals` a dense model that is its equal in something, of `verdicts` a law; `clock` has the mixture, the dense model of its loss, and what comes of both; `real` is the model at hand, where it is a mixture. */
    mixture: { designs: Question | null; equals: Question | null; verdicts: Question | null; clock: Question | null; real: Question | null; experts: number | null } | { error: string; field: string };
    model: ComparedRun | null;
    published: ComparedRun[];
    warnings: Warning[];
}
"#;
