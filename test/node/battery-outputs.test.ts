// What npm run batteries reads in the outputs of the programs, and what it writes about them.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Log, nameOf, parseLog } from '../../batteries/logs.js';
import { readOptions, UsageError } from '../../batteries/options.js';
import { readDieharder, readPractRand, readTestU01 } from '../../batteries/outputs.js';
import { pText, sizeText, withParts } from '../../batteries/page.js';
import { readResults, resultOf } from '../../batteries/results.js';

const SMALL_CRUSH = `
========= Summary results of SmallCrush =========

 Version:          TestU01 1.2.3
 Generator:        standard input
 Number of statistics:  15
 Total CPU time:   00:00:05.01
 The following tests gave p-values outside [0.001, 0.9990]:
 (eps  means a value < 1.0e-300):
 (eps1 means a value < 1.0e-15):

       Test                          p-value
 ----------------------------------------------
  1  BirthdaySpacings                 eps  
  6  MaxOft                        1 - eps1
 10  RandomWalk1 H                   1.1e-4
 10  RandomWalk1 M                 1 - 2.3e-4
 ----------------------------------------------
 All other tests were passed



p-value	BirthdaySpacings	0
p-value	Collision	0.72129326091242296
p-value	MaxOft	1
p-value	MaxOft AD	-1
p-value	RandomWalk1 H	0.00011401153818213494
p-value	RandomWalk1 M	0.99977
numbers	218199997
written	218218496
`;

const DIEHARDER = `#=============================================================================#
#            dieharder version 3.31.1 Copyright 2003 Robert G. Brown          #
#=============================================================================#
   rng_name    |num|rands/second|   Seed   |
stdin_input_raw|  0|  9.14e+06  |1881854588|
#=============================================================================#
        test_name   |num|ntup| tsamples |psamples|  p-value |Assessment
#=============================================================================#
  diehard_rank_32x32|  2|   0|     40000|     100|0.99635406|   WEAK   
         sts_monobit|100|   1|    100000|     100|0.22250437|  PASSED  
         rgb_bitdist|200|   2|      1000|     100|0.00082114|   WEAK   
  rgb_minimum_distance|201|   4|     10000|    1000|0.00000000|  FAILED  
      rgb_lagged_sum|203|  11|   1000000|     100|0.00000000|   WEAK   
written	4096
`;

const PRACTRAND = `RNG_test using PractRand version 0.95-planet36
RNG = RNG_stdin32, seed = unknown
test set = core, folding = standard (32 bit)

rng=RNG_stdin32, seed=unknown
length= 256 mebibytes (2^28 bytes), time= 2.9 seconds
  Test Name                         Raw       Processed     Evaluation
  BCFN(2+0,13-2,T)                  R=  +3.2  p = 0.089     normal           

rng=RNG_stdin32, seed=unknown
length= 512 mebibytes (2^29 bytes), time= 9.2 seconds
  Test Name                         Raw       Processed     Evaluation
  BCFN(2+2,13-3,T)                  R>+99999  p = 0           FAIL !!!!!!!!  
  DC6-9x1Bytes-1                    R=+12850  p =  5e-6739    FAIL !!!!!!!!  
  FPF-14+6/16:(10,14-5)             R= -11.9  p =1-3.9e-12   VERY SUSPICIOUS 
  FPF-14+6/16:(11,14-6)             R=  -7.0  p =1-3.2e-7   mildly suspicious
  FPF-14+6/16:(13,14-8)             R=  -3.7  p =1-9.0e-4   normal           
  BRank(12):128(4)                  R=  -0.7  p~=  0.620     normal           
  BRank(12):256(2)                  R=  +2.0  p~=  0.04      normalish       
  [Low1/32]mod3n(5):(9,9-6)         R=+656.8  p =  4.0e-225   FAIL !!!!!!    

written	134217728
`;

function logOf(battery: string, text: string, more: Partial<Log> = {}): Log {
  const header = { battery, stream: 'single', seed: 1, started: '2026-11-27T00:00:00.000Z', node: 'v20.20.2' };
  return { ...header, machine: 'a machine, 2 cores', commit: 'abcdef0', seconds: 5, text, ...more };
}

