// A tiny experiment of examples/training, with 60 images and a network that are made here.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { PcgGenerator } from '../../src/index.js';

export const HOME = resolve('examples/training');
export const SIDE = 16;
export const EACH = 30;
export const folder = mkdtempSync(join(tmpdir(), 'loaded-dice-'));
export const run = promisify(execFile);

/** Noise with a reddish disc or a greenish square in it. */
export function pixelsOf(kind: 'disc' | 'square', seed: number): Uint8Array {
  const random = new PcgGenerator(seed);
  const [x, y, size] = [6, 6, 3].map((least) => least + Math.floor(4 * random.nextFloat()));
  return Uint8Array.from({ length: SIDE * SIDE * 3 }, (_, i) => {
    const at = Math.floor(i / 3);
    const [across, down] = [(at % SIDE) - x, Math.floor(at / SIDE) - y].map(Math.abs);
    const inside = kind === 'disc' ? across ** 2 + down ** 2 <= size ** 2 : Math.max(across, down) <= size;
    const tint = i % 3 === (kind === 'disc' ? 0 : 1) ? 40 : 0;
    return (inside ? 80 + tint : 40) + 80 * random.nextFloat();
  });
}

/** Writes a graph model with one convolution of fixed numbers: eight maps, each for some kind of edge. */
export function writeModel(path: string): void {
  mkdirSync(path, { recursive: true });
  const float = { type: 'DT_FLOAT' };
  const dims = (shape: number[]) => ({ dim: shape.map((size) => ({ size: String(size) })) });
  const kernel = [5, 5, 3, 8];
  const node = [
    { name: 'images', op: 'Placeholder', attr: { dtype: float, shape: { shape: dims([-1, SIDE, SIDE, 3]) } } },
    {
      name: 'kernel',
      op: 'Const',
      attr: { dtype: float, value: { tensor: { dtype: 'DT_FLOAT', tensorShape: dims(kernel) } } },
    },
    {
      name: 'maps',
      op: 'Conv2D',
      input: ['images', 'kernel'],
      attr: {
        T: float,
        strides: { list: { i: ['1', '1', '1', '1'] } },
        dilations: { list: { i: ['1', '1', '1', '1'] } },
        padding: { s: Buffer.from('SAME').toString('base64') },
        data_format: { s: Buffer.from('NHWC').toString('base64') },
      },
    },
    { name: 'features', op: 'Relu', input: ['maps'], attr: { T: float } },
  ];
  const weights = [{ name: 'kernel', shape: kernel, dtype: 'float32' }];
  const weightsManifest = [{ paths: ['weights.bin'], weights }];
  writeFileSync(
    join(path, 'model.json'),
    JSON.stringify({ format: 'graph-model', modelTopology: { node, versions: { producer: 1 } }, weightsManifest }),
  );
  const random = new PcgGenerator(3);
  const numbers = Float32Array.from({ length: 600 }, () => 2 * random.nextFloat() - 1);
  writeFileSync(join(path, 'weights.bin'), Buffer.from(numbers.buffer));
}

export const DATA = ['--images', join(folder, 'images'), '--backbone', join(folder, 'model')];
export const CLASSES = ['--classes', 'disc,square', '--keep', 'disc=24,square=8'];

/** Runs the experiment. Returns its output. */
export function experiment(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return run(process.execPath, [join(HOME, 'experiment.mjs'), ...args], {
    cwd: folder,
    env: { ...process.env, INIT_CWD: folder },
  }).then(
    (ended) => ({ code: 0, ...ended }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

export interface Result {
  task: { way: string; seed: number; augmentation: unknown };
  run: {
    losses: number[];
    seen: number[];
    best: number;
    epochs: { balanced: number; auc: number }[];
    milliseconds: { total: number; drawing: number };
  };
}

export function resultsOf(file: string): Result[] {
  const order = ({ task }: Result) => JSON.stringify([task.seed, task.way, task.augmentation]);
  const results: Result[] = readFileSync(join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return results.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}
