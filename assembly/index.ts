// Every kernel. What is not reachable from here is not even type-checked by the compiler.
export { aliasBuild } from './alias-build';
export { aliasDraw } from './alias-draw';
export { combDraw } from './comb';
export { coverageBegin, coverageDraw, coverageTrials } from './coverage';
export { cumulativeBuild, cumulativeDraw } from './cumulative';
export { keepNew, remaining } from './distinct';
export { exponentialRatios } from './exponential';
export { twisterFloats, twisterIntegers, twisterSeed, twisterShuffle } from './mersenne';
export { pcgWords } from './pcg';
export { rankLargest } from './rank';
export { shuffle, uniformDraw } from './shuffle';
export { strataDraw } from './strata';
export { openStream } from './stream';
