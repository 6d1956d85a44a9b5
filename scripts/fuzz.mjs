// npm run fuzz: set-up, build, and the fuzzers of fuzz/main.ts.
import { runBundled } from './bundled.mjs';

await runBundled('fuzz');