describe('outputs', () => {
  it('of TestU01 are its p-values, with the numbers of suspicious tests', () => {
    expect(readTestU01(SMALL_CRUSH)).toEqual({
      values: [
        { test: 'BirthdaySpacings', p: 0, verdict: 'failed', number: 1 },
        { test: 'Collision', p: 0.72129326091242296, verdict: 'passed' },
        { test: 'MaxOft', p: 1, verdict: 'failed', number: 6 },
        { test: 'RandomWalk1 H', p: 0.00011401153818213494, verdict: 'suspicious', number: 10 },
        { test: 'RandomWalk1 M', p: 0.99977, verdict: 'suspicious', number: 10 },
      ],
      bytes: 4 * 218199997,
    });
  });

  it('of dieharder are its rows, with its own verdict of a failure', () => {
    expect(readDieharder(DIEHARDER)).toEqual({
      values: [
        { test: 'diehard_rank_32x32', p: 0.99635406, verdict: 'passed', number: 2, parameter: 0 },
        { test: 'sts_monobit 1', p: 0.22250437, verdict: 'passed', number: 100, parameter: 1 },
        { test: 'rgb_bitdist 2', p: 0.00082114, verdict: 'suspicious', number: 200, parameter: 2 },
        { test: 'rgb_minimum_distance 4', p: 0, verdict: 'failed', number: 201, parameter: 4 },
        { test: 'rgb_lagged_sum 11', p: 0, verdict: 'suspicious', number: 203, parameter: 11 },
      ],
    });
  });

  it('of PractRand are the rows of most data, with its own verdicts', () => {
    const { values, bytes } = readPractRand(PRACTRAND);
    expect(bytes).toBe(2 ** 29);
    expect(values.map(({ verdict }) => verdict)).toEqual([
      ...['failed', 'failed', 'suspicious', 'suspicious', 'passed', 'passed', 'passed', 'failed'],
    ]);
    expect(values.map(({ p }) => p)).toEqual([0, 0, 1 - 3.9e-12, 1 - 3.2e-7, 1 - 9e-4, 0.62, 0.04, 4e-225]);
    expect(values[7].test).toBe('[Low1/32]mod3n(5):(9,9-6)');
  });
});

describe('logs', () => {
  const header = '# {"battery":"smallcrush","stream":"single","seed":1}';

  it('are read if the run has ended well', () => {
    const log = parseLog(`${header}\n${SMALL_CRUSH}\n# {"status":0,"seconds":7.5}\n`);
    expect(log).toMatchObject({ battery: 'smallcrush', stream: 'single', seed: 1, seconds: 7.5 });
    expect(readTestU01(log!.text)).toEqual(readTestU01(SMALL_CRUSH));
  });

  it.each([
    ['failed', `${header}\n\n# {"status":3,"seconds":7.5}\n`],
    ['was interrupted', `${header}\n${SMALL_CRUSH}`],
    ['only began', header],
  ])('are none if the run %s', (_, text) => expect(parseLog(text)).toBeUndefined());

  it('have a name for each run, and for each test that is repeated', () => {
    const run = { battery: 'crush', stream: 'single', seed: 1 };
    const again = { ...run, seed: 2, again: { test: 'ClosePairsBitMatch, t = 4', of: 1 } };
    expect([nameOf(run), nameOf(again)]).toEqual([
      'crush-single-1.log',
      'crush-single-2-again-1-ClosePairsBitMatch-t-4.log',
    ]);
  });
});

