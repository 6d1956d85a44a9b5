// Reads the p-values in the outputs of the three programs.

export type Verdict = 'passed' | 'suspicious' | 'failed';

export interface PValue {
  /** The test's name, with the parameter that tells apart tests of one name. */
  test: string;
  p: number;
  verdict: Verdict;
  /** The program's number of the test, where it is known: TestU01 gives it for suspicious tests only. */
  number?: number;
  /** dieharder's parameter. */
  parameter?: number;
}

export interface Output {
  values: PValue[];
  /** Bytes that the program has read. Undefined if it does not say. */
  bytes?: number;
}

/** TestU01's rule for its summaries: a p-value is suspicious outside of [LEAST, 1 - LEAST]. */
export const LEAST = 0.001;

/** TestU01's authors call a p-value within this of 0 or 1 a clear failure. */
export const FAILURE = 1e-10;

function verdictOf(p: number): Verdict {
  const distance = Math.min(p, 1 - p);
  return distance < FAILURE ? 'failed' : distance < LEAST ? 'suspicious' : 'passed';
}

/** The lines of batteries/testu01.c. TestU01's summary, above them, lists suspicious p-values in the same order. */
export function readTestU01(text: string): Output {
  const [, suspicious = ''] = text.split(/^ -{20,} *$/m);
  const listed = [...suspicious.matchAll(/^ *(\d+) {2}\S/gm)].map(([, number]) => Number(number));
  const values = [...text.matchAll(/^p-value\t(.+)\t(.+)$/gm)]
    .map(([, test, p]) => ({ test, p: Number(p) }))
    // -1 is a test that was not run
    .filter(({ p }) => p >= 0)
    .map(({ test, p }): PValue => {
      const verdict = verdictOf(p);
      const number = verdict === 'passed' ? undefined : listed.shift();
      return { test, p, verdict, ...(number !== undefined && { number }) };
    });
  const numbers = /^numbers\t(\d+)$/m.exec(text);
  return { values, ...(numbers && { bytes: 4 * Number(numbers[1]) }) };
}

/** The table of `dieharder -D default -D show_num`. */
export function readDieharder(text: string): Output {
  const rows = text.matchAll(/^ *(\w+)\| *(\d+)\| *(\d+)\| *\d+\| *\d+\|([\d.]+)\| *([A-Z]+) *$/gm);
  const values = [...rows].map(([, name, number, parameter, p, assessment]): PValue => {
    const verdict = assessment === 'FAILED' ? 'failed' : verdictOf(Number(p));
    return {
      test: parameter === '0' ? name : `${name} ${parameter}`,
      p: Number(p),
      // eight digits do not tell a failure from a small p-value, but dieharder does
      verdict: assessment !== 'FAILED' && verdict === 'failed' ? 'suspicious' : verdict,
      number: Number(number),
      parameter: Number(parameter),
    };
  });
  return { values };
}

/** The last table of `RNG_test -a`: that of most data. Verdicts are PractRand's, which knows how often a test errs. */
export function readPractRand(text: string): Output {
  const last = text.split(/^length= /m).at(-1) ?? '';
  const bytes = /\(2\^(\d+) bytes\)/.exec(last.split('\n')[0]);
  const rows = last.matchAll(/^ {2}(\S+) +R[=>] *\S+ +p ?[=~]{1,2} *(1-)?(\S+) +([A-Za-z].*?) *$/gm);
  const values = [...rows].map(([, test, complement, digits, evaluation]): PValue => {
    const p = complement ? 1 - Number(digits) : Number(digits);
    const verdict = /^FAIL/.test(evaluation) ? 'failed' : evaluation.startsWith('normal') ? 'passed' : 'suspicious';
    return { test, p, verdict };
  });
  return { values, ...(bytes && { bytes: 2 ** Number(bytes[1]) }) };
}
