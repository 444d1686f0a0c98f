//! A job on its device: buffers made and filled, kernels compiled, and runs of it timed.

use super::clock::Clock;
use super::gpu::Gpu;
use super::job::{Content, Job, Stage};
use super::kernels;
use super::trouble::Trouble;
use crate::core::bench::input::Input;

/// Inputs of up to so many bytes are brought to the device; others are made there.
const BROUGHT: u64 = 64 << 10;
/// Invocations that make an input.
const MAKERS: u32 = 256 * 1024;

/// Compiles kernels, each once, and loads jobs.
pub struct Loader<'a> {
    pub gpu: &'a Gpu,
    pub clock: Clock,
    compiled: Vec<(String, usize, wgpu::ComputePipeline)>,
}

/// What is needed to run a job.
pub struct Loaded {
    steps: Vec<(wgpu::ComputePipeline, wgpu::BindGroup, [u32; 3])>,
    pub result: wgpu::Buffer,
    buffers: Vec<wgpu::Buffer>,
}

impl Drop for Loaded {
    /// The memory is wanted for the next job, and not when someone finds the time.
    fn drop(&mut self) {
        for buffer in &self.buffers {
            buffer.destroy();
        }
    }
}

impl Loaded {
    /// The part of all workgroups that is run when this part is asked for.
    pub fn share(&self, part: f64) -> f64 {
        let number = |g: [u32; 3]| g.map(f64::from).iter().product::<f64>();
        let share = |groups: &[u32; 3]| number(shortened(*groups, part)) / number(*groups);
        self.steps.first().map_or(1.0, |(_, _, groups)| share(groups))
    }
}

/// Seconds by the device's clock, where it has one, and around the submission.
#[derive(Clone, Copy, Debug)]
pub struct Time {
    pub device: Option<f64>,
    pub around: f64,
}

impl<'a> Loader<'a> {
    pub fn new(gpu: &'a Gpu) -> Loader<'a> {
        Loader { gpu, clock: Clock::new(), compiled: Vec::new() }
    }

    /// A kernel that reads so many buffers, writes one, and is told its shape.
    async fn compile(&mut self, text: &str, reads: usize) -> Result<wgpu::ComputePipeline, Trouble> {
        if let Some((_, _, pipeline)) = self.compiled.iter().find(|(t, r, _)| t == text && *r == reads) {
            return Ok(pipeline.clone());
        }
        let device = &self.gpu.device;
        let pipeline = self
            .gpu
            .attempt(|| {
                let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
                    label: None,
                    source: wgpu::ShaderSource::Wgsl(text.into()),
                });
                let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
                    label: None,
                    bind_group_layouts: &[Some(&bindings(device, reads))],
                    immediate_size: 0,
                });
                device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
                    label: None,
                    layout: Some(&layout),
                    module: &module,
                    entry_point: Some("main"),
                    compilation_options: wgpu::PipelineCompilationOptions::default(),
                    cache: None,
                })
            })
            .await?;
        self.compiled.push((text.to_owned(), reads, pipeline.clone()));
        Ok(pipeline)
    }

    /// # Errors
    /// A kernel does not compile, or there is not enough memory.
    pub async fn load(&mut self, job: &Job) -> Result<Loaded, Trouble> {
        let fill = self.compile(&kernels::fill().text, 0).await?;
        let mut pipelines = Vec::new();
        for stage in &job.stages {
            pipelines.push(self.compile(&stage.kernel.text, stage.reads.len()).await?);
        }
        let gpu = self.gpu;
        let loaded = gpu
            .attempt(|| {
                let buffers: Vec<wgpu::Buffer> = job.buffers.iter().map(|c| buffer(&gpu.device, c)).collect();
                let mut encoder = gpu.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
                for (content, buffer) in job.buffers.iter().zip(&buffers) {
                    match content {
                        Content::Input(input) if input.bytes() <= BROUGHT => {
                            gpu.queue.write_buffer(buffer, 0, &input.content());
                        }
                        Content::Input(input) => make(gpu, &mut encoder, &fill, buffer, input),
                        Content::Empty(_) => {}
                    }
                }
                gpu.queue.submit([encoder.finish()]);
                let mut steps = Vec::new();
                for (stage, pipeline) in job.stages.iter().zip(pipelines) {
                    steps.push((pipeline, bind(gpu, stage, &buffers)?, stage.groups));
                }
                let result = buffers.get(job.result)?.clone();
                Some(Loaded { steps, result, buffers })
            })
            .await?;
        loaded.ok_or_else(|| Trouble::Failed("A kernel is bound to a buffer that is not there.".to_owned()))
    }

    /// Runs a part of a job's workgroups so many times, and waits.
    ///
    /// # Errors
    /// The device is lost, or something went wrong on it.
    pub async fn time(&self, loaded: &Loaded, runs: u32, part: f64) -> Result<Time, Trouble> {
        let gpu = self.gpu;
        gpu.alive()?;
        let mut encoder = gpu.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let mut pass =
            encoder.begin_compute_pass(&wgpu::ComputePassDescriptor { label: None, timestamp_writes: gpu.stamp() });
        for run in 0..runs {
            for (pipeline, group, groups) in &loaded.steps {
                // What stays the same is not said again.
                if run == 0 || loaded.steps.len() > 1 {
                    pass.set_pipeline(pipeline);
                    pass.set_bind_group(0, group, &[]);
                }
                let [x, y, z] = shortened(*groups, part);
                pass.dispatch_workgroups(x, y, z);
            }
        }
        drop(pass);
        gpu.resolve(&mut encoder);
        let commands = encoder.finish();
        let start = self.clock.now();
        gpu.queue.submit([commands]);
        // Both are asked for at once: some browsers look only now and then whether something is done.
        let (done, between) = (gpu.done(), gpu.between());
        let done = done.await;
        let around = self.clock.now() - start;
        // Whatever was done: a buffer that is still being mapped could not be mapped again.
        let device = between.await?;
        done.map(|()| Time { device, around })
    }
}

