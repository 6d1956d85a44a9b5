// The picture of docs/concepts/systematic.md: equally spaced points on a cumulative line.
import { computed, defineComponent, h, ref, useId, type VNode } from 'vue';
import { button, buttons, slider, weightControl } from './controls.js';
import { drawing, frame, part, summary } from './frame.js';
import { countsAt, drawnOf, offsetAt, placeOf, pointsAt } from './systematic-numbers.js';
import { count, extent, fixed, plural } from './words.js';

const MOST_WEIGHT = 20;
/** Epochs in the table of draws. */
const SHOWN = 8;

export default defineComponent({
  name: 'SystematicGrid',
  setup() {
    const id = useId();
    const weights = ref([9, 5, 4, 2]);
    const draws = ref(6);
    /** Offset of the epoch 0, in thousandths of a gap. */
    const start = ref(350);
    /** Epochs of the picture, and the items that they have shown. */
    const epoch = ref(0);
    const seen = ref<ReadonlySet<number>>(new Set());
    const seed = ref(0);
    const drawn = computed(() => drawnOf(weights.value, draws.value, SHOWN, seed.value));
    const offset = computed(() => offsetAt(start.value, epoch.value, drawn.value.coverageEpochs));
    const place = computed(() => placeOf(offset.value));
    const counts = computed(() => countsAt(weights.value, draws.value, offset.value));
    const items = computed(() => weights.value.flatMap((weight, item) => (weight > 0 ? [item] : [])));
    const show = () => {
      seen.value = new Set([...seen.value, ...items.value.filter((item) => counts.value[item] > 0)]);
    };
    const restart = (thousandths: number) => {
      start.value = thousandths;
      epoch.value = 0;
      seen.value = new Set();
      show();
    };
    restart(start.value);
    const change = (to: number[]) => {
      if (to.every((weight) => weight === 0)) return;
      const there = Math.floor(1000 * place.value);
      weights.value = to;
      restart(there);
    };
    const next = () => {
      epoch.value++;
      show();
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
        slider({
          id: `${id}-draws`,
          label: 'Draws in an epoch:',
          value: draws.value,
          min: 1,
          max: 12,
          set: (to) => {
            const there = Math.floor(1000 * place.value);
            draws.value = to;
            restart(there);
          },
        }),
      );
    const line = () => {
      const { widths } = drawn.value;
      const length = draws.value;
      const name =
        `The cumulative line with ${plural(length, 'point')}: ` +
        widths.map((width, item) => `item ${item}, ${fixed(width, 2)} wide, has ${counts.value[item]}`).join('; ');
      return drawing(name, 'pic-line', [
        ...widths.map((width, item) =>
          h(
            'div',
            { class: ['pic-piece', `pic-c${item}`], style: { flexGrow: width } },
            width / length > 0.06 ? [String(item)] : [],
          ),
        ),
        ...pointsAt(length, place.value).map((at) =>
          h('div', { class: 'pic-point', style: { left: extent(at / length) } }),
        ),
      ]);
    };
    const moving = () =>
      part(
        '2. Move the points',
        h('p', { class: 'pic-note' }, `Each item is as wide as its expected draws. Points are one draw apart.`),
        line(),
        slider({
          id: `${id}-offset`,
          label: 'Offset of the points:',
          value: place.value,
          min: 0,
          max: 0.999,
          step: 0.001,
          text: fixed(place.value, 3),
          set: (to) => restart(Math.round(1000 * to)),
        }),
        buttons(button('Next epoch', next, { main: true })),
        h(
          'ul',
          { class: 'pic-counts' },
          drawn.value.widths.map((width, item) =>
            h('li', { class: `pic-c${item}` }, [
              h('span', { class: 'pic-swatch' }, String(item)),
              h('span', [
                h('strong', plural(counts.value[item], 'draw')),
                ` (expected ${fixed(width, 2)}: ${between(width)})`,
              ]),
            ]),
          ),
        ),
        summary(
          `Epoch ${epoch.value}, offset ${fixed(place.value, 3)}: ` +
            `${counts.value.map((times, item) => `${times} × item ${item}`).join(', ')}. ` +
            `${plural(epoch.value + 1, 'epoch')} of the picture ${epoch.value === 0 ? 'has' : 'have'} shown ` +
            `${seen.value.size} of ${plural(items.value.length, 'item')}. ` +
            `Any ${plural(drawn.value.coverageEpochs, 'epoch')} in a row ` +
            `${drawn.value.coverageEpochs === 1 ? 'shows' : 'show'} them all.`,
        ),
      );
    const comparing = () => {
      const { systematic, independent, coverageEpochs } = drawn.value;
      return part(
        '3. Compare with independent draws',
        h(
          'p',
          { class: 'pic-note' },
          `Counts of the library’s epochs with seed ${seed.value}. A 0 is an item that the epoch does not show.`,
        ),
        h('div', { class: 'pic-pair' }, [
          epochTable(`SystematicSampler: coverageEpochs is ${count(coverageEpochs)}`, systematic),
          epochTable('WeightedRandomSampler: no guarantee', independent),
        ]),
        buttons(
          button('Another seed', () => {
            seed.value++;
          }),
        ),
        summary(
          `In these ${SHOWN} epochs, counts of item 0 are ${rangeOf(systematic)} with systematic draws, ` +
            `and ${rangeOf(independent)} with independent ones.`,
        ),
      );
    };
    return () => frame('Systematic sampling', editor(), moving(), comparing());
  },
});

/** The counts that systematic sampling allows. */
function between(width: number): string {
  const [low, high] = [Math.floor(width + 1e-9), Math.ceil(width - 1e-9)];
  return low === high ? `always ${low}` : `${low} or ${high}`;
}

function rangeOf(rows: readonly (readonly number[])[]): string {
  const counts = rows.map(([first]) => first);
  const [low, high] = [Math.min(...counts), Math.max(...counts)];
  return low === high ? `always ${low}` : `${low} to ${high}`;
}

function epochTable(caption: string, rows: readonly (readonly number[])[]): VNode {
  const cells = (row: readonly number[]) =>
    row.map((times, item) => h('td', { class: [`pic-c${item}`, times === 0 && 'pic-none'] }, String(times)));
  return h('table', { class: 'pic-numbers pic-heat' }, [
    h('caption', caption),
    h(
      'thead',
      h('tr', [
        h('th', { scope: 'col' }, 'epoch'),
        ...rows[0].map((_, item) =>
          h('th', { scope: 'col' }, [h('span', { class: ['pic-swatch', `pic-c${item}`] }, String(item))]),
        ),
      ]),
    ),
    h(
      'tbody',
      rows.map((row, epoch) => h('tr', [h('th', { scope: 'row' }, String(epoch)), ...cells(row)])),
    ),
  ]);
}
