// npm run coverage: the lines of src/ that the tests of npm test reach. What they start as processes and threads is
// not counted.
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
