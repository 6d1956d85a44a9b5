// npm run demo: set-up, build where sources are newer, and examples/browser on Vite's development server; npm run demo
// -- --build makes build/demo of it.
import { fileURLToPath } from 'node:url';
import { buildWhereNeeded, install } from './setup.mjs';

const given = process.argv.slice(2);
const configFile = fileURLToPath(new URL('../examples/browser/vite.config.ts', import.meta.url));

try {
  const unknown = given.find((each) => each !== '--build');
  if (unknown) throw new Error(`npm run demo knows --build alone, got ${unknown}`);
  await install();
  await buildWhereNeeded();
  // not before it is installed
  const vite = await import('vite');
  if (given.length > 0) {
    await vite.build({ configFile });
    console.log('Put build/demo on any server; with COOP and COEP headers threads are in use, too.');
  } else {
    const server = await vite.createServer({ configFile });
    await server.listen();
    server.printUrls();
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
