// Reads the kernels' own lines about their variants: `// variant NAME: KEY=NUMBER …` at the head of a file.

/** Variants of one kernel file: name, numbers, and its text. */
export function variantsOf(file, text) {
  const lines = [...text.matchAll(/^\/\/ variant ([a-z0-9-]+):(.*)$/gm)];
  return lines.map(([, name, rest]) => {
    const numbers = Object.fromEntries(rest.trim().split(/\s+/).map((one) => one.split("=")).map(([k, v]) => [k, +v]));
    return { name, file, text, numbers };
  });
}

/** The whole text of one variant: constants, how matrices are reached and what all share, then the kernel. */
export function textOf(variant, access, { f16 = false } = {}) {
  const features = [f16 && "enable f16;", variant.numbers.SUBGROUPS && "enable subgroups;"].filter(Boolean);
  const type = f16 ? "f16" : "f32";
  const aliases = [`alias Num = ${type};`, `alias Num4 = vec4<${type}>;`, `const NARROW: bool = ${f16};`];
  const constants = Object.entries(variant.numbers).map(([key, value]) => `const ${key}: u32 = ${value}u;`);
  return [...features, ...aliases, ...constants, access, variant.text].join("\n");
}

/** Whether the sides of a product are multiples of what the variant needs to check nothing. */
export function isWhole({ numbers }, { m, k, n }) {
  return m % numbers.TILE_M === 0 && n % numbers.TILE_N === 0 && k % numbers.DEPTH === 0;
}
