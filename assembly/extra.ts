// The other kernels: systematic sampling, stratified batches, batches of a few classes, PyTorch's generator. They are a
// binary of their own, so that a page without them does not load it.

export { classDraw } from './class-batches';
export { cumulativeBuild, cumulativeDraw } from './cumulative';
export { exponentialRatios } from './exponential';
export { twisterFloats, twisterIntegers, twisterSeed, twisterShuffle } from './mersenne';
export { pcgWords } from './pcg';
export { rankLargest } from './rank';
export { shuffle } from './shuffle';
export { strataDraw } from './strata';
export { openStream } from './stream';
export { systematicDraw } from './systematic';
