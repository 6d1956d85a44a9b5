// What the command writes: all files of one run or none, and nothing else.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { writeAll } from '../../../src/cli/output-files.js';
import { COMMAND, cli, folder, PETS, shell } from '../../support/cli.js';

const NAMES = ['counts.csv', 'indices.csv', 'summary.json'];
/** What lies in a folder and those in it; nothing where there is none. */
const listed = (path: string): string[] =>
  existsSync(path) ? (readdirSync(path, { recursive: true }) as string[]).sort() : [];
const balancing = (out: string, numSamples: number, seed = 1): string[] => [
  'balance',
  PETS,
  '--column',
  'breed',
  '--seed',
  `${seed}`,
  '--num-samples',
  `${numSamples}`,
  '--out',
  out,
];

function start(args: string[], cwd = '.'): ChildProcess {
  return spawn(process.execPath, [COMMAND, ...args], { cwd, stdio: 'ignore' });
}

/** The draws of a run whose files these are. Fails where they are of several runs. */
function drawsOf(out: string): number {
  expect(listed(out)).toEqual(NAMES);
  const lines = (name: string) => readFileSync(join(out, name), 'utf8').trimEnd().split('\n').slice(1);
  const { numSamples } = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'));
  const times = lines('counts.csv').reduce((sum, line) => sum + Number(line.split(',').at(-1)), 0);
  const indices = lines('indices.csv');
  expect([indices.length, times]).toEqual([numSamples, numSamples]);
  expect(indices.every((line, i) => line.startsWith(`${i},`))).toBe(true);
  return numSamples;
}

describe('runs at the same time', () => {
  test('leave the files of one of them, and all succeed', async () => {
    const out = join(folder(), 'out');
    for (let round = 0; round < 4; round++) {
      const draws = [1, 2, 3].map((each) => 20_000 * each + round);
      const ended = await Promise.all(draws.map((each) => once(start(balancing(out, each)), 'exit')));
      expect(ended.map(([status]) => status)).toEqual([0, 0, 0]);
      expect(draws).toContain(drawsOf(out));
    }
  });

  test('renaming at the same moment, a hundred times: of one run each time', async () => {
    const where = folder();
    const names = Array.from({ length: 50 }, (_, i) => `${i}`.padStart(2, '0'));
    const rounds = Array.from({ length: 100 }, (_, i) => join(where, `${i}`));
    const { build } = await import('esbuild');
    const outfile = join(folder(), 'files.mjs');
    const options = { bundle: true, format: 'esm', platform: 'node', packages: 'external' } as const;
    await build({ ...options, entryPoints: ['src/cli/output-files.ts'], outfile });
    const script = `import { writeAll } from ${JSON.stringify(outfile)};
      const [id, begin] = process.argv.slice(1);
      for (const [i, folder] of ${JSON.stringify(rounds)}.entries()) {
        while (Date.now() < Number(begin) + 60 * i) await new Promise(setImmediate);
        const names = ${JSON.stringify(names)};
        await writeAll(names.map((name) => ({ option: '--out', path: folder + '/' + name, chunks: [id] })), '-');
      }`;
    const begin = `${Date.now() + 1000}`;
    const runs = ['x', 'y'].map((id) =>
      spawn(process.execPath, ['--input-type=module', '-e', script, id, begin], { stdio: 'inherit' }),
    );
    const ended = await Promise.all(runs.map((run) => once(run, 'exit')));
    expect(ended.map(([status]) => status)).toEqual([0, 0]);
    for (const round of rounds) {
      expect(listed(round)).toEqual(names);
      expect(new Set(names.map((name) => readFileSync(join(round, name), 'utf8'))).size).toBe(1);
    }
  });
});

// Windows has no such signals, file modes and limits, and no bash of its own
const WINDOWS = process.platform === 'win32';

