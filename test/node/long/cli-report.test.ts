// loaded-dice report: what is asked of it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, folder } from '../../support/cli.js';

describe('what is asked for', () => {
  const small = () => {
    const lines = Array.from({ length: 90 }, (_, i) => (i % 9 === 0 ? 'a "b" <c>' : i % 3 === 0 ? 'd' : 'e'));
    return folder({ 'small.csv': `label\n${lines.map((line) => `"${line.replaceAll('"', '""')}"`).join('\n')}\n` });
  };
  const json = (...args: string[]) =>
    JSON.parse(
      cli(['report', 'small.csv', '--column', 'label', '--seed', '1', '--json', ...args], { cwd: small() }).stdout,
    );

  test('a target, the numbers of epochs and trials, another sampler', () => {
    const report = json(
      '--target',
      'a "b" <c>=1',
      '--target',
      'd=2',
      '--target',
      'e=1',
      '--epochs',
      '7',
      '--trials',
      '33',
    );
    // classes by their number of rows: e, d, a
    expect(report.target).toEqual({ 'a "b" <c>': 1, d: 2, e: 1 });
    expect(report.plan.shares).toEqual([0.25, 0.5, 0.25]);
    expect(report.other).toMatchObject({ equal: true, shares: [1 / 3, 1 / 3, 1 / 3] });
    expect(report.plan.untilAll.unseen).toHaveLength(8);
    expect(report.plan.untilAll.trials.epochs).toHaveLength(33);
    const stratified = json('--sampler', 'stratified', '--batch-size', '9');
    expect(stratified.sampler).toBe('stratified');
    expect(stratified.plan.epoch.counts.every((row: number[]) => String(row) === '3,3,3')).toBe(true);
    expect(json('--distinct', '--batch-size', '9').plan.epoch.repeatsInBatch).toBe(0);
    expect(json('--without-replacement').twice).toBe(null);
  });

  test('few rows, whose other ratios coincide', () => {
    for (const [rows, ratios] of [
      ['aab', [2]],
      ['ab', [1]],
      ['aabb', [1]],
      ['aaab', [1, 3]],
      ['abc', [1]],
    ] as const) {
      const cwd = folder({ 'few.csv': `label\n${[...rows].join('\n')}\n` });
      const { status, stderr } = cli(['report', 'few.csv', '--column', 'label', '--seed', '1'], { cwd });
      expect([rows, status, stderr.replace(/warning.*/, '')]).toEqual([rows, 0, '']);
      const { sweep } = JSON.parse(cli(['report', 'few.csv', '--column', 'label', '--json'], { cwd }).stdout);
      expect([rows, sweep.map((each: { ratio: number }) => each.ratio)]).toEqual([rows, ratios]);
    }
  });

  test('classes that read the same are told apart, in pictures and in words', () => {
    const cwd = folder({ 'same.csv': 'n,label\n1,""\n2,(empty)\n3,"a\nb"\n4,a\\nb\n5,"a "\n6,a\n7,""\n' });
    const { status, stderr } = cli(['report', 'same.csv', '--column', 'label', '--seed', '1', '--missing', 'keep'], {
      cwd,
    });
    expect([status, stderr]).toEqual([0, '']);
    const html = readFileSync(join(cwd, 'report.html'), 'utf8');
    const names = [...html.matchAll(/<th scope="row">([^<]*)<\/th><td>\d<\/td><td>[\d.]+ %<\/td><td>\d<\/td>/g)];
    expect(names.map(([, name]) => name.replaceAll('&quot;', '"'))).toEqual([
      ...['""', '"(empty)"', '"a\\nb"', '"a\\\\nb"', '"a "', 'a'],
    ]);
  });

  test('classes of any name, in report.html unless it is said', () => {
    const cwd = small();
    expect(cli(['report', 'small.csv', '--column', 'label', '--seed', '1'], { cwd }).status).toBe(0);
    const html = readFileSync(join(cwd, 'report.html'), 'utf8');
    expect(html).toContain('a &quot;b&quot; &lt;c&gt;');
    expect(html).not.toContain('<c>');
    expect(html).toContain('“a &quot;b&quot; &lt;c&gt;”');
    expect(readdirSync(cwd).sort()).toEqual(['report.html', 'small.csv']);
  });

  test('one class, and one row', () => {
    for (const rows of [3, 1]) {
      const cwd = folder({ 'one.csv': `label\n${'x\n'.repeat(rows)}` });
      const { status, stderr, stdout } = cli(['report', 'one.csv', '--column', 'label', '--seed', '1'], { cwd });
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toContain(`one.csv has ${rows === 1 ? '1 row' : '3 rows'} of 1 class: ${rows} x.`);
      const report = JSON.parse(cli(['report', 'one.csv', '--column', 'label', '--json'], { cwd }).stdout);
      expect(report.plan.shares).toEqual([1]);
      expect(report.shuffle.balance[0].batch).toEqual({ mean: rows, lower: rows, upper: rows, lacking: 0 });
      expect(report.run.unseen.at(-1)).toBe(0);
    }
  });

  test('plain shuffling is forecast as it is, without replacement', () => {
    const { shuffle } = json('--batch-size', '30');
    // of 10 among 90, in batches of 30: 80! 60! / (90! 50!)
    let none = 1;
    for (let i = 0; i < 30; i++) none *= (80 - i) / (90 - i);
    expect(shuffle.balance[2].batch.lacking).toBeCloseTo(none, 12);
    expect(shuffle.balance[2].epoch).toEqual({ mean: 10, lower: 10, upper: 10, lacking: 0 });
    // a batch of all that there is
    expect(json('--batch-size', '500').shuffle.balance[2].batch).toEqual({
      mean: 10,
      lower: 10,
      upper: 10,
      lacking: 0,
    });
  });

  test('a plain shuffle is compared by as many draws, in batches as large', () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => (i % 20 === 0 && i < 19_800 ? 'rare' : 'often'));
    const cwd = folder({ 'clean.csv': `label\n${lines.join('\n')}\n` });
    const args = ['clean.csv', '--column', 'label', '--num-samples', '5', '--seed', '1'];
    const { stdout } = cli(['report', ...args], { cwd });
    // 990 of 20,000 in none of 5 draws; 32 draws would have none in 19.7 %
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'an epoch, which is one batch of 5, has 0 to 5 draws of rare (in 95 % of batches), and 3.1 % have none; ' +
        'with plain shuffling 77.6 % have none.',
    );
    const made = JSON.parse(cli(['report', ...args, '--json'], { cwd }).stdout);
    let none = 1;
    for (let i = 0; i < 5; i++) none *= (19_010 - i) / (20_000 - i);
    expect(made.shuffle.balance[1].batch.lacking).toBeCloseTo(none, 12);
    expect(made.shuffle.epoch).toMatchObject({ draws: 5, batches: 1, neverSeen: 19_995 });
    for (const { batches, neverSeen } of made.alternatives) {
      expect(batches).toBe(1);
      expect(neverSeen).toBeGreaterThanOrEqual(19_995);
    }
    // what begins a shuffle anew shows everything in no number of epochs for certain
    expect(made.alternatives[0]).toMatchObject({ name: 'plain shuffle' });
    expect(made.alternatives[0].guarantee).toBeNull();

    const balanced = cli(['balance', ...args], { cwd }).stdout.replace(/\s+/g, ' ');
    expect(balanced).toMatch(/batches without it: [01] of 1 before, [01] of 1 now/);
    expect(balanced).toContain('before: plain shuffle, 5 draws in 1 batch, 19,995 rows unseen');
    const { shuffle } = JSON.parse(cli(['balance', ...args, '--json'], { cwd }).stdout);
    expect(shuffle).toEqual({ draws: 5, batches: 1, neverSeen: 19_995 });
    // more draws than rows: the shuffle goes on, too
    const twice = ['clean.csv', '--column', 'label', '--num-samples', '30000', '--batch-size', '100', '--json'];
    expect(JSON.parse(cli(['balance', ...twice], { cwd }).stdout).shuffle).toEqual({
      draws: 30_000,
      batches: 300,
      neverSeen: 0,
    });
  });

  test('more epochs than are drawn one by one change no figure', () => {
    const cwd = small();
    const answer = (...more: string[]) =>
      cli(['report', 'small.csv', '--column', 'label', '--seed', '1', ...more], { cwd }).stdout.replace(/\s+/g, ' ');
    expect(answer('--epochs', '700')).toBe(answer());
    expect(answer()).toMatch(/Not in one epoch: \d+ of 90 rows are expected to be unseen after it, \d/);
  });

  test('answers are about the sampler that is asked for', () => {
    const cwd = small();
    const told = (...more: string[]) =>
      cli(['report', 'small.csv', '--column', 'label', '--seed', '1', '--batch-size', '9', ...more], {
        cwd,
      }).stdout.replace(/\s+/g, ' ');
    const plain = told();
    expect(plain).toMatch(/in 95 % of batches/);
    const systematic = told('--sampler', 'systematic');
    expect(systematic).toMatch(
      new RegExp(
        'rows were unseen after one epoch of systematic draws; \\d epochs showed everything, ' +
          'and any \\d epochs in a row are certain to',
      ),
    );
    expect(told('--sampler', 'stratified')).toMatch(/A batch has 3 draws of it; 0 of 10 batches have none/);
    const ordered = told('--without-replacement');
    expect(ordered).toContain('No: in an epoch of weighted draws without replacement');
    expect(ordered).toContain('Yes: one epoch of weighted draws without replacement showed everything');
    expect(ordered).toContain('warning: without replacement');
    const report = json('--sampler', 'systematic');
    expect(report.run.unseen[1]).toBe(report.plan.epoch.neverSeen);
  });

  test('the target is the plan in every answer and picture', () => {
    const cwd = small();
    const target = ['--target', 'a "b" <c>=7', '--target', 'd=2', '--target', 'e=1'];
    const args = ['report', 'small.csv', '--column', 'label', '--seed', '1', '--batch-size', '10', ...target];
    const { stdout } = cli([...args, '--svg', 'pictures'], { cwd });
    const html = readFileSync(join(cwd, 'report.html'), 'utf8');
    const text = stdout.replace(/\s+/g, ' ');
    const named = '“a "b" <c>”';
    for (const sentence of [
      'The weight of a row is (share of its class) / (rows of its class): 0.07 for each of the 10 rows of ' +
        `${named} and 0.001667 for each of the 60 rows of e.`,
      `So the draws have the shares of the target: ${named} 70.0 %, d 20.0 % and e 10.0 %.`,
      'Can I be certain that batches have these shares?',
      // of 10 draws of 0.7 each
      `a batch of 10 has 4 to 10 draws of ${named} (in 95 % of batches), and 34.9 % have no e; with plain shuffling `,
      'Give another target. An example, equal shares: with',
      `${named} 33.3 %`,
      'Stratified batches have 7 draws of',
    ]) {
      expect(text).toContain(sentence);
      expect(html).toContain(sentence.replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
    }
    expect(html).toContain('. An example, equal shares: with ');
    expect(html).toContain('Weighted draws, by the target ');
    // nothing claims that classes are balanced
    expect(text).not.toMatch(/balanc/);
    expect(html).not.toMatch(/balanced/);

    const made = JSON.parse(cli([...args, '--json'], { cwd }).stdout);
    const [e, d, rare] = [60, 20, 10];
    expect(made.counts).toEqual([e, d, rare]);
    expect(made.plan.shares).toEqual([0.1, 0.2, 0.7]);
    expect(made.plan.weights).toEqual([(1 / e) * 0.1, (1 / d) * 0.2, (1 / rare) * 0.7]);
    expect(made.plan.balance[2].batch.mean).toBeCloseTo(7, 12);
    // each way of drawing has the plan's shares: of 90 draws, within five standard deviations
    for (const { classes, draws } of [made.plan.epoch, made.twice, made.stratified]) {
      expect(Math.abs(classes[2].draws - 0.7 * draws)).toBeLessThan(5 * Math.sqrt(draws * 0.7 * 0.3));
    }
    expect(made.stratified.perBatch).toEqual([1, 2, 7].map((each) => ({ least: each, most: each })));
    const own = made.sweep.find((each: { own: boolean }) => each.own);
    expect(own.mean).toBeCloseTo(made.plan.untilAll.closedForm.mean, 10);
    const { median } = made.plan.untilAll.closedForm.quantiles;
    // a tenth of the draws for two thirds of the rows: longer than balanced ones
    expect(median).toBeGreaterThan(made.other.untilAll.closedForm.quantiles.median);
    const weighted = made.alternatives.find((each: { name: string }) => each.name === 'weighted');
    expect(weighted.epochsToAll).toBe(made.run.epochs);
    expect(weighted).toMatchObject({
      neverSeen: made.plan.epoch.neverSeen,
      batchesLacking: made.plan.epoch.batchesLacking,
    });
  });

  test('without a target the fourth answer turns the imbalance round; of a target of equal shares, too', () => {
    const equal = ['--target', 'a "b" <c>=2', '--target', 'd=2', '--target', 'e=2'];
    for (const more of [[], equal]) {
      const { other, counts } = json(...more);
      expect(other.equal).toBe(false);
      const turned = counts.map((rows: number) => 1 / rows);
      const sum = turned.reduce((all: number, each: number) => all + each, 0);
      other.shares.forEach((share: number, code: number) => {
        expect(share).toBeCloseTo(turned[code] / sum, 12);
      });
    }
  });

  test('what the target does not want is never drawn, missed nor waited for', () => {
    const cwd = small();
    const args = ['report', 'small.csv', '--column', 'label', '--seed', '1', '--batch-size', '20'];
    args.push('--target', 'a "b" <c>=0', '--target', 'd=1', '--target', 'e=1');
    expect(cli(args, { cwd }).stdout.replace(/\s+/g, ' ')).toContain('Yes, on average and in nearly every batch');
    const html = readFileSync(join(cwd, 'report.html'), 'utf8');
    const named = '“a &quot;b&quot; &lt;c&gt;”';
    expect(html).toContain(
      `What follows is about the 80 rows that can be drawn: the target excludes those of ${named}.`,
    );
    expect(html).toContain(`With the given target, rows of ${named} are never drawn.`);
    const made = JSON.parse(cli([...args, '--json'], { cwd }).stdout);
    expect(made.plan.untilAll.items).toBe(80);
    expect(made.run.unseen[0]).toBe(80);
    expect(made.run.unseen.at(-1)).toBe(0);
    expect(made.plan.epoch).toMatchObject({ batchesLacking: 0, neverSeen: made.run.unseen[1] });
    for (const { name, epochsToAll, batchesLacking: lacking } of made.alternatives) {
      expect([name, lacking, epochsToAll < 30]).toEqual([name, 0, true]);
    }
  });

  test('the sweep is of as many draws as are asked for', () => {
    const { sweep, plan } = json('--num-samples', '500');
    const own = sweep.find((each: { own: boolean }) => each.own);
    expect(own.mean).toBe(plan.untilAll.closedForm.mean);
    for (const { counts } of sweep) expect(counts.reduce((sum: number, each: number) => sum + each, 0)).toBe(90);
  });
});
