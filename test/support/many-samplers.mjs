// Twenty thousand samplers, in Node and on a page: made and dropped, and kept.

const COUNT = 20_000;

/** What a sampler draws first, of weights that tell them apart. */
const draw = (sampler) => sampler.take(4).join();
const make = ({ WeightedRandomSampler }, i, backend) =>
  new WeightedRandomSampler([1 + (i % 7), 2, 3], 100, { seed: i, ...(backend && { backend }) });

/**
 * A module of somebody else's, with a memory of its own: (module (memory 16) (func (export "answer") (result i32)
 * i32.const 42))
 */
const FOREIGN = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 5, 3, 1, 0, 16],
  ...[7, 10, 1, 6, 97, 110, 115, 119, 101, 114, 0, 0, 10, 6, 1, 4, 0, 65, 42, 11],
);

/** `address` is asked for, too: Node's fetch is a module with a memory. */
async function foreignWorks(address) {
  const { instance } = await WebAssembly.instantiate(FOREIGN);
  return instance.exports.answer() === 42 && (await fetch(address)).ok;
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

/** Makes and drops them: whether memory, as `used` tells it, is as it was after a quarter of them. */
export async function dropped(library, used, address) {
  let wasm = 0;
  let quarter = 0;
  for (let i = 0; i < COUNT; i++) {
    const sampler = make(library, i);
    draw(sampler);
    if (sampler.backend === 'wasm') wasm++;
    // a turn in which what was dropped is counted out
    if (i % 500 === 0) await turn();
    if (i === COUNT / 4) quarter = used();
  }
  return { wasm, grown: used() - quarter, foreign: await foreignWorks(address) };
}

/**
 * Keeps them: how many are on WebAssembly, whether all draw what JavaScript draws, and whether others' modules still
 * work.
 */
export async function kept(library, address) {
  const samplers = Array.from({ length: COUNT }, (_, i) => make(library, i));
  const wasm = samplers.filter(({ backend }) => backend === 'wasm').length;
  const foreign = await foreignWorks(address);
  let different = 0;
  for (let i = 0; i < COUNT; i += 7) if (draw(samplers[i]) !== draw(make(library, i, 'js'))) different++;
  return { wasm, different, foreign, alive: samplers.length };
}
