// npm run demo: set-up, a build if sources have changed, and examples/browser on Vite's development server.
// npm run demo -- --build writes the page to build/demo instead.
import { fileURLToPath } from 'node:url';
import { buildWhereNeeded, install } from './setup.mjs';

const given = process.argv.slice(2);
const configFile = fileURLToPath(new URL('../examples/browser/vite.config.ts', import.meta.url));

try {
  const unknown = given.find((each) => each !== '--build');
  if (unknown) throw new Error(`npm run demo takes only the option --build, got ${unknown}`);
  await install();
  await buildWhereNeeded();
  // import Vite only after the set-up has installed it
  const vite = await import('vite');
  if (given.length > 0) {
    await vite.build({ configFile });
    console.log('Put build/demo on any server. With COOP and COEP headers it also uses threads.');
  } else {
    const server = await vite.createServer({ configFile });
    await server.listen();
    server.printUrls();
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
