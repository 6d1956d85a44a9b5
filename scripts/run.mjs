import { spawn } from 'node:child_process';
import { delimiter, resolve } from 'node:path';

const path = [resolve('node_modules/.bin'), process.env.PATH].join(delimiter);

/**
 * Runs a command, which may be a development tool of this project. Throws if it fails. With `quiet`, shows its output
 * only if it fails.
 */
export function run(command, args, { quiet = false, ...options } = {}) {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      stdio: quiet ? ['inherit', 'pipe', 'pipe'] : 'inherit',
      // a path may contain spaces, which a shell would split
      shell: process.platform === 'win32' && command !== process.execPath,
      env: { ...process.env, PATH: path },
      ...options,
    });
    const said = [];
    child.stdout?.on('data', (chunk) => said.push(chunk));
    child.stderr?.on('data', (chunk) => said.push(chunk));
    child.on('error', fail);
    child.on('close', (code) => {
      if (code === 0) return done();
      if (quiet) process.stderr.write(Buffer.concat(said));
      fail(new Error(`${[command, ...args].join(' ')} failed with exit code ${code}`));
    });
  });
}
