// The batteries, and the programs that run them.
import { ensureDieharder, ensureTestU01, findPractRand } from '../scripts/battery-programs.mjs';
import { type Output, type PValue, readDieharder, readPractRand, readTestU01 } from './outputs.js';

export interface Battery {
  /** The program, as the results name it. */
  readonly program: string;
  readonly about: string;
  /** Finds or installs the program. Throws an error of one line if that fails. */
  ensure(): string;
  /** The command that runs it on standard input. */
  command(program: string): string[];
  /** The command that repeats one suspicious test. Undefined if the program does not repeat single tests. */
  again?(program: string, value: PValue): string[] | undefined;
  read(text: string): Output;
}

/** The driver of TestU01, which the set-up compiles. */
const DRIVER = 'build/batteries/testu01';

function testU01(name: string, about: string): Battery {
  return {
    program: 'TestU01',
    about,
    ensure: () => ensureTestU01('batteries/testu01.c', DRIVER),
    command: (program) => [program, name],
    again: (program, { number }) => (number === undefined ? undefined : [program, name, String(number), '1']),
    read: readTestU01,
  };
}

function practRand(gigabytes: number, minutes: number): Battery {
  return {
    program: 'PractRand',
    about: `\`RNG_test stdin32\` on ${gigabytes} GB, some ${minutes} minutes a stream; you install it`,
    ensure: findPractRand,
    command: (program) => [program, 'stdin32', '-a', '-tlmin', '256MB', '-tlmax', `${gigabytes}GB`],
    read: readPractRand,
  };
}

/** dieharder reads 32-bit numbers from standard input as its generator 200. */
const INPUT = ['-g', '200', '-D', 'default', '-D', 'show_num'];

export const batteries: Readonly<Record<string, Battery>> = {
  smallcrush: testU01('smallcrush', '10 tests, some 10 s a stream'),
  crush: testU01('crush', '96 tests, some 30 minutes a stream'),
  bigcrush: testU01('bigcrush', '106 tests, some four hours a stream'),
  dieharder: {
    program: 'dieharder',
    about: '`dieharder -a`, 31 tests with many parameters, some 30 minutes a stream',
    ensure: ensureDieharder,
    command: (program) => [program, '-a', ...INPUT],
    again: (program, { number, parameter }) => [
      ...[program, '-d', String(number), ...INPUT],
      ...(parameter ? ['-n', String(parameter)] : []),
    ],
    read: readDieharder,
  },
  practrand: practRand(8, 3),
  'practrand-32': practRand(32, 12),
};
