import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { figureOf } from './measure.js';

const RUNS = 15;

/**
 * Milliseconds from the start of a process to its end: for an empty module, and for import and the first draw from
 * 1,000 weights.
 */
export function startUp() {
  mkdirSync('build', { recursive: true });
  const programs = {
    'an empty module': '',
    'loaded-dice': `import { WeightedRandomSampler } from 'loaded-dice';
      new WeightedRandomSampler(new Float64Array(1000).fill(1), 1000, { seed: 1 }).draw();`,
  };
  const files = Object.entries(programs).map(([name, code], i) => {
    const file = `build/bench-start-${i}.mjs`;
    writeFileSync(file, code);
    return [name, file] as const;
  });
  const times = new Map<string, number[]>(files.map(([name]) => [name, []]));
  for (let run = 0; run < RUNS; run++) {
    for (const [name, file] of files) {
      const start = performance.now();
      execFileSync(process.execPath, [file]);
      times.get(name)?.push(performance.now() - start);
    }
  }
  return new Map([...times].map(([name, runs]) => [name, figureOf(runs)]));
}

/** Bytes of a page that imports a name, minified: raw and gzipped. */
export async function sizes() {
  const found: Record<string, { raw: number; gzipped: number }> = {};
  for (const [entry, name] of [
    ['loaded-dice', 'WeightedRandomSampler'],
    ['loaded-dice/js', 'WeightedRandomSampler'],
    ['loaded-dice/js', 'TorchGenerator'],
    ['loaded-dice/parallel', 'SamplerPool'],
  ]) {
    const { outputFiles } = await build({
      stdin: { contents: `import { ${name} } from '${entry}'; console.log(${name});`, resolveDir: resolve('.') },
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
    });
    const [{ contents }] = outputFiles;
    found[`${entry}: ${name}`] = { raw: contents.length, gzipped: gzipSync(contents, { level: 9 }).length };
  }
  return found;
}
