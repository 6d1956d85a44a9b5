import type { Coverage } from '../../analysis.js';

/** The probability that an epoch is the one after which everything is seen. */
export interface Chance {
  readonly epoch: number;
  readonly probability: number;
}

/** The same as a curve, in the form of a `kde` without a bandwidth. */
export interface Density {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** What lies beyond could not be seen in a picture. */
const SHARE = 0.9995;
const POINTS = 120;

/**
 * The chance of each epoch that is likely; where they are many, the mean chance of some epochs in a row, at their
 * middle.
 */
export function chancesOf(forecast: Coverage): Chance[] {
  const [first, last] = [forecast.quantile(1 - SHARE), forecast.quantile(SHARE)];
  const step = Math.max(1, Math.ceil((last - first) / POINTS));
  return Array.from({ length: Math.ceil((last - first + 1) / step) }, (_, i) => {
    const start = first + i * step;
    const probability = forecast.probabilityAllSeen(start + step - 1) - forecast.probabilityAllSeen(start - 1);
    return { epoch: start + Math.floor((step - 1) / 2), probability: probability / step };
  });
}

/** As a curve that begins and ends at nothing. */
export function densityOf(forecast: Coverage): Density {
  const chances = chancesOf(forecast);
  const step = chances.length > 1 ? chances[1].epoch - chances[0].epoch : 1;
  return {
    x: [
      Math.max(0, chances[0].epoch - step),
      ...chances.map(({ epoch }) => epoch),
      chances[chances.length - 1].epoch + step,
    ],
    y: [0, ...chances.map(({ probability }) => probability), 0],
  };
}
