// A set-up as the readable fragment of an address:
// #v=1&classes=Siamese:165,Birman:10&target=balanced&batch=16&…
import { problemsOf } from './problems.js';
import { type ClassSetup, SAMPLERS, type SamplerKind, type Setup, TARGETS, type TargetKind } from './setup.js';

/** Counts up when the meaning of links changes. */
const VERSION = '1';

/** The fragment of a set-up, with its #. Of a file it contains the class counts, which is all that is needed. */
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
 * The set-up of a fragment; undefined if it is empty.
 * @throws {Error} The fragment is broken. The message is one line.
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
  if (value('v') !== VERSION) throw new Error(`this page reads version ${VERSION}, the link has version ${value('v')}`);
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
      name: decoded(each.slice(0, Math.max(0, at))),
      count: numberOf(each.slice(at + 1)),
      share: parts ? numberOf(parts[i]) : 1,
    };
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Error(`${text} is not valid text`);
  }
}

/** The number; NaN if it is not one, which is checked later. */
function numberOf(text: string): number {
  return /^\d+(\.\d+)?(e[+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

function oneOf<T extends string>(key: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new Error(`${key} must be ${allowed.join(' or ')}, got ${value || 'nothing'}`);
  return found;
}
