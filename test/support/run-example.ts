import { execFileSync } from 'node:child_process';

/** The lines that an example prints, run as its header says. */
export function runExample(path: string): string[] {
  const cwd = new URL('../..', import.meta.url);
  return execFileSync(process.execPath, [`examples/${path}`], { cwd, encoding: 'utf8' })
    .trimEnd()
    .split('\n');
}
