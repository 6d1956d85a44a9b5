/** Words in the errors of Chromium, Firefox and Safari if a Content-Security-Policy forbids WebAssembly. */
const POLICY = /content.security.policy|\bcsp\b|\bunsafe-eval\b|\bwasm-(unsafe-)?eval\b/i;
/** Words in V8's error if it may not compile bytes, as in workerd, and in the error of imported.ts about bundlers. */
const EMBEDDER = /disallowed by embedder|not imported as/i;
const OTHERWISE = "or leave it to 'auto', which draws the same numbers in JavaScript";

/** Whether a policy forbids WebAssembly. A policy refuses every time; a shortage of memory may pass. */
export function isPolicy(error: unknown): boolean {
  const { name, message = '' } = (error ?? {}) as Partial<Error>;
  return name === 'EvalError' || POLICY.test(message);
}

/** Says why no memory of that size could be made and what to do. The engine's own message follows. */
export function explainRefusal(error: unknown, size: string): string {
  const { name = '', message = String(error) } = (error ?? {}) as Partial<Error>;
  return `${explain(name, message, size)} (${message})`;
}

function explain(name: string, message: string, size: string): string {
  if (typeof WebAssembly === 'undefined')
    return `this engine has no WebAssembly; import 'loaded-dice/js', ${OTHERWISE}`;
  if (POLICY.test(message)) {
    return `a Content-Security-Policy forbids WebAssembly; add 'wasm-unsafe-eval' to its script-src, ${OTHERWISE}`;
  }
  if (EMBEDDER.test(message)) {
    return (
      `this runtime compiles WebAssembly only from imported files; bundle for the condition 'workerd', with .wasm ` +
      `files as modules, ${OTHERWISE}`
    );
  }
  // atob throws an InvalidCharacterError
  if (name === 'CompileError' || name === 'InvalidCharacterError') {
    return (
      'the kernels do not compile: the package is damaged, or the engine has no threads or SIMD; install the ' +
      `package anew, ${OTHERWISE}`
    );
  }
  return (
    `could not allocate a WebAssembly memory of ${size}: release unused samplers, pass fewer weights, ` + `${OTHERWISE}`
  );
}
