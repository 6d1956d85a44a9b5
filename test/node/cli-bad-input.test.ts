import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, folder, PETS } from '../support/cli.js';
import { someOf } from '../support/rounds.js';

const files = folder({
  'ragged.csv': 'a,b\n1,2\n3\n',
  'wide.csv': 'a,b\n1,2\n3,4,5\n',
  'ragged-first.csv': 'a,b\n1\n2,3\n',
  'ragged-late.csv': `a,b\n${'1,2\n'.repeat(300_000)}3\n`,
  'ragged-quoted.csv': 'a,b\r\n"x\r\n\r\ny",1\r\n\r\n"z\r\n"\r\n5,6\r\n',
  'ragged-old-mac.csv': 'a,b\r"x\ry",1\r2,3,4\r',
  'open-early.csv': `a,b\n"1\r\n",2\n"x,1\n${'3,4\n'.repeat(9)}`,
  'behind-late.csv': 'a,b\n"1\r\n\r\n",2\n"x"y,1\n',
  'long-field.csv': `a,b\n1,"x\n\ny"\n\n2,${'z'.repeat(2 ** 20 + 1)}\n3,4\n`,
  'long-quoted.csv': `a,b\r\n1,"${'x\r\n'.repeat(2 ** 19)}"\r\n3,4\r\n`,
  'long-row.csv': `a,b\n1,2\n${'1,'.repeat(2 ** 23 + 1)}\n`,
  'longest.csv': `a,b\n${'é'.repeat(2 ** 19)},2\n${'z'.repeat(2 ** 20)},4\n`,
  'long-header.csv': `${'a'.repeat(2 ** 20 + 1)},b\n1,2\n`,
  'empty.csv': '',
  'blank.csv': '\n\n',
  'header.csv': 'a,b\n',
  'latin1.csv': Uint8Array.from([...Buffer.from('a,b\n1,caf'), 0xe9, ...Buffer.from('\n')]),
  'utf16.csv': Buffer.from('a,b\n1,2\n', 'utf16le'),
  'open.csv': 'a,b\n1,2\n"x,1\n',
  'behind.csv': 'a,b\n"x"y,1\n',
  'twice.csv': 'a,a\n1,2\n',
  'weights.csv': 'a,w\nx,1\ny,-2\n',
  'words.csv': 'a,w\nx,1\ny,much\n',
  'gaps.csv': 'a,w\nx,1\ny,\n',
  'zeros.csv': 'a,w\nx,0\ny,0\n',
  'notes.txt': 'no image',
  'tabs.csv': 'a\tb\n1\t2\n',
});
const at = (name: string) => join(files, name);
const pets = (...more: string[]) => ['balance', PETS, '--column', 'breed', ...more];
const weigh = (name: string) => ['sample', at(name), '--weights', 'w', '-n', '1'];

const LONG_FIELD = (file: string, line: number): RegExp =>
  new RegExp(`${file}: line ${line} has a field of more than a million characters, the most that a field may have$`);

const LONG_QUOTED = /: line 2 opens a quote that is not closed within a million characters; .*: --quote none$/;

const BEHIND = (file: string, line: number): RegExp =>
  new RegExp(
    `${file}\\.csv: line ${line} goes on after a closing quote; if quotes are plain characters: --quote none$`,
  );

type Case = [what: string, args: string[], says: RegExp];

const ENDLESS: Case = [
  'a header without an end',
  ['balance', '/dev/zero', '--column', 'a'],
  /: \/dev\/zero is a binary file, not a text table: it has bytes of 0$/,
];

