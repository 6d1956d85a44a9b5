// Every kernel's twin, under the same names as in assembly/index.ts.
export { aliasBuild, aliasDraw } from './alias.js';
export { pcgWords } from './pcg.js';
export { openStream } from './stream.js';
