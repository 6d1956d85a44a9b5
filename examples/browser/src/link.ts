// A set-up as the fragment of an address that people can read:
// #v=1&classes=Siamese:165,Birman:10&target=balanced&batch=16&…
import { problemsOf } from './problems.js';
import { type ClassSetup, SAMPLERS, type SamplerKind, type Setup, TARGETS, type TargetKind } from './setup.js';

/** Counts up when links come to mean something else. */
const VERSION = '1';

/** @returns The fragment, with its #. A file's rows are not in it: its class counts are all that is drawn from. */
export function linkOf(setup: Setup): string {
  const { classes, source, target, batchSize, draws, seed, sampler, distinct } = setup;
  const parts: [string, string | number][] = [
    ['v', VERSION],
    ['classes', classes.map(({ name, count }) => `${encodeURIComponent(name)}:${count}`).join()],
    ['target', target],
    ...(target === 'own' ? [['shares', classes.map(({ share }) => share).join()] as [string, string]] : []),
    ['batch', batchSize],
    ['draws', draws],
    ['seed', seed],
    ['sampler', sampler],
    ...(distinct ? [['distinct', 'yes'] as [string, string]] : []),
    ...(source
      ? [
          ['file', encodeURIComponent(source.file)] as [string, string],
          ['column', encodeURIComponent(source.column)] as [string, string],
        ]
      : []),
  ];
  return `#${parts.map((part) => part.join('=')).join('&')}`;
}

/**
 * The set-up of a fragment, undefined of an empty one.
 * @throws {Error} It is broken: one line that says where.
 */
export function setupOf(fragment: string): Setup | undefined {
  const text = fragment.replace(/^#/, '');
  if (text === '') return undefined;
  const given = new Map(
    text.split('&').map((part) => {
      const [, key, value] = part.match(/^([^=]*)=?(.*)$/s) as RegExpMatchArray;
      return [key, value];
    }),
  );
  const value = (key: string): string => {
    const found = given.get(key);
    if (found === undefined) throw new Error(`it has no ${key}`);
    return found;
  };
  if (value('v') !== VERSION) throw new Error(`this page knows version ${VERSION}, and it is of version ${value('v')}`);
  const target = oneOf<TargetKind>('target', value('target'), TARGETS);
  const setup: Setup = {
    classes: classesOf(value('classes'), target === 'own' ? value('shares') : undefined),
    source: given.has('file') ? { file: decoded(value('file')), column: decoded(value('column')) } : undefined,
    target,
    batchSize: numberOf(value('batch')),
    draws: value('draws') === 'items' ? 'items' : numberOf(value('draws')),
    seed: numberOf(value('seed')),
    sampler: oneOf<SamplerKind>('sampler', value('sampler'), SAMPLERS),
    distinct: given.has('distinct') && oneOf('distinct', value('distinct'), ['yes']) === 'yes',
  };
  const [problem] = problemsOf(setup);
  if (problem) throw new Error(problem.text);
  return setup.sampler === 'stratified' ? { ...setup, distinct: false } : setup;
}

function classesOf(text: string, shares: string | undefined): ClassSetup[] {
  const given = text.split(',');
  const parts = shares?.split(',');
  if (parts && parts.length !== given.length) {
    throw new Error(`it has ${given.length} classes and ${parts.length} shares`);
  }
  return given.map((each, i) => {
    const at = each.lastIndexOf(':');
    return {
      name: decoded(each.slice(0, Math.max(0, at))).trim(),
      count: numberOf(each.slice(at + 1)),
      share: parts ? numberOf(parts[i]) : 1,
    };
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error(`${text} is no text`);
  }
}

/** NaN where it is none, which a check then tells. */
function numberOf(text: string): number {
  return /^\d+(\.\d+)?(e[+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

function oneOf<T extends string>(key: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new Error(`${key} must be ${allowed.join(' or ')}, and it is ${value || 'nothing'}`);
  return found;
}
