// npx vite examples/react-vite
export default {
  oxc: { jsx: { runtime: 'automatic' } },
  build: { outDir: '../../build/react-vite', emptyOutDir: true },
};
