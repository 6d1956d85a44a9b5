// Workers as Cloudflare's tools make and run them: bundled by wrangler, run in the workerd that comes with it. Both by npx, which keeps them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { project, run } from './project.js';

/** The last version that runs in Node 20. */
const WRANGLER = 'wrangler@4.86.0';
/** Of the runtime's behavior. */
const DATE = '2026-04-01';
const LIMIT = 120_000;

/** Runs a program of wrangler's installation, or Node with it in PATH. */
const npx = (folder: string, ...args: string[]) =>
  run(folder, 'npx', ['--yes', '-p', WRANGLER, ...args], {
    timeout: LIMIT,
    shell: process.platform === 'win32',
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', XDG_CONFIG_HOME: join(folder, 'config'), CI: '1' },
  });

/** Prints where the program itself is, which .bin/workerd may only start: what started that could not be ended. */
const WHERE = `
const { createRequire } = require('node:module');
const { delimiter, join } = require('node:path');
const { existsSync } = require('node:fs');
const packages = process.env.PATH.split(delimiter).map((folder) => join(folder, '../workerd/package.json'));
console.log(createRequire(packages.find(existsSync))('workerd').default);`;

/** Bundles a worker, whose entry is app.js, beside which the package is installed. Returns the folder with what wrangler would upload. */
export async function bundleWorker(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const settings = { name: 'app', main: 'app.js', compatibility_date: DATE };
  const folder = project({ 'wrangler.json': JSON.stringify(settings), 'where.cjs': WHERE, ...files });
  await npx(folder, 'wrangler', 'deploy', '--dry-run', '--outdir', 'out');
  return folder;
}

/** Runs `use` with the origin of a bundled worker, in a real workerd. Returns what `use` does. */
export async function withWorker<T>(folder: string, use: (origin: string) => Promise<T>): Promise<T> {
  const files = readdirSync(join(folder, 'out')).filter((name) => /\.(js|wasm)$/.test(name));
  // the entry comes first
  const modules = files
    .sort((a, b) => Number(b === 'app.js') - Number(a === 'app.js'))
    .map((name) => {
      const kind = name.endsWith('.wasm') ? 'wasm' : 'esModule';
      return `(name = "${name}", ${kind} = embed "out/${name}")`;
    });
  writeFileSync(
    join(folder, 'config.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "app", worker = (modules = [${modules}], compatibilityDate = "${DATE}"))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "app")]
);`,
  );
  const workerd = await npx(folder, 'node', 'where.cjs');
  const child = spawn(workerd, ['serve', 'config.capnp', '--control-fd=3'], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  try {
    const [listens] = await once(child.stdio[3] as Readable, 'data', { signal: AbortSignal.timeout(LIMIT) });
    return await use(`http://127.0.0.1:${JSON.parse(String(listens)).port}`);
  } finally {
    child.kill();
  }
}
