import { run } from './command.js';
import { oneLine } from './user-error.js';

/** package.json's, put in by the build. */
declare const VERSION: string;

const { stdout, stderr } = process;

// a message that nobody can read is given up: what was asked for goes to standard output
stderr.on('error', () => {});

stdout.on('error', (error: NodeJS.ErrnoException) => {
  // whoever reads our output may have seen enough
  if (error.code === 'EPIPE') process.exit(0);
  stderr.write(`loaded-dice: standard output cannot be written (${error.code ?? oneLine(error)})\n`);
  process.exit(2);
});

process.exitCode = await run(process.argv.slice(2), { stdin: () => process.stdin, stdout, stderr }, VERSION);
