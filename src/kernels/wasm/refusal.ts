/** What Chromium, Firefox and Safari say of a Content-Security-Policy. */
const POLICY = /content.security.policy|\bcsp\b|\bunsafe-eval\b|\bwasm-(unsafe-)?eval\b/i;
/** What V8 says where it may not compile bytes, as in workerd, and what imported.ts says of bundlers. */
const EMBEDDER = /disallowed by embedder|not imported as/i;
const OTHERWISE = "or leave it to 'auto', which draws the same numbers in JavaScript";

/** Whether a policy forbids WebAssembly: it would refuse again, where a shortage of memory may pass. */
export function isPolicy(error: unknown): boolean {
  const { name, message = '' } = (error ?? {}) as Partial<Error>;
  return name === 'EvalError' || POLICY.test(message);
}

/** Says why no memory of that size could be made, and what to do; then what the engine said. */
export function whyNot(error: unknown, size: string): string {
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
      `this runtime takes WebAssembly from imported files alone; bundle for the condition 'workerd', with .wasm ` +
      `files as modules, ${OTHERWISE}`
    );
  }
  // atob throws the second of them
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
