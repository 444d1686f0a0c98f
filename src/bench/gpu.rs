//! A device: what is asked of it is waited for, and what goes wrong comes back as trouble.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};

use super::trouble::{Trouble, short};

/// Something that will have happened.
#[derive(Clone, Debug, Default)]
struct Signal(Arc<Mutex<Waiting>>);

#[derive(Debug, Default)]
struct Waiting {
    /// What is said of it, once it has happened.
    said: Option<String>,
    waker: Option<Waker>,
}

impl Signal {
    fn with<T>(&self, f: impl FnOnce(&mut Waiting) -> T) -> T {
        f(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn set(&self, said: String) {
        let waker = self.with(|w| {
            w.said.get_or_insert(said);
            w.waker.take()
        });
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn said(&self) -> Option<String> {
        self.with(|w| w.said.clone())
    }

    fn wake(&self, waker: &Waker) {
        self.with(|w| w.waker = Some(waker.clone()));
    }
}

/// Two points in time on the device's own clock.
#[derive(Debug)]
struct Stamps {
    set: wgpu::QuerySet,
    resolved: wgpu::Buffer,
    read: wgpu::Buffer,
    /// Seconds of one tick.
    period: f64,
}

#[derive(Debug)]
pub struct Gpu {
    pub device: wgpu::Device,
    pub queue: wgpu::Queue,
    stamps: Option<Stamps>,
    lost: Signal,
    /// An error that nobody asked for.
    stray: Arc<Mutex<Option<String>>>,
}

impl Gpu {
    pub fn new(device: wgpu::Device, queue: wgpu::Queue) -> Gpu {
        let (lost, stray) = (Signal::default(), Arc::new(Mutex::new(None)));
        let (told, kept) = (lost.clone(), stray.clone());
        device.set_device_lost_callback(move |reason, message| {
            let message = short(&message);
            told.set(if message.is_empty() { format!("The device was lost ({reason:?}).") } else { message });
        });
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
            kept.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(short(&error.to_string()));
        }));
        let stamps = device.features().contains(wgpu::Features::TIMESTAMP_QUERY).then(|| {
            let buffer = |usage| {
                device.create_buffer(&wgpu::BufferDescriptor {
                    label: None,
                    size: 16,
                    usage,
                    mapped_at_creation: false,
                })
            };
            Stamps {
                set: device.create_query_set(&wgpu::QuerySetDescriptor {
                    label: None,
                    ty: wgpu::QueryType::Timestamp,
                    count: 2,
                }),
                resolved: buffer(wgpu::BufferUsages::QUERY_RESOLVE | wgpu::BufferUsages::COPY_SRC),
                read: buffer(wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST),
                period: f64::from(queue.get_timestamp_period()) * 1e-9,
            }
        });
        Gpu { device, queue, stamps, lost, stray }
    }

    pub fn has_stamps(&self) -> bool {
        self.stamps.is_some()
    }

    /// # Errors
    /// The device is gone.
    pub fn alive(&self) -> Result<(), Trouble> {
        // Outside of a browser nobody hears of it unless the device is asked.
        #[cfg(not(target_arch = "wasm32"))]
        let _ = self.device.poll(wgpu::PollType::Poll);
        self.lost.said().map_or(Ok(()), |reason| Err(Trouble::Lost(reason)))
    }

    /// Does something that may not be allowed, or need more memory than there is.
    ///
    /// # Errors
    /// What the device says of it.
    pub async fn attempt<T>(&self, what: impl FnOnce() -> T) -> Result<T, Trouble> {
        self.alive()?;
        let scope = |filter| self.device.push_error_scope(filter);
        let memory = scope(wgpu::ErrorFilter::OutOfMemory);
        let internal = scope(wgpu::ErrorFilter::Internal);
        let validation = scope(wgpu::ErrorFilter::Validation);
        let done = what();
        // All are taken off before the first is waited for: others may be put on meanwhile.
        let (validation, internal, memory) = (validation.pop(), internal.pop(), memory.pop());
        let (memory, others) = (memory.await, [validation.await, internal.await]);
        self.alive()?;
        if memory.is_some() {
            return Err(Trouble::Failed("There is not enough memory on the device for it.".to_owned()));
        }
        match others.into_iter().flatten().next() {
            Some(error) => Err(Trouble::Failed(short(&error.to_string()))),
            None => Ok(done),
        }
    }

