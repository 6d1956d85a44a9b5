// The benchmark's run goes on when a rival fails: it is named, and left out.
import { describe, expect, it } from 'vitest';
import { measure, type Task } from '../../bench/measure.js';
import { Rival } from '../../bench/rivals.js';

/** A rival that is a line of JavaScript, and the reports of it. */
function start(code: string) {
  const reports: string[] = [];
  const rival = new Rival('Abacus', (name, reason) => reports.push(`${name}: ${reason}`), process.execPath, '-e', code);
  return { rival, reports };
}

const answering = (text: string) =>
  `require('readline').createInterface({ input: process.stdin }).on('line', (line) => { ${text} });`;

describe('a program of another language', () => {
  it('answers line by line', async () => {
    const { rival, reports } = start(
      answering(`console.log(JSON.stringify(line === 'about 0 0' ? { 'Abacus 1': 'beads' } : { 'Abacus 1': [1, 2] }))`),
    );
    expect(await rival.about()).toEqual(new Map([['Abacus 1', 'beads']]));
    expect(await rival.measure('draw', 8, 100)).toEqual(new Map([['Abacus 1', [1, 2]]]));
    rival.close();
    expect(await rival.measure('draw', 8, 100)).toEqual(new Map());
    expect(reports).toEqual([]);
  });

  it.each([
    ['is not there', undefined, /^Abacus: spawn .*ENOENT/],
    ['ends', 'process.exit(3)', /^Abacus: it ended with exit code 3$/],
    ['fails at a line', answering(`console.error('no beads'); process.exit(1)`), /^Abacus: .*exit code 1: no beads$/],
    ['says what is no JSON', answering(`console.log('seven')`), /^Abacus: .*JSON/],
  ])('that %s is reported once, and has no figures', async (_, code, expected) => {
    const reports: string[] = [];
    const report = (name: string, reason: string) => reports.push(`${name}: ${reason}`);
    const rival =
      code === undefined
        ? new Rival('Abacus', report, '/nowhere/abacus')
        : new Rival('Abacus', report, process.execPath, '-e', code);
    expect(await rival.measure('draw', 8, 100)).toEqual(new Map());
    expect(await rival.measure('draw', 8, 100)).toEqual(new Map());
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatch(expected);
  });
});

describe('a row', () => {
  const fine: Task = ['fine', 10, () => Math.sqrt(2)];

  it('has the figures of those that did not fail', async () => {
    let calls = 0;
    const late: Task = [
      'late',
      10,
      () => {
        if (++calls > 2) throw new Error('worn out');
      },
    ];
    const failures: string[] = [];
    const figures = await measure(
      [fine, late],
      [
        () => new Map([['elsewhere', [3, 1, 2]]]),
        () => {
          throw new Error('draws other indices');
        },
      ],
      { rounds: 2, failed: (name, reason) => failures.push(`${name}: ${reason}`) },
    );
    expect([...figures.keys()]).toEqual(['fine', 'elsewhere']);
    expect(figures.get('elsewhere')).toEqual({ least: 1, median: 2 });
    expect(failures).toEqual(['late: worn out', 'a program: draws other indices']);
  });
});
