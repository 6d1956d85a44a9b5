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

// Every kernel's twin, under the same names as in assembly/. Objects and no modules: bundlers drop them whole where
// they are not used.

export const twin = { aliasBuild, aliasDraw, keepNew, openStream, remaining, shuffle, uniformDraw };

/** Of systematic sampling. */
export const systematicTwin = { systematicDraw, openStream, pcgWords, shuffle };

/** Of stratified batches. */
export const strataTwin = { openStream, strataDraw };

/** Of trials. */
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
