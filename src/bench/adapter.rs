//! Which device there is, what it offers, and why there is none.

use super::clock::Clock;
use super::gpu::Gpu;
use super::trouble::short;
use crate::core::bench::plan::{F16, PACKED, SUBGROUPS};
#[cfg(not(target_arch = "wasm32"))]
use crate::core::bench::record::plays_a_gpu;
use crate::core::bench::record::{Limits, Machine};

/// A machine, and its device where there is one.
#[derive(Debug)]
pub struct Here {
    pub machine: Machine,
    pub gpu: Option<Gpu>,
}

/// Looks for a device. Outside of a browser the best one is taken, or the one whose name contains `wanted`.
pub async fn look(wanted: &str) -> Here {
    let clock = Clock::new();
    let mut machine = host();
    machine.tick = clock.tick();
    match found(wanted, &mut machine).await {
        Ok((adapter, language)) => match open(&adapter).await {
            Ok(gpu) => {
                describe(&mut machine, &gpu.device, language);
                machine.timestamps = gpu.has_stamps();
                Here { machine, gpu: Some(gpu) }
            }
            Err(why) => {
                machine.missing = format!("The adapter gives no device: {why}");
                Here { machine, gpu: None }
            }
        },
        Err(why) => {
            machine.missing = why;
            Here { machine, gpu: None }
        }
    }
}

/// The features that are asked for where they are offered.
const ASKED: wgpu::Features =
    wgpu::Features::TIMESTAMP_QUERY.union(wgpu::Features::SHADER_F16).union(wgpu::Features::SUBGROUP);

/// A device with all the adapter's limits.
async fn open(adapter: &wgpu::Adapter) -> Result<Gpu, String> {
    let answer = adapter
        .request_device(&wgpu::DeviceDescriptor {
            label: None,
            required_features: adapter.features() & ASKED,
            required_limits: adapter.limits(),
            ..wgpu::DeviceDescriptor::default()
        })
        .await;
    answer.map(|(device, queue)| Gpu::new(device, queue)).map_err(|e| short(&e.to_string()))
}

/// What the device allows and offers.
fn describe(machine: &mut Machine, device: &wgpu::Device, language: wgpu::WgslLanguageFeatures) {
    let (limits, features) = (device.limits(), device.features());
    machine.limits = Limits {
        buffer: limits.max_buffer_size as f64,
        binding: limits.max_storage_buffer_binding_size as f64,
        shared: f64::from(limits.max_compute_workgroup_storage_size),
        invocations: limits.max_compute_invocations_per_workgroup.min(limits.max_compute_workgroup_size_x),
        workgroups: limits.max_compute_workgroups_per_dimension,
    };
    let packed = language.contains(wgpu::WgslLanguageFeatures::Packed4x8IntegerDotProduct);
    let offered = [
        (F16, features.contains(wgpu::Features::SHADER_F16)),
        (SUBGROUPS, features.contains(wgpu::Features::SUBGROUP) || has_subgroups()),
        ("timestamp-query", features.contains(wgpu::Features::TIMESTAMP_QUERY)),
        (PACKED, packed),
    ];
    machine.features = offered.into_iter().filter(|(_, has)| *has).map(|(name, _)| name.to_owned()).collect();
}

#[cfg(not(target_arch = "wasm32"))]
fn host() -> Machine {
    Machine {
        host: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        threads: std::thread::available_parallelism().ok().and_then(|n| u32::try_from(n.get()).ok()).unwrap_or(0),
        ..Machine::default()
    }
}

/// The adapter, and what its shading language knows.
#[cfg(not(target_arch = "wasm32"))]
async fn found(wanted: &str, machine: &mut Machine) -> Result<(wgpu::Adapter, wgpu::WgslLanguageFeatures), String> {
    let backends = wgpu::Backends::VULKAN | wgpu::Backends::METAL | wgpu::Backends::DX12;
    let instance = wgpu::Instance::new(wgpu::InstanceDescriptor {
        backends,
        flags: wgpu::InstanceFlags::empty(),
        ..wgpu::InstanceDescriptor::new_without_display_handle()
    });
    let rank = |kind| match kind {
        wgpu::DeviceType::DiscreteGpu => 0,
        wgpu::DeviceType::IntegratedGpu => 1,
        wgpu::DeviceType::VirtualGpu => 2,
        wgpu::DeviceType::Other => 3,
        wgpu::DeviceType::Cpu => 4,
    };
    let all = instance.enumerate_adapters(backends).await;
    let names: Vec<String> = all.iter().map(|a| a.get_info().name).collect();
    let best = all
        .into_iter()
        .filter(|a| a.get_info().name.to_lowercase().contains(&wanted.to_lowercase()))
        .min_by_key(|a| rank(a.get_info().device_type));
    let Some(adapter) = best else {
        return Err(if names.is_empty() {
            "There is no driver for Vulkan, Metal or Direct3D 12 with an adapter.".to_owned()
        } else {
            format!("No adapter is called \"{wanted}\"; there are {}.", names.join(", "))
        });
    };
    let info = adapter.get_info();
    machine.backend = format!("{:?}", info.backend);
    machine.vendor = format!("{:#06x}", info.vendor);
    machine.architecture = [info.driver, info.driver_info].join(" ").trim().to_owned();
    machine.software = info.device_type == wgpu::DeviceType::Cpu || plays_a_gpu(&info.name);
    machine.device = info.name;
    Ok((adapter, instance.wgsl_language_features()))
}

/// Outside of a browser the device itself says it.
#[cfg(not(target_arch = "wasm32"))]
const fn has_subgroups() -> bool {
    false
}

#[cfg(target_arch = "wasm32")]
use super::browser::{found, has_subgroups, host};
