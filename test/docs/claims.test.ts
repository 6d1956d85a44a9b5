// Sentences that claim speed, size or exactness have the command that shows it beside them: in the same section, or a
// link to the page of proof that has it.
import { expect, test } from 'vitest';
import { blocksOf, PAGES, proseOf, sectionsOf, textOf } from '../support/pages.js';
import { promised } from '../support/snippets.js';

const NUMBER = String.raw`\d[\d,.]*`;
const MANY = `(${NUMBER}|two|three|four|five|eight|ten|half)`;

/** A duration, a size that was measured (limits are no claims), a comparison. */
const FIGURES = [
  new RegExp(String.raw`${NUMBER} (ns|µs|ms|s|(nano|micro|milli)?seconds|minutes)\b`),
  new RegExp(String.raw`(?<!at (least|most) |up to |than |of )\b${NUMBER} (KB|kB|KiB|MB|MiB|GB|GiB)\b`),
  new RegExp(String.raw`\b(${MANY}( times)?|twice) (as )?(fast|quick|small|long|faster|quicker|smaller|slower)\b`),
  /\bnative speed\b/,
];
/** That probabilities or numbers are right to the last bit. What comes "exactly once" is a rule, not a claim. */
const EXACT = /\bexact(ly weighted|ness)?\b(?! (share|shares|name|match))|\bbyte for byte\b|\bvery (same|indices)\b/i;

/** Something to run, or a page of proof. */
const COMMAND = /`(npm (run|test|start)|node|npx) ?[^`]*`|^(npm|node|npx) .*$|\]\([^)]*proof\/[^)]*\)|^#.*\bproof\b/im;

/** The claims of a section that has nothing that shows them. */
function unproved(text: string): number[] {
  if (COMMAND.test(text)) return [];
  // what a block prints is compared with what it says by a test
  const prints = blocksOf('', text).some(({ language, code }) => language === 'sh' || promised(code).length > 0);
  const claims = prints ? FIGURES : [...FIGURES, EXACT];
  const lines = proseOf(text).split('\n');
  return lines.flatMap((line, i) => (claims.some((claim) => claim.test(line)) ? [i] : []));
}

const pages = PAGES.filter((page) => page === 'README.md' || /^docs\/(?!internals\/)/.test(page));

test.each(pages)('%s has a command beside each claim', (page) => {
  const faults = sectionsOf(textOf(page)).flatMap(({ heading, line, text }) =>
    unproved(text).map((i) => `${page}:${line + 1 + i} (${heading}) ${text.split('\n')[i]}`),
  );
  expect(faults).toEqual([]);
});

test('claims without a command are found, and those with one are none', () => {
  const claims = [
    'It takes 0.8 ns.',
    'A page loads 22 KB.',
    'It is twice as fast.',
    'Draws are exact.',
    'The very same.',
  ];
  for (const claim of claims) {
    expect(unproved(`\n${claim}\n`)).toEqual([1]);
    expect(unproved(`\n${claim}\n\`npm run bench\` shows it.\n`)).toEqual([]);
    expect(unproved(`\n${claim} See [the proof](../proof/exactness.md).\n`)).toEqual([]);
  }
  expect(unproved('Each item comes exactly once, up to 4 GiB.')).toEqual([]);
});
