// Folders of images: classes by --pattern, names without a class, and where these options are refused.
import { describe, expect, test } from 'vitest';
import { matches, pattern, usualPattern } from '../../src/cli/input/image-pattern.js';
import { cli, folder, PETS } from '../support/cli.js';
import { balanceOf, images, refusal } from '../support/image-folders.js';
import { csvRead, folderRead } from '../support/read-notes.js';

describe('--pattern', () => {
  test.each<[pattern: string, files: string[], classes: string]>([
    ['^(.+?)\\.', ['{cat,dog}.{0,1}.jpg'], 'cat 2, dog 2'],
    ['_([a-z]+)\\.png$', ['img_0001_cat.png', 'img_0002_dog.png'], 'cat 1, dog 1'],
    ['^[^/]+/([^/]+)/', ['{x,y}/{cat,dog}/1.jpg'], 'cat 2, dog 2'],
    ['^(?:a|(b))', ['{a,b}1.jpg'], 'b 1'],
    ['(?<label>.)1', ['é1.jpg', '\u{1f600}1.jpg'], 'é 1, \u{1f600} 1'],
  ])('%s', (pattern, files, classes) => {
    expect(balanceOf(images(...files), '--pattern', pattern).classes).toBe(classes);
  });

  test('images that it does not match are left out, and said', () => {
    const cwd = images('{cat,dog}.{0,1}.jpg', 'cover.png');
    expect(balanceOf(cwd, '--pattern', '^(.+)\\.\\d').read).toEqual(
      folderRead(4, '4 images, classes by --pattern; 1 without a class left out'),
    );
  });

  test.each<[pattern: string, says: string]>([
    ['(a', 'It must be a regular expression of JavaScript: Unterminated group.'],
    ['(?P<a>x)', 'It must be a regular expression of JavaScript: Invalid group. Write (?<name>…) for a named group.'],
    ['cat', 'It needs a group, which is the class: ^(.+)_\\d+'],
    ['(?:cat)', 'It needs a group, which is the class: ^(.+)_\\d+'],
    ['', 'It needs a group, which is the class: ^(.+)_\\d+'],
  ])('%j is refused', (source, says) => {
    expect(refusal(images('a_1.jpg'), '--pattern', source)).toBe(
      `option '--pattern <regex>' argument '${source}' is invalid. ${says}`,
    );
  });

  test('that matches nothing is refused, with one that would', () => {
    expect(refusal(images('{cat,dog}.{0,1}.jpg'), '--pattern', '^x(.)')).toBe(
      "--pattern '^x(.)' finds no class in 4 images of in, such as \"cat.0.jpg\": --pattern '^(.*?)[._ " +
        "-]?\\d+\\.\\w+$' gives cat and dog",
    );
    expect(refusal(images('{cat,dog}/{0,1}.jpg'), '--pattern', '^x(.)')).toBe(
      '--pattern \'^x(.)\' finds no class in 4 images of in, such as "cat/0.jpg"',
    );
  });

  test('that never ends is stopped, and the name is said', () => {
    const names = ['b.jpg', `${'a'.repeat(60)}.jpg`];
    expect(() => matches(pattern('^((?:a+)+)b'), names, 50)).toThrow(
      `--pattern ^((?:a+)+)b takes more than 0.05 s on "${names[1]}": ` +
        'write it without repeats of repeats, such as (a+)+',
    );
    expect(matches(pattern('^(a+)'), names)).toEqual(['', 'a'.repeat(60)]);
  });

  test('each of many names gets its own class', () => {
    const names = Array.from({ length: 2500 }, (_, i) => `c${i}.jpg`);
    expect(matches(pattern('^c(\\d+)'), names)).toEqual(names.map((_, i) => String(i)));
  });
});

