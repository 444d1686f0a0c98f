//! Every kernel of the benchmark on the adapter of this machine, against the core.

use std::sync::atomic::{AtomicUsize, Ordering};

use isoflop::bench::adapter::{self, Here};
use isoflop::bench::gpu::Gpu;
use isoflop::bench::job::{self, Content, Job};
use isoflop::bench::kernels::{self, products};
use isoflop::bench::load::Loader;
use isoflop::bench::run::{run_job, run_plan};
use isoflop::core::bench::case::{Case, Number};
use isoflop::core::bench::event::Event;
use isoflop::core::bench::input::{Fill, Input};
use isoflop::core::bench::plan::Plan;
use isoflop::core::bench::probe::{Arithmetic, Probe, Stored, Way};
use isoflop::core::bench::record::{Ended, Machine, Outcome, Reading, Record};
use pollster::block_on;
use wgpu::naga;

/// The adapter of this machine; a processor that plays a GPU will do.
fn here() -> (Machine, Gpu) {
    let wanted = std::env::var("ISOFLOP_ADAPTER").unwrap_or_default();
    let Here { machine, gpu } = block_on(adapter::look(&wanted));
    let gpu = gpu.unwrap_or_else(|| {
        panic!(
            "No adapter to run kernels on: {} On Debian the packages mesa-vulkan-drivers and libvulkan1 bring one that \
             needs no GPU.",
            machine.missing
        )
    });
    (machine, gpu)
}

/// Kernels with features that the adapter lacks too.
#[test]
fn every_text_is_valid() {
    let all = kernels::all();
    assert!(all.len() > 15);
    for kernel in all {
        let module = naga::front::wgsl::parse_str(&kernel.text)
            .unwrap_or_else(|e| panic!("{}: {}", kernel.name, e.emit_to_string(&kernel.text)));
        let flags = naga::valid::ValidationFlags::all();
        if let Err(e) = naga::valid::Validator::new(flags, naga::valid::Capabilities::all()).validate(&module) {
            panic!("{}: {}", kernel.name, e.emit_to_string(&kernel.text));
        }
        let entry = module.entry_points.first().unwrap();
        assert_eq!((module.entry_points.len(), entry.name.as_str()), (1, "main"), "{}", kernel.name);
        // What a kernel says it needs is what it has.
        let invocations: u32 = entry.workgroup_size.iter().product();
        assert!(invocations <= kernel.invocations, "{}: {invocations}", kernel.name);
        let mut layouter = naga::proc::Layouter::default();
        layouter.update(module.to_ctx()).unwrap();
        let shared: u32 = module
            .global_variables
            .iter()
            .filter(|(_, v)| v.space == naga::AddressSpace::WorkGroup)
            .map(|(_, v)| layouter[v.ty].size)
            .sum();
        assert!(shared <= kernel.shared, "{}: {shared} bytes are shared, not {}", kernel.name, kernel.shared);
    }
}

/// What the device makes for itself is what the core says that it makes.
#[test]
fn inputs_made_on_the_device() {
    let (_, gpu) = here();
    let mut loader = Loader::new(&gpu);
    for fill in Fill::ALL {
        let input = Input { fill, seed: 3, words: 20_000 };
        let case =
            Case { probe: Probe::Dispatch, inputs: vec![], rows: 1, columns: 0, number: Number::Word, sweep: None };
        let job =
            Job { case, buffers: vec![Content::Input(input)], stages: vec![], result: 0, runs: 1.0, variant: None };
        let made = block_on(async {
            let loaded = loader.load(&job).await.unwrap();
            let read = gpu.device.create_buffer(&wgpu::BufferDescriptor {
                label: None,
                size: input.bytes(),
                usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            });
            let mut encoder = gpu.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
            encoder.copy_buffer_to_buffer(&loaded.result, 0, &read, 0, input.bytes());
            gpu.queue.submit([encoder.finish()]);
            gpu.bytes(&read).await.unwrap()
        });
        let content = input.content();
        let first = made.chunks(4).zip(content.chunks(4)).position(|(a, b)| a != b);
        assert_eq!((first, made.len()), (None, content.len()), "{fill:?}");
    }
}

fn job_of(probe: Probe) -> Job {
    job::of(probe, true).unwrap()
}

