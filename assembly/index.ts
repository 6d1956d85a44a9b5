// The kernels that most pages use: weighted draws, uniform draws, trials. The compiler does not even check the types of
// code that neither this file nor extra.ts reaches.
export { aliasBuild } from './alias-build';
export { aliasDraw } from './alias-draw';
export { coverageBegin, coverageDraw, coverageTrials } from './coverage';
export { floorBlocks, shareBlocks } from './few';
export { shuffle, uniformDraw } from './shuffle';
export { softmax } from './softmax';
export { openStream } from './stream';
export { sumBelow, sumPiece } from './sum';
export { keepNew, remaining } from './without-replacement';
