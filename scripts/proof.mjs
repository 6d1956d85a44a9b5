// npm run proof: set-up, a build where needed, and proof/main.ts. It ends with that program's exit code.
import { spawnSync } from 'node:child_process';
import { bundleFolder } from './bundled.mjs';
import { buildWhereNeeded, install } from './setup.mjs';

await install();
await buildWhereNeeded();
const file = await bundleFolder('proof');
const { status } = spawnSync(process.execPath, [file, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
