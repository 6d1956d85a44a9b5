// What FILE may be, and numbers beyond what can be drawn: one line, exit code 2, the path or the option.
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { findInput } from '../../src/cli/input/find-input.js';
import { readImages } from '../../src/cli/input/images.js';
import { cli, folder, shell } from '../support/cli.js';
import { rowsOf } from '../support/read-options.js';

const CSV = 'a,b\n1,x\n2,y\n3,y\n';

/** Runs a script that fails, as a user that is not root. */
function fails(script: string, cwd: string, says: string): void {
  const { status, stdout, stderr } = shell(script, { cwd, plain: true });
  expect([status, stdout, stderr]).toEqual([2, '', `loaded-dice: ${says}\n`]);
}

// Windows has no such file modes, links, devices and pipes
describe.skipIf(process.platform === 'win32')('what cannot be read', () => {
  let cwd: string;
  beforeAll(() => {
    cwd = folder({ 'unread.csv': CSV, 'locked/a.csv': CSV, 'tree/a/1.jpg': '', 'tree/b/1.jpg': '' });
    for (const name of ['unread.csv', 'locked', 'tree/b']) chmodSync(join(cwd, name), 0);
    symlinkSync('none', join(cwd, 'dead.csv'));
    symlinkSync('loop', join(cwd, 'loop'));
  });

  test.each([
    ['unread.csv --column b', 'unread.csv: cannot be read (EACCES)'],
    ['locked/a.csv --column b', 'locked/a.csv: cannot be read (EACCES)'],
    ['locked', 'locked: cannot be read (EACCES)'],
    ['tree', 'tree/b: cannot be read (EACCES)'],
    ['dead.csv --column b', 'dead.csv: no such file or folder'],
    ['loop --column b', 'loop: cannot be read (ELOOP)'],
    [`${'n'.repeat(300)} --column b`, `${'n'.repeat(300)}: cannot be read (ENAMETOOLONG)`],
    ["'' --column b", '<file> is empty: it must name a file or a folder, or be - for standard input'],
    ["$'no\\n\\e[31mfile' --column b", 'no\\n\\u001b[31mfile: no such file or folder'],
    ['/dev/null --column b', '/dev/null is empty: it needs a header and rows'],
    ['- --column b 0>/dev/null', 'standard input: cannot be read (EBADF)'],
  ])('%s', (args, says) => {
    for (const command of ['balance', 'sample', 'report --json']) fails(`dice ${command} ${args}`, cwd, says);
  });

  test('a hidden folder of images: it is left out anyway', () => {
    const cwd = folder({ 'in/a/1.jpg': '', 'in/b/1.jpg': '', 'in/.seen/1.jpg': '', 'in/.unseen/1.jpg': '' });
    chmodSync(join(cwd, 'in/.unseen'), 0);
    const { status, stderr } = shell('dice sample in --seed 1', { cwd, plain: true });
    const read = 'read as: 2 images, classes by folders; 1 hidden image left out';
    expect([status, stderr]).toEqual([0, `${read}\nseed 1\n`]);
  });

  test('a socket, and a pipe that is read', () => {
    const where = folder();
    const listen = `"$NODE" -e "require('net').createServer().listen('s', () => process.exit())" & wait`;
    // Node deletes it when it ends in order
    shell(listen.replace('process.exit()', "process.kill(process.pid, 'SIGKILL')"), { cwd: where });
    const socket = shell('dice balance s --column b', { cwd: where });
    // Linux says ENXIO. macOS says EOPNOTSUPP, which is 102 there and which some versions of Node have no name for.
    const says = /^loaded-dice: s: cannot be read \((?:ENXIO|EOPNOTSUPP|Unknown system error -102)\)\n$/;
    expect([socket.status, socket.stderr]).toEqual([2, expect.stringMatching(says)]);
    const piped = shell(`mkfifo p; printf 'b\\nx\\ny\\ny\\n' > p & dice sample p --column b --rows -n 2 --seed 1`, {
      cwd: where,
    });
    expect([piped.status, piped.stdout]).toEqual([0, expect.stringMatching(/^b\n[xy]\n[xy]\n$/)]);
  });
});

