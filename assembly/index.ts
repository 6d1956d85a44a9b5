// Every kernel. What is not reachable from here is not even type-checked by the compiler.
export { aliasBuild, aliasDraw } from './alias';
export { distinctDraw, remaining } from './distinct';
export { pcgWords } from './pcg';
export { shuffle, uniformDraw } from './shuffle';
export { openStream } from './stream';
