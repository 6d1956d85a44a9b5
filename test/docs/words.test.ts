// The words that style rules out: phrases that a first reader stumbles over, private words for terms of the field, and
// British spellings. They are in no page, doc comment, error text or help.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cli } from '../support/cli.js';

/** A pattern, and a sentence that it must find. */
const WORDS: readonly [word: RegExp, example: string][] = [
  // phrases
  [/\bof how many\b/i, 'Of how many.'],
  [/\bgives? (it|them) up\b/i, 'Gives it up.'],
  [/\bwhere it has one\b/i, 'Of the sampler inside, where it has one.'],
  [/\bwhich no \w+ reaches\b/i, '4 GiB or more, which no address reaches'],
  [/\bstands somewhere\b/i, 'A sampler that stands somewhere'],
  [/\bcannot go anywhere\b/i, 'setEpoch cannot go anywhere'],
  [/\b(what|who) turns a\b/i, "What turns a kernel's pieces into draws"],
  [/\bruns? out of memories\b/i, 'since a browser runs out of memories'],
  [/\bto who\b/i, 'to who wants to read it'],
  [/`[\w.]+` tells\./, '`sampler.backend` tells.'],
  [/\bis most of it\b/i, 'the table is most of it'],
  [/\bis no chance\b/i, 'which classes a batch has is no chance'],
  [/\blacks? it\b/i, 'lack it: batches without the class'],
  [/\bdraws? no row twice\b/i, 'draw no row twice'],
  [/\bwhat will not do\b/i, 'What will not do what is meant'],
  [/\d for [\d.]+ (ns|ms|s|KB|MB)\b/, '0.90 for 0.96 ns'],
  [/\bcannot be had\b|\bnot to be had\b/i, 'where memory cannot be had'],
  [/\bwho(so)?ever\b/i, 'Whoever needs more bytes raises one'],
  [/\bwho needs more\b/i, 'who needs more bytes raises one'],
  [/(^|[^\w-])so many\b(?! \w+ that)/i, 'So many.'],
  [/(^|\/\*\*|\/\/|\n) *(\* )?(The same|Of the)\b[^\n.]{0,20}\.\s/, '/** The same. */\n'],
  // private words
  [/\bcrews?\b/i, 'a crew of threads'],
  [/\b(pool|thread)s?('s|’s)? members?\b|\bmembers? of (the|a) pool\b/i, 'the members of the pool'],
  [/\b(the|a) (ground|room)s? (of|for) (a |the )?(sampler|table|thread)s?\b/i, 'the ground of a sampler'],
  [/\b(the|a|its) ground\b/i, 'its ground'],
  [/\bdrawers?\b/i, 'a drawer'],
  [/\b(comb|teeth|tooth)\b/i, 'a comb of m teeth'],
  [/\b(on|over|of|round) (the|a) circle\b/i, 'on the circle of shares'],
  [/\bexponential races?\b|\brac(e|es|ing) of (keys|exponentials)\b/i, 'the exponential race'],
  [/\bwalk(s|ed|ing)?\b/i, 'walks the stream'],
  [/\b_(bound|opened|place|looped|pass)\b/, 'sampler._bound'],
  [/\bdraw(s|n|ing)? (the |a |two |its )?(pictures?|charts?|figures?|page)\b/i, 'Vega draws the charts'],
  [/\bkeepers?\b/i, 'the keeper'],
  // spelling
  [/\b(colour|behaviour|neighbour|favour|honour)\w*/i, 'the colour'],
  [
    /\b(normal|initial|optim|serial|random|organ|recogn|summar|minim|maxim|quant|visual)is(ed?|es|ing|ation)\b/i,
    'normalised',
  ],
  [/\banalys(e|ed|ing)\b/i, 'to analyse'],
  [/\b(label|model|travel|cancel|signal)l(ed|ing)\b/i, 'labelled'],
  [/\b(centre|catalogue|grey|artefact|programme|whilst|licence|judgement|defence|towards)s?\b/i, 'in grey'],
];

const paths = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => /^(docs|examples)\/.*\.md$|^[A-Z]+\.md$|^src\/.*\.ts$/.test(path))
  .filter((path) => !/binary(-\w+)?\.ts$|worker-source\.ts$/.test(path));

/** The text of a page; of code, its comments and strings. */
function textOf(path: string): string {
  const text = readFileSync(path, 'utf8');
  if (!path.endsWith('.ts')) return text;
  const lines = text.split('\n');
  return lines.map((line) => (/^\s*(\/?\*|\/\/)|['"`]/.test(line) ? line : '')).join('\n');
}

/** Where these words are in a text: the lines, with what was found. */
function found(path: string, text: string): string[] {
  return WORDS.flatMap(([word]) =>
    [...text.matchAll(new RegExp(word, `${word.flags}g`))].map((match) => {
      const before = text.slice(0, match.index).split('\n').length;
      const line = text.split('\n')[before - 1] as string;
      return `${path}:${before} ${match[0].trim()}: ${line.trim().slice(0, 100)}`;
    }),
  );
}

it.each(WORDS)('%s is found', (word, example) => {
  expect(example).toMatch(word);
});

it('pages, doc comments and error texts have none of these words', () => {
  expect(paths.length).toBeGreaterThan(300);
  expect(paths.flatMap((path) => found(path, textOf(path)))).toEqual([]);
});

it('nor has the help of the command', () => {
  const commands = [[], ['balance'], ['report'], ['sample'], ['columns'], ['sql'], ['worker']];
  for (const command of commands) {
    const { status, stdout } = cli([...command, '--help']);
    expect([status, stdout.length > 200]).toEqual([0, true]);
    expect(found('--help', stdout)).toEqual([]);
  }
});
