// npm run bench -- --compare COMMIT: an older commit and the working tree, measured in turns.
import { type ChildProcess, fork } from 'node:child_process';
import { resolve } from 'node:path';
import type { Request } from './options.js';
import { type Paired, paired, pairedText } from './paired.js';
import { thisCommit, thisMachine } from './results.js';
import type { Answer, Asked } from './side.js';
import { bundleSide } from './side-bundle.js';
import { ALONE, tables } from './tables.js';
import { resolveCommit, Worktree } from './worktree.js';

/**
 * Pairs of processes. Each pair gives one ratio, since rounds of one process are alike: what its engine compiled, and
 * where its memory is, is a matter of luck.
 */
const PAIRS = 8;

const SIDES = ['old', 'new'] as const;
type Side = (typeof SIDES)[number];

/** A process that measures one side. */
class SideProcess {
  readonly #child: ChildProcess;

  constructor(file: string) {
    this.#child = fork(file, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  }

  ask(asked: Asked): Promise<Answer> {
    return new Promise((done) => {
      const end = (said: Answer) => {
        this.#child.off('message', end).off('close', died);
        done(said);
      };
      const died = (code: number | null, signal: string | null) =>
        end({ error: `the process ended with ${signal ?? `exit code ${code}`}` });
      this.#child.on('message', end).on('close', died);
      this.#child.send(asked, (error) => {
        if (error) end({ error: error.message });
      });
    });
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }
}

/** The least time of each rival, by side. */
type Least = Record<Side, Record<string, number>>;

/** Everything that was measured of a row, in pairs, and what was left out. */
interface Measured {
  times: Map<string, Record<Side, number[]>>;
  leftOut: string[];
}

/** Measures one row on both sides, round by round. Who goes first alternates. */
async function measureRow(id: string, name: string, files: Record<Side, string>, rounds: number): Promise<Measured> {
  const times: Measured['times'] = new Map();
  const leftOut = new Set<string>();
  for (let pair = 0; pair < PAIRS; pair++) {
    const least: Least = { old: {}, new: {} };
    const sides = { old: new SideProcess(files.old), new: new SideProcess(files.new) };
    try {
      for (const side of SIDES) {
        const said = await sides[side].ask({ set: [id, name] });
        if ('error' in said) return { times, leftOut: [`the ${side} one: ${said.error}`] };
      }
      // the first round lets both engines compile
      for (let round = 0; round <= rounds; round++) {
        for (const side of (pair + round) % 2 === 0 ? SIDES : [...SIDES].reverse()) {
          const said = await sides[side].ask({ measure: true });
          if ('error' in said) return { times, leftOut: [`the ${side} one: ${said.error}`] };
          if (!('least' in said)) continue;
          for (const [rival, reason] of Object.entries(said.failed))
            leftOut.add(`${rival}: the ${side} one: ${reason}`);
          if (round === 0) continue;
          for (const [rival, time] of Object.entries(said.least)) {
            least[side][rival] = Math.min(time, least[side][rival] ?? Infinity);
          }
        }
      }
    } finally {
      for (const side of SIDES) sides[side].end();
    }
    for (const rival of Object.keys(least.new).filter((each) => each in least.old)) {
      const both = times.get(rival) ?? { old: [], new: [] };
      for (const side of SIDES) both[side].push(least[side][rival]);
      times.set(rival, both);
    }
  }
  return { times, leftOut: [...leftOut] };
}

/** Checks a commit out. Ends what runs, and removes the checkout, however the process ends. */
function checkOut(hash: string): Worktree {
  let worktree: Worktree | undefined;
  process.on('exit', () => worktree?.remove());
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => process.exit(code));
  }
  worktree = new Worktree(hash);
  return worktree;
}

export async function compare({ commit, tables: wanted, rounds }: Request & { do: 'compare' }): Promise<void> {
  const hash = resolveCommit(commit);
  const now = thisCommit();
  const { processor, cores, node } = thisMachine();
  console.log(`${processor}, ${cores} cores, Node ${node}`);
  const changed = now.dirty ? ', with changes that are not committed' : '';
  console.log(`old: ${hash.slice(0, 8)}; new: the working tree on ${now.commit?.slice(0, 8)}${changed}`);
  if (hash === now.commit && !now.dirty) console.log('both are the same: the ratios show the noise');
  const worktree = checkOut(hash);
  console.log('building the old one…');
  await worktree.build();
  const files = { old: 'build/bench-old.mjs', new: 'build/bench-new.mjs' };
  await bundleSide(worktree.folder, files.old);
  await bundleSide(resolve('.'), files.new);
  console.log(
    `time of new / old: median (least to most) of ${PAIRS} pairs of processes, ` +
      `each the least of ${rounds} rounds in turns;\n` +
      '"more" or "less time" where all pairs agree. plain JS is the same code on both sides.\n',
  );
  const differing: string[] = [];
  for (const { id, title, rows } of tables(ALONE)) {
    if (wanted.length > 0 && !wanted.includes(id)) continue;
    console.log(title);
    for (const { name } of rows) {
      const { times, leftOut } = await measureRow(id, name, files, rounds);
      for (const [rival, both] of times) {
        const found: Paired = paired(both.old, both.new);
        const line = `${`${name}, ${rival}`.padEnd(32)}${pairedText(found)}`;
        console.log(`  ${line}`);
        if (found.verdict !== 'same') differing.push(`${id}: ${line}`);
      }
      for (const reason of leftOut) console.log(`  ${name}, left out: ${reason}`);
    }
    console.log();
  }
  console.log(differing.length > 0 ? `They differ in\n${differing.join('\n')}` : 'They do not differ in any row.');
}
