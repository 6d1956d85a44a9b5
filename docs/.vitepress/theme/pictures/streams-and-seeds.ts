// The picture of docs/concepts/streams-and-seeds.md: a draw is a function of weights, seed, epoch and position.
import { computed, defineComponent, h, ref, useId, type VNode } from 'vue';
import { button, buttons, numberField, slider } from './controls.js';
import { frame, part, summary } from './frame.js';
import { batchesOf, drawsAt, firstDraws, ranksOf, resumed } from './stream-numbers.js';
import { count, plural } from './words.js';

const WEIGHTS = [5, 3, 1, 1];
const DRAWS = 24;
const SHOWN = 12;
const EPOCHS = 4;
const FAR = 1e12;

export default defineComponent({
  name: 'StreamsAndSeeds',
  setup() {
    const id = useId();
    const seed = ref(7);
    const position = ref(FAR);
    const stop = ref(9);
    const batchSize = ref(5);
    const replicas = ref(3);
    const epochs = computed(() => [seed.value, seed.value + 1].map((each) => firstDraws(WEIGHTS, each, EPOCHS, SHOWN)));
    const far = computed(() => drawsAt(WEIGHTS, seed.value, position.value, SHOWN));
    const single = computed(() => drawsAt(WEIGHTS, seed.value, 0, DRAWS));
    const parts = computed(() => resumed(WEIGHTS, seed.value, DRAWS, stop.value));
    const batches = computed(() => batchesOf(WEIGHTS, seed.value, DRAWS, batchSize.value));
    const ranks = computed(() => ranksOf(WEIGHTS, seed.value, DRAWS, replicas.value));

    const table = () =>
      part(
        '1. Seed and epoch',
        h('p', { class: 'pic-note' }, `The first ${SHOWN} draws from the weights ${WEIGHTS.join(', ')}.`),
        numberField({
          id: `${id}-seed`,
          label: 'Seed',
          value: seed.value,
          min: 0,
          max: 999_999,
          set: (to) => {
            seed.value = to;
          },
        }),
        ...epochs.value.flatMap((rows, i) => [
          h('p', { class: 'pic-note' }, `Seed ${seed.value + i}`),
          ...rows.map((draws, epoch) => row(`epoch ${epoch}`, chips(draws))),
        ]),
        summary(
          `Seed ${seed.value}, epoch 0 begins with ${[...epochs.value[0][0]].slice(0, 6).join(', ')}. Seeds and epochs each have a stream of their own.`,
        ),
      );
    const jump = () =>
      part(
        '2. Jump to a position',
        slider({
          id: `${id}-position`,
          label: 'Position: 10 to the power of',
          value: Math.log10(position.value),
          min: 0,
          max: 15,
          text: `${Math.round(Math.log10(position.value))} (${count(position.value)})`,
          set: (to) => {
            position.value = 10 ** to;
          },
        }),
        row('draws', chips(far.value)),
        summary(
          `From position ${count(position.value)} on: ${[...far.value].slice(0, 6).join(', ')}. None of the draws before it was computed.`,
        ),
      );
    const resume = () =>
      part(
        '3. Stop and resume',
        slider({
          id: `${id}-stop`,
          label: 'Stop after draw',
          value: stop.value,
          min: 1,
          max: DRAWS - 1,
          set: (to) => {
            stop.value = to;
          },
        }),
        row('whole run', chips(single.value)),
        row('two parts', [
          ...chips(parts.value.before),
          h('span', { class: 'pic-cut', role: 'img', 'aria-label': 'stopped here' }),
          ...chips(parts.value.after),
        ]),
        h('p', { class: 'pic-note' }, 'The state that was saved:'),
        h('code', { class: 'pic-state' }, parts.value.state),
        summary(
          same(
            [...parts.value.before, ...parts.value.after],
            single.value,
            `Stopped after ${plural(stop.value, 'draw')} and resumed from the state`,
          ),
        ),
      );
    const batching = () =>
      part(
        '4. Choose a batch size',
        slider({
          id: `${id}-batch`,
          label: 'Batch size:',
          value: batchSize.value,
          min: 1,
          max: DRAWS,
          set: (to) => {
            batchSize.value = to;
          },
        }),
        row(
          'batches',
          batches.value.map((batch) => h('span', { class: 'pic-batch' }, chips(batch))),
        ),
        summary(
          same(
            batches.value.flatMap((batch) => [...batch]),
            single.value,
            `In batches of ${batchSize.value}`,
          ),
        ),
      );
    const sharing = () =>
      part(
        '5. Share among ranks',
        slider({
          id: `${id}-ranks`,
          label: 'Ranks:',
          value: replicas.value,
          min: 1,
          max: 4,
          set: (to) => {
            replicas.value = to;
          },
        }),
        row(
          'single run',
          Array.from(single.value, (index, t) => chip(index, 4 + (t % replicas.value))),
        ),
        ...ranks.value.map((draws, rank) =>
          row(
            `rank ${rank}`,
            Array.from(draws, (index) => chip(index, 4 + rank)),
          ),
        ),
        summary(
          same(
            Array.from(single.value, (_, t) => ranks.value[t % replicas.value][Math.floor(t / replicas.value)]),
            single.value,
            `The draws of ${plural(replicas.value, 'rank')}, interleaved,`,
          ),
        ),
        buttons(
          button('Back to the first values', () => {
            [seed.value, position.value, stop.value, batchSize.value, replicas.value] = [7, FAR, 9, 5, 3];
          }),
        ),
      );
    return () => frame('Draws by seed, epoch and position', table(), jump(), resume(), batching(), sharing());
  },
});

function same(draws: readonly number[], whole: Uint32Array, how: string): string {
  const equal = draws.length === whole.length && draws.every((index, t) => index === whole[t]);
  return equal
    ? `${how} give the very same draws.`.replace(/^(Stopped|In)(.*) give /, '$1$2, the run gives ')
    : `${how} give other draws.`;
}

function chip(index: number, color: number): VNode {
  return h('span', { class: ['pic-chip', `pic-c${color}`] }, String(index));
}

function chips(draws: Uint32Array): VNode[] {
  return Array.from(draws, (index) => chip(index, index));
}

function row(name: string, inside: VNode[]): VNode {
  return h('div', { class: 'pic-row' }, [
    h('span', { class: 'pic-row-name' }, name),
    h('span', { class: 'pic-chips' }, inside),
  ]);
}
