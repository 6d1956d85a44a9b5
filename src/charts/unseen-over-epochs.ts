import { checkOptions } from '../internal/check.js';
import { CHART_OPTIONS, type ChartOptions, frameOf } from './chart-options.js';
import { checkAscending, checkList, checkNumber, checkRecord, checkRecords } from './check-input.js';
import { count, threeDigits } from './number-text.js';
import { specOf, type VegaLiteSpec } from './spec.js';
import { BLUE, ORANGE, PALE } from './theme.js';

/** A forecast of the number of unseen items after some number of epochs. All numbers are at least 0. */
export interface UnseenForecast {
  readonly epoch: number;
  /** The expected number of unseen items. */
  readonly expected: number;
  /** The range of this number. */
  readonly lower: number;
  readonly upper: number;
}

/** The number of unseen items after some number of epochs of a run. All numbers are at least 0. */
export interface UnseenCount {
  readonly epoch: number;
  readonly unseen: number;
}

/** A forecast, and the counts of runs. */
export interface UnseenOverEpochs {
  /** Epochs must ascend. */
  readonly forecast: ArrayLike<UnseenForecast>;
  /** The counts of one run or of several. */
  readonly simulated?: ArrayLike<UnseenCount> | undefined;
}

/**
 * A chart of the number of unseen items after each epoch: the forecast as a line with a band, and runs as dots.
 * @throws {TypeError | RangeError} Epochs do not ascend, a number is negative, or an option is of the wrong kind.
 */
export function unseenOverEpochs(unseen: UnseenOverEpochs, options?: ChartOptions): VegaLiteSpec {
  const frame = frameOf(checkOptions(options, CHART_OPTIONS));
  checkRecord('unseen', unseen, 'an object { forecast }');
  const forecast = checkRecords('forecast', unseen.forecast, 'an object { epoch, expected, lower, upper }').map(
    ({ record, at }) => {
      const number = (key: keyof UnseenForecast) => checkNumber(`${at}.${key}`, record[key], { least: 0 });
      const [epoch, expected, lower] = [number('epoch'), number('expected'), number('lower')];
      return { epoch, expected, lower, upper: checkNumber(`${at}.upper`, record.upper, { least: lower }) };
    },
  );
  checkAscending(
    'epochs of forecast',
    forecast.map(({ epoch }) => epoch),
  );
  const simulated = simulatedOf(unseen.simulated);
  const x = {
    field: 'epoch',
    type: 'quantitative',
    scale: { zero: false, nice: false },
    axis: { title: 'epochs', tickMinStep: 1, grid: false },
  };
  const y = (field: string) => ({ field, type: 'quantitative', axis: { title: 'items never seen' } });
  return specOf(frame, {
    kind: 'Line with a band and dots, the number of items never seen after each epoch',
    finding: finding(forecast),
    subtitle: ['Line and band: the forecast', ...(simulated.length > 0 ? ['dots: simulated'] : [])].join('; '),
    height: 320,
    layer: [
      {
        data: { values: forecast },
        layer: [
          {
            mark: { type: 'area', color: BLUE, opacity: PALE },
            encoding: { x, y: y('lower'), y2: { field: 'upper' } },
          },
          { mark: { type: 'line', color: BLUE, strokeWidth: 2 }, encoding: { x, y: y('expected') } },
        ],
      },
      ...(simulated.length > 0
        ? [
            {
              data: { values: simulated },
              mark: { type: 'point', filled: true, color: ORANGE, opacity: 1, size: 34 },
              encoding: { x, y: y('unseen') },
            },
          ]
        : []),
    ],
  });
}

function simulatedOf(simulated: ArrayLike<UnseenCount> | undefined): { epoch: number; unseen: number }[] {
  if (simulated === undefined) return [];
  return checkList('simulated', simulated).map((given, i) => {
    const { epoch, unseen } = checkRecord(`simulated[${i}]`, given, 'an object { epoch, unseen }');
    return {
      epoch: checkNumber(`simulated[${i}].epoch`, epoch, { least: 0 }),
      unseen: checkNumber(`simulated[${i}].unseen`, unseen, { least: 0 }),
    };
  });
}

function finding(forecast: readonly UnseenForecast[]): string {
  const first = forecast.find(({ expected }) => expected < 1);
  const last = forecast[forecast.length - 1];
  const epochs = (epoch: number) => `${count(epoch)} ${epoch === 1 ? 'epoch' : 'epochs'}`;
  if (first) return `Less than one item is expected to be unseen after ${epochs(first.epoch)}`;
  const expected = threeDigits(last.expected);
  return `${expected} ${expected === '1' ? 'item is' : 'items are'} expected to be unseen after ${epochs(last.epoch)}`;
}
