import { aliasBuild } from './alias-build.js';
import { aliasDraw } from './alias-draw.js';
import { coverageBegin, coverageDraw, coverageTrials } from './coverage.js';
import { cumulativeBuild, cumulativeDraw } from './cumulative.js';
import { exponentialRatios } from './exponential.js';
import { twisterFloats, twisterIntegers, twisterSeed, twisterShuffle } from './mersenne.js';
import { pcgWords } from './pcg.js';
import { rankLargest } from './rank.js';
import { shuffle, uniformDraw } from './shuffle.js';
import { strataDraw } from './strata.js';
import { openStream } from './stream.js';
import { systematicDraw } from './systematic.js';
import { keepNew, remaining } from './without-replacement.js';

// The twin of every kernel, under the same name as in assembly/. They are grouped in objects, which bundlers drop whole
// if nothing uses them.

export const twin = { aliasBuild, aliasDraw, keepNew, openStream, remaining, shuffle, uniformDraw };

/** The kernels of systematic sampling. */
export const systematicTwin = { systematicDraw, openStream, pcgWords, shuffle };

/** The kernels of stratified batches. */
export const strataTwin = { openStream, strataDraw };

/** The kernels of trials. */
export const coverageTwin = { aliasBuild, aliasDraw, openStream, coverageBegin, coverageDraw, coverageTrials };

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
