// npm run coverage: reports which lines of src/ the tests of npm test reach. Code that runs in processes and threads
// that tests start is not counted.
import { run } from './run.mjs';
import { build, install } from './setup.mjs';

try {
  await install();
  await build();
  await run('vitest', ['run', '--coverage', '--project', 'unit', '--project', 'node', ...process.argv.slice(2)]);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
