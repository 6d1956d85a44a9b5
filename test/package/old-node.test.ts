// The installed command in a Node that is too old for it, and in this one.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { node, project, run } from '../support/project.js';

const command = 'node_modules/.bin/loaded-dice';

/** The command's exit status and what it says in a Node of that version, from npm by npx, which keeps it. */
async function said(version: string): Promise<string> {
  const script = `const { spawnSync } = require('node:child_process');
    const { status, stdout, stderr } = spawnSync(process.argv[1], [process.argv[2], 'sample', '--help']);
    console.log(status + '|' + stdout + '|' + stderr);`;
  const folder = project();
  const npx = ['-y', '-p', `node@${version}`, 'node', '-p', 'process.execPath'];
  const executable = await run(folder, 'npx', npx, { shell: process.platform === 'win32' });
  return node(folder, '-e', script, executable, join(folder, '..', command));
}

describe('the command', () => {
  it.each(['12.22.12', '18.20.8', '20.18.3'])('says in Node %s which one it needs, in one line', async (version) => {
    expect(await said(version)).toBe(`2||loaded-dice: Node 20.19 or later is needed, this is ${version}`);
  });

  it('runs where npm linked it', async () => {
    const folder = project({ 'labels.csv': 'label\na\nb\nb\n' });
    const args = ['sample', 'labels.csv', '--column', 'label', '-n', '3', '--seed', '1'];
    const shell = process.platform === 'win32';
    const drawn = await run(folder, join(folder, '..', command), args, { shell });
    expect(drawn).toMatch(/^\d+(\s+\d+)*$/);
  });
});
