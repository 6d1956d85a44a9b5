// npm run bench: set-up, build, and the figures of bench/main.ts.
import { runBundled } from './bundled.mjs';

await runBundled('bench');
