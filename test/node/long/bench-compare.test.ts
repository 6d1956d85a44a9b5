// npm run bench -- --compare, from the name of a commit to the ratios. What they are is no test's business here.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundleFolder } from '../../../scripts/bundled.mjs';

let file: string;
beforeAll(async () => {
  file = await bundleFolder('bench');
});

/** Runs the benchmark. `until` is a text after which it is interrupted. */
function bench(args: string[], until?: string) {
  return new Promise<{ code: number | null; out: string; err: string }>((done) => {
    const child = spawn(process.execPath, [file, ...args]);
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => {
      out += chunk;
      if (until && out.includes(until)) child.kill('SIGINT');
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.on('close', (code) => done({ code, out, err }));
  });
}

const checkouts = () => readdirSync(tmpdir()).filter((name) => name.startsWith('loaded-dice-bench-'));
const worktrees = () =>
  execFileSync('git', ['worktree', 'list'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes('loaded-dice-bench-'));

describe.skipIf(!existsSync('.git'))('a comparison of commits', () => {
  it('has the ratio of each rival, and leaves no checkout behind', async () => {
    const [folders, trees] = [checkouts(), worktrees()];
    const { code, out, err } = await bench(['--compare', 'HEAD', 'small', '--rounds', '1']);
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(out).toMatch(/^old: [0-9a-f]{8}; new: the working tree on [0-9a-f]{8}/m);
    for (const rival of ['wasm', 'js', 'plain JS']) {
      expect(out).toMatch(new RegExp(`^ {2}n = 10, ${rival} +[\\d.]+ \\([\\d.]+ to [\\d.]+\\)`, 'm'));
    }
    expect(out).not.toContain('left out');
    expect(checkouts()).toEqual(folders);
    expect(worktrees()).toEqual(trees);
  }, 600_000);

  it('that is interrupted leaves no checkout behind', async () => {
    const [folders, trees] = [checkouts(), worktrees()];
    const { code } = await bench(['--compare', 'HEAD', 'small'], 'building the old one');
    expect(code).toBe(130);
    expect(checkouts()).toEqual(folders);
    expect(worktrees()).toEqual(trees);
  });

  it.each([
    [['--compare', 'no-such-commit'], 'there is no commit "no-such-commit": take a hash, a branch, a tag, or HEAD~1'],
    [['--compare', '--output=x'], "Option '--compare' argument is ambiguous."],
    [['--compare', 'HEAD', 'nope'], 'there is no table "nope"'],
  ])('that is asked for wrongly is refused: %j', async (args, message) => {
    const { code, err } = await bench(args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