    /// Waits for a signal, or for the device to be lost.
    async fn wait(&self, signal: &Signal) -> Result<(), Trouble> {
        // Outside of a browser nothing happens unless it is asked for.
        #[cfg(not(target_arch = "wasm32"))]
        let answer = self.device.poll(wgpu::PollType::wait_indefinitely());
        poll_fn(|cx| {
            signal.wake(cx.waker());
            self.lost.wake(cx.waker());
            if let Some(reason) = self.lost.said() {
                return Poll::Ready(Err(Trouble::Lost(reason)));
            }
            match signal.said() {
                Some(said) if said.is_empty() => Poll::Ready(Ok(())),
                Some(said) => Poll::Ready(Err(Trouble::Failed(said))),
                #[cfg(not(target_arch = "wasm32"))]
                None => Poll::Ready(Err(Trouble::Failed(format!("The device does not answer: {answer:?}.")))),
                #[cfg(target_arch = "wasm32")]
                None => Poll::Pending,
            }
        })
        .await
    }

    /// Waits until all that was submitted is done.
    ///
    /// # Errors
    /// The device was lost meanwhile, or something went wrong with what was submitted.
    pub fn done(&self) -> impl Future<Output = Result<(), Trouble>> {
        let signal = Signal::default();
        let told = signal.clone();
        self.queue.on_submitted_work_done(move || told.set(String::new()));
        async move {
            self.wait(&signal).await?;
            match self.stray.lock().unwrap_or_else(PoisonError::into_inner).take() {
                Some(message) => Err(Trouble::Failed(message)),
                None => Ok(()),
            }
        }
    }

    /// The bytes of a buffer that may be mapped.
    ///
    /// # Errors
    /// The device was lost, or does not give them.
    pub fn bytes(&self, buffer: &wgpu::Buffer) -> impl Future<Output = Result<Vec<u8>, Trouble>> {
        let signal = Signal::default();
        let told = signal.clone();
        buffer.slice(..).map_async(wgpu::MapMode::Read, move |answer| {
            told.set(answer.err().map_or_else(String::new, |e| e.to_string()));
        });
        async move {
            self.wait(&signal).await?;
            let bytes = match buffer.slice(..).get_mapped_range() {
                Ok(view) => view.to_vec(),
                Err(error) => return Err(Trouble::Failed(error.to_string())),
            };
            buffer.unmap();
            Ok(bytes)
        }
    }

    /// What a pass is told so that the device notes when it begins and ends.
    pub fn stamp(&self) -> Option<wgpu::ComputePassTimestampWrites<'_>> {
        self.stamps.as_ref().map(|s| wgpu::ComputePassTimestampWrites {
            query_set: &s.set,
            beginning_of_pass_write_index: Some(0),
            end_of_pass_write_index: Some(1),
        })
    }

    /// Brings the noted times to where they can be read; after the pass.
    pub fn resolve(&self, encoder: &mut wgpu::CommandEncoder) {
        if let Some(s) = &self.stamps {
            encoder.resolve_query_set(&s.set, 0..2, &s.resolved, 0);
            encoder.copy_buffer_to_buffer(&s.resolved, 0, &s.read, 0, 16);
        }
    }

    /// Seconds between the two times; none where the device has no clock, or tells no time that could be.
    ///
    /// # Errors
    /// The device was lost.
    pub fn between(&self) -> impl Future<Output = Result<Option<f64>, Trouble>> {
        let asked = self.stamps.as_ref().map(|s| (self.bytes(&s.read), s.period));
        async move {
            let Some((bytes, period)) = asked else { return Ok(None) };
            let bytes = bytes.await?;
            let time = |half: Option<&[u8]>| half.and_then(|h| h.try_into().ok()).map(u64::from_le_bytes);
            let (Some(start), Some(end)) = (time(bytes.get(..8)), time(bytes.get(8..16))) else { return Ok(None) };
            Ok(end.checked_sub(start).map(|ticks| ticks as f64 * period))
        }
    }
}