/// Fewer workgroups along the longest axis.
fn shortened(groups: [u32; 3], part: f64) -> [u32; 3] {
    let longest = groups.iter().copied().max().unwrap_or(1);
    let mut once = false;
    groups.map(|g| {
        if g == longest && !once {
            once = true;
            ((f64::from(g) * part).ceil() as u32).clamp(1, g)
        } else {
            g
        }
    })
}

fn bindings(device: &wgpu::Device, reads: usize) -> wgpu::BindGroupLayout {
    let storage = |read_only| wgpu::BufferBindingType::Storage { read_only };
    let kinds = std::iter::repeat_n(storage(true), reads).chain([storage(false), wgpu::BufferBindingType::Uniform]);
    let entries: Vec<wgpu::BindGroupLayoutEntry> = (0..)
        .zip(kinds)
        .map(|(binding, ty)| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: wgpu::ShaderStages::COMPUTE,
            ty: wgpu::BindingType::Buffer { ty, has_dynamic_offset: false, min_binding_size: None },
            count: None,
        })
        .collect();
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor { label: None, entries: &entries })
}

fn buffer(device: &wgpu::Device, content: &Content) -> wgpu::Buffer {
    let size = match content {
        Content::Input(input) => input.bytes().next_multiple_of(16),
        Content::Empty(bytes) => bytes.next_multiple_of(16),
    };
    let usage = wgpu::BufferUsages::STORAGE | wgpu::BufferUsages::COPY_SRC | wgpu::BufferUsages::COPY_DST;
    device.create_buffer(&wgpu::BufferDescriptor { label: None, size, usage, mapped_at_creation: false })
}

fn shape(gpu: &Gpu, numbers: [u32; 4]) -> wgpu::Buffer {
    let buffer = gpu.device.create_buffer(&wgpu::BufferDescriptor {
        label: None,
        size: 16,
        usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    });
    let bytes: Vec<u8> = numbers.iter().flat_map(|n| n.to_le_bytes()).collect();
    gpu.queue.write_buffer(&buffer, 0, &bytes);
    buffer
}

fn group(gpu: &Gpu, reads: &[&wgpu::Buffer], writes: &wgpu::Buffer, numbers: [u32; 4]) -> wgpu::BindGroup {
    let shape = shape(gpu, numbers);
    let bound = reads.iter().copied().chain([writes, &shape]);
    let entries: Vec<wgpu::BindGroupEntry> = (0..)
        .zip(bound)
        .map(|(binding, buffer)| wgpu::BindGroupEntry { binding, resource: buffer.as_entire_binding() })
        .collect();
    gpu.device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: None,
        layout: &bindings(&gpu.device, reads.len()),
        entries: &entries,
    })
}

fn bind(gpu: &Gpu, stage: &Stage, buffers: &[wgpu::Buffer]) -> Option<wgpu::BindGroup> {
    let reads: Vec<&wgpu::Buffer> = stage.reads.iter().map(|i| buffers.get(*i)).collect::<Option<_>>()?;
    Some(group(gpu, &reads, buffers.get(stage.writes)?, stage.shape))
}

/// Has the device make an input by itself.
fn make(
    gpu: &Gpu,
    encoder: &mut wgpu::CommandEncoder,
    fill: &wgpu::ComputePipeline,
    buffer: &wgpu::Buffer,
    input: &Input,
) {
    let words = u32::try_from(input.words).unwrap_or(u32::MAX);
    let makers = words.div_ceil(256).min(MAKERS / 256) * 256;
    let group = group(gpu, &[], buffer, [input.fill.code(), input.seed, words, makers]);
    let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
    pass.set_pipeline(fill);
    pass.set_bind_group(0, &group, &[]);
    pass.dispatch_workgroups(makers / 256, 1, 1);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_workgroups() {
        assert_eq!(shortened([64, 64, 1], 1.0 / 64.0), [1, 64, 1]);
        assert_eq!(shortened([3, 100, 1], 0.125), [3, 13, 1]);
        assert_eq!(shortened([1, 1, 1], 0.01), [1, 1, 1]);
        assert_eq!(shortened([7, 9, 1], 1.0), [7, 9, 1]);
    }
}
