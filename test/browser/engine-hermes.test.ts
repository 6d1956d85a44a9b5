// The built files in Hermes, React Native's engine, compiled as apps are: by Babel, here without targets, into what has
// no classes.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformAsync } from '@babel/core';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { folder } from '../support/cli.js';
import type { EngineReport } from '../support/engine-report.js';
import { engineBundle, heldVectors } from '../support/golden-bundle.js';
import { npxFolder } from '../support/npx.js';

const PLATFORMS: Readonly<Record<string, string>> = { linux: 'linux64', darwin: 'osx', win32: 'win64' };

/** The package as React Native resolves it and the report, in one script: what Babel makes of them without targets. */
async function script(): Promise<string> {
  const report = await engineBundle('loaded-dice');
  const { outputFiles } = await build({
    stdin: { contents: `${report}\nprint(JSON.stringify(engineReport()));`, resolveDir: '.' },
    bundle: true,
    write: false,
    format: 'iife',
    conditions: ['react-native'],
  });
  const presets = ['@babel/preset-env'];
  const result = await transformAsync(outputFiles[0].text, { presets, configFile: false, compact: false });
  return String(result?.code);
}

// npx may have 130 MB to install
it('Hermes draws what Node draws, in JavaScript; seeds are fresh without crypto', { timeout: 300_000 }, async () => {
  const hermes = npxFolder('hermes-engine-cli', '0.12.0');
  const path = join(folder(), 'report.js');
  writeFileSync(path, await script());
  const program = join(hermes, `${PLATFORMS[process.platform]}-bin`, 'hermes');
  const options = { encoding: 'utf8', maxBuffer: 1 << 28, timeout: 120_000 } as const;
  const printed = execFileSync(program, ['-O', '-w', path], options);
  const report = JSON.parse(printed) as EngineReport;
  expect(report.auto).toBe('js');
  expect(report.vectors.js).toEqual(heldVectors());
  expect(report.vectors.wasm).toMatch(/^backend 'wasm' is not available here: /);
  expect(report.unseeded).toHaveLength(2);
  expect(new Set(report.unseeded).size).toBe(2);
});
