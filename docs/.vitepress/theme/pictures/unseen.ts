// The picture of docs/concepts/unseen.md: which items one run of weighted draws shows, draw by draw.
import { computed, defineComponent, h, ref, useId, watch } from 'vue';
import { button, buttons, numberField, slider } from './controls.js';
import { drawing, frame, numbers, part, summary, usePlayer } from './frame.js';
import { labelsOf, Unseen } from './unseen-numbers.js';
import { count, fixed, percent, plural } from './words.js';

const NAMES = ['Siamese', 'Birman'];
const MOST_ITEMS = 250;
/** The slider ends after this many epochs. */
const MOST_EPOCHS = 12;
/** Steps of the player in an epoch. */
const STEPS = 60;

export default defineComponent({
  name: 'UnseenItems',
  setup() {
    const id = useId();
    const counts = ref([165, 10]);
    const seed = ref(0);
    const run = computed(() => new Unseen(counts.value, seed.value));
    const draws = ref(run.value.items);
    const times = computed(() => run.value.timesSeen(draws.value));
    const labels = computed(() => labelsOf(counts.value));
    const most = computed(() => MOST_EPOCHS * run.value.items);
    const player = usePlayer(() => {
      draws.value = Math.min(most.value, draws.value + Math.ceil(run.value.items / STEPS));
      return draws.value < most.value;
    }, 50);
    watch(counts, () => {
      player.stop();
      draws.value = run.value.items;
    });

    const go = (to: number) => {
      player.stop();
      draws.value = to;
    };
    const play = () => {
      if (draws.value === most.value) draws.value = 0;
      player.toggle();
    };
    const missing = (label: number) =>
      times.value.filter((each, item) => each === 0 && labels.value[item] === label).length;

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
          id: `${id}-draws`,
          label: 'Draws:',
          value: draws.value,
          min: 0,
          max: most.value,
          text: `${count(draws.value)} (${plural(Number((draws.value / run.value.items).toFixed(2)), 'epoch')})`,
          set: go,
        }),
        buttons(
          button(player.playing.value ? 'Pause' : 'Play', play, { main: true }),
          button('One epoch', () => go(run.value.items)),
          button('Another seed', () => {
            seed.value++;
          }),
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
        ),
      );
    const grid = () =>
      drawing(
        `A cell for each cat. Unseen: ${NAMES.map((name, label) => `${missing(label)} of ${counts.value[label]} ${name}`).join(', ')}.`,
        'pic-grid',
        ...Array.from(times.value, (seen, item) =>
          h('span', { class: ['pic-item', `pic-c${labels.value[item]}`, `pic-seen-${Math.min(seen, 3)}`] }),
        ),
      );
    const legend = () =>
      h('ul', { class: 'pic-legend' }, [
        ...NAMES.map((name, label) =>
          h('li', [h('span', { class: ['pic-item', `pic-c${label}`, 'pic-seen-3'] }), name]),
        ),
        ...['unseen', 'once', 'twice', 'three times or more'].map((name, seen) =>
          h('li', [h('span', { class: ['pic-item', 'pic-gray', `pic-seen-${seen}`] }), name]),
        ),
      ]);
    return () => {
      const classes = run.value.classes(draws.value);
      const unseen = missing(0) + missing(1);
      const expected = run.value.expected(draws.value);
      return frame(
        'Which cats have been drawn',
        controls(),
        part(
          'See which cats were drawn',
          grid(),
          legend(),
          summary(
            `After ${plural(draws.value, 'draw')}, ${count(unseen)} of ${count(run.value.items)} cats are unseen. ` +
              `Expected are ${fixed(expected, 1)}.`,
            player.playing.value,
          ),
        ),
        part(
          'Why they are unseen',
          ...classes.map(({ count: items, probability, missed, expected: some }, label) =>
            h('p', { class: 'pic-formula' }, [
              `Each ${NAMES[label]} has p = ${fraction(probability)} in a draw. `,
              `All ${plural(draws.value, 'draw')} miss it with probability `,
              h('span', { class: 'pic-math' }, ['(1 − p)', h('sup', count(draws.value)), ` = ${percent(missed, 2)}`]),
              `. Of ${count(items)}, that is `,
              h('strong', fixed(some, 1)),
              '.',
            ]),
          ),
          numbers(
            'Unseen cats, expected and drawn',
            ['class', 'cats', 'expected unseen', 'unseen here'],
            [
              ...classes.map((each, label) => [
                h('span', { class: ['pic-swatch', `pic-c${label}`] }, NAMES[label]),
                count(each.count),
                fixed(each.expected, 1),
                count(missing(label)),
              ]),
              ['all', count(run.value.items), fixed(expected, 1), count(unseen)],
            ],
          ),
        ),
      );
    };
  },
});

/** A probability as 1 of a number. */
function fraction(probability: number): string {
  return `1/${count(Number((1 / probability).toFixed(1)))}`;
}