const cases: Case[] = [
  ['no column', ['balance', PETS], /--column is missing; .*"file" \(7,349\), "breed" \(37\); try --column breed$/],
  [
    'a wrong column',
    ['balance', PETS, '--column', 'x'],
    /no column "x", .*; its columns are "file", "breed"; try --column breed$/,
  ],
  [
    'a wrong column of weights',
    ['sample', at('weights.csv'), '--weights', 'x', '-n', '1'],
    /no column "x".*try --weights w$/,
  ],
  ['neither labels nor weights', ['sample', PETS, '-n', '1'], /--column is missing/],
  ['a column twice', ['balance', at('twice.csv'), '--column', 'a'], /two columns "a"/],
  ['no such file', ['balance', at('none.csv'), '--column', 'a'], /none\.csv: no such file or folder$/],
  [
    'a short row',
    ['balance', at('ragged.csv'), '--column', 'a'],
    /ragged\.csv: line 3 has 1 field, the header 2; if the fields that are missing are empty: --short-rows fill$/,
  ],
  [
    'a long row',
    ['balance', at('wide.csv'), '--column', 'a'],
    /wide\.csv: line 3 has 3 fields, the header 2; .* need quotes$/,
  ],
  [
    'a short row at once',
    ['balance', at('ragged-first.csv'), '--column', 'a'],
    /: line 2 has 1 field, the header 2; if the fields that are missing are empty: --short-rows fill$/,
  ],
  [
    'a short row late',
    ['balance', at('ragged-late.csv'), '--column', 'a'],
    /: line 300002 has 1 field, the header 2; if the fields that are missing are empty: --short-rows fill$/,
  ],
  ['a long field', ['balance', at('long-field.csv'), '--column', 'a'], LONG_FIELD('long-field.csv', 6)],
  ['a long field of a report', ['report', at('long-field.csv'), '--column', 'b'], LONG_FIELD('long-field.csv', 6)],
  ['a long field beside weights', ['sample', at('long-field.csv'), '--weights', 'a'], LONG_FIELD('long-field.csv', 6)],
  ['a long field in quotes', ['balance', at('long-quoted.csv'), '--column', 'a'], LONG_QUOTED],
  ['a long header', ['balance', at('long-header.csv'), '--column', 'a'], LONG_FIELD('long-header.csv', 1)],
  // Windows has no such device
  ...(process.platform === 'win32' ? [] : [ENDLESS]),
  [
    'very many fields',
    ['balance', at('long-row.csv'), '--column', 'a'],
    /: line 3 has more than 16 million characters, the most that a row may have$/,
  ],
  [
    'stratified batches that no memory holds',
    pets('--sampler', 'stratified', '--num-samples', '4294967295', '--batch-size', '4294967295'),
    /stratified: this sampler needs .* GiB, but must need less than 4 GiB: .* a smaller --batch-size or fewer draws$/,
  ],
  [
    'by weights',
    ['sample', at('ragged-first.csv'), '--weights', 'a'],
    /: line 2 has 1 field, the header 2; if the fields that are missing are empty: --short-rows fill$/,
  ],
  [
    'with its rows',
    ['sample', at('ragged-first.csv'), '--column', 'a', '--rows'],
    /: line 2 has 1 field, the header 2; if the fields that are missing are empty: --short-rows fill$/,
  ],
  [
    'a row of several lines',
    ['balance', at('ragged-quoted.csv'), '--column', 'a'],
    /: line 6 has 1 field, the header 2; if quotes are plain characters: --quote none$/,
  ],
  [
    'lines that CR ends',
    ['balance', at('ragged-old-mac.csv'), '--column', 'a'],
    /: line 4 has 3 fields, the header 2; fields that contain commas need quotes$/,
  ],
  ['an empty file', ['balance', at('empty.csv'), '--column', 'a'], /empty\.csv is empty/],
  ['empty lines alone', ['balance', at('blank.csv'), '--column', 'a'], /blank\.csv is empty/],
  ['a header alone', ['balance', at('header.csv'), '--column', 'a'], /header\.csv has a header and no rows$/],
  [
    'latin-1',
    ['balance', at('latin1.csv'), '--column', 'a'],
    /latin1\.csv: line 2 is not UTF-8 \(byte 0xe9\); as .* it reads "1,café": try --encoding windows-1252$/,
  ],
  [
    'UTF-16',
    ['balance', at('utf16.csv'), '--column', 'a'],
    /utf16\.csv is not UTF-8, but looks like UTF-16: try --encoding utf-16le$/,
  ],
  ['a quote never closed', ['balance', at('open.csv'), '--column', 'a'], /open\.csv: line 3 opens a quote/],
  [
    'one never closed, early',
    ['balance', at('open-early.csv'), '--column', 'a'],
    /: line 4 opens a quote that is never/,
  ],
  ['text behind a quote, after CRLFs', ['balance', at('behind-late.csv'), '--column', 'a'], BEHIND('behind-late', 5)],
  ['text behind a quote', ['balance', at('behind.csv'), '--column', 'a'], BEHIND('behind', 2)],
  ['a folder without images', ['balance', files], /has no images/],
  ['a column of a folder', ['balance', files, '--column', 'a'], /is a folder: it has no column "a"/],
  ['a class that is not there', pets('--classes', 'siamese'), /no class "siamese"; did you mean "Siamese"\?$/],
  ['a limit for a class that is not there', pets('--limit', 'Cat=3'), /no class "Cat"; there are "Abyssinian"/],
  [
    'a limit for a class left out',
    pets('--classes', 'Birman', '--limit', 'Siamese=3'),
    /--limit Siamese: --classes does/,
  ],
  ['a limit of 0', pets('--limit', 'Birman=0'), /--limit .*'Birman=0' is invalid\. It must be a positive integer/],
  ['a limit without a number', pets('--limit', 'Birman'), /It must be CLASS=VALUE/],
  ['a limit twice', pets('--limit', 'Birman=1', '--limit', 'Birman=2'), /"Birman" is given twice/],
  ['a class missing from the target', pets('--target', 'Birman=1'), /--target must name every class .*"Abyssinian"/],
  ['a negative share', pets('--target', 'Birman=-1'), /A share must be a finite number of at least 0/],
  [
    'shares of zero',
    ['balance', at('weights.csv'), '--column', 'a', '--target', 'x=0', '--target', 'y=0'],
    /positive share/,
  ],
  ['a batch size of 0', pets('--batch-size', '0'), /--batch-size .* It must be a positive integer/],
  ['a fractional number of samples', pets('--num-samples', '2.5'), /--num-samples .* It must be a positive integer/],
  ['a negative seed', pets('--seed', '-1'), /--seed .* It must be a non-negative integer/],
  ['a long delimiter', pets('--delimiter', '::'), /--delimiter .* It must be one character/],
  ['a negative weight', weigh('weights.csv'), /weights\.csv: line 3: w must be .* got "-2"$/],
  ['a word for a weight', weigh('words.csv'), /words\.csv: line 3: w must be .* got "much"$/],
  [
    'an empty weight, if it is an error',
    [...weigh('gaps.csv'), '--missing', 'error'],
    /gaps\.csv: line 3: w has no weight, only "": correct it, or leave such rows out by --missing drop$/,
  ],
  [
    'an empty weight that cannot be a class',
    [...weigh('gaps.csv'), '--missing', 'keep'],
    /gaps\.csv: line 3: w has no weight, only "", and --missing keep is for labels: correct it, or leave .* drop$/,
  ],
  ['weights of zero', weigh('zeros.csv'), /w must have a positive number, all 2 are 0$/],
  ['weights and labels', ['sample', PETS, '--weights', 'a', '--column', 'b', '-n', '1'], /cannot be used with/],
  [
    'a number of 0',
    ['sample', PETS, '--column', 'breed', '-n', '0'],
    /'-n, --number <n>' .* It must be a positive integer/,
  ],
  ['a seed beyond 2^53', pets('--seed', '9007199254740993'), /--seed .* It must be at most 9007199254740991/],
  ['targets in one', pets('--target', 'a=1,b=2'), /give the option once for each class/],
  [
    'commas for tabs',
    ['balance', at('tabs.csv'), '--column', 'b', '--delimiter', ','],
    /: no column "b", which --column names; its columns are "a\\tb"; if it is several columns: --delimiter '\\t'$/,
  ],
  ['an unknown option', pets('--colum', 'breed'), /unknown option '--colum' \(Did you mean --column\?\)$/],
  ['an unknown command', ['balanse', PETS], /unknown command 'balanse' \(Did you mean balance\?\)$/],
  ['no file', ['balance'], /missing required argument 'file'$/],
];

