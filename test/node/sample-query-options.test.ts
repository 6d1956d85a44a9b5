// What sampleQuery refuses, and what its text says.
import { describe, expect, it } from 'vitest';
import { sampleQuery } from '../../src/tables/sql/sample-query.js';

const given = { dialect: 'postgres', table: 't', weights: 'w', id: 'id', n: 3, seed: 1 } as const;
const { weights: _, ...labeled } = { ...given, labels: 'l' } as const;
// biome-ignore lint/suspicious/noExplicitAny: wrong on purpose
const query = (options: any) => sampleQuery(options);

describe('sampleQuery', () => {
  it.each([
    [{ ...given, dialect: 'oracle' }, RangeError, /^dialect must be 'duckdb' or 'postgres' .* got "oracle"$/],
    [{ ...given, table: undefined }, TypeError, /^options must have either table or query, .* got neither$/],
    [{ ...given, query: 'SELECT 1' }, TypeError, /^options must have either table or query, .* got both$/],
    [{ ...given, labels: 'l' }, TypeError, /^options must have either weights or labels, .* got both$/],
    [{ ...given, weights: undefined }, TypeError, /^options must have either weights or labels, .* got neither$/],
    [{ ...given, weights: 3 }, TypeError, /^weights must be the name of a column, got 3$/],
    [{ ...given, id: undefined }, TypeError, /^id must be the name of a column, got undefined$/],
    [{ ...given, id: 'a\0' }, TypeError, /^id must be the name of a column, got "a\\u0000"$/],
    [{ ...given, table: '' }, TypeError, /^table must be the name of a table, got ""$/],
    [{ ...given, table: 'a.' }, TypeError, /^table must be the name of a table, such as .* got "a\."$/],
    [{ ...given, table: '"a' }, TypeError, /^table must be the name of a table, such as .* got "\\"a"$/],
    [{ ...given, table: '"a"b' }, TypeError, /^table must be the name of a table/],
    [{ ...given, table: undefined, query: ' ;\n' }, TypeError, /^query must be a query in SQL/],
    [{ ...given, n: 0 }, RangeError, /^n must be a positive integer, got 0$/],
    [{ ...given, n: '3' }, TypeError, /^n must be a positive integer, got "3"$/],
    [{ ...given, replacement: 1 }, TypeError, /^replacement must be a boolean, got 1$/],
    [{ ...given, seed: -1 }, RangeError, /^seed must be/],
    [{ ...given, columns: 'a' }, TypeError, /^columns must be an array of names, got "a"$/],
    [{ ...given, columns: ['a', 1] }, TypeError, /^columns\[1\] must be the name of a column, got 1$/],
    [{ ...given, target: { a: 1 } }, TypeError, /^target needs labels: weights have no classes$/],
    [{ ...given, threads: 2 }, TypeError, /^options has no "threads"; known are dialect, table/],
    [{ ...labeled, target: { a: 0 } }, RangeError, /^target must have a positive share, got only zeros$/],
    [{ ...labeled, target: { a: -1 } }, RangeError, /^target\["a"\] must be a finite number of at least 0, got -1$/],
    [{ ...labeled, target: { a: 1, b: 1e-240 } }, RangeError, /^target\["b"\] must be 0 or at least 1e-230 of the sum/],
    [{ ...labeled, target: 'a' }, TypeError, /^target must be a Map or a record/],
    [{ ...labeled, target: null }, TypeError, /^target must be a Map or a record/],
    [
      {
        ...labeled,
        target: new Map<unknown, number>([
          [1, 1],
          ['1', 1],
        ]),
      },
      TypeError,
      /^target must name each class once/,
    ],
  ])('refuses %o', (options, Kind, says) => {
    expect(() => query(options)).toThrow(Kind);
    expect(() => query(options)).toThrow(says);
  });

  it('gives equal text for equal options, and says its seed', () => {
    expect(query(given)).toBe(query({ ...given, seed: '1', replacement: true }));
    expect(query({ ...given, seed: undefined })).not.toBe(query({ ...given, seed: undefined }));
    expect(query({ ...given, seed: 'a b' })).toMatch(/^-- loaded-dice: n 3, seed \d+, with replacement; for Postgre/);
  });

  it('says which versions run it, and how it fails', () => {
    const head = (dialect: string) =>
      query({ ...given, dialect })
        .split('\n')
        .slice(0, 2)
        .join('\n');
    expect(head('spark')).toMatch(/for Spark 3\.3 or later.*the query fails and says which\.$/s);
    expect(head('mysql')).toMatch(/MariaDB 10\.5 or later.*the query fails: its message about the name of a lock/s);
  });
});
