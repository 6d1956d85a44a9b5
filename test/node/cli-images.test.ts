// Folders of images: which folders are classes, what is left out, and the order of rows.
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { IMAGES } from '../../src/images/collect-images.js';
import { cli } from '../support/cli.js';
import { balanceOf, images, refusal } from '../support/image-folders.js';
import { folderRead } from '../support/read-notes.js';

describe('folders that look like splits: it asks which to read', () => {
  test.each<[what: string, files: string[], says: string, root: string, classes: string]>([
    [
      'with the classes below',
      ['{train,val}/{cat,dog}/1.jpg', 'train/cat/2.jpg'],
      'in: train and val look like splits: read one by --root train, or all by --root train --root val ' +
        '(--root . takes them for classes)',
      '--root train --root val',
      'cat 3, dog 2',
    ],
    [
      'one of them without classes',
      ['train/{cat,dog}/1.jpg', 'test/{1,2}.jpg', 'cover.png'],
      'in: test and train look like splits: read the classes by --root train (--root . takes them for classes)',
      '--root train',
      'cat 1, dog 1',
    ],
    [
      'classes in file names',
      ['train/{cat,dog}_{1,2}.jpg', 'test1/1.jpg'],
      'in: train and test1 look like splits: read one by --root train, or all by --root train --root test1 ' +
        '(--root . takes them for classes)',
      '--root train',
      'cat 2, dog 2',
    ],
    [
      'only one',
      ['Training/{cat,dog}/1.jpg'],
      'in: Training looks like a split: read the classes by --root Training (--root . takes it for a class)',
      '--root Training',
      'cat 1, dog 1',
    ],
    [
      'beside other folders, but two with the same classes',
      ['{train,valid}/{cat,dog}/1.jpg', 'preview/1.jpg'],
      'in: train and valid look like splits: read one by --root train, or all by --root train --root valid ' +
        '(--root . takes them for classes)',
      '--root valid',
      'cat 1, dog 1',
    ],
    [
      'within another folder',
      ['my data/{train,val}/{cat,dog}/1.jpg'],
      "in: train and val in “my data” look like splits: read one by --root 'my data/train', or all by " +
        "--root 'my data/train' --root 'my data/val' (--root . takes them for classes)",
      "--root 'my data/val'",
      'cat 1, dog 1',
    ],
    [
      'unpacked twice',
      ['seg_train/seg_train/{sea,street}/1.jpg', 'seg_test/seg_test/{sea,street}/1.jpg', 'seg_pred/seg_pred/1.jpg'],
      'in: seg_pred, seg_test and seg_train look like splits: read one by --root seg_train/seg_train, or ' +
        'all by --root seg_train/seg_train --root seg_pred --root seg_test/seg_test (--root . takes them for ' +
        'classes)',
      '--root seg_train/seg_train --root seg_test/seg_test',
      'sea 2, street 2',
    ],
  ])('%s', (_, files, says, root, classes) => {
    const cwd = images(...files);
    expect(refusal(cwd)).toBe(says);
    const args = (root.match(/'[^']*'|\S+/g) as string[]).map((each) => each.replaceAll("'", ''));
    expect(balanceOf(cwd, ...args).classes).toBe(classes);
  });

  test('--root . takes them for classes, as before', () => {
    const cwd = images('{train,val}/{cat,dog}/1.jpg', 'train/cat/2.jpg');
    expect(balanceOf(cwd, '--root', '.')).toEqual({
      classes: 'train 3, val 2',
      read: folderRead(5, '5 images, classes by folders'),
      warnings: [],
    });
  });

  test('a pattern asks as well, unless it chooses one', () => {
    const cwd = images('{train,val}/{cat,dog}.{1,2}.jpg');
    expect(refusal(cwd, '--pattern', '(cat|dog)')).toMatch(/^in: train and val look like splits: /);
    expect(balanceOf(cwd, '--pattern', '^train/(cat|dog)').classes).toBe('cat 2, dog 2');
    expect(balanceOf(cwd, '--pattern', '(cat|dog)', '--root', '.').classes).toBe('cat 4, dog 4');
    expect(balanceOf(cwd, '--pattern', '^(cat|dog)', '--root', 'val').classes).toBe('cat 2, dog 2');
  });

  test('a root that has splits itself: a warning', () => {
    const cwd = images('data/{train,val}/{cat,dog}/1.jpg');
    expect(balanceOf(cwd, '--root', 'data')).toEqual({
      classes: 'train 2, val 2',
      read: folderRead(4, '4 images below data, classes by folders'),
      warnings: ['train and val below data look like splits, not classes: read one by --root data/train'],
    });
  });

  test('splits below the classes: a warning, and a pattern that reads one', () => {
    const cwd = images('{cat,dog}/{train,val}/1.jpg');
    const says = "the classes have train and val below them, and all are read: --pattern '^([^/]+)/train/' reads one";
    expect(balanceOf(cwd)).toMatchObject({ classes: 'cat 2, dog 2', warnings: [says] });
    expect(balanceOf(cwd, '--pattern', '^([^/]+)/train/')).toEqual({
      classes: 'cat 1, dog 1',
      read: folderRead(2, '2 images, classes by --pattern; 2 without a class left out'),
      warnings: [],
    });
  });

  test.each<[what: string, files: string[], classes: string]>([
    ['a class that is called train', ['{train,car,plane}/{1,2}.jpg'], 'car 2, plane 2, train 2'],
    ['classes with such words in their names', ['{train_station,test_tube}/1.jpg'], 'test_tube 1, train_station 1'],
    ['trees of classes', ['cat/{a,b}/1.jpg', 'dog/{a,c}/1.jpg'], 'cat 2, dog 2'],
    ['images beside sub-folders of a class', ['cat/{a,b}/1.jpg', 'dog/{a,b}/1.jpg', 'dog/1.jpg'], 'cat 2, dog 3'],
    ['classes with the same one folder', ['{cat,dog}/x/1.jpg'], 'cat 1, dog 1'],
    ['one class in names', ['all/cat_{1,2}.jpg'], 'all 2'],
    ['one class', ['cat/{abc,def}.jpg'], 'cat 2'],
    ['one class far below', ['a/b/c/{1,2}.jpg'], 'a 2'],
  ])('%s: read as it is', (_, files, classes) => {
    expect(balanceOf(images(...files))).toMatchObject({ classes, warnings: [] });
  });
});

describe('folders of which either level may be the classes: it asks', () => {
  test.each<[files: string[], says: string, args: string[], classes: string]>([
    [
      ['fold{1,2}/{cat,dog}/1.jpg'],
      'in: fold1 and fold2 have the same folders: say which are the classes: fold1 and fold2 by --root ., ' +
        'or cat and dog by --root fold1 --root fold2',
      ['--root', 'fold2', '--root', 'fold1'],
      'cat 2, dog 2',
    ],
    [
      ['PetImages/{Cat,Dog}/1.jpg'],
      'in: all images are in PetImages: read its folders Cat and Dog by --root PetImages (--root . takes ' +
        'PetImages for the only class)',
      ['--root', 'PetImages'],
      'Cat 1, Dog 1',
    ],
    [
      ['a/b/{Cat,Dog}/1.jpg'],
      'in: all images are in “a/b”: read its folders Cat and Dog by --root a/b (--root . takes a for the only class)',
      ['--root', 'a/b/'],
      'Cat 1, Dog 1',
    ],
    [
      ['images/{Abyssinian,Siamese}_{1,2}.jpg'],
      'in: all images are in images: read the classes Abyssinian and Siamese from their names by --root ' +
        'images (--root . takes images for the only class)',
      ['--root', './images'],
      'Abyssinian 2, Siamese 2',
    ],
    [
      ['all/{cat,dog}.{0,1}.jpg'],
      'in: all images are in all: read the classes cat and dog from their names by --root all --pattern ' +
        "'^(.*?)[._ -]?\\d+\\.\\w+$' (--root . takes all for the only class)",
      ['--root', 'all', '--pattern', '^(.*?)[._ -]?\\d+\\.\\w+$'],
      'cat 2, dog 2',
    ],
  ])('%j', (files, says, args, classes) => {
    const cwd = images(...files);
    expect(refusal(cwd)).toBe(says);
    expect(balanceOf(cwd, ...args).classes).toBe(classes);
    expect(balanceOf(cwd, '--root', '.').classes.replaceAll(/ \d+/g, '')).toBe(
      [...new Set(files.flatMap((file) => (file.startsWith('fold{') ? ['fold1', 'fold2'] : file.split('/')[0])))].join(
        ', ',
      ),
    );
  });
});

describe('--root', () => {
  test.each<[args: string[], says: string]>([
    [['--root', 'trian'], '--root trian: in has no such folder; it has notes, train and val'],
    [['--root', 'in/train'], '--root in/train: in has no such folder; paths begin below it: --root train'],
    [['--root', 'train/cat/1.jpg'], `--root train/cat/1.jpg: ${join('in', 'train/cat/1.jpg')} is not a folder`],
    [['--root', '..'], '--root .. must be the path of a folder below in, such as train or data/train'],
    [
      ['--root', 'train/../val'],
      '--root train/../val must be the path of a folder below in, such as train or data/train',
    ],
    [['--root', '/train'], '--root /train must be the path of a folder below in, such as train or data/train'],
    [
      ['--root', 'train', '--root', 'train/cat'],
      '--root train and --root train/cat overlap: images would be read twice',
    ],
    [['--root', 'val', '--root', './val/'], '--root val and --root ./val/ overlap: images would be read twice'],
    [['--root', 'val', '--root', '.'], '--root val and --root . overlap: images would be read twice'],
    [['--root', 'train', '--root', 'notes'], `--root notes has no images (${IMAGES.join(' ')})`],
    [['--root', ''], "option '--root <folder>' argument '' is invalid. It must name a folder."],
  ])('%j', (args, says) => {
    expect(refusal(images('{train,val}/{cat,dog}/1.jpg', 'notes/a.txt'), ...args)).toBe(says);
  });

  test('a folder whose name begins like another is not the same folder', () => {
    const cwd = images('train/{cat,dog}/1.jpg', 'train2/{cat,dog}/1.jpg');
    expect(balanceOf(cwd, '--root', 'train', '--root', 'train2').classes).toBe('cat 2, dog 2');
  });

  test('rows have paths below the folder that was given, and one order, whichever root is named first', () => {
    const cwd = images('{train,val}/{cat,dog}/1.jpg', 'val/2.jpg');
    const rows = (...roots: string[]) =>
      cli(['sample', 'in', '--rows', '--seed', '3', ...roots.flatMap((root) => ['--root', root])], { cwd });
    const { stdout, stderr } = rows('val', 'train');
    const read = 'read as: 4 images below val and train, classes by folders; 1 without a class left out';
    expect(stderr).toBe(`${read}\nseed 3\n`);
    expect(rows('train', 'val').stdout).toBe(stdout);
    const [header, ...drawn] = stdout.trimEnd().split('\n');
    expect([header, drawn.length]).toEqual(['file,label', 4]);
    expect(drawn.every((row) => /^(train|val)\/(cat|dog)\/1\.jpg,\2$/.test(row))).toBe(true);
  });
});

describe('hidden files and folders', () => {
  const HIDDEN = [
    'cat/._1.jpg',
    '.thumbs/a/{1,2}.jpg',
    '__MACOSX/cat/3.jpg',
    'cat/@eaDir/4.jpg',
    '.DS_Store',
    '.git/HEAD',
  ];

  test('are left out, and their images are counted', () => {
    const cwd = images('cat/{1,2}.jpg', 'dog/1.jpg', 'dog/Thumbs.db', ...HIDDEN);
    const read = '3 images, classes by folders; 5 hidden images left out';
    expect(balanceOf(cwd)).toEqual({ classes: 'cat 2, dog 1', read: folderRead(3, read), warnings: [] });
    // 60 columns wide
    expect(cli(['balance', 'in'], { cwd }).stdout.replaceAll(/\s+/g, ' ')).toContain(` read as: ${read} `);
    expect(JSON.parse(cli(['report', 'in', '--json'], { cwd }).stdout).read).toEqual(folderRead(3, read));
  });

  test('alone are no images; a hidden folder can be named', () => {
    expect(refusal(images(...HIDDEN))).toBe(`in has hidden images only (${IMAGES.join(' ')})`);
    expect(balanceOf(images('.data/{cat,dog}/1.jpg'), '--root', '.data').classes).toBe('cat 1, dog 1');
  });

  // Windows makes links for some users only
  test.skipIf(process.platform === 'win32')('are not followed', () => {
    const cwd = images('cat/1.jpg', 'dog/1.jpg');
    symlinkSync('none', join(cwd, 'in/.dead.jpg'));
    symlinkSync('.', join(cwd, 'in/.around'));
    expect(balanceOf(cwd).read).toEqual(folderRead(2, '2 images, classes by folders; 1 hidden image left out'));
  });
});

// Windows makes links for some users only
test.skipIf(process.platform === 'win32')('an image that links make two rows of: a warning', () => {
  const cwd = images('cat/{1,2}.jpg', 'dog/1.jpg', 'other.txt');
  mkdirSync(join(cwd, 'far'));
  symlinkSync('../../far', join(cwd, 'in/dog/far'));
  expect(balanceOf(cwd).warnings).toEqual([]);
  symlinkSync('../cat/1.jpg', join(cwd, 'in/dog/2.jpg'));
  const first = '"cat/1.jpg" and "dog/2.jpg" are one file';
  expect(balanceOf(cwd)).toMatchObject({
    classes: 'cat 2, dog 2',
    warnings: [`1 image is there once more by links, as rows of their own: ${first}`],
  });
  symlinkSync('cat', join(cwd, 'in/eel'));
  expect(balanceOf(cwd)).toMatchObject({
    classes: 'cat 2, dog 2, eel 2',
    warnings: [`3 images are there once more by links, as rows of their own: ${first}`],
  });
  expect(cli(['sample', 'in', '-n', '1'], { cwd }).stderr).toContain(`warning: 3 images are there once more by links`);
  expect(JSON.parse(cli(['report', 'in', '--json'], { cwd }).stdout).warnings).toContain(
    `3 images are there once more by links, as rows of their own: ${first}`,
  );
});

test('rows are in the order of UTF-16 code units of their paths, whatever the language of the system', () => {
  const names = [
    'B/1.jpg',
    'Z/10.jpg',
    'Z/9.jpg',
    'a-2/1.jpg',
    'a/1.jpg',
    'é/1.jpg',
    '\u{1f600}/1.jpg',
    '\uff5e/1.jpg',
  ];
  const cwd = images(...[...names].reverse());
  for (const LANG of ['C', 'de_DE.UTF-8']) {
    const args = ['sample', 'in', '--rows', '--seed', '1', '-n', '8', '--without-replacement'];
    const run = (...more: string[]) => cli([...args, ...more], { cwd, env: { LANG, LC_ALL: LANG } }).stdout;
    const numbers = cli(
      args.filter((each) => each !== '--rows'),
      { cwd, env: { LANG } },
    )
      .stdout.trim()
      .split('\n');
    const rows = run().trimEnd().split('\n').slice(1);
    expect(rows.map((row) => row.replace(/,.*/, ''))).toEqual(numbers.map((number) => names[Number(number)]));
  }
});

test('all endings of images, in capitals as well', () => {
  const cwd = images(`a/1{${IMAGES.join(',')}}`, `b/1{${IMAGES.join(',').toUpperCase()}}`, 'b/1.txt', 'b/jpg');
  expect(balanceOf(cwd).classes).toBe(`a ${IMAGES.length}, b ${IMAGES.length}`);
});