describe('names without a class', () => {
  test('a pattern is suggested that fits them', () => {
    expect(refusal(images('{cat,dog}.{0,1}.jpg'))).toBe(
      'in has images without classes, such as "cat.0.jpg": sort them into sub-folders, name them like Siamese_1.jpg, ' +
        "or say where the class is in the name: --pattern '^(.*?)[._ -]?\\d+\\.\\w+$' gives cat and dog",
    );
    expect(refusal(images('abc.jpg', 'def.jpg'))).toMatch(
      /in the name: --pattern '\^\(\[A-Za-z\]\+\)' takes its first letters$/,
    );
  });

  test('a class of its own for each image, or one for all: a warning, if a pattern does better', () => {
    expect(balanceOf(images('img_{1_cat,2_dog,3_cat,4_dog}.png')).warnings[0]).toBe(
      "names up to the last _ give 4 classes: --pattern '[._ -]([^._ -]+)\\.\\w+$' gives cat and dog",
    );
    expect(balanceOf(images('img_{cat,dog}{1,2}.png')).warnings[0]).toBe(
      "names up to the last _ give one class: --pattern '^(.*?)[._ -]?\\d+\\.\\w+$' gives img_cat and img_dog",
    );
    expect(balanceOf(images('IMG_{1,2,3}.jpg')).warnings).toEqual([]);
  });

  test.each<[names: string[], source: string | undefined, classes: string[]]>([
    [['cat.0.jpg', 'cat.1.jpg', 'dog.0.jpg', 'dog.1.jpg'], '^(.*?)[._ -]?\\d+\\.\\w+$', ['cat', 'dog']],
    [['cat (1).jpg', 'cat (2).jpg', 'a b (1).jpg', 'a b (2).jpg'], '^(.*?)[._ -]*\\(\\d+\\)\\.\\w+$', ['cat', 'a b']],
    [['1-x.jpg', '2-x.jpg', '3-y.jpg', '4-y.jpg'], '[._ -]([^._ -]+)\\.\\w+$', ['x', 'y']],
    [['x-q.jpg', 'x-r.jpg', 'y-s.jpg', 'y-t.jpg'], '^([^._ -]+)[._ -]', ['x', 'y']],
    [['0001.jpg', '0002.jpg', '0003.jpg', '0004.jpg'], undefined, []],
    [['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'], undefined, []],
  ])('%j', (names, source, classes) => {
    expect(usualPattern(names)).toEqual(source === undefined ? undefined : { source, classes });
  });
});

test('all commands take the options, and refuse a folder by the same line', () => {
  const cwd = images('data/{train,val}/{cat,dog}.1.jpg');
  for (const command of ['balance', 'report', 'sample']) {
    const [refused, read] = [[], ['--root', 'data/val', '--pattern', '^(.+)\\.\\d']].map((args) =>
      cli([command, 'in', '--json', ...args], { cwd }),
    );
    expect([refused.status, refused.stdout, refused.stderr]).toEqual([
      2,
      '',
      'loaded-dice: in: train and val in data look like splits: read one by --root data/train, or all by ' +
        '--root data/train --root data/val (--root . takes them for classes)\n',
    ]);
    expect([read.status, read.stderr]).toEqual([0, '']);
    expect(JSON.parse(read.stdout)).toMatchObject({
      rows: 2,
      read: folderRead(2, '2 images below data/val, classes by --pattern'),
    });
  }
});

test('options for folders of images are refused for other files, and tables keep their own options', () => {
  const cwd = folder({ 'a.csv': 'w,b\n1,x\n' });
  for (const [args, says] of [
    [
      ['balance', 'a.csv', '--column', 'b', '--root', 'x'],
      '--root is for folders of images, and a.csv is none: leave --root out',
    ],
    [
      ['report', 'a.csv', '--column', 'b', '--pattern', '(x)', '--json'],
      '--pattern is for folders of images, and a.csv is none: leave --pattern out',
    ],
    [
      ['sample', 'a.csv', '--weights', 'w', '--root', 'x'],
      '--root is for folders of images, and a.csv is none: leave --root out',
    ],
    [
      ['sample', '-', '--column', 'b', '--root', 'x'],
      '--root is for folders of images, and standard input is none: leave --root out',
    ],
    [
      ['sample', 'a.csv', '--id', 'w', '--root', 'x'],
      "option '--id <name>' cannot be used with option '--root <folder>'; without --id, --print NAME prints a column " +
        'of a file that fits in memory',
    ],
    [['columns', 'a.csv', '--root', 'x'], "unknown option '--root'"],
  ] as const) {
    const { status, stdout, stderr } = cli([...args], { cwd });
    expect([status, stdout, stderr]).toEqual([2, '', `loaded-dice: ${says}\n`]);
  }
  const { read } = JSON.parse(cli(['balance', PETS, '--column', 'breed', '--json']).stdout);
  expect(read).toEqual(csvRead(7349, 'commas, header, UTF-8, 7,349 rows'));
});
