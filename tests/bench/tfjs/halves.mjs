// Small whole numbers as 16-bit floats and back; an even count of them, as buffers want it.

/** Bits of whole numbers of at most 2048 in size. */
export function toHalves(values) {
  const bits = new Uint16Array(values.length + (values.length % 2));
  values.forEach((value, at) => {
    const size = Math.abs(value);
    const power = size === 0 ? 0 : Math.floor(Math.log2(size));
    const part = size === 0 ? 0 : ((power + 15) << 10) | Math.round((size / 2 ** power - 1) * 1024);
    bits[at] = (value < 0 ? 0x8000 : 0) | part;
  });
  return bits;
}

export function fromHalves(bits) {
  return Float32Array.from(bits, (bit) => {
    const sign = bit & 0x8000 ? -1 : 1;
    const [power, part] = [(bit >> 10) & 31, bit & 1023];
    return sign * (power === 0 ? part * 2 ** -24 : (1 + part / 1024) * 2 ** (power - 15));
  });
}
