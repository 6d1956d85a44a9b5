// Every kernel in WebAssembly and in JavaScript, on the same bytes: afterwards the whole memories must be equal, and
// nothing may be written where the call has no business.
import fc from 'fast-check';
import type { Kernels } from '../src/kernels/kernels.js';
import type { Call } from '../test/support/kernel-arbitraries.js';
import { cases } from '../test/support/kernel-cases.js';
import { compare } from '../test/support/parity.js';
import type { Fuzzer } from './fuzzer.js';

const calls = Object.entries(cases).map(([name, arbitrary]) =>
  (arbitrary as fc.Arbitrary<Call>).map((call) => ({ name: name as keyof Kernels, call })),
);

export const kernels: Fuzzer = {
  name: 'kernels',
  property: fc.property(fc.oneof(...calls), ({ name, call }) => {
    const { wrong } = compare(name, call);
    if (wrong.length > 0) throw new Error(`${name}: ${wrong.join('; ')}`);
  }),
  runs: 300,
};
