// Folders of empty images for tests of the command.
import { expect } from 'vitest';
import { cli, folder } from './cli.js';

/** A folder `in` with empty files: names with {a,b} stand for several, as in a shell. */
export function images(...names: string[]): string {
  const braces = (name: string): string[] => {
    const [, before, list, behind] = /^(.*?)\{(.*?)\}(.*)$/su.exec(name) ?? [];
    return list === undefined ? [name] : list.split(',').flatMap((each) => braces(before + each + behind));
  };
  return folder(Object.fromEntries(names.flatMap(braces).map((name) => [`in/${name}`, ''])));
}

/** The classes with their rows, as "cat 2, dog 1", how they were read, and the warnings. */
export function balanceOf(cwd: string, ...args: string[]) {
  const { status, stdout, stderr } = cli(['balance', 'in', '--json', '--seed', '1', ...args], { cwd });
  expect([status, stderr]).toEqual([0, '']);
  const { perClass, read, warnings } = JSON.parse(stdout);
  return {
    classes: perClass.map((each: { class: string; rows: number }) => `${each.class} ${each.rows}`).join(', '),
    read,
    warnings,
  };
}

/** The one line that the folder is refused with. */
export function refusal(cwd: string, ...args: string[]): string {
  const { status, stdout, stderr } = cli(['sample', 'in', ...args], { cwd });
  expect([status, stdout, stderr.trimEnd().split('\n').length]).toEqual([2, '', 1]);
  return stderr.replace(/^loaded-dice: /, '').trimEnd();
}
