import { checkInteger } from '../internal/check.js';
import { describe } from '../internal/describe.js';
import type { Identity, SamplerState } from './sampler.js';

const FIELDS = ['version', 'sampler', 'fingerprint', 'epoch', 'position'] as const;

/** Says that a state has other settings; `covered` are those that its fingerprint covers. */
export function differs(name: string, given: { fingerprint?: unknown }, own: Identity, covered: string): string {
  return (
    `${name} is of a ${own.sampler} with different settings (${covered}): ` +
    `fingerprint ${describe(given.fingerprint)}, expected ${describe(own.fingerprint)}`
  );
}

/**
 * Checks that a state fits a sampler: its class, settings, seed and length. `anySeed` accepts every seed. `covered`
 * names the settings that the fingerprint covers.
 */
export function checkState(
  state: unknown,
  own: Identity,
  length: number,
  anySeed: boolean,
  covered: (sampler: string) => string,
): SamplerState {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) {
    throw new TypeError(`state must come from state(), got ${describe(state)}`);
  }
  const given = state as Record<string, unknown>;
  for (const field of FIELDS) {
    if (!(field in given)) throw new TypeError(`state has no ${field}: it must come from state()`);
  }
  if (given.version !== 1) throw new RangeError(`state.version must be 1, got ${describe(given.version)}`);
  if (given.sampler !== own.sampler) {
    throw new RangeError(`state must be of a ${own.sampler}, got one of ${describe(given.sampler)}`);
  }
  if (given.fingerprint !== own.fingerprint) throw new RangeError(differs('state', given, own, covered(own.sampler)));
  if ('generator' in given && (anySeed || own.seed !== undefined)) {
    throw new RangeError(
      'state is of a sampler with a generator, this one has a seed: ' +
        'make the sampler with { generator }, a TorchGenerator of any seed',
    );
  }
  if (given.seed === undefined && (anySeed || own.seed !== undefined)) {
    throw new TypeError('state has no seed: it must come from state()');
  }
  const seed = anySeed ? checkInteger('state.seed', given.seed, 0) : own.seed;
  if (given.seed !== seed) {
    const other = seed === undefined ? 'has a generator' : `has ${describe(seed)}`;
    throw new RangeError(
      `state is of seed ${describe(given.seed)}, this one ${other}: make the sampler with { seed: ` +
        `${describe(given.seed)} }, or without a seed, and restore before it draws`,
    );
  }
  const epoch = checkInteger('state.epoch', given.epoch, 0);
  const position = checkInteger('state.position', given.position, 0);
  if (position > 0 && position >= length) {
    throw new RangeError(`state.position must be below ${length}, the length of an epoch, got ${position}`);
  }
  return { version: 1, ...own, ...(seed !== undefined && { seed }), epoch, position };
}
