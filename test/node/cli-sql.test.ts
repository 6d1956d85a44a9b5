// `loaded-dice sql`.
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import { drawnIds } from '../support/arrivals.js';
import { cli } from '../support/cli.js';

const sql = (...args: string[]) => cli(['sql', ...args]);
const given = ['--dialect', 'duckdb', '--table', 'main.items', '--id', 'id', '-n', '20', '--seed', '7'];

describe('loaded-dice sql', () => {
  it('prints a query that draws', async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(
      "CREATE TABLE items AS SELECT 'r' || i AS id, i AS w, 'c' || (i % 2) AS l FROM range(1, 101) AS r(i)",
    );
    const rows = Array.from({ length: 100 }, (_, i) => ({ id: `r${i + 1}`, weight: i + 1 }));
    const draw = async (...args: string[]) => {
      const { status, stdout, stderr } = sql(...given, ...args);
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^-- loaded-dice: n 20, seed 7, with(out)? replacement; .*;\n$/s);
      return (await connection.runAndReadAll(stdout)).getRows();
    };
    const ids = async (...args: string[]) => (await draw(...args)).map(([id]) => id);
    expect(await ids('--weights', 'w')).toEqual(drawnIds(rows, 20, 7, true));
    expect(await ids('--weights', 'w', '--without-replacement')).toEqual(drawnIds(rows, 20, 7, false));
    const balanced = rows.map(({ id }, i) => ({ id, weight: (1 / 50) * (i % 2 ? 0.25 : 0.75) }));
    const target = ['--target', 'c0=1', '--target', 'c1=3'];
    expect(await ids('--column', 'l', ...target)).toEqual(drawnIds(balanced, 20, 7, true));
    expect((await draw('--weights', 'w', '--columns', 'l,id,w,l'))[0]).toHaveLength(3);
    connection.closeSync();
    instance.closeSync();
  });

  it('has a fresh seed, which it tells', () => {
    const seeds = [1, 2].map(() => sql(...given.slice(0, -2), '--weights', 'w').stdout.match(/seed (\d+),/)?.[1]);
    expect(seeds[0]).toMatch(/^\d+$/);
    expect(seeds[0]).not.toBe(seeds[1]);
  });

  const without = (option: string) => given.filter((_, i) => given[i] !== option && given[i - 1] !== option);
  it.each([
    ['no dialect', without('--dialect'), /required option '--dialect <name>' not specified$/],
    ['another dialect', [...given, '--dialect', 'oracle'], /Allowed choices are duckdb, postgres, spark, .*mysql\.$/],
    ['no id', without('--id'), /required option '--id <name>' not specified$/],
    ['no number', without('-n'), /required option '-n, --number <n>' not specified$/],
    ['a number of 0', [...given, '-n', '0'], /It must be a positive integer\.$/],
    ['neither a table nor a query', without('--table'), /: give --table NAME or --query SQL$/],
    ['both', [...given, '--query', 'SELECT 1'], /'--query <sql>' cannot be used with option '--table <name>'$/],
    ['neither weights nor labels', given, /: give --weights NAME, or --column NAME to balance classes$/],
    ['both of them', [...given, '--weights', 'w', '--column', 'l'], /cannot be used with option '--column <name>'$/],
    ['a target of weights', [...given, '--weights', 'w', '--target', 'a=1'], /cannot be used with option '--target/],
    [
      'a target of zeros',
      [...given, '--column', 'l', '--target', 'a=0'],
      /--target must have a positive share, .*zeros$/,
    ],
    ['an empty name', [...given, '--weights', ''], /--weights must be the name of a column, got ""$/],
    [
      'no name of a table',
      [...given, '--table', 'a..b', '--weights', 'w'],
      /--table must be the name .*, got "a\.\.b"$/,
    ],
    ['no names of columns', [...given, '--weights', 'w', '--columns', 'a,'], /It must name columns: a,b,…$/],
    ['quotes that do not match', [...given, '--weights', 'w', '--columns', '"a'], /Its quotes do not match\.$/],
    ['a file', [...given, '--weights', 'w', 'data.csv'], /too many arguments/],
  ] as [string, string[], RegExp][])('refuses %s', (_, args, says) => {
    const { status, stdout, stderr } = sql(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd()).toMatch(/^loaded-dice: [^\n]+$/);
    expect(stderr.trimEnd()).toMatch(says);
  });
});
