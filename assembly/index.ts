// The kernels that most pages use: weighted and uniform draws, and trials. What is not reachable from here, or from
// extra.ts, is not even type-checked by the compiler.
export { aliasBuild } from './alias-build';
export { aliasDraw } from './alias-draw';
export { coverageBegin, coverageDraw, coverageTrials } from './coverage';
export { shuffle, uniformDraw } from './shuffle';
export { openStream } from './stream';
export { keepNew, remaining } from './without-replacement';
