import { execFileSync } from 'node:child_process';

/** Runs an example as its header says. Returns the lines that it prints. */
export function runExample(path: string): string[] {
  const cwd = new URL('../..', import.meta.url);
  return execFileSync(process.execPath, [`examples/${path}`], { cwd, encoding: 'utf8' })
    .trimEnd()
    .split('\n');
}
