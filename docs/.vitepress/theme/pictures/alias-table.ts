// The picture of docs/concepts/alias-table.md: an alias table, built step by step, and drawn from.
import { PcgGenerator, WeightedRandomSampler } from 'loaded-dice';
import { indexCounts } from 'loaded-dice/analysis';
import { computed, defineComponent, h, ref, useId, type VNode } from 'vue';
import { columnNumbers, columnsFilled, sharesLeft, tableColumns } from './alias-columns.js';
import { errorOf } from './alias-shares.js';
import { type Construction, construct, lookUp } from './alias-steps.js';
import { button, buttons, weightControl } from './controls.js';
import { frame, numbers, part, summary, usePlayer } from './frame.js';
import { count, fixed, percent, plural, signed } from './words.js';

const MOST_WEIGHTS = 8;
const MOST_WEIGHT = 20;
/** Draws of the button "Draw 10,000". */
const MANY = 10_000;
const SEED = 1;

export default defineComponent({
  name: 'AliasTable',
  setup() {
    const id = useId();
    const weights = ref([7, 1, 3, 2]);
    const step = ref(0);
    const generator = new PcgGenerator(SEED);
    const word = ref<bigint>();
    const counts = ref<Uint32Array>();
    const table = computed(() => construct(weights.value));
    const probabilities = computed(() => new WeightedRandomSampler(weights.value).probabilities());
    const landed = computed(() =>
      word.value === undefined ? undefined : lookUp(table.value, Number(word.value & 0xffffffffn)),
    );
    const player = usePlayer(() => ++step.value < table.value.size, 1100);

    const change = (to: number[]) => {
      if (to.every((weight) => weight === 0)) return;
      player.stop();
      weights.value = to;
      step.value = 0;
      word.value = undefined;
      counts.value = undefined;
    };
    const go = (to: number) => {
      player.stop();
      step.value = to;
      word.value = undefined;
    };
    const play = () => {
      word.value = undefined;
      if (step.value === table.value.size) step.value = 0;
      player.toggle();
    };
    const throwOnce = () => {
      go(table.value.size);
      word.value = generator.nextUint64();
    };
    const throwMany = () => {
      if (step.value < table.value.size) go(table.value.size);
      counts.value = indexCounts(
        new WeightedRandomSampler(weights.value, MANY, { seed: SEED }).take(MANY),
        weights.value.length,
      );
    };

    const editor = () =>
      part(
        '1. Choose weights',
        ...weights.value.map((weight, item) =>
          weightControl(item, {
            id: `${id}-${item}`,
            label: `Weight of item ${item}`,
            value: weight,
            min: 0,
            max: MOST_WEIGHT,
            set: (value) => change(weights.value.with(item, value)),
          }),
        ),
        buttons(
          button('Add an item', () => change([...weights.value, 4]), {
            disabled: weights.value.length === MOST_WEIGHTS,
          }),
          button('Remove the last', () => change(weights.value.slice(0, -1)), { disabled: weights.value.length === 2 }),
        ),
      );
    const building = () =>
      part(
        '2. Build the table',
        h('p', { class: 'pic-note' }, 'Shares that are in no column yet. The dashed line is one column.'),
        sharesLeft(table.value, step.value),
        columnNumbers(table.value.size),
        h('p', { class: 'pic-note' }, `The table: ${table.value.size} columns of equal height.`),
        tableColumns(table.value, step.value, landed.value),
        columnNumbers(table.value.size),
        buttons(
          button('Previous', () => go(step.value - 1), { disabled: step.value === 0 }),
          button('Next', () => go(step.value + 1), { disabled: step.value === table.value.size, main: true }),
          button(player.playing.value ? 'Pause' : 'Play', play),
          button('Start over', () => go(0), { disabled: step.value === 0 }),
        ),
        summary(stepText(table.value, step.value)),
      );
    const throwing = () =>
      part(
        '3. Throw the dice',
        buttons(
          button('Throw once', throwOnce, { main: true }),
          button(`Draw ${count(MANY)}`, throwMany, { main: true }),
        ),
        summary(throwText(table.value, word.value)),
        numbers(
          'What each item should get, and gets',
          ['item', 'wished share', 'words of 2⁶⁴ that draw it', `of ${count(MANY)} draws`],
          rowsOf(weights.value, table.value, probabilities.value, counts.value),
        ),
        h('p', { class: 'pic-note' }, [
          h('code', 'probabilities()'),
          ` divides these integers by 2⁶⁴: ${probabilities.value.join(', ')}.`,
        ]),
      );
    return () => frame('An alias table, step by step', editor(), building(), throwing());
  },
});

