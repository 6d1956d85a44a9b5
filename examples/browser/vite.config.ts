import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** What makes a page cross-origin isolated, and threads possible. */
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // the built page works in any folder of a server
  base: './',
  server: { headers },
  preview: { headers },
  worker: { format: 'es' },
  build: {
    outDir: fileURLToPath(new URL('../../build/demo', import.meta.url)),
    emptyOutDir: true,
    // Vega alone has 800 KB
    chunkSizeWarningLimit: 2000,
  },
});