/// Small probes of every kind, each with all kernels that it may run.
fn jobs() -> Vec<Job> {
    let mut probes = vec![Probe::Dispatch];
    for arithmetic in [Arithmetic::F32, Arithmetic::F16, Arithmetic::Int8] {
        probes.push(Probe::Chains { arithmetic, lanes: 512, each: 640 });
    }
    for tile in [1, 4, 8, 16, 32] {
        probes.push(Probe::Tiled { tile, m: 40, k: 33, n: 37 });
    }
    for way in Way::ALL {
        probes.extend([8 << 10, 256 << 10].map(|bytes| Probe::Stream { way, bytes }));
    }
    for stored in Stored::ALL {
        // The second has more columns than 32 invocations take at once.
        probes.push(Probe::Vector { stored, rows: 19, columns: 96 });
        probes.push(Probe::Vector { stored, rows: 6, columns: 4160 });
    }
    for columns in [4, 1000, 2052] {
        probes.push(Probe::Softmax { rows: 3, columns });
    }
    for (heads, width, context) in [(3, 64, 300), (1, 128, 128), (2, 4, 1)] {
        probes.push(Probe::Attention { heads, width, context });
    }
    let mut jobs: Vec<Job> = probes.into_iter().map(job_of).collect();
    for arithmetic in [Arithmetic::F32, Arithmetic::F16] {
        for [m, k, n] in [[1, 1, 1], [130, 257, 65], [128, 64, 128], [16, 300, 128]] {
            let probe = Probe::Product { arithmetic, m, k, n };
            jobs.extend(products::variants().iter().filter_map(|v| job::product(probe, v)));
        }
    }
    jobs
}

/// Results at several sizes are the core's; a kernel that needs what the adapter lacks is not run.
#[test]
fn every_result_is_right() {
    let (machine, gpu) = here();
    let mut run = 0;
    for job in jobs() {
        if job.stages.iter().any(|s| !s.kernel.lacking(&machine).is_empty()) {
            continue;
        }
        let reading = block_on(run_job(&gpu, &machine, &job, 0.0)).unwrap();
        let name = &job.stages[0].kernel.name;
        assert!(matches!(reading.outcome, Outcome::Measured(_)), "{name}: {reading:?}");
        run += 1;
    }
    assert!(run > 30, "{run}");
}

/// One character of a kernel's text can make its result wrong: that is seen, and nothing is timed.
#[test]
fn a_wrong_kernel_is_called_wrong() {
    let (machine, gpu) = here();
    let vector = |stored| Probe::Vector { stored, rows: 19, columns: 96 };
    let wrongs = [
        (
            Probe::Chains { arithmetic: Arithmetic::F32, lanes: 512, each: 640 },
            "a2 = fma(a2, x, y2)",
            "a2 = fma(a2, x, y1)",
        ),
        (Probe::Tiled { tile: 8, m: 40, k: 33, n: 37 }, "start += TILE", "start += TILE + 1u"),
        // Sums in 16 bits where they should be in 32.
        (
            Probe::Tiled { tile: 8, m: 40, k: 33, n: 37 },
            "= sum;",
            "= unpack2x16float(pack2x16float(vec2<f32>(sum, 0.0))).x;",
        ),
        (Probe::Stream { way: Way::Copy, bytes: 64 << 10 }, "result[s] = d", "result[s] = a"),
        (Probe::Stream { way: Way::Write, bytes: 8 << 10 }, "4u * place", "5u * place"),
        (Probe::Stream { way: Way::Read, bytes: 8 << 10 }, "(e + f)", "(e + e)"),
        (vector(Stored::Fp8), "<< 7u", "<< 6u"),
        (vector(Stored::Int4), "24.0", "23.0"),
        (Probe::Softmax { rows: 3, columns: 1000 }, "part = 1.0 /", "part = 1.0001 /"),
        (Probe::Attention { heads: 3, width: 64, context: 300 }, "shape.y - first", "shape.y - first - 1u"),
    ];
    let direct = products::variants().into_iter().find(|v| v.name == "direct").unwrap();
    let product = Probe::Product { arithmetic: Arithmetic::F32, m: 67, k: 45, n: 83 };
    let product = (job::product(product, &direct).unwrap(), "b_row(4u * step + 3u)", "b_row(4u * step + 2u)");
    let wrongs = wrongs.map(|(probe, right, wrong)| (job_of(probe), right, wrong)).into_iter().chain([product]);
    for (mut job, right, wrong) in wrongs {
        let text = &mut job.stages[0].kernel.text;
        assert!(text.contains(right), "{right}");
        *text = text.replacen(right, wrong, 1);
        let reading = block_on(run_job(&gpu, &machine, &job, 0.0)).unwrap();
        assert_eq!(reading.outcome, Outcome::Wrong, "{wrong}: {reading:?}");
        assert!(reading.note.contains("instead of"), "{}", reading.note);
    }
}

