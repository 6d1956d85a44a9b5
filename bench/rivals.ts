// Libraries of other languages, in processes that stay open, so that they take turns with the others.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Samples } from './measure.js';

/** Milliseconds after which a program that has not answered is ended: no row of the tables takes as long. */
const PATIENCE = 180_000;

/** Says what was left out, and why. */
export type Report = (name: string, reason: string) => void;

/**
 * A program that reads lines "task n k". It answers each with a line of JSON: library to the nanoseconds an item of a
 * few runs. "about 0 0" asks for the libraries' names, with their versions, and for their generators.
 */
export class Rival {
  readonly #process;
  readonly #lines;
  readonly #report;
  /** Resolves with the reason when the program has ended. */
  readonly #ended: Promise<string>;
  #said = '';
  #left = false;

  constructor(
    readonly name: string,
    report: Report,
    command: string,
    ...args: string[]
  ) {
    this.#report = report;
    this.#process = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#process.stderr.on('data', (chunk) => {
      this.#said = `${this.#said}${chunk}`.slice(-2000);
    });
    this.#ended = new Promise((resolve) => {
      this.#process.on('error', ({ message }) => resolve(message));
      this.#process.on('close', (code, signal) => {
        const last = this.#said.trim().split('\n').at(-1);
        resolve(`it ended with ${signal ?? `exit code ${code}`}${last ? `: ${last}` : ''}`);
      });
    });
    this.#process.stdin.on('error', () => {});
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /** The program's answer to a line. Once it has failed, it is reported and left out: answers are then empty. */
  async #ask<T>(line: string): Promise<Record<string, T>> {
    if (this.#left) return {};
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer to "${line}" in ${PATIENCE / 1000} s`)), PATIENCE);
    });
    try {
      this.#process.stdin.write(`${line}\n`);
      const answer = await Promise.race([this.#lines.next(), late]);
      if (answer.done) throw new Error(await Promise.race([this.#ended, late]));
      return JSON.parse(answer.value);
    } catch (error) {
      this.#left = true;
      this.#process.kill('SIGKILL');
      this.#report(this.name, (error as Error).message);
      return {};
    } finally {
      clearTimeout(timer);
    }
  }

  /** Its libraries, and the generator of each. */
  async about(): Promise<Map<string, string>> {
    return new Map(Object.entries(await this.#ask<string>('about 0 0')));
  }

  async measure(task: string, n: number, k: number): Promise<Samples> {
    return new Map(Object.entries(await this.#ask<number[]>(`${task} ${n} ${k}`)));
  }

  close(): void {
    this.#left = true;
    this.#process.stdin.end();
  }
}

function output(command: string, ...args: string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

/** The words of the last error line that a compiler wrote. */
function complaint(error: unknown): string {
  const { stderr, message } = error as { stderr?: Buffer | string; message: string };
  const lines = String(stderr || message).split('\n');
  return (lines.find((line) => /error/i.test(line)) ?? lines[0]).trim();
}

/** The GNU Scientific Library, if its development files are there. */
function startGsl(report: Report): Rival | undefined {
  const flags = output('gsl-config', '--cflags', '--libs');
  if (flags === undefined) {
    report('GSL', 'there is no gsl-config');
    return undefined;
  }
  try {
    const args = ['-O3', '-march=native', '-o', 'build/bench-gsl', 'bench/native/gsl.c', ...flags.split(/\s+/)];
    execFileSync('cc', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (error) {
    report('GSL', `it could not be compiled: ${complaint(error)}`);
    return undefined;
  }
  return new Rival('GSL', report, 'build/bench-gsl');
}

/** Where Debian's packages put the sources of crates. */
const DEBIAN_CRATES = '/usr/share/cargo/registry';

/** Rust's rand and rand_distr, if there is a cargo: from Debian's packages, if they are installed, else crates.io. */
function startRust(report: Report): Rival | undefined {
  if (output('cargo', '--version') === undefined) {
    report('Rust', 'there is no cargo');
    return undefined;
  }
  const hasDebian =
    existsSync(DEBIAN_CRATES) && readdirSync(DEBIAN_CRATES).some((name) => name.startsWith('rand_distr-0.4'));
  const debian = [
    ...['--offline', '--config', 'source.crates-io.replace-with="debian"'],
    ...['--config', `source.debian.directory="${DEBIAN_CRATES}"`],
  ];
  const manifest = 'bench/native/rust/Cargo.toml';
  try {
    execFileSync(
      'cargo',
      [
        ...['build', '--release', '--manifest-path', manifest, '--target-dir', 'build/bench-rust'],
        ...(hasDebian ? debian : []),
      ],
      {
        env: { ...process.env, RUSTFLAGS: '-C target-cpu=native' },
        stdio: ['ignore', 'ignore', 'pipe'],
        timeout: PATIENCE,
      },
    );
  } catch (error) {
    report('Rust', `it could not be built: ${complaint(error)}`);
    return undefined;
  }
  return new Rival('Rust', report, 'build/bench-rust/release/loaded-dice-bench');
}

/** The Pythons that are looked into. $PYTHON comes first; Debian's packages are those of /usr/bin/python3. */
const PYTHONS = [...new Set([process.env.PYTHON, 'python3', '/usr/bin/python3'])].filter((name) => name !== undefined);

/** NumPy and PyTorch, each from the first Python that has it. */
async function startPythons(report: Report): Promise<[Rival, Map<string, string>][]> {
  const missing = new Map([
    ['numpy', 'NumPy'],
    ['torch', 'PyTorch'],
  ]);
  const found: [Rival, Map<string, string>][] = [];
  for (const python of PYTHONS) {
    if (missing.size === 0) break;
    const version = output(python, '--version');
    if (version === undefined) continue;
    const names = [...missing].map(([, name]) => name).join(' and ');
    const rival = new Rival(`${version} (${names})`, report, python, 'bench/python.py', ...missing.keys());
    const libraries = await rival.about();
    if (libraries.size === 0) {
      rival.close();
      continue;
    }
    found.push([rival, libraries]);
    for (const [module, name] of missing) {
      if ([...libraries.keys()].some((library) => library.startsWith(name))) missing.delete(module);
    }
  }
  for (const name of missing.values()) report(name, 'no Python has it');
  return found;
}

/** NumPy, PyTorch, R, GSL, Rust and Julia, as far as they are installed. */
export class Rivals {
  #all: Rival[] = [];
  /** Libraries with their versions, and the generator of each. */
  readonly generators = new Map<string, string>();

  /** Starts those that are installed. Those that are not are reported, and have no figures. */
  static async start(report: Report): Promise<Rivals> {
    mkdirSync('build', { recursive: true });
    const rivals = new Rivals();
    const add = (rival: Rival, libraries: Map<string, string>) => {
      if (libraries.size > 0) rivals.#all.push(rival);
      for (const [library, generator] of libraries) rivals.generators.set(library, generator);
    };
    for (const [rival, libraries] of await startPythons(report)) add(rival, libraries);
    const scripts = [
      ['R', 'Rscript', 'bench/rival.R'],
      ['Julia', 'julia', 'bench/rival.jl'],
    ];
    for (const [name, command, file] of scripts) {
      if (output(command, '--version') === undefined) report(name, `there is no ${command}`);
      else {
        const rival = new Rival(name, report, command, file);
        add(rival, await rival.about());
      }
    }
    for (const rival of [startGsl(report), startRust(report)]) if (rival) add(rival, await rival.about());
    return rivals;
  }

  /** Measures `k` items of `n` in each library that has such a task, one after the other. */
  async measure(task: string, n: number, k: number): Promise<Samples> {
    const found: Samples = new Map();
    for (const rival of this.#all) for (const [name, runs] of await rival.measure(task, n, k)) found.set(name, runs);
    return found;
  }

  close(): void {
    for (const rival of this.#all) rival.close();
  }
}
