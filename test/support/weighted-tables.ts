// Tables with a column of weights, and the command on them.
import { expect } from 'vitest';
import { folder } from './cli.js';
import { runCommand } from './run-command.js';

/** A drop table whose probabilities are exact: 1/2, 1/4, 3/16, 1/16 and none. */
export const DROPS = 'item,rate\ncoin,8\ndagger,4\ncrown,3\ngem,1\nshield,0\n';

/** Weights that are hard, or that are refused. */
export const ODD = {
  'one.csv': 'w\n3\n',
  'equal.csv': 'n,w\na,2\nb,2\nc,2\n',
  'huge.csv': 'n,w\na,1e-300\nb,1e300\nc,0\n',
  'over.csv': 'n,w\na,1.7e308\nb,1.7e308\n',
  'zeros.csv': 'n,w\na,0\nb,0\n',
  'bad.csv': 'n,w\na,1\nb,-2\n',
};

/** The command `balance` or `report` on files, with seed 5. @param always Options of every run. */
export function onTables(command: 'balance' | 'report', files: Record<string, string>, ...always: string[]) {
  const at = folder({ 'drops.csv': DROPS, ...ODD, ...files });
  const run = (file: string, ...options: string[]) =>
    runCommand(at, [command, file, '--seed', '5', ...always, ...options]);
  const json = async (file: string, ...options: string[]) => {
    const { status, stdout, stderr } = await run(file, '--json', ...options);
    expect([status, stderr]).toEqual([0, '']);
    return JSON.parse(stdout);
  };
  return { at, run, json };
}
