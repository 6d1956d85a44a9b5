// Bundles workers with Cloudflare's wrangler, and runs them in its workerd. npx installs both and keeps them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { npxFolder } from './npx.js';
import { project, run } from './project.js';

/** The last version that runs in Node 20. */
const WRANGLER = '4.86.0';
/** Compatibility date of the runtime. */
const DATE = '2026-04-01';
const LIMIT = 120_000;

const wrangler = () => npxFolder('wrangler', WRANGLER);

/**
 * Bundles a worker with the entry app.js, beside the installed package. Returns the folder that wrangler would upload.
 */
export async function bundleWorker(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const settings = { name: 'app', main: 'app.js', compatibility_date: DATE };
  const folder = project({ 'wrangler.json': JSON.stringify(settings), ...files });
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', XDG_CONFIG_HOME: join(folder, 'config') };
  const command = [join(wrangler(), 'bin/wrangler.js'), 'deploy', '--dry-run', '--outdir', 'out'];
  await run(folder, process.execPath, command, { env });
  return folder;
}

/** Runs `use` with the origin of a bundled worker, in a real workerd. Returns its result. */
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
  const { default: program } = createRequire(join(wrangler(), 'package.json'))('workerd');
  const child = spawn(program, ['serve', 'config.capnp', '--control-fd=3'], {
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
