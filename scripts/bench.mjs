// npm run bench: set-up, build, and the measurements of bench/main.ts.
import { runBundled } from './bundled.mjs';

await runBundled('bench');