/// Text that does not compile, and a buffer that is too large, are trouble of one probe; the device goes on.
#[test]
fn what_fails_does_not_end_it() {
    let (machine, gpu) = here();
    let probe = Probe::Stream { way: Way::Copy, bytes: 8 << 10 };
    let run = |job: &Job| block_on(run_job(&gpu, &machine, job, 0.0)).unwrap();
    let mut broken = job_of(probe);
    broken.stages[0].kernel.text = "fn main() { nonsense }".to_owned();
    let reading = run(&broken);
    assert!(reading.outcome == Outcome::Failed && !reading.note.is_empty(), "{reading:?}");
    let mut huge = job_of(probe);
    huge.buffers.push(Content::Empty(1 << 46));
    let reading = run(&huge);
    assert!(reading.outcome == Outcome::Failed && !reading.note.is_empty(), "{reading:?}");
    assert!(matches!(run(&job_of(probe)).outcome, Outcome::Measured(_)));
}

/// All that is planned for this adapter, with as little time for each as there can be.
fn quick(machine: &Machine) -> Plan {
    let mut plan = Plan::of(machine);
    plan.steps.iter_mut().for_each(|s| s.budget = 0.0);
    plan
}

#[test]
fn a_whole_run_is_complete() {
    let (machine, gpu) = here();
    let mut record = Record::default();
    let mut order = Vec::new();
    let mut tell = |event: Event| {
        if let Event::Start(probe) | Event::Reading(Reading { probe, .. }) = &event {
            order.push(*probe);
        }
        record.apply(event);
    };
    block_on(run_plan(&quick(&machine), Some(&gpu), &machine, &mut tell, &|| false));
    assert!(record.is_complete() && record.slowed.is_some());
    // Each is announced, then measured, in the order of the plan.
    let planned: Vec<Probe> = record.plan.iter().flat_map(|p| [*p, *p]).collect();
    assert_eq!(order, planned);
    for reading in &record.readings {
        let fine = matches!(reading.outcome, Outcome::Measured(_) | Outcome::Unsupported | Outcome::Skipped);
        assert!(fine, "{reading:?}");
        assert_eq!(
            reading.outcome == Outcome::Unsupported,
            !isoflop::core::bench::plan::unsupported(&machine, &reading.probe).is_empty()
        );
    }
    let products = record.measured().filter(|r| matches!(r.probe, Probe::Product { .. }));
    assert!(products.map(|r| assert!(!r.kernel.is_empty())).count() > 0);
}

/// The device goes away in the middle of a run: what was measured stays, and the run ends at once.
#[test]
fn a_lost_device_ends_the_run() {
    let (machine, gpu) = here();
    let mut record = Record::default();
    let mut told = 0;
    let mut tell = |event: Event| {
        told += 1;
        if matches!(event, Event::Start(_)) && told > 6 {
            gpu.device.destroy();
        }
        record.apply(event);
    };
    block_on(run_plan(&quick(&machine), Some(&gpu), &machine, &mut tell, &|| false));
    assert_eq!(record.ended, Ended::Lost);
    assert!(!record.reason.is_empty());
    assert!(!record.readings.is_empty() && record.readings.len() < record.plan.len());
    assert!(record.readings.iter().all(|r| r.outcome != Outcome::Failed), "{:?}", record.readings);
}

/// Asked to stop, it stops before the next sample.
#[test]
fn a_run_can_be_stopped() {
    let (machine, gpu) = here();
    let asked = AtomicUsize::new(0);
    let mut record = Record::default();
    let stop = || asked.fetch_add(1, Ordering::Relaxed) > 25;
    block_on(run_plan(&quick(&machine), Some(&gpu), &machine, &mut |e| record.apply(e), &stop));
    assert_eq!(record.ended, Ended::Cancelled);
    assert!(record.readings.len() < record.plan.len());
}

/// Without a GPU the processor is measured.
#[test]
fn the_processor_alone() {
    let machine = Machine { tick: 1e-7, ..Machine::default() };
    let mut record = Record::default();
    block_on(run_plan(&quick(&machine), None, &machine, &mut |e| record.apply(e), &|| false));
    assert!(record.is_complete());
    assert_eq!(record.measured().count(), 4, "{:?}", record.readings);
}
