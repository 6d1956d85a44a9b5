// Packages of npm that draw by weight, each used as its documentation has it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Task } from './measure.js';

// bench/peers/ has packages of its own, so that they are no development dependencies of the library
const load = createRequire(resolve('bench/peers/package.json'));

type Items<T> = readonly T[];
type Weights = readonly number[];
interface Weighted<T> {
  readonly value: T;
  readonly weight: number;
}

export interface Peers {
  chance: { weighted<T>(items: Items<T>, weights: Weights): T };
  aliasSampling: {
    (probabilities: Weights): { next(count: number): number[] };
    <T>(probabilities: Weights, items: Items<T>): { next(): T };
  };
  weightedRandom<T>(items: Items<T>, weights: Weights): () => T;
  Vose: new (probabilities: Weights) => { next(): number };
  choose(weights: Weights): number;
  faker: { helpers: { weightedArrayElement<T>(items: Items<Weighted<T>>): T } };
  pickRandom<T>(items: Items<T>, weights: Weights): T;
  weightedIndex(options: object, weights: Weights): () => number;
  choice(table: Items<{ id: string; weight: number }>): string;
  random: { choice(n: number, options: { replace: true; size: number; probabilities: Weights }): number[] };
  sample(items: Items<number>, options: { size: number; probs: Weights }): unknown;
}

/** Installs the packages of bench/peers/, as its lock file has them. Returns what went wrong, if anything did. */
export function installPeers(): string | undefined {
  try {
    execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: 'bench/peers',
      stdio: ['ignore', 'ignore', 'pipe'],
      shell: process.platform === 'win32',
    });
    return undefined;
  } catch (error) {
    return `npm ci in bench/peers failed: ${(error as Error).message.split('\n').at(-2) ?? error}`;
  }
}

/** Packages with their versions. */
export function peerVersions(): string[] {
  const { dependencies } = JSON.parse(readFileSync('bench/peers/package.json', 'utf8'));
  return Object.entries(dependencies).map(([name, version]) => `${name} ${version}`);
}

let loaded: Peers | undefined;

export function loadPeers(): Peers {
  if (loaded) return loaded;
  const Chance = load('chance') as new (seed: number) => Peers['chance'];
  const { Random } = load('ml-random') as { Random: new (seed: number) => Peers['random'] };
  loaded = {
    chance: new Chance(1),
    aliasSampling: load('@keystonehq/alias-sampling').default,
    weightedRandom: load('@thi.ng/random').weightedRandom,
    Vose: load('vose-alias-method').VoseAliasMethod,
    choose: load('random-seed-weighted-chooser').default.chooseWeightedIndex,
    faker: load('@faker-js/faker').faker,
    pickRandom: load('mathjs').pickRandom,
    weightedIndex: load('pandemonium').createCachedWeightedRandomIndex,
    choice: load('random-weighted-choice'),
    random: new Random(1),
    sample: load('@stdlib/random-sample'),
  };
  return loaded;
}

/** What tasks add to, so that no engine leaves their work out. */
let sink = 0;

/** Packages that draw indices. Each makes as many draws as it can in a reasonable time, at most `draws`. */
export function jsPeers(weights: Float64Array, draws: number): Task[] {
  const peers = loadPeers();
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const probabilities = Array.from(weights, (weight) => weight / sum);
  const items = probabilities.map((_, i) => i);
  const repeating = (name: string, count: number, draw: () => number): Task => {
    const run = () => {
      for (let i = 0; i < count; i++) sink += draw();
      return sink;
    };
    return [name, count, run];
  };

  const vose = new peers.Vose(probabilities);
  const alias = peers.aliasSampling(probabilities);
  const tasks = [
    repeating('vose-alias-method', draws, () => vose.next()),
    ['@keystonehq/alias-sampling', draws, () => alias.next(draws)] as Task,
    repeating('pandemonium', draws, peers.weightedIndex({}, probabilities)),
  ];
  // builds a table at each call, in a time that grows faster than n
  if (weights.length <= 1 << 16) {
    tasks.push(['@stdlib/random-sample', draws, () => peers.sample(items, { size: draws, probs: probabilities })]);
  }
  // these go through all weights at each draw
  if (weights.length <= 1 << 10) {
    const few = Math.max(16, (1 << 16) / weights.length);
    const values = items.map((value) => ({ value, weight: probabilities[value] }));
    const table = items.map((item) => ({ id: String(item), weight: probabilities[item] }));
    tasks.push(
      repeating('chance', few, () => peers.chance.weighted(items, probabilities)),
      repeating('@thi.ng/random', few, peers.weightedRandom(items, probabilities)),
      repeating('@faker-js/faker', few, () => peers.faker.helpers.weightedArrayElement(values)),
      repeating('mathjs', few, () => peers.pickRandom(items, probabilities)),
      repeating('random-weighted-choice', few, () => Number(peers.choice(table))),
      ['ml-random', few, () => peers.random.choice(items.length, { replace: true, size: few, probabilities })],
    );
  }
  return tasks;
}
