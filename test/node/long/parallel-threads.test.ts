// A pool's threads: those that do not start, and those of pools that were dropped.
import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { WeightedRandomSampler } from '../../../src/index.js';
import { at, expectSame } from '../../support/sampler-cases.js';
import { type Fate, fateInBrowsers, fateInNode, poolOf } from '../../support/thread-fates.js';

const COUNT = 200_000;
const sampler = () => new WeightedRandomSampler([1, 2, 3, 4], 1e6, { seed: 5, backend: 'wasm' });

describe.each([
  ['Node', fateInNode],
  ['browsers', fateInBrowsers],
])('threads of %s that do not start', (_, fate) => {
  it.each<[Fate[], string, RegExp]>([
    [['throws'], '3 of 4 threads', /EAGAIN/],
    [['starts', 'throws', 'throws'], '2 of 4 threads', /EAGAIN/],
    [['starts', 'starts', 'starts', 'throws'], '3 of 4 threads', /EAGAIN/],
    [['throws', 'throws', 'throws', 'throws'], 'the calling thread', /EAGAIN/],
    [['starts', 'fails'], '3 of 4 threads', /no thread today/],
    [['fails', 'fails', 'fails', 'fails'], 'the calling thread', /no thread today/],
    [['ends', 'starts', 'ends'], '2 of 4 threads', /no thread today|code \d/],
    [['starts', 'is not ours', 'throws', 'fails'], '1 of 4 threads', /EAGAIN/],
    [['is not ours', 'is not ours', 'throws', 'fails'], 'the calling thread', /EAGAIN/],
  ])('%j: the others draw, one warning, and all of them end', async (fates, where, why) => {
    const living = fate(fates);
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const pool = poolOf(4);
    const [together, alone] = [sampler(), sampler()];
    for (let i = 0; i < 3; i++) expectSame(await pool.take(together, COUNT), alone.take(COUNT));
    expect(at(together)).toEqual(at(alone));
    await vi.waitFor(() => expect(warned).toHaveBeenCalledTimes(1));
    expect(warned.mock.calls[0][0]).toMatch(new RegExp(`^loaded-dice: drawing on ${where}: `));
    expect(warned.mock.calls[0][0]).toMatch(why);
    expectSame(await pool.take(together, COUNT), alone.take(COUNT));
    await pool.close();
    await vi.waitFor(() => expect(living.size).toBe(0));
    expect(warned).toHaveBeenCalledTimes(1);
  });
});

it('pools have one registry together, which outlives them all', async () => {
  // V8 calls no finalizer of a process anymore once it collected a registry that had yet to call its own
  await poolOf(1).take(sampler(), COUNT);
  const made = vi.fn();
  vi.stubGlobal(
    'FinalizationRegistry',
    class extends FinalizationRegistry<unknown> {
      constructor(cleanup: (held: unknown) => void) {
        super(cleanup);
        made();
      }
    },
  );
  for (let i = 0; i < 3; i++) expectSame(await poolOf(2).take(sampler(), COUNT), sampler().take(COUNT));
  expect(made).not.toHaveBeenCalled();
});

/** A folder with the built library and a program that has `threads()`, how many this process has; all may read it. */
function programOf(code: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'loaded-dice-'));
  cpSync('dist', join(folder, 'dist'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(folder, 'program.js'),
    `import { readdirSync } from 'node:fs';
    import { SamplerPool } from './dist/parallel.js';
    import { WeightedRandomSampler } from './dist/index.js';
    const threads = () => readdirSync('/proc/self/task').length;
    const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
    const sampler = () => new WeightedRandomSampler([1, 2, 3, 4], 1e6, { seed: 5, backend: 'wasm' });
    const same = (a, b) => a.length === b.length && a.every((value, i) => value === b[i]);
    const said = [];
    console.warn = (text) => said.push(text);
    ${code}`,
  );
  chmodSync(folder, 0o755);
  return folder;
}

const run = promisify(execFile);

// /proc has a process's threads; only root may run a program as another user, whose processes are limited
if (process.platform === 'linux') {
  it('pools that were dropped have their threads ended; one that is at work does not', async () => {
    const folder = programOf(`
      const before = threads();
      const alone = sampler();
      const going = sampler();
      const open = () => new SamplerPool({ threads: 1 }).batches(going, 100_000);
      let batches = open();
      const end = async (most) => {
        for (const late = Date.now() + 30_000; threads() > most && Date.now() < late; await pause(5)) globalThis.gc();
        return threads() <= most;
      };
      const right = [];
      for (let i = 0; i < 100; i++) {
        const taken = new SamplerPool({ threads: 2 }).take(sampler(), 65536);
        if (i % 10 === 0) globalThis.gc();
        right.push(same(await taken, sampler().take(65536)));
        if (i % 10 < 9) continue;
        // the pool whose loop is open alone has a thread
        right.push(await end(before + 1), same((await batches.next()).value, alone.take(100_000)));
        if (alone.epoch > 0) alone.setEpoch(0), going.setEpoch(0), batches = open();
      }
      await batches.return();
      batches = undefined;
      right.push(await end(before));
      console.log(JSON.stringify({ checks: right.length, wrong: right.filter((each) => !each).length, said }));`);
    const { stdout } = await run(process.execPath, ['--expose-gc', 'program.js'], { cwd: folder, timeout: 120_000 });
    rmSync(folder, { recursive: true });
    expect(JSON.parse(stdout)).toEqual({ checks: 121, wrong: 0, said: [] });
  });
}

if (process.platform === 'linux' && process.getuid?.() === 0) {
  it('a limit of processes leaves a pool some of its threads, or none', async () => {
    const folder = programOf(`
      const before = threads();
      const pool = new SamplerPool({ threads: 8 });
      const [together, alone] = [sampler(), sampler()];
      let right = true;
      for (let i = 0; i < 3; i++) right &&= same(await pool.take(together, 200_000), alone.take(200_000));
      const some = threads() - before;
      // it says so once all that did start have answered
      for (let i = 0; i < 1000 && some < 8 && said.length === 0; i++) await pause(20);
      await pool.close();
      for (let i = 0; i < 100 && threads() > before; i++) await pause(20);
      console.log(JSON.stringify({ right, some, left: threads() - before, said }));`);
    // a user whom nobody else is, so that only these threads count
    const uid = 100_000 + Math.floor(Math.random() * 1e6);
    const outcomes: { right: boolean; some: number; left: number; said: string[] }[] = [];
    for (let limit = 8; limit <= 40 && outcomes.at(-1)?.some !== 8; limit++) {
      const limited = ['prlimit', `--nproc=${limit}`, process.execPath, 'program.js'];
      const args = ['--reuid', `${uid}`, '--clear-groups', ...limited];
      // below some limit Node itself does not start
      const { stdout } = await run('setpriv', args, { cwd: folder, timeout: 60_000 }).catch(() => ({ stdout: '' }));
      if (stdout) outcomes.push(JSON.parse(stdout));
      else expect(outcomes).toEqual([]);
    }
    rmSync(folder, { recursive: true });
    for (const { right, some, left, said } of outcomes) {
      expect({ right, left, warnings: said.length }).toEqual({ right: true, left: 0, warnings: Number(some < 8) });
      const where = some === 0 ? 'the calling thread' : `${some} of 8 threads`;
      if (some < 8) expect(said[0]).toMatch(new RegExp(`^loaded-dice: drawing on ${where}: `));
    }
    expect(outcomes.map(({ some }) => some)).toEqual([...new Set(outcomes.map(({ some }) => some))]);
    expect(outcomes.some(({ some }) => some > 0 && some < 8)).toBe(true);
  });
}