/** What a step does, in words. */
function stepText(table: Construction, step: number): string {
  const { size, words, steps, capacity } = table;
  if (step === 0) {
    const heavy = words.flatMap((each, item) => (each >= capacity ? [item] : []));
    return (
      `Step 0 of ${size}. Items of at least one column are heavy: ${heavy.join(', ')}. The others are light. ` +
      'A heavy item fills what light ones leave free.'
    );
  }
  const { column, alias, light, own, left } = steps[step - 1];
  const start = `Step ${step} of ${size}. `;
  const rest = step === size ? ' The table is complete: nothing is left, and every column is full.' : '';
  if (alias === column) return `${start}Item ${column} has exactly one column left, and fills its own.${rest}`;
  const remains = ` Item ${alias} then has ${columnsFilled(table, left[alias])} columns left.`;
  const place =
    words[column] === 0
      ? `Column ${column} is empty`
      : `Item ${column} is light: it fills ${percent(own / capacity)} of its column`;
  if (light) return `${start}${place}. Item ${alias} fills the rest.${rest || remains}`;
  return (
    `${start}Item ${column} has given away all but ${percent(own / capacity)} of a column, and closes its own. ` +
    `The next heavy item, ${alias}, fills the rest.${rest || remains}`
  );
}

/** What a word draws, in words. */
function throwText(table: Construction, word: bigint | undefined): string {
  if (word === undefined)
    return 'A throw is a random word of 64 bits, enough for two draws. The picture shows the first.';
  const half = Number(word & 0xffffffffn);
  const { column, height, index } = lookUp(table, half);
  const { own } = table.steps.find((each) => each.column === column) as { own: number };
  const drawn =
    index === undefined
      ? 'This is one of the last words, which further words decide.'
      : `Below ${percent(own / table.capacity)} is item ${column}, above it the other one: item ${index} is drawn.`;
  return (
    `The word is ${word.toString(16).padStart(16, '0')}; its low half is ${half.toString(16).padStart(8, '0')}. ` +
    `The last ${plural(table.bits, 'bit')} choose column ${column}. The others say how high: ${percent(height)}. ${drawn}`
  );
}

function rowsOf(
  weights: readonly number[],
  { shares }: Construction,
  probabilities: Float64Array,
  counts: Uint32Array | undefined,
) {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight, item): (VNode | string)[] => {
    const error = errorOf(shares[item], weight, total);
    const exact = [h('span', { class: 'pic-digits' }, breakable(count(shares[item])))];
    const off = error === 0 ? 'exact' : `${signed(error, 2)} of a word`;
    const expected = fixed(MANY * probabilities[item], 0);
    return [
      h('span', { class: ['pic-swatch', `pic-c${item}`] }, String(item)),
      h('span', [`${weight} of ${total}`, h('br'), percent(weight / total, 2)]),
      h('span', [...exact, h('br'), h('small', off)]),
      h('span', [counts ? count(counts[item]) : '–', h('br'), h('small', `${expected} expected`)]),
    ];
  });
}

/** A long number that may be broken after a comma. */
function breakable(digits: string): (VNode | string)[] {
  return digits.split(',').flatMap((three, i) => (i === 0 ? [three] : [',', h('wbr'), three]));
}
