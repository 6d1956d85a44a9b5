import { run } from './command.js';
import { oneLine } from './user-error.js';

/** The version in package.json, which the build puts in. */
declare const VERSION: string;

const { stdout, stderr } = process;

// where messages cannot be written, the command goes on: its result goes to standard output
stderr.on('error', () => {});

stdout.on('error', (error: NodeJS.ErrnoException) => {
  // the reader of the output has closed it, as `head` does
  if (error.code === 'EPIPE') process.exit(0);
  stderr.write(`loaded-dice: standard output cannot be written (${error.code ?? oneLine(error)})\n`);
  process.exit(2);
});

process.exitCode = await run(process.argv.slice(2), { stdin: () => process.stdin, stdout, stderr }, VERSION);
