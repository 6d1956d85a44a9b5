// `sql`: a query that draws in a database.
import { randomInt } from 'node:crypto';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type SqlDialect, sampleQuery } from '../../tables.js';
import { integer, listOf, pairs, share } from '../option-values.js';
import { UserError } from '../user-error.js';

const DIALECTS: readonly SqlDialect[] = ['duckdb', 'postgres', 'spark', 'bigquery', 'snowflake', 'clickhouse', 'mysql'];

interface SqlFlags {
  dialect: SqlDialect;
  table?: string;
  query?: string;
  weights?: string;
  column?: string;
  target?: Map<string, number>;
  id: string;
  number: number;
  withoutReplacement?: boolean;
  seed?: number;
  columns?: string[];
}

/** Adds the command `sql`. `print` writes to standard output. */
export function addSql(program: Command, print: (text: string) => void): void {
  program
    .command('sql')
    .description(
      'print a query that draws the ids of rows where the data are: the same rows, in the same order, in every ' +
        'database',
    )
    .addOption(
      new Option('--dialect <name>', 'the database that runs the query; MariaDB takes mysql')
        .choices(DIALECTS)
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--table <name>', 'the table, spelled as the database stores it: orders, shop.orders, shop."a.b"'),
    )
    .addOption(new Option('--query <sql>', 'a query whose rows are drawn from, instead of a table').conflicts('table'))
    .addOption(new Option('--weights <name>', 'the column that holds the weights').conflicts(['column', 'target']))
    .addOption(new Option('--column <name>', 'the column that holds the class, to balance the classes'))
    .addOption(
      new Option(
        '--target <class=share>',
        'share of the draws, on any scale; repeat it for every class (default: equal shares)',
      ).argParser(pairs(share)),
    )
    .addOption(new Option('--id <name>', 'the column of ids, unique: integers, text or UUIDs').makeOptionMandatory())
    .addOption(new Option('-n, --number <n>', 'the number of draws').argParser(integer(1)).makeOptionMandatory())
    .option('--without-replacement', 'draw each row at most once')
    .addOption(
      new Option('--seed <n>', 'makes draws repeatable (default: a new one, which is in the query)').argParser(
        integer(0),
      ),
    )
    .addOption(new Option('--columns <a,b,…>', 'columns to select behind the id').argParser(columnNames))
    .action((flags: SqlFlags) => print(`${queryOf(flags)};\n`));
}

function queryOf({ column, number, withoutReplacement, seed, table, query, ...flags }: SqlFlags): string {
  if (table === undefined && query === undefined) throw new UserError('give --table NAME or --query SQL');
  if (flags.weights === undefined && column === undefined) {
    throw new UserError('give --weights NAME, or --column NAME to balance classes');
  }
  try {
    return sampleQuery({
      ...flags,
      ...(table === undefined ? { query } : { table }),
      labels: column,
      n: number,
      replacement: !withoutReplacement,
      seed: seed ?? randomInt(2 ** 48 - 1),
    });
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw new UserError(`--${error.message}`);
    throw error;
  }
}

/** Names between commas. A name that contains a comma is quoted, as in a CSV. */
function columnNames(text: string): string[] {
  const list = listOf(text);
  if (list.length > 0 && !list.includes('')) return list;
  throw new InvalidArgumentError('It must name columns: a,b,…');
}
