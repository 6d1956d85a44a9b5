// Thousands and millions of samplers, in Node and on a page: kept, dropped, and disposed of.

/** A sampler's first draws, over weights that make them distinguishable. */
const draw = (sampler) => sampler.take(4).join();
const make = ({ WeightedRandomSampler }, i, backend) =>
  new WeightedRandomSampler([1 + (i % 7), 2, 3, 4, 5, 6, 7, 8, 9, 10], 100, { seed: i, ...(backend && { backend }) });

/**
 * A foreign module with a memory of its own: (module (memory 16) (func (export "answer") (result i32) i32.const 42))
 */
const FOREIGN = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 5, 3, 1, 0, 16],
  ...[7, 10, 1, 6, 97, 110, 115, 119, 101, 114, 0, 0, 10, 6, 1, 4, 0, 65, 42, 11],
);

/** Whether other WebAssembly works. Also requests `address`, because Node's fetch is a module with a memory. */
export async function foreignWorks(address) {
  const { instance } = await WebAssembly.instantiate(FOREIGN);
  return instance.exports.answer() === 42 && (await fetch(address)).ok;
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

/** Records every memory that is made from now on. Returns their bytes. */
export function watchMemories() {
  const { Memory } = WebAssembly;
  const made = [];
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor) {
      super(descriptor);
      made.push(this);
    }
  };
  return {
    count: () => made.length,
    bytes: () => made.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
  };
}

/** Makes and drops `count` samplers. The event loop turns after every thousand. */
export async function dropped(library, count, address) {
  const memories = watchMemories();
  let wasm = 0;
  for (let i = 0; i < count; i++) {
    const sampler = make(library, i);
    sampler.draw();
    if (sampler.backend === 'wasm') wasm++;
    if (i % 1000 === 0) await turn();
  }
  return { wasm, memories: memories.count(), bytes: memories.bytes(), foreign: await foreignWorks(address) };
}

/** Makes and disposes of `count` samplers within one turn of the event loop. */
export async function disposed(library, count, address) {
  const memories = watchMemories();
  let wasm = 0;
  for (let i = 0; i < count; i++) {
    const sampler = make(library, i);
    sampler.draw();
    if (sampler.backend === 'wasm') wasm++;
    sampler[Symbol.dispose]();
  }
  return { wasm, memories: memories.count(), bytes: memories.bytes(), foreign: await foreignWorks(address) };
}

/** Makes and keeps `count` samplers over several turns. Returns whether they draw what JavaScript draws. */
export async function kept(library, count, address) {
  const memories = watchMemories();
  const samplers = new Array(count);
  for (let i = 0; i < count; i++) {
    samplers[i] = make(library, i);
    if (i % 10_000 === 0) await turn();
  }
  const wasm = samplers.filter(({ backend }) => backend === 'wasm').length;
  const foreign = await foreignWorks(address);
  let different = 0;
  for (let i = 0; i < count; i += 101) if (draw(samplers[i]) !== draw(make(library, i, 'js'))) different++;
  return { wasm, different, foreign, memories: memories.count(), each: memories.bytes() / count };
}
