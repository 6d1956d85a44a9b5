// The kernels of trials, which loaded-dice/analysis uses: a binary of their own.
export { aliasBuild, aliasShares, aliasSweep } from './alias-build';
export { aliasDraw } from './alias-draw';
export { coverageBegin, coverageDraw, coverageTrials } from './coverage';
export { openStream } from './stream';
export { sumBelow, sumPiece } from './sum';