describe('results', () => {
  it('have what a log says, and the repeats of suspicious tests', () => {
    const repeat = (seed: number, p: number) =>
      logOf('smallcrush', `p-value\tRandomWalk1 H\t${p}\nnumbers\t1\n`, {
        seed,
        again: { test: 'RandomWalk1 H', of: 1 },
      });
    const result = resultOf(logOf('smallcrush', SMALL_CRUSH), [repeat(3, 0.3), repeat(2, 0.2)]);
    expect(result).toMatchObject({ program: 'TestU01 1.2.3', bytes: 872799988, count: 5, smallest: 0, largest: 1 });
    expect(result).toMatchObject({ failed: 2, failures: ['BirthdaySpacings', 'MaxOft'] });
    expect(result.suspicious).toEqual([
      { test: 'RandomWalk1 H', p: 0.00011401153818213494, again: [0.2, 0.3] },
      { test: 'RandomWalk1 M', p: 0.99977, again: [] },
    ]);
  });

  it('take what was written where the program does not say what it has read', () => {
    expect(resultOf(logOf('dieharder', DIEHARDER), [])).toMatchObject({ bytes: 4 * 4096, program: 'dieharder 3.31.1' });
    expect(resultOf(logOf('practrand', PRACTRAND), [])).toMatchObject({ bytes: 2 ** 29, program: 'PractRand 0.95' });
  });

  it('are on the page as they are in the file', () => {
    const page = readFileSync('docs/proof/batteries.md', 'utf8');
    expect(withParts(page, readResults())).toBe(page);
  });

  it('cannot be written to a page without marks', () => {
    expect(() => withParts('', [])).toThrow('docs/proof/batteries.md has no <!-- batteries: summary -->');
  });

  it('show p-values by their distance from 0 or 1, and sizes in gigabytes', () => {
    expect([0, 1e-300, 0.00011, 0.5, 0.99, 0.99977, 1].map(pText)).toEqual([
      ...['0', '1.0e-300', '1.1e-4', '0.50', '0.99', '1 - 2.3e-4', '1'],
    ]);
    expect([872799988, 2 ** 35].map(sizeText)).toEqual(['0.9 GB', '34 GB']);
  });

  it('show the failures of ours in the first sentence', () => {
    const page = withParts(readFileSync('docs/proof/batteries.md', 'utf8'), [
      resultOf(logOf('smallcrush', SMALL_CRUSH), []),
      resultOf(logOf('smallcrush', SMALL_CRUSH, { stream: 'bad' }), []),
    ]);
    expect(page).toContain('1 runs on 0.9 GB of words and indices: 2 tests failed.');
  });
});

describe('options', () => {
  it('are SmallCrush on all streams if there are none', () => {
    const request = readOptions([]);
    expect(request).toMatchObject({ do: 'run', batteries: ['smallcrush'], seed: 1, resume: false, record: false });
    expect(request).toHaveProperty('streams.length', 20);
  });

  it('name batteries and streams, as often as you like', () => {
    const given = ['--battery', 'crush', '--battery', 'dieharder', '--stream', 'bad', '--stream', 'bad', '--seed', '7'];
    expect(readOptions([...given, '--resume', '--record'])).toEqual({
      do: 'run',
      batteries: ['crush', 'dieharder'],
      streams: ['bad'],
      seed: 7,
      resume: true,
      record: true,
    });
  });

  it('say what else to do', () => {
    expect(readOptions(['--write', 'table', '--seed', '2'])).toEqual({ do: 'write', stream: 'table', seed: 2 });
    for (const deed of ['list', 'page', 'help']) expect(readOptions([`--${deed}`])).toEqual({ do: deed });
  });

  it.each([
    [['--battery', 'x'], 'there is no battery "x": take some of smallcrush, crush, bigcrush, dieharder, practrand'],
    [['--stream', 'x'], 'there is no stream "x": take some of single, low'],
    [['--write', 'x'], 'there is no stream "x"'],
    [['--seed', '0'], '--seed takes an integer from 1 to 1000, got "0"'],
    [['--seed', '1.5'], '--seed takes an integer from 1 to 1000, got "1.5"'],
    [['--list', '--page'], '--list and --page exclude each other'],
    [['--list', '--resume'], '--resume is not for --list'],
    [['--write', 'single', '--battery', 'crush'], '--battery is not for --write'],
    [['--fast'], "Unknown option '--fast' (npm run batteries -- --help lists all options)"],
    [['crush'], "Unexpected argument 'crush'"],
  ])('that are wrong are refused in one line: %j', (args, message) => {
    expect(() => readOptions(args)).toThrow(UsageError);
    expect(() => readOptions(args)).toThrow(message);
    expect(() => readOptions(args)).toThrow(/^.*$/);
  });
});
