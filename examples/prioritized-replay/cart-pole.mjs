// A pole on a cart, which is pushed to the left or to the right: A. G. Barto, R. S. Sutton, C. W. Anderson, IEEE Trans.
// Syst. Man Cybern. 13 (1983), doi:10.1109/TSMC.1983.6313077.

const [GRAVITY, CART, POLE, HALF_LENGTH, FORCE, SECONDS] = [9.8, 1, 0.1, 0.5, 10, 0.02];
/** Steps after which an attempt ends, if the pole still stands. */
export const LONGEST = 200;
const [WIDEST, STEEPEST] = [2.4, (12 * Math.PI) / 180];

/** Places and angles in [-0.05, 0.05), from a generator. */
export function startState(generator) {
  return Float32Array.from({ length: 4 }, () => 0.1 * generator.nextFloat() - 0.05);
}

/** The state after 0.02 seconds: place, its change per second, angle, its change per second. */
export function step([x, dx, angle, turn], action) {
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const mass = CART + POLE;
  const pushed = ((action === 1 ? FORCE : -FORCE) + POLE * HALF_LENGTH * turn * turn * sin) / mass;
  const turning = (GRAVITY * sin - cos * pushed) / (HALF_LENGTH * (4 / 3 - (POLE * cos * cos) / mass));
  const speeding = pushed - (POLE * HALF_LENGTH * turning * cos) / mass;
  const next = [x + SECONDS * dx, dx + SECONDS * speeding, angle + SECONDS * turn, turn + SECONDS * turning];
  return Float32Array.from(next);
}

/** Whether the pole fell, or the cart ran off its track. */
export function isOver([x, , angle]) {
  return Math.abs(x) > WIDEST || Math.abs(angle) > STEEPEST;
}
