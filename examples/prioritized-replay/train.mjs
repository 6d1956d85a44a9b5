// A pole learns to stand: from a replay memory with priorities, and from a uniform one.
// node examples/prioritized-replay/train.mjs
import { pathToFileURL } from 'node:url';
import { PcgGenerator } from 'loaded-dice';
import { isOver, LONGEST, startState, step } from './cart-pole.mjs';
import { QLearner } from './q-learner.mjs';

/** Steps before learning begins; until few actions are random; from one test of the network to the next. */
const [WARM_UP, EXPLORING, TEST] = [100, 1000, 200];
/** Share of random actions in the end, and exponent of the importance weights in the beginning: it rises to 1. */
const [LEAST_RANDOM, FIRST_BETA] = [0.05, 0.4];

/** How many steps a network keeps the pole up, on average over ten starts. */
export function skill(network) {
  const generator = new PcgGenerator(99);
  let steps = 0;
  for (let start = 0; start < 10; start++) {
    let state = startState(generator);
    for (let t = 0; t < LONGEST && !isOver(state); t++, steps++) state = step(state, network.best(state));
  }
  return steps / 10;
}

/** Returns the skill after every 200 steps of training. With alpha 0 the memory is uniform. */
export function train({ alpha, seed, steps = 3000, rate = 0.003 }) {
  const generator = new PcgGenerator(seed);
  const learner = new QLearner(generator, { alpha, seed, rate });
  const skills = [];
  let state = startState(generator);
  for (let now = 1, t = 1; now <= steps; now++, t++) {
    const isRandom = generator.nextFloat() < Math.max(LEAST_RANDOM, 1 - now / EXPLORING);
    const action = isRandom ? Math.floor(2 * generator.nextFloat()) : learner.network.best(state);
    const next = step(state, action);
    const over = isOver(next);
    learner.memory.add({ state, action, next, over });
    const ends = over || t === LONGEST;
    if (ends) t = 0;
    state = ends ? startState(generator) : next;
    if (now > WARM_UP) learner.learn(FIRST_BETA + (1 - FIRST_BETA) * (now / steps));
    if (now % TEST > 0) continue;
    learner.copy();
    skills.push(skill(learner.network));
  }
  return skills;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log('Steps that the pole stays up, after every 200 steps of training:');
  for (const seed of [1, 2, 3]) {
    for (const [name, alpha] of Object.entries({ priorities: 0.6, uniform: 0 })) {
      const skills = train({ alpha, seed });
      const mean = skills.reduce((sum, each) => sum + each) / skills.length;
      console.log(`seed ${seed}, ${name}: ${skills.map(Math.round).join(' ')}; mean ${Math.round(mean)}`);
    }
  }
}
