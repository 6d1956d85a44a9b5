// The picture of docs/concepts/coverage.md: after how many epochs everything was seen.
import { computed, defineComponent, h, onMounted, ref, useId, watch } from 'vue';
import { button, buttons, slider } from './controls.js';
import { barsOf, forecastOf, guaranteeOf, trialsOf } from './coverage-numbers.js';
import { drawing, frame, numbers, part, summary } from './frame.js';
import { count, extent, fixed, percent, plural } from './words.js';

const NAMES = ['Siamese', 'Birman'];
const MOST_ITEMS = 250;
const TRIALS = 2000;
const SYSTEMATIC_SEEDS = 20;

export default defineComponent({
  name: 'EpochsToAll',
  setup() {
    const id = useId();
    const counts = ref([165, 10]);
    const trained = ref(10);
    const seed = ref(0);
    const epochs = ref(new Uint32Array());
    const forecast = computed(() => forecastOf(counts.value));
    const bars = computed(() => barsOf(forecast.value, epochs.value));
    const guarantee = computed(() => guaranteeOf(counts.value, SYSTEMATIC_SEEDS));
    let simulation = new AbortController();
    const simulate = async () => {
      simulation.abort();
      const { signal } = (simulation = new AbortController());
      epochs.value = new Uint32Array();
      try {
        const found = await trialsOf(counts.value, TRIALS, seed.value, signal);
        if (!signal.aborted) epochs.value = found as Uint32Array<ArrayBuffer>;
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    };
    onMounted(simulate);
    watch([counts, seed], simulate);

    const controls = () =>
      part(
        'Choose',
        h(
          'div',
          { class: 'pic-pair' },
          counts.value.map((value, label) =>
            slider({
              id: `${id}-count-${label}`,
              label: `${NAMES[label]} cats:`,
              value,
              min: 1,
              max: MOST_ITEMS,
              set: (to) => {
                counts.value = counts.value.with(label, to);
              },
            }),
          ),
        ),
        slider({
          id: `${id}-epochs`,
          label: 'You train for',
          value: trained.value,
          min: 1,
          max: Math.max(30, Math.ceil(forecast.value.quantile(0.9995))),
          text: plural(trained.value, 'epoch'),
          set: (to) => {
            trained.value = to;
          },
        }),
        buttons(
          button('Run the trials again', () => {
            seed.value++;
          }),
        ),
      );
    const chart = () => {
      const guaranteed = guarantee.value.epochs;
      const first = Math.min(guaranteed, bars.value[0].epoch);
      const step = bars.value.length > 1 ? bars.value[1].epoch - bars.value[0].epoch : 1;
      const highest =
        Math.max(...bars.value.map(({ probability, simulated }) => Math.max(probability, simulated))) * 1.08;
      const before = Math.ceil((bars.value[0].epoch - first) / step);
      const empty = Array.from({ length: before }, (_, i) => bars.value[0].epoch - (before - i) * step);
      const all = [...empty.map((epoch) => ({ epoch, probability: 0, simulated: 0 })), ...bars.value];
      const every = Math.ceil(all.length / 8);
      const columns = all.map(({ epoch, probability, simulated }) =>
        h('div', { class: ['pic-epoch', epoch <= trained.value && 'pic-within'] }, [
          h('div', { class: 'pic-trials', style: { height: extent(simulated / highest) } }),
          probability > 0
            ? h('div', { class: 'pic-forecast', style: { bottom: extent(probability / highest) } })
            : undefined,
          Math.abs(guaranteed - epoch) < step / 2 || (guaranteed < epoch && epoch === all[0].epoch)
            ? h('div', { class: 'pic-guarantee' })
            : undefined,
        ]),
      );
      const [median, late] = [0.5, 0.95].map((p) => forecast.value.quantile(p));
      return [
        drawing(
          `How often a run takes each number of epochs: half of the runs at most ${median}, 95 % at most ${late}. ` +
            `A systematic sampler takes at most ${guaranteed}.`,
          'pic-chart',
          ...columns,
        ),
        h(
          'div',
          { class: 'pic-chart-axis', 'aria-hidden': 'true' },
          all.map(({ epoch }, i) => h('span', i % every === 0 ? [h('span', String(epoch))] : [])),
        ),
        h('p', { class: 'pic-axis-title', 'aria-hidden': 'true' }, 'epochs until every cat was seen'),
        h('ul', { class: 'pic-legend' }, [
          h('li', [h('span', { class: 'pic-key-trials' }), `${count(TRIALS)} simulated runs`]),
          h('li', [h('span', { class: 'pic-key-forecast' }), 'forecast']),
          h('li', [
            h('span', { class: 'pic-key-guarantee' }),
            `systematic: always within ${plural(guaranteed, 'epoch')}`,
          ]),
        ]),
      ];
    };
    return () => {
      const seen = forecast.value.probabilityAllSeen(trained.value);
      const unseen = forecast.value.expectedUnseen(trained.value);
      const { epochs: guaranteed, runs } = guarantee.value;
      const done = epochs.value.length;
      const sorted = epochs.value.slice().sort();
      const within = sorted.filter((each) => each <= trained.value).length;
      const simulatedAt = (p: number) => (done ? count(sorted[Math.ceil(p * done) - 1]) : '…');
      return frame(
        'Epochs until every cat was seen',
        controls(),
        part(
          'See how long it takes',
          ...chart(),
          summary(
            `After ${plural(trained.value, 'epoch')} of independent draws, every cat has been seen in ${percent(seen)} of all runs` +
              `${done ? `; in ${percent(within / done)} of the simulated ones` : ''}. ` +
              `Expected unseen: ${fixed(unseen, unseen < 10 ? 2 : 1)} cats. ` +
              `A systematic sampler needs at most ${plural(guaranteed, 'epoch')}, whatever its seed.`,
          ),
          numbers(
            'Epochs until every cat was seen',
            ['runs', 'forecast', 'simulated', 'systematic'],
            [
              ['half of the runs', count(forecast.value.quantile(0.5)), simulatedAt(0.5), `≤ ${count(guaranteed)}`],
              ['95 % of the runs', count(forecast.value.quantile(0.95)), simulatedAt(0.95), `≤ ${count(guaranteed)}`],
              [
                'mean',
                fixed(forecast.value.mean, 2),
                done ? fixed(sorted.reduce((sum, each) => sum + each, 0) / done, 2) : '…',
                fixed(runs.reduce((sum, each) => sum + each, 0) / runs.length, 2),
              ],
            ],
          ),
        ),
      );
    };
  },
});
