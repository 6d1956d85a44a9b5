// The built files in QuickJS, an engine that has the language alone: no WebAssembly, crypto, TextDecoder, atob, process
// or console.
import { readFileSync } from 'node:fs';
import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core';
import { expect, it } from 'vitest';
import type { EngineReport } from '../support/engine-report.js';
import { engineBundle, heldVectors } from '../support/golden-bundle.js';

/** What a module that is run in QuickJS leaves as `globalThis.result`, given the other modules by their names. */
async function evaluate(code: string, modules: Readonly<Record<string, string>>): Promise<string> {
  const runtime = (await newQuickJSWASMModuleFromVariant(import('@jitl/quickjs-wasmfile-release-sync'))).newRuntime();
  runtime.setModuleLoader(
    (name) => modules[name],
    (_, name) => name,
  );
  const context = runtime.newContext();
  try {
    context.unwrapResult(context.evalCode(code, 'main.js', { type: 'module' })).dispose();
    return context.getProp(context.global, 'result').consume((result) => context.getString(result));
  } finally {
    context.dispose();
    runtime.dispose();
  }
}

it('QuickJS draws what Node draws, in JavaScript; seeds are fresh without crypto', async () => {
  const built = (name: string) => readFileSync(new URL(`../../dist/${name}.js`, import.meta.url), 'utf8');
  const names = ['index', 'js', 'parallel', 'analysis', 'charts', 'wasm'];
  const modules = Object.fromEntries(names.map((name) => [`loaded-dice/${name}`, built(name)]));
  const printed = await evaluate(
    `${names.map((name) => `import * as ${name} from 'loaded-dice/${name}';`).join('\n')}
    import { engineReport } from 'report';
    globalThis.result = JSON.stringify({
      entries: [${names}].map((entry) => Object.keys(entry).length > 0),
      report: engineReport(),
    });`,
    { ...modules, report: await engineBundle('loaded-dice/index') },
  );
  const { entries, report } = JSON.parse(printed) as { entries: boolean[]; report: EngineReport };
  expect(entries).toEqual(names.map(() => true));
  expect(report.auto).toBe('js');
  expect(report.vectors.js).toEqual(heldVectors());
  expect(report.vectors.wasm).toMatch(
    new RegExp(
      "^backend 'wasm' is not available here: this engine has no WebAssembly; import " +
        "'loaded-dice/js', or leave it to 'auto'",
    ),
  );
  expect(report.unseeded).toHaveLength(2);
  expect(new Set(report.unseeded).size).toBe(2);
});
