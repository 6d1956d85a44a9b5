// npm run bench: nanoseconds a draw and a weight, on the built package, beside a plain JavaScript alias table in the same run.
import { cpus } from 'node:os';
import { RandomSampler, WeightedRandomSampler } from 'loaded-dice';
import { aliasBits, aliasLayout } from '../src/kernels/alias-table.js';
import { openWorkspace } from '../src/kernels/workspace.js';
import { Baseline } from './baseline.js';
import { line, measure, type Task } from './measure.js';
import { uniformWeights } from './weights.js';

const SIZES = [3, 10, 16, 20, 24];
const BUILDS = [10, 16, 20];
const DRAWS = 1 << 20;
console.log(`${cpus()[0].model}, ${cpus().length} cores, Node ${process.version}`);
console.log('nanoseconds: least (median); × is how many times the speed of the plain JS alias table in the same run\n');
const rivals = ['wasm', 'js', 'plain JS'];
const head = `${''.padEnd(10)}${rivals.map((name) => name.padEnd(26)).join('')}`.trimEnd();

console.log(`a draw, fill() of ${DRAWS} draws, uniform weights\n${head}`);
for (const bits of SIZES) {
  const weights = uniformWeights(2 ** bits);
  const out = new Uint32Array(DRAWS);
  const samplers = (['wasm', 'js'] as const).map(
    (backend) => new WeightedRandomSampler(weights, Number.MAX_SAFE_INTEGER, { seed: 1, backend }),
  );
  const plain = new Baseline(weights);
  const tasks: Task[] = samplers.map((sampler) => [sampler.backend, DRAWS, () => sampler.fill(out)]);
  tasks.push(['plain JS', DRAWS, () => plain.fill(out)]);
  console.log(line(`n = 2^${bits}`, await measure(tasks), rivals, 'plain JS'));
}

const BIG = 1 << 20;
const bigWeights = uniformWeights(BIG);
console.log(`\na draw without replacement, n = 2^20, another epoch each time\n${head}`);
for (const [name, k] of [
  ['k = n', BIG],
  ['k = n/10', Math.floor(BIG / 10)],
  ['k = n/100', Math.floor(BIG / 100)],
] as const) {
  const tasks = (['wasm', 'js'] as const).map((backend): Task => {
    const sampler = new WeightedRandomSampler(bigWeights, k, { replacement: false, seed: 1, backend });
    const out = new Uint32Array(k);
    return [backend, k, () => sampler.fill(out)];
  });
  console.log(line(name, await measure(tasks), ['wasm', 'js'], ''));
}

console.log(`\nan index of a permutation, n = 2^22, another epoch each time\n${head}`);
{
  const tasks = (['wasm', 'js'] as const).map((backend): Task => {
    const sampler = new RandomSampler(1 << 22, { seed: 1, backend });
    const out = new Uint32Array(1 << 22);
    return [backend, out.length, () => sampler.fill(out)];
  });
  console.log(line('n = 2^22', await measure(tasks), ['wasm', 'js'], ''));
}

console.log(`\na weight, the table alone (the kernel aliasBuild: sum, quantise, sweep)\n${head}`);
for (const bits of BUILDS) {
  const weights = uniformWeights(2 ** bits);
  const { at, bytes } = aliasLayout(weights.length);
  const tasks = (['wasm', 'js'] as const).map((backend): Task => {
    const { kernels, f64 } = openWorkspace(bytes, backend);
    f64.set(weights, at.weights / 8);
    const cells = aliasBits(weights.length);
    return [
      backend,
      weights.length,
      () => kernels.aliasBuild(at.weights, weights.length, at.cells, cells, at.heavy, at.sums),
    ];
  });
  console.log(line(`n = 2^${bits}`, await measure(tasks), ['wasm', 'js'], ''));
}

console.log(`\na weight, construction (that, validation, memory, copy)\n${head}`);
for (const bits of BUILDS) {
  const weights = uniformWeights(2 ** bits);
  const tasks = (['wasm', 'js'] as const).map(
    (backend): Task => [backend, weights.length, () => new WeightedRandomSampler(weights, 1, { seed: 1, backend })],
  );
  tasks.push(['plain JS', weights.length, () => new Baseline(weights)]);
  console.log(line(`n = 2^${bits}`, await measure(tasks), rivals, 'plain JS'));
}
