// loaded-dice report: what is refused, and what is left of it.
import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, folder, PETS } from '../../support/cli.js';

const ARTICLE =
  '--column breed --classes Siamese,Birman --limit Siamese=165 --limit Birman=10 --batch-size 16 --seed 0';

describe('what is refused, in one line with exit code 2 and nothing written', () => {
  const refused = (args: string[], message: RegExp, where = folder()) => {
    const before = readdirSync(where);
    const { status, stdout, stderr } = cli(['report', ...args], { cwd: where });
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect([status, stdout]).toEqual([2, '']);
    expect(readdirSync(where)).toEqual(before);
  };

  test('places that cannot be written to', () => {
    refused([PETS, '--column', 'breed', '--out', 'none/report.html'], /--out: there is no folder none$/m);
    const where = folder({ file: '' });
    mkdirSync(join(where, 'folder'));
    refused(
      [PETS, '--column', 'breed', '--out', 'folder'],
      /--out folder is a folder: give the path of a file$/m,
      where,
    );
    refused([PETS, '--column', 'breed', '--out', 'file/report.html'], /--out: file is a file, not a folder$/m, where);
    refused([PETS, '--column', 'breed', '--svg', 'file'], /--svg: file is a file, not a folder$/m, where);
    refused([PETS, '--column', 'breed', '--svg', 'file/new'], /--svg: file is a file, not a folder$/m, where);
    refused([PETS, '--column', 'breed', '--out', ''], /--out must name a file$/m, where);
    refused([PETS, '--column', 'none', '--svg', 'new/deep'], /no column "none"/, where);
    mkdirSync(join(where, 'pictures', 'unseen.svg'), { recursive: true });
    const all = [PETS, ...ARTICLE.split(' '), '--out', 'page.html', '--svg', 'pictures'];
    refused(all, /--svg pictures.unseen\.svg is a folder: give the path of a file$/m, where);
    expect(readdirSync(join(where, 'pictures'))).toEqual(['unseen.svg']);
  });

  test('what is read is not written over, and a link stays one', () => {
    const where = folder({ 'in.csv': 'label\na\nb\n', 'page.html': 'old' });
    const same = ['in.csv', '--column', 'label', '--out', 'in.csv'];
    refused(same, /--out: in\.csv is the input file: give another path$/m, where);
    symlinkSync('page.html', join(where, 'link.html'));
    expect(cli(['report', 'in.csv', '--column', 'label', '--out', 'link.html'], { cwd: where }).status).toBe(0);
    expect(lstatSync(join(where, 'link.html')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(where, 'page.html'), 'utf8')).toMatch(/^<!doctype html>/);
  });

  test('a file that cannot be made', () => {
    refused(
      [PETS, '--column', 'breed', '--out', `${'x'.repeat(300)}.html`],
      /--out: x+\.html cannot be written \(ENAMETOOLONG\)/,
    );
  });

  test('options and files', () => {
    refused([PETS, '--column', 'breed', '--trials', '0'], /--trials <n>.*must be a positive integer/);
    refused([PETS, '--column', 'breed', '--epochs', 'x'], /--epochs <n>.*must be a positive integer/);
    refused([PETS, '--column', 'none'], /no column "none"/);
    refused(['none.csv', '--column', 'breed'], /none\.csv/);
    refused([PETS, '--column', 'breed', '--target', 'Birman=1'], /--target must name every class/);
    refused([PETS, '--column', 'breed', '--sampler', 'stratified', '--distinct'], /--distinct goes with/);
  });
});
