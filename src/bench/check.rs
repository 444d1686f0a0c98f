//! Results against the core's, before anything is timed.

use super::gpu::Gpu;
use super::trouble::Trouble;
use crate::core::bench::case::{Case, Entry, Number};
use crate::core::numbers::float::{FP16, Is};

/// What differs first between a result on the device and what it must be; nothing where all is right.
///
/// # Errors
/// The device is lost, or does not hand the result out.
pub async fn differs(gpu: &Gpu, case: &Case, result: &wgpu::Buffer) -> Result<Option<String>, Trouble> {
    let entries = case.entries();
    if entries.is_empty() {
        return Ok(None);
    }
    let size = (4 * entries.len() as u64).next_multiple_of(16);
    let read = gpu
        .attempt(|| {
            let read = gpu.device.create_buffer(&wgpu::BufferDescriptor {
                label: None,
                size,
                usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            });
            let mut encoder = gpu.device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
            // Neighbours are copied together, others one by one.
            let mut at = 0;
            for words in runs(case, &entries) {
                encoder.copy_buffer_to_buffer(result, 4 * words.start, &read, 4 * at, 4 * (words.end - words.start));
                at += words.end - words.start;
            }
            gpu.queue.submit([encoder.finish()]);
            read
        })
        .await?;
    let bytes = gpu.bytes(&read).await?;
    read.destroy();
    let mut words: Vec<(u64, u32)> = Vec::new();
    let copied = runs(case, &entries).into_iter().flatten();
    for (word, bytes) in copied.zip(bytes.chunks_exact(4)) {
        words.push((word, bytes.try_into().map(u32::from_le_bytes).unwrap_or_default()));
    }
    Ok(entries.iter().find_map(|entry| wrong(case, entry, &words)))
}

/// The word of the result in which an entry lies.
const fn word(number: Number, at: u64) -> u64 {
    if matches!(number, Number::F16) { at / 2 } else { at }
}

/// Words that hold the entries, as ranges; entries come in the order of their places.
fn runs(case: &Case, entries: &[Entry]) -> Vec<std::ops::Range<u64>> {
    let mut runs: Vec<std::ops::Range<u64>> = Vec::new();
    for at in entries.iter().map(|e| word(case.number, e.at)) {
        match runs.last_mut() {
            Some(last) if at < last.end => {}
            Some(last) if at == last.end => last.end += 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

fn wrong(case: &Case, entry: &Entry, words: &[(u64, u32)]) -> Option<String> {
    let at = word(case.number, entry.at);
    let bits = words.binary_search_by_key(&at, |(w, _)| *w).ok().and_then(|i| words.get(i)).map(|(_, bits)| *bits);
    let got = bits.map_or(f64::NAN, |bits| match case.number {
        Number::F32 => f64::from(f32::from_bits(bits)),
        Number::Word => f64::from(bits),
        Number::F16 => match FP16.decode((bits >> (16 * (entry.at % 2))) & 0xffff) {
            Is::Number(v) => v,
            Is::Infinity { negative } => {
                if negative {
                    f64::NEG_INFINITY
                } else {
                    f64::INFINITY
                }
            }
            Is::Nan => f64::NAN,
        },
    });
    // A number that is none is wrong too.
    let right = (got - entry.expected).abs() <= entry.tolerance;
    (!right).then(|| {
        let (row, column) = (entry.at / case.columns, entry.at % case.columns);
        let place = if case.rows == 1 { format!("number {column}") } else { format!("row {row}, column {column}") };
        format!("Of a result of {} × {}, {place} is {got} instead of {}.", case.rows, case.columns, entry.expected)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::bench::probe::{Arithmetic, Probe};

    fn case(arithmetic: Arithmetic) -> Case {
        Case::of(Probe::Product { arithmetic, m: 2, k: 2, n: 3 }, true).unwrap()
    }

    #[test]
    fn what_is_wrong_is_said() {
        let case = case(Arithmetic::F32);
        let entries = case.entries();
        let mut words: Vec<(u64, u32)> = entries.iter().map(|e| (e.at, (e.expected as f32).to_bits())).collect();
        assert_eq!(entries.iter().find_map(|e| wrong(&case, e, &words)), None);
        words[4].1 = 7.5_f32.to_bits();
        let said = entries.iter().find_map(|e| wrong(&case, e, &words)).unwrap();
        assert!(said.starts_with("Of a result of 2 × 3, row 1, column 1 is 7.5 instead of "), "{said}");
        words[4].1 = f32::NAN.to_bits();
        assert!(entries.iter().any(|e| wrong(&case, e, &words).is_some()));
        // What is not there is wrong.
        assert!(wrong(&case, &entries[0], &[]).is_some());
    }

    #[test]
    fn two_numbers_in_a_word() {
        let case = case(Arithmetic::F16);
        let entry = |at, expected| Entry { at, expected, tolerance: 0.0 };
        // 1 and −2 are 0x3c00 and 0xc000.
        let words = [(0, 0xc000_3c00), (1, 0)];
        assert_eq!(wrong(&case, &entry(0, 1.0), &words), None);
        assert_eq!(wrong(&case, &entry(1, -2.0), &words), None);
        assert_eq!(
            runs(&case, &[entry(0, 0.0), entry(1, 0.0), entry(2, 0.0), entry(5, 0.0), entry(9, 0.0)]),
            [0..3, 4..5]
        );
    }
}