describe.skipIf(WINDOWS)('an interrupt at any time', () => {
  const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

  test.each(SIGNALS)('leaves all files or none, and nothing else: %s', async (signal) => {
    const where = folder();
    const [fresh, old] = [join(where, 'new', 'folder'), join(where, 'old')];
    expect(cli(balancing(old, 10_000)).status).toBe(0);
    const times: number[] = [];
    for (let i = 0; i < 6; i++) {
      for (const out of [fresh, old]) {
        const begun = performance.now();
        const child = start(balancing(out, 300_000 + i));
        // the first tells how long it takes, and half of the others are sent while files are written
        if (times.length >= 2) {
          const wait = i % 2 ? Promise.race([partIn(out), once(child, 'exit')]) : undefined;
          await (wait ?? setTimeout(Math.random() * Math.max(...times)));
          if (wait) await setTimeout(30 * Math.random());
          child.kill(signal);
        }
        const [status, died] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode, null];
        if (times.length < 2) times.push(performance.now() - begun);
        expect([status, died]).toEqual(died ? [null, signal] : [0, null]);
        // a signal that comes between the last renaming and the end of the process leaves all files, too
        const none = died && (out === old ? drawsOf(old) !== 300_000 + i : listed(join(where, 'new')).length === 0);
        if (out === old && none) expect([10_000, ...numbersBefore(i)]).toContain(drawsOf(old));
        if (!none) expect([drawsOf(out), listed(out)]).toEqual([300_000 + i, [...NAMES]]);
        else if (out === fresh) expect(listed(where)).toEqual(['old', ...NAMES.map((name) => join('old', name))]);
        rmSync(join(where, 'new'), { recursive: true, force: true });
      }
    }
  });

  const numbersBefore = (i: number) => Array.from({ length: i + 1 }, (_, before) => 300_000 + before);

  /** Waits until a file is being written to a folder. */
  async function partIn(out: string): Promise<void> {
    while (!listed(out).some((name) => name.endsWith('.part'))) await setTimeout(1);
  }

  test('is told to a shell as it expects', () => {
    const where = folder();
    for (const [signal, code] of [
      ['INT', 130],
      ['TERM', 143],
    ]) {
      const { stdout } = shell(
        `"$NODE" "$COMMAND" balance "$PETS" --column breed --num-samples 3000000 --out out >/dev/null 2>&1 & pid=$!
         until ls -A out 2>/dev/null | grep -q part; do sleep 0.01; done; kill -${signal} $pid; wait $pid; echo $?`,
        { cwd: where },
      );
      expect(stdout).toBe(`${code}\n`);
      expect(listed(where)).toEqual([]);
    }
  });

  test('before files are written ends it at once', async () => {
    const child = start(['sample', PETS, '--column', 'breed', '-n', '1000000000']);
    await setTimeout(500);
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([null, 'SIGINT']);
  });
});

describe('what cannot be written', () => {
  test.skipIf(WINDOWS)('a full disk leaves what was there, and nothing else', () => {
    const where = folder();
    expect(cli(balancing(join(where, 'old'), 100)).status).toBe(0);
    const args = '"$PETS" --column breed --seed 1 --classes Siamese,Birman';
    for (const command of [
      `balance ${args} --num-samples 100000 --out old`,
      `balance ${args} --num-samples 100000 --out new/folder`,
      `report ${args} --out page.html`,
      `report ${args} --out page.html --svg new/pictures`,
    ]) {
      // files of at most 8 KiB
      const { status, stdout, stderr } = shell(`ulimit -f 8; dice ${command}`, { cwd: where });
      expect(stderr).toMatch(/^loaded-dice: --(out|svg): .* cannot be written \(EFBIG\)\n$/);
      expect([status, stdout]).toEqual([2, '']);
      expect(listed(where)).toEqual(['old', ...NAMES.map((name) => join('old', name))]);
      expect(drawsOf(join(where, 'old'))).toBe(100);
    }
  });

  test.skipIf(WINDOWS)('a folder, a file and a name that one may not write', () => {
    const where = folder({ 'in.csv': 'x\na\nb\nb\n', 'locked/counts.csv': 'mine', 'open/counts.csv': 'mine' });
    for (const [name, mode] of Object.entries({ locked: 0o555, open: 0o777, 'open/counts.csv': 0o444 })) {
      chmodSync(join(where, name), mode);
    }
    const before = listed(where);
    for (const [out, says] of [
      ['locked', 'locked/counts.csv cannot be written (EACCES)'],
      ['locked/new', 'locked/new/indices.csv cannot be written (EACCES)'],
      ['open', 'open/counts.csv cannot be written (EACCES)'],
      ['in.csv', 'in.csv is a file, not a folder'],
      ['in.csv/new', 'in.csv is a file, not a folder'],
      ['n'.repeat(300), `${'n'.repeat(300)} cannot be written (ENAMETOOLONG)`],
      ["''", 'must name a folder'],
      ["$'locked/a\\nb\\e[31m'", 'locked/a\\nb\\u001b[31m/indices.csv cannot be written (EACCES)'],
    ]) {
      const ran = shell(`dice balance in.csv --column x --out ${out}`, { cwd: where, plain: true });
      expect(ran).toEqual({ status: 2, stdout: '', stderr: expect.stringMatching(/^loaded-dice: --out[^\n]*\n$/) });
      expect(ran.stderr).toContain(says);
    }
    expect(listed(where)).toEqual(before);
    expect(readFileSync(join(where, 'open/counts.csv'), 'utf8')).toBe('mine');
  });

  test('a place that is taken between the check and the end: what was put in place is taken back', async () => {
    const where = folder({ a: 'before' });
    linkSync(join(where, 'a'), join(where, 'same'));
    const path = (name: string) => join(where, name);
    function* taking() {
      yield 'c';
      // a folder with something in it, which nothing is renamed over
      mkdirSync(path('c/d'), { recursive: true });
    }
    const chunks = { a: ['a'], b: ['b'], c: taking() };
    const outputs = Object.entries(chunks).map(([name, chunks]) => ({ option: '--out', path: path(name), chunks }));
    await expect(writeAll(outputs, '-')).rejects.toThrow(/^--out: .*c cannot be written \((EISDIR|ENOTEMPTY|EPERM)\)$/);
    expect(listed(where)).toEqual(['a', 'c', 'c/d', 'same']);
    expect(readFileSync(path('a'), 'utf8')).toBe('before');
    // the very file, not a copy
    expect(statSync(path('a')).ino).toBe(statSync(path('same')).ino);
  });

  test('an error of what is written is no error of writing', async () => {
    const where = folder();
    function* failing() {
      yield 'x';
      throw new RangeError('mine');
    }
    const outputs = [{ option: '--out', path: join(where, 'new', 'a'), chunks: failing() }];
    await expect(writeAll(outputs, '-')).rejects.toThrow(new RangeError('mine'));
    expect(listed(where)).toEqual([]);
  });

  test('a lock that another run left is waited for, and then named', async () => {
    const where = folder({ '.loaded-dice.lock': '' });
    const outputs = [{ option: '--out', path: join(where, 'a'), chunks: ['a'] }];
    await expect(writeAll(outputs, '-')).rejects.toThrow(
      `another run is writing to ${where}: wait for it, or delete ${join(where, '.loaded-dice.lock')} if there is none`,
    );
    expect(listed(where)).toEqual(['.loaded-dice.lock']);
    const waiting = writeAll(outputs, '-');
    await setTimeout(200);
    rmSync(join(where, '.loaded-dice.lock'));
    await waiting;
    expect(listed(where)).toEqual(['a']);
  });
});

