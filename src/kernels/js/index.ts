import { aliasBuild, aliasShares, aliasSweep } from './alias-build.js';
import { aliasDraw } from './alias-draw.js';
import { classDraw } from './class-batches.js';
import { coverageBegin, coverageDraw, coverageTrials } from './coverage.js';
import { cumulativeBuild, cumulativeDraw } from './cumulative.js';
import { dynamicDraw } from './dynamic-draw.js';
import { dynamicBuild } from './dynamic-tree.js';
import { dynamicUpdate, dynamicUpdateMany } from './dynamic-update.js';
import { exponentialRatios } from './exponential.js';
import { floorBlocks, shareBlocks } from './few.js';
import { twisterFloats, twisterIntegers, twisterSeed, twisterShuffle } from './mersenne.js';
import { pcgWords } from './pcg.js';
import { rankLargest } from './rank.js';
import { shuffle, uniformDraw } from './shuffle.js';
import { softmax } from './softmax.js';
import { strataDraw } from './strata.js';
import { openStream } from './stream.js';
import { sumBelow, sumPiece } from './sum.js';
import { systematicDraw } from './systematic.js';
import { keepNew, remaining } from './without-replacement.js';

// The twin of every kernel, under the same name as in assembly/. They are grouped in objects, which bundlers drop whole
// if nothing uses them.

/** The kernels of weighted draws. */
export const weightedTwin = {
  aliasBuild,
  aliasDraw,
  aliasShares,
  aliasSweep,
  keepNew,
  openStream,
  remaining,
  sumBelow,
  sumPiece,
};

/** The kernels of uniform draws. */
export const uniformTwin = { openStream, shuffle, uniformDraw };

/** The kernels of few draws from many weights. */
export const fewTwin = { floorBlocks, shareBlocks, sumBelow, sumPiece };

/** The kernels of systematic sampling. */
export const systematicTwin = { systematicDraw, openStream, pcgWords, shuffle };

/** The kernels of stratified batches. */
export const strataTwin = { openStream, strataDraw };

/** The kernels of batches of a few classes. */
export const classTwin = { classDraw, openStream };

/** The kernels of trials. */
export const coverageTwin = {
  aliasBuild,
  aliasDraw,
  aliasShares,
  aliasSweep,
  coverageBegin,
  coverageDraw,
  coverageTrials,
  openStream,
  sumBelow,
  sumPiece,
};

/** The kernels of weights that change. */
export const dynamicTwin = { dynamicBuild, dynamicDraw, dynamicUpdate, dynamicUpdateMany, openStream };

/** The kernels of logits. */
export const logitsTwin = { softmax };

export const torchTwin = {
  cumulativeBuild,
  cumulativeDraw,
  exponentialRatios,
  rankLargest,
  twisterFloats,
  twisterIntegers,
  twisterSeed,
  twisterShuffle,
};
