// Does nothing: what is left is the cost of starting a kernel. It is bound to a buffer that its predecessor might have
// written, so that each waits for the one before, as the kernels of a model do.

@group(0) @binding(0) var<storage, read_write> result: array<u32>;
@group(0) @binding(1) var<uniform> shape: vec4<u32>;

@compute @workgroup_size(1)
fn main() {}
