import { type Coverage, kde } from 'loaded-dice/analysis';

/** The probability that an epoch is the one after which everything is seen. */
export interface Chance {
  readonly epoch: number;
  readonly probability: number;
}

/** What lies beyond could not be seen in a picture. */
const SHARE = 0.9995;
const POINTS = 120;
/** Of whole numbers: a narrower kernel would show each as a hill of its own. */
const NARROWEST = 0.6;

/** The chance of each epoch that is likely; where they are many, of some, as the mean of those about it. */
export function chancesOf(forecast: Coverage): Chance[] {
  const [first, last] = [forecast.quantile(1 - SHARE), forecast.quantile(SHARE)];
  const step = Math.max(1, Math.ceil((last - first) / POINTS));
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => {
    const epoch = first + i * step;
    const probability = forecast.probabilityAllSeen(epoch) - forecast.probabilityAllSeen(Math.max(0, epoch - step));
    return { epoch: epoch - Math.floor((step - 1) / 2), probability: probability / step };
  });
}

/** The same as a curve that begins and ends at nothing. */
export function curveOf(chances: readonly Chance[]): { x: number[]; y: number[] } {
  const step = chances.length > 1 ? chances[1].epoch - chances[0].epoch : 1;
  return {
    x: [chances[0].epoch - step, ...chances.map(({ epoch }) => epoch), chances[chances.length - 1].epoch + step],
    y: [0, ...chances.map(({ probability }) => probability), 0],
  };
}

/** The density of what trials took. */
export function densityOf(epochs: Uint32Array): ReturnType<typeof kde> {
  const same = epochs.every((each) => each === epochs[0]);
  const bandwidth = same ? 0 : kde(epochs, { points: 1 }).bandwidth;
  return kde(epochs, { bandwidth: Math.max(NARROWEST, bandwidth) });
}
