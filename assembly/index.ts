// The kernels of weighted draws. The other entries are binaries of their own, so that a page loads what it uses:
// uniform.ts, trials.ts, extra.ts, dynamic.ts. The compiler does not even check the types of code that none of them
// reaches.
export { aliasBuild, aliasShares, aliasSweep } from './alias-build';
export { aliasDraw } from './alias-draw';
export { floorBlocks, shareBlocks } from './few';
export { softmax } from './softmax';
export { openStream } from './stream';
export { sumBelow, sumPiece } from './sum';
export { keepNew, remaining } from './without-replacement';
