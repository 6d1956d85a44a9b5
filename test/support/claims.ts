// Claims of speed, size and exactness on pages, and whether something beside them shows that they hold.
import { blocksOf, proseOf } from './pages.js';
import { promised } from './promised.js';

const NUMBER = String.raw`\d[\d,.]*`;
const MANY = `(${NUMBER}|two|three|four|five|eight|ten|half)`;

/** A duration, a size that was measured (limits are no claims), a comparison. */
const FIGURES = [
  new RegExp(String.raw`(?<!every |more than |steps of )\b${NUMBER} (ns|µs|ms|s|(nano|micro|milli)?seconds|minutes)\b`),
  new RegExp(String.raw`(?<!at (least|most) |up to |than |of |what )\b${NUMBER} (KB|kB|KiB|MB|MiB|GB|GiB)\b`),
  new RegExp(String.raw`\b(${MANY}( times)?|twice) (as )?(fast|quick|small|faster|quicker|smaller|slower)\b`),
  /\bnative speed\b/,
];
/** That probabilities or numbers are right to the last bit. What comes "exactly once" is a rule, not a claim. */
const EXACT =
  /(?<!how )\bexact(ly weighted|ness)?\b(?! (share|shares|name|match))|\bbyte for byte\b|\bvery (same|indices)\b/i;

/** Something to run, or a page of proof. */
const COMMAND = /`(npm (run|test|start)|node|npx) ?[^`]*`|^(npm|node|npx) .*$|\]\([^)]*proof\/[^)]*\)|^#.*\bproof\b/im;

/** The claims of a section that has nothing that shows them. */
export function unproved(text: string): number[] {
  if (COMMAND.test(text)) return [];
  // what a block prints is compared with what it says by a test
  const prints = blocksOf('', text).some(({ language, code }) => language === 'sh' || promised(code).length > 0);
  const claims = prints ? FIGURES : [...FIGURES, EXACT];
  // where a link leads to is no claim
  const lines = proseOf(text)
    .replace(/\]\([^)]*\)/g, ']')
    .split('\n');
  return lines.flatMap((line, i) => (claims.some((claim) => claim.test(line)) ? [i] : []));
}