describe.skipIf(WINDOWS)('what is written over', () => {
  const at = () => folder({ 'in.csv': 'x\na\nb\nb\n', 'indices.csv': 'x\na\nb\nb\n', old: 'old' });
  const report = 'dice report in.csv --column x --seed 1';

  test('is no file that is read or written otherwise', () => {
    const cwd = at();
    symlinkSync('none', join(cwd, 'dead'));
    linkSync(join(cwd, 'in.csv'), join(cwd, 'twin'));
    const before = listed(cwd);
    for (const [script, says] of [
      ['dice balance indices.csv --column x --out .', '--out: indices.csv is the input file'],
      ['dice balance - --column x --out . < indices.csv', '--out: indices.csv is standard input'],
      [`${report} --out twin`, '--out: twin is the input file'],
      [`${report} --out old >> old`, '--out: old is standard output'],
      [`${report} --out dead`, '--out: dead is a broken link'],
      [`${report} --out pictures`, '--out pictures is a folder: give the path of a file'],
      [`${report} --out pictures/unseen.svg --svg pictures`, 'unseen.svg would be written twice: give another path'],
    ]) {
      if (says.includes('pictures') || says.includes('twice')) mkdirSync(join(cwd, 'pictures'), { recursive: true });
      const { status, stdout, stderr } = shell(script, { cwd });
      expect([status, stdout, stderr.split('\n').length]).toEqual([2, '', 2]);
      expect(stderr).toContain(says);
    }
    expect(listed(cwd).filter((name) => name !== 'pictures')).toEqual(before);
    expect(readFileSync(join(cwd, 'indices.csv'), 'utf8')).toBe('x\na\nb\nb\n');
  });

  test('keeps its permissions, and a link stays one', () => {
    const cwd = at();
    chmodSync(join(cwd, 'old'), 0o640);
    symlinkSync('old', join(cwd, 'link'));
    expect(shell(`${report} --out link`, { cwd }).status).toBe(0);
    expect(lstatSync(join(cwd, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(cwd, 'old'), 'utf8')).toMatch(/^<!doctype html>/i);
    expect(statSync(join(cwd, 'old')).mode & 0o777).toBe(0o640);
  });

  test('may have a name as long as the system allows', () => {
    const cwd = at();
    const name = `${'n'.repeat(250)}.html`;
    expect(shell(`${report} --out ${name}`, { cwd }).status).toBe(0);
    expect(existsSync(join(cwd, name))).toBe(true);
  });

  test('is told by a name on one line', () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'a\nb.csv'), 'x\na\nb\nb\n');
    const { stdout, stderr } = shell("dice balance $'a\\nb.csv' --column x --out $'c\\nd'", { cwd });
    expect(stdout).toMatch(/^a\\nb\.csv: 3 rows of 2 classes\n/);
    expect(stderr).toBe('wrote indices.csv, counts.csv and summary.json to c\\nd\n');
  });
});
