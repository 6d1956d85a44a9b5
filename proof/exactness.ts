// npm run proof -- exactness: which index each word draws, by trying all of them, beside the integers that must come.
import { backends, openTable, type TestedBackend, type TestTable } from '../test/support/backends.js';
import { faultOf, WHOLE, wordsPerIndex } from '../test/support/exact.js';
import { stateOf } from '../test/support/pcg-reference.js';
import { weightSets } from '../test/support/weight-sets.js';

/** Weights whose shares are whole numbers of 2^16. */
const TABLES: Readonly<Record<string, readonly number[]>> = {
  'a loaded coin': [1, 3],
  sixteenths: [1, 2, 3, 10],
  'zeros first and last': [0, 7, 9, 0],
  'one that takes almost all': [4093, 1, 1, 1],
  '16 cells': [3, 0, 1, 9, 30, 1, 0, 2, 2, 5, 1, 1, 4, 4, 0, 1],
};
const SETS = 1000;
const WORDS = 2 ** 16;

/** What the two halves of a word draw: a stream is opened whose first word is this one. */
function drawWord(table: TestTable, half: number): [low: number, high: number] {
  const word = (BigInt(half) << 32n) | BigInt(half);
  // fewer than four draws are not made by the kernel's main loop
  const [low, high] = table.setStream(stateOf(word), 1n).draw(4);
  return [low, high];
}

/**
 * Counts the words of 16 bits that draw each index, by drawing with each. The cell is the word's low end, and 16 bits
 * are compared with the threshold. `others` counts words whose remaining bits change what is drawn.
 */
function enumerate(table: TestTable, n: number): { counts: number[]; others: number } {
  const counts = new Array<number>(n).fill(0);
  const cells = 2 ** table.bits;
  let others = 0;
  for (let reduced = 0; reduced < WORDS; reduced++) {
    const cell = reduced % cells;
    const word = (reduced - cell) * WORDS + cell;
    const [low, high] = drawWord(table, word);
    counts[low]++;
    const rest = drawWord(table, word + cells * (WORDS - 1));
    if (high !== low || rest[0] !== low || rest[1] !== low) others++;
  }
  return { counts, others };
}

function showTable(name: string, weights: readonly number[], backend: TestedBackend): number {
  const table = openTable(weights, backend);
  const { counts, others } = enumerate(table, weights.length);
  const shares = wordsPerIndex(table).slice(0, weights.length);
  const sum = weights.reduce((total, weight) => total + weight);
  console.log(`\n${name}, ${backend}: all ${WORDS} words of 16 bits`);
  console.log('index  weight  words counted  expected  words of 2^64');
  let wrong = others;
  for (const [i, weight] of weights.entries()) {
    const expected = (weight * WORDS) / sum;
    const isRight = counts[i] === expected && shares[i] === BigInt(expected) << 48n;
    if (!isRight) wrong++;
    const columns = [String(i).padStart(5), String(weight).padStart(8), String(counts[i]).padStart(15)];
    console.log(`${columns.join('')}${String(expected).padStart(10)}${String(shares[i]).padStart(22)}`);
  }
  const total = shares.reduce((all, share) => all + share, 0n);
  if (total !== WHOLE) wrong++;
  console.log(`sum of the last column: ${total === WHOLE ? '2^64' : total}; differences: ${wrong}`);
  return wrong;
}

/** Prints all of it, and returns the number of differences. */
export function exactness(): number {
  let wrong = 0;
  for (const [name, weights] of Object.entries(TABLES)) {
    for (const backend of backends) wrong += showTable(name, weights, backend);
  }
  console.log(`\n${SETS} sets of weights of ${5e-324} to ${Number.MAX_VALUE}, up to 10,000 weights each`);
  for (const backend of backends) {
    let faults = 0;
    for (const { name, weights } of weightSets(SETS, 20240601)) {
      const fault = faultOf(weights, wordsPerIndex(openTable(weights, backend)));
      if (!fault) continue;
      faults++;
      console.log(`${name}: ${fault}`);
    }
    console.log(`${backend}: sums that are not 2^64, lost or zero weights, shares beyond rounding: ${faults}`);
    wrong += faults;
  }
  console.log(wrong === 0 ? '\nno difference' : `\n${wrong} differences`);
  return wrong;
}