// Windows makes links for some users only, and allows no line breaks in names
describe.skipIf(process.platform === 'win32')('a folder of images', () => {
  const images = (): string =>
    folder({ 'cats/a/1.jpg': '', 'cats/b/1.jpg': '', 'cats/b/2.png': '', 'other/1.jpg': '' });
  const filesOf = async (path: string) => readImages(await findInput(path));

  test('has what links lead to, files and folders', async () => {
    const cwd = images();
    symlinkSync('../../other/1.jpg', join(cwd, 'cats/a/2.jpg'));
    symlinkSync('../other', join(cwd, 'cats/c'));
    symlinkSync('none', join(cwd, 'cats/notes'));
    expect((await filesOf(join(cwd, 'cats'))).files).toEqual(['a/1.jpg', 'a/2.jpg', 'b/1.jpg', 'b/2.png', 'c/1.jpg']);
  });

  test('has no image that is a folder, a pipe or a device', async () => {
    const cwd = images();
    mkdirSync(join(cwd, 'cats/a/3.jpg'));
    symlinkSync('/dev/null', join(cwd, 'cats/a/4.jpg'));
    shell('mkfifo cats/a/5.jpg', { cwd });
    symlinkSync('../b', join(cwd, 'cats/a/6.jpg'));
    const { files } = await filesOf(join(cwd, 'cats'));
    expect(files).toEqual(['a/1.jpg', 'a/6.jpg/1.jpg', 'a/6.jpg/2.png', 'b/1.jpg', 'b/2.png']);
  });

  test('names its dead links, and links that lead around', () => {
    for (const [target, place, says] of [
      ['none.jpg', 'a/2.jpg', 'cats/a/2.jpg: this link is broken: repair or remove it'],
      ['2.JPG', 'a/2.JPG', 'cats/a/2.JPG: this link is broken: repair or remove it'],
      ['..', 'a/up', 'cats/a/up: this link leads to a folder that contains it: remove it'],
    ]) {
      const cwd = images();
      symlinkSync(target, join(cwd, 'cats', place));
      for (const command of ['balance', 'sample', 'report --json']) fails(`dice ${command} cats`, cwd, says);
    }
  });

  test('are not searched for tables through hidden links: two ways around make 2^40 paths', () => {
    const cwd = folder({ 'cats/.all/1.jpg': '' });
    for (const around of ['one', 'two']) symlinkSync('..', join(cwd, 'cats/.all', around));
    expect(shell('dice balance cats', { cwd }).stderr).toMatch(/^loaded-dice: cats has hidden images only \(/);
  });

  // the file system of macOS refuses such names
  test.skipIf(process.platform === 'darwin')('whose names are no UTF-8: two would be one class', () => {
    const cwd = images();
    shell("mkdir $'cats/caf\\xe9' $'cats/caf\\xe8'", { cwd });
    fails('dice balance cats', cwd, 'cats/caf\ufffd: its name is not UTF-8; rename it');
  });

  test('keeps backslashes and line breaks of a name', () => {
    const cwd = folder({ 'a\\b_1.jpg': '', 'c\nd_1.jpg': '', 'c\nd_2.jpg': '' });
    const { perClass: classes } = JSON.parse(cli(['balance', '.', '--json'], { cwd }).stdout);
    expect(classes.map((each: { class: string }) => each.class)).toEqual(['a\\b', 'c\nd']);
  });
});

describe('a file that changes while it is read', () => {
  /** The rows of a CSV that is changed when its rows were counted. */
  async function changedRows(change: (path: string) => void, most?: number) {
    const path = join(folder({ 'a.csv': CSV }), 'a.csv');
    const rows = await rowsOf(await findInput(path), most);
    change(path);
    return { path, rows };
  }

  test.each([undefined, 0])('is refused: held up to %s bytes', async (most) => {
    const shorter = await changedRows((path) => writeFileSync(path, 'a,b\n'), most);
    expect(shorter.rows).toThrow(`${shorter.path} changed while it was read`);
    const other = await changedRows((path) => writeFileSync(path, CSV.replace('1,x', '1,xx')), most);
    expect(other.rows).toThrow(`${other.path} changed while it was read`);
    const gone = await changedRows((path) => rmSync(path), most);
    expect(gone.rows).toThrow(`${gone.path}: cannot be read (ENOENT)`);
  });

  test('between two of its rows', async () => {
    const { path, rows } = await changedRows(() => {}, 0);
    const text = rows();
    expect(String(text.row(0))).toBe('1,x');
    writeFileSync(path, 'a,b\n1,x\n');
    expect(() => text.row(2)).toThrow(`${path} changed while it was read`);
    expect(text.close).toThrow(`${path} changed while it was read`);
    expect(readFileSync(path, 'utf8')).toBe('a,b\n1,x\n');
  });
});

describe('numbers beyond what can be drawn name their option', () => {
  const cwd = folder({ 'in.csv': CSV, 'weights.csv': 'w\n0\n1\n2\n' });

  test.each<[args: string | string[], says: string]>([
    [
      'sample in.csv --column b -n 1000000000000 --sampler systematic',
      '--number must be at most 4294967295, with --sampler systematic, got 1000000000000',
    ],
    [
      'balance in.csv --column b --num-samples 4294967296 --sampler systematic',
      '--num-samples must be at most 4294967295, with --sampler systematic, got 4294967296',
    ],
    [
      'sample in.csv --column b -n 9007199254740991 --distinct',
      '--number must be at most 4294967295, with --distinct, got 9007199254740991',
    ],
    [
      'balance in.csv --column b --num-samples 4294967290 --sampler stratified',
      '--num-samples must be at most 4294967264, in whole batches of 32 with --sampler stratified, got 4294967290',
    ],
    [
      'sample in.csv --column b -n 4294967296 --batch-size 4294967295 --sampler stratified',
      '--number must be at most 4294967295, in whole batches of 4294967295 with --sampler stratified, got 4294967296',
    ],
    [
      'sample in.csv --column b -n 4 --without-replacement',
      '--number must be at most 3, the rows that can be drawn, with --without-replacement, got 4',
    ],
    [
      'sample weights.csv --weights w --without-replacement',
      '--number must be at most 2, the rows that can be drawn, with --without-replacement, got 3',
    ],
    [
      'balance in.csv --column b --num-samples 4 --without-replacement',
      '--num-samples must be at most 3, the rows that can be drawn, with --without-replacement, got 4',
    ],
    [
      'report in.csv --column b --num-samples 1073741825',
      "option '--num-samples <n>' argument '1073741825' is invalid. It must be at most 1073741824.",
    ],
    [
      'report in.csv --column b --trials 10000001',
      "option '--trials <n>' argument '10000001' is invalid. It must be at most 10000000.",
    ],
    [
      'report in.csv --column b --epochs 100001',
      "option '--epochs <n>' argument '100001' is invalid. It must be at most 100000.",
    ],
    [
      'balance in.csv --column b --batch-size 4294967296',
      "option '--batch-size <n>' argument '4294967296' is invalid. It must be at most 4294967295.",
    ],
    [
      ['balance', 'in.csv', '--column', 'b', '--limit', 'x\n=0'],
      "option '--limit <class=n>' argument 'x\\n=0' is invalid. It must be a positive integer.",
    ],
    [['balance', 'in.csv', '--column', 'b', '--x\ny'], "unknown option '--x\\ny'"],
    [
      ['balance', 'in.csv', '--column', 'b', '--delimiter', '\u202ex'],
      "option '--delimiter <char>' argument '\\u202ex' is invalid. It must be one character, \\t, or spaces.",
    ],
  ])('%s', (args, says) => {
    const { status, stdout, stderr } = cli(typeof args === 'string' ? args.split(' ') : args, { cwd });
    expect([status, stdout, stderr]).toEqual([2, '', `loaded-dice: ${says}\n`]);
  });
});