describe('one line that says what is wrong and where, exit code 2, no output', () => {
  test.each(someOf(cases, 3))('%s', (_, args, says) => {
    const out = join(folder(), 'out');
    const { status, stdout, stderr } = cli(args[0] === 'balance' ? [...args, '--out', out] : args);
    expect(stderr).toMatch(/^loaded-dice: [^\n]+\n$/);
    expect(stderr.trimEnd()).toMatch(says);
    expect([status, stdout, existsSync(out)]).toEqual([2, '', false]);
  });
});

test('help and version are no errors', () => {
  expect(cli(['--help'])).toMatchObject({
    status: 0,
    stderr: '',
    stdout: expect.stringContaining('Usage: loaded-dice'),
  });
  expect(cli(['balance', '--help']).stdout).toContain('--limit <class=n>');
  expect(cli(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(cli([])).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('Usage: loaded-dice') });
});

test('a class of 1 MiB is read, counted, and shown by its beginning and end', () => {
  const balance = cli(['balance', at('longest.csv'), '--column', 'a', '--seed', '1']);
  expect([balance.status, balance.stderr]).toEqual([0, '']);
  expect(balance.stdout.length).toBeLessThan(5000);
  expect(balance.stdout).toMatch(/^é+…é+ +1 +50\.0 %.*\nz+…z+ +1 +50\.0 %/m);
  const { perClass: classes } = JSON.parse(cli(['balance', at('longest.csv'), '--column', 'a', '--json']).stdout);
  expect(classes.map((each: { class: string }) => each.class.length)).toEqual([2 ** 19, 2 ** 20]);
}, 20_000);
